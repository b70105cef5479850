"""The scorecard of one unit: leaves, matters counted once across indicators, roll-up, vetoes, total and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.expressions.values import Cause, Missing, Value
from lawscore.facts.card import Card, Interval, NodeResult, VetoResult
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charger import Charges
from lawscore.rules.combining import charging_rules, rules_with
from lawscore.rules.records import columns_of
from lawscore.scoring.leaf import Elsewhere, applicability, left_out, outcomes_of, score_leaf
from lawscore.scoring.once import RuleKey, drop_repeats
from lawscore.scoring.rollup import roll_up
from lawscore.scoring.telling import item_of_cut, reason_of_all
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
    if standing is not None:
        return standing
    result = roll_up(node, parts)
    return empty_branch(node, scope, result) if node.rules else result


def empty_branch(node: BoundNode, scope: Scope, result: NodeResult) -> NodeResult:
    """`deduct: all` on a branch: takes what is above zero."""
    outcomes = outcomes_of(node, scope)
    causes = tuple(sorted({cause for outcome in outcomes if outcome.state == "unknown" for cause in outcome.causes}))
    emptied = [outcome for outcome in outcomes if outcome.takes_all]
    if result.state == "scored" and not causes and emptied and result.score is not None and result.score > 0:
        reason = reason_of_all(node, emptied[0])
        item = replace(item_of_cut(node.id, emptied[0].rule, -result.score, reason, node), kind="deduction")
        interval = Interval(ZERO, ZERO, result.points, result.points)
        return replace(
            result,
            score=ZERO,
            items=(*result.items, item),
            outcomes=outcomes,
            interval=interval,
            so_far=(ZERO, result.points),
        )
    if not causes and not (emptied and result.state == "unscored"):
        return replace(result, outcomes=outcomes)
    if result.state == "not_applicable":
        return result
    low = None if result.interval.low is None else min(result.interval.low, ZERO)
    high = ZERO if emptied and result.interval.high is not None else result.interval.high
    interval = replace(result.interval, low=low, high=high)
    all_causes = tuple(sorted({*result.causes, *causes}))
    return replace(
        result, state="unscored", start=None, score=None, items=(), causes=all_causes, outcomes=outcomes, interval=interval,
        so_far=(ZERO, ZERO),
    )  # fmt: skip


def _counted_elsewhere(rubric: Rubric, scope: Scope) -> dict[str, Elsewhere]:
    """For each indicator and rule, the records that another indicator charges (`across:`)."""
    found: dict[str, dict[str, frozenset[str] | Missing]] = {}
    for once in rubric.document.once:
        charges: dict[RuleKey, Charges] = {}
        places: dict[RuleKey, int] = {}
        columns = columns_of(once.once_per)
        for indicator in once.across:
            node = rubric.nodes[indicator]
            if applicability(node, scope) is not None:
                continue
            for rule in rules_with(charging_rules(node.rules), columns):
                charges[indicator, rule.id] = rule.charges(scope)
                places[indicator, rule.id] = len(places)
        repeats = drop_repeats(charges, columns, once.keep, places)
        for (indicator, rule_id), keys in repeats.items():
            rules = found.setdefault(indicator, {})
            before = rules.get(rule_id, frozenset())
            rules[rule_id] = (
                keys if isinstance(keys, Missing) else before if isinstance(before, Missing) else before | keys
            )
    return dict(found)


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
