"""What a report needs before it can be drawn: the rubric that made the result, and the result in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lawscore.catalogue import LANGUAGES, Language, phrase
from lawscore.problems import Problem, Where
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED, Migration

#: So many signs tell one digest from another.
_SHOWN: Final = len("sha256:") + 12


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One result ready to be published: in the language that was asked for, and in all for the papers that hold all."""

    result: Result
    rubric: Rubric
    language: Language
    earlier: Result | None = None
    migration: Migration = UNCHANGED

    @cached_property
    def report(self) -> Report:
        """The report in the language that was asked for."""
        return self._report(self.language)

    @cached_property
    def reports(self) -> Mapping[Language, Report]:
        """The report in each language."""
        return {one: self.report if one == self.language else self._report(one) for one in LANGUAGES}

    def _report(self, language: Language) -> Report:
        return report_of(self.result, self.rubric, self.earlier, self.migration, language)


def edition_of(
    result: Result,
    rubric: Rubric,
    language: Language | None = None,
    *,
    earlier: Result | None = None,
    migration: Migration = UNCHANGED,
) -> Edition:
    """A result ready to be published; the language is that of the result where none is asked for."""
    chosen = language or result.language
    return Edition(result=result, rubric=rubric, language=chosen, earlier=earlier, migration=migration)


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
