"""The law of all inputs: whatever form the same facts come in, the result is the same, digests and all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
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


def result(data: Any) -> Any:
    """The result without where the problems stand."""
    found = lawscore.assess(RUBRIC, data)
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


def test_a_float_of_pandas_is_its_shortest_text() -> None:
    row = {"unit": "u", "name": "u", "class": "county", **dict.fromkeys([*forms.PLAIN[3:], "通报"])}
    found = lawscore.load_submissions(RUBRIC, forms.as_pandas([{**row, "案卷得分": 0.1}, {**row, "unit": "v"}]))
    assert str(found.units[0].values["案卷得分"]) == "1/10"


def test_a_decimal_keeps_its_digits() -> None:
    row = {"unit": "u", "name": "u", "class": "county", **dict.fromkeys([*forms.PLAIN[3:], "通报"])}
    found = lawscore.load_submissions(RUBRIC, forms.as_arrow([{**row, "支出": Decimal("0.0001")}]))
    assert str(found.units[0].values["支出"]) == "1/10000"
