"""What the edited table asks for, done to the text of the rubric: only what was changed there changes here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.editing.edits import Edits
from lawscore.editing.formatting import formatted
from lawscore.loading.source import Tree
from lawscore.office.comparing import Plan
from lawscore.office.into.cells import change_cells
from lawscore.office.into.rows import add_rows, moves, remove_rows
from lawscore.office.into.work import Work
from lawscore.office.moving import arranged, places
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True)
class Done:
    """The new text, what was done, and what cannot be."""

    text: str
    told: tuple[Phrase, ...] = ()
    problems: tuple[Problem, ...] = ()


def applied(text: str, rubric: Rubric, plan: Plan) -> Done:
    """Bring a plan into the text of a rubric. Raises `EditError` where the text is written in a way that cannot be edited."""
    work = Work(rubric, plan, Edits.of(text))
    change_cells(work)
    add_rows(work)
    remove_rows(work)
    if work.problems:
        return Done(text, (), (*work.problems, *work.warnings))
    if not work.edits.steps and not work.emptied and _order_is(work.data, plan.order):
        return Done(text, (), tuple(work.warnings))
    changed = arranged(work.edits.text() if work.edits.steps else text, plan.order)
    return Done(_laid_out(_without(changed, work.emptied), text), (*work.told, *moves(work)), tuple(work.warnings))


def _laid_out(text: str, before: str) -> str:
    """A rubric that was in the canonical layout stays in it; of any other, the layout is its author's."""
    return formatted(text) if formatted(before) == before else text


def _without(text: str, branches: Sequence[str]) -> str:
    """The branches of which nothing is left."""
    if not branches:
        return text
    edits = Edits.of(text)
    found = dict(places(edits.written.data))
    for name in branches:
        edits = edits.remove(found[name])
    return edits.text()


def _order_is(data: Tree, order: Mapping[str, Sequence[str]]) -> bool:
    """Whether every branch has its parts in the order of the table already."""
    found = dict(places(data))
    for parent, names in order.items():
        above = (*found[parent], "indicators") if parent else ("indicators",)
        now = [name for name, path in found.items() if path[:-1] == above and name in names]
        if now != list(names):
            return False
    return True
