"""Everything that is wrong or odd in a rubric that was loaded: in its file, in its rules, among its versions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lawscore.checking import check_rubric, rubric_errors
from lawscore.loading.histories import version_problems
from lawscore.loading.loaded import Loaded
from lawscore.problems import Problem, errors, in_order


def rubric_problems(loaded: Loaded, folders: Sequence[str | Path] = ()) -> list[Problem]:
    """What reading, the checks and the other versions say of a rubric, its own file first, each file's by line.

    Other versions are looked up in the folders, then beside it. Of a rubric that cannot be used only reading says something.
    """
    found = list(loaded.problems)
    if loaded.rubric is not None:
        found += map(loaded.place, check_rubric(loaded.rubric))
        found += version_problems(loaded, folders)
    return in_order(found, loaded.name)


def what_forbids(loaded: Loaded, folders: Sequence[str | Path] = ()) -> list[Problem]:
    """The same without what is merely odd, which takes most of the time: what reading says, and the errors of the others."""
    found = list(loaded.problems)
    if loaded.rubric is not None:
        found += map(loaded.place, rubric_errors(loaded.rubric))
        found += errors(version_problems(loaded, folders))
    return in_order(found, loaded.name)
