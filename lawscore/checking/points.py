"""Checks of points: the parts add up, the total has a ceiling where it needs one, what is left out is made whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.numbers import ZERO
from lawscore.problems import Problem
from lawscore.rubric.aggregates import Aggregate, aggregated, linear, shares
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.combining import charging_rules

#: A class of units; None where the rubric has no classes.
Class = str | None


def parts_sum(rubric: Rubric) -> Iterator[Problem]:
    """The parts of a sum must make the points that are stated, for each class."""
    for node, classes in _with_classes(rubric.root, _classes(rubric)):
        if node.is_leaf or node.aggregate != "sum" or node.scaled_to is not None or not _states_points(node):
            continue
        totals: dict[Fraction, list[Class]] = {}
        for unit_class in classes:
            totals.setdefault(_parts_for(node, unit_class), []).append(unit_class)
        for total, wrong in totals.items():
            if total != node.points:
                path, whom = (*node.path, "points"), _whom(rubric, wrong, classes)
                facts = {"title": node.title, "stated": node.points, "total": total, "whom": whom}
                yield finding("parts-sum", path, facts, phrase("hint.parts_sum"))


def total_without_ceiling(rubric: Rubric) -> Iterator[Problem]:
    """Where bonuses can pass the points of the whole, the document must say how high the total may be."""
    root, classes = rubric.root, _classes(rubric)
    if rubric.document.ceiling is not None:
        return
    highest = [_highest(root, unit_class) for unit_class in classes]
    sums = [_parts_for(root, unit_class) for unit_class in classes] if root.aggregate == "sum" else []
    usual = max([root.points, *sums])
    most = None if None in highest else max(high for high in highest if high is not None)
    if most is None or most > usual:
        reach = phrase("check.unlimited") if most is None else phrase("check.up_to", most=most)
        facts = {"points": root.points, "reach": reach}
        yield finding("total-without-ceiling", ("points",), facts, phrase("hint.total_ceiling"))


def passes_never(rubric: Rubric) -> Iterator[Problem]:
    """What a node must reach to pass is more than it can come to."""
    for node, classes in _with_classes(rubric.root, _classes(rubric)):
        passes = node.spec.passes if node.spec is not None else None
        if passes is None or not classes:
            continue
        most = max((_highest(node, one) for one in classes), key=lambda high: (high is None, high or ZERO))
        if most is not None and not any(passes.passed(most, node.points_for(one)) for one in classes):
            key, level = ("from", passes.from_) if passes.from_ is not None else ("above", passes.above or "")
            hint = None if level.endswith("%") else phrase("hint.write_instead", instead=level + "%")
            yield finding(
                "passes-never", (*node.path, "passes", key), {"id": node.id, "most": most, "given": level}, hint
            )


def leave_out_without_scale(rubric: Rubric) -> Iterator[Problem]:
    """What is left out of a sum leaves fewer points, unless something above makes the rest whole."""
    differ = len({_parts_for(rubric.root, unit_class) for unit_class in _classes(rubric)}) > 1
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


def _classes(rubric: Rubric) -> tuple[Class, ...]:
    return tuple(rubric.document.classes) or (None,)


def _whom(rubric: Rubric, wrong: Sequence[Class], classes: Sequence[Class]) -> object:
    """For which classes it is so; nothing where it is so for all."""
    if len(wrong) == len(classes):
        return ""
    titles = tuple(rubric.document.classes[name] for name in wrong if name is not None)
    return phrase("check.for_classes", classes=titles)


def _with_classes(node: BoundNode, classes: Sequence[Class]) -> Iterator[tuple[BoundNode, list[Class]]]:
    """Each node with the classes that it is there for."""
    there = [unit_class for unit_class in classes if node.is_for(unit_class)]
    yield node, there
    for child in node.children:
        yield from _with_classes(child, there)


def _states_points(node: BoundNode) -> bool:
    return node.spec is None or node.spec.points is not None


def _counted(node: BoundNode, unit_class: Class) -> list[BoundNode]:
    return [child for child in node.children if not child.uncounted and child.is_for(unit_class)]


def _parts_for(node: BoundNode, unit_class: Class) -> Fraction:
    return sum((child.points_for(unit_class) for child in _counted(node, unit_class)), ZERO)


def _highest(node: BoundNode, unit_class: Class) -> Fraction | None:
    """The most that a node can come to; None where nothing limits it."""
    high = _highest_leaf(node) if node.is_leaf else _highest_branch(node, unit_class)
    if node.ceiling is None:
        return high
    return node.ceiling if high is None else min(high, node.ceiling)


def _highest_leaf(leaf: BoundNode) -> Fraction | None:
    return None if any(rule.sign > 0 for rule in charging_rules(leaf.rules)) else leaf.start


def _highest_branch(node: BoundNode, unit_class: Class) -> Fraction | None:
    parts = _counted(node, unit_class)
    found = [_part(node, child, unit_class) for child in parts]
    highest = [high for high in found if high is not None]
    if len(highest) < len(found):
        return None
    if not parts:
        return ZERO
    weights = shares(node.aggregate, [child.weight for child in parts])
    total = _most(node.aggregate, weights, highest)
    points = node.points if node.of_rates else linear(weights, [child.points_for(unit_class) for child in parts])
    return node.scaled_to * total / points if node.scaled_to is not None and points else total


def _most(aggregate: Aggregate, weights: Sequence[Fraction], highest: Sequence[Fraction]) -> Fraction:
    """What the parts come to at most; where that has no value, their greatest, which no mean passes."""
    try:
        return aggregated(aggregate, weights, highest)
    except ArithmeticError:
        return max(highest)


def _part(node: BoundNode, child: BoundNode, unit_class: Class) -> Fraction | None:
    """What a part brings to the aggregate at most."""
    high = _highest(child, unit_class)
    if high is None or not node.of_rates:
        return high
    return high / child.points * node.points if child.points else ZERO
