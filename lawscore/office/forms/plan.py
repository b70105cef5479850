"""What a form asks for: the fields by the indicators that use them, the lists of records, the questions to assessors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.facts.unit import Layer, Unit
from lawscore.loading.xlsx_marks import FormMarks, Sort
from lawscore.office.forms.titles import sheet_titles
from lawscore.rubric.bound import Asked, BoundNode, Rubric
from lawscore.rubric.fields import FieldSpec


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading, by name."""

    title: str
    fields: Mapping[str, FieldSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A form before it is drawn. `units`: whom it is for; a form for one unit has one of them, or none yet."""

    rubric: Rubric
    language: Language
    layer: Layer
    sort: Sort
    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    lists: Mapping[str, FieldSpec]
    asked: tuple[Asked, ...]
    #: The titles of the sheets by what stands on them: `fields`, `answers`, the name of a list.
    titles: Mapping[str, str]

    @property
    def fields(self) -> Mapping[str, FieldSpec]:
        """All fields in the order of the form."""
        return {name: spec for group in self.groups for name, spec in group.fields.items()}

    @property
    def marks(self) -> FormMarks:
        """What the form says of itself."""
        period = self.rubric.document.period
        return FormMarks(
            sort=self.sort,
            rubric=self.rubric.id,
            version=self.rubric.version,
            digest=self.rubric.digest,
            start=period.from_.isoformat(),
            end=period.to.isoformat(),
            layer=self.layer,
            unit=self.units[0].id if self.sort == "unit" and self.units else "",
            language=self.language,
            fields={name: spec.type for name, spec in self.fields.items()},
            lists=tuple(self.lists),
        )

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the catalogue in the language of the form."""
        return say(phrase(key, **facts), self.language)


def plan_of(
    rubric: Rubric,
    units: Sequence[Unit] = (),
    *,
    sort: Sort = "unit",
    language: Language = "zh",
    layer: Layer = "self_reported",
    answers: bool = False,
) -> Plan:
    """What a form asks of these units. What no indicator for their classes uses is left out."""
    classes = {unit.unit_class for unit in units} if all(unit.unit_class for unit in units) else set()
    groups = tuple(_groups(rubric, classes, language))
    named = {name: spec for group in groups for name, spec in group.fields.items()}
    lists = {name: spec for name, spec in named.items() if spec.type == "records"}
    asked = tuple(one for one in rubric.questions if _is_put_to(rubric, one, classes)) if answers else ()
    titles = sheet_titles(("fields", *lists, *(["answers"] if asked else [])), lists, language)
    return Plan(
        rubric=rubric, language=language, layer=layer, sort=sort, units=tuple(units), groups=groups, lists=lists,
        asked=asked, titles=titles,
    )  # fmt: skip


def _groups(rubric: Rubric, classes: set[str | None], language: Language) -> Iterator[Group]:
    """Each field once, under the first indicator that uses it; what none uses comes last."""
    told: set[str] = set()
    for leaf in rubric.leaves:
        used = {name for name in rubric.fields if name in leaf.reads}
        if not used or not _is_for(rubric, leaf, classes):
            continue
        fields = {name: spec for name, spec in rubric.fields.items() if name in used and name not in told}
        told |= used
        if fields:
            yield Group(say(phrase("form.group", id=leaf.id, title=leaf.title), language), fields)
    of_others = {name for leaf in rubric.leaves for name in rubric.fields if name in leaf.reads}
    rest = {name: spec for name, spec in rubric.fields.items() if name not in told and name not in of_others}
    if rest:
        yield Group(say(phrase("form.other_fields"), language), rest)


def _is_for(rubric: Rubric, node: BoundNode, classes: set[str | None]) -> bool:
    """Whether an indicator, and all above it, is there for a unit of any of the classes."""
    above: BoundNode | None = node
    while above is not None:
        here = above
        if classes and not any(here.is_for(one) for one in classes):
            return False
        above = rubric.nodes.get(here.parent or "")
    return True


def _is_put_to(rubric: Rubric, asked: Asked, classes: set[str | None]) -> bool:
    node = rubric.nodes.get(asked.question.indicator)
    return node is None or _is_for(rubric, node, classes)
