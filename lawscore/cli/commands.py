"""The commands. Each is a thin skin over one call of the library; help texts are keys of the catalogue."""

from __future__ import annotations

import json

from lawscore.cli.options import (
    Cases,
    Data,
    EncodingOption,
    Format,
    FormatOption,
    FormNumber,
    IndicatorOption,
    LangOption,
    LayerOption,
    ListCases,
    OutputOption,
    Rubric,
    RubricsOption,
    UnitOption,
    Which,
)


def explain(
    rubric: Rubric,
    data: Data,
    *,
    unit: UnitOption,
    indicator: IndicatorOption = None,
    layer: LayerOption = None,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, output, encoding)
    found = session.assessment(rubric, data, about=unit, layer=layer)
    cards = found.scorecards
    session.must_know("no_unit", unit, list(cards))
    card = cards[unit]
    if indicator is not None:
        session.must_know("no_indicator", indicator, [*card.assessment.rubric.nodes, *card.assessment.rubric.beside])
    told = card.explain(indicator, session.language)
    session.write(told if indicator is None else session.headed(told, card.assessment.rubric, "table"))
    session.leave(session.status(found.problems))


def missing(
    rubric: Rubric,
    data: Data,
    *,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import Session
    from lawscore.reports.owed import owed_table
    from lawscore.reports.tables import render_table

    session = Session.of(lang, rubrics, output, encoding)
    found = session.assessment(rubric, data, about="", layer=layer)
    table = owed_table(found.results, session.language)
    nothing = not table.rows and form is Format.table
    body = session.say("cli.nothing_owed") + "\n" if nothing else render_table(table, form.value)
    session.write(session.headed(body, found.rubric, form.value, found.results.layer))
    session.leave(session.status(found.problems))


def schema(which: Which = "rubric", *, lang: LangOption = None, output: OutputOption = None) -> None:
    from lawscore.cli.session import Session
    from lawscore.schemas import SCHEMAS

    session = Session.of(lang, None, output)
    session.must_know("no_schema", which, list(SCHEMAS))
    session.write(json.dumps(SCHEMAS[which](session.language), ensure_ascii=False, indent=2) + "\n")


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
