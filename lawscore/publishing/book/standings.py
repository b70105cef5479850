"""The sheet of the standings: a row for each unit, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from lawscore.numbers import written
from lawscore.publishing.book.cells import Value, amount, exact, exactly, figure, whole
from lawscore.publishing.book.columns import Column, Kind
from lawscore.publishing.book.sheet import Sheet, listing
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import change_since
from lawscore.publishing.report import Report
from lawscore.results.model import AlsoPart


class Standing(NamedTuple):
    """A unit and its report."""

    report: Report
    card: UnitCard


def _tied(one: Standing) -> Value:
    return one.report.say("book.tied") if one.card.part.tied else None


def _overall_tied(one: Standing) -> Value:
    return one.report.say("book.tied") if one.card.part.overall_tied else None


def _open(place: int, one: Standing) -> Value:
    """A bound of a total that does not stand yet."""
    return None if one.card.score is not None else figure(one.card.part.bounds[place])


def _range(one: Standing) -> Value:
    found = one.card.part.rank_range
    return None if found is None else f"{found[0]}–{found[1]}"


def _so_far(one: Standing) -> Value:
    return figure(one.card.part.so_far.score) if one.card.part.state == "provisional" else None


def _so_far_of(one: Standing) -> Value:
    return amount(one.card.part.so_far.of) if one.card.part.state == "provisional" else None


def _earlier_score(one: Standing) -> Value:
    return None if one.card.earlier is None else figure(one.card.earlier.score)


def _earlier_rank(one: Standing) -> Value:
    return None if one.card.earlier is None else whole(one.card.earlier.rank)


def _earlier_grade(one: Standing) -> Value:
    return None if one.card.earlier is None else one.card.earlier.grade


def _change(one: Standing) -> Value:
    """The exact difference, shown as totals are."""
    change = change_since(one.card)
    return None if change is None else figure(one.report.shown.text(change), signed=True)


def _change_exact(one: Standing) -> Value:
    return exactly(change_since(one.card))


def _rank_change(one: Standing) -> Value:
    """How many places a unit rose; below zero where it fell."""
    now, before = one.card.part.rank, None if one.card.earlier is None else one.card.earlier.rank
    return None if now is None or before is None else figure(str(before - now), signed=True)


def _notes(one: Standing) -> Value:
    told = one.card.part.not_assessed
    return "\n".join([*([told] if told else []), *one.card.remarks])


_C = Column[Standing]
COLUMNS: Final[tuple[_C, ...]] = (
    _C(key="rank", kind="rank", value=lambda one: whole(one.card.part.rank)),
    _C(key="tied", kind="word", value=_tied, optional=True),
    _C(key="overall", kind="rank", value=lambda one: whole(one.card.part.overall), optional=True),
    _C(key="overall_tied", kind="word", value=_overall_tied, optional=True),
    _C(key="unit", value=lambda one: one.card.id),
    _C(key="name", value=lambda one: one.card.name),
    _C(key="class", value=lambda one: one.card.class_title, optional=True),
    _C(key="state", kind="word", value=lambda one: one.report.say(f"state.{one.card.part.state}")),
    _C(key="grade", kind="word", value=lambda one: one.card.part.grade, optional=True),
    _C(key="score", kind="score", value=lambda one: figure(one.card.part.score)),
    _C(key="exact", kind="exact", value=lambda one: exact(one.card.part.exact)),
    _C(key="low", kind="number", value=partial(_open, 0), optional=True),
    _C(key="high", kind="number", value=partial(_open, 1), optional=True),
    _C(key="rank_range", kind="word", value=_range, optional=True),
    _C(key="so_far", kind="number", value=_so_far, optional=True),
    _C(key="so_far_of", kind="number", value=_so_far_of, optional=True),
)
EARLIER: Final[tuple[_C, ...]] = (
    _C(key="earlier_score", kind="number", value=_earlier_score, optional=True),
    _C(key="change", kind="number", value=_change, optional=True),
    _C(key="change_exact", kind="exact", value=_change_exact, optional=True),
    _C(key="earlier_rank", kind="rank", value=_earlier_rank, optional=True),
    _C(key="rank_change", kind="number", value=_rank_change, optional=True),
    _C(key="earlier_grade", kind="word", value=_earlier_grade, optional=True),
)
NOTES: Final[tuple[_C, ...]] = (_C(key="notes", kind="long", value=_notes, optional=True),)

#: What is told of each result beside the total.
ALSO: Final[tuple[tuple[str, Kind, Callable[[AlsoPart], Value]], ...]] = (
    ("score", "score", lambda part: figure(part.score)),
    ("exact", "exact", lambda part: exact(part.exact)),
    ("low", "number", lambda part: None if part.score is not None else figure(part.bounds[0])),
    ("high", "number", lambda part: None if part.score is not None else figure(part.bounds[1])),
    ("grade", "word", lambda part: part.grade),
    ("rank", "rank", lambda part: whole(part.rank)),
)


def standings(report: Report) -> Sheet:
    """The sheet."""
    columns = (*COLUMNS, *_also(report), *EARLIER, *NOTES)
    sheet = listing("standings", report, columns, lambda: (Standing(report, card) for card in report.units))
    keys = [column.key for column in sheet.columns]
    most = report.rubric.root.points
    bar = (keys.index("score") + 1, written(most)) if most > 0 else None
    return replace(sheet, frozen=keys.index("name") + 1, bar=bar, guide=tuple(_guide(report)))


def _also(report: Report) -> Iterator[_C]:
    for also in report.rubric.beside.values():
        for key, kind, value in ALSO:
            title = report.say(f"book.also.{key}", title=also.node.title)
            told = partial(_beside, also.spec.id, value)
            yield _C(key=f"also_{key}", kind=kind, value=told, optional=True, title=title)


def _beside(id_: str, value: Callable[[AlsoPart], Value], one: Standing) -> Value:
    part = next((part for part in one.card.part.also if part.id == id_), None)
    return None if part is None else value(part)


def _guide(report: Report) -> Iterator[str]:
    if report.earlier:
        yield report.say("book.guide.earlier", period=report.earlier.period, rubric=report.earlier.rubric)
