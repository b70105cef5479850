"""No matter is charged twice: which of several charges for the same matter stays."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lawscore.classes import dataclass
from lawscore.expressions.values import Missing, Unknown, absorb
from lawscore.facts.outcome import Charge
from lawscore.rules.charger import Charges
from lawscore.rules.records import keep_once, key_order, matter_of

#: A rule by its indicator ("" inside one leaf) and its id.
RuleKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: RuleKey
    place: int
    charge: Charge
    matter: Any

    @property
    def points(self) -> Fraction:
        return self.charge.points

    @property
    def order(self) -> tuple[Any, ...]:
        return self.place, key_order(self.charge.record.key if self.charge.record else "")


def drop_repeats(
    charges: Mapping[RuleKey, Charges], columns: tuple[str, ...], keep: Any, places: Mapping[RuleKey, int]
) -> dict[RuleKey, frozenset[str] | Missing]:
    """The marks of the records that each rule must not charge, because another charge for the same matter stays.

    `first` and `last` go by the order of the rules as listed; `highest` by the points, ties to the first listed.
    Where one rule cannot tell what it charges, none of the others can tell what stays with it.
    """
    try:
        return _drop(charges, columns, keep, places)
    except _Untold as untold:
        return dict.fromkeys(charges, untold.missing)


class _Untold(Exception):
    def __init__(self, missing: Missing) -> None:
        self.missing = missing


def _drop(
    charges: Mapping[RuleKey, Charges], columns: tuple[str, ...], keep: Any, places: Mapping[RuleKey, int]
) -> dict[RuleKey, frozenset[str] | Missing]:
    candidates: list[_Candidate] = []
    open_: list[Missing] = []
    for rule, found in charges.items():
        if isinstance(found, Missing):
            open_ += [found] if isinstance(found, Unknown) else []
            continue
        for charge in found:
            if charge.record is None:
                continue
            matter = matter_of(charge.record, columns)
            if isinstance(matter, Missing):
                open_.append(matter)
            else:
                candidates.append(_Candidate(rule, places[rule], charge, matter))
    untold = absorb(open_)
    if untold is not None:
        raise _Untold(untold)
    kept = keep_once(candidates, lambda one: one.matter, lambda one: one.points, lambda one: one.order, keep)
    staying = {id(one) for one in kept}
    dropped: dict[RuleKey, set[str]] = {}
    for one in candidates:
        if id(one) not in staying and one.charge.record is not None:
            dropped.setdefault(one.rule, set()).add(one.charge.record.mark)
    return {rule: frozenset(keys) for rule, keys in dropped.items()}
