"""The columns of a result: their names, and their types as Spark is told them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lawscore.rubric.bound import Rubric

#: The columns of the unit and its total; no indicator has such a name.
UNIT: Final = ("unit", "name", "class", "state", "score", "low", "high")
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

_TAKEN: Final = frozenset({*UNIT, SHOWN, NUMERATOR, DENOMINATOR, *STANDING})

ITEM: Final = ("indicator", "rule", "kind", "cause", "points", "quantity", "price", "records", "basis", "reason")
PROBLEM: Final = ("code", "severity", "column", "record", "sentence", "hint")

_TEXTS_OF_UNIT: Final = ", ".join(f"`{name}` string" for name in (*UNIT, SHOWN))
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
            f"{PROBLEMS} array<{_struct(PROBLEM)}>",
            *(f"{stand(place)} {_STAND}" for place in range(len(self.rubric.standings))),
        ]
        return ", ".join(parts)


def stand(place: int) -> str:
    """The column that has what units bring to one of the standings."""
    return f"_stand_{place}"


def _struct(names: tuple[str, ...]) -> str:
    return f"struct<{', '.join(f'`{name}`: string' for name in names)}>"
