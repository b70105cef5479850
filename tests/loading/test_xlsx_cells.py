"""One cell: its exact number, its day, what its format makes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawscore.loading.xlsx_cells import Cell, letters, moment, place
from lawscore.loading.xlsx_formats import Format, format_of
from lawscore.loading.xlsx_sheets import Sheet
from lawscore.loading.xlsx_texts import told
from lawscore.numbers import parse_number
from lawscore.rubric.fields import Column

SHEET = Sheet("a.xlsx", "甲", {})


def said(text: str, kind: str = "number", type_: str = "number", content: str = "number", **more: object) -> object:
    cell = Cell(1, 1, content, text, Format(kind, **more))  # type: ignore[arg-type]
    spec = Column(type=type_) if type_ != "choice" else Column(choice=("a",))  # type: ignore[arg-type]
    found = told(SHEET, cell, spec)
    return found.text if not found.refused else [problem.code for problem in found.problems]


class TestNumbers:
    @pytest.mark.parametrize(
        ("stored", "meant"),
        [
            ("0.1", "0.1"), ("0.10000000000000001", "0.1"), ("0.30000000000000004", "0.3"), ("117.7", "117.7"),
            ("1.1000000000000001", "1.1"), ("2081.5700000000002", "2081.57"), ("1E-5", "0.00001"), ("100", "100"),
            ("1.0000000000000000E+2", "100"), ("-0", "-0"), ("123456789012345", "123456789012345"),
        ],
    )  # fmt: skip
    def test_a_number_is_what_the_officer_sees(self, stored: str, meant: str) -> None:
        assert said(stored) == meant

    @given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
    def test_a_decimal_of_fifteen_digits_comes_back_exactly(self, value: Decimal) -> None:
        for stored in (repr(float(value)), f"{float(value):.17g}"):
            assert parse_number(str(said(stored))) == Fraction(value)

    @given(st.integers(0, 10**6))
    def test_a_percentage_comes_back_exactly(self, basis_points: int) -> None:
        stored = repr(basis_points / 1_000_000)  # 92.0200% is kept as 0.9202
        text = str(said(stored, "percent", "percent"))
        assert text.endswith("%")
        assert parse_number(text[:-1]) == Fraction(basis_points, 10_000)

    def test_a_long_number_where_a_text_should_stand_has_lost_its_end(self) -> None:
        assert said("2.1122319900101E+17", type_="text") == ["cell_digits_lost"]
        assert said("20230001", type_="text") == "20230001"
        assert said("7", type_="text", zeros=4) == "0007"

    def test_a_scaled_number_is_not_what_one_sees(self) -> None:
        assert said("20815700", "scaled", "amount") == ["cell_scaled"]


class TestDays:
    def test_both_calendars_of_spreadsheets(self) -> None:
        assert moment(Decimal(45291), since_1904=False) == datetime(2023, 12, 31)
        assert moment(Decimal(43829), since_1904=True) == datetime(2023, 12, 31)
        assert moment(Decimal(59), since_1904=False) == datetime(1900, 2, 28)
        assert moment(Decimal(61), since_1904=False) == datetime(1900, 3, 1)
        assert moment(Decimal("45291.5"), since_1904=False) == datetime(2023, 12, 31, 12)

    @pytest.mark.parametrize("serial", ["60", "0", "-1", "2958466", "99999999"])
    def test_no_day_of_the_calendar(self, serial: str) -> None:
        assert moment(Decimal(serial), since_1904=False) is None
        assert said(serial, "date", "date") == ["cell_no_day"]

    @given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
    def test_every_day_comes_back(self, day: date) -> None:
        assert said(str((day - date(1899, 12, 30)).days), "date", "date") == day.isoformat()
        if day >= date(1904, 1, 1):
            assert moment(Decimal((day - date(1904, 1, 1)).days), since_1904=True) == datetime.min + timedelta(
                days=day.toordinal() - 1
            )

    def test_a_bare_number_is_no_day_but_says_which_it_may_be(self) -> None:
        assert said("45291", type_="date") == ["cell_not_dated"]
        assert said("20231231", type_="date") == "20231231"

    def test_hours(self) -> None:
        assert said("0.5", "time") == "12:00"
        assert said("1.25", "time") == "30:00"


class TestFormats:
    @pytest.mark.parametrize(
        ("number", "code", "kind"),
        [
            (0, None, "number"), (9, None, "percent"), (10, None, "percent"), (14, None, "date"), (31, None, "date"),
            (57, None, "date"), (32, None, "time"), (49, None, "number"), (3, None, "number"), (11, None, "number"),
            (164, 'yyyy"年"m"月"d"日"', "date"), (164, "[$-804]aaaa;@", "date"), (164, "h:mm AM/PM", "time"), (164, "[$-F800]dddd, mmmm dd, yyyy", "date"),
            (164, "m/d", "date"), (164, "h:mm", "time"), (164, "[h]:mm", "time"), (164, "mm:ss", "time"),
            (164, "0.00%", "percent"), (164, "[Red]0.0%;-0.0%", "percent"), (164, '0"%"', "number"), (164, "General", "number"),
            (164, "G/通用格式", "number"), (164, "0.00,,", "scaled"), (164, '0!.0,"万"', "scaled"), (164, '0"万"', "number"),
            (164, "#,##0.00", "number"), (164, "¥#,##0.00;[Red]-¥#,##0.00", "number"), (164, "0.00E+00", "number"),
            (164, '0"件"', "number"), (164, "@", "number"), (164, '"第"0"号"', "number"), (164, "", "number"),
        ],
    )  # fmt: skip
    def test_what_a_format_makes_of_a_number(self, number: int, code: str | None, kind: str) -> None:
        assert format_of(number, {} if code is None else {number: code}).kind == kind

    def test_zeros_in_front(self) -> None:
        assert format_of(164, {164: "0000"}).zeros == 4


def test_references() -> None:
    assert (place("C17"), place("XFD1048576"), place("A0"), place("c17"), place("R1C1")) == (
        (17, 3), (1048576, 16384), None, None, None,
    )  # fmt: skip
    assert [letters(one) for one in (1, 26, 27, 52, 53, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]


@given(st.integers(1, 16384), st.integers(1, 1048576))
def test_letters_lead_back(column: int, row: int) -> None:
    assert place(f"{letters(column)}{row}") == (row, column)
