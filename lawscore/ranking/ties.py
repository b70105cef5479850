"""What breaks ties: for one step of the chain, the value of each unit by which it goes before or behind the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from lawscore.expressions.values import Missing, NotApplicable, Unknown, together
from lawscore.facts.card import NodeResult
from lawscore.ranking.contenders import Contender
from lawscore.rubric.bound import BoundTie

#: The value of each unit by its id; None for one to which the step does not apply: it goes behind.
Values = Mapping[str, Any]


def values_by(tie: BoundTie, tied: Sequence[Contender]) -> Values | Unknown:
    """The values of the units that are tied; unknown where that of one is."""
    values: dict[str, Any] = {}
    places = _places_of(tie, tied) if tie.spec.countback is not None else ()
    for contender in tied:
        value = (
            _countback(tie, contender, places)
            if tie.spec.countback is not None
            else _FIND[kind_of(tie)](tie, contender)
        )
        if isinstance(value, Unknown):
            return value
        values[contender.id] = None if isinstance(value, NotApplicable) else value
    return values


def is_descending(tie: BoundTie) -> bool:
    """Whether the greater value goes first."""
    return tie.spec.key in ("higher", "countback")


def name_of(tie: BoundTie) -> str:
    """What a step looks at, for sentences."""
    spec = tie.spec
    return spec.higher or spec.lower or spec.countback or "vetoes"


def kind_of(tie: BoundTie) -> str:
    """What a step looks at: vetoes, a result, a figure of the unit, or who the unit is."""
    if tie.spec.fewer is not None:
        return "vetoes"
    if tie.indicator is not None:
        return "result"
    return "figure" if tie.figure is not None else "unit"


def _result(tie: BoundTie, contender: Contender) -> Fraction | Missing:
    return by_score(contender.card.node(tie.indicator or ""))


def by_score(result: NodeResult) -> Fraction | Missing:
    """The value of a result in a step that looks at it."""
    if result.state == "not_applicable":
        return NotApplicable(result.causes)
    return Unknown(result.causes) if result.score is None else result.score


def _figure(tie: BoundTie, contender: Contender) -> Any:
    assert tie.figure is not None  # asked only where there is one
    return tie.figure.run(contender.scope)


def _vetoes(_: BoundTie, contender: Contender) -> int | Missing:
    vetoes = contender.card.vetoes
    open_ = [cause for veto in vetoes if not veto.struck and not veto.waived for cause in veto.causes]
    return Unknown(tuple(open_)) if open_ else sum(veto.struck for veto in vetoes)


_FIND: Final[Mapping[str, Callable[[BoundTie, Contender], Any]]] = {
    "vetoes": _vetoes,
    "result": _result,
    "figure": _figure,
    "unit": lambda _, contender: contender.id,
}


def _places_of(tie: BoundTie, tied: Sequence[Contender]) -> tuple[Fraction, ...]:
    """All places that any of the units took, the first one first."""
    found = [taken(tie, contender) for contender in tied]
    return tuple(sorted({place for one in found if not isinstance(one, Missing) for place in one}))


def _countback(tie: BoundTie, contender: Contender, places: Sequence[Fraction]) -> tuple[int, ...] | Missing:
    """How often a unit took each place: more first places go before, then more second places."""
    found = taken(tie, contender)
    return found if isinstance(found, Missing) else tuple(found[place] for place in places)


def taken(tie: BoundTie, contender: Contender) -> Counter[Fraction] | Missing:
    """The places that a unit took. A result without a place counts for nothing, one whose place is owed is open."""
    assert tie.figure is not None  # a countback has its column
    assert tie.records is not None  # and its list
    records = tie.records.of(contender.scope)
    if isinstance(records, Missing):
        return records
    places = [tie.figure.run(contender.scope.within(record)) for record in records]
    open_ = [place for place in places if isinstance(place, Unknown)]
    if open_:
        return Unknown(together(*open_))
    return Counter(place for place in places if isinstance(place, Fraction))
