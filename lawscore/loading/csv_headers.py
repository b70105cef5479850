"""What the columns of a CSV table are: a field by its name, its `column` name or its label, or a word of our own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.csv_table import Row, Table
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.fields import Column
from lawscore.submission.words import fold, suggest

Specs: TypeAlias = Mapping[str, Column]

_MOST_NAMES: Final = 12
_NONE_UNREAD: Final[frozenset[str]] = frozenset()
#: The word of ours that says no more than any field does: what is given.
_VALUE: Final = "value"
_NO_OTHERS: Final[Mapping[str, object]] = {}
#: Our own words as an office writes them.
_OTHER_WORDS: Final = {
    "单位编号": "unit", "单位名称": "name", "组别": "class", "考核组别": "class",
    "上级单位": "parent", "数据层级": "layer", "年度": "year", "不参加考核": "not_assessed", "填报项": "field", "填报值": "value",
    "来源": "source", "原因": "reason", "备注": "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headers:
    """The meaning of each column by its index; `doubled` are names of two columns, of which then neither counts."""

    columns: Mapping[int, str]
    doubled: frozenset[str] = frozenset()
    unknown: tuple[int, ...] = ()
    #: Where words of ours stand that say what a row is about, each in one text.
    own: frozenset[int] = frozenset()

    @property
    def index(self) -> dict[str, int]:
        """Where each name stands."""
        return {name: place for place, name in self.columns.items()}

    def has(self, *names: str) -> bool:
        """Whether there is a column for each of the names."""
        return set(names) <= set(self.columns.values())

    def refused(self, row: Row) -> frozenset[str]:
        """The names under which a row has cells that could not be taken."""
        return frozenset(self.columns[place] for place in row.refused if place in self.columns)

    def others(self, row: Row) -> Mapping[str, object]:
        """What is no text, by name."""
        if row.others is None:
            return _NO_OTHERS
        return {self.columns[place]: value for place, value in row.others.items() if place in self.columns}

    def unread(self, row: Row) -> frozenset[str]:
        """The words of ours whose cell in a row could not be taken, or is no text."""
        if not row.refused and row.others is None:
            return _NONE_UNREAD
        places = self.own & (row.refused | frozenset(row.others or ()))
        return frozenset(self.columns[place] for place in places)

    def cells(self, row: Row) -> dict[str, str]:
        """The cells of a row by name, without the blank ones and those under a doubled name."""
        return {
            name: row.cells[place]
            for place, name in self.columns.items()
            if place < len(row.cells) and row.cells[place] and name not in self.doubled
        }


@dataclass(frozen=True, slots=True)
class _Found:
    columns: dict[int, str] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    unknown: list[int] = field(default_factory=list)


def read_headers(table: Table, own: Sequence[str], specs: Specs, problems: list[Problem]) -> Headers:
    """Tell the columns of a table: `own` are our words (unit, name, …), `specs` the fields that may stand beside."""
    found, known = _Found(), _Names(own, specs)
    first: dict[str, int] = {}
    for place, text in enumerate(table.header):
        if not text:
            problems.extend(_unnamed(table, place))
            continue
        names = known.meant_by(text)
        if not names:
            found.unknown.append(place)
        elif len(names) > 1:
            told: dict[str, object] = {"name": shorten(text), "fields": names}
            problems.append(Problem(code="csv_column_ambiguous", where=table.where(table.line, place), facts=told))
            found.doubled.update(names)
        elif names[0] in first:
            facts = {"name": shorten(text), "first": first[names[0]] + 1}
            problems.append(Problem(code="csv_column_doubled", where=table.where(table.line, place), facts=facts))
            found.doubled.add(names[0])
        else:
            first[names[0]] = place
            found.columns[place] = names[0]
    words = frozenset(place for place, name in found.columns.items() if name in own and name != _VALUE)
    return Headers(found.columns, frozenset(found.doubled), tuple(found.unknown), words)


def meanings(text: str, own: Iterable[str], specs: Specs) -> tuple[str, ...]:
    """The fields, or the word of ours, that a header may mean: a field's name goes before any column name or label."""
    return _Names(own, specs).meant_by(text)


class _Names:
    """What headers may mean, each under the text as which it is compared: asked for hundreds of them, folded once."""

    def __init__(self, own: Iterable[str], specs: Specs) -> None:
        self._own = tuple(own)
        self._fields = (
            _under((name, name) for name in specs),
            _under((spec.column, name) for name, spec in specs.items() if spec.column is not None),
            _under((spec.label, name) for name, spec in specs.items() if spec.label is not None),
        )

    def meant_by(self, text: str) -> tuple[str, ...]:
        """The fields, or the word of ours, that a header may mean."""
        folded = fold(text)
        for names in (self._words(folded.casefold()), *(one.get(folded) for one in self._fields)):
            if names:
                return tuple(names)
        return self._words(_OTHER_WORDS.get(folded))

    def _words(self, word: str | None) -> tuple[str, ...]:
        return tuple(name for name in self._own if name == word)


def _under(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names under the folded texts that tell them."""
    found: dict[str, list[str]] = {}
    for text, name in named:
        found.setdefault(fold(text), []).append(name)
    return found


def own_word(text: str) -> str:
    """The word of ours that a header is, in either language; any other header as it is compared."""
    folded = fold(text)
    return _OTHER_WORDS.get(folded, folded.casefold())


def unknown_columns(
    table: Table, headers: Headers, own: Sequence[str], specs: Specs, computed: Collection[str] = ()
) -> Iterator[Problem]:
    """A problem for each column that is nothing we know; `computed` are names that the rubric works out itself."""
    known = [*own, *specs, *(text for spec in specs.values() for text in (spec.column, spec.label) if text)]
    for place in headers.unknown:
        text = table.header[place]
        hint = suggest(fold(text), known) or phrase("hint.csv_columns", names=_some((*own, *specs)))
        if fold(text) in computed:
            hint = phrase("hint.name_is_measure", name=shorten(text))
        where = table.where(table.line, place)
        yield Problem(code="csv_column_unknown", where=where, facts={"name": shorten(text)}, hint=hint)


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    """As many names as a sentence can bear."""
    return names if len(names) <= _MOST_NAMES else (*names[:_MOST_NAMES], "…")


def _unnamed(table: Table, place: int) -> Iterator[Problem]:
    if any(place < len(row.cells) and row.cells[place] for row in table.rows):
        where = table.where(table.line, place)
        yield Problem(code="csv_column_unnamed", where=where, facts={"number": place + 1})
