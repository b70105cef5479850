"""Freedom in the World: 25 questions, seven categories, two sums, two ratings, a status; two editions of the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from replays.reading import Row, assess, by_unit
from replays.tally import Tally, scores_of

#: Until this edition there was a second discretionary question, which added points.
LAST_WITH_BONUS = 2017
NODES = ("A", "B", "C", "PR", "D", "E", "F", "G", "CL")
RATINGS = ("PR_rating", "CL_rating")


def replay(truth: Path) -> Tally:
    """Thirteen published values of every country and territory of twelve editions."""
    inputs, published = (
        by_unit(truth / "freedom_house" / "inputs.csv"),
        by_unit(truth / "freedom_house" / "expected.csv"),
    )
    early = [row for row in inputs.values() if int(row["edition"]) <= LAST_WITH_BONUS]
    late = [row for row in inputs.values() if int(row["edition"]) > LAST_WITH_BONUS]
    return _compare("freedom-in-the-world@2013.1", early, published) + _compare(
        "freedom-in-the-world@2018.1", late, published
    )


def _compare(reference: str, table: Sequence[Row], published: Mapping[str, Row]) -> Tally:
    tally = Tally()
    for card in assess(reference, table):
        unit, row, scores = card.unit.id, published[card.unit.id], scores_of(card)
        for name in (*NODES, *RATINGS):
            tally.exact(unit, name, scores.get(name), row[name])
        tally.exact(unit, "Total", card.score, row["Total"])
        status = next(result for result in card.also if result.id == "Status").standing
        tally.same(unit, "Status", status and status.grade, row["Status"])
    return tally
