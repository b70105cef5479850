"""What papers are drawn from, on rubrics and units that nobody wrote: everything is there once, and all sums are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from hypothesis import event, given, settings

from lawscore.assessing import Assessment
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.report import Report
from lawscore.publishing.steps import LEVELS
from lawscore.reports.standings import in_order
from tests.property.strategies import Chance, made_up, seeds
from tests.support_reports import kept_report, made_report

ZERO = Fraction(0)
Law = Callable[[Assessment, Report], None]


def everything_is_there_once(_: Assessment, report: Report) -> None:
    """Every unit, indicator, item, value and every value owed of the result stands in the report, and once."""
    assert Counter(card.id for card in report.units) == Counter(unit.id for unit in report.result.units)
    for card in report.units:
        part = next(unit for unit in report.result.units if unit.id == card.id)
        lines = list(card.lines.values())
        assert [line.part for line in lines] == part.indicators
        assert set(card.lines) == {one.id for one in part.indicators}
        items = [*(item for line in lines for item in line.items), *card.total_items]
        assert sorted(map(repr, items)) == sorted(map(repr, part.items))
        owed = {id(one) for line in lines for one in line.owed}
        assert owed == {id(one) for one in part.owed if set(one.indicators) & set(card.lines)}
        told = [fact.field for line in lines for fact in line.facts]
        assert set(told) <= {fact.field for fact in part.facts}
        for line in lines:
            assert len({fact.field for fact in line.facts}) == len(line.facts)


def in_the_order_of_the_standings(assessment: Assessment, report: Report) -> None:
    """The units stand as `rank` lists them."""
    assert [card.id for card in report.units] == [card.unit.id for card in in_order(assessment)]


def exact_values_are_those_of_the_engine(assessment: Assessment, report: Report) -> None:
    """Totals, bounds and indicators: what was scored, and what was not is None."""
    for card in assessment:
        found = report.cards[card.unit.id]
        assert found.score == card.score
        if None not in card.bounds and found.part.bounds != (None, None):
            assert found.low is not None
            assert found.high is not None
            assert found.low <= found.high
        for node in card.nodes:
            assert found.lines[node.id].score == node.score
            assert found.lines[node.id].points == node.points


def tree(report: Report) -> Iterator[tuple[str | None, str]]:
    for heading in report.headings:
        yield heading.parent, heading.id


def headings_follow_the_rubric(_: Assessment, report: Report) -> None:
    """A branch before what is below it; each id once; the depth is one more than that of the branch."""
    seen: dict[str | None, int] = {None: 0}
    for heading in report.headings:
        assert heading.parent in seen
        assert heading.id not in seen
        assert heading.depth == seen[heading.parent] + 1
        seen[heading.id] = heading.depth
    for card in report.units:
        order = [line.heading.id for line in card.lines.values()]
        assert order == [heading.id for heading in report.headings if heading.id in card.lines]
        assert card.top == tuple(line for line in card.lines.values() if line.heading.parent is None)
        assert card.leaves == tuple(line for line in card.lines.values() if line.part.leaf)


def groups_hold_every_unit_once(_: Assessment, report: Report) -> None:
    """The groups part the units, each in the order of the standings."""
    assert sorted(card.id for group in report.groups for card in group.cards) == sorted(report.cards)
    for group in report.groups:
        assert {card.group for card in group.cards} == {group.id}
        assert [card.id for card in group.cards] == [card.id for card in report.units if card.group == group.id]
        states = [group.count(state) for state in ("final", "provisional", "not_assessed")]
        assert sum(states) == len(group.cards)
        assert len(group.final) == states[0]


def means_are_exact(_: Assessment, report: Report) -> None:
    """The mean of a group times its units whose total stands is the sum of their scores, of each indicator too."""
    for group in report.groups:
        means = report.means[group.id]
        totals = [Fraction(card.part.exact) for card in group.cards if card.part.exact is not None]
        assert means.count == len(totals)
        assert (means.total is None) == (not totals)
        assert (means.total or ZERO) * len(totals) == sum(totals, ZERO)
        for heading in report.headings:
            parts = [part for card in group.final for part in card.part.indicators if part.id == heading.id]
            scores = [Fraction(part.exact) for part in parts if part.exact is not None]
            assert means.counts[heading.id] == len(scores)
            assert (means.indicators[heading.id] or ZERO) * len(scores) == sum(scores, ZERO)


def steps_lead_to_the_total(_: Assessment, report: Report) -> None:
    """Each step begins where the one before it ended; the last is the total, or what it can still come to."""
    for card in report.units:
        if card.part.state == "not_assessed":
            assert card.steps == ()
        else:
            leads_to_the_total(card)
            event(f"steps {sorted({step.kind for step in card.steps})}")


def leads_to_the_total(card: UnitCard) -> None:
    ends = [step for step in card.steps if step.kind in ("total", "bounds")]
    bounded = card.low is not None and card.high is not None
    assert [step.kind for step in ends] == ["total"] * (card.score is not None) + ["bounds"] * (
        card.score is None and bounded
    )
    assert list(card.steps[len(card.steps) - len(ends) :]) == ends
    level: Fraction | None = None
    for step in card.steps[: len(card.steps) - len(ends)]:
        if step.kind == "open":
            assert step.line is not None
            assert (step.end, step.change) == (level, step.line.points)
            continue
        assert step.begin == (ZERO if level is None else level)
        assert step.kind not in LEVELS or level is None
        level = step.end
    if card.score is not None:
        assert level == card.score
        assert (ends[0].begin, ends[0].end) == (ZERO, card.score)
    elif ends:
        assert (ends[0].begin, ends[0].end) == (card.low, card.high)


def every_item_above_the_steps_is_a_step(_: Assessment, report: Report) -> None:
    """The items of the whole, and of each branch that is told by its parts, are steps of their own; none is told twice."""
    for card in report.units:
        if card.part.state == "not_assessed" or report.rubric.root.aggregate != "sum":
            continue
        opened = opened_in(card)
        event(f"opened {len(opened)}")
        items = [item for one in opened if card.lines[one].part.start is not None for item in card.lines[one].items]
        items += card.total_items if card.part.start is not None else ()
        told = [step.item for step in card.steps if step.item is not None]
        assert sorted(map(id, told)) == sorted(id(item) for item in items if Fraction(item.exact))
        assert all(step.change == Fraction(step.item.exact) for step in card.steps if step.item is not None)


def opened_in(card: UnitCard) -> set[str]:
    """The branches above the indicators that the steps tell."""
    found = set()
    for step in card.steps:
        parent = None if step.line is None else step.line.heading.parent
        while parent is not None:
            found.add(parent)
            parent = card.lines[parent].heading.parent
    return found


LAWS = (
    everything_is_there_once, in_the_order_of_the_standings, exact_values_are_those_of_the_engine, headings_follow_the_rubric,
    groups_hold_every_unit_once, means_are_exact, steps_lead_to_the_total,
    every_item_above_the_steps_is_a_step,
)  # fmt: skip


@settings(max_examples=60)
@given(chance=seeds())
def test_made_up_rubrics(chance: Chance):
    assessment, report = made_report(made_up(chance, 4, gaps=chance.one(2, 8, 40), compares=True))
    event(f"states {sorted({card.part.state for card in report.units})}")
    for law in LAWS:  # one report is looked at by all of them: to make it is what takes time
        law(assessment, report)


def test_a_branch_that_is_told_by_its_parts_has_its_own_items_as_steps():
    """It was scaled to 100 for what does not apply: that is a step with its reason, between its parts and what comes after."""
    card = kept_report("cixi-2017", "departments-2017").cards["d12"]
    told = [
        (step.kind, step.line.heading.id if step.line else step.item.reason if step.item else "", step.end)
        for step in card.steps
    ]
    scaled = next(place for place, (kind, *_) in enumerate(told) if kind == "item")
    assert told[0] == ("points", "", Fraction(94))
    assert told[scaled] == ("item", "按适用部分折算为 100 分：100 × 90.684 ÷ 94", Fraction(22671, 235))
    assert {kind for kind, *_ in told[1:scaled]} == {"indicator"}
    assert [card.lines[one].heading.parent for _, one, _ in told[1:scaled]] == ["基础"] * (scaled - 1)
    assert [card.lines[one].heading.parent for _, one, _ in told[scaled + 1 : -1]] == [None, None]
    assert told[-1] == ("total", "", Fraction(22906, 235))
