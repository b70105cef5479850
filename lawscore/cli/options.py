"""The arguments and options that commands share; help texts are keys of the catalogue."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


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
EncodingOption = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="cli.encoding")]
FormatOption = Annotated[Format, typer.Option("--format", help="cli.format")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="cli.lang")]
OutputOption = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="cli.output")]
RubricsOption = Annotated[list[Path] | None, typer.Option("--rubrics", metavar="DIR", help="cli.rubrics")]
Version = Annotated[bool, typer.Option("--version", is_eager=True, help="cli.version")]
ViewOption = Annotated[View, typer.Option("--view", help="cli.view")]
WithinOption = Annotated[str | None, typer.Option("--within", metavar="GROUP", help="cli.within")]
ProvisionalOption = Annotated[bool, typer.Option("--provisional", help="cli.provisional")]
FinalOption = Annotated[bool, typer.Option("--final", help="cli.final")]
UnitOption = Annotated[str, typer.Option("--unit", metavar="ID", help="cli.unit")]
OneUnitOption = Annotated[str | None, typer.Option("--unit", metavar="ID", help="cli.one_unit")]
BeforeOption = Annotated[list[str], typer.Option("--before", metavar="RUBRIC DATA...", help="cli.before")]
MapOption = Annotated[Path | None, typer.Option("--map", metavar="FILE", help="cli.map")]
SinceOption = Annotated[Path | None, typer.Option("--since", metavar="FILE", help="cli.since")]
IndicatorOption = Annotated[str | None, typer.Option("--indicator", metavar="ID", help="cli.indicator")]
RecordedResult = Annotated[str, typer.Argument(metavar="RESULT", help="cli.result")]
MoreData = Annotated[list[str] | None, typer.Argument(metavar="DATA...", help="cli.verify_more")]
VerifiedRubric = Annotated[str | None, typer.Option("--rubric", metavar="RUBRIC", help="cli.verify_rubric")]
VerifiedData = Annotated[list[str], typer.Option("--data", metavar="DATA", help="cli.verify_data")]
LayersViewOption = Annotated[View, typer.Option("--view", help="cli.layers_view")]
LayerOption = Annotated[str | None, typer.Option("--layer", metavar="LAYER", help="cli.layer")]
SpreadOption = Annotated[str, typer.Option("--within", metavar="PERCENT", help="cli.sensitivity_within")]
DrawsOption = Annotated[int, typer.Option("--draws", metavar="N", help="cli.sensitivity_draws")]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", help="cli.sensitivity_seed")]
LevelOption = Annotated[int | None, typer.Option("--level", metavar="N", help="cli.sensitivity_level")]
RemoveOnlyOption = Annotated[bool, typer.Option("--remove-only", help="cli.sensitivity_remove_only")]
ListOption = Annotated[bool, typer.Option("--list", help="cli.check_list")]
Cases = Annotated[list[Path] | None, typer.Argument(metavar="PATH...", help="cli.cases")]
ListCases = Annotated[bool, typer.Option("--list", help="cli.conformance_list")]
FormNumber = Annotated[int | None, typer.Option("--form", metavar="N", help="cli.form")]
Which = Annotated[str, typer.Argument(metavar="[rubric|data|result|cases|migration]", help="cli.schema_which")]
