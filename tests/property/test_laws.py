"""The laws of scoring, on rubrics that nobody wrote and on every rubric of the repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm, prod
from statistics import median
from typing import Any

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from lawscore.analysis.standings import rank
from lawscore.assessing import Assessment, assess_facts
from lawscore.expressions.values import Cause, Missing
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Record, UnitFacts
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination
from tests.conformance.paths import PATHS
from tests.property.strategies import Case, Chance, bound, cases_of, made_up, rubrics_of_the_repository, seeds
from tests.support import score_unit

ZERO, ONE = Fraction(0), Fraction(1)
NAMES = sorted(rubrics_of_the_repository())
EVERY_RUBRIC = pytest.mark.parametrize("name", NAMES)


def cards_of(case: Case) -> tuple[Card, ...]:
    return assess_facts(case.rubric, case.facts, case.givens).cards


def all_nodes(rubric: Rubric, card: Card) -> Iterator[tuple[BoundNode, NodeResult]]:
    """Every indicator with its result, and the total."""
    yield from zip(rubric.nodes.values(), card.nodes, strict=True)
    yield rubric.root, card.total


# --- start + items = score -----------------------------------------------------------------------------------------------


def adds_up(case: Case) -> None:
    """Start and items make the score, exactly: at leaves, at branches, at the total, and with the vetoes."""
    for card in cards_of(case):
        for node, result in all_nodes(case.rubric, card):
            if result.state != "scored":
                assert (result.score, result.items) == (None, ())
                continue
            assert result.start is not None
            assert result.start + sum((item.points for item in result.items), ZERO) == result.score
            if not node.is_leaf and result.why is None:
                assert is_made_of(node, card, result.start)
        vetoes = tuple(item for item in card.items if item.kind == "veto")
        assert card.items == (*(item for node in card.nodes for item in node.items), *card.total.items, *vetoes)
        if card.score is not None:
            assert card.total.score is not None
            assert card.total.score + sum((item.points for item in vetoes), ZERO) == card.score


def is_made_of(node: BoundNode, card: Card, start: Fraction) -> bool:
    """Whether the start of a branch is what its parts come to by its aggregate."""
    found = [(child, card.node(child.id)) for child in node.children if not child.uncounted]
    out = ("not_applicable", "unscored") if node.leaves_missing_out else ("not_applicable",)
    there = [(child, result) for child, result in found if result.state not in out]
    scores = []
    for _, result in there:
        assert result.score is not None
        rate = result.score / result.points if result.points else ZERO
        scores.append(rate * node.points if node.of_rates else result.score)
    weights = [ONE if child.weight is None else child.weight for child, _ in there]
    parts = [(weight, score) for weight, score in zip(weights, scores, strict=True) if weight]
    return MADE_OF[node.aggregate](start, parts)


Weighed = Sequence[tuple[Fraction, Fraction]]


def _is_mean(start: Fraction, parts: Weighed) -> bool:
    return start * sum(weight for weight, _ in parts) == sum(weight * score for weight, score in parts)


def _is_geometric(start: Fraction, parts: Weighed) -> bool:
    """In powers of whole numbers, up to a few units of the 34th digit."""
    common = lcm(*(weight.denominator for weight, _ in parts))
    whole = prod(score ** int(weight * common) for weight, score in parts)
    found = start ** int(sum(weight for weight, _ in parts) * common)
    return abs(found - whole) <= whole * common * len(parts) * Fraction(1, 10**33)


#: What it is to be the aggregate of weighted parts.
MADE_OF: dict[str, Callable[[Fraction, Weighed], bool]] = {
    "sum": lambda start, parts: start == sum(score for _, score in parts),
    "mean": _is_mean,
    "weighted_mean": _is_mean,
    "geometric_mean": _is_geometric,
    "harmonic_mean": lambda start, parts: (
        sum(weight for weight, _ in parts) == start * sum(weight / score for weight, score in parts)
    ),
    "median": lambda start, parts: start == median([score for _, score in parts]),
    "minimum": lambda start, parts: start == min(score for _, score in parts),
    "maximum": lambda start, parts: start == max(score for _, score in parts),
}


# --- limits --------------------------------------------------------------------------------------------------------------


def stays_inside(case: Case) -> None:
    """Every score is inside the floor and ceiling that are declared, or that a leaf has of itself."""
    for card in cards_of(case):
        for node, result in all_nodes(case.rubric, card):
            if result.score is not None:
                assert node.floor is None or node.floor <= result.score
                assert node.ceiling is None or result.score <= node.ceiling


# --- one more fault ------------------------------------------------------------------------------------------------------


def never_rises(case: Case, names: Sequence[str]) -> None:
    """One more recorded fault never raises a score, where everything applies as before."""
    facts = case.facts[0]
    before = score_unit(case.rubric, facts, case.givens)
    for name in names:
        for worse in one_more(case, facts, name):
            after = score_unit(case.rubric, worse, case.givens)
            pairs = list(zip((*before.nodes, before.total), (*after.nodes, after.total), strict=True))
            if any((old.state, old.points) != (new.state, new.points) for old, new in pairs):
                continue
            event("compared")
            for old, new in pairs:
                assert old.score is None or new.score <= old.score, (name, old.id)
            assert before.score is None or after.score is None or after.score <= before.score


def one_more(case: Case, facts: UnitFacts, name: str) -> Iterator[UnitFacts]:
    """The same facts with one more record, or one more on the count."""
    value: Any = facts.values[name]
    if isinstance(value, Missing):
        return
    spec = case.rubric.fields[name]
    if spec.type != "records":
        yield replace(facts, values={**facts.values, name: value + 1})
        return
    values, nones = case.reporter.columns(spec)
    record = Record("文0", {**values, spec.key: "文0"} if spec.key else values, nones)
    if any(isinstance(value, Missing) for value in record.values.values()):
        return
    for place in {0, len(value)}:
        yield replace(facts, values={**facts.values, name: (*value[:place], record, *value[place:])})


def steady_names(rubric: Rubric) -> list[str]:
    """Lists and counts that only rules charge whose sum cannot fall when one more comes."""
    names = [name for name, spec in rubric.fields.items() if spec.type in ("records", "count")]
    return [name for name in names if _only_charged(rubric, name)]


def _only_charged(rubric: Rubric, name: str) -> bool:
    tainted = {name}
    for _ in rubric.document.measures:
        tainted |= {measure for measure, spec in rubric.document.measures.items() if _mentions(spec, tainted)}
    conditions = [veto.spec for veto in rubric.vetoes] + [node.applies_spec for node in rubric.nodes.values()]
    if any(_mentions(condition, tainted) for condition in conditions):
        return False
    rules = [(node, rule) for node in rubric.nodes.values() for rule in node.rules if name in rule.reads]
    across = {indicator for once in rubric.document.once for indicator in once.across}
    return bool(rules) and all(
        _cannot_fall(rule, name, tainted) and node.once is None and node.id not in across for node, rule in rules
    )


def _cannot_fall(rule: BoundRule | BoundCombination, name: str, tainted: set[str]) -> bool:
    if isinstance(rule, BoundCombination):
        return rule.key == "sum_of" and not rule.once and all(_cannot_fall(part, name, tainted) for part in rule.parts)
    model = rule.model
    others = model.model_copy(update={"each": None, "deduct": None})
    priced = rule.amount.constant is not None or type(model.amount).__name__ in ("PriceList", "BandList")
    plain = rule.sign < 0 and priced and not rule.amount.asks and model.keep in (None, "highest")
    return plain and model.each == name and not _mentions(others, tainted) and not _mentions(model.amount, tainted)


def _mentions(part: Any, names: set[str]) -> bool:
    return part is not None and bool(names & set(re.findall(r"[^\W\d]\w*", str(part))))


# --- order ---------------------------------------------------------------------------------------------------------------


def digits(rubric: Rubric, cards: Iterable[Card]) -> dict[str, Any]:
    """Every digit and state of an assessment, by unit and indicator."""
    return {
        card.unit.id: (
            card.state, card.score, card.bounds, card.grade, card.rank, card.tied, _causes(card),
            card.standing.overall, card.standing.overall_tied,
            {node.id: (node.state, node.start, node.score, node.points, node.interval, node.so_far) for node in card.nodes},
            sorted((item.kind, item.indicator or "", item.points) for item in card.items if item.kind == "veto"),
        )
        for card in cards
    }  # fmt: skip


def _causes(card: Card) -> tuple[Cause, ...]:
    """What the card waits for; units that owe are named in the order of the roster."""
    return tuple(replace(cause, detail="、".join(sorted(cause.detail.split("、")))) for cause in card.causes)


def order_does_not_count(case: Case) -> None:
    """The order of units, fields, records, answers, indicators and rules never changes a digit."""
    expected = digits(case.rubric, cards_of(case))
    chance = case.chance
    turned = [turn_facts(facts, chance.shuffled) for facts in chance.shuffled(case.facts)]
    assert digits(case.rubric, assess_facts(case.rubric, turned, case.givens).cards) == expected
    other = bound(turn_document(case.document, chance.shuffled))
    assert digits(other, assess_facts(other, turned, case.givens).cards) == expected


Shuffle = Callable[[Sequence[Any]], list[Any]]


def turn_facts(facts: UnitFacts, shuffled: Shuffle) -> UnitFacts:
    """The same facts, told in another order."""

    def turned(value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        return tuple(replace(record, values=dict(shuffled(list(record.values.items())))) for record in shuffled(value))

    values = {name: turned(value) for name, value in shuffled(list(facts.values.items()))}
    history = {years: turn_facts(then, shuffled) for years, then in shuffled(list(facts.history.items()))}
    return replace(facts, values=values, answers=dict(shuffled(list(facts.answers.items()))), history=history)


def turn_document(document: dict[str, Any], shuffled: Shuffle) -> dict[str, Any]:
    """The same rubric, written in another order. What is declared as an order stays: `first_of`, bands, chains, `across`."""
    turned = dict(shuffled(list(document.items())))
    for section in ("fields", "measures", "givens", "classes", "roles"):
        if section in turned:
            turned[section] = dict(shuffled(list(turned[section].items())))
    for section in ("vetoes", "checks", "once"):
        if section in turned:
            turned[section] = shuffled(turned[section])
    fixed = {indicator for once in document.get("once", ()) for indicator in once["across"]}
    return {**turned, "indicators": [_turn_node(node, shuffled, fixed) for node in shuffled(document["indicators"])]}


def _turn_node(node: dict[str, Any] | str, shuffled: Shuffle, fixed: set[str]) -> dict[str, Any] | str:
    if isinstance(node, str):
        return node
    turned = dict(shuffled(list(node.items())))
    if "indicators" in node:
        turned["indicators"] = [_turn_node(part, shuffled, fixed) for part in shuffled(node["indicators"])]
    if "rules" in node and "keep" not in node and node["id"] not in fixed:
        turned["rules"] = [_turn_rule(rule, shuffled) for rule in shuffled(node["rules"])]
    return turned


def _turn_rule(rule: dict[str, Any], shuffled: Shuffle) -> dict[str, Any]:
    turned = dict(shuffled(list(rule.items())))
    for key in ("sum_of", "highest_of"):
        if key in rule and "keep" not in rule:
            turned[key] = [_turn_rule(part, shuffled) for part in shuffled(rule[key])]
    for key in ("times", "plus"):
        if key in rule:
            turned[key] = shuffled(rule[key])
    return turned


def reference_agrees(case: Case) -> None:
    """The reference evaluator gives every digit that the compiled programs give."""
    with PATHS["reference"]():
        walked = bound(case.document)
    found = assess_facts(walked, case.facts, case.givens)
    assert digits(walked, found.cards) == digits(case.rubric, cards_of(case))


# --- what is missing -----------------------------------------------------------------------------------------------------


def bounds_enclose(case: Case, tries: int = 4) -> None:
    """Whatever is still to come, every score comes to lie inside the bounds; and what has a score already keeps it."""
    reporter = case.reporter
    now = assess_facts(case.rubric, case.facts, case.givens)
    if may_move(case.rubric, now):
        event("figures of others may move")
        return
    ranged = rank(now, provisional=True).assessment.cards if case.rubric.document.ranking is not None else ()
    for _ in range(tries):
        givens = reporter.completed_givens(case.givens)
        completed = [reporter.completed(facts) for facts in case.facts]
        found = assess_facts(case.rubric, completed, givens).cards
        for card, later in zip(now.cards, found, strict=True):
            card_encloses(case.rubric, card, later)
        ranges_enclose(case.rubric, ranged, found)


def ranges_enclose(rubric: Rubric, ranged: Sequence[Card], found: Sequence[Card]) -> None:
    """The rank that comes in the end lies in its range, where all are settled and nobody gets another score."""
    if any(card.state == "provisional" for card in found) or any(
        leaves_out(rubric, rubric.root, one) for one in ranged
    ):
        return
    for now, later in zip(ranged, found, strict=False):  # without a ranking nothing is ranged
        for told, came in (
            (now.standing.range, later.standing.rank),
            (now.standing.overall_range, later.standing.overall),
        ):
            if came is not None and told is not None:
                event("ranks in ranges of several" if told[0] < told[1] else "ranks in ranges of one")
                assert told[0] <= came <= told[1], later.unit.id


def card_encloses(rubric: Rubric, card: Card, later: Card) -> None:
    """A card, and the same unit's when nothing is owed any more."""
    for (node, result), (_, found) in zip(all_nodes(rubric, card), all_nodes(rubric, later), strict=True):
        if is_reached(rubric, node, later) and not leaves_out(rubric, node, card):
            encloses(node, result, found)
    if later.score is not None and not leaves_out(rubric, rubric.root, card):
        event("completed" if card.state == "provisional" else "complete from the start")
        low, high = card.bounds
        assert low is None or low <= later.score, "total"
        assert high is None or later.score <= high, "total"


def may_move(rubric: Rubric, now: Assessment) -> bool:
    """Whether what a unit goes by may still change though it is known: others are left out, or not yet charged."""
    left_out = rubric.compares and any(leaves_out(rubric, rubric.root, card) for card in now.cards)
    warned = any(problem.code == "charged_to_open" for problem in now.problems)
    return left_out or warned or makes_do(rubric.document.model_dump(by_alias=True, exclude_defaults=True))


def makes_do(part: Any) -> bool:
    """Whether some comparison goes on without the figures that are owed (branches that do are looked at one by one)."""
    if isinstance(part, dict):
        own = "indicators" not in part and part.get("missing", "unscored") not in ("unscored", None)
        return own or any(map(makes_do, part.values()))
    return isinstance(part, list | tuple) and any(map(makes_do, part))


def is_reached(rubric: Rubric, node: BoundNode, card: Card) -> bool:
    """Whether everything above a node applies: else nothing below has anything to say."""
    parent = node.parent
    while parent is not None:
        if card.node(parent).why is not None:
            return False
        parent = rubric.nodes[parent].parent
    return True


def leaves_out(rubric: Rubric, node: BoundNode, card: Card) -> bool:
    """Whether something below the node is scored without a part that is missing: once that comes, it is another score."""
    return any(may_come_back(below, card) for below in node.walk() if not below.is_leaf and below.leaves_missing_out)


def may_come_back(branch: BoundNode, card: Card) -> bool:
    """Whether a branch goes by some of its parts while others are missing."""
    return {"scored", "unscored"} <= {card.node(part.id).state for part in branch.children}


def is_left_out(rubric: Rubric, node: BoundNode, card: Card) -> bool:
    """Whether a node has no score, and its branch has one all the same."""
    parent = rubric.nodes[node.parent] if node.parent is not None else rubric.root
    above = card.node(parent.id) if parent.id else card.total
    return parent.leaves_missing_out and above.state == "scored" and card.node(node.id).state == "unscored"


def encloses(node: BoundNode, now: NodeResult, later: NodeResult) -> None:
    """A score stands; what is open comes to lie inside its interval, or is left out where that was possible."""
    if now.state == "scored":
        assert (later.state, later.score, later.points) == ("scored", now.score, now.points), node.id
    elif now.state == "not_applicable":
        assert later.state == "not_applicable", node.id
    elif later.state == "not_applicable":
        assert now.interval.may_vanish, node.id
    elif later.score is not None:
        interval = now.interval
        assert interval.low is None or interval.low <= later.score, node.id
        assert interval.high is None or later.score <= interval.high, node.id
        assert interval.points_low <= later.points <= interval.points_high, node.id


def nothing_is_quietly_zero(case: Case) -> None:
    """A card on which anything is owed has no score, grade or rank, and says what is owed."""
    for card in cards_of(case):
        open_ = [
            result
            for node, result in all_nodes(case.rubric, card)
            if result.state == "unscored" and counts(case.rubric, node, card)
        ]
        undecided = [veto for veto in card.vetoes if not veto.struck and not veto.waived]
        assert (card.state == "provisional") == bool(open_ or undecided or card.total.state == "not_applicable")
        assert (card.score is None) == (card.state == "provisional")
        if card.state == "provisional":
            assert (card.grade, card.rank, card.tied) == (None, None, False)
            assert card.causes or card.total.state == "not_applicable"
        for result in open_:
            assert result.causes, result.id


def counts(rubric: Rubric, node: BoundNode, card: Card) -> bool:
    """Whether a node is counted all the way up, for a unit to which all above it applies."""
    while node.id:
        if node.uncounted or is_left_out(rubric, node, card):
            return False
        node = rubric.nodes[node.parent] if node.parent is not None else rubric.root
        if node.id and card.node(node.id).state == "not_applicable":  # only parts without weight are there
            return False
    return True


# --- tried ---------------------------------------------------------------------------------------------------------------

Law = Callable[[Case], None]
LAWS: Sequence[Law] = (adds_up, stays_inside, bounds_enclose, nothing_is_quietly_zero)
#: Of several units that are compared, above and below one another.
LAWS_OF_SEVERAL: Sequence[Law] = (*LAWS, order_does_not_count, reference_agrees)


def all_hold(laws: Sequence[Law], case: Case) -> None:
    """Every law of one case: to make it up takes longer than to try one of them."""
    for law in laws:
        note(law.__name__)  # told where one does not hold
        law(case)


@settings(max_examples=100)
@given(chance=seeds())
def test_made_up_rubrics(chance: Chance):
    all_hold(LAWS, made_up(chance))


@settings(max_examples=100)
@given(chance=seeds())
def test_several_units_under_made_up_rubrics(chance: Chance):
    all_hold(LAWS_OF_SEVERAL, made_up(chance, units=3, compares=True))


@settings(max_examples=100)
@given(chance=seeds())
def test_one_more_fault_under_made_up_rubrics(chance: Chance):
    case = made_up(chance, monotone=True)
    never_rises(case, steady_names(case.rubric))


@EVERY_RUBRIC
@settings(max_examples=5)
@given(data=st.data())
def test_rubrics_of_the_repository(name: str, data: st.DataObject):
    all_hold(LAWS, data.draw(cases_of(name)))


@EVERY_RUBRIC
@settings(max_examples=5)
@given(data=st.data())
def test_order_and_one_more_fault_under_rubrics_of_the_repository(name: str, data: st.DataObject):
    case = data.draw(cases_of(name, units=2))
    never_rises(case, steady_names(case.rubric))
    order_does_not_count(case)
