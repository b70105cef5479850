"""How long one unit takes with every item explained: 100 indicators, each item with its sentence, beside zen-engine's trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any, Final

import peer_zen
from formulas import as_floats, as_fractions, parsed_once
from make_villages import Villages, make
from peers import PARSED_ONCE
from timing import OURS, Bar, Row, Way, rows, take_turns

from lawscore.assessing import assess_facts
from lawscore.catalogue import say
from lawscore.facts.unit import Unit, UnitFacts
from lawscore.loading.rubrics import load_text

EXPLAINED: Final = "explained"
BARS: Final = {name: Bar("faster", 1) for name in (peer_zen.ONE_NODE, peer_zen.MANY_NODES)}
_UNITS: Final = 200


def measure(units: int = _UNITS, rounds: int = 30) -> list[Row]:
    """Time a unit, each time the next one."""
    made = make(units)
    given = as_floats(made, units)
    theirs = peer_zen.ways(made.formulas, given)
    evaluate, turn = parsed_once(made.formulas), cycle(given)
    ways: dict[str, Way] = {OURS: explaining(made, units), **theirs, PARSED_ONCE: lambda: evaluate(next(turn))}
    _check(made, theirs)
    return rows(EXPLAINED, take_turns(ways, rounds, calls=10), BARS)


def explaining(made: Villages, units: int) -> Way:
    """Each call scores the next unit and says why."""
    rubric = load_text(made.text).rubric
    assert rubric is not None  # the generator makes sound rubrics
    turn = cycle(_facts(as_fractions(made, units)))

    def explain() -> list[str]:
        card = assess_facts(rubric, [next(turn)], {}).cards[0]
        return [say(item.reason, "zh") for item in card.items]

    return explain


def _facts(units: Sequence[Mapping[str, Any]]) -> list[UnitFacts]:
    """Units as they are scored one by one."""
    return [UnitFacts(unit=Unit(id=f"v{at}", name=f"村{at}"), values=values) for at, values in enumerate(units)]


def _check(made: Villages, theirs: Mapping[str, Way]) -> None:
    """The peers come to the same scores: each is asked for the first unit."""
    scores = parsed_once(made.formulas)(as_floats(made, 1)[0])
    for name, way in theirs.items():
        found: Any = way()
        result = found["result"]
        assert all(abs(result[f"s{at}"] - score) < 1e-9 for at, score in enumerate(scores)), name
        assert found["trace"], name


if __name__ == "__main__":
    for row in measure():
        print(f"{row.way:55} {row.seconds * 1e6:8.0f} µs a unit   {row.ratio:6.2f}   {row.held}")
