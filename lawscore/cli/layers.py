"""`lawscore layers`: the score at each layer of the data, and what changed from one to the next."""

from __future__ import annotations

from lawscore.cli.options import (
    Data,
    EncodingOption,
    Format,
    FormatOption,
    LangOption,
    LayersViewOption,
    OneUnitOption,
    OutputOption,
    Rubric,
    RubricsOption,
    View,
)


def layers(
    rubric: Rubric,
    data: Data,
    *,
    unit: OneUnitOption = None,
    view: LayersViewOption = View.standings,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import Session
    from lawscore.reports.layers import VIEWS, told
    from lawscore.reports.layers_json import layers_part
    from lawscore.results.text import json_text

    session = Session.of(lang, rubrics, output, encoding)
    assessment = session.assessment(rubric, data, about="" if unit is None else unit, again=True)
    found = assessment.layers()
    if unit is not None:
        session.must_know("no_unit", unit, list(assessment.scorecards))
        found = found.of(unit)
    units = found.units if unit is None else (found[unit],)
    if form is Format.json:
        session.write(json_text(layers_part(found, units, session.language)))
    elif unit is not None and view is View.standings and form is Format.table:
        session.write(session.headed(told(found, units[0], session.language), assessment.rubric, form.value))
    elif not units[0].steps and form is Format.table:
        only = next(iter(found.assessments))
        alone = session.say("layers.one_layer", layer=session.say(f"layer.{only}")) + "\n"
        session.write(session.headed(alone, assessment.rubric, form.value))
    else:
        table = VIEWS[view.value](found, units, session.language)
        session.write(session.titled(table, assessment.rubric, form.value))
    session.leave(session.status(assessment.problems))
