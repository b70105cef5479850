"""The use of it all: every ranking and all grades of a rubric, on the cards of all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lawscore.catalogue import phrase
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.unit import Scope
from lawscore.problems import Problem, Where
from lawscore.ranking.contenders import Contender, by_group, of_result, of_total
from lawscore.ranking.grading import grade
from lawscore.ranking.order import Level, in_order, ranks
from lawscore.ranking.quotas import apply_quotas
from lawscore.rubric.bound import BoundGrades, BoundRanking, BoundStanding, Rubric

#: Standings by the id of the unit.
Standings = Mapping[str, Standing]


def grade_and_rank(
    rubric: Rubric, cards: Sequence[Card], scopes: Mapping[str, Scope]
) -> tuple[tuple[Card, ...], list[Problem]]:
    """The same cards in the same order with their ranks and grades, and what could not be settled.

    `scopes` are the scopes in which the units were scored, by the id of the unit.
    """
    problems: list[Problem] = []
    found: dict[str, Standings] = {}
    for bound in rubric.standings:
        contenders = list(_contenders(rubric, bound.id, cards, scopes))
        found[bound.id] = _stand(bound, contenders, problems)
    return tuple(_placed(card, found) for card in cards) if found else tuple(cards), problems


def _contenders(rubric: Rubric, name: str, cards: Iterable[Card], scopes: Mapping[str, Scope]) -> Iterator[Contender]:
    """Each unit with the result that is ranked."""
    beside = [also.id for also in rubric.document.also]
    place = beside.index(name) if name in beside else list(rubric.nodes).index(name) if name else 0
    for card in cards:
        scope = scopes[card.unit.id]
        if not name:
            yield of_total(card, scope)
        else:
            yield of_result(card, scope, (card.also if name in beside else card.nodes)[place])


def _stand(bound: BoundStanding, contenders: Sequence[Contender], problems: list[Problem]) -> Standings:
    standings = {contender.id: Standing() for contender in contenders}
    if bound.ranking is not None:
        standings.update(_ranked(bound.ranking, contenders, bound.path, problems))
    if bound.grades is not None:
        for unit, standing in _graded(bound.grades, bound.ranking, contenders, bound.path, problems):
            before = standings[unit]
            standings[unit] = replace(
                standing, rank=before.rank, tied=before.tied, notes=(*before.notes, *standing.notes)
            )
    return standings


def _ranked(
    ranking: BoundRanking, contenders: Iterable[Contender], path: tuple[str | int, ...], problems: list[Problem]
) -> Iterator[tuple[str, Standing]]:
    """Units whose result is settled; the others leave the ranking, and the rest move up."""
    for group in by_group(contenders, ranking.within).values():
        settled = [contender for contender in group if contender.score is not None]
        for rank, level in ranks(in_order(settled, ranking, ranking.spec.using), ranking.spec.method):
            problems += _undecided(level, ranking, (*path, "ranking"))
            notes = (phrase("rank.open", by=level.open),) if level.open else ()
            for contender in level.units:
                yield contender.id, Standing(rank=rank, tied=len(level.units) > 1, notes=notes)


def _undecided(level: Level, ranking: BoundRanking, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """A tie that waits for a figure, and one that an ordinal ranking should not have."""
    units = tuple(contender.name for contender in level.units)
    if level.open:
        facts = {"units": units, "by": level.open}
        yield Problem(code="tie_open", severity="warning", where=Where(path=path), facts=facts)
    elif len(units) > 1 and ranking.spec.method == "ordinal":
        yield Problem(code="tie_left", severity="warning", where=Where(path=path), facts={"units": units})


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
    return replace(card, standing=total, nodes=placed(card.nodes), also=placed(card.also))
