"""A quotient beside a bare number: `出庭 / 应出庭 < 90` was hardly meant, `< 90%` was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from lawscore.catalogue import phrase
from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Placed, Reader
from lawscore.expressions.binding import Program, bind
from lawscore.problems import Problem
from lawscore.rules.amounts import BandList
from lawscore.rules.binder import Vocabulary

#: Up to here a bare number beside a quotient may well be a share of one.
LARGEST_SHARE = Fraction(1)


def ratio_with_number(reader: Reader) -> Iterator[Problem]:
    """A quotient that is compared with, limited by, or banded at a number above 1 without a percent sign."""
    told: set[Path] = set()
    for placed in _expressions(reader):
        for name, number in _comparisons(placed.program):
            if placed.path not in told:
                told.add(placed.path)
                yield _found(placed.path, name, number)
    for path, name, number in _limits(reader):
        yield _found(path, name, number)


def _found(path: Path, name: str, number: str) -> Problem:
    hint = phrase("hint.write_instead", instead=f"{number}%")
    return finding("ratio-with-number", path, {"name": name, "given": number}, hint)


def _expressions(reader: Reader) -> Iterator[Placed]:
    for leaf, rule in reader.leaf_rules:
        yield from reader.expressions(rule, leaf)
    for node in reader.rubric.nodes.values():
        if node.applies is not None:
            yield Placed((*node.path, "applies", "when"), node.applies)
    for place, veto in enumerate(reader.rubric.vetoes):
        if veto.when is not None:
            yield Placed(("vetoes", place, "when"), veto.when)
    for place, check in enumerate(reader.rubric.checks):
        yield Placed(("checks", place, "that"), check.that)


def _comparisons(program: Program) -> Iterator[tuple[str, str]]:
    for node in ast.walk(program.tree.body):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for one, other in pairwise(sides):
            for side, against in ((one, other), (other, one)):
                number = _bare_number(program, against)
                if number is not None and _is_quotient(program, side):
                    yield program.tree.segment(side).strip(), number


def _bare_number(program: Program, node: ast.expr) -> str | None:
    literal = program.tree.literals.get(node.col_offset) if isinstance(node, ast.Constant) else None
    if literal is None or literal.percent or not isinstance(literal.value, Fraction) or literal.value <= LARGEST_SHARE:
        return None
    return program.tree.segment(node).strip()


def _is_quotient(program: Program, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return program.names[node.id].kind.measure == "ratio"
    if not isinstance(node, ast.BinOp):
        return False
    return bind(program.tree.segment(node), Vocabulary(program.names)).kind.measure == "ratio"


def _limits(reader: Reader) -> Iterator[tuple[Path, str, str]]:
    """The limits of bands over a quotient."""
    for leaf, rule in reader.leaf_rules:
        amount = getattr(rule.model, "amount", None)
        if not isinstance(amount, BandList):
            continue
        by = reader.at(leaf).program(amount.by)
        if by.kind.measure != "ratio":
            continue
        for place, band in enumerate(amount.bands):
            for key, limit in (("from", band.from_), ("above", band.above), ("to", band.to), ("below", band.below)):
                if limit is not None and _is_bare(limit):
                    path = (*rule.path, "deduct" if rule.sign < 0 else "award", "bands", place, key)
                    yield path, amount.by, limit


def _is_bare(limit: str) -> bool:
    try:
        return Fraction(limit) > LARGEST_SHARE
    except ValueError:
        return False
