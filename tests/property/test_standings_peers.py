"""Ten thousand units with many ties: the ranks of each class and of all units are those that polars finds by itself."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import polars as pl
import pytest

from lawscore.assessing import Assessment, assess_facts
from lawscore.expressions.values import NotApplicable, Value
from lawscore.facts.card import Card, Standing
from lawscore.facts.unit import Unit, UnitFacts
from lawscore.ranking import grade_and_rank
from tests.support import rubric_of

UNITS = 10_000
CLASSES = ("县", "区", "市", "乡", "镇")

RUBRIC = """
    points: 100
    classes: {{县: 县, 区: 区, 市: 市, 乡: 乡, 镇: 镇}}
    fields: {{分: number, 案: number, 死亡: count, 舞弊: yesno, 报送: {{type: date, absent: none}}}}
    indicators:
      - {{id: 甲, points: 60, rules: [{{award: 分}}]}}
      - {{id: 乙, points: 40, rules: [{{award: 案}}]}}
    vetoes:
      - {{id: 死亡, when: 死亡 > 0, text: 发生死亡, effect: {{grade_at_most: 合格}}}}
      - {{id: 舞弊, when: 舞弊, text: 填报不实, effect: {{ineligible_for: 优秀}}}}
    grades: {{using: shown, bands: [{{grade: 优秀, from: 90}}, {{grade: 合格, else: true}}]}}
    ranking:
      within: {within}
      overall: {overall}
      using: {using}
      better: {better}
      method: {method}
      vetoed: {vetoed}
      ineligible: {ineligible}
      not_assessed: {not_assessed}
      ties: [{ties}]
"""


@dataclass(frozen=True)
class Drawn:
    """One unit: its scores in thousandths of a point."""

    id: str
    unit_class: str | None
    first: int
    second: int
    deaths: int
    cheated: bool
    filed: date | None
    not_assessed: bool

    @property
    def facts(self) -> UnitFacts:
        filed: Value = self.filed if self.filed is not None else NotApplicable(())
        values = {
            "分": Fraction(self.first, 1000), "案": Fraction(self.second, 1000), "死亡": Fraction(self.deaths),
            "舞弊": self.cheated, "报送": filed,
        }  # fmt: skip
        reason = "新设立" if self.not_assessed else None
        unit = Unit(id=self.id, name=self.id, unit_class=self.unit_class, not_assessed=reason)
        return UnitFacts(unit=unit, values=values)


def drawn(seed: int, count: int) -> list[Drawn]:
    """Few different scores, so that most units are tied with others: some only as shown, some by every step but the last."""
    chance = random.Random(seed)
    ids = chance.sample(range(10 * count), count)
    return [
        Drawn(
            id=f"u{number:06}",
            unit_class=chance.choice([*CLASSES, None]),
            first=chance.choice((50_000, 50_001, 50_004, 50_005, 49_996, 49_995, 48_500)) + 1000 * chance.randint(0, 3),
            second=chance.choice((30_000, 30_003, 29_998, 31_500)) + 1000 * chance.randint(0, 2),
            deaths=int(chance.random() < 0.03),
            cheated=chance.random() < 0.04,
            filed=chance.choice([None, *(date(2024, 1, 1) + timedelta(day) for day in range(4))]),
            not_assessed=chance.random() < 0.02,
        )
        for number in ids
    ]


#: How far back each word puts a unit; None: it leaves the ranking.
BEHIND = {"ranked": 0, "last": 1, "out": None}

CHAIN = "{higher: 甲}, {lower: 报送}, {fewer: vetoes}"
FULL = CHAIN + ", {lower: id}"


@dataclass(frozen=True)
class Declared:
    """A ranking, as the rubric and as the computation beside it read it."""

    within: str = "class"
    overall: bool = True
    using: str = "exact"
    better: str = "higher"
    method: str = "competition"
    vetoed: str = "ranked"
    ineligible: str = "ranked"
    not_assessed: str = "out"
    ties: str = ""

    @property
    def text(self) -> str:
        return RUBRIC.format(**{**vars(self), "overall": "true" if self.overall else "false"})


def frame(units: list[Drawn], declared: Declared) -> pl.DataFrame:
    """The units that are in the ranking, each with what it is ordered by."""
    rows = []
    for unit in units:
        if unit.not_assessed:
            blocks = [2 if declared.not_assessed == "last" else None]
        else:
            blocks = [BEHIND[declared.vetoed]] if unit.deaths else [0]
            blocks += [BEHIND[declared.ineligible]] if unit.cheated else []
        if None in blocks:
            continue
        total = unit.first + unit.second
        value = (total + 5) // 10 if declared.using == "shown" else total
        rows.append(
            {
                "id": unit.id, "class": unit.unit_class, "block": max(block for block in blocks if block is not None),
                "value": value if declared.better == "higher" else -value, "first": unit.first, "filed": unit.filed,
                "vetoes": unit.deaths + unit.cheated, "aside": unit.not_assessed,
            }
        )  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    hidden = ["value", "first", "filed", "vetoes"]  # a unit that is not assessed has nothing by which it could differ
    return frame.with_columns(
        pl.when(pl.col("aside")).then(None).otherwise(pl.col(name)).alias(name) for name in hidden
    )


def ranked_by_polars(units: list[Drawn], declared: Declared, group: str | None) -> dict[str, tuple[int, bool]]:
    """Rank, and whether it is shared, by unit: sorted, levels counted where a row differs from the one before."""
    keys = {"block": False, "value": True}
    if declared.ties:
        keys |= {"first": True, "filed": False, "vetoes": False}
    if declared.ties == FULL:
        keys |= {"name": False}
    named = frame(units, declared).with_columns(name=pl.when("aside").then(pl.lit("")).otherwise("id"))
    table = named.filter(pl.col(group).is_not_null()) if group else named.with_columns(all=pl.lit("all"))
    over = group or "all"
    table = table.sort([over, *keys], descending=[False, *keys.values()], nulls_last=True)
    table = table.with_columns(level=pl.struct([over, *keys]).rle_id(), row=pl.int_range(pl.len()).over(over))
    table = table.with_columns(
        competition=pl.col("row").min().over("level") + 1,
        dense=pl.col("level") - pl.col("level").min().over(over) + 1,
        size=pl.len().over("level"),
    )
    rank = "dense" if declared.method == "dense" else "competition"
    return {row["id"]: (row[rank], row["size"] > 1) for row in table.select("id", rank, "size").to_dicts()}


def ranked(found: Iterable[Card], *, overall: bool) -> dict[str, tuple[int, bool]]:
    def of(standing: Standing) -> tuple[int | None, bool]:
        return (standing.overall, standing.overall_tied) if overall else (standing.rank, standing.tied)

    every = {card.unit.id: of(card.standing) for card in found}
    return {unit: (rank, tied) for unit, (rank, tied) in every.items() if rank is not None}


DECLARED = [
    Declared(),
    Declared(using="shown", method="dense"),
    Declared(ties=CHAIN, method="dense", vetoed="last"),
    Declared(ties=CHAIN, using="shown", better="lower", ineligible="last", not_assessed="last"),
    Declared(ties=CHAIN, using="shown", vetoed="out", ineligible="last"),
    Declared(ties=FULL, method="ordinal", vetoed="last", ineligible="out"),
    Declared(ties=FULL, method="ordinal", using="shown", not_assessed="last", vetoed="out", ineligible="out"),
    Declared(within="all", overall=False, ties=CHAIN, using="shown", method="dense", not_assessed="last"),
]


@cache
def scored() -> tuple[list[Drawn], Assessment]:
    """All units, scored once: rankings differ in how they look at the same cards."""
    units = drawn(2024, UNITS)
    return units, assess_facts(rubric_of(DECLARED[0].text), [unit.facts for unit in units], {})


@pytest.mark.parametrize(
    "declared", DECLARED, ids=lambda one: f"{one.method}-{one.using}-{one.vetoed}-{one.ineligible}"
)
def test_ranks_are_those_of_another_computation(declared: Declared):
    units, assessed = scored()
    found, _ = grade_and_rank(rubric_of(declared.text), assessed.cards, assessed.scopes)
    group = "class" if declared.within == "class" else None
    assert ranked(found, overall=False) == ranked_by_polars(units, declared, group)
    if declared.overall:
        assert ranked(found, overall=True) == ranked_by_polars(units, declared, None)


def test_the_units_are_tied_at_every_step():
    """Else the laws above would hold of nothing."""
    units = [unit for unit in drawn(2024, UNITS) if not unit.not_assessed]
    totals = {unit.first + unit.second for unit in units}
    shown = {(unit.first + unit.second + 5) // 10 for unit in units}
    steps = {(unit.first + unit.second, unit.first, unit.filed, unit.deaths + unit.cheated) for unit in units}
    assert len(shown) < len(totals) < len(steps) < len(units) / 4
