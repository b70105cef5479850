"""What is wrong with grades: bands that can never fit, scores that have none, quotas that name no grade."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.problems import nearest
from lawscore.rubric.grades import GradeBand, Grades
from lawscore.rules.binder import Binder


def check_grades(spec: Grades, binder: Binder) -> None:
    """Report what is wrong with grades where they stand."""
    _check_last(spec, binder)
    _check_bands(spec.bands, binder)
    _check_order(spec, binder)


def grade_known(name: str, known: Iterable[str], binder: Binder, *steps: str | int) -> bool:
    """Whether a grade that is named somewhere can be given; reports where it cannot."""
    pool = tuple(known)
    if name in pool:
        return True
    guess = nearest(name, pool)
    binder.refuse(
        "grade_unknown", *steps, hint=phrase("hint.nearest", name=guess) if guess else None, follows=True, id=name
    )
    return False


def _check_last(spec: Grades, binder: Binder) -> None:
    """`else` closes the rules and the bands, and one of the two must have it unless the bands leave no gap."""
    rules, bands = [rule.else_ for rule in spec.rules], [band.else_ for band in spec.bands]
    for key, closes in (("rules", rules), ("bands", bands)):
        for place, closing in enumerate(closes):
            if closing and (place < len(closes) - 1 or (key == "rules" and bands)):
                binder.refuse("grade_else_not_last", key, place)
    if not (bands or rules)[-1] and not _covers([_span(band) for band in spec.bands], (None, None)):
        binder.refuse("grade_else_missing", "bands" if bands else "rules", hint=phrase("hint.grade_else"), follows=True)


def _check_bands(bands: Iterable[GradeBand], binder: Binder) -> None:
    """A band whose values earlier bands take can never fit, whichever way the bands go."""
    earlier: list[_Span] = []
    for place, band in enumerate(bands):
        if not band.else_ and _covers(earlier, _span(band)):
            binder.refuse("band_unreachable", "bands", place, grade=band.grade)
        earlier.append(_span(band))


#: A place between two values: just before a value (0) or just after it (1); None is without end.
_Edge = tuple[Fraction, int]
_Span = tuple[_Edge | None, _Edge | None]


def _span(band: GradeBand) -> _Span:
    low: _Edge | None = None
    high: _Edge | None = None
    for value, side in ((band.from_, 0), (band.above, 1)):
        if value is not None:
            low = max((value, side), low or (value, side))
    for value, side in ((band.to, 1), (band.below, 0)):
        if value is not None:
            high = min((value, side), high or (value, side))
    return low, high


def _covers(spans: Iterable[_Span], wanted: _Span) -> bool:
    """Whether spans together take everything of another; an empty one is always taken."""
    start, end = wanted
    left = list(spans)
    while start is None or end is None or start < end:
        reach = [span for span in left if span[0] is None or (start is not None and span[0] <= start)]
        if not reach:
            return False
        if any(span[1] is None for span in reach):
            return True
        furthest = max(span[1] for span in reach if span[1] is not None)
        if start is not None and furthest <= start:
            return False
        start = furthest
        left = [span for span in left if span not in reach]
    return True


def _check_order(spec: Grades, binder: Binder) -> None:
    """A quota names a grade, but not the last one, and needs to know which grade comes next."""
    if spec.order is not None and (set(spec.order) != set(spec.given) or len(set(spec.order)) < len(spec.order)):
        binder.refuse("grade_order", "order", grades=spec.given)
    for name in spec.quota:
        if not grade_known(name, spec.given, binder, "quota", name):
            continue
        if not spec.is_ordered:
            binder.refuse("grade_order_missing", "quota", name, hint=phrase("hint.grade_order"))
        elif name == spec.names[-1]:
            binder.refuse("quota_on_last", "quota", name, id=name)
