"""What a form says of itself on its hidden sheet: for which rubric it was made, for whom, and which fields it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final, Literal, TypeAlias, get_args

from lawscore.classes import dataclass
from lawscore.loading.xlsx_sheets import Book, Sheet
from lawscore.loading.xlsx_table import texts_of
from lawscore.loading.xlsx_words import MARK, MARK_VERSION
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric

#: A form for one unit, each field in a row of its own; or one for all units, each of them in a row.
Sort: TypeAlias = Literal["unit", "all"]

_FACTS: Final = ("sort", "rubric", "version", "digest", "start", "end", "layer", "unit", "language")
_MOST_TOLD: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMarks:
    """What the hidden sheet holds. `fields` are the types of the fields that have a row; `lists` have a sheet."""

    sort: Sort
    rubric: str
    version: str
    digest: str
    start: str
    end: str
    layer: str
    unit: str = ""
    language: str = "zh"
    fields: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.rubric}@{self.version}"

    def of_unit(self, unit: str) -> FormMarks:
        """The same for another unit."""
        return replace(self, unit=unit)

    def rows(self) -> Iterator[Sequence[str]]:
        """The rows of the hidden sheet."""
        yield MARK, MARK_VERSION
        yield from ((fact, getattr(self, fact)) for fact in _FACTS)
        yield from (("field", name, kind) for name, kind in self.fields.items())
        yield from (("list", name) for name in self.lists)


def read_marks(book: Book) -> FormMarks | None:
    """The marks of a form; None where the workbook is none of ours."""
    sheet = next((one for one in book.sheets if holds_marks(one)), None)
    if sheet is None:
        return None
    return _marks([[*texts_of(sheet, row).values(), "", ""] for row in sorted(sheet.rows)[1:]])


def holds_marks(sheet: Sheet) -> bool:
    """Whether a sheet is the hidden one of a form."""
    return sheet.is_hidden and list(texts_of(sheet, 1).values())[:2] == [MARK, MARK_VERSION]


def _marks(rows: Sequence[Sequence[str]]) -> FormMarks | None:
    facts = {row[0]: row[1] for row in rows if row[0] in _FACTS}
    if not set(facts) >= set(_FACTS) - {"unit"} or facts["sort"] not in get_args(Sort):
        return None
    fields = {row[1]: row[2] for row in rows if row[0] == "field"}
    return FormMarks(**facts, fields=fields, lists=tuple(row[1] for row in rows if row[0] == "list"))  # type: ignore[arg-type]


def differences(marks: FormMarks, rubric: Rubric, where: Where) -> Iterator[Problem]:
    """What has changed between the rubric that the form was made for and the one that is used."""
    if marks.digest == rubric.digest or marks.rubric != rubric.id:
        return
    now = {name: spec.type for name, spec in rubric.fields.items()}
    changes = {
        "gone": [name for name in marks.fields if name not in now],
        "new": [name for name in now if name not in marks.fields],
        "changed": [name for name, kind in marks.fields.items() if now.get(name, kind) != kind],
    }
    told: dict[str, object] = {"made": marks.name, "used": rubric.name}
    if not any(changes.values()):
        yield Problem(code="form_of_other_text", where=where, severity="note", facts=told)
    for kind, names in changes.items():
        if names:
            facts = {**told, "names": some_names(names)}
            yield Problem(code=f"form_fields_{kind}", where=where, severity="warning", facts=facts)


def some_names(names: Sequence[str]) -> tuple[str, ...]:
    """As many names as a sentence can bear."""
    return (*names[:_MOST_TOLD], *(["…"] if len(names) > _MOST_TOLD else []))
