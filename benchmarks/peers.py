"""The same indicators by others: each peer makes ready what it needs and returns the work to be timed.

None of them knows exact digits, items or reasons. A peer that is not installed says None, and is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from formulas import as_floats, parsed_each_time, parsed_once
from make_villages import Villages
from timing import Way

NUMPY: Final = "numpy by hand"
NUMPY_BLOCKS: Final = "numpy by hand, in blocks"
POLARS: Final = "polars by hand"
OPENFISCA: Final = "OpenFisca"
PARSED_ONCE: Final = "simpleeval, parsed once"
PARSED_EACH_TIME: Final = "simpleeval, parsed at each call"

#: Units that simpleeval is given: it takes as long for each of a million.
SINGLE: Final = 400
#: Rows that stay near the processor while all indicators are worked out.
_BLOCK: Final = 1 << 14
_SECTIONS: Final = 10
_PERIOD: Final = "2024"


def numpy(made: Villages, units: int) -> Way:
    """Every indicator, section and total in floats, a whole column at a time."""
    return lambda: _scored(made, made.columns, units)


def numpy_blocks(made: Villages, units: int) -> Way:
    """The same by somebody who knows how large the cache is."""

    def score() -> Any:
        every = np.empty((len(made.by_hand), units))
        sections = np.empty((_SECTIONS, units))
        for first in range(0, units, _BLOCK):
            some = slice(first, min(first + _BLOCK, units))
            block = {name: column[some] for name, column in made.columns.items()}
            every[:, some], sections[:, some], _ = _scored(made, block, some.stop - first)
        return every, sections, sections.sum(axis=0)

    return score


def _scored(made: Villages, columns: Any, units: int) -> tuple[Any, Any, Any]:
    every = np.empty((len(made.by_hand), units))
    for place, indicator in enumerate(made.by_hand):
        every[place] = indicator(columns)
    sections = every.reshape(_SECTIONS, -1, units).sum(axis=1)
    return every, sections, sections.sum(axis=0)


def polars(made: Villages, _: int) -> Way | None:
    """The same as expressions of polars, which works on as many cores as there are."""
    try:
        import polars as pl
    except ImportError:
        return None
    frame = pl.DataFrame(dict(made.columns))
    scores = [told(pl.col).alias(f"score_{place}") for place, told in enumerate(made.polars)]
    each = len(scores) // _SECTIONS
    sections = [
        pl.sum_horizontal(f"score_{place}" for place in range(at * each, at * each + each)).alias(f"section_{at}")
        for at in range(_SECTIONS)
    ]
    total = pl.sum_horizontal(f"section_{at}" for at in range(_SECTIONS)).alias("total")
    return lambda: frame.lazy().select(scores).with_columns(sections).with_columns(total).collect()


def openfisca(made: Villages, units: int) -> Way | None:
    """The same formulas as variables, in floats of 32 bits."""
    try:
        from openfisca_core import periods
        from openfisca_core.entities import build_entity
        from openfisca_core.simulations import SimulationBuilder
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable
    except ImportError:
        return None
    entity = build_entity("village", "villages", "a village", is_person=True)
    system = TaxBenefitSystem([entity])

    def declare(name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        parts = {"value_type": kind, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": name}
        system.add_variable(type(name, (Variable,), parts if formula is None else {**parts, "formula": formula}))

    for name, column in made.columns.items():
        declare(name, {"b": bool, "i": int, "f": float}[column.dtype.kind])
    names = [f"score_{place}" for place in range(len(made.by_hand))]
    for name, by_hand in zip(names, made.by_hand, strict=True):
        declare(name, float, _asking(by_hand))
    each = len(names) // _SECTIONS
    for section in range(_SECTIONS):
        declare(f"section_{section}", float, _adding(names[section * each : section * each + each]))
    declare("total", float, _adding([f"section_{section}" for section in range(_SECTIONS)]))

    def score() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, units)
        for name, column in made.columns.items():
            simulation.set_input(name, _PERIOD, column)
        return simulation.calculate("total", _PERIOD)

    return score


def _asking(by_hand: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda village, period: by_hand(_Asked(village, period))


def _adding(names: list[str]) -> Callable[[Any, Any], Any]:
    return lambda village, period: sum(village(name, period) for name in names)


class _Asked:
    """The columns, asked of OpenFisca one by one."""

    def __init__(self, village: Any, period: Any) -> None:
        self._village, self._period = village, period

    def __getitem__(self, name: str) -> Any:
        return self._village(name, self._period)


def single(units: int) -> int:
    """How many units simpleeval is given of so many."""
    return min(SINGLE, units)


def once(made: Villages, units: int) -> Way:
    """Simpleeval, unit by unit: one formula for each indicator, its tree at hand."""
    return _one_by_one(parsed_once(made.formulas), made, single(units))


def each_time(made: Villages, units: int) -> Way:
    """The same from the text of the formulas."""
    return _one_by_one(parsed_each_time(made.formulas), made, single(units))


def _one_by_one(evaluate: Callable[[Any], Any], made: Villages, count: int) -> Way:
    units = as_floats(made, count)
    return lambda: [evaluate(unit) for unit in units]


Peer = Callable[[Villages, int], Way | None]
#: Those that take all units, and those that take one at a time.
OF_COLUMNS: Final[dict[str, Peer]] = {
    NUMPY: numpy, NUMPY_BLOCKS: numpy_blocks, POLARS: polars, OPENFISCA: openfisca,
}  # fmt: skip
OF_UNITS: Final[dict[str, Peer]] = {PARSED_ONCE: once, PARSED_EACH_TIME: each_time}


def ready(made: Villages, units: int) -> tuple[dict[str, Way], dict[str, int]]:
    """All peers that are there, and how many units each of them is given."""
    found = {name: peer(made, units) for name, peer in (OF_COLUMNS | OF_UNITS).items()}
    ways = {name: way for name, way in found.items() if way is not None}
    return ways, {name: single(units) if name in OF_UNITS else units for name in ways}
