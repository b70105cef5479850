"""Working days: steps of `1 working day`, and the functions that need a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from lawscore.facts.card import Card
from lawscore.loading.submissions import shipped_calendars
from tests.support import Scored, bind, rubric_of
from tests.support_data import assessed

CHINA_2024 = (shipped_calendars() / "china-2024.yaml").read_text("utf-8")
FILED = """
    fields: {报送: {type: date, absent: none}, 期限: date, 件: count}
    points: 1
    rules: [{deduct: 0.1, per: %s, above: %s, of: 报送}]
"""
WHEN = """
    fields: {报送: date, 收到: date, 件: count}
    points: 1
    rules: [{deduct: 1, when: "%s"}]
"""


def card(rubric: str, values: str, *calendars: str) -> Card:
    return assessed(rubric_of(rubric), f"submissions: [{{unit: u, values: {{{values}}}}}]", *calendars)["u"]


def score(rubric: str, values: str, *calendars: str) -> str | None:
    found = card(rubric, values, *calendars)
    return str(found.score) if found.score is not None else ", ".join(Scored(found, ()).owed())


@pytest.mark.parametrize(
    "step", ["1 working day", "1 working days", "1 个工作日", "1个工作日", "1工作日", "工作日", "working day"]
)
def test_the_step_is_written_as_offices_do(step: str):
    assert score(FILED % (step, "2024-01-15"), "报送: 2024-01-18", CHINA_2024) == "7/10"


@pytest.mark.parametrize(
    ("due", "filed", "working", "plain"),
    [
        ("2024-01-15", "2024-01-18", "7/10", "7/10"),
        ("2024-01-15", "2024-01-15", "1", "1"),
        ("2024-01-15", "2024-01-12", "1", "1"),
        ("2024-01-19", "2024-01-21", "1", "4/5"),  # a Saturday and a Sunday
        ("2024-02-08", "2024-02-19", "7/10", "0"),  # 9 February, then 18 and 19 after the Spring Festival
        ("2024-02-09", "2024-02-18", "9/10", "1/10"),  # a Sunday that makes up for the holiday
        ("2024-02-10", "2024-02-17", "1", "3/10"),
    ],
)
def test_only_working_days_after_the_limit_count(due: str, filed: str, working: str, plain: str):
    assert score(FILED % ("1 个工作日", due), f"报送: {filed}", CHINA_2024) == working
    assert score(FILED % ("1 day", due), f"报送: {filed}") == plain


def test_steps_of_several_working_days():
    begun = FILED.replace("of: 报送", "of: 报送, partial: ignored") % ("2 个工作日", "2024-01-15")
    assert score(begun, "报送: 2024-01-18", CHINA_2024) == "9/10"
    refused = FILED % ("2 个工作日", "2024-01-15")
    assert [problem.code for problem in bind(refused)[1]] == ["partial_missing"]


def test_working_days_before_a_date():
    text = FILED.replace("above", "below") % ("1 working day", "2024-02-19")
    assert score(text, "报送: 2024-02-08", CHINA_2024) == "7/10"


def test_how_it_is_told():
    found = Scored(card(FILED % ("1 working day", "2024-02-08"), "报送: 2024-02-19", CHINA_2024), ())
    assert found.told() == snapshot(
        ["-0.3 报送为 2024-02-19，晚于 2024-02-08，每档 1 个工作日，计 3 档；3 × 0.1 分 = 0.3 分"]
    )
    assert found.told("en") == snapshot(
        ["-0.3 报送 is 2024-02-19, after 2024-02-08; steps of 1 working day: 3; 3 × 0.1 = 0.3"]
    )


@pytest.mark.parametrize(
    ("values", "calendars", "expected"),
    [
        ("报送: 2025-01-03", [CHINA_2024], "no_calendar 2025-01-01"),
        ("报送: 2024-01-18", [], "no_calendar 2024-01-16"),
        ("报送: 2024-01-10", [], "1"),  # in time, whatever days are worked
    ],
)
def test_a_day_that_no_calendar_covers_is_unknown(values: str, calendars: list[str], expected: str):
    due = "2024-12-30" if "2025" in values else "2024-01-15"
    assert score(FILED % ("1 working day", due), values, *calendars) == expected


def test_two_calendars_join():
    later = "calendar: {covers: {from: 2025-01-01, to: 2025-01-27}, holidays: [2025-01-01], workdays: [2025-01-26]}"
    # 31 December, 2 and 3 January; then six days with the Sunday
    assert score(FILED % ("1 working day", "2024-12-30"), "报送: 2025-01-03", CHINA_2024, later) == "7/10"
    assert score(FILED % ("1 working day", "2025-01-24"), "报送: 2025-01-27", CHINA_2024, later) == "4/5"


def test_a_contradiction_between_calendars_leaves_its_days_unknown():
    other = "calendar: {covers: {from: 2024-02-01, to: 2024-02-29}, holidays: [{from: 2024-02-09, to: 2024-02-17}], workdays: [2024-02-04, 2024-02-18]}"
    rubric = rubric_of(FILED % ("1 working day", "2024-02-08"))
    found = assessed(rubric, "submissions: [{unit: u, values: {报送: 2024-02-19}}]", CHINA_2024, other)
    assert Scored(found["u"], ()).owed() == ["no_calendar 2024-02-09"]
    assert [problem.message("en") for problem in found.problems] == snapshot(
        ["whether 2024-02-09 is worked is told otherwise in the calendar at b.yaml:5:1; such days count as unknown"]
    )
    assert score(FILED % ("1 working day", "2024-02-18"), "报送: 2024-02-20", CHINA_2024, other) == "4/5"


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("working_days(收到, 报送) == 3", True),
        ("working_days(报送, 收到) == -3", True),
        ("working_days(收到, 收到) == 0", True),
        ("next_working_day(2024-02-10) == 2024-02-18", True),
        ("next_working_day(报送) == 报送", True),
        ("add_working_days(收到, 3) == 报送", True),
        ("add_working_days(收到, 2) == 2024-02-18", True),
        ("add_working_days(报送, -3) == 收到", True),
        ("add_working_days(收到, 0) == 收到", True),
        ("add_working_days(收到, 件) < 报送", True),
        ("报送 > next_working_day(add_working_days(收到, 件))", True),
        ("working_days(收到, 报送) > 3", False),
    ],
)
def test_functions(when: str, holds: bool):
    values = "收到: 2024-02-08, 报送: 2024-02-19, 件: 2"
    assert score(WHEN % when, values, CHINA_2024) == ("0" if holds else "1")


@pytest.mark.parametrize(
    ("when", "owed"),
    [
        ("working_days(收到, 报送) > 3", "no_calendar 2024-02-09"),
        ("working_days(报送, 收到) < 3", "no_calendar 2024-02-09"),
        ("next_working_day(收到) > 报送", "no_calendar 2024-02-08"),
        ("add_working_days(收到, 件) > 报送", "no_calendar 2024-02-09"),
        ("add_working_days(收到, -1) > 报送", "no_calendar 2024-02-07"),
    ],
)
def test_functions_without_a_calendar(when: str, owed: str):
    assert score(WHEN % when, "收到: 2024-02-08, 报送: 2024-02-19, 件: 2") == owed


def test_missing_dates_and_the_ends_of_time():
    assert score(WHEN % "working_days(收到, 报送) > 3", "收到: 2024-02-08", CHINA_2024) == "value 报送"
    last = "calendar: {covers: {from: 9999-12-01, to: 9999-12-31}}"
    assert (
        score(WHEN % "add_working_days(收到, 9) > 报送", "收到: 9999-12-31, 报送: 9999-12-31", last)
        == "no_calendar 9999-12-31"
    )


def test_steps_of_working_days_as_a_measure():
    text = """
        fields: {报送: date}
        measures: {迟: "working_days(2024-02-08, 报送)"}
        points: 1
        rules: [{deduct: 0.1, per: 1 day, above: 0, of: 迟}]
    """
    assert score(text, "报送: 2024-02-19", CHINA_2024) == "7/10"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FILED.replace("of: 报送", "of: 件") % ("1 working day", "3"), "step_working_of_number"),
        (WHEN % "add_working_days(收到, 件 / 2) > 报送", "expected_whole"),
        (WHEN % "add_working_days(收到, 0.5) > 报送", "expected_whole"),
        (WHEN % "working_days(件, 报送) > 1", "expected_date"),
        (WHEN % "next_working_day() > 报送", "function_arguments"),
    ],
)
def test_what_cannot_be_counted_is_refused(text: str, code: str):
    assert code in {problem.code for problem in bind(text)[1]}


def test_no_step_of_no_days():
    with pytest.raises(ValueError, match="step_not_positive"):
        bind(FILED % ("0 working days", "2024-01-15"))


def test_every_shipped_calendar_covers_its_year():
    for path in Path(shipped_calendars()).glob("*.yaml"):
        year = path.stem.rpartition("-")[2]
        text = path.read_text("utf-8")
        assert f"covers: {{from: {year}-01-01, to: {year}-12-31}}" in text


def test_the_working_days_of_2024():
    text = WHEN % "working_days(2023-12-31, 2024-12-31) == 251"
    assert score(text, "件: 1", CHINA_2024) == "0"
