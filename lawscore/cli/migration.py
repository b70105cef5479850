"""The migration map of a run: the one that `--map` names, else the one beside the file of the rubric."""

from __future__ import annotations

import sys
from pathlib import Path

from lawscore.cli.session import UNREADABLE, Session
from lawscore.loading.migrations import ENDING, load_migration, migration_beside
from lawscore.loading.rubrics import rubric_file
from lawscore.rubric.migrating import Side
from lawscore.rubric.migration import UNCHANGED, Migration


def migration_between(session: Session, reference: str, path: Path | None, old: Side, new: Side) -> Migration:
    """The map from one version to another; one that cannot be used ends the run with everything that is wrong."""
    if path is None:
        rubric = rubric_file(reference, session.rubrics)
        path = migration_beside(rubric, old, new) if rubric is not None else None
        if path is None:
            _say_none(session, rubric, old, new)
            return UNCHANGED
    migration, problems = load_migration(path, old, new)
    session.report(problems)
    if migration is None:
        session.leave(UNREADABLE)
    return migration


def _say_none(session: Session, rubric: Path | None, old: Side, new: Side) -> None:
    """That no map was found beside the rubric, where the two versions have indicators that the other does not have."""
    gone = sum(one not in new.indicators for one in old.indicators)
    added = sum(one not in old.indicators for one in new.indicators)
    if rubric is not None and old.name != new.name and old.indicators and (gone or added):
        beside = rubric.with_name(rubric.stem + ENDING)
        facts = {"path": str(beside), "before": old.name, "after": new.name, "gone": str(gone), "new": str(added)}
        print(session.say("cli.other_map" if beside.is_file() else "cli.no_map", **facts), file=sys.stderr)
