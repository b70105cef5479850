"""Conformance calls of the rounding functions of Decision Model and Notation: the modes of `round`."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import lawscore
from replays.reading import rubric_of
from replays.tally import Tally

_CALL: Final = re.compile(r"(decimal|floor|ceiling|round up|round down|round half up|round half down)\((.*)\)")
#: More places than a rubric may write; with these all digits are kept as well.
_MOST_PLACES: Final = 30


def replay(truth: Path) -> Tally:
    """Each plain call is a unit; the indicator of its function and number of places gives the rounded number."""
    tally = Tally()
    calls = list(_calls(truth))
    rubric = rubric_of("dmn-rounding@1.3")
    cards = lawscore.assess(rubric, {unit: {"n": number} for unit, _, number, _ in calls})
    for unit, indicator, _, published in calls:
        tally.exact(unit, indicator, cards[unit].node(indicator).score, published)
    return tally


def _calls(truth: Path) -> Iterator[tuple[str, str, Fraction, str]]:
    """Unit, indicator, number and published result of every call that has a number for a result."""
    for case in json.loads((truth / "dmn_tck" / "function_cases.json").read_text(encoding="utf-8")):
        call = _CALL.fullmatch(case["expression"])
        if call is None or not isinstance(case["expected"], dict):
            continue
        function, arguments = call[1], [part.rpartition(":")[2] for part in call[2].split(",")]
        number, places = _number(arguments[0]), _number(arguments[1]) if len(arguments) > 1 else Fraction(0)
        indicator = f"{function.replace(' ', '-')}-{_places(places)}"
        yield f"{case['model']}/{case['case']}", indicator, number, case["expected"]["num"]


def _places(asked: Fraction) -> int:
    """A rubric writes whole places, 30 at most: 2.5 is 2, and 6176 keeps all digits as 30 do."""
    return min(int(asked), _MOST_PLACES)


_OPERATIONS: Final[Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Div: Fraction.__truediv__,
    ast.Mult: Fraction.__mul__,
}


def _number(text: str) -> Fraction:
    """The exact value of an argument: `-5.5`, `1/3`, `15/78*2`."""

    def value(node: ast.AST) -> Fraction:
        if isinstance(node, ast.BinOp):
            return _OPERATIONS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        return Fraction(ast.get_source_segment(text, node) or "")

    text = text.strip()
    return value(ast.parse(text, mode="eval").body)
