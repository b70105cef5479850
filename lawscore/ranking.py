"""Grades and ranks: bands of the total, and the order of the units of a class.

A provisional card has neither. Ties are broken by the declared chain; what stays tied shares the rank and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from lawscore.facts.card import Card
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import GradeBand, Grades, Ranking


def grade_and_rank(rubric: Rubric, cards: Sequence[Card]) -> tuple[tuple[Card, ...], list[Problem]]:
    """The same cards with grade and rank, in the same order, and what could not be done."""
    problems: list[Problem] = []
    grades, ranking = rubric.document.grades, rubric.document.ranking
    if grades is not None:
        cards = [_graded(card, grades) for card in cards]
        if grades.quota:
            problems.append(_not_yet("grades.quota"))
            cards = [_without_quota_grades(card, grades) for card in cards]
    if ranking is not None:
        cards = _ranked(cards, ranking, classed=ranking.within == "class" and bool(rubric.document.classes))
    return tuple(cards), problems


def _not_yet(key: str) -> Problem:
    return Problem(
        code="not_applied_yet", severity="warning", where=Where(path=tuple(key.split("."))), facts={"key": key}
    )


def _without_quota_grades(card: Card, grades: Grades) -> Card:
    """A grade that a quota limits is not given out before the quota is applied to the whole class."""
    return replace(card, grade=None) if card.grade in grades.quota else card


def value_of(card: Card, using: str) -> Fraction:
    """The total as it counts for ranks and grades: exact, or as it is shown."""
    assert card.score is not None  # only final cards are ranked and graded
    return card.shown.apply(card.score) if using == "shown" else card.score


def _graded(card: Card, grades: Grades) -> Card:
    if card.score is None:
        return card
    value = value_of(card, grades.using)
    grade = next((band.grade for band in grades.bands if _fits(band, value)), None)
    return replace(card, grade=_after_vetoes(grade, card, grades.names))


def _fits(band: GradeBand, value: Fraction) -> bool:
    return (
        (band.from_ is None or value >= band.from_)
        and (band.above is None or value > band.above)
        and (band.to is None or value <= band.to)
        and (band.below is None or value < band.below)
    )


def _after_vetoes(grade: str | None, card: Card, names: Sequence[str]) -> str | None:
    """A veto fixes the grade (the lowest of several that do), caps it, or bars one, in this order."""
    struck = [veto for veto in card.vetoes if veto.struck]
    fixed = [names.index(veto.grade) for veto in struck if veto.grade is not None]
    capped = [names.index(veto.grade_at_most) for veto in struck if veto.grade_at_most is not None]
    place = max(fixed) if fixed else names.index(grade) if grade in names else len(names) - 1
    place = max([place, *capped])
    barred = {veto.ineligible_for for veto in struck}
    while place < len(names) - 1 and names[place] in barred:
        place += 1
    return names[place]


def _ranked(cards: Sequence[Card], ranking: Ranking, *, classed: bool) -> list[Card]:
    # A unit in no class of the rubric is compared with nobody.
    final = [card for card in cards if card.score is not None and (card.unit.unit_class or not classed)]
    groups: dict[str | None, list[Card]] = {}
    for card in final:
        groups.setdefault(card.unit.unit_class if ranking.within == "class" else None, []).append(card)
    ranked: dict[str, Card] = {}
    for group in groups.values():
        ranked.update(_rank_group(group, ranking))
    return [ranked.get(card.unit.id, card) for card in cards]


def _rank_group(group: Sequence[Card], ranking: Ranking) -> dict[str, Card]:
    keys = {card.unit.id: _order(card, ranking) for card in group}
    ordered = sorted(group, key=lambda card: (keys[card.unit.id], card.unit.id))
    counts: dict[Any, int] = {}
    for key in keys.values():
        counts[key] = counts.get(key, 0) + 1
    ranks = _METHODS[ranking.method]([keys[card.unit.id] for card in ordered])
    return {
        card.unit.id: replace(card, rank=rank, tied=counts[keys[card.unit.id]] > 1)
        for card, rank in zip(ordered, ranks, strict=True)
    }


def _order(card: Card, ranking: Ranking) -> tuple[Fraction, ...]:
    """What puts one card before another: the total, then each step of the chain. Smaller is better."""
    key = [-value_of(card, ranking.using)]
    for tie in ranking.ties:
        if tie.fewer is not None:
            key.append(Fraction(sum(veto.struck for veto in card.vetoes)))
        else:
            named = tie.higher or tie.lower or ""
            score = card.node(named).score
            # A unit to which the indicator does not apply stands behind those that earned something in it.
            sign = -1 if tie.higher is not None else 1
            key.extend((Fraction(score is None), sign * (score or Fraction(0))))
    return tuple(key)


def _competition(keys: Sequence[Any]) -> list[int]:
    """1 2 2 4."""
    ranks: list[int] = []
    for place, key in enumerate(keys):
        ranks.append(ranks[-1] if place and keys[place - 1] == key else place + 1)
    return ranks


def _dense(keys: Sequence[Any]) -> list[int]:
    """1 2 2 3."""
    order: dict[Any, int] = {}
    return [order.setdefault(key, len(order) + 1) for key in keys]


_METHODS: Final[Mapping[str, Callable[[Sequence[Any]], list[int]]]] = {
    "competition": _competition,
    "dense": _dense,
}
