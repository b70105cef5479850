"""One unit as data for the page: what is drawn when it is opened, every text in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lawscore.publishing.figures import bounds_text, figure
from lawscore.publishing.page.figures import change
from lawscore.publishing.page.given import adjustment_form, fact_form
from lawscore.publishing.page.lines import (
    Form,
    also_form,
    each_in,
    items_form,
    line_form,
    owed_form,
    ranked,
    there,
)
from lawscore.publishing.page.tongues import Cards, Text, Tongues
from lawscore.publishing.page.waterfall import waterfall
from lawscore.reports.signs import minus_sign
from lawscore.results.model import UnitPart


def unit_form(tongues: Tongues, cards: Cards, headings: Mapping[str, int], fields: Mapping[str, int]) -> Form:
    """All of one unit; `headings` and `fields` are their places in the book of the page."""
    card, means = cards[0], tongues.report.means[cards[0].group].indicators
    lines = zip(*(one.lines.values() for one in cards), strict=True)
    return there(
        id=card.id, name=card.name, group=card.group, title=card.class_title, state=card.part.state,
        summary=list(_summary(tongues, cards)), notes=each_in(lambda one: one.part.notes, cards), steps=waterfall(tongues, cards),
        lines=[line_form(tongues, one, headings[one[0].heading.id], means.get(one[0].heading.id)) for one in lines],
        items=items_form([one.total_items for one in cards]),
        also=[also_form(tongues, one) for one in zip(*(one.part.also for one in cards), strict=True)],
        adjustments=[adjustment_form(tongues, one) for one in zip(*(one.part.adjustments for one in cards), strict=True)],
        owed=[owed_form(tongues, one) for one in card.part.owed],
        facts={fields[fact.field]: fact_form(tongues, fact) for fact in card.part.facts},
    )  # fmt: skip


def _summary(tongues: Tongues, cards: Cards) -> Iterator[Sequence[Text]]:
    """What stands above all: names and values."""
    part, say = cards[0].part, tongues.say
    yield say("column.state"), say(f"state.{part.state}")
    if part.not_assessed is not None:
        yield say("page.why"), part.not_assessed
        return
    if part.score is not None:
        yield say("column.score"), minus_sign(part.score)
    else:
        yield say("column.bounds"), bounds_text(part)
        yield say("column.so_far"), say("page.of", score=minus_sign(part.so_far.score), of=part.so_far.of)
    if part.grade is not None:
        yield say("column.grade"), part.grade
    yield from _ranks(tongues, part)
    yield from _compared(tongues, cards)


def _ranks(tongues: Tongues, part: UnitPart) -> Iterator[Sequence[Text]]:
    say = tongues.say
    if part.rank is not None:
        yield say("column.rank"), ranked(tongues, part.rank, tied=part.tied)
    if part.rank_range is not None:
        yield say("column.rank_range"), "–".join(map(str, part.rank_range))
    if part.overall is not None:
        yield say("column.overall"), ranked(tongues, part.overall, tied=part.overall_tied)


def _compared(tongues: Tongues, cards: Cards) -> Iterator[Sequence[Text]]:
    """The mean of the group, and the earlier result."""
    card, report, say = cards[0], tongues.report, tongues.say
    mean = report.means[card.group].total
    if mean is not None and len(report.group_of[card.group].cards) > 1:
        yield say("page.mean"), figure(mean, report.shown)
        if card.score is not None:
            yield say("page.against_mean"), change(card.score - mean, report.shown)
    before = card.earlier
    if before is not None:
        told: list[Text] = [minus_sign(before.score) if before.score is not None else say(f"state.{before.state}")]
        told += [before.grade] if before.grade is not None else []
        told += (
            [say("page.rank_is", rank=ranked(tongues, before.rank, tied=before.tied))]
            if before.rank is not None
            else []
        )
        yield say("page.earlier", period=report.earlier.period), tongues.join(told)
