"""`lawscore score`: totals, grades and ranks on the screen or in a file; of very many units, Parquet files."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from lawscore.cli.marking import MarkOption, write_marked
from lawscore.cli.options import (
    Data,
    EncodingOption,
    FinalOption,
    Format,
    FormatOption,
    LangOption,
    LayerOption,
    Rubric,
    RubricsOption,
    View,
    ViewOption,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawscore.assessing import Assessment as Results
    from lawscore.catalogue import Phrase
    from lawscore.cli.session import Session
    from lawscore.library import Assessment


class Engine(str, Enum):
    """The ways to score."""

    auto = "auto"
    rows = "rows"
    columns = "columns"
    spark = "spark"


EngineOption = Annotated[Engine, typer.Option("--engine", help="cli.engine")]
StatsOption = Annotated[bool, typer.Option("--stats", help="cli.stats")]
MasterOption = Annotated[str | None, typer.Option("--master", metavar="URL", help="cli.master")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="cli.resume")]
#: A text, since a path forgets the stroke at its end.
ToOption = Annotated[str | None, typer.Option("--output", metavar="FILE|FOLDER/", help="cli.score_output")]

#: Nobody reads more rows on a terminal.
_MOST_SHOWN: Final = 3000
#: So many of too many are shown.
_SOME: Final = 100


def score(
    rubric: Rubric,
    data: Data,
    *,
    view: ViewOption = View.standings,
    final: FinalOption = False,
    layer: LayerOption = None,
    mark: MarkOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    engine: EngineOption = Engine.auto,
    master: MasterOption = None,
    stats: StatsOption = False,
    resume: ResumeOption = False,
    lang: LangOption = None,
    output: ToOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.engines import assessed
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, Path(output) if output is not None else None, encoding)
    if engine is Engine.spark:
        from lawscore.cli.on_spark import score_on_spark

        other: dict[str, object] = {
            "--view": view is not View.standings,
            "--format": form is not Format.table,
            "--layer": layer,
        }
        other |= {"--mark": mark, "--encoding": encoding, "--resume": resume}
        score_on_spark(session, rubric, data, master=master, output=output, stats=stats, final=final, other=other)
    if output is not None and _is_parquet(output):
        from lawscore.cli.delivering import Wish, deliver

        wish = Wish(output, engine.value, view.value, layer=layer, stats=stats, resume=resume, final=final)
        deliver(session, rubric, data, wish)
    if resume:
        session.refuse("cli.resume_what")
    found, told = assessed(session, rubric, data, engine.value, layer=layer, is_json=form is Format.json)
    if stats:
        tell_stats(session, told)
    if mark is not None:
        write_marked(session, mark, found.problems)
    _write(session, found, view, form)
    leave(session, found.results, final=final)


def tell_stats(session: Session, stats: Iterable[Phrase]) -> None:
    """Say how the units were scored."""
    for told in stats:
        print(session.say(told.key, **told.facts), file=sys.stderr)


def leave(session: Session, found: Results, *, final: bool) -> NoReturn:
    """End with the status that the result asks for."""
    from lawscore.cli.session import DID_NOT_HOLD

    provisional = [card.unit.name for card in found.cards if card.state == "provisional"]
    if final and provisional:
        names = tuple(provisional[:10])
        print(session.say("cli.not_final", count=str(len(provisional)), names=names), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    session.leave(session.status(found.problems))


def _is_parquet(output: str) -> bool:
    """Whether Parquet files are asked for: a folder, or a file of that name."""
    return output.endswith(("/", "\\")) or Path(output).suffix.casefold() == ".parquet" or Path(output).is_dir()


def _write(session: Session, found: Assessment, view: View, form: Format) -> None:
    from lawscore.reports.standings import VIEWS

    if form is Format.json:
        session.write(found.to_json(session.language))
        return
    table = VIEWS[view.value](found.results, session.language)
    rows = len(table.rows)
    is_read = session.output is None and sys.stdout is not None and sys.stdout.isatty()
    if is_read and rows > _MOST_SHOWN:
        table = replace(table, rows=table.rows[:_SOME])
    session.write(session.titled(table, found.rubric, form.value, found.results.layer))
    if is_read and rows > _MOST_SHOWN:
        print(session.say("cli.rows_more", shown=str(_SOME), count=str(rows)), file=sys.stderr)
