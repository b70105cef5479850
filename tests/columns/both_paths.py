"""The same table scored by columns and row by row."""

from __future__ import annotations

from typing import Any

from lawscore.assessing import Assessment, assess_gathered
from lawscore.catalogue import say
from lawscore.columns.arrow import OWN, Columns
from lawscore.columns.assess import assess_table
from lawscore.columns.encoding import MOST_CODED
from lawscore.columns.results import ColumnAssessment
from lawscore.loading.table_objects import read_tables
from lawscore.numbers import exact_or_none
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather

#: Sizes of batches that must make no difference.
SIZES = (1, 2, 7, 1000)


def row_by_row(rubric: Rubric, table: Any, beside: Gathered | None = None) -> Assessment:
    """As any submission is scored."""
    documents, problems = read_tables(table, rubric)
    origin = beside.origin if beside is not None else None
    others, before = (origin.documents, origin.problems) if origin is not None else ((), ())
    return assess_gathered(rubric, gather(rubric, [*others, *documents], problems=[*before, *problems]))


def agree(
    rubric: Rubric, table: Any, size: int, beside: Gathered | None = None, most_coded: int = MOST_CODED
) -> ColumnAssessment:
    """Score a table both ways; everything that is said of any unit, and of the table, must be the same."""
    expected = row_by_row(rubric, table, beside)
    found = assess_table(rubric, table, size=size, beside=beside, most_coded=most_coded)
    for one, other in zip(found, expected.cards, strict=True):
        assert one == other
    assert found.problems == expected.problems
    assert [problem.hint for problem in found.problems] == [problem.hint for problem in expected.problems]
    numbers_agree(found, expected)
    return found


def numbers_agree(found: ColumnAssessment, expected: Assessment) -> None:
    """The numbers in the columns, and what is told of them as texts, are those of the cards."""
    cards = {card.unit.id: card for card in expected.cards}
    told = Columns(found.rubric)
    for part in found.parts:
        scores, states = told.scores(part).to_pylist(), told.states(part).to_pylist()
        for at, (score, state) in enumerate(zip(scores, states, strict=True)):
            card = cards[part.who.unit(at).id]
            assert (score["state"], score["score"]) == (card.state, exact_or_none(card.score))
            assert (score["low"], score["high"]) == tuple(map(exact_or_none, card.bounds))
            for node in (*card.nodes, *card.also):
                column = part.scored.results[node.id]
                assert column.scores.at(at) == (node.score or 0)
                assert column.points.at(at) == node.points
                name = f"indicator {node.id}" if node.id in OWN else node.id
                assert (score[name], state[name]) == (exact_or_none(node.score), node.state)
        items = [(item["unit"], item["points"], item["reason"]) for item in told.items(part).to_pylist()]
        units = [cards[part.who.unit(at).id] for at in range(len(part))]
        assert items == [
            (card.unit.id, exact_or_none(item.points), say(item.reason, "zh")) for card in units for item in card.items
        ]
