"""Numbers: what a text writes, exactly; what is no number, and why; how a value is rounded and written."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lawscore.catalogue import Language, Phrase, say
from lawscore.numbers import (
    NotANumber,
    Rounding,
    ceiling,
    decimal_text,
    exact_text,
    floor,
    parse_exact,
    parse_number,
    parse_percent,
    percent_text,
    plain_text,
    terminating_places,
)

MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}

fractions = st.fractions(max_denominator=10**9)
decimals = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=7)


def refused(parse, text: str) -> NotANumber:
    with pytest.raises(NotANumber) as caught:
        parse(text)
    return caught.value


def sentence(error: NotANumber, language: Language) -> str:
    return say(Phrase(f"problem.{error.reason}", {"given": error.text}), language)


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("4.10", "41/10"),
            ("0.1", "1/10"),
            ("-3", "-3"),
            ("+3", "3"),
            ("007", "7"),
            (".5", "1/2"),
            ("5.", "5"),
            ("9.8e-05", "49/500000"),
            ("1E3", "1000"),
            ("1e100", str(10**100)),
            ("  12 ", "12"),
            ("４．５", "9/2"),
            ("－３", "-3"),
            ("−3", "-3"),
            ("　12　", "12"),
            ("-0", "0"),
        ],
    )
    def test_a_numeral_is_exactly_what_it_writes(self, text, value):
        assert parse_number(text) == Fraction(value)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "not_a_number"),
            (" ", "not_a_number"),
            ("十", "not_a_number"),
            ("12件", "not_a_number"),
            ("1 000", "not_a_number"),
            ("1_000", "not_a_number"),
            ("0x10", "not_a_number"),
            ("1/3", "not_a_number"),
            ("--1", "not_a_number"),
            (".", "not_a_number"),
            ("1e", "not_a_number"),
            ("1.2.3", "not_a_number"),
            ("1,00", "not_a_number"),
            ("٣", "not_a_number"),
            ("90%", "percent_not_expected"),
            ("９０％", "percent_not_expected"),
            ("1,234", "thousands_separator"),
            ("-1,234,567.5", "thousands_separator"),
            ("１，２３４", "thousands_separator"),
            ("nan", "not_finite"),
            ("NaN", "not_finite"),
            ("-inf", "not_finite"),
            ("Infinity", "not_finite"),
            (".inf", "not_finite"),
            ("1" * 61, "number_too_long"),
            ("1e101", "number_too_long"),
            ("1e-101", "number_too_long"),
            ("1e999999999", "number_too_long"),
        ],
    )
    def test_what_is_no_number_is_refused_with_the_reason(self, text, reason):
        assert refused(parse_number, text).reason == reason

    @pytest.mark.parametrize("text", ["3²", "①", "⑩5", "⒈5", "㉑", "½"])
    def test_a_sign_that_only_holds_a_digit_is_no_digit(self, text):
        """Compatibility forms would otherwise make 32 of 3²."""
        assert refused(parse_number, text).reason == "not_a_number"
        assert refused(parse_percent, text + "%").reason == "not_a_percent"

    def test_an_endless_numeral_is_not_repeated_in_full(self):
        error = refused(parse_number, "7" * 5000)
        assert sentence(error, "en") == f"the number '{'7' * 60}…' is too long to be a figure"

    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            ("十", "此处应为数字，现为“十”", "expected a number, got '十'"),
            ("90%", "此处应为普通数字，“90%”带有百分号", "expected a plain number; '90%' has a percent sign"),
            (
                "1,234",
                "数字“1,234”中不能有千位分隔符，请去掉逗号",
                "the number '1,234' must not have thousands separators; take the commas out",
            ),
            ("nan", "“nan”不是有限的数字", "'nan' is not a finite number"),
            ("1e101", "数字“1e101”过长，不像是填报数据", "the number '1e101' is too long to be a figure"),
        ],
    )
    def test_the_reason_is_a_sentence_in_both_languages(self, text, zh, en):
        error = refused(parse_number, text)
        assert sentence(error, "zh") == zh
        assert sentence(error, "en") == en

    @given(decimals)
    def test_a_decimal_is_read_as_the_rational_it_writes(self, value):
        assert parse_number(str(value)) == Fraction(value)

    @given(st.text(max_size=70))
    def test_any_text_is_read_or_refused(self, text):
        for parse in (parse_number, parse_percent):
            try:
                assert isinstance(parse(text), Fraction)
            except NotANumber as error:
                assert sentence(error, "zh") != sentence(error, "en")


class TestParsingOfPercentages:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("92.02%", "4601/5000"), ("９２．０２％", "4601/5000"), ("100 %", "1"), ("-5%", "-1/20"), ("1e2%", "1")],
    )
    def test_a_percentage_is_a_share(self, text, value):
        assert parse_percent(text) == Fraction(value)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("92.02", "percent_sign_missing"),
            ("９２", "percent_sign_missing"),
            ("九成", "not_a_percent"),
            ("", "not_a_percent"),
            ("九成%", "not_a_percent"),
            ("%", "not_a_percent"),
            ("5%%", "not_a_percent"),
            ("1,000%", "thousands_separator"),
            ("nan%", "not_finite"),
            ("1" * 61 + "%", "number_too_long"),
        ],
    )
    def test_what_is_no_percentage_is_refused_with_the_reason(self, text, reason):
        assert refused(parse_percent, text).reason == reason

    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            (
                "92.02",
                "此处应为百分比（如 92.02%），“92.02”缺少百分号",
                "expected a percentage such as 92.02%; '92.02' has no percent sign",
            ),
            (
                "九成%",
                "此处应为百分比（如 92.02%），现为“九成%”",
                "expected a percentage such as 92.02%, got '九成%'",
            ),
        ],
    )
    def test_the_reason_is_a_sentence_in_both_languages(self, text, zh, en):
        error = refused(parse_percent, text)
        assert sentence(error, "zh") == zh
        assert sentence(error, "en") == en


class TestRounding:
    @pytest.mark.parametrize(
        ("mode", "shown"),
        [
            ("half_up", ["88.53", "-88.53", "88.52", "-88.53", "0.01", "-0.01"]),
            ("half_even", ["88.52", "-88.52", "88.52", "-88.53", "0.00", "0.00"]),
            ("half_down", ["88.52", "-88.52", "88.52", "-88.53", "0.00", "0.00"]),
            ("up", ["88.53", "-88.53", "88.53", "-88.53", "0.01", "-0.01"]),
            ("down", ["88.52", "-88.52", "88.52", "-88.52", "0.00", "0.00"]),
            ("ceiling", ["88.53", "-88.52", "88.53", "-88.52", "0.01", "0.00"]),
            ("floor", ["88.52", "-88.53", "88.52", "-88.53", "0.00", "-0.01"]),
        ],
    )
    def test_ties_and_both_signs_at_two_places(self, mode, shown):
        values = ["88.525", "-88.525", "88.5249", "-88.5251", "0.005", "-0.005"]
        assert [Rounding(2, mode).text(Fraction(value)) for value in values] == shown

    def test_a_form_of_an_office_rounds_half_up_to_two_places_unless_said_otherwise(self):
        assert Rounding(2).text(Fraction("88.525")) == "88.53"
        assert Rounding(2, "half_even").text(Fraction("88.525")) == "88.52"

    @pytest.mark.parametrize(
        ("value", "places", "mode", "text"),
        [
            ("1250", -2, "half_up", "1300"),
            ("1250", -2, "half_even", "1200"),
            ("-1250", -2, "half_up", "-1300"),
            ("49.99", -2, "half_up", "0"),
            ("50", -2, "half_up", "100"),
            ("1201", -2, "up", "1300"),
            ("14.5", -1, "down", "10"),
            ("200000", -5, "floor", "200000"),
        ],
    )
    def test_places_before_the_point_make_whole_tens_and_hundreds(self, value, places, mode, text):
        assert Rounding(places, mode).text(Fraction(value)) == text
        assert Rounding(places, mode).unit == 10**-places

    @given(decimals, st.integers(-9, 9), st.sampled_from(sorted(MODES)))
    @example(Decimal("-2.5"), 0, "half_even")
    @example(Decimal("-0.5"), 0, "half_up")
    @example(Decimal("-3.5"), 0, "half_down")
    def test_every_mode_is_that_of_decimal_arithmetic(self, value, places, mode):
        quantum = Decimal(1).scaleb(-places)
        with decimal.localcontext(decimal.Context(prec=60)):
            expected = value.quantize(quantum, rounding=MODES[mode])
        assert Rounding(places, mode).apply(Fraction(value)) == Fraction(expected)

    @given(fractions, st.integers(-6, 6), st.sampled_from(sorted(MODES)))
    def test_what_is_rounded_is_on_the_grid_and_less_than_a_step_away(self, value, places, mode):
        rounded = Rounding(places, mode).apply(value)
        assert (rounded * Fraction(10) ** places).denominator == 1
        assert abs(rounded - value) < Fraction(10) ** -places
        assert Rounding(places, mode).apply(rounded) == rounded

    @given(fractions, fractions, st.integers(0, 6), st.sampled_from(sorted(MODES)))
    def test_rounding_never_changes_places(self, one, other, places, mode):
        low, high = sorted((one, other))
        assert Rounding(places, mode).apply(low) <= Rounding(places, mode).apply(high)

    @given(fractions)
    def test_floor_and_ceiling_are_the_whole_numbers_beside_a_value(self, value):
        assert floor(value).denominator == ceiling(value).denominator == 1
        assert floor(value) <= value <= ceiling(value)
        assert ceiling(value) - floor(value) == (0 if value.denominator == 1 else 1)


class TestText:
    @pytest.mark.parametrize(
        ("value", "places", "text"),
        [
            ("0", 0, "0"),
            ("0", 2, "0.00"),
            ("1/20", 2, "0.05"),
            ("-1/20", 2, "-0.05"),
            ("-3", 0, "-3"),
            ("88.5", 3, "88.500"),
            (str(10**40), 1, "1" + "0" * 40 + ".0"),
        ],
    )
    def test_a_decimal_has_exactly_so_many_places(self, value, places, text):
        assert decimal_text(Fraction(value), places) == text

    def test_more_places_than_asked_for_are_never_cut_off(self):
        with pytest.raises(ValueError, match=r"^1/8 has more than 2 decimals; round it first$"):
            decimal_text(Fraction(1, 8), 2)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("1/2", "0.5"),
            ("-5/2", "-2.5"),
            ("3", "3"),
            ("2/19", "0.105263…"),
            ("-2/19", "-0.105263…"),
            ("1/3", "0.333333…"),
            ("2/3", "0.666666…"),
            ("1/4096", "0.000244140625"),
            ("1/8192", "0.000122…"),
        ],
    )
    def test_a_value_in_a_sentence_is_whole_or_shortened_with_an_ellipsis(self, value, text):
        assert plain_text(Fraction(value)) == text

    @pytest.mark.parametrize(
        ("value", "text"), [("4601/5000", "92.02%"), ("1", "100%"), ("1/3", "33.333333…%"), ("-1/20", "-5%")]
    )
    def test_a_share_in_a_sentence_is_a_percentage(self, value, text):
        assert percent_text(Fraction(value)) == text

    @pytest.mark.parametrize(("value", "places"), [("1", 0), ("1/8", 3), ("1/125", 3), ("3/40", 3), ("1/3", None)])
    def test_how_many_places_write_a_value_exactly(self, value, places):
        assert terminating_places(Fraction(value)) == places

    @given(decimals)
    def test_a_decimal_is_written_as_it_was_read(self, value):
        number = Fraction(value)
        places = terminating_places(number)
        assert places is not None
        assert parse_number(decimal_text(number, places)) == number
        assert parse_number(plain_text(number)) == number
        assert parse_percent(percent_text(number)) == number

    @given(fractions)
    def test_a_shortened_value_starts_the_exact_one(self, value):
        text = plain_text(value)
        if text.endswith("…"):
            shown = parse_number(text[:-1])
            assert abs(shown) <= abs(value) < abs(shown) + Fraction(1, 10**6)

    @given(fractions)
    @example(Fraction(0))
    @example(Fraction(-(10**50), 3))
    def test_the_exact_text_reads_back_as_the_same_value(self, value):
        assert parse_exact(exact_text(value)) == value
