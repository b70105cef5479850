"""Human Development Index: three dimensions between goalposts, their geometric mean at three decimals, rank and tier."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from replays.reading import assess, by_unit
from replays.tally import Tally


def replay(truth: Path) -> Tally:
    """The index of every country and year; rank and tier of the year for which they are published."""
    inputs, published = by_unit(truth / "undp_hdi" / "inputs.csv"), by_unit(truth / "undp_hdi" / "expected.csv")
    tally = Tally()
    by_year = sorted(inputs.values(), key=lambda row: row["year"])
    for _, countries in groupby(by_year, key=lambda row: row["year"]):
        for card in assess("human-development-index@2021.1", list(countries)):
            unit, row = card.unit.id, published[card.unit.id]
            tally.exact(unit, "hdi", card.score, row["hdi"])
            if row["rank"]:
                tally.same(unit, "rank", card.rank, int(row["rank"]))
            if row["tier"]:
                tally.same(unit, "tier", card.grade, row["tier"])
    return tally
