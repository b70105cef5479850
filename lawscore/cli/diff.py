"""`lawscore diff`: two versions of a rubric in the trade's words, and with data whom the change moves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.cli.options import (
    Format,
    FormatOption,
    LangOption,
    LayerOption,
    MapOption,
    OneUnitOption,
    OutputOption,
    RubricsOption,
)

if TYPE_CHECKING:
    from lawscore.analysis.diff import RubricDiff
    from lawscore.analysis.effect import Effect
    from lawscore.cli.session import Session

Before = Annotated[str, typer.Argument(metavar="A", help="cli.diff_before")]
After = Annotated[str, typer.Argument(metavar="B", help="cli.diff_after")]
DataOption = Annotated[list[str] | None, typer.Option("--data", metavar="DATA...", help="cli.diff_data")]
FurtherOption = Annotated[list[str] | None, typer.Option("--after", metavar="DATA...", help="cli.diff_further")]
AllOption = Annotated[bool, typer.Option("--all", help="cli.diff_all")]


def diff(
    before: Before,
    after: After,
    *,
    data: DataOption = None,
    further: FurtherOption = None,
    map_: MapOption = None,
    unit: OneUnitOption = None,
    every: AllOption = False,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.effects import tell
    from lawscore.cli.session import HELD, UNREADABLE, Session

    session = Session.of(lang, rubrics, output)
    if (further or unit) and not data:
        print(session.say("cli.needs_data"), file=sys.stderr)
        session.leave(UNREADABLE)
    found = _rubric_diff(session, before, after, map_)
    if not data:
        _tell(session, found, form, every=every)
        session.leave(HELD)
    effect = _effect(session, found, data, further or [], layer)
    tell(session, effect, form, unit, every=every)
    session.leave(session.status(effect.problems))


def _rubric_diff(session: Session, before: str, after: str, map_: Path | None) -> RubricDiff:
    """The differences of two rubrics, each at its place; what cannot be read ends the run."""
    from lawscore.analysis.diff import diff_rubrics
    from lawscore.cli.effects import places
    from lawscore.cli.migration import migration_between
    from lawscore.cli.session import UNREADABLE
    from lawscore.rubric.migrating import Side

    loaded = [session.find(before), session.find(after)]
    for one in loaded:
        session.report(one.problems)
    old, new = (one.rubric for one in loaded)
    if old is None or new is None:
        session.leave(UNREADABLE)
    migration = migration_between(session, after, map_, Side.of(old), Side.of(new))
    return diff_rubrics(old, new, migration, (places(loaded[0]), places(loaded[1])))


def _tell(session: Session, found: RubricDiff, form: Format, *, every: bool) -> None:
    from lawscore.cli.effects import heading
    from lawscore.reports.diff import diff_dict, diff_text, whole_table
    from lawscore.reports.tables import render_table
    from lawscore.results.text import json_text

    if form is Format.json:
        session.write(json_text(diff_dict(found, session.language)))
    elif form is Format.csv:
        session.tell_draft(found.before, found.after)
        session.write(render_table(whole_table(found, session.language), form.value))
    else:
        body = diff_text(found, session.language, form.value, all_=every)
        session.write(f"{heading(session, found, form)}\n\n{body}")


def _effect(session: Session, found: RubricDiff, data: list[str], further: list[str], layer: str | None) -> Effect:
    """What the change does to the units of some data; nothing readable at all ends the run."""
    from lawscore.analysis.effect import effect_of
    from lawscore.cli.effects import report_data
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.submissions import read_origin

    gathered = session.gathered(found.before, data, session.layer(layer))
    more = read_origin(found.after, further)
    if further and not more.documents:
        session.report(more.problems)
        session.leave(UNREADABLE)
    effect = effect_of(found, gathered, more)
    report_data(session, effect)
    return effect
