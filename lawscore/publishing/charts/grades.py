"""How many units of each group have which grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import ONE, ZERO
from lawscore.publishing.charts.labels import cut, short, wrapped
from lawscore.publishing.charts.plan import MOST_GROUPS, Plan, everybody, groups_of, named, sentences
from lawscore.publishing.charts.scale import Scale
from lawscore.publishing.charts.sheet import LINE, SIZE, SMALL, WIDTH, Bar, Label, Mark, Rule, Sheet
from lawscore.publishing.report import Group, Report

_LEFT: Final = 176
_RIGHT: Final = WIDTH - 8
_HEAD: Final = 30
_ROW: Final = 24
#: So much of a column is for the bar of all; the rest for its figure.
_FULL: Final = Fraction(3, 5)
_MOST_COLUMNS: Final = 6
_MOST_ROWS: Final = 40


@dataclass(frozen=True, slots=True)
class _Count:
    """A group and how many of its units have each grade, with "" for those that have none."""

    title: str
    size: int
    grades: Mapping[str, int]


def grades_plan(report: Report) -> Plan:
    """The grades of each group, best first; a lone group with its grades below one another."""
    title = report.say("chart.grades")
    if not report.grades:
        return Plan("grades", title, report.say("chart.no_grades"))
    groups = groups_of(report, _MOST_ROWS)
    names = [*report.grades, *([""] if any(card.part.grade is None for card in report.units) else [])]
    if len(names) > _MOST_COLUMNS:
        groups = [everybody(report)]
    counts = [_count(group, report) for group in groups]
    telling = counts if len(counts) <= MOST_GROUPS else [_count(everybody(report), report)]
    told = sentences((_told(one, names, report) for one in telling), report)
    sheet = _lone(counts[0], names, report) if len(counts) == 1 else _several(counts, names, report)
    return Plan("grades", title, told, sheet)


def _count(group: Group, report: Report) -> _Count:
    return _Count(named(group, report), len(group.cards), Counter(card.part.grade or "" for card in group.cards))


def _lone(one: _Count, names: Sequence[str], report: Report) -> Sheet:
    """Grade below grade."""
    marks: list[Mark] = [Label(f"{cut(one.title, 26)} · {_units(one, report)}", 14, x=8, bold=True)]
    for place, name in enumerate(names):
        y = _HEAD + _ROW * (place + 0.5)
        marks.append(Label(_grade(name, report, (_LEFT - 20) / SIZE), y, x=_LEFT - 10, align="right"))
        marks.extend(_cell(one, name, 0, y))
    marks.append(_edge(0, _HEAD, _HEAD + _ROW * len(names)))
    return _sheet(1, marks, _HEAD + _ROW * len(names) + 8)


def _several(counts: Sequence[_Count], names: Sequence[str], report: Report) -> Sheet:
    """A row for each group, a column for each grade."""
    room = (_RIGHT - _LEFT) / len(names)
    marks: list[Mark] = [
        Label(_grade(name, report, (room - 8) / SIZE), 14, Fraction(place), 0, bold=True)
        for place, name in enumerate(names)
    ]
    y = float(_HEAD)
    for one in counts:
        lines = (*wrapped(one.title, (_LEFT - 20) / SIZE, 2), _units(one, report))
        height = LINE * len(lines) + 8
        marks.extend(_lines(lines, y + height / 2))
        for place, name in enumerate(names):
            marks.extend(_cell(one, name, place, y + height / 2))
        y += height
    marks.extend(_edge(place, _HEAD, y) for place in range(len(names)))
    return _sheet(len(names), marks, y + 8)


def _lines(lines: Sequence[str], middle: float) -> Iterator[Label]:
    """The title of a group, and below it how many units it has."""
    for place, line in enumerate(lines):
        y = middle + LINE * (place - (len(lines) - 1) / 2)
        last = place == len(lines) - 1
        yield Label(line, y, x=_LEFT - 10, align="right", ink="soft" if last else "text", size=SMALL if last else SIZE)


def _cell(one: _Count, name: str, column: int, y: float) -> Iterator[Mark]:
    """The bar of a share, and the count behind it."""
    count = one.grades.get(name, 0)
    share = Fraction(count, one.size) if one.size else ZERO
    end = column + share * _FULL
    if count:
        yield Bar(Fraction(column), end, y - 7, y + 7, "mark" if name else "open", hollow=not name)
    yield Label(str(count), y, end, 5, ink="text" if count else "soft", size=SIZE)


def _edge(column: int, top: float, bottom: float) -> Rule:
    return Rule(Fraction(column), Fraction(column), top, bottom, "soft", 1)


def _sheet(columns: int, marks: Sequence[Mark], height: float) -> Sheet:
    scale = Scale(ZERO, Fraction(columns), ONE)
    return Sheet(height=height, left=_LEFT, right=_RIGHT, scale=scale, marks=marks, figures=False)


def _grade(name: str, report: Report, room: float) -> str:
    return cut(name or report.say("chart.ungraded"), room)


def _units(one: _Count, report: Report) -> str:
    return report.say("chart.units", count=str(one.size))


def _told(one: _Count, names: Sequence[str], report: Report) -> str:
    each = tuple(
        report.say(
            "chart.grade_told", grade=short(name) or report.say("chart.ungraded"), count=str(one.grades.get(name, 0))
        )
        for name in names
    )
    return report.say("chart.grades_told", group=one.title, count=str(one.size), grades=each)
