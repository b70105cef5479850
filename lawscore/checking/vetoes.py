"""The check of vetoes: a condition that never holds."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.checking.conditions import conditions_in
from lawscore.checking.findings import Path, doubtful
from lawscore.checking.reading import Reader
from lawscore.expressions.binding import Program
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


def veto_cannot_fire(rubric: Rubric) -> Iterator[Problem]:
    """A veto whose condition asks one name for what it cannot be."""
    reader = Reader(rubric)
    for place, veto in enumerate(rubric.vetoes):
        if veto.when is None:
            continue
        path: Path = ("vetoes", place, "when")
        facts = {"id": veto.spec.id, "given": veto.when.text}
        found = list(conditions_in(veto.when, reader.axis))
        if any(not condition.holds for condition in found) or _is_constant_no(veto.when):
            yield doubtful("veto-cannot-fire", path, facts, proved=True)
        elif any(not condition.axis.usual & condition.holds for condition in found):
            yield doubtful("veto-cannot-fire", path, facts, proved=False)


def _is_constant_no(condition: Program) -> bool:
    return not condition.names and condition.run(None) is False
