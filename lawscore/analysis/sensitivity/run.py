"""The use of it all: draws, removals and smallest changes, for every unit that has a score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

from lawscore.analysis.sensitivity.changes import Changes
from lawscore.analysis.sensitivity.draws import Range
from lawscore.analysis.sensitivity.frame import Frame
from lawscore.analysis.sensitivity.one_by_one import OneByOne
from lawscore.analysis.sensitivity.result import Change, Decisive, Drawn, Question, Sensitivity, UnitSensitivity
from lawscore.analysis.sensitivity.standings import Place, grade_names, places_of
from lawscore.assessing import Assessment
from lawscore.expressions.looks import NODE
from lawscore.facts.card import Card

#: Is told how many of how many steps are done.
Progress = Callable[[int, int], None]


def sensitivity(
    assessment: Assessment, question: Question, *, progress: Progress | None = None, columns: bool = True
) -> Sensitivity:
    """How firm the standings of the totals are.

    Raises ValueError for a range that is not a whole number of thousandths from 0 to 1. Without numpy, or without
    `columns`, the draws go one at a time through the engine itself: the result is the same.
    """
    spread = Range(question.within)
    frame = Frame.of(assessment, question.level)
    without = lacks_numpy()
    way = _way(frame, columns=columns and not without)
    steps = _Steps(question.draws + len(frame.weighed), progress)
    now = places_of(frame, [base.card.score for base in frame.bases])
    names = grade_names(frame)
    drawn: Sequence[Drawn | None] = [None] * len(frame.bases)
    if question.draws and frame.bases:
        counts = way.draw(spread, question.seed, question.draws, steps.done)
        drawn = [count.drawn(place, names) for count, place in zip(counts, now, strict=True)]
    removed = list(_removals(frame, way, names, steps)) if frame.bases else []
    changes = Changes(frame, now, way.sufficing)
    by_rank, by_grade = changes.by_rank(), changes.by_grade()
    return Sensitivity(
        rubric=frame.rubric,
        question=question,
        weighed=frame.weighed,
        units=tuple(
            _unit(
                base.card, now[place], names, drawn[place],
                tuple([one[place] for one in removed]),
                by_rank.get(base.card.unit.id), by_grade.get(base.card.unit.id),
            )
            for place, base in enumerate(frame.bases)
        ),
        left_out=frame.left_out,
        keeps_rules=_rules_look_at_scores(frame),
        without_numpy=without,
    )  # fmt: skip


def lacks_numpy() -> bool:
    """Whether the draws go one at a time because numpy is not installed."""
    return find_spec("numpy") is None


def _way(frame: Frame, *, columns: bool) -> OneByOne:
    if not columns or not frame.bases:
        return OneByOne(frame)
    from lawscore.analysis.sensitivity.many import Many  # needs numpy

    return Many(frame)


class _Steps:
    """How far it is."""

    def __init__(self, whole: int, progress: Progress | None) -> None:
        self.whole, self.progress, self.so_far = whole, progress, 0

    def done(self, steps: int) -> None:
        """So many more are done."""
        self.so_far += steps
        if self.progress is not None:
            self.progress(self.so_far, self.whole)


def _removals(frame: Frame, way: OneByOne, names: Sequence[str], steps: _Steps) -> Iterator[Sequence[Decisive]]:
    """Where each unit stands without each indicator, indicator by indicator."""
    for node, places in zip(frame.weighed, way.remove(steps.done), strict=True):
        found = {place: Decisive(node, place.rank, _name(place, names)) for place in set(places)}
        yield [found[place] for place in places]


def _unit(
    card: Card,
    now: Place,
    names: Sequence[str],
    drawn: Drawn | None,
    removed: tuple[Decisive, ...],
    next_rank: Change | None,
    next_grade: Change | None,
) -> UnitSensitivity:
    return UnitSensitivity(
        card=card, rank=now.rank, grade=_name(now, names), drawn=drawn, removed=removed,
        decisive=_decisive(now.rank, removed), next_rank=next_rank, next_grade=next_grade,
    )  # fmt: skip


def _name(place: Place, names: Sequence[str]) -> str | None:
    return None if place.grade is None else names[place.grade]


def _decisive(rank: int | None, removed: Sequence[Decisive]) -> Decisive | None:
    """The indicator without which the rank moves most, of several the first; None where none moves it."""
    moves = [(abs(one.rank - rank), one) for one in removed if rank is not None and one.rank is not None]
    most = max((by for by, _ in moves), default=0)
    return next((one for by, one in moves if by == most), None) if most else None


def _rules_look_at_scores(frame: Frame) -> bool:
    grades = frame.standing.grades
    rules = grades.rules if grades is not None else ()
    return any(read.startswith(NODE) for rule in rules if rule.when is not None for read in rule.when.reads)
