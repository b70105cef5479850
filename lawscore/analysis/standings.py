"""Who stands where: the units of each group by rank, the ranks that provisional ones can still have, and who has none."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Missing
from lawscore.facts.card import Card
from lawscore.problems import Problem, QuestionError, each_once
from lawscore.ranking import rank_again
from lawscore.results.writing import result_of
from lawscore.rubric.bound import BoundRanking, Rubric
from lawscore.rubric.group_names import EVERYBODY, GroupNames, names_of_groups
from lawscore.rubric.standings import bind_groups
from lawscore.rules.binder import Binder
from lawscore.rules.cohort import Within
from lawscore.texts import folded


@dataclass(frozen=True, slots=True)
class Group:
    """The units that are ranked together, the best first."""

    title: Phrase | str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Standings:
    """The units of an assessment by group and rank. Iterating goes through the groups."""

    #: The assessment with the ranks as they were asked for; where they were, with the ranges of ranks.
    assessment: Assessment
    groups: tuple[Group, ...]
    #: The units without a rank, and why.
    unplaced: tuple[tuple[Card, Phrase], ...]
    #: Ties that could not be broken in the groups that were asked for.
    problems: tuple[Problem, ...] = ()
    #: The groups that were asked for, None where they are those of the rubric; and whether provisional units stand too.
    within: str | None = None
    provisional: bool = False

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def __getitem__(self, unit: str) -> Card:
        return self.assessment[unit]

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The result with these ranks, as the published JSON has it; it says how they came about."""
        problems = each_once((*self.assessment.problems, *self.problems))
        told = result_of(replace(self.assessment, problems=problems), language)
        if self.within is None and not self.provisional:
            return told
        ranked = {"within": self.within, "provisional": self.provisional}
        return {**told, "provenance": {**told["provenance"], "ranked": ranked}}


def rank(assessment: Assessment, within: str | None = None, *, provisional: bool = False) -> Standings:
    """Rank the totals as the rubric declares, or within other groups: `class`, `all`, `parent`, a class, a field.

    `provisional`: cards that are not final stand among the others with the best and the worst rank that they can have.
    Raises `QuestionError` where the rubric ranks no totals, or the groups are not known.
    """
    ranking = _ranking(assessment.rubric, within)
    cards, problems = rank_again(ranking, assessment.cards, assessment.scopes, ranged=provisional)
    standings = _Sorter(replace(assessment, cards=cards), ranking.within).standings(problems if within else ())
    return replace(standings, within=within, provisional=provisional)


def _ranking(rubric: Rubric, within: str | None) -> BoundRanking:
    """The ranking of the totals; with other groups, the rank among all units stands beside."""
    declared = next((one.ranking for one in rubric.standings if not one.id and one.ranking is not None), None)
    if declared is None:
        raise QuestionError([Problem(code="no_ranking", facts={"name": rubric.name}, hint=phrase("hint.no_ranking"))])
    if within is None:
        return declared
    asked = _within(rubric, within)
    everybody = declared.within if declared.within.text == EVERYBODY else declared.overall
    return replace(declared, within=asked, overall=None if asked.text == EVERYBODY else everybody)


def _within(rubric: Rubric, text: str) -> Within:
    problems: list[Problem] = []
    within = bind_groups(text, rubric.document, Binder(rubric.names, problems).of_unit())
    if problems:
        raise QuestionError(problems)
    return within


@dataclass(frozen=True)
class _Sorter:
    """Sorts the cards of an assessment, which have their ranks, into groups."""

    assessment: Assessment
    within: Within

    def standings(self, problems: Sequence[Problem]) -> Standings:
        placed: dict[Hashable, list[Card]] = {}
        unplaced: list[tuple[Card, Phrase]] = []
        for card in self.assessment.cards:
            if card.rank is not None or card.standing.range is not None:
                placed.setdefault(self.key(card), []).append(card)
            else:
                unplaced.append((card, self.why(card)))
        keys = sorted(placed, key=self.order)
        groups = tuple(Group(self.title(key), tuple(sorted(placed[key], key=_by_rank))) for key in keys)
        return Standings(self.assessment, groups, tuple(unplaced), tuple(problems))

    def key(self, card: Card) -> Hashable | Missing:
        return self.within.of(self.assessment.scopes[card.unit.id])

    def order(self, key: Hashable) -> int:
        """Classes come in the order of the rubric, other groups as the roster names them."""
        return self.classes.index(key) if key in self.classes else len(self.classes)

    @cached_property
    def classes(self) -> list[Hashable]:
        return list(self.names.classes) if self.names.goes_by_class else []

    @cached_property
    def names(self) -> GroupNames:
        rubric = self.assessment.rubric
        return names_of_groups(self.within, rubric.document.classes, rubric.names)

    def title(self, key: Hashable) -> Phrase | str:
        """What people call a group."""
        if self.within.text != "parent":
            return self.names.title(key)
        above = {folded(card.unit.id): card.unit.name for card in self.assessment.cards}
        return self.names.title(above.get(str(key), str(key)))

    def why(self, card: Card) -> Phrase:
        """Why a unit has no rank."""
        if card.unit.not_assessed is not None:
            return phrase("why.not_assessed", reason=card.unit.not_assessed)
        if card.score is None:
            return phrase("rank.provisional", count=str(len(card.owed)))
        out = next((note for note in card.standing.notes if note.key == "rank.out"), None)
        if out is not None:
            return out
        key = self.key(card)
        return phrase("rank.no_group" if isinstance(key, Missing) else "rank.other_group", within=self.names.label)


def _by_rank(card: Card) -> tuple[int, int, int]:
    """By the ranks that a unit can have, where they are told; else by its rank. Equal ones stay as the roster has them."""
    best, worst = card.standing.range or (card.rank or 0, card.rank or 0)
    return best, worst, card.rank or worst
