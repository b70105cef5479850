"""The check of vetoes: a condition that never holds."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.checking.deciding import truth_of
from lawscore.checking.findings import doubtful
from lawscore.checking.reading import Reader
from lawscore.problems import Problem


def veto_cannot_fire(reader: Reader) -> Iterator[Problem]:
    """A veto whose condition asks for what cannot be."""
    for place, veto in enumerate(reader.rubric.vetoes):
        truth = truth_of(veto.when, reader.axis) if veto.when is not None else "open"
        if veto.when is not None and truth in ("never", "hardly"):
            facts = {"id": veto.spec.id, "given": veto.when.text}
            yield doubtful("veto-cannot-fire", ("vetoes", place, "when"), facts, proved=truth == "never")
