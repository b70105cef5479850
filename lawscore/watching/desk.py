"""The desk: what is watched, and everything that came of it at the last save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from lawscore.assessing import Assessment
from lawscore.classes import dataclass
from lawscore.problems import Problem
from lawscore.watching.files import Asked, cases_of, judged_by
from lawscore.watching.judged import Judged
from lawscore.watching.moves import Moves, moves
from lawscore.watching.scores import Scores, look_at_scores


class Rulings(Protocol):
    """Whoever looks at the rules: here, or in another process meanwhile."""

    def begin(self) -> None: ...
    def result(self) -> Judged: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class View:
    """All that there is to show of one look."""

    scores: Scores
    judged: Judged
    moves: Moves
    #: What came of the rules at the look before, to tell what is new since.
    earlier: Judged | None = None
    #: The problems of the data that were not there before.
    fresh: tuple[Problem, ...] = ()

    @property
    def usable(self) -> Judged | None:
        """What came of the rules when they could last be used."""
        return self.earlier if self.judged.is_stale else self.judged

    @property
    def assessment(self) -> Assessment | None:
        """The standings, those of an earlier save where the rubric cannot be used now."""
        return self.scores.assessment


@dataclass(slots=True)
class Desk:
    """Looks at everything again, as often as it is asked to."""

    asked: Asked
    rulings: Rulings
    view: View | None = field(default=None, repr=False)

    def look(self) -> View:
        """Look again: what did not change since is taken over."""
        self.rulings.begin()
        before = self.view
        old = before.scores if before is not None else None
        scores = look_at_scores(self.asked, old)
        known = old.assessment if old is not None else None
        moved = moves(known, scores.assessment) if scores.assessment is not None else Moves()
        fresh = _fresh(old.problems if old is not None else (), scores.problems)
        earlier = before.usable if before is not None else None
        self.view = View(scores, self.rulings.result(), moved, earlier, fresh)
        return self.view

    @property
    def files(self) -> Sequence[str]:
        """Every file on which anything shown rests, whether it is there or not."""
        view = self.view
        if view is None:
            return [self.asked.rubric, *self.asked.data]
        loaded = view.scores.loaded
        known = [file for file in view.scores.seen if Path(file).suffix]
        found = (*judged_by(loaded, self.asked.folders), cases_of(loaded), *self.asked.data, *known)
        return list(dict.fromkeys(found))


def _fresh(before: Sequence[Problem], after: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that were not there before."""
    if before is after:
        return ()
    known = {(problem.code, problem.where) for problem in before}
    return tuple(problem for problem in after if (problem.code, problem.where) not in known)
