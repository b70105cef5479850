"""Damaged tables: a sentence at its place, never the end of the process; what is sound beside it is still scored."""

# ruff: noqa: PD011 - these are the values of units, not of frames

from __future__ import annotations

import random
import sqlite3
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from lawscore.loading.arrow_columns import as_bytes
from lawscore.loading.submissions import load_submissions
from tests.support_data import RUBRIC
from tests.support_tables import said


def problems(data: Any, language: str = "en") -> list[str]:
    told = said(load_submissions(RUBRIC, data), language)  # type: ignore[arg-type]
    return [line for line in told if "has no class" not in line and "没有写明组别" not in line]


def values(data: Any) -> dict[str, dict[str, str]]:
    """What each unit gave, as texts; an unknown value is told as such."""
    found = load_submissions(RUBRIC, data)
    return {
        facts.unit.id: {
            name: "unknown" if str(facts.values[name]).startswith("Unknown") else str(facts.values[name])
            for name in facts.provenance
        }
        for facts in found.units
    }


def texts(*contents: bytes, kind: Any = pa.string()) -> pa.Array:  # noqa: B008 - a type is no state
    """An array of texts that says what its bytes are, right or wrong."""
    return pa.array(contents, as_bytes(kind)).view(kind)


CUT = "the rows before are scored, the rest is unknown"


# Arrow


def test_offsets_that_lead_out_of_an_array_cut_the_table() -> None:
    offsets = pa.py_buffer(np.array([0, 2_000_000_000, 3], dtype="int32").tobytes())
    wild = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"ok!")])
    table = pa.table({"unit": ["u", "v"], "备注": wild})
    [told] = problems(table)
    assert told.startswith("error table: the table could not be read to its end (")
    assert told.endswith(CUT)
    [told] = problems(table.to_reader(), "zh")
    assert told.endswith("已读的各行照常计分，其余按未知处理")


@pytest.mark.parametrize("place", [5, -1])
def test_a_place_that_a_dictionary_does_not_have_is_no_word(tmp_path: Path, place: int) -> None:
    indices = pa.array([0, place], pa.int8())
    words = pa.DictionaryArray.from_arrays(indices, pa.array(["无", "逾期完成"]), safe=False)
    path = tmp_path / "a.feather"
    table = pa.table({"unit": ["u", "v"], "进展": words})
    pyarrow.feather.write_feather(table, path, compression="uncompressed")
    frame = pd.DataFrame({"unit": ["u", "v"], "进展": pd.arrays.ArrowExtensionArray(table["进展"])})
    for data in (table, path, frame):
        [told] = problems(data)
        assert "out of bounds" in told
        assert values(data) == {}


@pytest.mark.parametrize("form", ["file", "stream", "lz4"])
def test_any_damaged_byte_is_told_of(tmp_path: Path, form: str) -> None:
    table = pa.table({
        "unit": ["u", "v", "w"], "出庭": [1, None, 3], "备注": ["好", "x" * 30, None],
        "进展": pa.array(["无", "按期完成", None]).dictionary_encode(), "报送日期": [date(2023, 1, 1)] * 3,
        "通报": [[{"文号": "1号", "级别": "省"}], [], None], "支出": [Decimal("1.10")] * 3,
    })  # fmt: skip
    path = tmp_path / "a.arrow"
    if form == "lz4":
        pyarrow.feather.write_feather(table, path, compression="lz4")
    else:
        with (pa.ipc.new_file if form == "file" else pa.ipc.new_stream)(path, table.schema) as writer:
            writer.write_table(table, max_chunksize=2)
    sound, dice = path.read_bytes(), random.Random(form)
    for _ in range(60):
        content = bytearray(sound)
        content[dice.randrange(8, len(content))] = dice.choice([0, 0x7F, 0x80, 0xFF])
        path.write_bytes(content)
        assert all(problem.message("zh") for problem in load_submissions(RUBRIC, path).problems)


def test_a_name_that_is_no_utf8_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    table = pa.table({"unit": ["u"], "remarkable": [1]})
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)
    path.write_bytes(path.read_bytes().replace(b"remarkable", b"remark\xffble"))
    assert problems(path) == [
        f"error {path}: the file is not Arrow, or is damaged ('utf-8' codec can't decode byte 0xff in position 6: invalid start byte)"
    ]


@pytest.mark.parametrize("kind", [pa.string(), pa.string_view()], ids=str)
def test_a_text_that_is_no_utf8_costs_its_own_row(tmp_path: Path, kind: Any) -> None:
    table = pa.table({"unit": ["u", "v"], "备注": texts(b"ok", b"\xff", kind=kind), "出庭": [1, 2]})
    path = tmp_path / "a.arrow"
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)
    for data, name in ((table, "table"), (path, path)):
        wanted = "row 2, column 备注: the text is not UTF-8: byte 0 (from 0) cannot be read"
        assert problems(data) == [f"error {name}: {wanted}"]
        assert values(data) == {"u": {"备注": "ok", "出庭": "1"}, "v": {"备注": "unknown", "出庭": "2"}}


def test_a_text_inside_a_list_or_a_dictionary_costs_its_own_row(tmp_path: Path) -> None:
    records = pa.StructArray.from_arrays([pa.array(["1号", "2号"]), texts("省".encode(), b"\xff")], ["文号", "级别"])
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), records)
    words = pa.DictionaryArray.from_arrays(pa.array([1, 0], pa.int8()), texts(b"\xff", "无".encode()))
    table = pa.table({"unit": ["u", "v"], "通报": lists, "进展": words})
    path = tmp_path / "a.parquet"
    pq.write_table(table.drop_columns(["进展"]), path)
    damaged = "the text is not UTF-8: byte 0 (from 0) cannot be read"
    assert problems(table) == [f"error table: row 2, column {name}: {damaged}" for name in ("通报", "进展")]
    assert problems(path) == [f"error {path}: row 2, column 通报: {damaged}"]
    assert values(table)["u"]["进展"] == "无"
    assert values(table)["v"] == {"通报": "unknown", "进展": "unknown"}


def test_two_columns_of_a_record_of_one_name_are_none() -> None:
    record = pa.StructArray.from_arrays(
        [pa.array(["省"]), pa.array(["市"]), pa.array(["1号"])], ["级别", "级别", "文号"]
    )
    lists = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), record)
    kind = "struct<级别: string, 级别: string, 文号: string>"
    assert problems(pa.table({"unit": ["u"], "通报": lists})) == [
        f"error table: column 通报: the column is of the type {kind}, which no field takes"
    ]


def test_two_columns_of_a_record_that_mean_the_same_are_none() -> None:
    records = [
        [{"文号": "1号", "级别": "市", "通报机关级别": "省"}],
        [{"文号": "2号", "级别": "市", "通报机关级别": "市"}],
    ]
    table = pa.table({"unit": ["u", "v"], "通报": records, "出庭": [1, 2]})
    assert problems(table) == [
        "error table: column 通报: in the records '通报' the columns '级别' and '通报机关级别' are the same one; the list was not used"
    ]
    assert problems(table, "zh") == [
        "error table：“通报”列：事项记录“通报”中，“级别”和“通报机关级别”是同一栏，整份记录未采用"
    ]
    assert values(table) == {unit: {"通报": "unknown", "出庭": str(at)} for at, unit in enumerate("uv", 1)}


def test_yes_and_no_of_a_byte_each() -> None:
    column = pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, None], pa.int8()))
    found = values(pa.table({"unit": ["u", "v", "w"], "已公开": column, "出庭": [1, 2, 3]}))
    assert [one.get("已公开") for one in found.values()] == ["True", "False", None]


# values of Python and its libraries


@pytest.mark.parametrize("kind", ["object", "cursor"])
def test_a_number_that_nobody_can_write_costs_its_own_row(kind: str) -> None:
    units, numbers = list("uvw"), [1, 10**5000, 3]
    if kind == "object":
        data: Any = pd.DataFrame({"unit": units, "出庭": pd.Series(numbers, dtype=object)})
    else:
        data = Cursor([*zip(units, numbers, strict=True)], ["unit", "出庭"])
    name = "table" if kind == "object" else "cursor"
    assert problems(data) == [
        f"error {name}: row 2, column 出庭: the number is too long to be a figure: it has 16610 binary digits"
    ]
    data = data if kind == "object" else Cursor([*zip(units, numbers, strict=True)], ["unit", "出庭"])
    assert values(data) == {"u": {"出庭": "1"}, "v": {"出庭": "unknown"}, "w": {"出庭": "3"}}


class Cursor:
    """A cursor whose driver hands over rows as it likes."""

    def __init__(self, rows: list[Any], columns: list[str]) -> None:
        self.rows, self.description = rows, [(name,) for name in columns]

    def fetchmany(self, count: int) -> list[Any]:
        given, self.rows = self.rows[:count], self.rows[count:]
        return given


def test_a_row_of_another_width_costs_itself() -> None:
    rows = [("u", 1), ("v",), ("w", 3)]
    assert problems(Cursor(rows, ["unit", "出庭"])) == [
        "error cursor: row 2, column unit: this row has 1 cell, the header has 2; the row was not used"
    ]
    assert values(Cursor(rows, ["unit", "出庭"])) == {"u": {"出庭": "1"}, "w": {"出庭": "3"}}


def test_rows_that_are_mappings_are_taken_by_name() -> None:
    assert values(Cursor([{"出庭": 1, "unit": "u"}], ["unit", "出庭"])) == {"u": {"出庭": "1"}}


class Odd:
    """A value that cannot even be looked at."""

    @property
    def item(self) -> Any:
        raise RuntimeError("no value")


def test_a_value_that_raises_costs_its_own_row() -> None:
    frame = pd.DataFrame({"unit": ["u", "v"], "出庭": pd.Series([Odd(), 2], dtype=object)})
    assert problems(frame) == ["error table: row 1, column 出庭: the value cannot be read (no value)"]
    assert problems(frame, "zh") == ["error table：第 1 行、“出庭”列：此处的值无法读取（no value）"]
    assert values(frame)["v"] == {"出庭": "2"}


def test_days_beyond_the_calendar_cost_their_own_row() -> None:
    days = np.array(["2023-01-05", "12000-01-01", "NaT"], dtype="datetime64[s]")
    frame = pd.DataFrame({"unit": list("uvw"), "报送日期": pd.Series(days), "出庭": [1, 2, 3]})
    assert problems(frame) == [
        "error table: row 2, column 报送日期: the day is beyond the calendar (12000-01-01T00:00:00)"
    ]
    assert values(frame)["u"]["报送日期"] == "2023-01-05"
    assert "报送日期" not in values(frame)["w"]


@pytest.mark.parametrize(
    "day",
    [
        pd.Timestamp("2023-01-01 00:00:00.000000001"),
        np.datetime64("2023-01-01T00:00:00.000000001", "ns"),
        pa.scalar(1_672_531_200_000_000_001, pa.timestamp("ns")),
    ],
    ids=lambda day: type(day).__name__,
)
def test_a_nanosecond_is_a_time_of_day(day: Any) -> None:
    told = "error table: row 1, column 报送日期: '2023-01-01 00:00:00.000000001' cannot be read as a date"
    column = pa.array([day], day.type) if isinstance(day, pa.Scalar) else pd.Series([day], dtype=object)
    data = (
        pa.table({"unit": ["u"], "报送日期": column})
        if isinstance(day, pa.Scalar)
        else pd.DataFrame({"unit": ["u"], "报送日期": column})
    )
    [line] = problems(data)
    assert line.partition(" → ")[0] == told


def test_scalars_of_numpy() -> None:
    cells = [np.ma.masked, np.datetime64("2023-01-05", "ns"), np.datetime64("NaT"), np.timedelta64(5, "ns")]
    frame = pd.DataFrame({"unit": list("uvwx"), "报送日期": pd.Series(cells, dtype=object), "出庭": [1, 2, 3, 4]})
    assert problems(frame) == [
        "error table: row 4, column 报送日期: the value is of the type timedelta64, which no field takes"
    ]
    assert [one.get("报送日期") for one in values(frame).values()] == [None, "2023-01-05", None, "unknown"]


@pytest.mark.parametrize("width", ["float16", "float32", "float64"])
def test_a_tenth_is_a_tenth_in_every_width_and_form(width: str) -> None:
    column = np.array([0.1], dtype=width)
    series = pd.Series(column)
    forms = [
        pd.DataFrame({"unit": ["u"], "案卷得分": series}),
        pd.DataFrame({"unit": ["u"], "案卷得分": pd.Series([column[0]], dtype=object)}),
        pd.DataFrame({"unit": ["u"], "案卷得分": pd.Series(pd.arrays.SparseArray(column))}),
        pa.table({"unit": ["u"], "案卷得分": pa.array(column)}),
    ]
    if width != "float16":  # pandas has no index of these
        forms += [pd.DataFrame({"unit": ["u"], "案卷得分": series.astype("category")})]
        forms += [pl.DataFrame({"unit": ["u"], "案卷得分": pl.Series(column)})]
    assert [values(form) for form in forms] == [{"u": {"案卷得分": "1/10"}}] * len(forms)


@pytest.mark.parametrize("given", ["1E-90", "0.1", "1E+60", "-0E-80"])
def test_a_decimal_is_written_in_the_shorter_way(given: str) -> None:
    frame = pd.DataFrame({"unit": ["u"], "培训主题": ["x"], "案卷得分": [Decimal(given)]}).drop(columns="培训主题")
    if given == "1E+60":
        assert problems(frame) == ["error table: row 1, column 案卷得分: the value '1E+60' is above the limit 100"]
    else:
        assert [problems(frame), values(frame)["u"]["案卷得分"]] == [[], str(Fraction(given))]


def test_bytes_of_any_kind_are_texts() -> None:
    cells = [b"ok", bytearray(b"ok"), memoryview(b"ok")]
    frame = pd.DataFrame({"unit": list("uvw"), "备注": pd.Series(cells, dtype=object)})
    assert values(frame) == {unit: {"备注": "ok"} for unit in "uvw"}


# what a row is about


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("layer", b"\xff", "the text is not UTF-8: byte 0 (from 0) cannot be read"),
        ("layer", ["verified"], "expected a single value, got a list"),
        ("year", b"2022\xff", "the text is not UTF-8: byte 4 (from 0) cannot be read"),
        ("year", [2022], "expected a single value, got a list"),
        ("class", ["county"], "expected a single value, got a list"),
        ("name", {"a": 1}, "expected a single value, got a mapping"),
        ("name", timedelta(1), "the value is of the type timedelta, which no field takes"),
    ],
)
def test_a_cell_that_says_what_the_row_is_about_refuses_the_row(column: str, cell: Any, told: str) -> None:
    frame = pd.DataFrame({"unit": ["u", "v"], column: pd.Series([cell, None], dtype=object), "出庭": [17, 5]})
    assert problems(frame) == [f"error table: row 1, column {column}: {told}"]
    found = values(frame)
    assert found["v"] == {"出庭": "5"}
    assert column == "year" or found["u"] == {"出庭": "unknown"}
    assert found.get("u", {}).get("出庭") != "17"
    records = pd.DataFrame({"unit": ["u"], "layer": pd.Series([cell], dtype=object), "文号": ["1号"], "级别": ["省"]})
    assert values({"通报": records})["u"] == {"通报": "unknown"}


def test_a_column_that_cannot_be_read_refuses_every_row() -> None:
    table = pa.table({"unit": ["u", "v"], "layer": pa.array([1, None], pa.duration("s")), "出庭": [17, 5]})
    assert problems(table) == ["error table: column layer: the column is of the type duration[s], which no field takes"]
    assert {one["出庭"] for one in values(table).values()} == {"unknown"}


def test_a_unit_that_is_a_list_is_told_once() -> None:
    frame = pd.DataFrame({"unit": pd.Series([["u"], "v"], dtype=object), "出庭": [17, 5]})
    assert problems(frame) == ["error table: row 1, column unit: expected a single value, got a list"]
    assert values(frame) == {"v": {"出庭": "5"}}


def test_a_list_is_a_value_only_where_values_stand() -> None:
    notes = pa.table({"unit": ["u"], "field": ["通报"], "value": pa.nulls(1, pa.string()), "note": [["7", "8"]]})
    assert problems(notes) == ["error table: row 1, column note: expected a single value, got a list"]
    assert values(notes) == {"u": {"通报": "unknown"}}
    records = [[{"文号": "1号", "级别": "省"}]]
    table = pa.table({"unit": ["u"], "field": ["通报"], "value": records, "source": ["Report"], "note": ["why"]})
    [facts] = load_submissions(RUBRIC, table).units
    assert len(facts.values["通报"]) == 1  # type: ignore[arg-type]
    source = facts.provenance["通报"]
    assert ("Report" in repr(source), "why" in repr(source)) == (True, True)


# files


def test_a_table_without_rows_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    empty = pa.table({"unit": pa.array([], pa.string()), "出庭": pa.array([], pa.int64())})
    pq.write_table(empty, path)
    hint = " → data stand under submissions, one entry for each unit, with unit and values"
    assert problems(path) == [f"error {path}: the file has neither units nor submissions{hint}"]
    assert problems(empty) == [f"error table: the file has neither units nor submissions{hint}"]
    assert problems({"units": pd.DataFrame({"unit": ["u"], "出庭": [1]}), "培训": pd.DataFrame(columns=["unit"])}) == []


def test_a_frame_to_be_collected_says_so() -> None:
    lazy = pl.LazyFrame({"unit": ["u"]})
    assert problems(lazy) == ["error table: expected a table, got LazyFrame → call .collect() first"]
    assert problems(lazy, "zh") == ["error table: 此处应为表格，实为 LazyFrame → 请先调用 .collect()"]


def database(path: Path, script: str) -> Path:
    base = sqlite3.connect(path)
    base.executescript(script)
    base.commit()
    base.close()
    return path


def test_columns_that_a_database_works_out_are_read(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        """CREATE TABLE t (name TEXT, 应出庭 INT, 出庭 INT GENERATED ALWAYS AS (应出庭 - 1),
             unit TEXT GENERATED ALWAYS AS (name || '县') STORED);
           INSERT INTO t VALUES ('u', 17)""",
    )
    assert values(path) == {"u县": {"应出庭": "17", "出庭": "16"}}


def test_a_name_of_a_database_that_is_no_utf8_costs_its_own_table(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        """CREATE TABLE t (unit, 出庭); INSERT INTO t VALUES ('u', 3);
           CREATE TABLE s (unit, remarkable); CREATE TABLE wonderful (unit)""",
    )
    content = path.read_bytes().replace(b"remarkable", b"remark\xffble").replace(b"wonderful", b"wonder\xffl\xff")
    path.write_bytes(content)
    damaged = "of a table or column is not UTF-8; the table was not read"
    assert problems(path) == [
        f"error {path}: the name 'wonder\ufffdl\ufffd' {damaged}",
        f"error {path}#s: the name 'remark\ufffdble' {damaged}",
    ]
    assert values(path)["u"]["出庭"] == "3"
    assert str(load_submissions(RUBRIC, path).units[0].values["听证次数"]).startswith("Unknown")


def test_a_database_that_keeps_a_log_is_left_alone(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db", "PRAGMA journal_mode=wal; CREATE TABLE t (unit, 出庭); INSERT INTO t VALUES ('u', 3)"
    )
    assert values(path) == {"u": {"出庭": "3"}}
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]
    writing = sqlite3.connect(path)
    writing.execute("INSERT INTO t VALUES ('v', 4)")
    writing.commit()  # it stands in the log only
    assert values(path) == {"u": {"出庭": "3"}, "v": {"出庭": "4"}}
    writing.close()


def test_a_mark_in_the_name_of_a_database(tmp_path: Path) -> None:
    path = database(tmp_path / "h#x.db", 'CREATE TABLE "t#1" (unit, 出庭); INSERT INTO "t#1" VALUES (\'u\', 3)')
    database(path, "CREATE TABLE s (unit, 出庭); INSERT INTO s VALUES ('v', 4)")
    assert values(f"{path}#t#1") == {"u": {"出庭": "3"}}
    assert values(f"{path}#s") == {"v": {"出庭": "4"}}
    assert problems(f"{tmp_path}/no#x.db#s")[0].startswith(f"error {tmp_path}/no#x.db: there is no such file")


def test_the_tables_of_a_search_index_are_not_told_of(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        "CREATE VIRTUAL TABLE found USING fts5(unit, 备注); INSERT INTO found VALUES ('u', 'ok')",
    )
    assert problems(path) == []
    assert values(path) == {"u": {"备注": "ok"}}


def test_what_systems_lay_into_folders_is_no_data(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "ehthumbs.db", ".DS_Store", "~$a.xlsx"):
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 500)
    (tmp_path / "a.yaml").write_text("lawscore: 1\nsubmissions: [{unit: u, values: {出庭: 3}}]\n", "utf-8")
    assert (problems(tmp_path), values(tmp_path)) == ([], {"u": {"出庭": "3"}})
