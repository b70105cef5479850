"""Tables that have types: what they may be, and what is said of those that are dirty."""

# ruff: noqa: PD011 - these are the values of units, not of frames

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.cli.app import build
from lawscore.loading.submissions import load_submissions
from tests.support_data import RUBRIC
from tests.support_tables import said

RUBRIC_FILE = Path(__file__).parents[1] / "bad_data" / "rubric.yaml"


def values(data: Any, unit: str = "u") -> dict[str, str]:
    """What a unit gave, as texts; its class is not told of."""
    found = load_submissions(RUBRIC, data)
    facts = next(facts for facts in found.units if facts.unit.id == unit)
    return {name: str(facts.values[name]) for name in facts.provenance}


def problems(data: Any, language: str = "en") -> list[str]:
    told = said(load_submissions(RUBRIC, data), language)  # type: ignore[arg-type]
    return [line for line in told if "has no class" not in line and "没有写明组别" not in line]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(tmp_path / "a.db")
    yield made
    made.close()


# what may be a table


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"unit": ["u"], "应出庭": [3]}),
        pa.record_batch({"unit": ["u"], "应出庭": [3]}),
        pa.table({"unit": ["u"], "应出庭": [3]}).to_reader(),
        pa.chunked_array([pa.array([{"unit": "u", "应出庭": 3}])]),
        pd.DataFrame({"unit": ["u"], "应出庭": [3]}),
        pd.DataFrame({"unit": ["u"], "应出庭": [3]}).set_index("unit"),
        pd.DataFrame({"unit": ["u"], "应出庭": [3]}).convert_dtypes(dtype_backend="pyarrow"),
        pl.DataFrame({"unit": ["u"], "应出庭数": [3]}),
        [pl.DataFrame({"unit": ["u"], "负责人应当出庭的案件": [3]})],
        {"units": pl.DataFrame({"单位编号": ["u"], "应出庭": [3]})},
    ],
    ids=lambda table: type(table).__name__,
)
def test_any_table(table: Any) -> None:
    assert values(table) == {"应出庭": "3"}


def test_cursors(base: sqlite3.Connection) -> None:
    assert values(base.execute("SELECT 'u' AS unit, 3 AS 应出庭")) == {"应出庭": "3"}
    with adbc_driver_sqlite.dbapi.connect() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 'u' AS unit, 3 AS 应出庭")
        assert values(cursor) == {"应出庭": "3"}
    assert problems(base.cursor()) == ["error cursor: the cursor has not executed a query, so it has no rows"]


def test_a_cursor_that_breaks_off_leaves_what_it_gave(base: sqlite3.Connection) -> None:
    base.create_function("broken", 1, lambda number: number if number < 20_000 else 1 / 0)
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30000)"
    found = load_submissions(RUBRIC, base.execute(f"{numbers} SELECT 'u' || x AS unit, broken(x) AS 应出庭 FROM n"))
    assert found.units[0].values["应出庭"] == 1
    assert [line for line in said(found) if "class" not in line] == [
        "error cursor: the table could not be read to its end (user-defined function raised exception); the rows before are scored, the rest is unknown"
    ]
    assert str(found.units[0].values["听证次数"]).startswith("Unknown")  # its `absent` says none


def test_tables_of_lists_by_their_keys() -> None:
    units = pd.DataFrame({"unit": ["u", "v"], "应出庭": [3, 4]})
    trainings = pl.DataFrame({"unit": ["u", "u"], "培训主题": ["一", "二"], "人数": [5, None]})
    found = load_submissions(RUBRIC, {"units": units, "培训": trainings})
    records = found.units[0].values["培训"]
    assert isinstance(records, tuple)
    assert sorted(str(record.values["培训主题"]) for record in records) == ["一", "二"]
    assert found.units[1].values["培训"] == ()
    assert problems({"units": units, "培圳": trainings, "通报": 3}) == [
        "error 培圳: the key '培圳' is neither 'units' nor a list of records, and no column is a field → did you mean '培训'?",
        "error 通报: expected a table, got int",
    ]


def test_tables_beside_files(tmp_path: Path) -> None:
    roster = tmp_path / "roster.yaml"
    roster.write_text("lawscore: 1\nunits: [{id: u, name: 甲, class: county}]\n", "utf-8")
    found = lawscore.assess(RUBRIC, [roster, pd.DataFrame({"unit": ["u"], "应出庭": [3]})])
    assert [(card.unit.name, card.unit.unit_class) for card in found] == [("甲", "county")]
    assert found.problems == ()


def test_records_of_a_file_of_their_own(tmp_path: Path) -> None:
    pq.write_table(pa.table({"unit": ["u"], "文号": ["1号"], "通报机关级别": ["省"]}), tmp_path / "2023.通报.parquet")
    [record] = load_submissions(RUBRIC, tmp_path).units[0].values["通报"]  # type: ignore[misc]
    assert (record.key, record.values["级别"]) == ("1号", "省")


# what values say


def test_numbers_are_exact() -> None:
    table = pa.table({
        "unit": ["u"], "应出庭": pa.array([2**63], pa.uint64()), "支出": pa.array([Decimal("0.10")], pa.decimal256(76, 70)),
        "案卷得分": pa.array([0.1], pa.float32()), "满意率": ["９２．０２％"],
    })  # fmt: skip
    assert values(table) == {"应出庭": str(2**63), "支出": "1/10", "案卷得分": "1/10", "满意率": "4601/5000"}
    assert values(pd.DataFrame({"unit": ["u"], "案卷得分": [Fraction(1, 3)]})) == {"案卷得分": "1/3"}


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, "", " "], ids=repr)
def test_nothing_is_nothing(nothing: Any) -> None:
    frame = pd.DataFrame({"unit": ["u", "v"], "出庭": pd.Series([nothing, 3], dtype=object), "应出庭": [3, 4]})
    assert values(frame) == {"应出庭": "3"}


def test_a_unit_that_became_a_float_is_its_number() -> None:
    frame = pd.DataFrame({"unit": [101, None], "应出庭": [3, 4]})
    assert values(frame, "101") == {"应出庭": "3"}
    assert problems(frame) == ["error table: row 2, column unit: this row does not say its unit; it was not used"]


def test_slices_chunks_and_words_by_number() -> None:
    words = pa.chunked_array([pa.array(["按期完成", None]).dictionary_encode(), pa.array(["无"]).dictionary_encode()])
    table = pa.table({"unit": ["a", "b", "c"], "进展": words}).slice(1, 2)
    assert values(table, "c") == {"进展": "无"}
    assert values(pa.table({"unit": pa.array(["u"], pa.string_view()), "应出庭": [3]})) == {"应出庭": "3"}
    assert [facts.unit.id for facts in load_submissions(RUBRIC, table.slice(0, 0)).units] == []


def test_an_empty_list_is_given_and_null_is_not() -> None:
    kind = pa.list_(pa.struct({"文号": pa.string(), "级别": pa.string()}))
    table = pa.table({"unit": ["u", "v", "w"], "通报": pa.array([[], None, [{"文号": "1号", "级别": "省"}]], kind)})
    found = load_submissions(RUBRIC, table)
    assert found.units[0].values["通报"] == ()
    assert "通报" not in found.units[1].provenance
    assert [record.key for record in found.units[2].values["通报"]] == ["1号"]  # type: ignore[union-attr]


# what is wrong is told at its row, and the other rows are scored


def test_every_problem_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    table = pa.table({
        "unit": ["a", "b", "c"], "出庭率": ["1", None, "2"], "支出": [Decimal("1.5"), Decimal(-1), None],
        "满意率": [None, 0.9, 0.5], "报送日期": [datetime(2024, 1, 5), None, datetime(2024, 1, 5, 12, 30)],
        "通报": [[{"文号": "1号", "级别": "省"}], [], [{"文号": "1号", "级别": "县"}]],
        "应出庭": pa.array([1, 2, 3], pa.duration("s")),
    })  # fmt: skip
    pq.write_table(table, path, row_group_size=2)
    sign = "expected a percentage such as 92.02%; '{}' has no percent sign"
    told = problems([path])
    assert [line.partition(" → ")[0].removeprefix(f"error {path}: ") for line in told] == [
        "column 出庭率: the header '出庭率' is not known",
        "column 应出庭: the column is of the type duration[s], which no field takes",
        "row 2 (row group 1), column 支出: the value '-1.0' is below the limit 0",
        f"row 2 (row group 1), column 满意率: {sign.format('0.9')}",
        f"row 3 (row group 2), column 满意率: {sign.format('0.5')}",
        "row 3 (row group 2), column 报送日期: '2024-01-05 12:30:00' cannot be read as a date",
        "row 3 (row group 2), column 通报.级别, record 1: '县' is not one of the choices: 中央, 省, 市",
    ]
    zh = problems([path], "zh")
    assert zh[2] == f"error {path}：第 2 行（第 1 行组）、“支出”列：填报值“-1.0”低于下限 0"
    found = load_submissions(RUBRIC, [path])
    assert str(found.units[0].values["支出"]) == "3/2"
    assert str(found.units[0].values["应出庭"]).startswith("Unknown")


def test_an_unknown_column_of_records_is_told_once_and_refuses_the_list() -> None:
    table = pa.table({"unit": ["a", "b"], "通报": [[{"文号": "1号", "级刖": "省"}], [{"文号": "2号", "级刖": "省"}]]})
    assert problems(table) == [
        "error table: column 通报: the records '通报' have no column '级刖'; the columns are: 文号, 级别, 通报日期, 催办后 → did you mean '级别'?"
    ]
    assert str(load_submissions(RUBRIC, table).units[0].values["通报"]).startswith("Unknown")


def test_values_that_no_field_takes() -> None:
    frame = pd.DataFrame({"unit": ["u", "v"], "备注": [timedelta(1), b"\xff"], "出庭": [[1], {"a": 1}]})
    assert problems(frame) == [
        "error table: row 1, column 备注: the value is of the type timedelta, which no field takes",
        "error table: row 1, column 出庭: expected a single value, got a list",
        "error table: row 2, column 备注: the text is not UTF-8: byte 0 (from 0) cannot be read",
        "error table: row 2, column 出庭: expected a single value, got a mapping",
    ]


def test_two_tables_that_contradict_each_other_name_both_places() -> None:
    tables = [pd.DataFrame({"unit": ["u"], "应出庭": [number]}) for number in (3, 4)]
    assert problems(tables) == [
        "error table 2: row 1, column 应出庭: unit 'u' has two different self-reported values of '应出庭': here and at table 1: row 1, column 应出庭"
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (pd.DataFrame(), "error table: the table has no columns"),
        (pd.DataFrame({"": ["x"], "unit": ["u"]}), "error table: column 1 has data and no header"),
        (pl.Series([1]), "error table: the table cannot be read (Cannot import schema"),
        (pl.DataFrame({"a": [1]}), "error table: the header has no column 'unit', the id of the unit"),
        (
            pa.table([["u"], [1], [2]], ["unit", "出庭", "出庭"]),
            "error table: column 出庭: the header '出庭' repeats column 2",
        ),
    ],
    ids=["empty", "unnamed", "series", "no unit", "doubled"],
)
def test_tables_that_are_none(table: Any, told: str) -> None:
    assert problems(table)[0].startswith(told)


# files


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.parquet", b"PAR1", "the file is not Parquet, or is damaged ("),
        ("a.arrow", b"ARROW1\0\0", "the file is not Arrow, or is damaged ("),
        ("a.feather", b"xx", "the file is not Feather, or is damaged ("),
        ("a.db", b"unit,x", "the file is not an SQLite database"),
        ("a.sqlite", b"SQLite format 3\0" + b"x" * 200, "the table cannot be read ("),
        ("a.parquet", b"", "the file is empty"),
        ("a.parquet", None, "there is no such file"),
    ],
)
def test_files_that_are_none(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert problems([tmp_path / name])[0].startswith(f"error {tmp_path / name}: {told}")


def test_without_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"unit": ["u"]}), path)
    monkeypatch.setattr("lawscore.loading.table_files.find_spec", lambda _: None)
    monkeypatch.setattr("lawscore.loading.table_objects.find_spec", lambda _: None)
    words = ["score", str(RUBRIC_FILE), str(path), "--lang", "en"]
    with pytest.raises(SystemExit) as left:
        build(words)(words, standalone_mode=True)
    assert left.value.code == 2
    assert (
        capsys.readouterr().err
        == f"error {path}: reading Parquet data needs further libraries: pip install 'lawscore[arrow]'\n"
    )
    assert problems(pl.DataFrame({"unit": ["u"]}), "zh") == [
        "error table: 读取 Arrow 数据需要另装程序库：pip install 'lawscore[arrow]'"
    ]
    assert values(pd.DataFrame({"unit": ["u"], "应出庭": [3]})) == {"应出庭": "3"}


def test_pandas_is_told_without_importing_it() -> None:
    assert "pandas" not in Path(sys.modules["lawscore.loading.table_objects"].__file__ or "").read_text("utf-8").split(
        "import "
    )


# SQLite


def test_the_tables_of_a_database(base: sqlite3.Connection, tmp_path: Path) -> None:
    base.executescript(
        """
        CREATE TABLE cases (id INTEGER PRIMARY KEY, unit, 应出庭 INTEGER, 已公开 BOOLEAN, 报送日期 DATETIME);
        INSERT INTO cases VALUES (7, 'a', '3', 1, '2024-01-05 00:00:00'), (8, 'b', 'many', 7, '2024-01-05 10:00'),
          (9, NULL, 1, NULL, NULL), (10, 'c', CAST(x'ff' AS TEXT), 0, NULL);
        CREATE TABLE 通报 (unit, 文号, 级别);
        INSERT INTO 通报 VALUES ('a', '1号', '省');
        CREATE TABLE units (id TEXT, name TEXT, class TEXT);
        INSERT INTO units VALUES ('a', '甲', 'county'), ('b', '乙', 'zone'), ('c', '丙', 'zone');
        CREATE TABLE log (what);
        CREATE VIEW late AS SELECT unit, 9 AS 出庭 FROM cases WHERE unit = 'a';
        """
    )
    base.commit()
    path = tmp_path / "a.db"
    assert values([path], "a")["报送日期"] == "2024-01-05"
    assert values([path], "a")["已公开"] == "True"
    place = f"error {path}#cases: row"
    assert problems([path]) == [
        f"{place} 2, column 应出庭: expected a number, got 'many'",
        f"{place} 2, column 已公开: expected yes or no, got '7'",
        f"{place} 2, column 报送日期: '2024-01-05 10:00' cannot be read as a date → write dates as 2023-12-31",
        f"{place} 3, column unit: this row does not say its unit; it was not used",
        f"{place} 4, column 应出庭: the text is not UTF-8: byte 0 (from 0) cannot be read",
        f"note {path}#log: the table 'log' has no column 'unit' and was not read",
    ]
    assert values([f"{path}#late"], "a") == {"出庭": "9"}
    assert problems([f"{path}#lat"]) == [
        f"error {path}: the database has no table or view 'lat'; it has: cases, late, log, units, 通报 → did you mean 'late'?"
    ]
    base.executescript("DROP VIEW late; DROP TABLE cases; DROP TABLE 通报; DROP TABLE units")
    assert problems([path]) == [
        f"error {path}: the database has no table that is known: a column 'unit' must say of which unit each row is"
    ]


def test_a_database_is_never_written(base: sqlite3.Connection, tmp_path: Path) -> None:
    base.execute("CREATE TABLE cases (unit, 应出庭)")
    base.commit()
    path = tmp_path / "a.db"
    before = path.read_bytes()
    load_submissions(RUBRIC, [path])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


def test_a_name_that_is_a_trap(base: sqlite3.Connection, tmp_path: Path) -> None:
    base.execute('CREATE TABLE "a""; DROP TABLE b; --" (unit, "应出庭")')
    base.execute("""INSERT INTO "a""; DROP TABLE b; --" VALUES ('u', 3)""")
    base.commit()
    assert values([tmp_path / "a.db"]) == {"应出庭": "3"}


_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=3), st.decimals(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.fractions(), st.complex_numbers(), st.just(pd.NA),
    st.lists(st.none() | st.integers() | st.text(max_size=2), max_size=2), st.dictionaries(st.text(max_size=2), st.none(), max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["文号", "级别", "x"]), st.text(max_size=2)), max_size=2),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("unit", "出庭", "报送日期", "通报", "备注", "layer", "year"), _ODD)),
        max_size=3,
    )
)
def test_no_table_ends_in_a_traceback(rows: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(rows, dtype=object)
    found = lawscore.assess(RUBRIC, frame)
    assert isinstance(found.to_json("en"), str)
