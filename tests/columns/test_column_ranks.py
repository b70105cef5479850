"""Ranks and grades as columns: whatever is declared, they are those of units that are ranked and graded one by one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import event, given, settings

from lawscore.catalogue import say
from lawscore.columns import delivery
from lawscore.columns.arrow_standings import standings
from lawscore.columns.encoding import MOST_CODED
from lawscore.columns.results import ColumnAssessment
from lawscore.rubric.bound import Rubric
from tests.columns.both_paths import agree
from tests.columns.test_column_laws import SLOW
from tests.property.strategies import Chance, seeds
from tests.support import rubric_of

RUBRIC = """
points: 100
classes: {{县: 县, 区: 区, 市: 市}}
fields:
  分: number
  案: number
  死亡: count
  舞弊: yesno
  报送: {{type: date, absent: none}}
  片区: {{type: text, absent: none}}
  适用: yesno
  比赛: {{type: records, fields: {{名次: {{type: number, absent: none}}}}, absent: none}}
indicators:
  - {{id: 甲, points: 60, rules: [{{award: 分}}]{first}}}
  - id: 乙
    points: 40
    rules: [{{award: 案}}]
    applies: {{when: not 适用, otherwise: leave_out}}
    {second}
also:
  - {{id: 另, formula: score('甲') + 案{beside}}}
vetoes:
  - {{id: 死亡, when: 死亡 > 0, text: 发生死亡, effect: {struck}}}
  - {{id: 舞弊, when: 舞弊, text: 填报不实, effect: {barred}}}
{ranking}
{grades}
"""

#: Steps of a chain.
STEPS = (
    "{higher: 甲}", "{lower: 乙}", "{lower: 报送}", "{higher: 案}", "{fewer: vetoes}", "{countback: 比赛, of: 名次}",
    "{higher: 片区}", "{higher: id}",
)  # fmt: skip


class Declaring:
    """Makes up rankings and grades."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance

    def rubric(self) -> Rubric:
        chance = self.chance
        grades = f"grades: {self.grades()}" if not chance.luck(6) else ""
        struck, barred = ("{grade_at_most: 中}", "{ineligible_for: 优}") if grades else ("zero_total", "zero_total")
        ranking = f"ranking: {self.ranking(total=True, graded=bool(grades))}" if not chance.luck(6) else ""
        parts = [self.part() for _ in range(3)]
        return rubric_of(
            RUBRIC.format(
                ranking=ranking, grades=grades, struck=struck, barred=barred, first=", " + parts[0] if parts[0] else "",
                second=parts[1].replace(", grades", "\n    grades"), beside=", " + parts[2] if parts[2] else "",
            )
        )  # fmt: skip

    def part(self) -> str:
        chance = self.chance
        found = [f"ranking: {self.ranking(total=False)}"] if chance.luck(3) else []
        found += [f"grades: {self.grades()}"] if chance.luck(3) else []
        return ", ".join(found)

    def ranking(self, *, total: bool, graded: bool = False) -> str:
        chance = self.chance
        within = chance.one("class", "all", "parent", "片区", "县", "class")
        steps = [chance.one(*STEPS) for _ in range(chance.number(0, 3))]
        said = {
            "within": within, "using": chance.one("shown", "exact"), "better": chance.one("higher", "lower"),
            "method": chance.one("competition", "dense", "ordinal"), "not_assessed": chance.one("last", "out"),
        }  # fmt: skip
        if said["method"] == "ordinal":
            steps.append(chance.one("{lower: id}", "{lower: 报送}"))
        if total:
            said["vetoed"] = chance.one("ranked", "last", "out")
            said["ineligible"] = chance.one("ranked", "last", "out") if graded else "ranked"
        if within != "all" and chance.luck(2):
            said["overall"] = "yes"
        return self.written({**said, "ties": f"[{', '.join(steps)}]"})

    def grades(self) -> str:
        chance = self.chance
        bands = "[{grade: 优, from: 62}, {grade: 良, above: 45}, {grade: 中, from: 30}, {grade: 差, else: yes}]"
        rules = [
            "{grade: 差, when: score('乙') < 12, text: 乙太低}", "{grade: 优, when: 案 >= 22}",
            "{grade: 中, when: score('total') > 64}", "{grade: 良, when: unit_class == '区' and 舞弊}",
        ]  # fmt: skip
        said = {"using": chance.one("shown", "exact"), "bands": bands}
        if chance.luck(3):
            said["rules"] = f"[{chance.one(*rules)}, {chance.one(*rules)}]"
        quotas = [f"{grade}: {self.quota()}" for grade in ("优", "良", "中") if chance.luck(2)]
        if quotas:
            said["quota"] = "{" + ", ".join(quotas) + "}"
        return self.written(said)

    def quota(self) -> str:
        chance = self.chance
        said = {
            "at_most": chance.one("1", "3", "20%", "50%"), "within": chance.one("class", "all", "片区", "class"),
            "tie_at_cut": chance.one("leave_out", "let_in"),
        }  # fmt: skip
        if said["at_most"].endswith("%"):
            said["fraction"] = chance.one("down", "up", "half_up")
        if chance.luck(3):
            said["small_class"] = "{under: 4, at_most: 1}"
        return self.written(said)

    @staticmethod
    def written(said: dict[str, str]) -> str:
        return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def table_of(chance: Chance, rows: int, *, gaps: bool) -> pa.Table:
    """Few different values, so that most units are tied with others; where there are gaps, some values are missing."""

    def column(*values: Any, often: int = 8) -> list[Any]:
        return [None if gaps and chance.luck(often) else chance.one(*values) for _ in range(rows)]

    ids = [f"u{number}" for number in chance.shuffled(list(range(rows)))]
    if gaps and rows > 3 and chance.luck(3):
        ids[1] = ids[0]  # a unit that stands twice is scored by itself
    return pa.table({
        "unit": ids, "class": column("县", "区", "市", often=20), "name": [f"单位{one}" for one in ids],
        "parent": pa.array([chance.one("东", "西", None) for _ in range(rows)], pa.string()),
        "分": pa.array(column(*map(Decimal, ("40", "40.001", "40.004", "41", "7"))), pa.decimal128(9, 3)),
        "案": pa.array(column(*map(Decimal, ("20", "20.003", "22", "10"))), pa.decimal128(9, 3)),
        "死亡": column(0, 0, 0, 1, often=16), "舞弊": column(False, False, True, often=16),
        "报送": column("2024-01-01", "2024-01-02", None), "片区": pa.array(column("北", "南", None), pa.string()),
        "适用": column(False, False, True, None, often=16),
        "比赛": pa.array(column([], [{"名次": "1"}], [{"名次": "2"}, {"名次": "1"}], [{"名次": "待查"}], None),
                       pa.list_(pa.struct([("名次", pa.string())]))),
    })  # fmt: skip


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "with gaps"])
@given(chance=seeds())
@settings(SLOW, max_examples=40)
def test_ranks_and_grades_come_to_the_same_both_ways(gaps: bool, chance: Chance):
    rubric = Declaring(chance).rubric()
    most_coded = chance.one(0, MOST_CODED)  # 0: scores are columns of numbers, each row for itself
    table = table_of(chance, chance.one(1, 6, 14, 40), gaps=gaps)
    found = agree(rubric, table, chance.one(3, 15, 1000), most_coded=most_coded)
    light = replace(found, parts=[delivery.light(rubric, part) for part in found.parts])
    if found.whole is None:
        assert standings(light, "zh").equals(standings(found, "zh"))
        assert light.problems == found.problems
    columns_say_the_same(found)
    event("by columns" if found.stats.by_columns else "one by one")


def columns_say_the_same(found: ColumnAssessment) -> None:
    """The standings as columns are those of the cards."""
    told = standings(found, "zh")
    assert standings(found).equals(told.drop_columns(["note"]))
    assert told.to_pylist() == [
        {
            "unit": card.unit.id, "class": card.unit.unit_class, "rank": card.rank, "tied": card.tied,
            "overall": card.standing.overall, "grade": card.grade,
            "note": "；".join(say(note, "zh") for note in card.standing.notes) or None,
        }
        for card in found
    ]  # fmt: skip


def test_a_rule_that_counts_what_does_not_pass_names_it_of_each_unit():
    rubric = rubric_of("""
    points: 10
    fields: {分: number, 案: number}
    indicators:
      - id: 控
        indicators:
          - {id: a, title: 甲项, points: 5, passes: {from: 3}, rules: [{award: 分}]}
          - {id: b, title: 乙项, points: 5, passes: {from: 3}, rules: [{award: 案}]}
    grades:
      using: exact
      rules: [{grade: 差, when: failed('控') > 0, text: 有项目不合格}]
      bands: [{grade: 好, else: yes}]
    """)
    units = pa.table({"unit": ["u1", "u2", "u3", "u4"], "分": [5, 1, 4, 1], "案": [5, 4, 1, 1]})
    found = agree(rubric, units, 2)
    columns_say_the_same(found)
    why = "graded '差' by a rule: 有项目不合格; not passed: "
    assert standings(found, "en").column("note").to_pylist() == [
        None, why + "a 甲项", why + "b 乙项", why + "a 甲项, b 乙项"
    ]  # fmt: skip
