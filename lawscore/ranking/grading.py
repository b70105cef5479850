"""The grade of one unit by itself: grade rules, then bands, then vetoes; and the grades that an open result can reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Unknown, Value, together
from lawscore.facts.unit import Scope
from lawscore.ranking.contenders import Contender
from lawscore.rubric.bound import BoundGradeRule, BoundGrades

#: What a condition counts that does not pass: failed('控制').
_FAILED: Final = re.compile(r"failed\(\s*['\"]([^'\"]*)['\"]\s*\)")


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
    return grade_by(rules_in(grades, contender.scope), grades, contender)


def rules_in(grades: BoundGrades, scope: Scope) -> tuple[Value, ...]:
    """What the conditions of the rules come to, up to the first that holds."""
    found: list[Value] = []
    for rule in grades.rules:
        found.append(rule.when.run(scope) if rule.when is not None else True)
        if found[-1] is True:
            break
    return tuple(found)


def grade_by(rules: Sequence[Value], grades: BoundGrades, contender: Contender) -> Graded:
    """The grade of a unit before quotas, by what the conditions of the rules come to."""
    found = _possible(rules, grades, contender)
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


def _possible(rules: Sequence[Value], grades: BoundGrades, contender: Contender) -> _Found:
    """The first rule that holds gives the grade, else the bands; rules that are open leave several possible."""
    possible: list[str] = []
    open_: list[Unknown] = []
    for rule, holds in zip(grades.rules, rules, strict=False):
        if isinstance(holds, Unknown):
            possible.append(rule.spec.grade)
            open_.append(holds)
        elif holds is True:
            note = None if open_ else _reason(rule, contender)
            return _Found((*possible, rule.spec.grade), together(*open_), note)
    return _Found((*possible, *_by_bands(grades, contender)), together(*open_))


def _reason(rule: BoundGradeRule, contender: Contender) -> Phrase:
    """The rule that gave the grade; where it counts what does not pass, with what that is."""
    name, when, text = rule.spec.grade, rule.spec.when, rule.spec.text
    if not (text or when):
        return phrase("grade.rule_else", grade=name)
    note = phrase("grade.rule", grade=name, reason=text or when)
    looked = _FAILED.findall(when or "")
    names = [title for above in looked for title in _not_passed(contender, above)]
    return phrase("grade.rule_failed", note=note, names=tuple(dict.fromkeys(names))) if names else note


def _not_passed(contender: Contender, above: str) -> Iterable[str]:
    """The indicators, at or below one, that do not pass: those that count one more than the parts below them."""
    nodes = contender.card.nodes
    parents = {node.id: node.parent for node in nodes}
    below: dict[str | None, list[Value]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node.failed)
    for node in nodes:
        parts = below.get(node.id, [])
        known = [count for count in (node.failed, *parts) if isinstance(count, Fraction)]
        if len(known) == len(parts) + 1 and known[0] > sum(known[1:]) and _is_within(node.id, above, parents):
            yield node.title if node.title == node.id else f"{node.id} {node.title}"


def _is_within(indicator: str | None, above: str, parents: Mapping[str, str | None]) -> bool:
    while indicator is not None and indicator != above:
        indicator = parents.get(indicator)
    return indicator == above


def _by_bands(grades: BoundGrades, contender: Contender) -> Iterable[str]:
    """The grade of a settled result; all that an open one can still reach."""
    bands, using = grades.spec.bands, grades.spec.using
    if contender.score is not None:
        value: Fraction = contender.value(using)
        return islice((band.grade for band in bands if band.fits(value)), 1)
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
