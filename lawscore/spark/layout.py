"""The columns of a result: their names, and their types as Spark is told them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from lawscore.classes import dataclass
from lawscore.columns import arrow_items
from lawscore.columns.arrow import OWN
from lawscore.rubric.bound import BoundStanding, Rubric

#: The columns of the unit and its total; no indicator has such a name.
UNIT: Final = OWN
SHOWN: Final = "shown"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
STANDING: Final = ("rank", "tied", "overall", "overall_tied", "grade", "note", "open")
#: What stands in rows on their way, before it is divided into tables.
WAY: Final = "_way"
RESULTS: Final = "_results"
STATES: Final = "_states"
ITEMS: Final = "_items"
PROBLEMS: Final = "_problems"
#: The figures over groups that results asked for; in some of the rows.
ASKED: Final = "_asked"

_TAKEN: Final = frozenset({*UNIT, NUMERATOR, DENOMINATOR, *STANDING})

ITEM: Final = arrow_items.ITEM
PROBLEM: Final = ("code", "severity", "column", "record", "sentence", "hint")

_TEXTS_OF_UNIT: Final = ", ".join(f"`{name}` string" for name in UNIT)
_STAND: Final = (
    "struct<`group`: string, everybody: boolean, place: binary, whole: binary, steps: array<struct<key: binary, open: boolean>>,"
    " grade: string, note: string>"
)


@dataclass(frozen=True)
class Shape:
    """What the rows of results hold, for a rubric."""

    rubric: Rubric
    items: bool
    states: bool

    @cached_property
    def names(self) -> dict[str, str]:
        """The column of each result, by its id: the id itself, unless another column has that name already.

        Spark takes names that differ in upper and lower case for one.
        """
        found: dict[str, str] = {}
        taken = set(_TAKEN)
        for name in (*self.rubric.beside, *self.rubric.nodes):
            column = f"indicator {name}" if name.lower() in _TAKEN else name
            while column.lower() in taken:
                column += "_"
            taken.add(column.lower())
            found[name] = column
        return found

    @property
    def rows(self) -> str:
        """The rows as they come from executors."""
        parts = [
            _TEXTS_OF_UNIT,
            f"{NUMERATOR} bigint, {DENOMINATOR} bigint, {WAY} string, {RESULTS} array<string>",
            *([f"{STATES} array<string>"] if self.states else []),
            *([f"{ITEMS} array<{_struct(ITEM)}>"] if self.items else []),
            *([f"{ASKED} array<string>"] if self.rubric.compares else []),
            f"{PROBLEMS} array<{_struct(PROBLEM)}>",
            *(column for place, bound in enumerate(self.rubric.standings) for column in _columns(place, bound)),
        ]
        return ", ".join(parts)


def _columns(place: int, bound: BoundStanding) -> Iterator[str]:
    """The columns of one of the standings."""
    yield f"{stand(place)} {_STAND}"
    if has_quota(bound):
        yield f"{quoted(place)} string"


def has_quota(bound: BoundStanding) -> bool:
    """Whether a standing limits how many units may have a grade."""
    return bound.grades is not None and bool(bound.grades.quota)


def quoted(place: int) -> str:
    """The column that has what units bring to the quotas of one of the standings."""
    return f"_quoted_{place}"


def stand(place: int) -> str:
    """The column that has what units bring to one of the standings."""
    return f"_stand_{place}"


def _struct(names: tuple[str, ...]) -> str:
    return f"struct<{', '.join(f'`{name}`: string' for name in names)}>"
