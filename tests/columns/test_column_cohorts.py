"""Rules that look at other units, by columns: the same digits, items, names and problems as with all units at hand."""

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from lawscore.columns.arrow import Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.groups import GroupPlan
from lawscore.columns.writing import write_table
from lawscore.expressions.values import Cause, NotApplicable, Unknown, Value
from lawscore.rubric.bound import Rubric
from lawscore.rules.groups import Holders, Tally
from tests.columns.both_paths import SIZES, agree
from tests.columns.made_up_tables import table_of
from tests.columns.test_column_laws import SLOW
from tests.property.strategies import Author, Chance, bound, seeds
from tests.support import rubric_of

FIELDS = "classes: {county: 县, zone: 区}\nfields: {率: percent, 件: count, 数: number, 域: {type: text}, 案: count}\n"
WITHIN = ("class", "all", "parent", "county", "域")


def measured(measure: str, rule: str) -> Rubric:
    return rubric_of(
        f"{FIELDS}measures: {{比: {measure}}}\n"
        f"indicators: [{{id: a, points: 9, start: zero, floor: -99, ceiling: 99, rules: [{rule}]}}]"
    )


PEERS = [
    f"{{peers: {figure}, of: 数, within: {within}, include_self: {own}, missing: {missing}}}"
    for figure, within, own, missing in (
        ("mean", "class", "yes", "unscored"), ("mean", "all", "no", "leave_out"), ("median", "域", "no", "unscored"),
        ("median", "county", "yes", "leave_out"), ("min", "parent", "no", "unscored"), ("max", "class", "no", "leave_out"),
        ("sum", "域", "yes", "unscored"), ("sum", "all", "no", "unscored"),
    )
]  # fmt: skip
WEIGHED = [
    f"{{peers: mean, of: 数, weight: 件, within: {within}, include_self: {own}, missing: leave_out}}"
    for within in ("class", "域")
    for own in ("yes", "no")
]
SCALES = [
    f"{{normalise: {kind}, of: 数, within: {within}, better: {better}, missing: leave_out, {more}}}"
    for within, better in (("class", "higher"), ("域", "lower"))
    for kind, more in (
        ("min_max", "flat: 1"), ("z_score", "flat: 0, deviation: sample"), ("percentile", "flat: not_applicable"),
        ("rank", "tied: mean"), ("distance_to_best", "flat: unscored"),
    )
]  # fmt: skip
PLACES = [
    "{place: 数, better: higher, within: class, points: [9, 7], after: 1, tied: mean}",
    "{place: 数, better: lower, within: 域, from_last: [5, 4], after: {step: -1, down_to: 0}, tied: shared, missing: leave_out}",
    "{place: 率, better: higher, within: all, top: 6, others: in_proportion, missing: leave_out}",
]
FORMS = {
    **{measure: measured(measure, "{award: 比}") for measure in (*PEERS, *WEIGHED, *SCALES)},
    "compared": measured(PEERS[0], "{award: 1, when: 数 > 比}, {deduct: 0.5, per: 1, below: 比, of: 数, partial: ignored}"),
    **{rule: rubric_of(f"{FIELDS}indicators: [{{id: a, points: 9, rules: [{rule}]}}]") for rule in PLACES},
    "peers_mean": rubric_of(FIELDS + """indicators:
  - {id: a, points: 4, applies: {when: 案 > 0, otherwise: {peers_mean: {within: 域}}}, rules: [{award: 4, in_proportion_to: 率}]}
  - {id: c, points: 2, rules: [{deduct: 1, each: 案, text: 每件扣1分}]}
"""),
    "peers_mean of a branch": rubric_of(FIELDS + """indicators:
  - id: b
    title: 出庭
    applies: {when: 件 > 0, otherwise: {peers_mean: {within: class, missing: leave_out}}}
    indicators:
      - {id: a, points: 4, rules: [{award: 4, in_proportion_to: 率}]}
      - {id: c, points: 2, rules: [{deduct: 1, each: 案, text: 每件扣1分}]}
"""),
    "of a score": rubric_of(FIELDS + """measures: {均: {peers: mean, of: score('a'), within: class, include_self: false}}
indicators:
  - {id: a, points: 9, rules: [{place: 数, better: higher, within: class, points: [9, 7], after: 1, tied: shared}]}
  - {id: c, points: 2, rules: [{award: 2, when: score('a') >= 均}]}
"""),
}  # fmt: skip


def small(chance: Chance, rows: int) -> pa.Table:
    """A table with many ties, and with gaps."""

    def some(*options: Any) -> list[Any]:
        return [chance.one(*options) for _ in range(rows)]

    return pa.table({
        "unit": [f"u{row}" for row in range(rows)], "class": some("county", "zone"), "parent": some("x", "y", None),
        "率": some("50%", "80%", "0%", None if chance.luck(2) else "10%"), "件": some(0, 1, 2), "案": some(0, 1),
        "数": some("1", "2.5", "3", None if chance.luck(2) else "4"),
        "域": some("东", "西", None if chance.luck(3) else "南"),
    })  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(chance=seeds(), size=st.sampled_from(SIZES), most_coded=st.sampled_from((0, 1000)))
@settings(SLOW, max_examples=4)
def test_every_form_that_looks_around_comes_to_the_same(form: str, chance: Chance, size: int, most_coded: int):
    rubric = FORMS[form]
    rows = chance.one(1, 2, 9, 30)
    found = agree(rubric, small(chance, rows), size, most_coded=most_coded)
    assert found.stats.by_columns == rows
    assert GroupPlan(rubric).aside is None


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
@pytest.mark.parametrize("size", SIZES)
@given(chance=seeds())
@settings(SLOW, max_examples=6)
def test_made_up_rubrics_that_compare_units_come_to_the_same(size: int, dirty: bool, chance: Chance):
    rubric = bound(Author(chance, compares=True).document())
    found = agree(rubric, table_of(chance, rubric, chance.one(1, 5, 12, 40), dirty=dirty), size)
    event("by columns" if found.stats.by_columns else str(list(found.stats.one_by_one)))


def test_many_units_take_few_evaluations():
    rows = 3000
    rubric = FORMS["compared"]
    found = assess_table(rubric, small(Chance(Random(0)), rows))
    assert found.stats.by_columns == rows
    assert sum(found.stats.evaluations.values()) < 60


def test_a_table_in_batches_is_gone_through_once_more_for_each_level():
    rubric = FORMS["of a score"]
    assert [[figure.mark for figure in level] for level in GroupPlan(rubric).levels] == [
        ["group:a/rules/0/of"], ["group:/measures/均/of"],
    ]  # fmt: skip


def test_scores_that_are_streamed_are_those_of_the_whole_table(tmp_path: Path):
    rubric, table = FORMS["of a score"], small(Chance(Random(1)), 200)
    pq.write_table(table, tmp_path / "units.parquet", row_group_size=64)
    written = write_table(rubric, tmp_path / "units.parquet", tmp_path / "scores.parquet")
    whole = assess_table(rubric, table)
    told = [row for part in whole.parts for row in Columns(rubric).scores(part).to_pylist()]
    assert pq.read_table(tmp_path / "scores.parquet").to_pylist() == told
    assert written.problems == whole.problems


def test_a_unit_that_is_alone_is_noted():
    table = pa.table({"unit": ["a", "b"], "name": ["安平", "柏林"], "class": ["county", "zone"], "数": ["1", "2"]})
    found = agree(FORMS["compared"], table, 1)
    assert [problem.message("zh") for problem in found.problems if problem.code == "compared_with_nobody"] == [
        problem.message("zh") for problem in found.problems
    ]
    assert len(found.problems) == 2


ASIDE = {
    "units_below": FIELDS + "measures: {和: {units: sum, of: 数, below: this}}\npoints: 9\nrules: [{award: 和}]",
    "charged_to": "fields: {事: {type: records, key: 号, fields: {号: text, 家: text}}}\n"
    "points: 9\nrules: [{deduct: 1, each: 事, charged_to: 家, text: 每件扣1分}]",
    "standings": FIELDS + "measures: {均: {peers: mean, of: 数, within: all, include_self: true}}\n"
    "ranking: {using: exact, within: all, method: competition, ties: [{higher: 均}]}\npoints: 9\nrules: [{award: 1, when: 件 > 0}]",
}


@pytest.mark.parametrize("why", ASIDE)
def test_a_form_that_needs_every_unit_by_name_says_so(why: str):
    rubric = rubric_of(ASIDE[why])
    found = assess_table(rubric, pa.table({"unit": ["a", "b"], **{name: [None, None] for name in rubric.fields}}))
    assert found.stats.one_by_one == {why: 2}


VALUES: tuple[Value, ...] = (
    Fraction(1), Fraction(5, 2), Fraction(-1, 3), Unknown((Cause("value", "数"),)), NotApplicable(()),
)  # fmt: skip
KEYS = ("东", "西", Unknown((Cause("value", "域"),)), NotApplicable(()))


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=60), st.integers(1, 5))
def test_what_is_counted_in_parts_is_what_is_counted_together(units: list[tuple[Any, Value]], parts: int):
    whole, merged = Tally(), Tally()
    several = [Tally() for _ in range(parts)]
    for place, (key, value) in enumerate(units):
        for tally in (whole, several[place % parts]):
            tally.add(key, value, Holders(1, (place,)))
    for part in reversed(several):
        merged.merge(part)
    one, other = whole.groups(str), merged.groups(str)
    assert dict(one) == dict(other)
    for key, group in one.items():
        listed = sorted(value for at, value in units if at == key and isinstance(value, Fraction))
        assert [group.at(place) for place in range(group.count)] == listed
        assert group.total == sum(listed)
        if listed:
            assert group.squares == sum((value - group.mean) ** 2 for value in listed)
            assert [group.below(value) for value in listed] == [sum(one < value for one in listed) for value in listed]
