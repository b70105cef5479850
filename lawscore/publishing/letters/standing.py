"""Where a unit stands, in one sentence."""

from __future__ import annotations

from lawscore.numbers import parse_exact, short_text
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign


def result_of(report: Report, card: UnitCard) -> str:
    """The total with rank and grade; or that it is provisional, and its bounds; or that the unit is not assessed."""
    if card.part.state == "not_assessed":
        return report.say("letters.result.not_assessed", why=card.part.not_assessed or "")
    if card.score is None:
        return _open(report, card)
    full = full_of(report, card)
    told = [report.say("letters.result.total", score=minus_sign(card.part.score or ""), of=_of(report, full))]
    told += [text for text in (_rank(report, card), _overall(report, card), _grade(report, card)) if text]
    return report.say("letters.sentence", parts=report.say("letters.joiner").join(told))


def full_of(report: Report, card: UnitCard) -> str:
    """The points that there are for the unit's class; "" where the total is an index without points."""
    points = report.rubric.root.points_for(card.group or None)
    return short_text(points) if points else ""


def bounds_of(card: UnitCard) -> str:
    """The bounds of a provisional total; "" where one of them is open."""
    low, high = card.part.bounds
    return "" if low is None or high is None else minus_sign(f"{low}–{high}")


def place_of(report: Report, card: UnitCard) -> str:
    """The rank as a table shows it."""
    rank = card.part.rank
    return "" if rank is None else f"{rank}{report.say('mark.tied') if card.part.tied else ''}"


def _of(report: Report, full: str) -> str:
    return report.say("letters.result.of", points=full) if full else ""


def _open(report: Report, card: UnitCard) -> str:
    earned, of = card.part.so_far.score, card.part.so_far.of
    bounds = bounds_of(card)
    so_far = report.say("letters.result.so_far", score=minus_sign(earned), of=short_text(parse_exact(of)))
    between = report.say("letters.result.between", bounds=bounds) if bounds else ""
    parts = report.say("letters.joiner").join(part for part in (so_far, between) if part)
    return report.say("letters.result.open", parts=parts)


def _rank(report: Report, card: UnitCard) -> str:
    if card.part.rank is None:
        return ""
    among = _among(report, card)
    return report.say("letters.result.rank", among=among, rank=str(card.part.rank), tied=_tied(report, card.part.tied))


def _among(report: Report, card: UnitCard) -> str:
    """The units among which it is ranked, where the report knows them; and that some of them are still open."""
    within = report.within
    if within not in (None, "all", "class"):
        return ""
    peers = report.group_of[card.group].cards if within == "class" else report.units
    title = card.class_title if within == "class" else ""
    ranked = sum(peer.part.rank is not None for peer in peers)
    key = "letters.result.among" if title else "letters.result.among_all"
    waiting = sum(peer.part.state == "provisional" for peer in peers)
    if waiting:
        return report.say(f"{key}_open", group=title, count=str(ranked), open=str(waiting))
    return report.say(key, group=title, count=str(ranked))


def _overall(report: Report, card: UnitCard) -> str:
    if card.part.overall is None:
        return ""
    tied = _tied(report, card.part.overall_tied)
    return report.say("letters.result.overall", rank=str(card.part.overall), tied=tied)


def _grade(report: Report, card: UnitCard) -> str:
    return report.say("letters.result.grade", grade=card.part.grade) if card.part.grade is not None else ""


def _tied(report: Report, tied: bool) -> str:  # noqa: FBT001 - as the result has it
    return report.say("mark.tied") if tied else ""
