"""The order in which the results of a rubric are worked out: each after those that it looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Final

from lawscore.catalogue import phrase
from lawscore.expressions.looks import BELOW, NODE, PEER
from lawscore.rubric.bound import BoundNode, BoundVeto
from lawscore.rubric.document import Document
from lawscore.rules.binder import Binder

#: The whole, after vetoes, among the results: no indicator has an empty id.
WHOLE: Final = ""

Graph = Mapping[str, frozenset[str]]


def order_of(document: Document, root: BoundNode, vetoes: Sequence[BoundVeto], binder: Binder) -> tuple[str, ...]:
    """The ids of all indicators, each after those that its score depends on; a circle is reported.

    An indicator depends on its parts, on what its rules look at (in its own unit or in others), on what decides whether
    it and the branches above it apply, and on the rules of those that share its matters. Where two have one id, which is
    reported elsewhere, there is no order.
    """
    below = [node for node in root.walk() if node is not root]
    nodes = {node.id: node for node in below}
    if len(nodes) < len(below):
        return ()
    reads = {name: _reads(node, nodes) for name, node in nodes.items()}
    for once in document.once:
        shared = [one for one in once.across if one in nodes and nodes[one].is_leaf]
        for one in shared:
            reads[one] = reads[one].union(*(reads[other] for other in shared))
    graph = {name: _named(reads[name], NODE, nodes) | _parts(node) for name, node in nodes.items()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        _refuse(tuple(dict.fromkeys(error.args[1])), nodes, binder)
        return ()
    judged = (program for veto in vetoes for program in (veto.when, veto.unless) if program is not None)
    reads[WHOLE] = frozenset[str]().union(*(program.reads for program in judged))
    graph[WHOLE] = _named(reads[WHOLE], NODE, nodes) | _parts(root)
    _check_circles_by_way_of_others(graph, reads, nodes, binder)
    _check_means(graph, reads, nodes, binder)
    return order


def _reads(node: BoundNode, nodes: Mapping[str, BoundNode]) -> frozenset[str]:
    """What an indicator reads, and what decides whether the branches above it apply."""
    reads, above = node.reads, node.parent
    while above is not None:
        applies = nodes[above].applies
        reads = reads | (applies.reads if applies is not None else frozenset())
        above = nodes[above].parent
    return reads


def _parts(node: BoundNode) -> frozenset[str]:
    return frozenset(child.id for child in node.children)


def _named(reads: frozenset[str], marker: str, known: Mapping[str, object]) -> frozenset[str]:
    return frozenset(read.removeprefix(marker) for read in reads if read.startswith(marker)) & known.keys()


def _check_circles_by_way_of_others(
    own: Graph, reads: Mapping[str, frozenset[str]], nodes: Mapping[str, BoundNode], binder: Binder
) -> None:
    """From unit to unit below there is an end; with a step sideways, to peers, there need not be one."""
    below = {name: _named(reads[name], BELOW, own) for name in own}
    peers = {name: _named(reads[name], PEER, own) for name in own}
    every = {name: own[name] | below[name] | peers[name] for name in own}
    reached = {name: _reached(name, every) for name in own if below[name]}
    for name, beyond in reached.items():
        circle = {one for one in beyond if name in _reached(one, every)}
        if below[name] & circle and any(peers[one] & circle for one in circle):
            _refuse(tuple(one for one in nodes if one in circle), nodes, binder)
            return


def _check_means(
    own: Graph, reads: Mapping[str, frozenset[str]], nodes: Mapping[str, BoundNode], binder: Binder
) -> None:
    """What a mean of peers is made of may not look at peers below the same branch: where that does not apply, they wait for it."""
    peers = {name: _named(reads[name], PEER, own) for name in own}
    every = {name: own[name] | _named(reads[name], BELOW, own) | peers[name] for name in own}
    for branch in nodes.values():
        if branch.mean_within is None or branch.is_leaf:
            continue
        inside = {node.id for node in branch.walk()} - {branch.id}
        for name in sorted(_reached(branch.id, every) & nodes.keys()):
            for looked in sorted(peers[name] & inside):
                _refuse_mean(nodes[name], nodes[looked], branch, binder)


def _refuse_mean(node: BoundNode, looked: BoundNode, branch: BoundNode, binder: Binder) -> None:
    at_its_mean = node is looked and node.mean_within is not None
    steps = ("applies", "otherwise") if at_its_mean else ("id",)
    hint = phrase("hint.peers_mean_nested", branch=branch.id)
    binder.refuse("peers_mean_nested", *node.path, *steps, hint=hint, id=node.id, of=looked.id, branch=branch.id)


def _reached(start: str, graph: Graph) -> set[str]:
    """Every result that one depends on, in however many steps."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def _refuse(circle: tuple[str, ...], nodes: Mapping[str, BoundNode], binder: Binder) -> None:
    for name in circle:
        binder.refuse("result_circle", *nodes[name].path, "id", id=name, circle=circle)
