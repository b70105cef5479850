"""The scorecard of one unit: leaves, matters counted once across indicators, roll-up, vetoes, total and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.expressions.values import Cause, Missing, Unknown, Value, together
from lawscore.facts.card import Card, NodeResult, VetoResult, settled
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charger import Charges
from lawscore.rules.combining import charging_rules, rules_with
from lawscore.rules.records import columns_of
from lawscore.scoring.leaf import Elsewhere, applicability, full_points, left_out, outcomes_of, score_leaf
from lawscore.scoring.limits import either, held
from lawscore.scoring.once import RuleKey, drop_repeats
from lawscore.scoring.rollup import roll_up
from lawscore.scoring.vetoes import items_of_vetoes, judge


def score_unit(rubric: Rubric, facts: UnitFacts, givens: Mapping[str, Value]) -> Card:
    """Score one unit. The card depends on nothing but the arguments."""
    scope = Scope(facts, givens)
    nodes: list[NodeResult] = []
    total = _score_node(rubric.root, scope, _counted_elsewhere(rubric, scope), nodes)
    vetoes = judge(rubric, scope)
    nothing = (Cause("nothing_applies", ""),) if total.state == "not_applicable" else ()
    causes = tuple(sorted({*total.causes, *nothing, *(cause for veto in vetoes for cause in veto.causes)}))
    final = total.state == "scored" and all(veto.struck or veto.waived for veto in vetoes)
    struck = items_of_vetoes(vetoes, total.score or ZERO, rubric)
    score = total.score + sum((item.points for item in struck), ZERO) if final and total.score is not None else None
    by_node = {node.id: node for node in nodes}
    items = [item for node in rubric.nodes for item in by_node[node].items]
    return Card(
        unit=facts.unit,
        state="final" if final else "provisional",
        total=total,
        nodes=tuple(by_node[node] for node in rubric.nodes),
        score=score,
        bounds=_bounds(total, vetoes, score),
        items=(*items, *total.items, *struck),
        vetoes=vetoes,
        causes=causes,
        shown=rubric.root.shown,
    )


def _score_node(
    node: BoundNode, scope: Scope, elsewhere: Mapping[str, Elsewhere], nodes: list[NodeResult]
) -> NodeResult:
    result = (
        score_leaf(node, scope, elsewhere.get(node.id, {})) if node.is_leaf else _branch(node, scope, elsewhere, nodes)
    )
    if node.id:
        nodes.append(result)
    return result


def _branch(node: BoundNode, scope: Scope, elsewhere: Mapping[str, Elsewhere], nodes: list[NodeResult]) -> NodeResult:
    standing = applicability(node, scope)
    if standing is not None and standing.state != "unscored":
        # What is below a branch that does not apply has nothing to say: no score, no item, nothing owed.
        why = standing.why or phrase("why.nothing_applies")
        nodes.extend(left_out(below, why) for below in node.walk() if below is not node)
        return standing
    parts = [(child, _score_node(child, scope, elsewhere, nodes)) for child in node.children]
    result = roll_up(node, parts, outcomes_of(node, scope) if node.rules else ())
    return result if standing is None else _may_stand(node, standing, result, scope.unit.unit_class)


def _may_stand(node: BoundNode, standing: NodeResult, result: NodeResult, unit_class: str | None) -> NodeResult:
    """Whether the branch applies is open: it may come to what its parts come to, to its policy, or be left out."""
    possible = [] if result.state == "not_applicable" else [result.interval]
    policy = node.applies_spec.otherwise if node.applies_spec is not None else "leave_out"
    if policy != "leave_out":
        full = full_points(node, unit_class)
        possible += [settled(held(node, points if policy == "full" else ZERO), points) for points in full]
    gone = (
        policy == "leave_out"
        or result.state == "not_applicable"
        or result.interval.may_vanish
        or (node.only_for is not None and unit_class is None)
    )
    interval = either(possible, may_vanish=gone)
    causes = tuple(sorted({*standing.causes, *result.causes}))
    return replace(standing, points=interval.points_high, interval=interval, causes=causes)


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
    """Whether an indicator counts for the unit: it, and every branch above it, applies and is counted."""
    open_: list[Unknown] = []
    name: str | None = indicator
    while name is not None:
        node = rubric.nodes[name]
        standing = applicability(node, scope)
        if node.uncounted or (standing is not None and standing.state != "unscored"):
            return False
        if standing is not None:
            open_.append(Unknown(standing.causes))
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
