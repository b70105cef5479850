"""What is wrong with a migration map, given the two versions of the rubric that it is between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.problems import Problem, Where, nearest
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.migration import GONE, MigrationDocument

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions, as far as it is known: its name, its indicators, its fields (None: not known).

    Figures common to all units are among the fields.
    """

    id: str
    name: str
    indicators: Mapping[str, str | None]
    fields: Mapping[str, Column] | None = None

    @classmethod
    def of(cls, rubric: Rubric) -> Side:
        """All that a rubric says; indicators with the one above each."""
        above = {node.id: node.parent for node in rubric.nodes.values()}
        return cls(rubric.id, rubric.name, above, {**rubric.fields, **rubric.document.givens})

    def above(self, indicator: str) -> Iterator[str]:
        """The indicators above one."""
        parent = self.indicators.get(indicator)
        while parent is not None:
            yield parent
            parent = self.indicators.get(parent)


def map_problems(document: MigrationDocument, old: Side, new: Side) -> list[Problem]:
    """Every mistake of a map, each at its path in the document."""
    return [
        *_other_rubrics(document, old, new),
        *_unknown(document, old, new),
        *_doubled(document, old, new),
        *_inside(document, new),
        *_unlike(document, old, new),
    ]


def _other_rubrics(document: MigrationDocument, old: Side, new: Side) -> Iterator[Problem]:
    for code, key, given, side in (
        ("map_from_differs", "from", document.from_, old),
        ("map_to_differs", "to", document.to, new),
    ):
        if given.strip() not in (side.name, side.id):
            yield _problem(code, (key,), given=given, rubric=side.name)


def _unknown(document: MigrationDocument, old: Side, new: Side) -> Iterator[Problem]:
    """Indicators and fields that one of the versions does not have."""
    for indicator, targets in document.indicators.items():
        if indicator not in old.indicators:
            yield _unknown_name("map_indicator_unknown", ("indicators", indicator), indicator, old.indicators, old)
        for place, target in enumerate(targets):
            if target not in new.indicators:
                path = ("indicators", indicator, place)
                yield _unknown_name("map_indicator_unknown", path, target, new.indicators, new)
    for name, target in document.fields.items():
        if old.fields is not None and name not in old.fields:
            yield _unknown_name("map_field_unknown", ("fields", name), name, old.fields, old)
        if new.fields is not None and target not in new.fields and target != GONE:
            yield _unknown_name("map_field_unknown", ("fields", name, 0), target, new.fields, new)


def _doubled(document: MigrationDocument, old: Side, new: Side) -> Iterator[Problem]:
    """What two of the old version would become: also where one of them stands in both and has no line."""
    lines = [
        (("indicators", source, place), source, target)
        for source, targets in document.indicators.items()
        for place, target in enumerate(targets)
    ]
    staying = [one for one in old.indicators if one not in document.indicators and one in new.indicators]
    yield from _twice("map_indicator_doubled", lines, staying)
    pairs = [(("fields", source, 0), source, target) for source, target in document.fields.items() if target != GONE]
    fields = [one for one in old.fields or {} if one not in document.fields and one in (new.fields or {})]
    yield from _twice("map_field_doubled", pairs, fields)


def _twice(code: str, lines: Sequence[tuple[Path, str, str]], staying: Iterable[str]) -> Iterator[Problem]:
    taken = {one: one for one in staying}
    for path, source, target in lines:
        if target in taken:
            other = taken[target]
            hint = phrase("hint.map_line", id=other) if other == target else None
            yield _problem(code, path, hint, id=target, other=other, source=source)
        taken[target] = source


def _inside(document: MigrationDocument, new: Side) -> Iterator[Problem]:
    """An indicator and a part of it as targets of one: its points would count twice."""
    for source, targets in document.indicators.items():
        for place, target in enumerate(targets):
            for above in new.above(target):
                if above in targets:
                    yield _problem("map_target_inside", ("indicators", source, place), id=target, other=above)


def _unlike(document: MigrationDocument, old: Side, new: Side) -> Iterator[Problem]:
    """Fields that became one of another type or unit of measure: their values cannot be carried over."""
    for name, target in document.fields.items():
        before, after = (old.fields or {}).get(name), (new.fields or {}).get(target)
        if before is not None and after is not None and not same_kind(before, after):
            path, types = ("fields", name, 0), (_kind(before), _kind(after))
            yield _problem("map_field_type", path, id=name, target=target, before=types[0], after=types[1])


def same_kind(before: Column, after: Column) -> bool:
    """Whether a value of one field can be one of another: of the same type, in the same unit of measure."""
    return _kind(before) == _kind(after)


def _kind(spec: Column) -> str:
    return " ".join(part for part in (spec.type, spec.unit) if part)


def _unknown_name(code: str, path: Path, name: str, known: Iterable[str], side: Side) -> Problem:
    guess = nearest(name, known)
    return _problem(code, path, phrase("hint.nearest", name=guess) if guess else None, id=name, rubric=side.name)


def _problem(code: str, path: Path, hint: Phrase | None = None, **facts: object) -> Problem:
    return Problem(code=code, where=Where(path=path), facts=facts, hint=hint)
