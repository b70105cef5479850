"""How long it takes to rank and grade very many units that are scored: in a thousand classes, with ties and quotas.

`python benchmarks/bench_standings.py 1000000` measures so many units and prints the table; add `--profile` for where the
time goes. The peer is in benchmarks/requirements.txt; where it is not installed it is left out.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from timing import OURS, Bar, Row, Way, machine, rows, take_turns, versions

from lawscore.columns.arrow_standings import standings
from lawscore.columns.assess import assess_table
from lawscore.columns.results import ColumnAssessment
from lawscore.loading.rubrics import load_text
from lawscore.rubric.bound import Rubric

STANDINGS: Final = "standings"
CHAIN: Final = "standings_chain"
RANK: Final = "polars, ranks only"
BY_HAND: Final = "polars by hand"
#: What our ranks, grades and quotas may take, as many times as long as the ranks of the peer alone.
_BAR: Final = 2
_ROUNDS: Final = 5
_UNITS: Final = 1_000_000
_CLASSES: Final = 1_000
_SEED: Final = 20260101
_TEXT: Final = """
lawscore: 1
rubric: standings
version: "2024"
status: draft
title: 排名
issued: {{note: 仅供测速}}
period: {{from: 2024-01-01, to: 2024-12-31}}
calculation: 1
points: 100
classes: {{{classes}}}
fields: {{办结: number, 质量: number, 死亡: count}}
indicators:
  - {{id: a, points: 60, rules: [{{award: 办结}}]}}
  - {{id: b, points: 40, rules: [{{award: 质量}}]}}
vetoes:
  - {{id: v, when: 死亡 > 0, text: 发生死亡, effect: {{grade_at_most: 合格}}}}
grades:
  using: shown
  bands: [{{grade: 优秀, from: 60}}, {{grade: 良好, from: 40}}, {{grade: 合格, else: yes}}]
  quota:
    优秀: {{at_most: 20%, within: class, fraction: down, tie_at_cut: leave_out}}
    良好: {{at_most: 30%, within: class, fraction: down, tie_at_cut: let_in}}
ranking: {{within: class, using: shown, method: competition, vetoed: last, ties: [{ties}]}}
"""


def measure(units: int = _UNITS) -> list[Row]:
    """Time the order of totals alone, and with a chain that breaks ties."""
    figures = draw(units)
    found: list[Row] = []
    for work, ties in ((STANDINGS, ""), (CHAIN, "{higher: a}")):
        scored = assess_table(rubric_of(ties), table_of(figures))
        peers = _polars(figures, chain=bool(ties))
        _check(scored, peers)
        medians = take_turns({OURS: standing(scored), **peers}, _ROUNDS)
        found += rows(work, medians, {RANK: Bar("within", _BAR)})
    return found


def draw(units: int) -> dict[str, Any]:
    """Figures in hundredths of a point, and the class of each unit."""
    random = np.random.default_rng(_SEED)
    return {
        "办结": random.integers(0, 6001, units),
        "质量": random.integers(0, 4001, units),
        "死亡": (random.random(units) < 0.02).astype(np.int64),
        "class": random.integers(0, _CLASSES, units),
    }


def table_of(figures: dict[str, Any]) -> Any:
    """The same as a table that is filled in."""
    count = len(figures["class"])
    classes = pa.DictionaryArray.from_arrays(pa.array(figures["class"], pa.int32()), pa.array(_classes()))
    return pa.table({
        "unit": pa.array([f"v{number}" for number in range(count)]), "class": classes.cast(pa.string()),
        "办结": pa.array(figures["办结"] / 100), "质量": pa.array(figures["质量"] / 100), "死亡": pa.array(figures["死亡"]),
    })  # fmt: skip


def rubric_of(ties: str) -> Rubric:
    """Two indicators, a veto, a quota for each of the better grades."""
    classes = ", ".join(f"{name}: {name}" for name in _classes())
    loaded = load_text(_TEXT.format(classes=classes, ties=ties))
    assert loaded.rubric is not None  # it is sound
    return loaded.rubric


def _classes() -> list[str]:
    return [f"c{number}" for number in range(_CLASSES)]


def standing(scored: ColumnAssessment) -> Way:
    """Ranks and grades worked out anew, down to the table of them."""
    return lambda: standings(replace(scored))


def _polars(figures: dict[str, Any], *, chain: bool) -> dict[str, Way]:
    """The ranks alone; and with grades and quotas, as somebody would write them down who wants nothing explained."""
    try:
        import polars as pl
    except ImportError:
        return {}
    frame = pl.DataFrame({
        "class": [f"c{number}" for number in figures["class"]], "total": figures["办结"] + figures["质量"],
        "a": figures["办结"], "dead": figures["死亡"] > 0,
    })  # fmt: skip
    key = pl.col("total") - 100_000 * pl.col("dead")
    key = key * 10_000 + pl.col("a") if chain else key
    ranked = key.rank("min", descending=True).over("class")

    def by_hand() -> Any:
        placed = frame.with_columns(
            rank=ranked, last=key.rank("max", descending=True).over("class"), size=pl.len().over("class"),
        )  # fmt: skip
        best = (pl.col("total") >= 6000) & ~pl.col("dead") & (pl.col("last") <= pl.col("size") * 20 // 100)
        placed = placed.with_columns(best=best)
        ahead = pl.col("rank") - pl.col("best").sum().over("class")
        good = (pl.col("total") >= 4000) & ~pl.col("dead") & (ahead <= pl.col("size") * 30 // 100)
        grade = pl.when("best").then(pl.lit("优秀")).when(good).then(pl.lit("良好")).otherwise(pl.lit("合格"))
        return placed.select("rank", grade=grade)

    return {RANK: lambda: frame.select(ranked), BY_HAND: by_hand}


def _check(scored: ColumnAssessment, peers: dict[str, Way]) -> None:
    """All come to the same."""
    assert scored.stats.by_columns == len(scored), scored.stats
    if BY_HAND in peers:
        ours: Any = standings(scored)
        theirs: Any = peers[BY_HAND]()
        assert ours["rank"].to_pylist() == theirs["rank"].to_list()
        assert ours["grade"].to_pylist() == theirs["grade"].to_list()


def main() -> None:
    """Measure and print, or profile."""
    given = [int(one) for one in sys.argv[1:] if one.isdigit()]
    units = given[0] if given else _UNITS
    if "--profile" in sys.argv:
        _profile(units)
        return
    for row in measure(units):
        print(f"{row.work:16} {row.way:20} {row.seconds * 1e3:8.1f} ms   {row.ratio:6.2f}   {row.held}")
    print(json.dumps({"units": units, **machine(), **versions("numpy", "pyarrow", "polars")}))


def _profile(units: int) -> None:
    for ties in ("", "{higher: a}"):
        scored = assess_table(rubric_of(ties), table_of(draw(units)))
        standings(scored)
        profile = cProfile.Profile()
        profile.runcall(standing(scored))
        pstats.Stats(profile).sort_stats("tottime").print_stats(22)


if __name__ == "__main__":
    main()
