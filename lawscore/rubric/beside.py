"""Results beside the total made ready: formulas bound, members found, each after those it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from lawscore.catalogue import phrase
from lawscore.expressions.looks import NODE
from lawscore.numbers import ZERO
from lawscore.problems import nearest
from lawscore.rubric.also import TOTAL, Also
from lawscore.rubric.bound import BoundAlso, BoundNode
from lawscore.rubric.document import Document
from lawscore.rules.amounts import ALL, BoundAmount, bind_amount
from lawscore.rules.binder import Binder, Vocabulary

#: Works out the points of a group from its members, and refuses what does not go together.
Weigh = Callable[[Also, tuple[BoundNode, ...], Binder], Fraction]


def names_beside(names: Vocabulary, document: Document, root: BoundNode) -> Vocabulary:
    """The names that formulas beside the total may use: they look at indicators, at one another, and at the total."""
    ids = {node.id for node in root.walk() if node is not root}
    passing = names.passing | ({TOTAL} if names.passing else frozenset())
    return replace(names, ids=names.ids | ids | {also.id for also in document.also} | {TOTAL}, passing=passing)


def bind_also(document: Document, root: BoundNode, binder: Binder, weigh: Weigh) -> list[BoundAlso]:
    """All results beside the total, each after those it looks at; a circle is reported."""
    specs = {also.id: (place, also) for place, also in enumerate(document.also)}
    nodes = {node.id: node for node in root.walk() if node is not root}
    bound: dict[str, BoundAlso] = {}
    formulas = {
        also.id: _formula(also, replace(binder, names=names_beside(binder.names, document, root)).at("also", place))
        for place, also in specs.values()
    }
    for name in _in_order({also.id: _uses(also, formulas[also.id]) for _, also in specs.values()}, specs, binder):
        place, spec = specs[name]
        here = binder.at("also", place)
        members = _members(spec, {**nodes, **{one: also.node for one, also in bound.items()}}, here)
        node = _node(spec, document, members, weigh(spec, members, here) if members else ZERO, here)
        formula = formulas[name]
        bound[name] = BoundAlso(spec, node, formula, formula.reads if formula is not None else frozenset())
    return list(bound.values())


def _formula(also: Also, binder: Binder) -> BoundAmount | None:
    """The formula, if there is one. What needs an assessor, or an occasion to count, is no formula."""
    if also.formula is None:
        return None
    here = replace(binder.at("formula"), indicator=also.id)
    if isinstance(also.formula, str) and also.formula.strip() == ALL:
        here.refuse("also_formula", hint=phrase("hint.also_formula"))
    amount = bind_amount(also.formula, here, also.id)
    if amount.asks or amount.series is not None:
        here.refuse("also_formula", hint=phrase("hint.also_formula"))
    return amount


def _uses(also: Also, formula: BoundAmount | None) -> set[str]:
    looked = formula.reads if formula is not None else frozenset[str]()
    return {read.removeprefix(NODE) for read in looked if read.startswith(NODE)} | {
        member.id for member in also.members or ()
    }


def _in_order(uses: Mapping[str, set[str]], specs: Mapping[str, tuple[int, Also]], binder: Binder) -> Iterable[str]:
    graph = {name: used & set(uses) for name, used in uses.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = tuple(sorted(set(error.args[1])))
        for name in circle:
            binder.refuse("also_circle", "also", specs[name][0], name=name, circle=circle)
        return [name for name in uses if name not in circle]


def _members(also: Also, nodes: Mapping[str, BoundNode], binder: Binder) -> tuple[BoundNode, ...]:
    """The nodes that are grouped again, each once."""
    found: list[BoundNode] = []
    taken: set[str] = set()
    for place, member in enumerate(also.members or ()):
        node = nodes.get(member.id)
        if node is None:
            guess = nearest(member.id, nodes)
            hint = phrase("hint.nearest", name=guess) if guess else None
            binder.refuse("indicator_unknown", "members", place, hint=hint, follows=True, id=member.id)
            continue
        below = {one.id for one in node.walk()}
        if below & taken:
            binder.refuse("member_twice", "members", place, id=member.id, also=also.id)
        taken |= below
        found.append(replace(node, weight=member.weight, uncounted=False))
    return tuple(found)


def _node(
    also: Also, document: Document, members: tuple[BoundNode, ...], points: Fraction, binder: Binder
) -> BoundNode:
    """The node that stands for a result: its limits, its roundings, and its members."""
    floor, ceiling = (None if limit == "none" else limit for limit in (also.floor, also.ceiling))
    if floor is not None and ceiling is not None and floor > ceiling:
        binder.refuse("limits_crossed", "floor", low=floor, high=ceiling)
    return BoundNode(
        id=also.id, title=also.title or also.id, parent=None, points=also.points or points, start=ZERO,
        floor=floor, ceiling=ceiling, shown=(also.shown or document.shown).rounding,
        round=also.round.rounding if also.round else None, aggregate=also.aggregate, of_rates=also.of == "rates",
        scaled_to=also.scaled_to, leaves_missing_out=also.missing == "leave_out", at_least=also.at_least,
        children=members, is_leaf=also.members is None, path=binder.path,
    )  # fmt: skip
