"""How long it takes to score very many units by columns, beside peers that know neither exact digits nor items.

`python benchmarks/bench_columns.py 1000000` measures so many units and prints the table; add `--profile` for where the
time goes. Peers are in benchmarks/requirements.txt; those that are not installed are left out.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import pyarrow as pa
from make_villages import Villages, make
from timing import OURS, Row, Way, machine, rows, take_turns, versions

from lawscore.columns.arrow import numerators
from lawscore.columns.assess import assess_table
from lawscore.columns.writing import write_table
from lawscore.loading.rubrics import load_text
from lawscore.rubric.bound import Rubric

COLUMNS: Final = "columns"
ITEMS: Final = "columns_items"
_ROUNDS: Final = 5
_UNITS: Final = 100_000
_PERIOD: Final = "2024"


def measure(units: int = _UNITS) -> list[Row]:
    """Time all of it, for each unit."""
    made = make(units)
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    table = pa.table({"unit": pa.array([f"v{number}" for number in range(units)]), **made.columns})
    _check(rubric, made, table)
    ways: dict[str, Way] = {OURS: lambda: assess_table(rubric, table)}
    for name, peer in PEERS.items():
        way = peer(made, units)
        if way is not None:
            ways[name] = way
    with TemporaryDirectory() as folder:
        written = {
            OURS: _writing(rubric, table, Path(folder), items=True),
            "scores": _writing(rubric, table, Path(folder)),
        }
        return [
            *rows(COLUMNS, take_turns(ways, _ROUNDS), parts=units),
            *rows(ITEMS, take_turns(written, _ROUNDS), parts=units),
        ]


def _writing(rubric: Rubric, table: Any, folder: Path, *, items: bool = False) -> Way:
    return lambda: write_table(rubric, table, folder / "scores.parquet", folder / "items.parquet" if items else None)


def _check(rubric: Rubric, made: Villages, table: Any) -> None:
    """Both ways come to the same, as far as floats can say."""
    found = assess_table(rubric, table.slice(0, 1000))
    exact, over = numerators(found.parts[0].scored.results[""])
    first = {name: column[:1000] for name, column in made.columns.items()}
    by_hand = sum(score(first) for score in made.by_hand)
    assert np.allclose([float(Fraction(int(one), over)) for one in exact], by_hand)


def _numpy(made: Villages, units: int) -> Way | None:
    """Every indicator and the total in floats: no items, no reasons, nothing that is checked."""

    def score() -> Any:
        every = np.empty((len(made.by_hand), units))
        for place, indicator in enumerate(made.by_hand):
            every[place] = indicator(made.columns)
        sections = every.reshape(10, -1, units).sum(axis=1)
        return every, sections, sections.sum(axis=0)

    return score


def _openfisca(made: Villages, units: int) -> Way | None:
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

    for name in made.columns:
        declare(name, bool if name in made.flags else int)
    names = [f"score_{place}" for place in range(len(made.by_hand))]
    for name, by_hand in zip(names, made.by_hand, strict=True):
        declare(name, float, _asking(by_hand))
    for section in range(10):
        declare(f"section_{section}", float, _adding(names[section * 10 : section * 10 + 10]))
    sections = [f"section_{section}" for section in range(10)]
    declare("total", float, _adding(sections))

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


Peer = Callable[[Villages, int], Way | None]
PEERS: Final[dict[str, Peer]] = {"numpy": _numpy, "openfisca": _openfisca}


def main() -> None:
    """Measure and print, or profile."""
    given = [int(one) for one in sys.argv[1:] if one.isdigit()]
    units = given[0] if given else _UNITS
    if "--profile" in sys.argv:
        _profile(units)
        return
    for row in measure(units):
        print(f"{row.work:15} {row.way:10} {row.seconds * 1e6:8.2f} µs a unit   {row.ratio:6.2f}")
    print(json.dumps({"units": units, **machine(), **versions("numpy", "pyarrow", "openfisca-core")}))


def _profile(units: int) -> None:
    made = make(units)
    rubric = load_text(made.text).rubric
    table = pa.table({"unit": pa.array([f"v{number}" for number in range(units)]), **made.columns})
    profile = cProfile.Profile()
    assert rubric is not None  # as above
    profile.runcall(assess_table, rubric, table)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
