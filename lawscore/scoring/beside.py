"""Results beside the total: a formula over what is scored already, or nodes that are grouped again."""

from __future__ import annotations

from lawscore.catalogue import phrase
from lawscore.expressions.values import Missing, NotApplicable
from lawscore.facts.card import Interval, NodeResult, settled
from lawscore.facts.items import Item, ItemKind
from lawscore.facts.unit import Scope
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundAlso
from lawscore.rules.amounts import Price
from lawscore.rules.basis import cite
from lawscore.scoring.ledger import Ledger
from lawscore.scoring.rollup import roll_up


def score_beside(also: BoundAlso, scope: Scope) -> NodeResult:
    """One result beside the total, for the unit of a scope."""
    if also.formula is None:
        parts = [(member, scope.node(member.id)) for member in also.node.children]
        return roll_up(also.node, parts, (), scope.unit.unit_class)
    price = also.formula.find(scope, 0)
    return _open(also, price) if isinstance(price, Missing) else _scored(also, price)


def _open(also: BoundAlso, missing: Missing) -> NodeResult:
    blank = _blank(also)
    if isinstance(missing, NotApplicable):
        return blank._replace(state="not_applicable", why=phrase("why.formula_not_applicable"))
    interval = Interval(also.node.floor, also.node.ceiling, blank.points, blank.points)
    return blank._replace(state="unscored", causes=missing.causes, interval=interval)


def _scored(also: BoundAlso, price: Price) -> NodeResult:
    ledger = Ledger(also.node, ZERO, [])
    ledger.add(_item(also, price))
    ledger.limit()
    ledger.round()
    score, points = ledger.total, also.node.points
    return _blank(also)._replace(
        start=ZERO, score=score, items=tuple(ledger.items), interval=settled(score, points), so_far=(score, points)
    )


def _item(also: BoundAlso, price: Price) -> Item:
    """What the formula came to, with the office's sentence where it has one."""
    how = price.note or phrase("how.points", total=price.points)
    reason = phrase("item.reason", text=also.spec.text, how=how) if also.spec.text else how
    basis = cite(also.spec.basis) if also.spec.basis is not None else ()
    kind: ItemKind = "deduction" if price.points < 0 else "award"
    return Item(indicator=also.node.id, rule=None, kind=kind, points=price.points, reason=reason, basis=basis)


def _blank(also: BoundAlso) -> NodeResult:
    node = also.node
    return NodeResult(
        id=node.id, title=node.title, parent=None, leaf=True, points=node.points, state="scored", shown=node.shown
    )
