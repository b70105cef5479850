"""What a change does to units, as `diff --data` and `what-if` print it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lawscore.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawscore.analysis.diff import RubricDiff
    from lawscore.analysis.effect import Effect
    from lawscore.cli.session import Session
    from lawscore.loading.loaded import Loaded
    from lawscore.problems import Where


def tell(session: Session, effect: Effect, form: Format, unit: str | None, *, every: bool, title: str = "") -> None:
    """Write the changes of the rubric and what they do to all units, or to one by indicator."""
    from lawscore.reports.diff import diff_text
    from lawscore.reports.effect import effect_text
    from lawscore.reports.effect_json import effect_dict
    from lawscore.reports.effect_tables import units_table
    from lawscore.reports.effect_unit import unit_table
    from lawscore.reports.tables import render_table
    from lawscore.results.text import json_text

    if unit is not None:
        session.must_know("no_unit", unit, [one.unit.id for one in effect])
    if form is Format.json:
        session.write(json_text(effect_dict(effect, session.language, None if unit is None else [effect[unit]])))
    elif form is Format.csv:
        session.tell_draft(effect.diff.before, effect.diff.after)
        table = (
            units_table(effect, session.language)
            if unit is None
            else unit_table(effect, effect[unit], session.language, all_=True)
        )
        session.write(render_table(table, form.value))
    else:
        head = f"{heading(session, effect.diff, form, title)}\n\n"
        changes = "" if unit is not None else diff_text(effect.diff, session.language, form.value, all_=every) + "\n"
        told = effect_text(effect, session.language, form.value, unit, all_=every)
        session.write(head + changes + told)


def report_data(session: Session, effect: Effect) -> None:
    """What is wrong with the data, under either rubric; what consistency checks say of each unit is left to `score`."""
    before, after = (
        [problem for problem in problems if problem.code != "check_failed"]
        for problems in (effect.before.problems, effect.carried.problems)
    )
    session.report(before)
    if after:
        print(session.say("cli.carried", rubric=effect.after.rubric.name), file=sys.stderr)
        session.report(after)


def heading(session: Session, found: RubricDiff, form: Format, title: str = "") -> str:
    """Which two versions are compared, or which one is tried with changes (`title`); drafts are marked."""
    from lawscore.results.naming import mark_of

    names = [
        name + mark_of(rubric, session.language)
        for name, rubric in zip(_names(found), (found.before, found.after), strict=True)
    ]
    mark = "## " if form is Format.md else ""
    if title:
        return mark + session.say(title, rubric=names[0])
    return mark + session.say("diff.heading", before=names[0], after=names[1])


def places(loaded: Loaded) -> Callable[[tuple[str | int, ...]], Where]:
    """Finds where the parts of a rubric stand in its file."""
    from lawscore.problems import Problem, Where

    return lambda path: loaded.place(Problem(code="", where=Where(path=path))).where


def _names(found: RubricDiff) -> tuple[str, str]:
    """The names of the two versions; where they have one name, their files."""
    names = found.before.name, found.after.name
    return found.files if names[0] == names[1] and all(found.files) else names
