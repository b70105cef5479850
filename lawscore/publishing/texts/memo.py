"""The report as one Markdown file, to be pasted into a memo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lawscore.publishing.blocks import blocks_of
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.figures import bounds_text
from lawscore.publishing.owed import owed_by, owed_texts
from lawscore.publishing.report import Group, Report
from lawscore.publishing.texts.indicator_table import indicator_table
from lawscore.publishing.texts.marking import bullet, heading, table
from lawscore.publishing.texts.provenance import provenance
from lawscore.publishing.texts.wording import change_text, notes_of, rank_text, score_text
from lawscore.reports.tables import headers
from lawscore.results.naming import mark_of

_STATES: Final = ("final", "provisional", "not_assessed")


def markdown(report: Report) -> str:
    """The whole file; it ends with a line break."""
    parts = (_head, _standings, _grades, _indicators, _open, _problems, _provenance)
    blocks = ("\n".join(lines) for part in parts for lines in [list(part(report))] if lines)
    return "\n\n".join(blocks) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield heading(1, report.title + mark_of(report.rubric, report.language))
    yield ""
    yield bullet(report.say("memo.rubric", rubric=report.name))
    yield bullet(report.say("memo.period", period=report.result.period))
    counts = {state: str(sum(card.part.state == state for card in report.units)) for state in _STATES}
    yield bullet(report.say("memo.units", count=str(len(report.units)), **counts))
    if report.problems:
        yield bullet(report.say("memo.problem_count", count=str(len(report.problems))))


def _standings(report: Report) -> Iterator[str]:
    yield heading(2, report.say("memo.standings"))
    for group, cards in blocks_of(report.units, report):
        yield ""
        if group is not None:
            yield from (heading(3, group.title or report.say("chart.no_group")), "")
        yield from _standing_table(cards, report, by_class=group is None)


def _standing_table(cards: Sequence[UnitCard], report: Report, *, by_class: bool) -> Iterator[str]:
    """Columns in which nothing stands are left out."""
    keys = (
        "rank",
        "name",
        "class",
        "score",
        "grade",
        *(("before", "change") if report.earlier else ()),
        "state",
        "note",
    )
    titles = headers(keys, report.language)
    titles[1] = report.say("memo.unit")
    rows = [list(_standing(card, report, by_class=by_class)) for card in cards]
    kept = [place for place in range(len(keys)) if any(row[place] for row in rows)]
    right = frozenset(at for at, place in enumerate(kept) if keys[place] in ("rank", "score", "before", "change"))
    yield from table([titles[place] for place in kept], [[row[place] for place in kept] for row in rows], right)


def _standing(card: UnitCard, report: Report, *, by_class: bool) -> Iterator[str]:
    yield rank_text(card, report)
    yield card.name or card.id
    yield card.class_title if by_class and len(report.groups) > 1 else ""
    yield score_text(card, report)
    yield card.part.grade or ""
    if report.earlier:
        yield (card.earlier.score or "") if card.earlier is not None else ""
        yield change_text(card, report)
    yield "" if card.part.state == "final" else report.say(f"state.{card.part.state}")
    yield report.say("page.joiner").join(notes_of(card, report))


def _grades(report: Report) -> Iterator[str]:
    if not report.grades:
        return
    yield from (heading(2, report.say("memo.grades")), "")
    names = [*report.grades, *([""] if any(card.part.grade is None for card in report.units) else [])]
    titles = [
        report.say("memo.group"),
        *(name or report.say("chart.ungraded") for name in names),
        report.say("memo.all"),
    ]
    groups = [
        *report.groups,
        *([Group("", report.say("chart.everybody"), report.units)] if len(report.groups) > 1 else []),
    ]
    rows = [_graded(group, names, report) for group in groups]
    yield from table(titles, rows, frozenset(range(1, len(titles))))


def _graded(group: Group, names: Iterable[str], report: Report) -> list[str]:
    given = [card.part.grade or "" for card in group.cards]
    lone = "chart.everybody" if len(report.groups) == 1 else "chart.no_group"
    return [group.title or report.say(lone), *(str(given.count(name)) for name in names), str(len(given))]


def _indicators(report: Report) -> Iterator[str]:
    lines = list(indicator_table(report))
    if lines:
        yield from (heading(2, report.say("memo.indicators")), "", report.say("memo.indicators_told"), "", *lines)


def _open(report: Report) -> Iterator[str]:
    """Each provisional unit: what it can still come to, and what it owes."""
    cards = [card for card in report.units if card.part.state == "provisional"]
    if cards:
        yield heading(2, report.say("memo.open"))
    for card in cards:
        yield from ("", heading(3, card.name or card.id), "")
        earned, of = card.part.so_far.score, card.part.so_far.of
        yield bullet(report.say("memo.so_far", score=earned, of=of, bounds=bounds_text(card.part)))
        for owed, text in zip(card.part.owed, owed_texts(report, card), strict=True):
            by = owed_by(report, owed)
            yield bullet(report.say("memo.owed_by", owed=text, by=by) if by else text)


def _problems(report: Report) -> Iterator[str]:
    if report.problems:
        keys = ("severity", "where", "message", "hint")
        rows = [[report.say(f"severity.{one.severity}"), one.where, one.message, one.hint] for one in report.problems]
        yield from (heading(2, report.say("memo.problems")), "", *table(headers(keys, report.language), rows))


def _provenance(report: Report) -> Iterator[str]:
    yield from (heading(2, report.say("memo.provenance")), "")
    yield from map(bullet, provenance(report))
