"""The commands. Each is a thin skin over one call of the library; help texts are keys of the catalogue."""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from lawscore.version import __version__


class Format(str, Enum):
    """The formats of output."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Lang(str, Enum):
    """The languages of output."""

    zh = "zh"
    en = "en"


class View(str, Enum):
    """The tables of `score`."""

    standings = "standings"
    indicators = "indicators"
    items = "items"


Rubric = Annotated[str, typer.Argument(metavar="RUBRIC", help="cli.rubric")]
Data = Annotated[list[str], typer.Argument(metavar="DATA...", help="cli.data")]
FormatOption = Annotated[Format, typer.Option("--format", help="cli.format")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="cli.lang")]
OutputOption = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="cli.output")]
RubricsOption = Annotated[list[Path] | None, typer.Option("--rubrics", metavar="DIR", help="cli.rubrics")]
Version = Annotated[bool, typer.Option("--version", is_eager=True, help="cli.version")]
ViewOption = Annotated[View, typer.Option("--view", help="cli.view")]
FinalOption = Annotated[bool, typer.Option("--final", help="cli.final")]
UnitOption = Annotated[str, typer.Option("--unit", metavar="ID", help="cli.unit")]
IndicatorOption = Annotated[str | None, typer.Option("--indicator", metavar="ID", help="cli.indicator")]
ToCheck = Annotated[list[str] | None, typer.Argument(metavar="RUBRIC...", help="cli.rubric")]
ListOption = Annotated[bool, typer.Option("--list", help="cli.check_list")]
Cases = Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="cli.cases")]
ListCases = Annotated[bool, typer.Option("--list", help="cli.conformance_list")]
FormNumber = Annotated[int | None, typer.Option("--form", metavar="N", help="cli.form")]
Which = Annotated[str, typer.Argument(metavar="[rubric|data|result]", help="cli.schema_which")]


def root(*, version: Version = False) -> None:
    if version:
        print(f"lawscore {__version__}")
        raise typer.Exit


def score(
    rubric: Rubric,
    data: Data,
    *,
    view: ViewOption = View.standings,
    final: FinalOption = False,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, Session
    from lawscore.reports.standings import VIEWS

    session = Session.of(lang, rubrics, output)
    found = session.assessment(rubric, data)
    if form is Format.json:
        session.write(found.to_json(session.language))
    else:
        session.write(session.titled(VIEWS[view.value](found.results, session.language), found.rubric, form.value))
    provisional = [card.unit.name for card in found.cards if card.state == "provisional"]
    if final and provisional:
        names = tuple(provisional[:10])
        print(session.say("cli.not_final", count=str(len(provisional)), names=names), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    session.leave(session.status(found.problems))


def explain(
    rubric: Rubric,
    data: Data,
    *,
    unit: UnitOption,
    indicator: IndicatorOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, output)
    found = session.assessment(rubric, data, about=unit)
    cards = found.scorecards
    session.must_know("no_unit", unit, list(cards))
    card = cards[unit]
    if indicator is not None:
        session.must_know("no_indicator", indicator, [*card.assessment.rubric.nodes, *card.assessment.rubric.beside])
    session.write(card.explain(indicator, session.language))
    session.leave(session.status(found.problems))


def missing(
    rubric: Rubric,
    data: Data,
    *,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import Session
    from lawscore.reports.owed import owed_table
    from lawscore.reports.tables import render_table

    session = Session.of(lang, rubrics, output)
    found = session.assessment(rubric, data, about="")
    table = owed_table(found.results, session.language)
    nothing = not table.rows and form is Format.table
    session.write(session.say("cli.nothing_owed") + "\n" if nothing else render_table(table, form.value))
    session.leave(session.status(found.problems))


def check(
    rubric: ToCheck = None,
    *,
    list_: ListOption = False,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.check import check_command
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, output)
    session.leave(check_command(session, rubric or [], form.value, list_only=list_))


def schema(which: Which = "rubric", *, lang: LangOption = None, output: OutputOption = None) -> None:
    from lawscore.cli.session import Session
    from lawscore.reports.schemas import SCHEMAS

    session = Session.of(lang, None, output)
    session.must_know("no_schema", which, list(SCHEMAS))
    session.write(json.dumps(SCHEMAS[which](), ensure_ascii=False, indent=2) + "\n")


def conformance(
    cases: Cases = None,
    *,
    list_: ListCases = False,
    number: FormNumber = None,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
) -> None:
    from lawscore.cli.conformance import conformance_command
    from lawscore.cli.session import Session

    session = Session.of(lang, None, output)
    session.leave(conformance_command(session, cases or [], form.value, number=number, list_only=list_))
