"""`lawscore template`: the workbooks that units fill in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.cli.options import LangOption, Rubric, RubricsOption

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.facts.unit import Layer, Unit
    from lawscore.rubric.bound import Rubric as Bound

UnitsOption = Annotated[list[str] | None, typer.Option("--unit", metavar="ID", help="cli.template_unit")]
RosterOption = Annotated[list[str] | None, typer.Option("--roster", metavar="DATA", help="cli.template_roster")]
AnswersOption = Annotated[bool, typer.Option("--answers", help="cli.template_answers")]
FormLayerOption = Annotated[str | None, typer.Option("--layer", metavar="LAYER", help="cli.template_layer")]
ToOption = Annotated[Path | None, typer.Option("--output", metavar="FILE|DIR", help="cli.template_output")]

_ENDING = ".xlsx"


def template(
    rubric: Rubric,
    *,
    unit: UnitsOption = None,
    roster: RosterOption = None,
    answers: AnswersOption = False,
    layer: FormLayerOption = None,
    output: ToOption = None,
    lang: LangOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import HELD, UNREADABLE, Session
    from lawscore.office.extras import lacking

    session = Session.of(lang, rubrics, None)
    missing = lacking("xlsx")
    if missing is not None:
        session.report([missing])
        session.leave(UNREADABLE)
    if output is None:
        print(session.say("cli.template_needs_output"), file=sys.stderr)
        session.leave(UNREADABLE)
    last = _layer(session, layer)
    bound = session.rubric(rubric)
    units = _units(session, bound, unit or [], roster or [])
    if answers and _is_for_all(units, output):
        print(session.say("cli.template_answers_each"), file=sys.stderr)
        session.leave(UNREADABLE)
    count = _write(session, bound, units, last, output, answers=answers)
    print(session.say("cli.template_written", count=str(count), path=str(output)), file=sys.stderr)
    session.leave(HELD)


def _layer(session: Session, name: str | None) -> Layer:
    """The layer that a form states; adjustments are stated in no form."""
    from lawscore.facts.unit import SUBMITTED

    layer = session.layer(name) or SUBMITTED[0]
    if layer not in SUBMITTED:
        session.must_know("template_no_layer", str(name), list(SUBMITTED))
    return layer


def _units(session: Session, rubric: Bound, wanted: Sequence[str], roster: Sequence[str]) -> list[Unit]:
    """The units that forms are made for: those that are named, with what the roster knows of them."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.facts.unit import Unit
    from lawscore.problems import errors

    if not roster:
        return [Unit(id=one, name="") for one in wanted]
    gathered = session.gathered(rubric, roster)
    session.report(errors(gathered.problems))
    known = {facts.unit.id: facts.unit for facts in gathered.units if facts.unit.not_assessed is None}
    for one in wanted:
        session.must_know("no_unit", one, list(known))
    if not known:
        print(session.say("cli.template_no_units"), file=sys.stderr)
        session.leave(UNREADABLE)
    return [known[one] for one in wanted] if wanted else list(known.values())


def _is_for_all(units: Sequence[Unit], output: Path) -> bool:
    """Whether one file is made for several units."""
    return output.suffix.casefold() == _ENDING and len(units) > 1


def _write(session: Session, rubric: Bound, units: Sequence[Unit], layer: Layer, output: Path, *, answers: bool) -> int:
    """Write one file for all units, or a folder with one for each; returns how many."""
    from lawscore.cli.progress import progress
    from lawscore.office.forms.book import form
    from lawscore.office.forms.plan import plan_of
    from lawscore.office.forms.titles import file_names

    options = {"language": session.language, "layer": layer, "answers": answers}
    if output.suffix.casefold() == _ENDING:
        plan = plan_of(rubric, units, sort="all" if _is_for_all(units, output) else "unit", **options)  # type: ignore[arg-type]
        session.write_beside(output, form(plan))
        return 1
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        session.cannot_write(str(output), error)
    told = progress(session, "cli.writing_forms")
    for number, (unit, name) in enumerate(zip(units, file_names(units), strict=True), 1):
        if told is not None:
            told(number, len(units))
        session.write_beside(output / name, form(plan_of(rubric, [unit], **options)))  # type: ignore[arg-type]
    if not units:
        session.write_beside(output / f"{rubric.id}{_ENDING}", form(plan_of(rubric, **options)))  # type: ignore[arg-type]
    return max(len(units), 1)
