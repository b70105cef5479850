"""`lawscore sensitivity`: how firm the standings are, and what it would take to change them."""

from __future__ import annotations

import sys

from lawscore.cli.options import (
    Data,
    DrawsOption,
    EncodingOption,
    Format,
    FormatOption,
    LangOption,
    LayerOption,
    LevelOption,
    OneUnitOption,
    OutputOption,
    RemoveOnlyOption,
    Rubric,
    RubricsOption,
    SeedOption,
    SpreadOption,
)
from lawscore.cli.progress import progress


def sensitivity(
    rubric: Rubric,
    data: Data,
    *,
    within: SpreadOption = "20%",
    draws: DrawsOption = 1000,
    seed: SeedOption = 1,
    level: LevelOption = None,
    remove_only: RemoveOnlyOption = False,
    unit: OneUnitOption = None,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.analysis.sensitivity import asked, lacks_numpy
    from lawscore.cli.session import UNREADABLE, Session
    from lawscore.problems import QuestionError
    from lawscore.reports.sensitivity import sensitivity_text
    from lawscore.results.text import json_text

    session = Session.of(lang, rubrics, output, encoding)
    draws = 0 if remove_only else draws
    try:
        asked(within, draws, seed, level)  # before the work begins
    except QuestionError as error:
        session.report(error.problems)
        session.leave(UNREADABLE)
    assessment = session.assessment(rubric, data, about="", layer=layer)
    if lacks_numpy() and draws:
        print(session.say("sensitivity.without_numpy"), file=sys.stderr)
    found = assessment.sensitivity(
        within, draws=draws, seed=seed, level=level, progress=progress(session, "cli.sensitivity_progress")
    )
    if unit is not None:
        if unit in {card.unit.id for card in found.left_out}:
            print(session.say("cli.sensitivity_left_out", name=unit), file=sys.stderr)
            session.leave(UNREADABLE)
        session.must_know("no_unit", unit, [one.card.unit.id for one in found.units])
    if form is Format.json:
        session.write(json_text(found.to_dict(unit)))
    else:
        text = sensitivity_text(found, session.language, form.value, unit)
        session.write(session.headed(text, found.rubric, form.value))
    session.leave(session.status(assessment.problems))
