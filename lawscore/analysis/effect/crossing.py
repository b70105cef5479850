"""Who gets another grade, and what made it so: the score, the rules of grades, a veto, or the quota of others.

The grade is followed in steps. From the old grade rules at the old score to the same rules at the new score, the score
decides; from there to the new rules, they do; what is left is made by vetoes, or by quotas and the ranks of others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeAlias

from lawscore.analysis.effect.parts import ScorePart
from lawscore.assessing import Assessment
from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.facts.card import Card
from lawscore.ranking.contenders import Contender, of_total
from lawscore.ranking.grading import grade
from lawscore.rubric.bound import BoundGrades

Reason: TypeAlias = Literal["score", "rules", "veto", "quota", "open"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A unit that gets another grade. `reasons` are in the order of the steps.

    `deciding` are the fewest parts, the largest first, without which the new score would have kept the old grade; empty
    where the score does not decide. `better`: the new grade is the better one; None where the grades have no common order.
    """

    before: str | None
    after: str | None
    better: bool | None
    reasons: tuple[Reason, ...]
    deciding: tuple[ScorePart, ...]
    notes: tuple[Phrase, ...]


@dataclass(frozen=True)
class Grader:
    """Gives the grades of the total under the rules of both versions."""

    before: Assessment
    after: Assessment

    def crossing(self, before: Card, after: Card, parts: Sequence[ScorePart]) -> Crossing | None:
        """What became of the grade of a unit; None where it stays, or is not graded in both."""
        if before.grade == after.grade or before.score is None or after.score is None:
            return None
        old, new = _grading(self.before, before), _grading(self.after, after)
        if old is None or new is None:
            return Crossing(before.grade, after.grade, None, ("rules",), (), after.standing.notes)
        start, middle, end = old(before.score), old(after.score), new(after.score)
        reasons = tuple(_reasons(before, after, (start, middle, end), same_rules=self.same_rules))
        deciding = _deciding(after.score, parts, lambda score: old(score) == start) if start != middle else ()
        names = self._names
        better = None
        if before.grade in names and after.grade in names:
            better = names.index(after.grade) < names.index(before.grade)
        return Crossing(before.grade, after.grade, better, reasons, deciding, after.standing.notes)

    @property
    def same_rules(self) -> bool:
        """Whether both versions have the same grades by the same rules."""
        return self.before.rubric.document.grades == self.after.rubric.document.grades

    @property
    def _names(self) -> Sequence[str]:
        grades = self.after.rubric.document.grades
        return grades.names if grades is not None else ()


Grading: TypeAlias = Callable[[Fraction], str | None]


def _grading(assessment: Assessment, card: Card) -> Grading | None:
    """The grade of a unit by itself, given a score; None where totals are not graded."""
    standing = next((one for one in assessment.rubric.standings if not one.id), None)
    if standing is None or standing.grades is None:
        return None
    grades, contender = standing.grades, of_total(card, assessment.scopes[card.unit.id])
    return lambda score: _grade(grades, contender, score)


def _grade(grades: BoundGrades, contender: Contender, score: Fraction) -> str | None:
    place = grade(grades, replace(contender, score=score, bounds=(score, score))).place
    return None if place is None else grades.spec.names[place]


def _reasons(
    before: Card, after: Card, steps: tuple[str | None, str | None, str | None], *, same_rules: bool
) -> list[Reason]:
    start, middle, end = steps
    found: list[Reason] = []
    if start != middle:
        found.append("score")
    if middle != end:
        found.append("veto" if _struck(before) != _struck(after) else "rules" if not same_rules else "score")
    if before.grade != start or after.grade != end:
        found.append("quota")
    if after.grade is None or before.grade is None:
        found.append("open")
    return list(dict.fromkeys(found))


def _struck(card: Card) -> frozenset[str]:
    return frozenset(veto.id for veto in card.vetoes if veto.struck)


def _deciding(score: Fraction, parts: Sequence[ScorePart], keeps: Callable[[Fraction], bool]) -> tuple[ScorePart, ...]:
    """The fewest parts, the largest first, without which the score would have kept the grade."""
    change = sum((one.points for one in parts), Fraction(0))
    same_way = [one for one in parts if one.points * change > 0]
    found: list[ScorePart] = []
    for one in sorted(same_way, key=lambda part: -abs(part.points)):
        found.append(one)
        if keeps(score - sum((part.points for part in found), Fraction(0))):
            return tuple(found)
    return ()
