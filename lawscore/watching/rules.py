"""The check and the cases of a rubric, looked at again: a case is scored again only as far as the edit can move it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lawscore.analysis.rescoring import rescore
from lawscore.cases.comparing import compare
from lawscore.cases.document import CasesDocument, CaseSpec
from lawscore.cases.loading import LoadedCases, load_cases
from lawscore.cases.running import UNIT, Verdict, run_case
from lawscore.classes import dataclass
from lawscore.library import Assessment
from lawscore.loading.judging import rubric_problems
from lawscore.loading.rubrics import Loaded, find_rubric
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.scoring.moving import Moved, moved
from lawscore.submission.asking import asks_the_same
from lawscore.watching.files import Asked, Contents, cases_of, contents, judged_by


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a rubric and its cases came to. The verdicts are those of the last rubric that could be used."""

    loaded: Loaded
    #: What is wrong or odd in the rubric, and in the file of its cases.
    problems: tuple[Problem, ...]
    cases: LoadedCases | None = None
    #: The cases that ran: those of an earlier save, where the file cannot be read now.
    document: CasesDocument | None = None
    verdicts: tuple[Verdict, ...] = ()
    #: The rubric under which the cases ran last.
    rubric: Rubric | None = None
    seen: Contents
    #: What is wrong or odd in the rubric alone.
    checked: tuple[Problem, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether the rubric cannot be used now, so that the verdicts are those of an earlier save."""
        return self.loaded.rubric is None


def look_at_rules(asked: Asked, before: Rules | None = None) -> Rules:
    """Check the rubric and run its cases; what did not change since is taken over."""
    if before is not None and contents(before.seen) == before.seen:
        return before
    loaded, checked = _loaded(asked, before)
    seen = contents((*judged_by(loaded, asked.folders), cases_of(loaded)))
    if loaded.rubric is None:
        if before is None:
            return Rules(loaded=loaded, problems=checked, seen=seen)
        return replace(before, loaded=loaded, problems=checked, seen={**before.seen, **seen}, checked=())
    cases = _cases(loaded, loaded.rubric, seen, before)
    problems = (*checked, *(cases.problems if cases is not None else ()))
    document = cases.document if cases is not None else None
    if cases is not None and document is None and before is not None:
        document = before.document  # the cases that could be read last
    verdicts = tuple(_verdicts(loaded.rubric, document, before)) if document is not None else ()
    return Rules(
        loaded=loaded, problems=problems, cases=cases, document=document, verdicts=verdicts, rubric=loaded.rubric,
        seen=seen, checked=checked,
    )  # fmt: skip


def _loaded(asked: Asked, before: Rules | None) -> tuple[Loaded, tuple[Problem, ...]]:
    """The rubric and all that is wrong or odd in it; as it was, where only the cases were saved."""
    if before is not None and before.loaded.rubric is not None:
        files = judged_by(before.loaded, asked.folders)
        if all(before.seen.get(file) == content for file, content in contents(files).items()):
            return before.loaded, before.checked
    loaded = find_rubric(asked.rubric, asked.folders)
    return loaded, tuple(rubric_problems(loaded, asked.folders))


def _cases(loaded: Loaded, rubric: Rubric, seen: Contents, before: Rules | None) -> LoadedCases | None:
    """The cases beside the rubric; None where there is no such file."""
    file = cases_of(loaded)
    if seen.get(file) is None:
        return None
    known = before is not None and before.rubric is not None and before.rubric.name == rubric.name
    if before is not None and known and before.cases is not None and before.seen.get(file) == seen[file]:
        return before.cases
    return load_cases(Path(file), rubric)


def _verdicts(rubric: Rubric, document: CasesDocument, before: Rules | None) -> Iterator[Verdict]:
    again = _Again.after(rubric, document, before)
    for case in document.cases:
        yield again.verdict(case)


@dataclass(frozen=True, slots=True)
class _Again:
    """Runs cases again: one that is written as it was keeps its facts, and only what moved is scored."""

    rubric: Rubric
    document: CasesDocument
    known: Mapping[str, Verdict]
    change: Moved | None

    @classmethod
    def after(cls, rubric: Rubric, document: CasesDocument, before: Rules | None) -> _Again:
        old = before.rubric if before is not None else None
        if before is None or old is None or not before.verdicts or not asks_the_same(old, rubric):
            return cls(rubric, document, {}, None)
        given = before.document.given if before.document is not None else None
        known = {one.case.case: one for one in before.verdicts} if given == document.given else {}
        return cls(rubric, document, known, None if old is rubric else moved(old, rubric))

    def verdict(self, case: CaseSpec) -> Verdict:
        known = self.known.get(case.case)
        if known is None or (known.case is not case and _told(known.case) != _told(case)):
            return run_case(self.rubric, case, self.document.given)
        if self.change is None and known.case is case:
            return known
        found = known.assessment
        if self.change is not None:
            found = Assessment(rescore(found.results, self.rubric, change=self.change), found.gathered)
        if known.passed and known.case.expect == case.expect and _come_to_the_same(known.assessment, found):
            return Verdict(case, found, ())
        return Verdict(case, found, tuple(compare(case.expect, found, UNIT)))


def _come_to_the_same(one: Assessment, other: Assessment) -> bool:
    """Whether every card and every problem of the data is the same."""
    return one.results.cards == other.results.cards and one.problems == other.problems


def _told(case: CaseSpec) -> Sequence[object]:
    """What a case tells of its units, without what it expects of them."""
    return [getattr(case, name) for name in CaseSpec.model_fields if name != "expect"]
