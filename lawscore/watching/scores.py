"""The standings of the data, looked at again: files are read, facts gathered and units scored only as far as they changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from lawscore.analysis.rescoring import rescore
from lawscore.assessing import Assessment, assess_gathered
from lawscore.classes import dataclass
from lawscore.loading.rereading import Reading, read_again
from lawscore.loading.rubrics import Loaded, find_rubric
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.asking import asks_the_same
from lawscore.submission.gathering import Gathered, gather
from lawscore.watching.files import Asked, Contents, contents, rubric_files_of


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What data came to under a rubric. The assessment is that of the last rubric that could be used."""

    loaded: Loaded
    seen: Contents
    #: What each data file said.
    readings: Mapping[str, Reading] = field(default_factory=dict, repr=False)
    gathered: Gathered | None = field(default=None, repr=False)
    assessment: Assessment | None = None
    #: Why a data file cannot be read now, so that the standings are those of an earlier save.
    unread: tuple[Problem, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether the rubric cannot be used now, so that the standings are those of an earlier save."""
        return self.loaded.rubric is None

    @property
    def is_unread(self) -> bool:
        """Whether a data file cannot be read now, at the first look too."""
        return bool(self.unread) or any(not one.documents for one in self.readings.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the data."""
        return self.unread or (self.assessment.problems if self.assessment is not None else ())


def look_at_scores(asked: Asked, before: Scores | None = None) -> Scores:
    """Score the data; what did not change since is taken over."""
    if before is not None and contents(before.seen) == before.seen:
        return before
    loaded = _loaded(asked, before)
    seen = contents((*rubric_files_of(loaded, asked.folders), *asked.data))
    rubric = loaded.rubric
    if rubric is None:
        known = before.seen if before is not None else {}
        stale = before if before is not None else Scores(loaded=loaded, seen=seen)
        return replace(stale, loaded=loaded, seen={**known, **seen})
    if not asked.data:
        return Scores(loaded=loaded, seen=seen)
    old = _same_facts(before, rubric)
    readings = {
        file: read_again(rubric, file, old.readings.get(file) if old is not None else None) for file in asked.data
    }
    unread = tuple(problem for one in readings.values() if not one.documents for problem in one.problems)
    if unread and before is not None and before.assessment is not None:
        return replace(before, loaded=loaded, seen=seen, unread=unread)
    gathered = _gathered(rubric, readings, asked, old)
    assessment = before.assessment if before is not None else None
    scored = assess_gathered(rubric, gathered) if assessment is None else rescore(assessment, rubric, gathered)
    return Scores(loaded=loaded, seen=seen, readings=readings, gathered=gathered, assessment=scored)


def _loaded(asked: Asked, before: Scores | None) -> Loaded:
    """The rubric; as it was, where only data were saved."""
    if before is not None and before.loaded.rubric is not None:
        files = rubric_files_of(before.loaded, asked.folders)
        if all(before.seen.get(file) == content for file, content in contents(files).items()):
            return before.loaded
    return find_rubric(asked.rubric, asked.folders)


def _same_facts(before: Scores | None, rubric: Rubric) -> Scores | None:
    """What there was before, where the rubric asks for the same facts."""
    if before is None or before.assessment is None or not asks_the_same(before.assessment.rubric, rubric):
        return None
    return before


def _gathered(rubric: Rubric, readings: Mapping[str, Reading], asked: Asked, old: Scores | None) -> Gathered:
    """The facts: as they were, where nothing that is asked for or said is another."""
    known = old.gathered if old is not None else None
    if old is not None and known is not None and all(old.readings.get(file) is one for file, one in readings.items()):
        return known
    documents = [document for reading in readings.values() for document in reading.documents]
    problems = [problem for reading in readings.values() for problem in reading.problems]
    whole = all(reading.documents for reading in readings.values())
    return gather(rubric, documents, layer=asked.layer, problems=problems, whole=whole, before=known)
