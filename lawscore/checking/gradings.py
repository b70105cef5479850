"""Checks of grades and ranks: bands that no total reaches, bands out of order, quotas that never bind, ties that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from lawscore.catalogue import phrase
from lawscore.checking.findings import doubtful, finding
from lawscore.checking.occasions import of_grade_rules
from lawscore.checking.points import classes_of
from lawscore.checking.reach import by_limits, by_rules, highest, lowest
from lawscore.checking.reading import Reader
from lawscore.checking.regions import NOTHING, Region, between
from lawscore.numbers import ONE
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode, BoundStanding, Rubric
from lawscore.rubric.grades import GradeBand, Grades, share_of
from lawscore.rubric.ranks import UNIT_ID, Tie

#: Between which values a result lies; None is without a limit.
Bounds: TypeAlias = tuple[Fraction | None, Fraction | None]


def grade_unreachable(reader: Reader) -> Iterator[Problem]:
    """A grade that no result comes to: above the highest, below the lowest, or by a condition that never holds."""
    for standing, grades in _graded(reader.rubric):
        bounds = _bounds(standing, grades, reader.rubric)
        taken = NOTHING
        for place, band in enumerate(grades.bands):
            region = _region(band)
            path = (*standing.path, "grades", "bands", place)
            if bounds is not None and not region & between(*bounds) - taken and not (region and not region - taken):
                facts = {"grade": band.grade, "reach": _told(bounds)}
                yield doubtful("grade-unreachable", path, facts, proved=_is_plain(reader.rubric.root))
            taken |= region
    for grade, asked in of_grade_rules(reader):
        if asked.truth == "never":
            reach = phrase("check.grade_condition", given=asked.program.text)
            yield doubtful("grade-unreachable", asked.path, {"grade": grade, "reach": reach}, proved=True)


def grades_order(reader: Reader) -> Iterator[Problem]:
    """Bands stand in the order of goodness, best first: a later one must not ask for more."""
    for standing, grades in _graded(reader.rubric):
        better = standing.ranking.spec.better if standing.ranking is not None else "higher"
        limits = [(place, band, _edge(band)) for place, band in enumerate(grades.bands) if not band.else_]
        if better == "lower" or grades.order is not None or any(edge is None for _, _, edge in limits):
            continue
        for (_, before, one), (place, band, other) in pairwise(limits):
            if one is not None and other is not None and other > one:
                facts = {"grade": band.grade, "before": before.grade, "from": other, "least": one}
                path = (*standing.path, "grades", "bands", place)
                yield finding("grades-order", path, facts, phrase("hint.grades_order"))


def quota_never_binds(reader: Reader) -> Iterator[Problem]:
    """A quota that lets in everybody."""
    for standing, grades in _graded(reader.rubric):
        for grade, quota in grades.quota.items():
            share = share_of(quota.at_most)
            if share is not None and share >= ONE:
                path = (*standing.path, "grades", "quota", grade, "at_most")
                yield finding("quota-never-binds", path, {"grade": grade, "given": quota.at_most})


def tie_repeats(reader: Reader) -> Iterator[Problem]:
    """A step of the chain of ties that decides nothing: it stood there before, is what is ranked, or comes after the id."""
    for standing in reader.rubric.standings:
        ties = standing.ranking.spec.ties if standing.ranking is not None else ()
        seen: dict[str, str] = {standing.id: "check.tie_ranked"} if standing.id else {}
        for place, tie in enumerate(ties):
            why = seen.get(_subject(tie)) or ("check.tie_after_id" if UNIT_ID in seen else None)
            if why is not None:
                facts = {"given": f"{tie.key}: {_subject(tie)}", "why": phrase(why)}
                yield finding(
                    "tie-repeats", (*standing.path, "ranking", "ties", place), facts, phrase("hint.tie_repeats")
                )
            seen.setdefault(_subject(tie), "check.tie_before")


def _subject(tie: Tie) -> str:
    return str(getattr(tie, tie.key)) if tie.key != "countback" else f"{tie.countback} {tie.of}"


def _graded(rubric: Rubric) -> Iterator[tuple[BoundStanding, Grades]]:
    for standing in rubric.standings:
        if standing.grades is not None:
            yield standing, standing.grades.spec


def _bounds(standing: BoundStanding, grades: Grades, rubric: Rubric) -> Bounds | None:
    """Between which values the graded result lies; None where that is not known."""
    node = rubric.root if not standing.id else rubric.nodes.get(standing.id)
    if node is None:
        return None
    of_leaf = by_rules if _is_plain(rubric.root) else by_limits
    highs = [highest(node, one, of_leaf) for one in classes_of(rubric)]
    lows = [lowest(node, one) for one in classes_of(rubric)]
    high = None if None in highs else max(value for value in highs if value is not None)
    low = None if None in lows else min(value for value in lows if value is not None)
    if grades.using == "exact":
        return low, high
    return (None if low is None else node.shown.apply(low)), (None if high is None else node.shown.apply(high))


def _is_plain(root: BoundNode) -> bool:
    """Whether the total is nothing but a sum of sums, of which no part is left out or made whole."""
    nodes = list(root.walk())
    scaled = any(node.aggregate != "sum" or node.scaled_to is not None or node.round is not None for node in nodes)
    return not scaled and not any(node.applies_spec is not None for node in nodes)


def _region(band: GradeBand) -> Region:
    if band.else_:
        return between(None, None)
    low, high = (
        between(band.from_, band.to),
        between(band.above, band.below, low_in=band.above is None, high_in=band.below is None),
    )
    return low & high


def _edge(band: GradeBand) -> Fraction | None:
    return band.from_ if band.from_ is not None else band.above


def _told(bounds: Bounds) -> object:
    low, high = bounds
    if high is None:
        return phrase("check.result_from", low=low)
    return phrase("check.result_to", high=high) if low is None else phrase("check.result_between", low=low, high=high)
