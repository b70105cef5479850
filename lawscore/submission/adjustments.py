"""Which adjustments each unit has: of which year, in the order of their dates, each under an id of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from pydantic_core import PydanticCustomError

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.unit import Evidence
from lawscore.models import shorten, to_fraction
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.document import AdjustmentEntry
from lawscore.submission.places import Place, order
from lawscore.submission.sorting import Accepted
from lawscore.submission.words import fold, suggest


@dataclass(frozen=True, slots=True)
class Entered:
    """One adjustment as it is written, and its id among those of its unit."""

    entry: AdjustmentEntry
    place: Place
    id: str = ""
    evidence: tuple[Evidence, ...] = ()


#: The adjustments of each unit (its id as it is compared), by how many years back they lie; each in order.
Sorted: TypeAlias = Mapping[str, Mapping[int, Sequence[Entered]]]

#: What tells one adjustment from another; evidence does not.
_CONTENT: Final = (
    "authority", "remark", "field", "record", "column", "value", "void", "indicator", "rule", "points", "waive",
    "until", "id",
)  # fmt: skip


def sort_adjustments(
    rubric: Rubric, documents: Iterable[Accepted], units: Sequence[str], problems: list[Problem]
) -> Sorted:
    """Put each adjustment with its unit and year. `units` are the ids of those assessed, as they are compared."""
    found: dict[str, dict[int, list[Entered]]] = {}
    known = frozenset(units)
    for document in documents:
        for entered in _sound(document):
            unit = fold(entered.entry.unit)
            if unit not in known:
                problems.append(_of_nobody(entered, units))
            elif entered.entry.waive is None and entered.entry.date < (first := _first_day(rubric, document)):
                problems.append(_too_early(entered, first))
            else:
                found.setdefault(unit, {}).setdefault(document.years, []).append(entered)
    return {
        unit: {years: _named(each, problems) for years, each in sorted(by_year.items())}
        for unit, by_year in found.items()
    }


def _sound(document: Accepted) -> Iterator[Entered]:
    """The adjustments of a document that were read whole."""
    located = document.located
    for number, entry in enumerate(located.document.adjustments):
        if ("adjustments", number) not in located.refused:
            evidence = tuple(Evidence(proof.name, proof.number or "", proof.hash or "") for proof in entry.evidence)
            yield Entered(entry, located.at("adjustments", number), evidence=evidence)


def _first_day(rubric: Rubric, document: Accepted) -> date:
    stated = document.located.document.period
    return (stated if stated is not None and document.years else rubric.document.period).from_


def _of_nobody(entered: Entered, units: Sequence[str]) -> Problem:
    facts = {"unit": shorten(entered.entry.unit)}
    hint = suggest(fold(entered.entry.unit), units)
    where = entered.place.inside("unit").where()
    return Problem(code="adjustment_unit_unknown", where=where, facts=facts, hint=hint)


def _too_early(entered: Entered, first: date) -> Problem:
    facts = {"given": entered.entry.date, "first": first}
    where = entered.place.inside("date").where()
    return Problem(code="adjustment_date_early", where=where, facts=facts, hint=phrase("hint.adjustment_date_early"))


def _named(entered: Iterable[Entered], problems: list[Problem]) -> list[Entered]:
    """The adjustments of one unit and year, each once, by date; those without an id are a1, a2 and so on."""
    each = sorted(_once(entered), key=lambda one: (one.entry.date, _content(one.entry)))
    taken: dict[str, list[Entered]] = {}
    for one in each:
        if one.entry.id is not None:
            taken.setdefault(fold(one.entry.id), []).append(one)
    doubled = [same for same in taken.values() if len(same) > 1]
    problems.extend(problem for same in doubled for problem in _doubled(same))
    refused = {id(one) for same in doubled for one in same}
    twice = [same for same in _with_and_without_id(each) if refused.isdisjoint(map(id, same))]
    problems.extend(problem for same in twice for problem in _stated_twice(same))
    refused.update(id(one) for same in twice for one in same)
    numbers = (name for number in range(1, len(each) + len(taken) + 1) if (name := f"a{number}") not in taken)
    return [
        replace(one, id=one.entry.id.strip() if one.entry.id is not None else next(numbers))
        for one in each
        if id(one) not in refused
    ]


def _once(entered: Iterable[Entered]) -> Iterator[Entered]:
    """What is stated twice, in one file or in two, is one adjustment; evidence adds up."""
    same: dict[tuple[object, ...], list[Entered]] = {}
    for one in sorted(entered, key=lambda one: order(one.place.where())):
        same.setdefault((one.entry.date, *_content(one.entry)), []).append(one)
    for first, *others in same.values():
        proofs = (proof for one in (first, *others) for proof in one.evidence)
        yield replace(first, evidence=tuple(dict.fromkeys(proofs)))


def _with_and_without_id(entered: Iterable[Entered]) -> Iterator[Sequence[Entered]]:
    """What is stated under an id and without one: whether it is one adjustment or two, nobody can tell."""
    same: dict[tuple[object, ...], list[Entered]] = {}
    for one in entered:
        same.setdefault((one.entry.date, *_content(one.entry)[:-1]), []).append(one)
    for each in same.values():
        if {one.entry.id is None for one in each} == {True, False}:
            yield each


def _stated_twice(same: Sequence[Entered]) -> Iterator[Problem]:
    """The problem with each of them, naming one that states it in the other way."""
    for one in same:
        other = next(each for each in same if (each.entry.id is None) != (one.entry.id is None))
        facts = {
            "unit": shorten(one.entry.unit),
            "id": shorten(one.entry.id or other.entry.id),
            "other": str(other.place.where()),
        }
        hint = phrase("hint.adjustment_stated_twice")
        yield Problem(code="adjustment_stated_twice", where=one.place.where(), facts=facts, hint=hint)


def _content(entry: AdjustmentEntry) -> tuple[str, ...]:
    """What it says, its id last, whichever way it is written: +0.5 points are 0.50 points."""
    stated = {name: getattr(entry, name) for name in _CONTENT}
    with suppress(PydanticCustomError):  # what is no number is refused where the change is read
        stated["points"] = to_fraction(entry.points) if entry.points is not None else None
    return tuple("" if part is None else fold(str(part)) for part in stated.values())


def _doubled(same: Sequence[Entered]) -> Iterator[Problem]:
    for place, one in enumerate(same):
        other = same[0 if place else 1].place.inside("id").where()
        facts = {"id": shorten(one.entry.id), "unit": shorten(one.entry.unit), "other": str(other)}
        yield Problem(code="adjustment_id_doubled", where=one.place.inside("id").where(), facts=facts)
