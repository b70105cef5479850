"""A recorded result against the same assessment computed again: the first thing that differs in each unit, by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, cast

from lawscore.analysis.problem_differences import problem_differences
from lawscore.analysis.standings import rank
from lawscore.analysis.unit_digits import Difference, Path, first_difference
from lawscore.assessing import Assessment
from lawscore.catalogue import Language, Phrase, phrase
from lawscore.classes import dataclass
from lawscore.problems import Problem, QuestionError, Severity, errors
from lawscore.results.model import Result
from lawscore.results.naming import is_draft
from lawscore.results.reading import LoadedResult
from lawscore.results.telling import is_retellable, retold
from lawscore.results.writing import result_of

#: So many signs tell one digest from another.
_SHOWN = len("sha256:") + 12


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a verification: what differs of the rubric, the data and the engine, and the units that differ."""

    rubric: str
    #: How many units were computed again.
    count: int
    others: tuple[Problem, ...]
    units: tuple[Problem, ...]
    #: The problems that the result tells and that are not found again, and those that it leaves out.
    findings: tuple[Problem, ...]
    #: Whether a file of data could not be read.
    unread: bool
    is_draft: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that differs; without an error the result holds."""
        return (*self.others, *self.units, *self.findings)

    @property
    def holds(self) -> bool:
        """Whether the result is what these data come to under this rubric."""
        return not errors(self.problems)


def verified(recorded: LoadedResult, assessment: Assessment) -> Verified:
    """Compare a result that was read with the same assessment, computed again.

    Errors are the digests that differ and, in each unit, the first digit that does: a value that counted, else an item,
    else the figure of an indicator, else of the whole; and the problems that only one of the two tells. Wordings are
    compared only where the engine is the same. The units are ranked as the result says that they were.
    """
    assert recorded.result is not None  # who could not read it has nothing to compare
    told, refused = _computed(recorded.result, assessment)
    comparison = _Comparison(recorded, recorded.result, Result.model_validate(told))
    head = (*comparison.engine(), *comparison.head(), *comparison.rubric(), *comparison.provenance())
    others = (*head, *(problem.at(recorded.where("provenance", "ranked", "within")) for problem in refused))
    units, findings = tuple(comparison.units()), tuple(comparison.findings())
    unread = any(problem.code.startswith("file_") for problem in errors(assessment.problems))
    rubric = assessment.rubric
    return Verified(rubric.name, len(assessment), others, units, findings, unread, is_draft(rubric))


def _computed(recorded: Result, assessment: Assessment) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """The result as it comes out again, ranked as the recorded one says; and why it cannot be ranked so."""
    ranked = recorded.provenance.ranked if recorded.provenance is not None else None
    if ranked is None:
        return result_of(assessment, recorded.language), ()
    try:
        return rank(assessment, ranked.within, provisional=ranked.provisional).to_dict(recorded.language), ()
    except QuestionError as error:
        return result_of(assessment, recorded.language), error.problems


class _Comparison:
    def __init__(self, source: LoadedResult, recorded: Result, computed: Result) -> None:
        self.source, self.recorded, self.computed = source, recorded, computed

    def engine(self) -> Iterator[Problem]:
        old, new = self.recorded.lawscore, self.computed.lawscore
        if old != new:
            yield self.problem("result_engine_differs", ("lawscore",), {"recorded": old, "computed": new}, "note")

    def head(self) -> Iterator[Problem]:
        """What the result says of the same rubric; its status may change without a new version."""
        old, new = self.recorded.rubric, self.computed.rubric
        if (old.id, old.version) != (new.id, new.version):
            return
        figures: tuple[tuple[Path, object, object, Severity], ...] = (
            (("rubric", "title"), old.title, new.title, "error"),
            (("rubric", "status"), old.status, new.status, "note"),
        )
        for path, recorded, computed, severity in figures:
            if recorded != computed:
                what = phrase(f"verify.key.{path[-1]}")
                facts = {"unit": phrase("verify.head"), "what": what, "recorded": recorded, "computed": computed}
                yield self.problem("result_differs", path, facts, severity)

    def rubric(self) -> Iterator[Problem]:
        old, new = self.recorded.rubric, self.computed.rubric
        if (old.id, old.version) != (new.id, new.version):
            names = {"recorded": f"{old.id}@{old.version}", "computed": f"{new.id}@{new.version}"}
            yield self.problem("result_rubric_differs", ("rubric", "id" if old.id != new.id else "version"), names)
        yield from self.digest("rubric", ("rubric", "digest"), old.digest, new.digest)
        for what in ("period", "calculation"):
            stated = [str(getattr(result, what)) for result in (self.recorded, self.computed)]
            if stated[0] != stated[1]:
                yield self.made_of(what, (what,), *stated)

    def provenance(self) -> Iterator[Problem]:
        old, new = self.recorded.provenance, self.computed.provenance
        if old is None or new is None:
            yield self.problem("result_without_provenance", (), {}, "note")
            return
        yield from self.digest("submissions", ("provenance", "submissions"), old.submissions, new.submissions)
        yield from self.digest("calendar", ("provenance", "calendar"), old.calendar, new.calendar)

    def digest(self, what: str, path: Path, old: str | None, new: str | None) -> Iterator[Problem]:
        if old != new:
            yield self.made_of(what, path, _short(old), _short(new))

    def made_of(self, what: str, path: Path, old: str | Phrase, new: str | Phrase) -> Problem:
        facts = {"what": phrase(f"verify.{what}"), "recorded": old, "computed": new}
        return self.problem("result_digest_differs", path, facts)

    def units(self) -> Iterator[Problem]:
        """The units by id: their order in the file is the roster's, and changes no digit."""
        computed = {unit.id: number for number, unit in enumerate(self.computed.units)}
        for number, unit in enumerate(self.recorded.units):
            if unit.id not in computed:
                told = {"unit": unit.name, "id": unit.id}
                yield self.problem("result_unit_unknown", ("units", number, "id"), told)
                continue
            yield from islice(self.differences(number, computed[unit.id]), 1)
        known = {unit.id for unit in self.recorded.units}
        for unit in (one for one in self.computed.units if one.id not in known):
            yield self.problem("result_unit_missing", ("units",), {"unit": unit.name, "id": unit.id})

    def differences(self, number: int, again: int) -> Iterator[Problem]:
        """What differs first in a unit, and then in what it is told as in other languages."""
        for old, new in self.tellings:
            pair = (old.units[number], new.units[again])
            found = first_difference(*pair, facts=self.has_facts, wording=self.same_engine)
            if found is not None:
                yield self.differs(number, found, old.language)

    def findings(self) -> Iterator[Problem]:
        """The problems that only one of the two tells, or that they tell otherwise, in whichever language."""
        for old, new in self.tellings:
            found = tuple(problem_differences(old.problems, new.problems, old.language, wording=self.same_engine))
            yield from (one.problem(self.source) for one in found)
            if found:
                return

    @cached_property
    def tellings(self) -> Sequence[tuple[Result, Result]]:
        """Both results; and in other languages, where the recorded one tells itself in them otherwise.

        One that was written without its sentences in another language, or has lost them, is none the worse for it.
        """
        own, recorded, computed = (self.recorded, self.computed), self.recorded.sentences, self.computed.sentences
        if not self.same_engine or recorded is None or recorded == computed:
            return (own,)
        asked = [language for language in recorded if is_retellable(self.computed, language)]
        return (own, *((retold(own[0], language), retold(own[1], language)) for language in asked))

    def differs(self, number: int, found: Difference, language: Language) -> Problem:
        """A difference at its place: that of the sentence, where it is told so in another language only."""
        unit, path = self.recorded.units[number], ("units", number, *found.path)
        facts = {"unit": unit.name, "what": found.what, "recorded": found.recorded, "computed": found.computed}
        told = _at(unit, found.path) if language != self.recorded.language else None
        return self.problem("result_differs", ("sentences", language, told) if isinstance(told, str) else path, facts)

    @property
    def has_facts(self) -> bool:
        """Whether the result tells which values counted: those before provenance was kept do not."""
        return self.recorded.provenance is not None

    @property
    def same_engine(self) -> bool:
        return self.recorded.lawscore == self.computed.lawscore

    def problem(self, code: str, path: Path, facts: Mapping[str, object], severity: Severity = "error") -> Problem:
        return Problem(code=code, where=self.source.where(*path), severity=severity, facts=facts)


def _at(part: object, path: Path) -> object:
    """What stands at a place in a part of a result."""
    for step in path:
        part = getattr(part, step) if isinstance(step, str) else cast("Sequence[object]", part)[step]
    return part


def _short(digest: str | None) -> str | Phrase:
    return phrase("verify.nothing") if digest is None else digest[:_SHOWN]
