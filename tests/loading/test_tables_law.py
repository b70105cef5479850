"""The law of all inputs: whatever form the same facts come in, the result is the same, digests and all."""

# ruff: noqa: PD011 - these are the values of units, not of frames

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.rubric.bound import Rubric
from tests import support_tables as forms
from tests.support_data import RUBRIC

_DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))
_TEXT = st.text("甲乙丙abＡ１ ,;'\"=", max_size=6).filter(str.strip)
_RECORD = st.fixed_dictionaries(
    {
        "级别": st.sampled_from(["中央", "省", "市"]),
        "通报日期": st.none() | _DAYS.map(lambda day: datetime(day.year, day.month, day.day)),
        "催办后": st.none() | st.booleans(),
    }
)
_RECORDS = st.none() | st.lists(_RECORD, max_size=3).map(
    lambda records: [{"文号": f"{number}号", **record} for number, record in enumerate(records)]
)
_VALUES = st.fixed_dictionaries(
    {
        "应出庭": st.none() | st.integers(0, 40),
        "出庭": st.none() | st.integers(0, 2**53),
        "支出": st.none() | st.decimals(0, 99_999, places=4),
        "案卷得分": st.none() | st.floats(0, 100),
        "满意率": st.none() | st.decimals(0, 100, places=2).map(lambda share: f"{share}%"),
        "已公开": st.none() | st.booleans(),
        "报送日期": st.none() | _DAYS,
        "进展": st.none() | st.sampled_from(["按期完成", "逾期完成", "无"]),
        "备注": st.none() | _TEXT,
        "通报": _RECORDS,
    }
)


@st.composite
def rounds(draw: st.DrawFn) -> list[dict[str, Any]]:
    classes = st.sampled_from(["county", "zone"])
    values = draw(st.lists(_VALUES, min_size=1, max_size=4))
    return [
        {"unit": f"u{number}", "name": draw(_TEXT), "class": draw(classes), **one} for number, one in enumerate(values)
    ]


def result(data: Any, rubric: Rubric = RUBRIC) -> Any:
    """The result without where the problems stand."""
    found = lawscore.assess(rubric, data)
    told = found.to_dict("en")
    told.pop("sentences", None)  # those of the problems among them, with their places
    told["problems"] = sorted(
        (one["severity"], one["code"], one["message"]) for one in told["problems"] if one["code"] != "value_differs"
    )
    return told


@settings(max_examples=25, deadline=None)
@given(rounds())
def test_the_same_facts_come_to_the_same_result_in_every_form(rows: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        wanted = result(forms.as_yaml(rows, folder))
        assert result(forms.as_arrow(rows)) == wanted
        assert result(forms.as_arrow(rows).to_reader(max_chunksize=1)) == wanted
        assert result(forms.as_pandas(rows)) == wanted
        assert result(forms.as_polars(rows)) == wanted
        assert result(forms.as_parquet(rows, folder)) == wanted
        assert result(forms.as_ipc(rows, folder)) == wanted
        assert unlisted(result(forms.as_sqlite(rows, folder))) == unlisted(wanted)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert unlisted(result(forms.as_csv(rows, folder, encoding))) == unlisted(wanted)


def unlisted(told: Any) -> Any:
    """Without what tells that a table of values is no roster."""
    return {**told, "problems": [one for one in told["problems"] if one[1] != "unit_not_listed"]}


_MARKS = st.none() | st.lists(st.integers(0, 9_999).map(lambda hundredths: Decimal(hundredths) / 100), max_size=4)
_NOTICES = st.none() | st.lists(_DAYS, max_size=3).map(
    lambda days: [{"文号": f"{number}号", "级别": "省", "通报日期": day} for number, day in enumerate(days)]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_MARKS, _NOTICES), min_size=1, max_size=4))
def test_lists_of_numbers_and_of_days_are_the_same_in_every_width(given: list[tuple[Any, Any]]) -> None:
    rubric, units = with_marks(), [f"u{number}" for number in range(len(given))]
    marks, notices = [one for one, _ in given], [one for _, one in given]
    submissions = [
        {"unit": unit, "values": {"成绩": as_texts(mark), "通报": as_texts(notice)}}
        for unit, mark, notice in zip(units, marks, notices, strict=True)
    ]
    wanted = result({"lawscore": "1", "submissions": submissions}, rubric)
    changed = [{**one, "values": {**one["values"], "成绩": ["0.001"]}} for one in submissions]
    assert result({"lawscore": "1", "submissions": changed}, rubric) != wanted  # it tells of them

    for kind in (pa.float32(), pa.float64(), pa.decimal128(8, 3), pa.float16()):
        if kind != pa.float16() or all(is_held(mark) for mark in marks):
            column = pa.array([widened(mark, kind) for mark in marks], pa.list_(kind))
            for day, said in DAYS:
                record = pa.struct({"文号": pa.string(), "级别": pa.string(), "通报日期": day})
                table = pa.table(
                    {
                        "unit": units,
                        "成绩": column,
                        "通报": pa.array([dated(one, said) for one in notices], pa.list_(record)),
                    }
                )
                assert result(table, rubric) == wanted
            if kind != pa.float16():
                assert result(pl.DataFrame(table), rubric) == wanted

    for width in ("float32", "float64", object):
        arrays = [None if mark is None else np.array(mark, dtype=width) for mark in marks]
        for day in (pd.Timestamp, np.datetime64, lambda one: np.datetime64(one, "ns"), date.isoformat):
            lists = [dated(notice, day) for notice in notices]
            frame = {"unit": units, "成绩": pd.Series(arrays, dtype=object), "通报": pd.Series(lists, dtype=object)}
            assert result(pd.DataFrame(frame), rubric) == wanted


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


DAYS = [
    (pa.date32(), lambda day: day),
    (pa.date64(), lambda day: day),
    (pa.timestamp("ns"), midnight),
    (pa.timestamp("s", "UTC"), midnight),
]


def with_marks() -> Rubric:
    """The rubric of the tests with a list of numbers more."""
    with TemporaryDirectory() as name:
        text = (Path(__file__).parents[1] / "bad_data" / "rubric.yaml").read_text("utf-8")
        path = Path(name) / "rubric.yaml"
        path.write_text(text.replace("\nfields:\n", "\nfields:\n  成绩: {type: numbers}\n"), "utf-8")
        return lawscore.load_rubric(path)


def as_texts(values: Any) -> Any:
    """What somebody would write."""
    if values is None or isinstance(values, str):
        return values
    if isinstance(values, list):
        return [as_texts(one) for one in values]
    return {name: as_texts(one) for name, one in values.items()} if isinstance(values, dict) else str(values)


def widened(marks: Any, kind: Any) -> Any:
    if marks is None or pa.types.is_decimal(kind):
        return marks
    return [np.float16(mark) if kind == pa.float16() else float(mark) for mark in marks]


def is_held(marks: Any) -> bool:
    """Whether 16 bits, which hold three digits, tell these numbers from their neighbours."""
    return all(str(np.float16(mark)) == str(float(mark)) for mark in marks or ())


def dated(notices: Any, day: Any) -> Any:
    return notices if notices is None else [{**one, "通报日期": day(one["通报日期"])} for one in notices]


def test_a_float_of_pandas_is_its_shortest_text() -> None:
    row = {"unit": "u", "name": "u", "class": "county", **dict.fromkeys([*forms.PLAIN[3:], "通报"])}
    found = lawscore.load_submissions(RUBRIC, forms.as_pandas([{**row, "案卷得分": 0.1}, {**row, "unit": "v"}]))
    assert str(found.units[0].values["案卷得分"]) == "1/10"


def test_a_decimal_keeps_its_digits() -> None:
    row = {"unit": "u", "name": "u", "class": "county", **dict.fromkeys([*forms.PLAIN[3:], "通报"])}
    found = lawscore.load_submissions(RUBRIC, forms.as_arrow([{**row, "支出": Decimal("0.0001")}]))
    assert str(found.units[0].values["支出"]) == "1/10000"
