"""Conformance cases of Decision Model and Notation: decision tables by hit policy, and rounding functions."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import lawscore
from replays.reading import rubric_of
from replays.tally import Tally

#: Which rubric holds the tables with these inputs.
_RUBRICS: Final[Mapping[frozenset[str], str]] = {
    frozenset({"Age", "RiskCategory", "isAffordable"}): "dmn-approval@1.3",
    frozenset({"Age"}): "dmn-age@1.3",
    frozenset({"NumOfYears"}): "dmn-years@1.3",
}
#: The order in which the items stand is part of the answer, but for a plain COLLECT.
_UNORDERED: Final = frozenset({"0119"})

_ROUNDING: Final = re.compile(r"(decimal|floor|ceiling|round up|round down|round half up|round half down)\((.*)\)")


def replay_tables(truth: Path) -> Tally:
    """Each case is a unit; the indicator of its table tells the outcome by the rules that fired, or by its score."""
    tally = Tally()
    cases = json.loads((truth / "dmn_tck" / "table_cases.json").read_text(encoding="utf-8"))
    cards = _cards(cases)
    for case in cases:
        unit, table = _unit(case), case["model"].split("-")[0]
        tally.same(unit, table, _outcome(cards[unit], table, case["expected"]), _published(case["expected"], table))
    return tally


def _unit(case: Mapping[str, Any]) -> str:
    return f"{case['model']}/{case['case']}"


def _cards(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The card of every case, under the rubric that holds its table."""
    data: dict[str, dict[str, dict[str, Any]]] = {}
    for case in cases:
        values = {_field(name): _plain(value) for name, value in case["input"].items()}
        data.setdefault(_RUBRICS[frozenset(values)], {})[_unit(case)] = values
    return {
        card.unit.id: (rubric, card)
        for reference, units in data.items()
        for rubric in [rubric_of(reference)]
        for card in lawscore.assess(rubric, units)
    }


def _field(name: str) -> str:
    return name[0].upper() + name[1:] if name == "age" else name


def _plain(value: Any) -> Any:
    return value["num"] if isinstance(value, dict) else value


def _published(expected: Any, table: str) -> object:
    """A number; or the list of outcomes, each a list of words."""
    if isinstance(expected, dict) and "num" in expected:
        return Fraction(expected["num"])
    outcomes = [_words(outcome) for outcome in (expected if isinstance(expected, list) else [expected])]
    return sorted(outcomes) if table in _UNORDERED else outcomes


def _words(outcome: Any) -> list[str]:
    return list(outcome.values()) if isinstance(outcome, dict) else [outcome]


def _outcome(told: Any, table: str, expected: Any) -> object:
    rubric, card = told
    if isinstance(expected, dict) and "num" in expected:
        return card.node(table).score
    words = {rule.id: rule.model.text for rule in _rules(rubric.nodes[table].rules)}
    fired = [item.rule for item in card.node(table).items if item.kind == "award"]
    outcomes = [words[rule].split("：")[0].split(" / ") for rule in fired]
    return sorted(outcomes) if table in _UNORDERED else outcomes


def _rules(rules: Sequence[Any]) -> Iterator[Any]:
    for rule in rules:
        yield from _rules(rule.parts) if hasattr(rule, "parts") else (rule,)


def replay_rounding(truth: Path) -> Tally:
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
        call = _ROUNDING.fullmatch(case["expression"])
        if call is None or not isinstance(case["expected"], dict):
            continue
        function, arguments = call[1], [part.rpartition(":")[2] for part in call[2].split(",")]
        number, places = _number(arguments[0]), _number(arguments[1]) if len(arguments) > 1 else Fraction(0)
        indicator = f"{function.replace(' ', '-')}-{_places(places)}"
        yield _unit(case), indicator, number, case["expected"]["num"]


def _places(asked: Fraction) -> int:
    """A rubric writes whole places, 30 at most: 2.5 is 2, and 6176 keeps all digits as 30 do."""
    return min(int(asked), 30)


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
