"""The migration map of a run: the one that `--map` names, else the one beside the file of the rubric."""

from __future__ import annotations

from pathlib import Path

from lawscore.cli.session import UNREADABLE, Session
from lawscore.loading.migrations import load_migration, migration_beside
from lawscore.loading.rubrics import rubric_file
from lawscore.rubric.migrating import Side
from lawscore.rubric.migration import UNCHANGED, Migration


def migration_between(session: Session, reference: str, path: Path | None, old: Side, new: Side) -> Migration:
    """The map from one version to another; one that cannot be used ends the run with everything that is wrong."""
    if path is None:
        rubric = rubric_file(reference, session.rubrics)
        path = migration_beside(rubric, old, new) if rubric is not None else None
    if path is None:
        return UNCHANGED
    migration, problems = load_migration(path, old, new)
    session.report(problems)
    if migration is None:
        session.leave(UNREADABLE)
    return migration
