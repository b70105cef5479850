"""`lawscore rank`: who stands where, in the groups of the rubric or in others, provisional units too where asked."""

from __future__ import annotations

import sys

from lawscore.cli.options import (
    Data,
    EncodingOption,
    FinalOption,
    Format,
    FormatOption,
    LangOption,
    LayerOption,
    OutputOption,
    ProvisionalOption,
    Rubric,
    RubricsOption,
    WithinOption,
)


def rank(
    rubric: Rubric,
    data: Data,
    *,
    within: WithinOption = None,
    provisional: ProvisionalOption = False,
    final: FinalOption = False,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, UNREADABLE, Session
    from lawscore.problems import QuestionError
    from lawscore.reports.ranks import ranks_text
    from lawscore.results.text import json_text

    session = Session.of(lang, rubrics, output, encoding)
    found = session.assessment(rubric, data, about="", layer=layer)
    try:
        standings = found.rank(within, provisional=provisional)
    except QuestionError as error:
        session.report(error.problems)
        session.leave(UNREADABLE)
    session.report(standings.problems)
    if form is Format.json:
        session.write(json_text(standings.to_dict(session.language)))
    else:
        text = ranks_text(standings, session.language, form.value)
        session.write(session.headed(text, found.rubric, form.value, found.results.layer))
    open_ = tuple(card.unit.name for card in found.cards if card.state == "provisional")
    if final and open_:
        print(session.say("cli.not_final", count=str(len(open_)), names=open_[:10]), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    session.leave(session.status(found.problems))
