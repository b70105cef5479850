"""The commands that look from one year to another: what is to be mended, and what changed."""

from __future__ import annotations

from lawscore.cli.options import (
    BeforeOption,
    Data,
    EncodingOption,
    Format,
    FormatOption,
    IndicatorOption,
    LangOption,
    LayerOption,
    MapOption,
    OneUnitOption,
    OutputOption,
    Rubric,
    RubricsOption,
    SinceOption,
)


def rectify(
    rubric: Rubric,
    data: Data,
    *,
    unit: OneUnitOption = None,
    since: SinceOption = None,
    map_: MapOption = None,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.rectify import rectify_command
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, output, encoding)
    session.leave(
        rectify_command(session, rubric, data, unit=unit, since=since, map_=map_, layer=layer, form=form.value)
    )


def compare(
    rubric: Rubric,
    data: Data,
    *,
    before: BeforeOption,
    map_: MapOption = None,
    unit: OneUnitOption = None,
    indicator: IndicatorOption = None,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.compare import compare_command
    from lawscore.cli.session import Session

    session = Session.of(lang, rubrics, output, encoding)
    status = compare_command(
        session, before=before, after=(rubric, *data), map_=map_, unit=unit, indicator=indicator, layer=layer,
        form=form.value,
    )  # fmt: skip
    session.leave(status)
