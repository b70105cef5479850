"""Checks of points: the parts add up, the total has a ceiling where it needs one, what is left out is made whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.reach import Class, highest, parts_for
from lawscore.checking.reading import Reader
from lawscore.numbers import ZERO
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode, Rubric


def parts_sum(reader: Reader) -> Iterator[Problem]:
    """The parts of a sum must make the points that are stated, for each class."""
    rubric = reader.rubric
    for node, classes in with_classes(rubric.root, classes_of(rubric)):
        if node.is_leaf or node.aggregate != "sum" or node.scaled_to is not None or not _states_points(node):
            continue
        totals: dict[Fraction, list[Class]] = {}
        for unit_class in classes:
            totals.setdefault(parts_for(node, unit_class), []).append(unit_class)
        for total, wrong in totals.items():
            if total != node.points:
                path, whom = (*node.path, "points"), _whom(rubric, wrong, classes)
                facts = {"title": node.title, "stated": node.points, "total": total, "whom": whom}
                yield finding("parts-sum", path, facts, phrase("hint.parts_sum"))


def total_without_ceiling(reader: Reader) -> Iterator[Problem]:
    """Where bonuses can pass the points of the whole, the document must say how high the total may be."""
    rubric = reader.rubric
    root, classes = rubric.root, classes_of(rubric)
    if rubric.document.ceiling is not None:
        return
    highs = [highest(root, unit_class) for unit_class in classes]
    sums = [parts_for(root, unit_class) for unit_class in classes] if root.aggregate == "sum" else []
    usual = max([root.points, *sums])
    most = None if None in highs else max(high for high in highs if high is not None)
    if most is None or most > usual:
        reach = phrase("check.unlimited") if most is None else phrase("check.up_to", most=most)
        facts = {"points": root.points, "reach": reach}
        yield finding("total-without-ceiling", ("points",), facts, phrase("hint.total_ceiling"))


def passes_never(reader: Reader) -> Iterator[Problem]:
    """What a node must reach to pass is more than it can come to."""
    rubric = reader.rubric
    for node, classes in with_classes(rubric.root, classes_of(rubric)):
        passes = node.spec.passes if node.spec is not None else None
        if passes is None or not classes:
            continue
        most = max((highest(node, one) for one in classes), key=lambda high: (high is None, high or ZERO))
        if most is not None and not any(passes.passed(most, node.points_for(one)) for one in classes):
            key, level = ("from", passes.from_) if passes.from_ is not None else ("above", passes.above or "")
            hint = None if level.endswith("%") else phrase("hint.write_instead", instead=level + "%")
            yield finding(
                "passes-never", (*node.path, "passes", key), {"id": node.id, "most": most, "given": level}, hint
            )


def leave_out_without_scale(reader: Reader) -> Iterator[Problem]:
    """What is left out of a sum leaves fewer points, unless something above makes the rest whole."""
    rubric = reader.rubric
    differ = len({parts_for(rubric.root, unit_class) for unit_class in classes_of(rubric)}) > 1
    for node in _in_plain_sums(rubric.root):
        key = _left_out_by(node, differ=differ)
        if key and node.points:
            facts = {"id": node.id, "points": node.points}
            yield finding("leave-out-without-scale", (*node.path, *key), facts, phrase("hint.scaled_to"))


def _left_out_by(node: BoundNode, *, differ: bool) -> tuple[str, ...]:
    if node.applies_spec is not None and node.applies_spec.otherwise == "leave_out":
        return ("applies", "otherwise")
    return ("only_for",) if node.only_for is not None and differ else ()


def _in_plain_sums(node: BoundNode) -> Iterator[BoundNode]:
    """The nodes that stand in sums alone: no mean above them, nothing that makes points whole."""
    if node.aggregate != "sum" or node.scaled_to is not None:
        return
    for child in node.children:
        yield child
        yield from _in_plain_sums(child)


def classes_of(rubric: Rubric) -> tuple[Class, ...]:
    """The classes of units of a rubric."""
    return tuple(rubric.document.classes) or (None,)


def _whom(rubric: Rubric, wrong: Sequence[Class], classes: Sequence[Class]) -> object:
    """For which classes it is so; nothing where it is so for all."""
    if len(wrong) == len(classes):
        return ""
    titles = tuple(rubric.document.classes[name] for name in wrong if name is not None)
    return phrase("check.for_classes", classes=titles)


def with_classes(node: BoundNode, classes: Sequence[Class]) -> Iterator[tuple[BoundNode, list[Class]]]:
    """Each node with the classes that it is there for."""
    there = [unit_class for unit_class in classes if node.is_for(unit_class)]
    yield node, there
    for child in node.children:
        yield from with_classes(child, there)


def _states_points(node: BoundNode) -> bool:
    return node.spec is None or node.spec.points is not None
