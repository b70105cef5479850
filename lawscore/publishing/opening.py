"""What a report needs before it can be drawn: the rubric that made the result, and the result in either language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from lawscore.catalogue import LANGUAGES, Language, Phrase, phrase
from lawscore.classes import dataclass
from lawscore.numbers import Rounding, parse_exact
from lawscore.problems import Problem, Where
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result, UnitPart
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


def differing(result: Result, rubric: Rubric, name: str = "") -> list[Problem]:
    """What speaks against a rubric as the one that made a result: another digest, or figures that it would not have made.

    `name` is the file of the result.
    """
    made_by = result.rubric
    if made_by.digest == rubric.digest:
        return [problem for unit in result.units for problem in _foreign(unit, rubric, name)]
    facts = {
        "rubric": rubric.name, "digest": rubric.digest[:_SHOWN],
        "made_by": f"{made_by.id}@{made_by.version}", "recorded": made_by.digest[:_SHOWN],
    }  # fmt: skip
    where = Where(file=name, path=("rubric", "digest"))
    return [Problem(code="report_other_rubric", where=where, facts=facts, hint=phrase("hint.report_other_rubric"))]


def _foreign(unit: UnitPart, rubric: Rubric, name: str) -> Iterator[Problem]:
    """Indicators that the rubric does not have, and scores that are not what the exact ones are shown as."""
    total = phrase("verify.total")
    found: list[tuple[Phrase, str | None, str | None, Rounding]] = [(total, unit.score, unit.exact, rubric.root.shown)]
    for part in unit.indicators:
        node, told = rubric.nodes.get(part.id), phrase("verify.indicator", id=part.id, title=part.title)
        if node is None:
            yield Problem(
                code="report_indicator_unknown", where=Where(file=name),
                facts={"unit": unit.name, "id": part.id, "rubric": rubric.name},
            )  # fmt: skip
        else:
            found.append((told, part.score, part.exact, node.shown))
    for what, score, exact, shown in found:
        if score is not None and exact is not None and score != shown.text(parse_exact(exact)):
            facts = {"unit": unit.name, "what": what, "score": score, "exact": exact}
            yield Problem(code="report_score_differs", where=Where(file=name), facts=facts)
