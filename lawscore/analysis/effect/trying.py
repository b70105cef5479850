"""What-if: some places of the rubric and some values of units are set, and the same facts are scored with and without."""

from __future__ import annotations

from dataclasses import replace

from lawscore.analysis.diff import diff_rubrics
from lawscore.analysis.diff.comparing import Place
from lawscore.analysis.effect.effecting import effect_of
from lawscore.analysis.effect.result import Effect
from lawscore.analysis.effect.revising import Reviser
from lawscore.analysis.effect.setting import set_rubric, unsound_since
from lawscore.classes import dataclass
from lawscore.loading.what_if import Changes
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED
from lawscore.submission.gathering import Gathered


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: the effect, or the problems of what was set."""

    effect: Effect | None
    problems: tuple[Problem, ...] = ()


def try_changes(
    rubric: Rubric, gathered: Gathered, changes: Changes, place: Place = lambda path: Where(path=path)
) -> Trial:
    """Score the facts under the rubric as it is, and with what is set."""
    changed, problems = set_rubric(rubric, changes)
    reviser = Reviser(changed or rubric, changes)
    revise = reviser.revision(gathered)
    problems += reviser.problems
    if changed is None or problems:
        return Trial(None, tuple(problems))
    diff = diff_rubrics(rubric, changed, UNCHANGED, (place, lambda _path: Where()))
    effect = effect_of(diff, gathered, revise=revise)
    return Trial(replace(effect, unsound=tuple(unsound_since(rubric, changed))))
