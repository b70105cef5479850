"""What a report needs before it can be drawn: the rubric that made the result, and the result in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lawscore.catalogue import LANGUAGES, Language, phrase
from lawscore.problems import Problem, Where
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration

#: So many signs tell one digest from another.
_SHOWN: Final = len("sha256:") + 12


@dataclass(frozen=True, slots=True)
class Edition:
    """One result ready to be published in both languages; papers of one language are in `language`."""

    language: Language
    reports: Mapping[Language, Report]

    @property
    def report(self) -> Report:
        """The report in the language that was asked for."""
        return self.reports[self.language]


def edition_of(
    result: Result,
    rubric: Rubric,
    language: Language | None = None,
    *,
    earlier: Result | None = None,
    migration: Migration = UNCHANGED,
) -> Edition:
    """The reports of a result in each language; the language asked for is that of the result where none is named."""
    reports = {one: report_of(result, rubric, earlier, migration, one) for one in LANGUAGES}
    return Edition(language or result.language, reports)


def differing(result: Result, rubric: Rubric, name: str = "") -> Problem | None:
    """The problem where a rubric is not the one that made the result; `name` is the file of the result."""
    made_by = result.rubric
    if made_by.digest == rubric.digest:
        return None
    facts = {
        "rubric": rubric.name, "digest": rubric.digest[:_SHOWN],
        "made_by": f"{made_by.id}@{made_by.version}", "recorded": made_by.digest[:_SHOWN],
    }  # fmt: skip
    return Problem(
        code="report_other_rubric", where=Where(file=name, path=("rubric", "digest")), facts=facts,
        hint=phrase("hint.report_other_rubric"),
    )  # fmt: skip
