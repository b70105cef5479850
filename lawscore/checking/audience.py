"""Checks of who is meant and what counts: indicators for no class, parts without weight."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.checking.findings import finding
from lawscore.checking.points import classes_of, with_classes
from lawscore.checking.reading import Reader
from lawscore.problems import Problem
from lawscore.rubric.aggregates import WEIGHTED


def only_for_nobody(reader: Reader) -> Iterator[Problem]:
    """An indicator for some classes inside a branch for others is there for no unit."""
    rubric = reader.rubric
    there = {node.id: classes for node, classes in with_classes(rubric.root, classes_of(rubric))}
    for node in rubric.nodes.values():
        above = there[node.parent if node.parent is not None else rubric.root.id]
        if node.only_for is not None and above and not there[node.id]:
            facts = {"id": node.id, "classes": tuple(rubric.document.classes[one] for one in sorted(node.only_for))}
            yield finding("only-for-nobody", (*node.path, "only_for"), facts)


def weight_zero(reader: Reader) -> Iterator[Problem]:
    """A part of a weighted mean whose weight is zero is scored and never counts."""
    for branch in (reader.rubric.root, *reader.rubric.nodes.values()):
        for node in branch.children if branch.aggregate in WEIGHTED else ():
            if node.weight == 0 and not node.uncounted:
                yield finding("weight-zero", (*node.path, "weight"), {"id": node.id})
