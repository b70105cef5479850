"""Units of measure as offices write them: 万元 is 10,000 元, 公里 is 1,000 米; and the unit that a figure of a rule is in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.expressions.reading import Tree, Unreadable, read
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rubric.fields import Column
from lawscore.rules.charging import BoundRule
from lawscore.rules.history import EarlierMeasure
from lawscore.rules.peers import PeersMeasure
from lawscore.rules.record_measures import RecordMeasure

_PREFIX: Final = re.compile(r"(万亿|千万|百万|亿|万|千)?(.+)")
_TIMES: Final[Mapping[str | None, int]] = {
    None: 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12,
}  # fmt: skip
#: Units with a name of their own, in others.
_OTHERS: Final[Mapping[str, tuple[str, int]]] = {
    "公里": ("米", 1000), "平方公里": ("平方米", 10**6), "公顷": ("平方米", 10**4),
    "公斤": ("克", 1000), "吨": ("克", 10**6),
}  # fmt: skip
#: Measures that are in the unit of what they go over, and the key of that.
_KEEPING: Final[Mapping[type[object], str]] = {PeersMeasure: "of", EarlierMeasure: "earlier"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as so many of a plain one."""

    plain: str
    times: int


def unit_of(text: str) -> Unit | None:
    """The unit that a text names: 万元, 亿元, 万人次, 公里; None where it names none."""
    found = _PREFIX.fullmatch(text.strip())
    if found is None:
        return None
    plain, more = _OTHERS.get(found[2], (found[2], 1))
    return Unit(plain, _TIMES[found[1]] * more)


def converted(count: Fraction, said: str, wanted: str) -> Fraction | None:
    """So many of one unit in another: 20 万元 are 200,000 元; None where they do not measure the same."""
    here, there = unit_of(said), unit_of(wanted)
    if here is None or there is None or here.plain != there.plain:
        return None
    return count * here.times / there.times


class UnitsOfRule:
    """The units in which the names of a rule are given."""

    def __init__(self, rule: BoundRule, node: BoundNode, rubric: Rubric) -> None:
        self.rule, self.rubric = rule, rubric
        document, records = rubric.document, rule.occasion.records
        columns = (rubric.fields[records.name].fields or {}) if records is not None else {}
        own = node.spec.field if node.spec is not None else None
        value: Mapping[str, Column] = {"value": own} if own is not None else {}
        self.named: Mapping[str, Column] = {**document.givens, **rubric.fields, **value, **columns}

    def of_text(self, text: str | None) -> str:
        """The unit of an expression; empty where it has none that is known."""
        try:
            return self.of(read(text).body) if text is not None else ""
        except Unreadable:
            return ""

    def of(self, node: ast.expr, been: frozenset[str] = frozenset()) -> str:
        """A name has the unit that it was declared with; a sum that of what is added, where that is one."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            units = {self.of(node.left, been), self.of(node.right, been)}
            return units.pop() if len(units) == 1 else ""
        if not isinstance(node, ast.Name) or node.id in been:
            return ""
        declared = self.named.get(node.id)
        if declared is not None:
            return declared.unit or ""
        return self._measure(self.rubric.document.measures.get(node.id), been | {node.id})

    def _measure(self, measure: object, been: frozenset[str]) -> str:
        """A measure over a column is in the unit of the column."""
        if isinstance(measure, RecordMeasure):
            listed = self.rubric.fields.get(measure.named)
            column = (listed.fields or {}).get(measure.of or "") if listed is not None else None
            return (column.unit or "") if column is not None and measure.key != "count" else ""
        told = getattr(measure, _KEEPING.get(type(measure), ""), None)
        text = measure if isinstance(measure, str) else told
        return self.of(read(text).body, been) if isinstance(text, str) else ""

    def of_literals(self, tree: Tree) -> Mapping[int, str]:
        """The unit of each literal that is compared with something, by its place in the text."""
        return dict(self._beside(tree.body))

    def _beside(self, body: ast.expr) -> Iterator[tuple[int, str]]:
        for node in ast.walk(body):
            if isinstance(node, ast.Compare):
                sides = (node.left, *node.comparators)
                units = [unit for side in sides if (unit := self.of(side))]
                yield from ((side.col_offset, units[0]) for side in sides if units and isinstance(side, ast.Constant))
