"""The head of the page and its small tables: counts, each class with its mean and its grades, problems of the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lawscore.classes import dataclass
from lawscore.publishing.facts import short_digest
from lawscore.publishing.figures import NONE, figure
from lawscore.publishing.means import mean
from lawscore.publishing.page.columns import STATES
from lawscore.publishing.page.tongues import Text, Tongues, both
from lawscore.publishing.report import Group


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table: the first cell of each row heads it."""

    headers: Sequence[Text]
    rows: Sequence[Sequence[Text]]


def head_facts(tongues: Tongues) -> Iterator[tuple[Text, Text]]:
    """What the result is of: names and values."""
    report, say = tongues.report, tongues.say
    result = report.result
    yield say("page.period"), result.period
    yield say("page.rubric"), tongues.tell(lambda one: one.name)
    yield say("page.digest"), short_digest(result.rubric.digest)
    layer = result.provenance.layer if result.provenance is not None else None
    yield say("page.layer"), say("page.layer_latest") if layer is None else say(f"layer.{layer}")
    if report.earlier:
        yield (
            say("page.compared"),
            say("page.compared_with", period=report.earlier.period, rubric=report.earlier.rubric),
        )


def counts(tongues: Tongues) -> Iterator[tuple[str, str, Text]]:
    """How many units there are and in which state, and how many problems: kind, figure, word."""
    report, say = tongues.report, tongues.say
    yield "units", str(len(report.units)), say("page.units")
    for state in STATES:
        found = sum(card.part.state == state for card in report.units)
        if found:
            yield state, str(found), say(f"state.{state}")
    if report.problems:
        yield "problems", str(len(report.problems)), say("page.problems")


def overview(tongues: Tongues) -> Grid:
    """A row for each class: its units by state, mean, highest and lowest total, and how many have which grade."""
    report, say = tongues.report, tongues.say
    states = [state for state in STATES if any(group.count(state) for group in report.groups)]
    headers: list[Text] = [
        say("column.class"), say("page.units"), *(say(f"state.{state}") for state in states),
        say("page.average"), say("page.highest"), say("page.lowest"), *report.grades,
    ]  # fmt: skip
    groups = list(report.groups)
    rows = [_row(tongues, group, states, group.title or say("page.all")) for group in groups]
    if len(groups) > 1:
        everybody = Group("", "", report.units)
        rows.append(_row(tongues, everybody, states, say("page.all")))
    return Grid(headers, rows)


def _row(tongues: Tongues, group: Group, states: Sequence[str], name: Text) -> list[Text]:
    report = tongues.report
    totals = [card.score for card in group.final if card.score is not None]
    figures = (mean(totals), max(totals, default=None), min(totals, default=None))
    graded = [card.part.grade for card in group.cards]
    return [
        name, str(len(group.cards)), *(str(group.count(state)) for state in states),
        *(figure(one, report.shown) for one in figures), *(str(graded.count(grade) or NONE) for grade in report.grades),
    ]  # fmt: skip


def problems(tongues: Tongues) -> Iterator[tuple[str, Text, str, Text, Text]]:
    """Each problem of the input: severity, its word, place, message, hint."""
    for parts in zip(*(report.problems for report in tongues.reports), strict=True):
        part = parts[0]
        yield (
            part.severity, tongues.say(f"severity.{part.severity}"), part.where,
            both(one.message for one in parts), both(one.hint for one in parts),
        )  # fmt: skip
