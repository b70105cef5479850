"""The use of it all: every ranking and all grades of a rubric, on the cards of all units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.copies import copied
from lawscore.facts.unit import Scope
from lawscore.problems import Problem
from lawscore.ranking.contenders import Contender, of_result, of_total
from lawscore.ranking.grading import grade
from lawscore.ranking.placing import Standings, place
from lawscore.ranking.quotas import apply_quotas
from lawscore.rubric.bound import BoundGrades, BoundRanking, BoundStanding, Rubric


def grade_and_rank(
    rubric: Rubric, cards: Sequence[Card], scopes: Mapping[str, Scope]
) -> tuple[tuple[Card, ...], list[Problem]]:
    """The same cards in the same order with their ranks and grades, and what could not be settled.

    `scopes` are the scopes in which the units were scored, by the id of the unit.
    """
    problems: list[Problem] = []
    found: dict[str, Standings] = {}
    for bound in rubric.standings:
        contender = contender_in(rubric, bound)
        contenders = [contender(card, scopes[card.unit.id]) for card in cards]
        found[bound.id] = _stand(bound, contenders, problems)
    if found.keys() <= {""}:  # nothing but the total is ranked or graded
        totals = found.get("", {})
        return tuple(copied(card, standing=totals[card.unit.id]) if totals else card for card in cards), problems
    return tuple(_placed(card, found) for card in cards), problems


def standings_of(bound: BoundStanding, contenders: Sequence[Contender]) -> Standings:
    """Ranks and grades in one result, by the id of the unit, of contenders whose scores are no card's."""
    return _stand(bound, contenders, [])


def rank_again(
    ranking: BoundRanking, cards: Sequence[Card], scopes: Mapping[str, Scope], *, ranged: bool
) -> tuple[tuple[Card, ...], list[Problem]]:
    """The same cards with ranks of their totals by a ranking, which need not be that of the rubric; grades stay."""
    contenders = [of_total(card, scopes[card.unit.id], ranking.spec) for card in cards]
    standings, problems = place(ranking, contenders, (), ranged=ranged)
    return tuple(replace(card, standing=_anew(card.standing, standings[card.unit.id])) for card in cards), problems


def _anew(before: Standing, ranked: Standing) -> Standing:
    notes = (note for note in before.notes if not note.key.startswith("rank."))
    return replace(ranked, grade=before.grade, notes=(*ranked.notes, *notes), causes=before.causes)


def contender_in(rubric: Rubric, bound: BoundStanding) -> Callable[[Card, Scope], Contender]:
    """What makes of a unit's card the contender with the result that is ranked."""
    name = bound.id
    ranking = bound.ranking.spec if bound.ranking is not None else None
    if not name:
        return lambda card, scope: of_total(card, scope, ranking)
    beside = [also.id for also in rubric.document.also]
    if name in beside:
        place = beside.index(name)
        return lambda card, scope: of_result(card, scope, card.also[place], ranking)
    place = list(rubric.nodes).index(name)
    return lambda card, scope: of_result(card, scope, card.nodes[place], ranking)


def _stand(bound: BoundStanding, contenders: Sequence[Contender], problems: list[Problem]) -> Standings:
    if bound.ranking is not None:
        standings, ties = place(bound.ranking, contenders, bound.path)
        problems += ties
    else:
        standings = dict.fromkeys((contender.id for contender in contenders), Standing())
    if bound.grades is not None:
        for unit, graded in _graded(bound.grades, bound.ranking, contenders, bound.path, problems):
            before = standings[unit]
            notes = (*before.notes, *graded.notes)
            standings[unit] = copied(before, grade=graded.grade, notes=notes, causes=graded.causes)
    return standings


def _graded(
    grades: BoundGrades,
    ranking: BoundRanking | None,
    contenders: Iterable[Contender],
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> Iterator[tuple[str, Standing]]:
    graded = {contender.id: grade(grades, contender) for contender in contenders if not contender.is_outside}
    graded, waiting = apply_quotas(grades, ranking, graded, path)
    problems += waiting
    names = grades.spec.names
    for unit, one in graded.items():
        if one.contender.score is not None:
            yield (
                unit,
                Standing(grade=None if one.place is None else names[one.place], notes=one.notes, causes=one.causes),
            )


def _placed(card: Card, found: Mapping[str, Standings]) -> Card:
    """The card with its standings."""

    def placed(results: tuple[NodeResult, ...]) -> tuple[NodeResult, ...]:
        if not any(result.id in found for result in results):
            return results
        return tuple(
            result._replace(standing=found[result.id][card.unit.id]) if result.id in found else result
            for result in results
        )

    total = found[""][card.unit.id] if "" in found else card.standing
    return copied(card, standing=total, nodes=placed(card.nodes), also=placed(card.also))
