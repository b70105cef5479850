"""The library's front door: load a rubric, assess submissions, read scorecards.

A report is imported when it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from lawscore import assessing
from lawscore.assessing import assess_facts
from lawscore.catalogue import Language
from lawscore.expressions.values import Cause
from lawscore.facts.card import Card, CardState, NodeResult, Owed, Standing, VetoResult
from lawscore.facts.items import Item
from lawscore.facts.unit import Unit
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions
from lawscore.numbers import Rounding
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: Files, or plain Python values: `{unit: {field: value}}`, a list of `{"unit": …, field: value}`, whole data documents.
Submissions: TypeAlias = (
    "str | Path | Sequence[str | Path] | Sequence[Mapping[str, Any]] | Mapping[str, Any] | Gathered"
)


class Scorecard:
    """A unit's card (`lawscore.facts.card.Card`, whose attributes it has) that can also tell how it came about."""

    __slots__ = ("_card", "assessment")

    unit: Unit
    state: CardState
    total: NodeResult
    nodes: tuple[NodeResult, ...]
    score: Fraction | None
    bounds: tuple[Fraction | None, Fraction | None]
    grade: str | None
    rank: int | None
    tied: bool
    items: tuple[Item, ...]
    vetoes: tuple[VetoResult, ...]
    causes: tuple[Cause, ...]
    also: tuple[NodeResult, ...]
    owed: tuple[Owed, ...]
    so_far: tuple[Fraction, Fraction]
    standing: Standing
    shown: Rounding

    def __init__(self, card: Card, assessment: Assessment) -> None:
        self._card, self.assessment = card, assessment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what a copy that is not yet filled is asked for
            raise AttributeError(name)
        return getattr(self._card, name)

    def __repr__(self) -> str:
        return f"<Scorecard {self.unit.id} {self.state}>"

    def node(self, indicator: str) -> NodeResult:
        """The result of one indicator, or of one beside the total. KeyError for an unknown indicator."""
        return self._card.node(indicator)

    def explain(self, indicator: str | None = None, language: Language = "zh") -> str:
        """The way from the start to the total, or that of one indicator, as text. KeyError for an unknown indicator."""
        from lawscore.reports.explain import explain

        return explain(self.assessment.results, self.unit.id, language, indicator)


@dataclass(frozen=True)
class Assessment:
    """Every unit's scorecard under one rubric. `assessment["tieling"]` is one card; iterating goes through all."""

    #: The assessment as the engine and the reports know it.
    results: assessing.Assessment

    @property
    def rubric(self) -> Rubric:
        """The rubric under which the units were scored."""
        return self.results.rubric

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the input, that of the units below too."""
        return self.results.problems

    @property
    def cards(self) -> tuple[Scorecard, ...]:
        """All scorecards, in the order of the roster."""
        return tuple(self)

    @property
    def others(self) -> Mapping[str, Assessment]:
        """The assessments of the units below, by `id@version` of the rubric that scores them."""
        return {name: Assessment(other) for name, other in self.results.others.items()}

    @property
    def scorecards(self) -> Mapping[str, Scorecard]:
        """All scorecards by the id of their unit, those of the units below too; a unit scored twice is the upper one."""
        below = {unit: card for other in self.others.values() for unit, card in other.scorecards.items()}
        return {**below, **{card.unit.id: card for card in self}}

    def __getitem__(self, unit: str) -> Scorecard:
        return Scorecard(self.results[unit], self)

    def __iter__(self) -> Iterator[Scorecard]:
        return (Scorecard(card, self) for card in self.results)

    def __len__(self) -> int:
        return len(self.results)

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The result as the published JSON has it; scores are texts."""
        from lawscore.results.writing import result_of

        return result_of(self.results, language)

    def to_json(self, language: Language = "zh") -> str:
        """The result as JSON text (schema: `lawscore schema result`)."""
        return json.dumps(self.to_dict(language), ensure_ascii=False, indent=2) + "\n"

    def _repr_html_(self) -> str:
        from tabulate import tabulate

        from lawscore.reports.standings import standings_table

        table = standings_table(self.results, "zh")
        return str(tabulate(table.rows, headers=list(table.headers), tablefmt="html", disable_numparse=True))


def assess(rubric: Rubric, submissions: Submissions) -> Assessment:
    """Score, grade and rank every unit of the submissions.

    Never raises for what a unit submitted: what is wrong stands in `problems` and in the unit's own card.
    """
    return Assessment(_assessed(rubric, _gather(rubric, submissions)))


def _assessed(rubric: Rubric, gathered: Gathered) -> assessing.Assessment:
    """The units below come first: a unit's score may rest on theirs."""
    others = {name: _assessed(rubric.others[name], below) for name, below in gathered.others.items()}
    return assess_facts(
        rubric, gathered.units, gathered.givens, gathered.problems, calendar=gathered.calendar, others=others
    )


def _gather(rubric: Rubric, submissions: Submissions) -> Gathered:
    if isinstance(submissions, Gathered):
        return submissions
    if isinstance(submissions, str | Path):
        return load_submissions(rubric, [submissions])
    files = [one for one in submissions if isinstance(one, str | Path)] if isinstance(submissions, Sequence) else []
    if files and len(files) == len(submissions):
        return load_submissions(rubric, files)
    return from_values(rubric, submissions)
