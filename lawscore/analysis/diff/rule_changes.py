"""The rules of one indicator in both versions: changed, new, gone, in another combination or another order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lawscore.analysis.diff.matching import is_rewritten, matched
from lawscore.analysis.diff.result import What
from lawscore.analysis.diff.tree import COMBINATIONS, Path, PlacedRule
from lawscore.analysis.diff.values import Difference, is_reordered, keys_but

#: The key of a rule under which its amount stands, whichever way it goes.
_AMOUNTS: Final = ("deduct", "award", "import", "formula", "place")


class Found(NamedTuple):
    """A difference of rules, and what it is where that is more than a changed value."""

    difference: Difference
    what: What | None = None


def rule_changes(old: Sequence[PlacedRule], new: Sequence[PlacedRule]) -> Iterator[Found]:
    """Every difference of the rules of an indicator, or of those that it became."""
    pairs = matched(old, new)
    became = {one.path: other for one, other in pairs}
    names = {rule.path: rule.id for rule in old}, {rule.path: rule.id for rule in new}
    for one, other in pairs:
        if _goes_elsewhere(one, other, became):
            above = names[0].get(one.above, ""), names[1].get(other.above, "")
            yield Found(Difference(one.path, other.path, *above), "moved")
        yield from _changes(one, other)
    yield from _gone_and_new(old, new, became)
    yield from _orders(pairs)


def _changes(one: PlacedRule, other: PlacedRule) -> Iterator[Found]:
    """What changed in one rule; one that says something quite different is told as a whole."""
    before, after = one.rule, other.rule
    if before.get("id") != after.get("id"):
        yield Found(Difference(one.path, other.path, one.id, other.id), "renamed")
    if is_rewritten(one, other):
        yield Found(Difference(one.path, other.path, before, after), "replaced")
        return
    skip: tuple[str, ...] = ("id", *COMBINATIONS)
    if one.kind != other.kind:
        skip = (*skip, *_AMOUNTS)
        amounts = {one.kind: before[one.kind]}, {other.kind: after[other.kind]}
        yield Found(Difference((*one.path, one.kind), (*other.path, other.kind), *amounts), "kind")
    for found in keys_but(skip, before, after, one.path, other.path):
        yield Found(found)


def _gone_and_new(
    old: Sequence[PlacedRule], new: Sequence[PlacedRule], became: Mapping[Path, PlacedRule]
) -> Iterator[Found]:
    """Rules of one version only; those inside a combination that is itself gone or new are told with it."""
    gone = {one.path for one in old if one.path not in became}
    fresh = {one.path for one in new} - {other.path for other in became.values()}
    for one in old:
        if one.path in gone and one.above not in gone:
            yield Found(Difference(one.path, None, one.rule, None))
    for other in new:
        if other.path in fresh and other.above not in fresh:
            yield Found(Difference(None, other.path, None, other.rule))


def _orders(pairs: Sequence[tuple[PlacedRule, PlacedRule]]) -> Iterator[Found]:
    """Rules that stand in another order: the first that charges may be another one."""
    lists: dict[tuple[Path, Path], list[tuple[PlacedRule, PlacedRule]]] = {}
    for one, other in pairs:
        lists.setdefault((one.path[:-1], other.path[:-1]), []).append((one, other))
    for (old, new), there in lists.items():
        if is_reordered([(int(one.path[-1]), int(other.path[-1])) for one, other in there]):
            by_old = sorted(there, key=lambda both: int(both[0].path[-1]))
            before, after = [_called(one, one) for one, _ in by_old], [_called(other, one) for one, other in there]
            yield Found(Difference(old, new, before, after, "order"))


def _called(rule: PlacedRule, old: PlacedRule) -> str:
    """A rule by its id or question; else by its sentence, or by the place that it had."""
    is_named = "id" in rule.rule or "for" in rule.rule
    return rule.id if is_named else str(old.rule.get("text") or old.id)


def _goes_elsewhere(one: PlacedRule, other: PlacedRule, became: Mapping[Path, PlacedRule]) -> bool:
    """Whether a rule stands in another combination than before, or in none any more."""
    before, after = (rule.path[-2] in COMBINATIONS for rule in (one, other))
    if not before or not after:
        return before is not after
    above = became.get(one.above)
    return above is None or above.path != other.above
