"""Calendars in data: what they cover, and which days are worked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawscore.facts.calendar import Calendar, join
from lawscore.loading.submissions import load_submissions
from tests.support_data import RUBRIC, gathered

MAY = "calendar: {covers: {from: 2024-05-01, to: 2024-05-31}%s}"


def calendar(more: str = "") -> Calendar:
    found = gathered(MAY % more)
    assert found.problems == ()
    assert found.calendar is not None
    return found.calendar


def free(found: Calendar) -> list[int]:
    return [day.day for day, worked in found.days.items() if not worked]


def test_saturdays_and_sundays_are_free():
    assert free(calendar()) == [4, 5, 11, 12, 18, 19, 25, 26]


def test_holidays_and_the_days_that_make_up_for_them():
    more = ", holidays: [{from: 2024-05-01, to: 2024-05-05, name: 劳动节}, 2024-05-20], workdays: [2024-05-11]"
    assert free(calendar(more)) == [1, 2, 3, 4, 5, 12, 18, 19, 20, 25, 26]


def test_another_weekend():
    assert free(calendar(", weekend: [friday]")) == [3, 10, 17, 24, 31]
    assert free(calendar(", weekend: []")) == []


def test_without_a_calendar_there_is_none():
    assert gathered("submissions: [{unit: u}]").calendar is None


def test_a_calendar_of_an_earlier_year_is_a_calendar_all_the_same():
    old = "period: {from: 2022-01-01, to: 2022-12-31}\ncalendar: {covers: {from: 2022-12-01, to: 2022-12-31}}"
    found = gathered(f"lawscore: 1\n{old}").calendar
    assert found is not None
    assert len(found.days) == 31


def test_a_file_may_hold_nothing_but_a_calendar(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("lawscore: 1\n" + MAY % "", "utf-8")
    assert load_submissions(RUBRIC, [path]).problems == ()


def test_a_shipped_calendar_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    found = load_submissions(RUBRIC, ["calendars/china-2024.yaml"])
    assert (found.problems, found.calendar is not None) == ((), True)
    assert [problem.code for problem in load_submissions(RUBRIC, ["calendars/china-1924.yaml"]).problems] == [
        "file_missing"
    ]


def test_joining():
    one = Calendar({date(2024, 1, 1): False, date(2024, 1, 2): True})
    same = Calendar({date(2024, 1, 2): True, date(2024, 1, 3): True})
    other = Calendar({date(2024, 1, 2): False})
    assert join([one, same]).calendar.days == {date(2024, 1, 1): False, date(2024, 1, 2): True, date(2024, 1, 3): True}
    joined = join([one, same, other])
    assert date(2024, 1, 2) not in joined.calendar.days
    assert joined.contradictions == {date(2024, 1, 2): (0, 2)}
    assert repr(one) == "<Calendar of 2 days>"
