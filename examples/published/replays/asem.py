"""ASEM Sustainable Connectivity: 49 indicators between their least and greatest, means of means, ranks as published."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from replays.reading import assess, by_unit, rows
from replays.tally import Tally

#: The published stages are doubles, computed in doubles from doubles.
DOUBLES = Fraction("1e-9")
INDEX = "Index"


def replay(truth: Path) -> Tally:
    """Every normalised indicator, every mean, every score of two decimals and every rank."""
    folder = truth / "coinr_asem"
    stages = {
        name: by_unit(folder / f"expected_{name}.csv") for name in ("normalised", "aggregated", "scores_2dp", "ranks")
    }
    tally = Tally()
    for card in assess("asem-sustainable-connectivity@2018.1", rows(folder / "stage3_treated.csv")):
        unit = card.unit.id
        for code, value in _named(stages["normalised"][unit]):
            tally.within(unit, code, card.node(f"n.{code}").score, value, DOUBLES)
        for name, value in _named(stages["aggregated"][unit]):
            node = card.total if name == INDEX else card.node(name)
            tally.within(unit, name, node.score, value, DOUBLES)
            shown = None if node.score is None else node.shown.apply(node.score)
            tally.exact(unit, f"{name}, two decimals", shown, stages["scores_2dp"][unit][name])
            rank = card.rank if name == INDEX else node.standing and node.standing.rank
            tally.same(unit, f"{name}, rank", rank, int(stages["ranks"][unit][name]))
    return tally


def _named(row: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in row.items() if name != "unit"]
