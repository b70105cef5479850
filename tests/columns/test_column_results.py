"""The results as Arrow: what they say is what the cards say; and how much work it is to come to them."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from lawscore.catalogue import say
from lawscore.columns.arrow import Columns, numerators
from lawscore.columns.arrow_standings import standings
from lawscore.columns.assess import assess_table, prepare
from lawscore.columns.engine import Engine
from lawscore.columns.footprint import Footprint
from lawscore.columns.results import ColumnAssessment
from lawscore.columns.run import Run
from lawscore.columns.sources import source_of
from lawscore.columns.units import Vocabularies
from lawscore.columns.writing import write_table
from lawscore.numbers import exact_or_none, exact_text
from tests.columns.both_paths import agree
from tests.columns.made_up_tables import table_of
from tests.columns.test_column_laws import SLOW, apart
from tests.property.strategies import Chance, seeds
from tests.support import rubric_of

RUBRIC = rubric_of("""
fields: {件数: count, 报备: yesno, 应办: count, 已办: count}
indicators:
  - {id: a, points: 2, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
  - {id: b, points: 2, rules: [{deduct: 1, when: not 报备, text: 没有报备}]}
  - {id: score, points: 3, rules: [{award: 3, in_proportion_to: 已办 / 应办}]}
points: 7
""")


def table(rows: int) -> pa.Table:
    numbers = range(rows)
    return pa.table({
        "unit": [f"u{number}" for number in numbers], "件数": [number % 3 for number in numbers],
        "报备": [number % 2 == 0 for number in numbers], "应办": [3] * rows, "已办": [number % 4 for number in numbers],
    })  # fmt: skip


def rows_of(batches: list[Any]) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.to_pylist()]


def test_scores_are_texts_as_in_the_result():
    found = assess_table(RUBRIC, table(4))
    exact = rows_of([Columns(RUBRIC).scores(part) for part in found.parts])
    assert exact[1] == {
        "unit": "u1", "name": "u1", "class": None, "state": "final", "score": "7/2", "shown": "3.50",
        "low": "7/2", "high": "7/2", "a": "3/2", "b": "1", "indicator score": "1",
    }  # fmt: skip
    shown = rows_of([Columns(RUBRIC, "shown").scores(part) for part in found.parts])
    assert (shown[1]["score"], shown[1]["a"]) == ("3.50", "1.50")


def test_items_say_why():
    found = assess_table(RUBRIC, table(6), size=4)
    told = rows_of([Columns(RUBRIC).items(part) for part in found.parts])
    assert told[0] == {
        "unit": "u1", "indicator": "a", "rule": "r1", "kind": "deduction", "cause": None, "points": "-1/2",
        "quantity": "1", "price": "1/2", "records": None, "basis": None, "reason": "每件扣0.5分：件数为 1；0.5 分",
    }  # fmt: skip
    english = rows_of([Columns(RUBRIC, language="en").items(part) for part in found.parts])
    assert english[0]["reason"] == "每件扣0.5分: 件数 is 1; counts 0.5"


@given(chance=seeds())
@settings(SLOW, max_examples=15)
def test_columns_say_what_the_cards_say(chance: Chance):
    rubric = apart(chance)
    found = assess_table(rubric, table_of(chance, rubric, chance.one(1, 12, 40), dirty=True), size=7)
    told = {row["unit"]: row for row in rows_of([Columns(rubric).scores(part) for part in found.parts])}
    states = {row["unit"]: row for row in rows_of([Columns(rubric).states(part) for part in found.parts])}
    items = rows_of([Columns(rubric, language="en").items(part) for part in found.parts])
    assert list(told) == list(states)
    assert len(told) == len(found)
    for card in found:
        row = told[card.unit.id]
        assert (row["name"], row["class"], row["state"]) == (card.unit.name, card.unit.unit_class, card.state)
        assert (row["score"], row["low"], row["high"]) == tuple(map(exact_or_none, (card.score, *card.bounds)))
        assert [row[node.id] for node in card.nodes] == [exact_or_none(node.score) for node in card.nodes]
        assert [states[card.unit.id][node.id] for node in card.nodes] == [node.state for node in card.nodes]
        own = [item for item in items if item["unit"] == card.unit.id]
        assert [(item["indicator"], item["kind"], item["points"], item["reason"]) for item in own] == [
            (item.indicator, item.kind, exact_text(item.points), say(item.reason, "en")) for item in card.items
        ]
        assert [(item["rule"], item["cause"], item["quantity"], item["price"]) for item in own] == [
            (item.rule, item.cause, exact_or_none(item.quantity), exact_or_none(item.price)) for item in card.items
        ]


def test_standings_are_columns_too():
    ranked = rubric_of("""
    fields: {件数: count}
    rules: [{deduct: 1, each: 件数}]
    points: 5
    ranking: {within: all, using: exact}
    grades: {using: exact, bands: [{grade: 好, from: 4}, {grade: 差, else: yes}]}
    """)
    units = pa.table({"unit": ["u1", "u2", "u3", "u4"], "件数": [2, 0, None, 2]})
    told = standings(assess_table(ranked, units, size=2)).to_pylist()
    assert [(row["unit"], row["rank"], row["tied"], row["grade"]) for row in told] == [
        ("u1", 2, True, "差"), ("u2", 1, False, "好"), ("u3", None, False, None), ("u4", 2, True, "差"),
    ]  # fmt: skip


def test_it_is_told_how_units_were_scored():
    found = assess_table(RUBRIC, pa.concat_tables([table(3), table(1)]))
    assert [say(one, "en") for one in found.stats.told()] == [
        "2 units were scored by columns, those with the same data together: 8 evaluations in all",
        "1 unit was scored one by one: no id, an id that stands twice, no known class, or no data at all",
    ]
    assert [say(one, "zh") for one in found.stats.told()] == [
        "2 个单位按列计分，数据相同的一并计算，共算 8 次",
        "1 个单位逐个计分：单位编号缺失、重复，组别不明，或者没有填报任何数据",
    ]


def test_numerators_are_the_scores():
    found = assess_table(RUBRIC, table(12))
    for part in found.parts:
        found_numerators, denominator = numerators(part.scored.results["score"])
        expected = [card.node("score").score for card in found]
        assert [Fraction(int(one), denominator) for one in found_numerators] == expected


def test_they_are_written_batch_by_batch(tmp_path: Path):
    found = assess_table(RUBRIC, table(10), size=3)
    batches = [Columns(RUBRIC).scores(part) for part in found.parts]
    with pq.ParquetWriter(tmp_path / "scores.parquet", batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    assert pq.read_table(tmp_path / "scores.parquet").to_pylist() == rows_of(batches)


def test_a_table_goes_straight_into_files(tmp_path: Path):
    whole, done = table(20), []
    pq.write_table(whole, tmp_path / "units.parquet", row_group_size=6)
    scores, items = tmp_path / "scores.parquet", tmp_path / "items.parquet"
    written = write_table(RUBRIC, tmp_path / "units.parquet", scores, items, progress=done.append, language="en")
    found = assess_table(RUBRIC, whole)
    assert (written.units, written.problems, written.stats.by_columns, done) == (20, (), 20, [6, 12, 18, 20])
    assert pq.read_table(scores).to_pylist() == rows_of([Columns(RUBRIC).scores(part) for part in found.parts])
    assert pq.read_table(items).to_pylist() == rows_of(
        [Columns(RUBRIC, language="en").items(part) for part in found.parts]
    )


def test_a_run_that_is_broken_off_leaves_no_file(tmp_path: Path):
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(RUBRIC, table(20), tmp_path / "scores.parquet", tmp_path / "items.parquet", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_has_a_limit_and_makes_no_difference():
    source = source_of(table(40), size=3)
    run = prepare(RUBRIC, source)
    assert isinstance(run, Run)
    run.most_kept = 10
    parts = list(run.parts())
    kept = assess_table(RUBRIC, table(40))
    found = rows_of([Columns(RUBRIC).scores(part) for part in parts])
    assert found == rows_of([Columns(RUBRIC).scores(part) for part in kept.parts])
    assert sum(run.stats.evaluations.values()) > evaluations(kept)


def evaluations(found: ColumnAssessment) -> int:
    return sum(found.stats.evaluations.values())


def test_more_units_are_no_more_work_where_they_are_alike():
    few, many = assess_table(RUBRIC, table(12)), assess_table(RUBRIC, table(1200), size=100)
    assert many.stats.by_columns == 1200
    assert evaluations(few) == evaluations(many)
    assert evaluations(few) <= 3 + 2 + 4 + 12


BRANCHES = """
classes: {{county: 县, zone: 开发区}}
fields: {{件数: count, 次数: count, 适用: yesno}}
points: 10
indicators:
  - id: b
    {how}
    indicators:
      - {{id: a, points: 5, {weight} rules: [{{deduct: 0.5, each: 件数}}]}}
      - {{id: c, points: 5, {weight} rules: [{{deduct: 0.3, each: 次数}}], {there}}}
"""
APPLIES = "applies: {when: 适用, otherwise: leave_out}"


@pytest.mark.parametrize(
    ("how", "weight", "there", "rolled_up"),
    [
        ("floor: 0", "", "", 0),
        ("floor: 0", "", APPLIES, 0),
        ("scaled_to: 10", "", APPLIES, 0),
        ("aggregate: mean", "", "", 0),
        ("aggregate: weighted_mean", "weight: 50%,", "round: {places: 1}", 0),
        ("aggregate: mean", "", APPLIES, 5),
        ("aggregate: median", "", "", 20),
        ("applies: {when: 适用, otherwise: full}", "", "", 5),
        ("only_for: [county]", "", "", 10),
        ("rules: [{deduct: all, when: 件数 > 2}]", "", "", 20),
    ],
)
def test_settled_parts_are_added_and_others_rolled_up(how: str, weight: str, there: str, rolled_up: int):
    rubric = rubric_of(BRANCHES.format(how=how, weight=weight, there=there))
    numbers = range(20)
    units = pa.table({
        "unit": [f"u{number}" for number in numbers], "class": ["county", "zone"] * 10,
        "件数": [number % 3 for number in numbers], "次数": [number % 5 for number in numbers],
        "适用": [number % 4 != 1 for number in numbers],
    })  # fmt: skip
    run = prepare(rubric, source_of(units, size=6))
    assert isinstance(run, Run)
    assert sum(len(part) for part in run.parts()) == 20
    branch = run._engine.branches["b"]
    assert (branch.added, branch.rolled_up) == (20 - rolled_up, rolled_up)
    agree(rubric, units, 6)


def test_what_has_no_weight_may_be_as_large_as_it_likes():
    rubric = rubric_of("""
fields: {件数: count, 多: number}
points: 2
aggregate: weighted_mean
indicators:
  - {id: "1", points: 2, weight: 100%, rules: [{deduct: 0.5, each: 件数}]}
  - {id: "2", points: 100, weight: 0%, rules: [{deduct: 多, when: 件数 > 0}]}
""")
    long = Decimal("0.000000000000000001")
    units = pa.table({"unit": ["u1", "u2", "u3"], "件数": [0, 1, 2], "多": pa.array([long] * 3, pa.decimal128(38, 18))})
    agree(rubric, units, 2)


def test_who_stands_for_many_has_no_more_than_they_have_in_common():
    engine = Engine(RUBRIC, Vocabularies({}), {})
    scope = engine.representatives.scope(Footprint(()), (), {})
    with pytest.raises(AttributeError):
        _ = scope.unit.unit_class
    with pytest.raises(KeyError):
        scope.node("a")
