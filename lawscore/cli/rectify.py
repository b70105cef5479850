"""`lawscore rectify`: what is to be mended, by whom; and what became of last year's list."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lawscore.analysis.published import side_of
from lawscore.analysis.rectification import Rectification, rectify
from lawscore.cli.migration import migration_between
from lawscore.cli.session import UNREADABLE, Session
from lawscore.reports.rectification import rectification_table, rectification_text, summary
from lawscore.reports.rectification_json import rectification_part
from lawscore.reports.tables import Format
from lawscore.results.model import Result
from lawscore.results.reading import load_result
from lawscore.results.soundness import sound
from lawscore.rubric.migrating import Side
from lawscore.rubric.migration import UNCHANGED

#: The columns of a line where the terminal does not say.
WIDTH: Final = 100


def rectify_command(
    session: Session,
    rubric: str,
    data: Sequence[str],
    *,
    unit: str | None,
    since: Path | None,
    map_: Path | None,
    layer: str | None,
    form: Format,
) -> int:
    """The list of all units or of one; the status is that of the data."""
    published = _published(session, since) if since is not None else None
    assessment = session.assessment(rubric, data, about="", layer=layer)
    migration = UNCHANGED
    if published is not None:
        if published.rubric.id != assessment.rubric.id and map_ is None:
            names = {"earlier": published.rubric.id, "rubric": assessment.rubric.id}
            print(session.say("cli.since_other_rubric", **names), file=sys.stderr)
        migration = migration_between(session, rubric, map_, side_of(published), Side.of(assessment.rubric))
    elif map_ is not None:
        print(session.say("cli.map_without_since"), file=sys.stderr)
    found = rectify(assessment.results, published, migration)
    if unit is not None:
        session.must_know("no_unit", unit, [one.id for one in found.units])
        found = found.of(unit)
    session.write(_shown(session, found, form))
    return session.status(assessment.problems)


def _published(session: Session, path: Path) -> Result:
    """Last year's result, or the end of the run with everything that is wrong with it."""
    loaded = sound(load_result(path))
    session.report(loaded.problems)
    if loaded.result is None:
        session.leave(UNREADABLE)
    return loaded.result


def _shown(session: Session, found: Rectification, form: Format) -> str:
    if form == "json":
        return json.dumps(rectification_part(found, session.language), ensure_ascii=False, indent=2) + "\n"
    if form in ("table", "md") and not (found.lines or found.owing):
        return session.headed(session.say("cli.nothing_to_mend") + "\n", found.rubric, form)
    if form == "table":
        told = session.headed(rectification_text(found, session.language, _width(session)), found.rubric, form)
    else:
        told = session.titled(rectification_table(found, session.language), found.rubric, form)
    return f"{told}\n{summary(found, session.language)}\n" if form in ("table", "md") else told


def _width(session: Session) -> int:
    """The columns of the terminal; of what goes to a file or a pipe always the same."""
    if session.output is not None or not sys.stdout.isatty():
        return WIDTH
    return shutil.get_terminal_size((WIDTH, 0)).columns
