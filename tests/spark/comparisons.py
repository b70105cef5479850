"""One rubric in which every form compares units, and tables for it: a Spark job is dear, so that all forms go into one."""

from __future__ import annotations

from random import Random
from typing import Any

import pyarrow as pa

from tests.columns.test_column_cohorts import FIELDS, PEERS, PLACES, SCALES, WEIGHED
from tests.property.strategies import Chance
from tests.support import rubric_of

_MEASURES = [*PEERS, *WEIGHED, *SCALES]
_OTHERS = """
  - id: b
    title: 出庭
    applies: {when: 件 > 0, otherwise: {peers_mean: {within: class, missing: leave_out}}}
    indicators:
      - {id: p, points: 4, rules: [{award: 4, in_proportion_to: 率}]}
      - {id: q, points: 2, rules: [{deduct: 1, each: 案, text: 每件扣1分}]}
  - {id: t, points: 4, applies: {when: 案 > 0, otherwise: {peers_mean: {within: 域}}}, rules: [{award: 4, in_proportion_to: 率}]}
  - {id: r, points: 2, rules: [{award: 2, when: score('w0') >= 均}]}
  - {id: s, points: 2, start: zero, floor: -9, rules: [{award: 1, when: 数 > m0}, {deduct: 0.5, per: 1, below: m0, of: 数, partial: ignored}]}
ranking: {within: class, using: exact, overall: true, ties: [{higher: w0}]}
"""
RUBRIC = rubric_of(
    FIELDS
    + "measures:\n"
    + "".join(f"  m{place}: {measure}\n" for place, measure in enumerate(_MEASURES))
    + "  均: {peers: mean, of: score('w0'), within: class, include_self: false}\nindicators:\n"
    + "".join(
        f"  - {{id: i{place}, points: 9, start: zero, floor: -99, ceiling: 99, rules: [{{award: m{place}}}]}}\n"
        for place in range(len(_MEASURES))
    )
    + "".join(f"  - {{id: w{place}, points: 9, rules: [{rule}]}}\n" for place, rule in enumerate(PLACES))
    + _OTHERS
)


def units_of(rows: int, seed: int) -> pa.Table:
    """Units in the order of their ids, with many ties and gaps, and with rows that cannot be scored apart."""
    chance = Chance(Random(seed))

    def some(*options: Any) -> list[Any]:
        return [chance.one(*options) for _ in range(rows)]

    found = {
        "unit": [f"u{row:03}" for row in range(rows)], "name": [f"单位{row:03}" for row in range(rows)],
        "class": some("county", "zone", "zone"), "parent": some("x", "y", "z", None),
        "率": some("50%", "80%", "1/0", None), "件": some("0", "1", "2", "许多"), "案": some("0", "1"),
        "数": some("1", "2.5", "3", None, "4"), "域": some("东", "西", "", "南"),
    }  # fmt: skip
    found["域"][3] = "独"  # nobody else is there
    found["unit"][5] = found["unit"][4]  # stands twice
    found["unit"][7] = "外来"
    for name in ("name", "class", "parent"):  # is not listed
        found[name][7] = None
    for name in ("率", "件", "案", "数", "域"):  # is listed, and gave nothing
        found[name][9] = None
    found["class"][11] = "没有"
    found["parent"][13:15] = ["u014", "u013"]  # stand above themselves
    return pa.table(found)
