"""The order in which the results of a rubric are worked out: each after those that it looks at."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from lawscore.expressions.looks import NODE
from lawscore.rubric.bound import BoundNode
from lawscore.rubric.document import Document
from lawscore.rules.binder import Binder


def order_of(document: Document, root: BoundNode, binder: Binder) -> tuple[str, ...]:
    """The ids of all indicators, each after those that its score depends on; a circle is reported.

    An indicator depends on its parts, on what its rules look at (in its own unit or in others), on what decides whether
    it and the branches above it apply, and on the rules of those that share its matters.
    """
    nodes = {node.id: node for node in root.walk() if node is not root}
    graph = {name: _uses(node, nodes) for name, node in nodes.items()}
    for once in document.once:
        shared = [one for one in once.across if one in nodes and nodes[one].is_leaf]
        uses = set().union(*(_uses(nodes[one], nodes) for one in shared))
        for one in shared:
            graph[one] = graph[one] | uses
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = tuple(dict.fromkeys(error.args[1]))
        for name in circle:
            binder.refuse("result_circle", *nodes[name].path, "id", id=name, circle=circle)
        return ()


def _uses(node: BoundNode, nodes: Mapping[str, BoundNode]) -> set[str]:
    reads = set(node.reads)
    above = node.parent
    while above is not None:
        applies = nodes[above].applies
        reads |= applies.reads if applies is not None else set()
        above = nodes[above].parent
    looked = {read.removeprefix(NODE) for read in reads if read.startswith(NODE)}
    return (looked & nodes.keys()) | {child.id for child in node.children}
