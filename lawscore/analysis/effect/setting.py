"""A rubric in which some places are set to other values: nothing is written to its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from lawscore.analysis.diff.addresses import Addresses, address_at
from lawscore.analysis.diff.tree import Path, Tree, tree_of
from lawscore.analysis.effect.written import written_tree
from lawscore.catalogue import phrase
from lawscore.checking import rubric_errors
from lawscore.classes import dataclass
from lawscore.loading.rubrics import load_mapping
from lawscore.loading.what_if import Changes
from lawscore.models import shorten
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric

#: What is written to take something out.
NOTHING: Final = ("", None)


@dataclass(frozen=True, slots=True)
class _Setting:
    """A place and what it is set to; None takes it out."""

    path: Path
    value: Any
    where: Where


def set_rubric(rubric: Rubric, changes: Changes) -> tuple[Rubric | None, list[Problem]]:
    """The rubric with what is set, or everything that is wrong with that; each problem names the setting it is of."""
    if not changes.document.set_:
        return rubric, []
    addresses = Addresses(tree_of(rubric.document))
    tree = written_tree(rubric.document)
    settings, problems = _settings(addresses, tree, changes)
    for one in settings:
        _put(tree, one, addresses.tree)
    loaded = load_mapping(tree, others=rubric.others)
    if loaded.rubric is None:
        problems += _refusals(loaded.problems, settings, tree)
    return None if problems else loaded.rubric, problems


def unsound_since(before: Rubric, after: Rubric) -> list[Problem]:
    """What checks find wrong only with the changed rubric, at its address: sums that no longer add up, and so on."""
    if before.digest == after.digest:
        return []
    known = {(one.code, one.where.path) for one in rubric_errors(before)}
    tree = tree_of(after.document)
    found = (one for one in rubric_errors(after) if (one.code, one.where.path) not in known)
    return [
        replace(one, severity="warning", where=Where(file=address_at(tree, _inside(tree, one.where.path))))
        for one in found
    ]


def _settings(addresses: Addresses, tree: Tree, changes: Changes) -> tuple[list[_Setting], list[Problem]]:
    """The settings in the order in which they can be made: what is taken out comes last, from the end."""
    found: list[_Setting] = []
    problems: list[Problem] = []
    for address, value in changes.document.set_.items():
        where = changes.locate(("set", address))
        path = addresses.find(address)
        if path is None:
            problems.append(_unknown(address, addresses, where))
        elif value in NOTHING and _inside(tree, path) != path:
            problems.append(Problem(code="nothing_to_remove", where=where, facts={"given": shorten(address)}))
        elif any(path[: len(one.path)] == one.path or one.path[: len(path)] == path for one in found):
            problems.append(Problem(code="setting_doubled", where=where, facts={"given": shorten(address)}))
        else:
            found.append(_Setting(path, None if value in NOTHING else value, where))
    return sorted(found, key=lambda one: (one.value is None, [-_place(step) for step in one.path])), problems


def _place(step: str | int) -> int:
    return step if isinstance(step, int) else 0


def _unknown(address: str, addresses: Addresses, where: Where) -> Problem:
    guess = addresses.nearest(address)
    hint = phrase("hint.nearest", name=guess) if guess else phrase("hint.address_form")
    return Problem(code="address_unknown", where=where, facts={"given": shorten(address)}, hint=hint)


def _put(tree: Tree, setting: _Setting, whole: Tree) -> None:
    """Set one place; what leads there is made where it is not written yet, as it goes without saying (`whole`) if it does."""
    here: Any = tree
    counts: Any = whole
    for step in setting.path[:-1]:
        counts = counts[step] if _inside({"": counts}, ("", step)) == ("", step) else {}
        if isinstance(here, Mapping) and step not in here:
            here[step] = deepcopy(counts)  # type: ignore[index]  # a dict
        here = here[step]
    if setting.value is None:
        del here[setting.path[-1]]
    else:
        here[setting.path[-1]] = setting.value


def _refusals(problems: Iterable[Problem], settings: Iterable[_Setting], tree: Tree) -> list[Problem]:
    """The problems of settings, each at what was written; where there are none, all others at their addresses.

    What is wrong elsewhere only follows from a part that had to be left out.
    """
    found: list[Problem] = []
    elsewhere: list[Problem] = []
    for problem in problems:
        path = problem.where.path
        near = [one for one in settings if one.path[: len(path)] == path or path[: len(one.path)] == one.path]
        if near:
            found.append(problem.at(max(near, key=lambda one: len(one.path)).where))
        else:
            elsewhere.append(problem.at(Where(file=address_at(tree, _inside(tree, path)))))
    return found or elsewhere


def _inside(tree: Tree, path: Path) -> Path:
    """As much of a path as the tree has."""
    here: Any = tree
    for end, step in enumerate(path):
        known = isinstance(here, Mapping) and step in here
        if not known and not (isinstance(here, list) and isinstance(step, int) and step < len(here)):
            return path[:end]
        here = here[step]
    return path
