"""A look at one rubric: everything that is wrong or odd in it, and its text with the evident mends made."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from lawscore.classes import dataclass
from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
from lawscore.editing.fixing import MENDED, Look, Mend, Mended, holding, mended
from lawscore.editing.site import Sheet
from lawscore.loading.files import read_text, rewritten
from lawscore.loading.judging import rubric_problems
from lawscore.loading.locks import lock_beside
from lawscore.loading.references import folder_around
from lawscore.loading.rubrics import load_text, rubric_files
from lawscore.loading.source import Tree
from lawscore.problems import Problem, errors
from lawscore.reports.sarif import Finding
from lawscore.reports.text_diff import text_diff


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in one rubric; `readable` says whether there was a document to look at."""

    name: str
    problems: Sequence[Problem]
    readable: bool
    data: Tree = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    mended: Mended | None = field(default=None, repr=False)

    @property
    def status(self) -> int:
        """0 where there is no error, 1 where there is one, 2 where the rubric cannot be read."""
        return (DID_NOT_HOLD if self.readable else UNREADABLE) if errors(self.problems) else HELD

    @property
    def mends(self) -> Sequence[Mend]:
        """What was mended."""
        return self.mended.mends if self.mended is not None else ()

    def diff(self) -> str:
        """What the mends change."""
        if self.mended is None or self.text is None:
            return ""
        return text_diff(self.name, self.text, self.mended.text)


def named(references: Iterable[str]) -> Iterator[str]:
    """The rubrics that are named, and all rubrics of the folders that are."""
    for reference in references:
        folder = Path(reference)
        if folder.is_dir():
            own = [path for path in rubric_files(folder.absolute().parent) if path.parent == folder.absolute()]
            yield from (str(folder / path.name) for path in own) if own else map(str, rubric_files(folder))
        else:
            yield reference


def look_at(session: Session, reference: str) -> Looked:
    """Everything that is wrong with one rubric, and with its place among its versions."""
    loaded = session.find(reference)
    found = rubric_problems(loaded, session.rubrics)
    return Looked(loaded.name, found, loaded.readable, loaded.source.data if loaded.source else None)


def mend(session: Session, reference: str, *, write: bool) -> Looked:
    """The same with the evident mends made, and written where there are some; a locked version stays as it is."""
    before = look_at(session, reference)
    text = _text(before)
    if text is None:
        if is_locked(before) and any(problem.code in MENDED for problem in before.problems):
            print(session.say("check.locked", name=before.name), file=sys.stderr)
        return before
    result = mended(text, _look(session, before.name))
    if not result.mends:
        return before
    if write:
        session.write_beside(Path(before.name), rewritten(before.name, result.text))
        after = look_at(session, before.name)
        return Looked(before.name, after.problems, after.readable, after.data, text, result)
    return Looked(before.name, result.left, before.readable, before.data, text, result)


def findings(session: Session, looked: Looked) -> Iterator[Finding]:
    """The problems with the mends that hold, for editors."""
    text = _text(looked)
    own = [problem for problem in looked.problems if problem.where.file == looked.name]
    mends = holding(text, own, _look(session, looked.name)) if text is not None else {}
    by_problem = {id(own[place]): mend for place, mend in mends.items()}
    sheet = Sheet(text) if text is not None else None
    for problem in looked.problems:
        yield Finding(problem, looked.data, sheet, by_problem.get(id(problem)))


def is_locked(looked: Looked) -> bool:
    """Whether the version is locked: then nothing of it is changed."""
    return lock_beside(looked.name).is_file()


def _text(looked: Looked) -> str | None:
    """The text of a rubric that may be mended: YAML, of no locked version."""
    is_yaml = Path(looked.name).suffix in (".yaml", ".yml")
    return read_text(looked.name)[0] if is_yaml and not is_locked(looked) else None


def _look(session: Session, name: str) -> Look:
    """Looks at a text as if it stood in the file."""
    folders = (*session.rubrics, folder_around(name))

    def look(text: str) -> list[Problem]:
        found = rubric_problems(load_text(text, name, folders), session.rubrics)
        return [problem for problem in found if problem.where.file == name]

    return look
