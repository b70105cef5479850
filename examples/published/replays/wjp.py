"""World Justice Project Rule of Law Index: 44 sub-factors, eight factors, one score."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from replays.reading import assess, by_unit
from replays.tally import Tally

FACTORS = tuple(f"f{number}" for number in range(1, 9))
#: The published figures are doubles of some sixteen digits.
DOUBLES = Fraction("1e-12")
#: The sub-factors of the first edition are published at two decimals, and so are good for no more than this.
TWO_DECIMALS = Fraction("0.005")
FIRST_EDITION = "2012-2013"


def replay(truth: Path) -> Tally:
    """Every factor and every score of every country and year."""
    inputs, published = by_unit(truth / "wjp_roli" / "inputs.csv"), by_unit(truth / "wjp_roli" / "expected.csv")
    first = [row for unit, row in published.items() if unit.startswith(FIRST_EDITION)]
    by_subfactors = assess("wjp-rule-of-law-index@2014.1", list(inputs.values()))
    by_factors = assess("wjp-rule-of-law-index@2013.1", first)
    tally = Tally()
    for unit, row in published.items():
        early = unit.startswith(FIRST_EDITION)
        card = by_subfactors[unit]
        for factor in FACTORS:
            tolerance = TWO_DECIMALS if early else DOUBLES
            tally.within(unit, factor, card.node(factor).score, row[factor], tolerance)
        total = (by_factors[unit] if early else card).score
        tally.within(unit, "roli", total, row["roli"], DOUBLES)
    return tally
