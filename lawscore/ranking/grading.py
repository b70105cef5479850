"""The grade of one unit by itself: grade rules, then bands, then vetoes; and the grades that an open result can reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Cause, Unknown, together
from lawscore.ranking.contenders import Contender
from lawscore.rubric.bound import BoundGrades


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of a unit as its place in the order of grades (0 is best); None where it is open.

    `best` is the best place that it may still have: its place, where that is known.
    """

    contender: Contender
    place: int | None
    best: int
    notes: tuple[Phrase, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the grade is not settled."""
        return self.place is None


@dataclass(frozen=True, slots=True)
class _Found:
    """Grades that are possible, and the rule that gives the one that is certain."""

    grades: tuple[str, ...]
    causes: tuple[Cause, ...] = ()
    note: Phrase | None = None


def grade(grades: BoundGrades, contender: Contender) -> Graded:
    """The grade of a unit before quotas."""
    found = _possible(grades, contender)
    names = grades.spec.names
    places = sorted({_after_vetoes(names.index(name), contender, names) for name in found.grades})
    settled = contender.score is not None and len(places) == 1
    if settled:
        return Graded(contender, places[0], places[0], (found.note,) if found.note is not None else ())
    notes = (phrase("grade.open"),) if contender.score is not None else ()
    return Graded(contender, None, places[0], notes, found.causes)


def fall(place: int, contender: Contender, names: Sequence[str]) -> int:
    """The next grade below one, passing those from which a veto bars the unit."""
    return _allowed(place + 1, contender, names)


def _possible(grades: BoundGrades, contender: Contender) -> _Found:
    """The first rule that holds gives the grade, else the bands; rules that are open leave several possible."""
    possible: list[str] = []
    open_: list[Unknown] = []
    for rule in grades.rules:
        holds = rule.when.run(contender.scope) if rule.when is not None else True
        if isinstance(holds, Unknown):
            possible.append(rule.spec.grade)
            open_.append(holds)
        elif holds is True:
            return _Found((*possible, rule.spec.grade), together(*open_), None if open_ else _reason(rule.spec))
    return _Found((*possible, *_by_bands(grades, contender)), together(*open_))


def _reason(rule: object) -> Phrase:
    name, when, text = rule.grade, rule.when, rule.text  # type: ignore[attr-defined]
    return (
        phrase("grade.rule", grade=name, reason=text or when) if text or when else phrase("grade.rule_else", grade=name)
    )


def _by_bands(grades: BoundGrades, contender: Contender) -> Iterable[str]:
    """The grade of a settled result; all that an open one can still reach."""
    bands, using = grades.spec.bands, grades.spec.using
    if contender.score is not None:
        value: Fraction = contender.value(using)
        return [band.grade for band in bands if band.fits(value)][:1]
    low, high = contender.limits(using)
    return [band.grade for band in bands if band.meets(low, high)]


def _after_vetoes(place: int, contender: Contender, names: Sequence[str]) -> int:
    """A veto fixes the grade of the total, or caps it (a lower one stays), then bars one."""
    if not contender.is_total:
        return place
    struck = [veto for veto in contender.card.vetoes if veto.struck]
    named = [name for veto in struck for name in (veto.grade, veto.grade_at_most) if name is not None]
    return _allowed(max([place, *(names.index(name) for name in named)]), contender, names)


def _allowed(place: int, contender: Contender, names: Sequence[str]) -> int:
    vetoes = contender.card.vetoes if contender.is_total else ()
    barred = {veto.ineligible_for for veto in vetoes if veto.struck}
    while place < len(names) - 1 and names[place] in barred:
        place += 1
    return min(place, len(names) - 1)
