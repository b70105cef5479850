"""The arithmetic of a rule as phrases: `（2 × 0.5）+（1 × 2）= 3`, with how each quantity and price was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from lawscore.arithmetic import is_one, is_zero
from lawscore.catalogue import Phrase, chain, phrase
from lawscore.facts.outcome import Charge
from lawscore.numbers import Rounding

#: More different terms than this are not written out one by one.
MOST_TERMS: Final = 8
#: And more different notes than this are counted, not told.
MOST_NOTES: Final = 3


def tell_charges(charges: Sequence[Charge], total: Fraction, divisor: Fraction, scale: Fraction) -> Phrase:
    """Say how the charges come to the total."""
    if len(charges) == 1:
        return _tell_one(charges[0], total, divisor, scale)
    groups = _groups(charges)
    parts = _distinct([charge.occasion for charge in charges])
    if len(groups) == 1:
        parts += _distinct([charge.priced for charge in charges])
    return chain([*parts, _sum(groups, total, divisor, scale)])


def _tell_one(charge: Charge, total: Fraction, divisor: Fraction, scale: Fraction) -> Phrase:
    parts = [note for note in (charge.occasion, charge.priced) if note is not None]
    if not (_is_plain(charge) and is_one(divisor) and is_one(scale)):
        parts.append(_sum([(charge, 1)], total, divisor, scale))
    elif not _is_assessed(charge):
        parts.append(phrase("how.points", total=total))
    return chain(parts) if len(parts) > 1 else parts[0]


def tell_rounding(rounding: Rounding) -> Phrase:
    """Say how a value was rounded."""
    mode = phrase(f"round.{rounding.mode}")
    if rounding.places < 0:
        return phrase("cut.round_to", mode=mode, unit=rounding.unit)
    return phrase("cut.round", mode=mode, places=str(rounding.places))


def _is_plain(charge: Charge) -> bool:
    return is_one(charge.quantity) and is_one(charge.factor) and is_zero(charge.surcharge)


def _is_assessed(charge: Charge) -> bool:
    """The price is an assessor's figure, and its note says so with the reason."""
    return charge.priced is not None and charge.priced.key == "how.assessed"


def _groups(charges: Sequence[Charge]) -> list[tuple[Charge, int]]:
    """Charges with the same arithmetic, and how many there are of each."""
    counted: dict[tuple[object, ...], list[Charge]] = {}
    for charge in charges:
        note: object = charge.priced.facts.get("values", "") if charge.priced else ""
        if _is_assessed(charge) and charge.record is not None:
            note = charge.record.key
        key = (charge.quantity, charge.price, charge.factor, charge.surcharge, str(note))
        counted.setdefault(key, []).append(charge)
    groups = [(same[0], len(same)) for same in counted.values()]
    return sorted(groups, key=lambda group: (-group[0].points, group[0].quantity, str(group[0].priced)))


def _sum(groups: Sequence[tuple[Charge, int]], total: Fraction, divisor: Fraction, scale: Fraction) -> Phrase:
    terms = [_term(charge, count, alone=len(groups) == 1) for charge, count in groups[:MOST_TERMS]]
    if len(groups) > MOST_TERMS:
        terms.append(phrase("how.more", count=Fraction(len(groups) - MOST_TERMS)))
    joined = terms[0]
    for term in terms[1:]:
        joined = phrase("how.plus", left=joined, right=term)
    if not is_one(scale):
        joined = phrase("how.scaled", terms=_bracketed(joined, len(terms)), scale=scale)
    if not is_one(divisor):
        joined = phrase("how.averaged", terms=_bracketed(joined, len(terms)), divisor=divisor)
    return phrase("how.equals", terms=joined, total=total)


def _bracketed(terms: Phrase, count: int) -> Phrase:
    return phrase("how.bracketed", terms=terms) if count > 1 else terms


def _term(charge: Charge, count: int, *, alone: bool) -> Phrase:
    quantity = charge.quantity * count if count > 1 else charge.quantity
    if alone and is_one(quantity):
        term = phrase("how.points", total=charge.price)
    else:
        term = phrase("how.times", quantity=quantity, price=charge.price)
    if not is_one(charge.factor):
        term = phrase("how.factor", term=term, factor=charge.factor)
    if not is_zero(charge.surcharge):
        extra = charge.surcharge * count
        term = phrase("how.surcharge", term=term, surcharge=extra)
    if _is_assessed(charge) and charge.record is not None and charge.priced is not None and not alone:
        return phrase(
            "how.named", values=phrase("how.in_record", record=charge.record.key, how=charge.priced), term=term
        )
    values = charge.priced.facts.get("values") if charge.priced else None
    if values and not alone:
        return phrase("how.named", values=values, term=term)
    return term


def _distinct(notes: Iterable[Phrase | None]) -> list[Phrase]:
    listed = [note for note in notes if note is not None]
    if len(listed) < 2:
        return listed
    seen: dict[str, Phrase] = {}
    for note in listed:
        seen.setdefault(f"{note.key}{sorted(note.facts.items(), key=lambda fact: fact[0])}", note)
    told = list(seen.values())
    if len(told) > MOST_NOTES:
        told = [*told[:MOST_NOTES], phrase("how.more_notes", count=Fraction(len(told) - MOST_NOTES))]
    return told
