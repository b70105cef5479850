"""Whether the engine's digits are those that come of working out the formulas in fractions; no benchmark times wrong results."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from formulas import as_fractions, exact
from make_villages import Villages

from lawscore.columns.arrow import Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.encoding import MOST_CODED
from lawscore.rubric.bound import Rubric

_CHECKED: Final = 200


def check(rubric: Rubric, made: Villages, table: Any, count: int = _CHECKED) -> int:
    """Every indicator and the total of the first units and of the last; how many digits the denominators of totals get."""
    few = min(count, table.num_rows)
    return max(
        _checked(rubric, made, table, first, few, most_coded)
        for first in {0, table.num_rows - few}
        for most_coded in (MOST_CODED, 0)  # so few rows would else not be columns of numbers
    )


def _checked(rubric: Rubric, made: Villages, table: Any, first: int, few: int, most_coded: int) -> int:
    found = assess_table(rubric, table.slice(first, few), most_coded=most_coded)
    assert not found.problems, found.problems[0]
    scores = [row for part in found.parts for row in Columns(rubric).scores(part).to_pylist()]
    by_hand = exact(made.formulas)
    for unit, row in zip(as_fractions(made, few, first), scores, strict=True):
        wanted = by_hand(unit)
        assert [Fraction(row[name]) for name in made.ids] == wanted, row["unit"]
        assert Fraction(row["score"]) == sum(wanted), row["unit"]
    _check_peers(made, slice(first, first + few), scores)
    return max(len(str(Fraction(row["score"]).denominator)) for row in scores)


def _check_peers(made: Villages, some: slice, scores: list[Any]) -> None:
    """Floats come near, but for a step that they miss here and there."""
    columns = {name: column[some] for name, column in made.columns.items()}
    by_hand = sum(score(columns) for score in made.by_hand)
    off = np.abs(by_hand - [float(Fraction(row["score"])) for row in scores])
    assert off.max() < 1, "the peers do another work"
    assert np.median(off) < 1e-9, "the peers do another work"
