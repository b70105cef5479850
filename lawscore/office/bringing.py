"""An edited table brought into the rubric that it was printed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lawscore.catalogue import LANGUAGES, Language, Phrase
from lawscore.checking import check_rubric
from lawscore.classes import dataclass
from lawscore.editing.edits import EditError, UnreadableError
from lawscore.loading.files import read_text
from lawscore.loading.loaded import Loaded
from lawscore.loading.references import folder_around
from lawscore.loading.rubrics import load_text, load_unlocked
from lawscore.office.comparing import compared
from lawscore.office.into.applying import applied
from lawscore.office.lines import Table
from lawscore.office.tabling import printed
from lawscore.problems import Problem, Where, errors


@dataclass(frozen=True, slots=True)
class Brought:
    """The rubric before and after, what was done, and what is wrong; with an error nothing is to be written."""

    before: str
    after: str
    told: Sequence[Phrase] = ()
    problems: Sequence[Problem] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the new text may be written."""
        return not errors(self.problems)


def bring(table: Table, path: Path) -> Brought:
    """Bring a table into a rubric file."""
    text, problems = read_text(path)
    if text is None:
        return Brought("", "", (), problems)
    loaded = load_unlocked(path)
    if loaded.rubric is None:
        return Brought(text, text, (), loaded.problems)
    if loaded.rubric.document.status == "published":
        return Brought(text, text, (), (_refused("table_into_published", path, name=loaded.rubric.name),))
    if loaded.base is not None:
        return Brought(text, text, (), (_refused("table_into_extending", path),))
    language: Language = next((one for one in LANGUAGES if table.marks and table.marks.language == one), "zh")
    plan = compared(table, printed(loaded.rubric, language))
    if errors(plan.problems):
        return Brought(text, text, (), plan.problems)
    try:
        done = applied(text, loaded.rubric, plan)
    except UnreadableError as error:
        return Brought(text, text, (), error.problems)
    except EditError as error:
        return Brought(text, text, (), (*plan.problems, _refused("table_not_editable", path, reason=str(error))))
    found = [*plan.problems, *done.problems]
    if done.text != text:
        found += _new(load_text(done.text, str(path), (folder_around(path),)), loaded)
    return Brought(text, done.text, done.told, tuple(found))


def _refused(code: str, path: Path, **facts: object) -> Problem:
    return Problem(code=code, where=Where(file=str(path)), facts=facts)


def _new(after: Loaded, before: Loaded) -> list[Problem]:
    """What is wrong with the rubric now and was not before: sums that no longer hold are the office's to see."""
    found = _all(after)
    told = {(problem.code, str(problem.facts)) for problem in (_all(before) if found else ())}
    return [problem for problem in found if (problem.code, str(problem.facts)) not in told]


def _all(loaded: Loaded) -> list[Problem]:
    if loaded.rubric is None:
        return list(loaded.problems)
    found = [loaded.place(problem) for problem in check_rubric(loaded.rubric)]
    return [
        *loaded.problems,
        *(replace(problem, severity="warning") for problem in found if problem.severity != "note"),
    ]
