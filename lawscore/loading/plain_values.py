"""Data that is already in memory: plain Python values, as another program has them, gathered like files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.facts.unit import Layer
from lawscore.loading.data_documents import located_document
from lawscore.loading.source import Source
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.document import ValueEntry
from lawscore.submission.gathering import Gathered, gather
from lawscore.submission.places import Located, Path
from lawscore.submission.years import is_other_year
from lawscore.version import FORMAT

#: What may stand in a row beside its fields, and the keys by which a submission is known.
_FACTS: Final = ("name", "class", "parent")
_PARTS: Final = ("values", "answers")
_SCALARS: Final = frozenset({str, int, bool, float, Fraction, date})


def from_values(rubric: Rubric, data: Any, *, layer: Layer | None = None) -> Gathered:
    """Gather Python values.

    `data` is one of: `{unit: {field: value}}`; a list of rows, each with `unit` and its fields (`name`, `class`,
    `parent`, `layer` and `year` may stand there too), or of submissions, each with `unit`, `values` and `answers`; a whole
    data document as a mapping, or a list of them. Values are int, Decimal, Fraction, bool, date, str, a float by its
    shortest text (NaN is refused), None for a value not given, and lists of mappings for records.
    """
    located: list[Located] = []
    problems: list[Problem] = []
    for draft in _drafts(rubric, data):
        document, found = located_document(Source("", draft.data))
        problems += [problem.at(draft.back(problem.where)) for problem in found]
        if document is not None:
            located.append(draft.placed(document))
    return gather(rubric, located, layer=layer, problems=problems)


@dataclass(slots=True)
class _Draft:
    """A data document made of what was given, and where each beginning of a path stood there."""

    data: Any
    origins: dict[Path, Path] = field(default_factory=dict)
    is_roster: bool = True
    _entries: dict[tuple[type, object], ValueEntry] = field(default_factory=dict)

    def values(self, values: Mapping[Any, Any]) -> dict[Any, Any]:
        """Values by field; equal scalars share one entry, which then needs no looking at."""
        return {name: self._entry(value) if type(value) in _SCALARS else value for name, value in values.items()}

    def _entry(self, value: Any) -> ValueEntry:
        key = (type(value), value)
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = ValueEntry.model_construct(value=value)
        return entry

    def back(self, where: Where) -> Where:
        """The place in what was given."""
        for end in range(len(where.path), -1, -1):
            if where.path[:end] in self.origins:
                return Where(path=(*self.origins[where.path[:end]], *where.path[end:]))
        return where

    def placed(self, document: Located) -> Located:
        """The document with places in what was given."""

        def locate(path: Path, *, key: bool = False) -> Where:
            return self.back(document.locate(path, key=key))

        return Located(document.document, locate, document.refused, self.is_roster)


def _drafts(rubric: Rubric, data: Any) -> Iterator[_Draft]:
    if isinstance(data, Mapping):
        yield _document(data, ()) if _is_document(data) else _by_unit(data)
    elif isinstance(data, Iterable) and not isinstance(data, str | bytes):
        items = list(enumerate(data))
        yield from (_document(item, (place,)) for place, item in items if _is_document(item))
        yield _rows(rubric, [(place, item) for place, item in items if not _is_document(item)])
    else:
        yield _Draft(data)


def _is_document(data: Any) -> bool:
    """Whether a mapping is a whole document, rather than units by id or a row."""
    if not isinstance(data, Mapping):
        return False
    return "lawscore" in data or any(
        isinstance(data.get(key), list | tuple) for key in ("units", "submissions", "adjustments")
    )


def _document(data: Mapping[str, Any], origin: Path) -> _Draft:
    return _Draft({"lawscore": FORMAT, **data}, {(): origin})


def _by_unit(data: Mapping[Any, Any]) -> _Draft:
    draft = _empty()
    for number, (unit, values) in enumerate(data.items()):
        here: Path = ("submissions", number)
        draft.origins |= {here: (str(unit),), (*here, "values"): (str(unit),)}
        draft.data["submissions"].append(
            {"unit": str(unit), "values": draft.values(values) if isinstance(values, Mapping) else values}
        )
    return draft


def _rows(rubric: Rubric, rows: list[tuple[int, Any]]) -> _Draft:
    draft = _empty()
    for number, (place, row) in enumerate(rows):
        here: Path = ("submissions", number)
        draft.origins[here] = (place,)
        if isinstance(row, Mapping) and not any(key in row for key in _PARTS):
            draft.origins[(*here, "values")] = (place,)
            row = _submission(rubric, row, place, draft)  # noqa: PLW2901 - the same row in its full form
        draft.data["submissions"].append(_plain(row))
    return draft


def _submission(rubric: Rubric, row: Mapping[Any, Any], place: int, draft: _Draft) -> dict[str, Any]:
    """A row as a submission; what it says of the unit itself goes to the units."""
    own: set[str] = {key for key in ("unit", "layer", "year", *_FACTS) if key == "unit" or key not in rubric.fields}
    about: dict[str, Any] = {key: row[key] for key in _FACTS if key in own and row.get(key) is not None}
    year = row.get("year") if "year" not in rubric.fields else None
    if about and row.get("unit") is not None and not is_other_year(year, rubric.document.period):
        draft.origins["units", len(draft.data["units"])] = (place,)
        draft.data["units"].append({"id": row["unit"], **about})
    said = [key for key in ("unit", "layer", "year") if key in own and row.get(key) is not None]
    stated: dict[str, Any] = {key: row[key] for key in said}
    values = draft.values({key: value for key, value in row.items() if key not in own})
    return {**stated, "values": values}


def _empty() -> _Draft:
    return _Draft({"lawscore": FORMAT, "units": [], "submissions": []}, is_roster=False)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value
