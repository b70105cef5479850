"""The scorecard of one unit: leaves, matters counted once across indicators, roll-up, vetoes, total and bounds."""

from __future__ import annotations

from dataclasses import field, replace
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.operations import both
from lawscore.expressions.values import Cause, Missing, Unknown, Value, together
from lawscore.facts.card import Card, Interval, NodeResult, NodeState, VetoResult, settled
from lawscore.facts.unit import Scope
from lawscore.numbers import ZERO
from lawscore.rubric.also import TOTAL
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rubric.tree import PeersMean
from lawscore.rules.charger import Charges
from lawscore.rules.combining import charging_rules, rules_with
from lawscore.rules.records import columns_of
from lawscore.scoring.adjusting import came_of
from lawscore.scoring.aside import card_aside, why_aside
from lawscore.scoring.beside import score_beside
from lawscore.scoring.leaf import (
    NOWHERE,
    Elsewhere,
    applicability,
    full_points,
    is_there,
    left_out,
    outcomes_of,
    score_leaf,
)
from lawscore.scoring.limits import bound, either, held
from lawscore.scoring.once import RuleKey, drop_repeats
from lawscore.scoring.passing import with_failed
from lawscore.scoring.rollup import roll_up
from lawscore.scoring.vetoes import items_of_vetoes, judge


@dataclass(frozen=True, slots=True)
class Whole:
    """The document of a unit, its vetoes, and the whole as it counts after them."""

    total: NodeResult
    vetoes: tuple[VetoResult, ...]
    counted: NodeResult


@dataclass(frozen=True, slots=True)
class Scorer:
    """Works out the results of units under one rubric. Each is kept in the scope of its unit."""

    rubric: Rubric
    wholes: dict[str, Whole] = field(default_factory=dict)
    #: Vetoes that are judged already, by unit.
    judged: dict[str, tuple[VetoResult, ...]] = field(default_factory=dict)

    def node(self, scope: Scope, indicator: str) -> NodeResult:
        """The result of one indicator ("" is the whole), by itself: for those that look at it."""
        if indicator and indicator not in self.rubric.nodes:
            return self._beside(scope, indicator)
        node = self.rubric.nodes[indicator] if indicator else self.rubric.root
        if scope.unit.not_assessed is not None:
            return left_out(node, why_aside(scope.unit))
        found = scope.results[node.id] = self._off(node, scope) or self._make(node, scope)
        return found

    def total(self, scope: Scope) -> NodeResult:
        """The whole as it counts, after vetoes: for the units that look at this one."""
        return self._whole(scope).counted

    def is_there(self, scope: Scope, indicator: str) -> Value:
        """Whether an indicator and all that it stands in are there for a unit, as far as that is known."""
        node: BoundNode | None = self.rubric.nodes[indicator]
        found: list[Value] = []
        while node is not None:
            found.append(is_there(node, scope))
            node = self.rubric.nodes.get(node.parent) if node.parent is not None else None
        return both(found)

    def _beside(self, scope: Scope, name: str) -> NodeResult:
        """A result beside the total, or the total as it counts."""
        if name == TOTAL:
            return self.total(scope)
        found = scope.results[name] = score_beside(self.rubric.beside[name], scope)
        return found

    def card(self, scope: Scope) -> Card:
        """The scorecard of a unit."""
        if scope.unit.not_assessed is not None:
            return _adjusted(card_aside(self.rubric, scope.unit), scope)
        whole = self._whole(scope)
        total, vetoes, counted = whole.total, whole.vetoes, whole.counted
        nodes = tuple(map(scope.results.__getitem__, self.rubric.nodes))
        card = Card(
            unit=scope.unit,
            state="final" if counted.score is not None else "provisional",
            total=total,
            nodes=nodes,
            score=counted.score,
            bounds=_bounds(total, vetoes, counted.score),
            items=(*[item for node in nodes for item in node.items], *counted.items),
            vetoes=vetoes,
            causes=counted.causes,
            also=tuple([scope.node(name) for name in self.rubric.beside]),
            shown=self.rubric.root.shown,
        )
        return _adjusted(card, scope)

    def _whole(self, scope: Scope) -> Whole:
        """The document and its vetoes, worked out once for a unit."""
        found = self.wholes.get(scope.unit.id)
        if found is None:
            found = self.wholes[scope.unit.id] = self._judged(scope)
        return found

    def _judged(self, scope: Scope) -> Whole:
        total = self._score(self.rubric.root, scope)
        known = self.judged.get(scope.unit.id)
        vetoes = judge(self.rubric, scope) if known is None else known
        nothing = (Cause("nothing_applies", ""),) if total.state == "not_applicable" else ()
        causes = tuple(sorted({*total.causes, *nothing, *(cause for veto in vetoes for cause in veto.causes)}))
        final = total.state == "scored" and all(veto.struck or veto.waived for veto in vetoes)
        struck = items_of_vetoes(vetoes, total.score or ZERO, self.rubric)
        score = total.score + sum((item.points for item in struck), ZERO) if final and total.score is not None else None
        state: NodeState = "scored" if final else "unscored"
        counted = total._replace(state=state, score=score, causes=causes, items=(*total.items, *struck))
        return Whole(total, vetoes, counted)

    def _off(self, node: BoundNode, scope: Scope) -> NodeResult | None:
        """What a node comes to because a branch above it does not apply; of several such branches the topmost says why."""
        branches: list[BoundNode] = []
        above = node.parent
        while above is not None:
            branches.append(self.rubric.nodes[above])
            above = branches[-1].parent
        for branch in reversed(branches):
            standing = applicability(branch, scope)
            if standing is not None and standing.state != "unscored":
                return _below(node, standing)
        return None

    def _score(self, node: BoundNode, scope: Scope) -> NodeResult:
        found = scope.results.get(node.id)
        if found is None:
            found = scope.results[node.id] = self._make(node, scope)
        return found

    def _make(self, node: BoundNode, scope: Scope) -> NodeResult:
        if not node.is_leaf:
            found = self._branch(node, scope)
        elif node.id in self.rubric.shares_matters:
            found = score_leaf(node, scope, self._elsewhere(node, scope))
        else:
            found = score_leaf(node, scope)
        if node.id in self.rubric.judged:
            found = with_failed(node, found, [scope.results[child.id] for child in node.children])
        return found

    def _branch(self, node: BoundNode, scope: Scope) -> NodeResult:
        standing = applicability(node, scope)
        if standing is not None and standing.state != "unscored":
            # What is below a branch that does not apply has nothing to say: no score, no item, nothing owed.
            scope.results.update({below.id: _below(below, standing) for below in node.walk() if below is not node})
            return standing
        results = scope.results
        parts: list[tuple[BoundNode, NodeResult]] = []
        for child in node.children:  # what `_score` does, without asking it for each leaf of each unit
            found = results.get(child.id)
            if found is None:
                found = results[child.id] = self._make(child, scope)
            parts.append((child, found))
        result = roll_up(node, parts, outcomes_of(node, scope) if node.rules else (), scope.unit.unit_class)
        return result if standing is None else _may_stand(node, standing, result, scope.unit.unit_class)

    def _elsewhere(self, node: BoundNode, scope: Scope) -> Elsewhere:
        if scope.elsewhere is None:
            scope.elsewhere = _counted_elsewhere(self.rubric, scope)
        return scope.elsewhere.get(node.id, NOWHERE)


def _adjusted(card: Card, scope: Scope) -> Card:
    """The card with what came of the adjustments of its unit."""
    if not scope.facts.adjustments:
        return card
    nodes = {node.id: node for node in card.nodes}
    return replace(card, adjustments=came_of(scope.facts.adjustments, nodes))


def _below(node: BoundNode, standing: NodeResult) -> NodeResult:
    return left_out(node, standing.why or phrase("why.nothing_applies"))


def _may_stand(node: BoundNode, standing: NodeResult, result: NodeResult, unit_class: str | None) -> NodeResult:
    """Whether the branch applies is open: it may come to what its parts come to, to its policy, or be left out."""
    possible = [] if result.state == "not_applicable" else [result.interval]
    policy = node.applies_spec.otherwise if node.applies_spec is not None else "leave_out"
    if policy != "leave_out":
        possible += [_at_policy(node, policy, points) for points in full_points(node, unit_class)]
    gone = (
        policy == "leave_out"
        or isinstance(policy, PeersMean)  # there may be nobody whose mean it is
        or result.state == "not_applicable"
        or result.interval.may_vanish
        or (node.only_for is not None and unit_class is None)
    )
    interval = either(possible, may_vanish=gone)
    causes = tuple(sorted({*standing.causes, *result.causes}))
    return standing._replace(points=interval.points_high, interval=interval, causes=causes)


def _at_policy(node: BoundNode, policy: object, points: Fraction) -> Interval:
    """What a node that does not apply can stand at: a mean of peers is anything between its limits."""
    if isinstance(policy, PeersMean):
        low, high = bound(node, None, node.floor), bound(node, None, node.ceiling)
        return Interval(low, high, points, points)
    return settled(held(node, points if policy == "full" else ZERO), points)


def _counted_elsewhere(rubric: Rubric, scope: Scope) -> dict[str, Elsewhere]:
    """For each indicator and rule, the records that another indicator charges (`across:`)."""
    found: dict[str, dict[str, frozenset[str] | Missing]] = {}
    for once in rubric.document.once:
        charges: dict[RuleKey, Charges] = {}
        places: dict[RuleKey, int] = {}
        columns = columns_of(once.once_per)
        for indicator in once.across:
            assessed = _is_assessed(rubric, indicator, scope)
            if assessed is False:
                continue
            for rule in rules_with(charging_rules(rubric.nodes[indicator].rules), columns):
                charges[indicator, rule.id] = rule.charges(scope) if assessed is True else assessed
                places[indicator, rule.id] = len(places)
        repeats = drop_repeats(charges, columns, once.keep, places)
        for (indicator, rule_id), keys in repeats.items():
            rules = found.setdefault(indicator, {})
            before = rules.get(rule_id, frozenset())
            rules[rule_id] = (
                keys if isinstance(keys, Missing) else before if isinstance(before, Missing) else before | keys
            )
    return dict(found)


def _is_assessed(rubric: Rubric, indicator: str, scope: Scope) -> bool | Unknown:
    """Whether an indicator counts for the unit: it, and every branch above it, is there and is counted.

    At what a node stands that does not apply is not asked: that may be the mean of peers, who ask the same of this unit.
    """
    open_: list[Unknown] = []
    name: str | None = indicator
    while name is not None:
        node = rubric.nodes[name]
        there = is_there(node, scope)
        if node.uncounted or not (there is True or isinstance(there, Unknown)):
            return False
        if isinstance(there, Unknown):
            open_.append(there)
        name = node.parent
    return Unknown(together(*open_)) if open_ else True


def _bounds(
    total: NodeResult, vetoes: tuple[VetoResult, ...], score: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """What the total can still come to; an undecided veto may take it to zero."""
    if score is not None:
        return score, score
    low, high = total.interval.low, total.interval.high
    if any(veto.zero_total and not veto.waived for veto in vetoes):
        low = None if low is None else min(low, ZERO)
    if any(veto.zero_total and veto.struck for veto in vetoes):
        high = None if high is None else min(high, ZERO)
    return low, high
