"""How long scoring takes: one unit with its items and sentences, and many units one after the other.

A peer is a function that makes ready what it needs and returns the work to be timed; None where it is not installed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Final

from make_rubric import Made, facts, floats, make
from timing import OURS, Row, Way, rows, take_turns

from lawscore.assessing import assess_facts
from lawscore.catalogue import say
from lawscore.facts.card import Card
from lawscore.facts.unit import UnitFacts
from lawscore.loading.rubrics import load_text
from lawscore.rubric.bound import Rubric

ONE_UNIT: Final = "one_unit"
ONE_UNIT_WORST: Final = "one_unit_worst"
UNITS: Final = "units"
#: The longest that one unit may take, in seconds.
BAR: Final = 0.005
#: How many of the figures cost points: in an ordinary unit, and where everything goes wrong.
_USUAL, _WORST = 0.1, 1.0
_MANY: Final = 200


def measure() -> list[Row]:
    """Time all of it."""
    made = make()
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    usual = [facts(made, seed, _USUAL) for seed in range(40)]
    worst = [facts(made, seed, _WORST) for seed in range(40)]
    many = [facts(made, seed, _USUAL) for seed in range(_MANY)]
    return [
        *rows(ONE_UNIT, take_turns(_one_by_one(made, rubric, usual), 100, calls=10), BAR),
        *rows(ONE_UNIT_WORST, take_turns(_one_by_one(made, rubric, worst), 50, calls=10)),
        *rows(UNITS, take_turns({OURS: lambda: assess_facts(rubric, many, {})}, 5), parts=_MANY),
    ]


def _one_by_one(made: Made, rubric: Rubric, units: Sequence[UnitFacts]) -> dict[str, Way]:
    """Each call scores the next unit."""
    turn = cycle(units)
    ways: dict[str, Way] = {OURS: lambda: _explained(assess_facts(rubric, [next(turn)], {}).cards[0])}
    for name, peer in PEERS.items():
        way = peer(made, units)
        if way is not None:
            ways[name] = way
    return ways


def _explained(card: Card) -> list[str]:
    return [say(item.reason, "zh") for item in card.items]


def _simpleeval(made: Made, units: Sequence[UnitFacts]) -> Way | None:
    """The first rule of each indicator as a formula in floats, parsed once: points, but no items and no sentences."""
    try:
        from simpleeval import SimpleEval
    except ImportError:
        return None
    parsed = [(formula, ast.parse(formula).body[0]) for formula in made.formulas]
    turn = cycle([floats(made, unit) for unit in units])
    evaluator = SimpleEval(functions={"min": min, "max": max})

    def evaluate() -> list[object]:
        evaluator.names = next(turn)
        return [evaluator.eval(formula, previously_parsed=tree) for formula, tree in parsed]

    return evaluate


Peer = Callable[[Made, Sequence[UnitFacts]], Way | None]
PEERS: Final[dict[str, Peer]] = {"simpleeval": _simpleeval}
