"""`lawscore show`: what a rubric holds, with the parts of the one that it extends, and where each value was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.cli.options import Format, FormatOption, IndicatorOption, LangOption, OutputOption, Rubric, RubricsOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.loading.loaded import Loaded
    from lawscore.loading.source import Path

ResolvedOption = Annotated[bool, typer.Option("--resolved", help="cli.show_resolved")]


def show(
    rubric: Rubric,
    *,
    resolved: ResolvedOption = False,
    indicator: IndicatorOption = None,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session

    session = Session.of(lang, rubrics, output)
    loaded = session.find(rubric)
    session.report(loaded.problems)
    as_written = resolved or form in (Format.json, Format.csv)
    if loaded.source is None or (loaded.rubric is None and not as_written):
        session.leave(UNREADABLE)
    session.write(
        _as_written(session, loaded, indicator, form) if as_written else _outline(session, loaded, indicator, form)
    )
    session.leave(DID_NOT_HOLD if loaded.rubric is None else HELD)


def _as_written(session: Session, loaded: Loaded, indicator: str | None, form: Format) -> str:
    """The whole document or one indicator, with where each part was written."""
    from lawscore.reports.resolved import resolved, value_table, values, values_json

    assert loaded.source is not None
    below = _path(session, loaded, indicator)
    if form is Format.json:
        return values_json(values(loaded.source, below))
    if form is Format.csv:
        from lawscore.reports.tables import render_table

        return render_table(value_table(values(loaded.source, below), session.language), form.value)
    text = _heading(session, loaded) + resolved(loaded.source, below)
    return f"```yaml\n{text}```\n" if form is Format.md else text


def _heading(session: Session, loaded: Loaded) -> str:
    """A comment that says of which rubrics the document is put together."""
    names = tuple(base.rubric.name for base in loaded.bases if base.rubric is not None)
    return f"# {session.say('show.together', file=loaded.name, names=names)}\n" if names else ""


def _path(session: Session, loaded: Loaded, indicator: str | None) -> Path:
    """Where an indicator stands in the document; an unknown one ends the run."""
    from lawscore.loading.changes import DEEP, entries

    if indicator is None or loaded.source is None:
        return ()
    there = {entry.id: entry.path for entry in entries(loaded.source, (DEEP,), deep=True)}
    session.must_know("no_indicator", indicator, list(there))
    return there[indicator]


def _outline(session: Session, loaded: Loaded, indicator: str | None, form: Format) -> str:
    """The outline of the whole, or of one indicator, under the title."""
    from lawscore.office.outline import outline, outline_of

    rubric, markdown = loaded.rubric, form is Format.md
    assert rubric is not None
    if indicator is None:
        extends = next(iter(loaded.base_digests), None)
        body = outline(rubric, session.language, extends=extends, markdown=markdown)
    else:
        session.must_know("no_indicator", indicator, list(rubric.nodes))
        body = outline_of(rubric.nodes[indicator], rubric, session.language, markdown=markdown)
    return session.headed(body, rubric, form.value)
