"""Quotas over units that are counted where they are: the grades of one machine, and what is said of them, group by group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings

from lawscore.catalogue import say
from lawscore.columns.assess import assess_table
from lawscore.facts.card import Standing
from lawscore.rubric.bound import Rubric
from lawscore.spark.cutting import Equal, cut_all, read
from lawscore.spark.layout import quoted
from lawscore.spark.quotas import counted, told
from lawscore.spark.scoring import Task
from lawscore.spark.shipped import Shipped
from lawscore.spark.who import known_of
from tests.columns.test_column_laws import SLOW
from tests.property.strategies import Chance, seeds
from tests.support import rubric_of

TEXT = """
classes: {{a: 甲, b: 乙}}
fields: {{件: count, 数: count, 域: {{type: text}}, 免: yesno, 结果: {{type: records, absent: none, fields: {{名次: count}}}}}}
indicators:
  - {{id: x, points: 9, rules: [{{deduct: 1, each: 件}}]}}
  - {{id: y, points: 2, applies: {{when: 免, otherwise: leave_out}}, rules: [{{award: 0.5, each: 数}}]}}
points: 11
vetoes: [{{id: v, when: 件 >= 4, text: 件数过多, effect: {{{effect}}}}}]
ranking: {{within: class, using: exact, ties: [{ties}], better: {better}, {behind}: last}}
grades:
  using: {using}
  bands: [{{grade: 优, from: 7}}, {{grade: 良, from: 5}}, {{grade: 可, else: true}}]
  quota: {{优: {{{first}}}, 良: {{{second}}}}}
"""
SHARE = "at_most: 30%, fraction: half_up"


def of(**given: str) -> Rubric:
    usual = {
        "effect": "ineligible_for: 良",
        "behind": "ineligible",
        "ties": "{higher: x}",
        "better": "higher",
        "using": "exact",
    }
    return rubric_of(TEXT.format(**usual | given))


RUBRICS = {
    "shares": of(
        ties="{countback: 结果, of: 名次}",
        first=f"{SHARE}, within: all, tie_at_cut: let_in", second=f"{SHARE}, within: class, tie_at_cut: leave_out"
    ),
    "numbers": of(
        first="at_most: 1, within: class, tie_at_cut: leave_out", second="at_most: 2, within: class, tie_at_cut: let_in",
        using="shown", ties="{higher: x}, {higher: y}, {lower: id}",
    ),
    "open": of(
        first=f"{SHARE}, within: 域, tie_at_cut: let_in, small_class: {{under: 3, at_most: 1}}",
        second="at_most: 1, within: all, tie_at_cut: leave_out",
        effect="grade_at_most: 可", behind="vetoed", better="lower", ties="{lower: 数}",
    ),
}  # fmt: skip


def units_of(chance: Chance, rows: int) -> pa.Table:
    """Units with many ties; of some tables, also with gaps."""

    def some(*options: Any) -> list[Any]:
        return [chance.one(*options) for _ in range(rows)]

    gap = None if chance.luck(2) else 1
    return pa.table({
        "unit": [f"u{row:02}" for row in range(rows)], "name": [f"单位{row:02}" for row in range(rows)],
        "class": some("a", "b"), "件": some(0, 0, 1, 2, 3, 4, *([gap] if chance.luck(2) else [])),
        "数": some(1, 2, 3, gap), "域": some("东", "西", "南" if gap else None), "免": some(True, True, False),
        "结果": some([{"名次": 1}], [{"名次": 2}, {"名次": 2}], [{"名次": 2}], None),
    })  # fmt: skip


def equals_of(rows: pa.Table) -> Iterator[Equal]:
    """Units that agree, counted in two parts."""
    whole: dict[str, Equal] = {}
    units = rows.select(["unit", "name", quoted(0)]).filter(pc.is_valid(rows.column(quoted(0))))
    for part in (units.slice(0, 3), units.slice(3)):
        for batch in counted(part.to_batches()):
            for row in batch.to_pylist():
                one = whole.setdefault(row["quoted"], Equal(read(row["quoted"]), 0, []))
                one.units += row["units"]
                one.first = sorted([*one.first, *((first["id"], first["name"]) for first in row["first"])])
    return iter(whole.values())


def in_words(standing: Standing) -> tuple[str | None, str | None]:
    return standing.grade, "；".join(say(note, "en") for note in standing.notes) or None


@pytest.mark.parametrize("form", RUBRICS)
@given(chance=seeds())
@settings(SLOW, max_examples=12)
def test_quotas_of_counts_are_those_of_one_machine(form: str, chance: Chance):
    rubric, table = RUBRICS[form], units_of(chance, chance.one(1, 5, 12, 25))
    [bound], whole = rubric.standings, assess_table(rubric, table)
    shipped = Shipped.of(rubric)
    task = Task(shipped, known_of(rubric, table.schema, "table"), "en")
    rows = pa.Table.from_batches(list(task.scored(table.to_batches())))
    texts = {row["unit"]: row[quoted(0)] for row in rows.to_pylist()}
    found = cut_all(bound, list(equals_of(rows)))
    waiting = {unit for unit, text in texts.items() if text is not None and found.is_open(read(text))}
    own = rows.column("_stand_0").combine_chunks()
    told_before = rows.select(["unit", quoted(0)])
    for name in ("grade", "note"):
        told_before = told_before.append_column(name, own.field(name))
    for batch in told(shipped, 0, found, {}, "en", told_before.to_batches()):
        for row in batch.to_pylist():
            if row["unit"] not in waiting:
                assert (row["grade"], row["note"]) == in_words(whole[row["unit"]].standing)
    some = [row in waiting for row in table.column("unit").to_pylist()]
    if any(some):
        together = task.together(table.filter(pa.array(some)))
        assert [one.standing.grade for one in together] == [whole[unit].standing.grade for unit in sorted(waiting)]
        assert [one.standing.notes for one in together] == [whole[unit].standing.notes for unit in sorted(waiting)]
        assert [one for one in together.problems if one.code.startswith("quota")] == [
            one for one in whole.problems if one.code.startswith("quota")
        ]
    else:
        assert not [one for one in whole.problems if one.code.startswith("quota")]
