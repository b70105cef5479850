"""Columns as programs leave them: what is wrong is told at row group and row, the other rows are scored."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawscore.columns.assess import assess_table
from lawscore.columns.sources import Cut
from lawscore.columns.writing import write_table
from lawscore.loading.data_documents import located_document
from lawscore.loading.source import Source
from lawscore.submission.gathering import gather
from tests.columns.both_paths import SIZES, agree
from tests.support import rubric_of

RUBRIC = rubric_of("""
classes: {county: 县, zone: 开发区}
fields: {件数: {type: count, max: 9}, 出庭率: percent, 报备: yesno, 级别: {choice: [省, 市]}, 日期: date}
indicators:
  - {id: a, points: 2, rules: [{deduct: 0.5, each: 件数, text: 每件扣0.5分}]}
  - {id: b, points: 2, rules: [{deduct: 1, when: not 报备}, {deduct: 0.5, when: 级别 == '市'}]}
  - {id: c, points: 1, rules: [{award: 1, in_proportion_to: 出庭率}]}
points: 5
ranking: {within: class, using: exact}
checks: [{id: 多, that: 件数 < 9, message: 件数过多}]
""")

GOOD = {
    "unit": ["u1", "u2", "u3", "u4"],
    "class": ["county", "county", "zone", "zone"],
    "件数": [1, 0, 3, 9],
    "出庭率": ["90%", "80%", "100%", "50%"],
    "报备": [True, False, True, True],
    "级别": ["省", "市", "省", "省"],
    "日期": [date(2023, 5, 1)] * 4,
}


def of(**columns: object) -> pa.Table:
    return pa.table({**GOOD, **columns})


COLUMNS = {
    "nothing wrong": {},
    "nulls": {"件数": [1, None, 3, None], "报备": [None, False, True, None], "class": ["county", None, "zone", "zone"]},
    "NaN": {"件数": [1.0, float("nan"), 3.0, 2.0]},
    "infinity and halves": {"件数": [1.0, float("inf"), 0.5, -1.0]},
    "numbers as texts": {"件数": ["1", " 2 ", "３", "三"]},
    "more than may be": {"件数": [1, 2, 3, 10]},
    "more than fits": {"件数": [1, 2, 3, 2**62]},
    "more than a number may have": {"件数": ["1", "1e400", "9" * 70, "2"]},
    "numbers in place of yes and no": {"报备": [1, 0, 2, 1]},
    "texts in place of yes and no": {"报备": ["是", "否", "也许", ""]},
    "unknown choices": {"级别": ["省", "区", "县", None]},
    "words for nothing": {"级别": ["省", "无", "不适用", "未知"]},
    "signs that nobody sees": {"级别": ["省\u200b", "市", "省", "省"], "unit": ["u1", "u\u200b2", "u3", "u4"]},
    "percentages without a sign": {"出庭率": ["90%", "80", "1", "0.5"]},
    "percentages as numbers": {"出庭率": [0.9, 0.8, 1.0, 0.5]},
    "days as texts": {"日期": ["2023-05-01", "5月1日", "2023-13-01", ""]},
    "days with a time": {"日期": pa.array([0, 1, 86_400, None], pa.timestamp("s"))},
    "a type that no field takes": {"件数": [timedelta(days=1)] * 4},
    "all null": {"件数": pa.nulls(4), "级别": pa.nulls(4, pa.string())},
    "decimals": {"件数": [Decimal("1.00"), Decimal("2.50"), None, Decimal("3.00")]},
    "units without an id": {"unit": ["u1", None, "", "u4"]},
    "units of whole numbers": {"unit": [1, 2, 3, 3]},
    "a unit twice": {"unit": ["u1", "u2", " Ｕ2", "u2"]},
    "a unit alone in its class": {"class": ["county", "zone", "zone", "zone"]},
    "an unknown class": {"class": ["county", "市", "zone", "zone"]},
    "units above": {"parent": ["u2", "u1", "外省", None]},
    "layers": {"layer": ["核查", None, None, None]},
    "years": {"year": [2023, 2022, None, 2023]},
    "a column that is nothing": {"件": [1, 2, 3, 4]},
    "a numbering": {"__index_level_0__": [0, 1, 2, 3]},
    "a dictionary": {"级别": pa.array(["省", "市", None, "区"]).dictionary_encode()},
    "a dictionary with a null": {
        "级别": pa.DictionaryArray.from_arrays(pa.array([0, 1, 1, None]), pa.array(["省", None]))
    },
    "a dictionary as long as its indices can count": {
        "级别": pa.DictionaryArray.from_arrays(
            pa.array([0, 127, 1, 2], pa.int8()), pa.array(["省", *map(str, range(127))])
        )
    },
    "a dictionary as long as its indices can count, and nothing": {
        "件数": pa.DictionaryArray.from_arrays(pa.array([0, 255, None, 7], pa.uint8()), pa.array([*range(256)]))
    },
    "long texts": {"级别": pa.array(["省", "市", "区", None], pa.large_string())},
    "views of texts": {"级别": pa.array(["省", "市", "区", None], pa.string_view())},
    "small integers": {"件数": pa.array([1, None, 9, 200], pa.uint8())},
    "half floats": {"件数": pa.array([1, 2, 3, 2.5], pa.float16())},
    "damaged texts": {"级别": pa.array([b"\xff", "省".encode(), None, b""], pa.binary())},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("wrong", COLUMNS)
def test_dirty_columns_say_what_rows_say(wrong: str, size: int):
    agree(RUBRIC, of(**COLUMNS[wrong]), size)


@pytest.mark.parametrize("gone", ["class", "件数", "报备"])
def test_a_missing_column_is_a_value_that_nobody_gave(gone: str):
    agree(RUBRIC, of().drop_columns([gone]), 3)


def test_a_table_without_units_is_told_as_such():
    found = agree(RUBRIC, of().drop_columns(["unit"]), 3)
    assert [problem.code for problem in found.problems] == ["csv_unit_column_missing"]


def test_chunks_slices_and_empty_batches_make_no_difference():
    whole = of(件数=[1, None, 3, 99])
    parts = [whole.slice(0, 0), whole.slice(0, 3), whole.slice(3, 0), whole.slice(3, 1)]
    for table in (pa.concat_tables(parts), pa.concat_tables([whole, whole]).slice(4), whole.slice(0, 0)):
        agree(RUBRIC, table, 2)


def test_record_batches_are_taken_as_they_are():
    batches = of().to_batches(max_chunksize=3)
    assert list(assess_table(RUBRIC, batches)) == list(assess_table(RUBRIC, of()))
    assert len(assess_table(RUBRIC, batches[0])) == 3


def test_a_problem_names_the_row_group_and_the_row(tmp_path: Path):
    path = tmp_path / "units.parquet"
    pq.write_table(of(级别=["省", "市", "区", "省"]), path, row_group_size=2)
    found = assess_table(RUBRIC, path)
    (problem,) = [one for one in found.problems if one.code == "value_not_choice"]
    assert problem.where.told("zh").startswith(f"{path}：第2行组第3行") or "3" in problem.where.told("zh")
    assert problem.where.told("en").startswith(str(path))
    assert (problem.where.line, problem.where.spot.group, problem.where.spot.column) == (3, 2, "级别")
    assert [card.state for card in found] == ["final", "final", "provisional", "final"]


def test_a_damaged_file_is_scored_as_far_as_it_can_be_read(tmp_path: Path):
    path = tmp_path / "units.parquet"
    pq.write_table(of(), path, row_group_size=2, compression="none", use_dictionary=False)
    places = pq.read_metadata(path).row_group(1).column(2)
    damaged = bytearray(path.read_bytes())
    damaged[places.data_page_offset : places.data_page_offset + 12] = b"\xff" * 12
    path.write_bytes(damaged)
    found = assess_table(RUBRIC, path)
    assert [card.unit.id for card in found] == ["u1", "u2"]
    assert "file_table_cut" in [problem.code for problem in found.problems]
    assert found.stats.one_by_one == {"cut": 2}
    with pytest.raises(Cut):
        write_table(RUBRIC, path, tmp_path / "scores.parquet")
    assert [one.name for one in tmp_path.iterdir()] == ["units.parquet"]


def test_only_what_is_irregular_is_scored_one_by_one():
    found = agree(RUBRIC, of(unit=["u1", "u2", "u1", "u4"], 件数=[1, 2, 3, 99]), 1000)
    assert (found.stats.by_columns, found.stats.one_by_one) == (2, {"irregular": 1})


def test_a_check_that_does_not_hold_names_the_unit():
    (problem,) = agree(RUBRIC, of(name=["甲", "乙", "丙", "丁"]), 2).problems
    assert (problem.code, problem.facts["unit"], problem.where.path) == ("check_failed", "丁", ("u4", "多"))


def test_what_stands_beside_the_table_counts():
    rubric = rubric_of("""
    givens: {全省率: percent}
    fields: {出庭率: percent}
    rules: [{deduct: 1, when: 出庭率 < 全省率}]
    points: 2
    """)
    table = pa.table({"unit": ["u1", "u2"], "出庭率": ["90%", "80%"]})
    document, _ = located_document(Source("", {"lawscore": "1", "givens": {"全省率": "85%"}}), [])
    found = agree(rubric, table, 1000, gather(rubric, [document]))
    assert [card.score for card in found] == [2, 1]
    assert found.stats.by_columns == 2


def test_units_that_stand_beside_the_table_are_gathered_with_it():
    document, _ = located_document(Source("", {"lawscore": "1", "units": [{"id": "u9", "class": "zone"}]}), [])
    found = agree(RUBRIC, of(), 1000, gather(RUBRIC, [document]))
    assert found.stats.one_by_one == {"beside": 5}


def test_records_in_cells_are_read_as_everywhere():
    rubric = rubric_of("""
    fields: {通报: {type: records, key: 文号, fields: {文号: text, 级别: {choice: [省, 市]}, 人数: count}}}
    rules: [{deduct: {by: 级别, prices: {省: 2, 市: 1}}, each: 通报}]
    points: 5
    """)
    record = {"文号": "1", "级别": "省", "人数": 2}
    lists = [[record], [], None, [record, {**record, "文号": "2", "级别": "区"}], [record, record]]
    table = pa.table({"unit": list("abcde"), "通报": lists})
    found = agree(rubric, table, 2)
    assert [card.score for card in found][:2] == [3, 5]
    assert found.problems[0].where.spot.column == "通报.级别"
