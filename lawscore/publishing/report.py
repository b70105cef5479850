"""A result ready to be published: its units in the order of the standings, their groups, and what each is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.numbers import Rounding
from lawscore.publishing.cards import UnitCard, cards_of
from lawscore.publishing.earlier import NO_EARLIER, Earlier, earlier_of
from lawscore.publishing.headings import Heading, headings_of
from lawscore.publishing.means import Means, means_of
from lawscore.results.model import ProblemPart, Result
from lawscore.results.naming import mark_of
from lawscore.results.telling import retold, told_otherwise
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration

_CLASS = "class"


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are compared with one another: a class, or all where there are no classes (id "")."""

    id: str
    title: str
    #: In the order of the standings.
    cards: tuple[UnitCard, ...]

    @property
    def final(self) -> tuple[UnitCard, ...]:
        """The cards whose total stands."""
        return tuple(card for card in self.cards if card.score is not None)

    def count(self, state: str) -> int:
        """How many units are `final`, `provisional` or `not_assessed`."""
        return sum(card.part.state == state for card in self.cards)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A result, its rubric and the result of an earlier period, in one language.

    `units` stand in the order of the standings: class by class where the ranks are given within classes, then by rank;
    units without a rank last, as the roster has them.
    """

    #: In the language of the report where it can be told in it (`results.telling`), else in its own.
    result: Result
    rubric: Rubric
    language: Language
    headings: tuple[Heading, ...]
    units: tuple[UnitCard, ...]
    means: Mapping[str, Means]
    earlier: Earlier = NO_EARLIER

    @property
    def shown(self) -> Rounding:
        """The rounding in which totals are shown."""
        return self.rubric.root.shown

    @property
    def within(self) -> str | None:
        """The groups of the ranks: `all`, `class`, `parent` or a field; None where nothing is ranked."""
        return _within(self.result, self.rubric)

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the catalogue in the language of the report."""
        return say(phrase(key, **facts), self.language)

    @property
    def untold(self) -> str:
        """Why the sentences of the result are in another language than the report; "" where they are not."""
        why = told_otherwise(self.result, self.language)
        return "" if why is None else say(why, self.language)

    @property
    def title(self) -> str:
        """The title of the rubric."""
        return self.result.rubric.title

    @property
    def name(self) -> str:
        """`id@version`, and that it is a draft where it is one."""
        return self.rubric.name + mark_of(self.rubric, self.language)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The units by class, as the rubric lists the classes; one group where no unit has a class."""
        found: dict[str, list[UnitCard]] = {}
        for card in self.units:
            found.setdefault(card.group, []).append(card)
        classes = self.rubric.document.classes
        ids = [*(one for one in classes if one in found), *(one for one in found if one not in classes)]
        return tuple(Group(one, classes.get(one, one), tuple(found[one])) for one in ids)

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """The groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def cards(self) -> Mapping[str, UnitCard]:
        """The cards by the id of their unit."""
        return {card.id: card for card in self.units}

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The grades of the total, best first; none where the rubric gives none."""
        spec = self.rubric.document.grades
        given = {card.part.grade for card in self.units if card.part.grade is not None}
        order = () if spec is None else spec.order or spec.given
        return tuple(dict.fromkeys([*order, *sorted(given)]))

    @property
    def problems(self) -> Sequence[ProblemPart]:
        """What was found wrong with the input."""
        return self.result.problems


def report_of(
    result: Result,
    rubric: Rubric,
    earlier: Result | None = None,
    migration: Migration = UNCHANGED,
    language: Language | None = None,
) -> Report:
    """Read a result for publication, in its own language or another.

    `earlier` is the result of an earlier period, whose ids `migration` leads to these. The rubric must be the one that made
    the result (`publishing.opening.differing`).
    """
    chosen = language or result.language
    told = retold(result, chosen)
    before = earlier_of(None if earlier is None else retold(earlier, chosen), migration)
    headings = tuple(headings_of(rubric, told, chosen))
    cards = tuple(cards_of(told.units, headings, rubric, before))
    units = tuple(_in_order(cards, rubric, by_class=_within(told, rubric) == _CLASS))
    return Report(
        result=told, rubric=rubric, language=chosen, headings=headings, units=units, earlier=before,
        means=means_of(cards, headings),
    )  # fmt: skip


def _within(result: Result, rubric: Rubric) -> str | None:
    """The groups of the ranks: those that were asked for, else those of the rubric."""
    asked = result.provenance.ranked if result.provenance is not None else None
    if asked is not None and asked.within is not None:
        return asked.within
    ranking = rubric.document.ranking
    return ranking.within if ranking is not None else None


def _in_order(cards: Sequence[UnitCard], rubric: Rubric, *, by_class: bool) -> Iterator[UnitCard]:
    classes = {one: place for place, one in enumerate(rubric.document.classes)}

    def key(card: UnitCard) -> tuple[int, bool, int]:
        group = classes.get(card.group, len(classes)) if by_class else 0
        return group, card.part.rank is None, card.part.rank or 0

    yield from sorted(cards, key=key)
