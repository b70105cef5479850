"""The formulas of the made-up indicators, computed by others: by simpleeval in floats, and exactly, to hold the digits against."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from make_villages import Villages

_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def exact(formulas: Sequence[str]) -> Callable[[Mapping[str, Any]], list[Fraction]]:
    """Works out formulas of one unit in fractions: every number that is written in them is taken as it is written."""
    every = _NUMBER.sub(lambda number: f"Fraction('{number[0]}')", f"[{', '.join(formulas)}]")
    compiled = compile(every, "formulas", "eval")
    helps = {"Fraction": Fraction, "ceil": math.ceil, "rounded": _half_up}
    return lambda unit: eval(compiled, {**helps, **unit})  # noqa: S307 - formulas of this folder


def parsed_once(formulas: Sequence[str]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Simpleeval, given the tree of each formula."""
    evaluator = _evaluator()
    parsed = [(formula, ast.parse(formula).body[0]) for formula in formulas]

    def evaluate(unit: Mapping[str, Any]) -> list[Any]:
        evaluator.names = unit
        return [evaluator.eval(formula, previously_parsed=tree) for formula, tree in parsed]

    return evaluate


def parsed_each_time(formulas: Sequence[str]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Simpleeval, given the text of each formula."""
    evaluator = _evaluator()

    def evaluate(unit: Mapping[str, Any]) -> list[Any]:
        evaluator.names = unit
        return [evaluator.eval(formula) for formula in formulas]

    return evaluate


def _evaluator() -> Any:
    from simpleeval import SimpleEval

    rounded = lambda value, places: math.floor(value * 10**places + 0.5) / 10**places  # noqa: E731
    return SimpleEval(functions={"min": min, "max": max, "ceil": math.ceil, "rounded": rounded})


def _half_up(value: Fraction, places: Fraction) -> Fraction:
    size = 10 ** int(places)
    return Fraction(math.floor(value * size + Fraction(1, 2)), size)


def as_floats(made: Villages, count: int, first: int = 0) -> list[dict[str, Any]]:
    """So many units, each as the values that a peer of single units takes."""
    columns = {name: drawn[first : first + count].tolist() for name, drawn in made.columns.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def as_fractions(made: Villages, count: int, first: int = 0) -> list[dict[str, Any]]:
    """So many units with their figures as they are written: 31.25 is 125/4."""
    return [{name: _written(value) for name, value in unit.items()} for unit in as_floats(made, count, first)]


def _written(value: Any) -> Any:
    return value if isinstance(value, bool) else Fraction(repr(value))
