"""What decides where a unit stands, as keys that compare as bytes: the driver's engine sorts them without knowing what they mean."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import numpy as np

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.columns.codes import Integers
from lawscore.columns.ranks.units import Units
from lawscore.expressions.values import Missing, Unknown
from lawscore.numbers import exact_text
from lawscore.ranking.blocks import FRONT, OUT, why_set_back
from lawscore.ranking.contenders import Contender, of_result, of_total
from lawscore.ranking.grading import Graded, fall, grade
from lawscore.ranking.quotas import cuts
from lawscore.ranking.ties import is_descending, taken, values_by
from lawscore.rubric.bound import BoundGrades, BoundRanking, BoundStanding, BoundTie
from lawscore.rubric.ranks import Using
from lawscore.rules.cohort import Within
from lawscore.spark.cutting import Quoted
from lawscore.spark.order import behind, key_of, key_of_places, key_of_text, turned

#: What a rubric's standings may read of a unit that is not the same for all units that agree in their texts.
_PLAIN_GROUPS: Final = frozenset({"all", "class"})


@dataclass(frozen=True, slots=True)
class Step:
    """The key of one step of the chain; `is_open`: it cannot be told."""

    key: bytes
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """What one unit brings to the ranking and the grades of one result; `place` is None where it has no place."""

    group: str | None
    everybody: bool
    place: bytes | None
    steps: tuple[Step, ...]
    grade: str | None
    notes: tuple[Phrase, ...]
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Which units of a part agree in all that a standing depends on: a number for each, and of some row what that is."""

    numbers: Integers
    of: Callable[[int], Hashable]


def stands(
    bound: BoundStanding, units: Units, alike: Alike | None, known: dict[Hashable, Stand]
) -> tuple[list[Stand], Integers]:
    """What the units of a part bring, and which of it each has; units that are alike are looked at once, in all parts."""
    if alike is None:
        return [_stand(bound, units, place) for place in range(len(units))], np.arange(len(units))
    _, firsts, at = np.unique(alike.numbers, return_index=True, return_inverse=True)
    found: list[Stand] = []
    for place in firsts.tolist():
        key = alike.of(place)
        if key not in known:
            known[key] = _stand(bound, units, place)
        found.append(known[key])
    return found, at


def tells_apart(bound: BoundStanding) -> tuple[str, ...] | None:
    """The results that tell all that a standing depends on, beside the class and the id; None where it depends on more.

    "" is the total.
    """
    ranking, grades = bound.ranking, bound.grades
    if grades is not None and (
        grades.rules or any(one.within.text not in _PLAIN_GROUPS for one in grades.quota.values())
    ):
        return None
    if ranking is None:
        return (bound.id,)
    ties = [tie for tie in ranking.ties if not is_by_id(tie)]
    if ranking.within.text not in _PLAIN_GROUPS or any(tie.indicator is None for tie in ties):
        return None
    return tuple(dict.fromkeys((bound.id, *(tie.indicator or "" for tie in ties))))


def _stand(bound: BoundStanding, units: Units, place: int) -> Stand:
    one = _contender(bound, units, place)
    ranking = bound.ranking
    notes = _set_back(ranking, one) if ranking is not None else ()
    found = grade(bound.grades, one) if bound.grades is not None and not one.is_outside else None
    graded = None
    if bound.grades is not None and found is not None and one.score is not None:
        graded = None if found.place is None else bound.grades.spec.names[found.place]
        notes = (*notes, *found.notes)
    steps: tuple[Step, ...] = ()
    is_settled = one.score is not None and not one.is_outside
    if ranking is not None and is_settled:
        steps = tuple(_step(tie, one) for tie in ranking.ties)
    quoted = None
    if bound.grades is not None and bound.grades.quota and found is not None:
        quoted = _quoted(bound, bound.grades, found, steps)
    if ranking is None:
        return Stand(None, False, None, steps, graded, notes, quoted)
    is_in = is_settled and one.blocks[0] != OUT
    return Stand(
        _group(ranking.within, one),
        ranking.overall is not None and _group(ranking.overall, one) is not None,
        _place(ranking, one, ranking.spec.using) if is_in else None,
        steps,
        graded,
        notes,
        quoted,
    )


def _quoted(bound: BoundStanding, grades: BoundGrades, found: Graded, steps: Sequence[Step]) -> Quoted:
    one, names, using = found.contender, grades.spec.names, grades.spec.using
    is_settled = one.score is not None
    withins = [cut.quota.within for cut in cuts(grades, bound.ranking, bound.path)]
    return Quoted(
        found.place,
        found.best,
        _place(bound.ranking, one, using).hex() if is_settled else "",
        [step.key.hex() for step in steps],
        exact_text(one.value(using)) if is_settled else "",
        (one.shown.places, one.shown.mode),
        [fall(place, one, names) for place in range(len(names))],
        one.may_leave,
        any(step.is_open for step in steps),
        any(isinstance(within.of(one.scope), Unknown) for within in withins),
        [_group(within, one) for within in withins],
    )


def _contender(bound: BoundStanding, units: Units, place: int) -> Contender:
    ranking = bound.ranking.spec if bound.ranking is not None else None
    card = units.card(place)
    scope = units.scope(place, card)
    return of_total(card, scope, ranking) if not bound.id else of_result(card, scope, card.node(bound.id), ranking)


def _set_back(ranking: BoundRanking, one: Contender) -> tuple[Phrase, ...]:
    why = why_set_back(ranking.spec, one.card) if one.blocks[0] != FRONT and not one.is_aside else None
    return (why,) if why is not None else ()


def _group(within: Within, one: Contender) -> str | None:
    """The group of a unit as a text; None for one that is compared with nobody."""
    key = within.of(one.scope)
    if isinstance(key, Missing) or key != within.seen(one.scope):
        return None
    return exact_text(key) if isinstance(key, Fraction) else str(key)


def _place(ranking: BoundRanking | None, one: Contender, using: Using) -> bytes:
    key = key_of(one.value(using))
    is_high_good = ranking is None or ranking.spec.better == "higher"
    return bytes((one.is_behind,)) + (turned(key) if is_high_good else key)


def _step(tie: BoundTie, one: Contender) -> Step:
    if tie.spec.countback is not None:
        places = taken(tie, one)
        if isinstance(places, Unknown):
            return Step(b"", is_open=True)
        return Step(behind(None if isinstance(places, Missing) else key_of_places(places)))
    values = values_by(tie, (one,))
    if isinstance(values, Unknown):
        return Step(b"", is_open=True)
    value = values[one.id]
    return Step(behind(None if value is None else _directed(tie, _key(value))))


def _directed(tie: BoundTie, key: bytes) -> bytes:
    return turned(key) if is_descending(tie) else key


def _key(value: Any) -> bytes:
    """The key of what a step looks at: a number, a yes or no, a date, a text."""
    if isinstance(value, str):
        return key_of_text(value)
    return key_of(Fraction(value.toordinal() if isinstance(value, date) else value))


def is_by_id(tie: BoundTie) -> bool:
    """Whether a step of the chain goes by the id of the unit, which tells all units apart."""
    return tie.indicator is None and tie.figure is None and tie.spec.fewer is None


def key_of_id(unit: str) -> bytes:
    """The key of such a step."""
    return behind(key_of_text(unit))
