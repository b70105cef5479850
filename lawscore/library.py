"""The library's front door: load a rubric, assess submissions, read scorecards.

A report is imported when it is first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias

from lawscore import assessing
from lawscore.assessing import assess_facts
from lawscore.catalogue import Language
from lawscore.facts.card import Card
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: Files, or plain Python values: `{unit: {field: value}}`, a list of `{"unit": …, field: value}`, whole data documents.
Submissions: TypeAlias = (
    "str | Path | Sequence[str | Path] | Sequence[Mapping[str, Any]] | Mapping[str, Any] | Gathered"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(Card):
    """A unit's card that can also tell how it came about."""

    assessment: Assessment = field(repr=False, compare=False)

    def explain(self, indicator: str | None = None, language: Language = "zh") -> str:
        """The way from the start to the total, or that of one indicator, as text. KeyError for an unknown indicator."""
        from lawscore.reports.explain import explain

        return explain(self.assessment, self.unit.id, language, indicator)


class Assessment(assessing.Assessment):
    """Every unit's scorecard under one rubric. `assessment["tieling"]` is one card; iterating goes through all."""

    def __getitem__(self, unit: str) -> Scorecard:
        return self._told(super().__getitem__(unit))

    def __iter__(self) -> Iterator[Scorecard]:
        return (self._told(card) for card in self.cards)

    def _told(self, card: Card) -> Scorecard:
        values = {part.name: getattr(card, part.name) for part in fields(card)}
        return Scorecard(**values, assessment=self)

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The result as the published JSON has it; scores are texts."""
        from lawscore.reports.result import result_of

        return result_of(self, language)

    def to_json(self, language: Language = "zh") -> str:
        """The result as JSON text (schema: `lawscore schema result`)."""
        return json.dumps(self.to_dict(language), ensure_ascii=False, indent=2) + "\n"

    def _repr_html_(self) -> str:
        from tabulate import tabulate

        from lawscore.reports.standings import standings_table

        table = standings_table(self, "zh")
        return str(tabulate(table.rows, headers=list(table.headers), tablefmt="html", disable_numparse=True))


def assess(rubric: Rubric, submissions: Submissions) -> Assessment:
    """Score, grade and rank every unit of the submissions.

    Never raises for what a unit submitted: what is wrong stands in `problems` and in the unit's own card.
    """
    gathered = _gather(rubric, submissions)
    found = _assessed(rubric, gathered)
    return Assessment(found.rubric, found.cards, found.problems, found.scopes, found.others)


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
