"""One unit's cards side by side: the total, each indicator, and what each rule made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Generic, Literal, NamedTuple, TypeAlias, TypeVar

from lawscore.analysis.change import Change, together
from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.items import Item
from lawscore.numbers import ZERO
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import Migration

T = TypeVar("T")

#: What became of an indicator in one of the three: `absent` is that the version does not have it.
Where: TypeAlias = Literal["scored", "not_applicable", "unscored", "absent", "unknown"]


class Triple(NamedTuple, Generic[T]):
    """Something of the earlier assessment, of the old facts under the new rubric, and of the later assessment."""

    before: T
    between: T
    after: T


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What one rule did: `rule` is None for the start and for limits and roundings of the indicator."""

    rule: str | None
    kind: Literal["start", "rule", "limit"]
    points: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChange:
    """One indicator, or several of the new version together that one of the old became.

    `old` is empty where the indicator is new, `new` where it is gone. In the version that lacks it, it counts as zero.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    titles: tuple[str, ...]
    leaf: bool
    points: Change
    score: Change
    states: Triple[Where]
    #: Why the old facts have no score under the new rubric.
    causes: tuple[Cause, ...] = ()
    why: Phrase | None = None
    rules: tuple[RuleChange, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids by which it is known: those of the new version, else the old one."""
        return self.new or self.old


class Pair(NamedTuple):
    """Indicators of the two versions that are compared with one another."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """All indicators of both versions: in the order of the new one, those that are gone last."""

    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, old: Rubric, new: Rubric, migration: Migration) -> Pairs:
        """Which are compared with which."""
        sources = migration.sources(old.nodes, new.nodes)
        found: dict[str, Pair] = {}
        for indicator in new.nodes:
            source = sources.get(indicator)
            if source is None:
                found[f"new {indicator}"] = Pair((), (indicator,))
            else:
                found.setdefault(source, Pair((source,), migration.targets(source, new.nodes)))
        gone = (Pair((one,), ()) for one in old.nodes if not migration.targets(one, new.nodes))
        return cls((*found.values(), *gone))


def changes(pairs: Pairs, cards: Triple[Card | None]) -> tuple[IndicatorChange, ...]:
    """Every pair of indicators of one unit."""
    nodes = Triple(_by_id(cards.before), _by_id(cards.between), _by_id(cards.after))
    return tuple(_change(pair, nodes) for pair in pairs.pairs)


def _by_id(card: Card | None) -> Mapping[str, NodeResult] | None:
    return None if card is None else {node.id: node for node in card.nodes}


def total_change(cards: Triple[Card | None]) -> IndicatorChange:
    """The total: as it counts, after vetoes."""
    parts = Triple(*([] if card is None else [card.counted] for card in cards))
    return _compared(Pair(("",), ("",)), parts, known=cards.between is not None)


def _change(pair: Pair, nodes: Triple[Mapping[str, NodeResult] | None]) -> IndicatorChange:
    ids = Triple(pair.old, pair.new, pair.new)
    parts = Triple(
        *(
            [there[one] for one in names if one in there] if there is not None else []
            for names, there in zip(ids, nodes, strict=True)
        )
    )
    return _compared(pair, parts, known=nodes.between is not None)


def _compared(pair: Pair, parts: Triple[list[NodeResult]], *, known: bool) -> IndicatorChange:
    middle: Where = _state(parts.between) if known else "unknown"
    states = Triple[Where](_state(parts.before), middle, _state(parts.after))
    shown = parts.after or parts.before
    return IndicatorChange(
        old=pair.old,
        new=pair.new,
        titles=tuple(dict.fromkeys(node.title for node in shown)),
        leaf=all(node.leaf for node in shown),
        points=_figures(parts, states, lambda node: node.points),
        score=_figures(parts, states, lambda node: node.score),
        states=states,
        causes=tuple(dict.fromkeys(cause for node in parts.between for cause in node.causes)),
        why=next((node.why for node in parts.between if node.why is not None), None),
        rules=_rules(parts, states),
    )


def _state(nodes: Sequence[NodeResult]) -> Where:
    """The state of several together: what is not applicable is left out of the others; one unscored leaves all so."""
    states = {node.state for node in nodes}
    if not states:
        return "absent"
    return next(state for state in _WORST if state in states)


_WORST: Final[tuple[Literal["unscored", "scored", "not_applicable"], ...]] = ("unscored", "scored", "not_applicable")


def _figures(
    parts: Triple[list[NodeResult]], states: Triple[Where], figure: Callable[[NodeResult], Fraction | None]
) -> Change:
    return Change(*(_figure(nodes, state, figure) for nodes, state in zip(parts, states, strict=True)))


def _figure(
    nodes: Sequence[NodeResult], state: Where, figure: Callable[[NodeResult], Fraction | None]
) -> Fraction | None:
    if state == "absent":
        return ZERO
    if state != "scored":
        return None
    return together(figure(node) for node in nodes if node.state != "not_applicable")


def _rules(parts: Triple[list[NodeResult]], states: Triple[Where]) -> tuple[RuleChange, ...]:
    """What each rule made, where both assessments have a score."""
    if not {states.before, states.after} <= {"scored", "absent"}:
        return ()
    sums = Triple(*(_sums(nodes) for nodes in parts))
    keys = dict.fromkeys((*sums.before, *sums.after, *(sums.between if states.between == "scored" else ())))
    there = [state in ("scored", "absent") for state in states]
    found = [
        RuleChange(
            key[1],
            key[0],
            Change(*(one.get(key, ZERO) if is_there else None for one, is_there in zip(sums, there, strict=True))),
        )
        for key in keys
    ]
    return tuple(
        one for one in found if one.kind == "start" or any((one.points.before, one.points.between, one.points.after))
    )


Key: TypeAlias = tuple[Literal["start", "rule", "limit"], str | None]


def _sums(nodes: Iterable[NodeResult]) -> dict[Key, Fraction]:
    """The start, each rule and the limits: together they are the score."""
    found: dict[Key, Fraction] = {}
    for node in nodes:
        if node.state == "scored":
            found["start", None] = found.get(("start", None), ZERO) + (node.start or ZERO)
            for item in node.items:
                key = _key(item)
                found[key] = found.get(key, ZERO) + item.points
    return found


def _key(item: Item) -> Key:
    return ("limit", None) if item.rule is None else ("rule", item.rule)
