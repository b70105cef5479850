"""The rows of the CSV files about units: standings, results beside the total, indicators, items, what is owed, adjustments."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from lawscore.numbers import Rounding
from lawscore.publishing.cards import Line, UnitCard
from lawscore.publishing.facts import kind_key
from lawscore.publishing.figures import change_since
from lawscore.publishing.owed import owed_by, owed_text
from lawscore.publishing.report import Report
from lawscore.publishing.texts.cells import Row, count, exact, exact_of, listed, proofs, unit_cells, yes
from lawscore.publishing.texts.wording import notes_of
from lawscore.results.model import AlsoPart, IndicatorPart, ItemPart, UnitPart

__all__ = ["Row", "adjustment_rows", "beside_rows", "indicator_rows", "item_rows", "owed_rows", "standing_rows"]


def standing_rows(report: Report) -> Iterator[Row]:
    """One for each unit, in the order of the standings."""
    for card in report.units:
        part, earlier = card.part, card.earlier
        change = change_since(card)
        best, worst = part.rank_range or (None, None)
        yield {
            **unit_cells(card), "class": part.class_, "class_title": card.class_title,
            "state": report.say(f"state.{part.state}"), **_ranked(part, report), "best_rank": count(best),
            "worst_rank": count(worst), **_scored(part), "low": part.bounds[0], "high": part.bounds[1],
            "earned": part.so_far.score, "earned_of": part.so_far.of, "grade": part.grade,
            "earlier_score": earlier.score if earlier is not None else None,
            "earlier_rank": count(earlier.rank) if earlier is not None else None,
            "change": _shown(change, report.shown), "change_exact": exact(change),
            "notes": listed(notes_of(card, report)),
        }  # fmt: skip


def beside_rows(report: Report) -> Iterator[Row]:
    """One for each unit and result beside the total."""
    for card in report.units:
        for also in card.part.also:
            yield {
                **unit_cells(card), "result": also.id, "title": also.title, "state": report.say(f"state.{also.state}"),
                **_scored(also), "low": also.bounds[0], "high": also.bounds[1], "grade": also.grade,
                **_ranked(also, report), "notes": listed(also.notes),
            }  # fmt: skip


def indicator_rows(report: Report) -> Iterator[Row]:
    """One for each unit and indicator."""
    for card in report.units:
        for line in card.lines.values():
            yield _indicator(card, line, report)


def _indicator(card: UnitCard, line: Line, report: Report) -> Row:
    part, mean = line.part, report.means[card.group].indicators[line.heading.id]
    shown = line.heading.shown
    return {
        **unit_cells(card), "indicator": part.id, "title": part.title, "parent": part.parent,
        "level": str(line.heading.depth), "points": part.points, "state": report.say(f"state.{part.state}"), "why": part.why,
        **_scored(part), "lost": _shown(line.lost, shown), "lost_exact": exact(line.lost),
        "class_mean": _shown(mean, shown), "class_mean_exact": exact(mean),
        "grade": part.grade, "rank": count(part.rank), "tied": yes(report, holds=part.tied),
        "earlier_score": line.earlier.score if line.earlier is not None else None, "notes": listed(part.notes),
    }  # fmt: skip


def item_rows(report: Report) -> Iterator[Row]:
    """One for each item, those of results beside the total too."""
    for card in report.units:
        beside = ((also.id, item) for also in card.part.also for item in also.items)
        for result, item in chain((("", item) for item in card.part.items), beside):
            yield _item(card, result, item, report)


def _item(card: UnitCard, result: str, item: ItemPart, report: Report) -> Row:
    line = card.lines.get(item.indicator or "")
    return {
        **unit_cells(card), "result": result, "indicator": item.indicator, "title": line.heading.title if line else "",
        "rule": item.rule, "kind": report.say(kind_key(item)), "occasion": item.occasion, "quantity": item.quantity,
        "price": item.price, "item_points": item.points, "item_exact": exact_of(item.exact), "reason": item.reason,
        "basis": listed(item.basis), "records": listed(item.records),
    }  # fmt: skip


def owed_rows(report: Report) -> Iterator[Row]:
    """One for each value or answer that a unit still owes."""
    for card in report.units:
        for one in card.part.owed:
            yield {
                **unit_cells(card), "owed_kind": report.say(f"owed.{one.kind}"), "owed_what": owed_text(report, one),
                "owed_record": one.record, "responsible": owed_by(report, one),
                "indicators": listed(one.indicators), "vetoes": listed(one.vetoes),
            }  # fmt: skip


def adjustment_rows(report: Report) -> Iterator[Row]:
    """One for each adjustment of each unit."""
    for card in report.units:
        for one in card.part.adjustments:
            yield {
                **unit_cells(card), "adjustment": one.id, "authority": one.authority, "date": one.date,
                "effect": report.say(f"csv.effect.{one.effect}"), "effect_state": report.say(f"csv.effect_state.{one.state}"),
                "field": one.field, "record": one.record, "column": one.column, "indicator": one.indicator,
                "rule": one.rule, "item_points": one.points, "was": one.was, "now": one.now, "until": one.until,
                "remark": one.remark, "evidence": proofs(one.evidence),
            }  # fmt: skip


def _shown(value: Fraction | None, shown: Rounding) -> str:
    return "" if value is None else shown.text(value)


def _scored(part: UnitPart | AlsoPart | IndicatorPart) -> Row:
    return {"score": part.score, "exact": exact_of(part.exact)}


def _ranked(part: UnitPart | AlsoPart, report: Report) -> Row:
    return {
        "rank": count(part.rank), "tied": yes(report, holds=part.tied), "overall": count(part.overall),
        "overall_tied": yes(report, holds=part.overall_tied),
    }  # fmt: skip
