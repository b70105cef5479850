"""`lawscore test` and `lawscore coverage`: the cases of rubrics, and which parts of them these reach."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawscore.classes import dataclass
from lawscore.cli.options import Format, FormatOption, LangOption, OutputOption, RubricsOption

if TYPE_CHECKING:
    from lawscore.cases.document import CasesDocument
    from lawscore.cases.page import Covered
    from lawscore.cases.running import Verdict
    from lawscore.cli.session import Session
    from lawscore.rubric.bound import Rubric

Rubrics = Annotated[list[str] | None, typer.Argument(metavar="RUBRIC...", help="cli.test_rubric")]
NameOption = Annotated[str, typer.Option("--name", metavar="TEXT", help="cli.test_name")]
JUnitOption = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="cli.junit")]
FailUnder = Annotated[str | None, typer.Option("--fail-under", metavar="PERCENT", help="cli.fail_under")]
AllOption = Annotated[bool, typer.Option("--all", help="cli.coverage_all")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="cli.coverage_html")]


def test(
    rubric: Rubrics = None,
    *,
    name: NameOption = "",
    junit: JUnitOption = None,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cases import report as cases
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
    from lawscore.results.naming import marked

    session = Session.of(lang, rubrics, output)
    runs = [] if rubric == [] else list(_runs(session, rubric, name))
    suites = [(run.rubric.name, run.verdicts) for run in runs if run.rubric is not None]
    if junit is not None:
        session.write_beside(junit, cases.junit(suites, session.language))
    if form is Format.json:
        status = {run.rubric.name: run.rubric.document.status for run in runs if run.rubric is not None}
        rows = [
            {"rubric": suite[0], "status": status[suite[0]], **row} for suite in suites for row in cases.as_rows(*suite)
        ]
        session.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        told = [(marked(run.rubric, session.language), run.verdicts) for run in runs if run.rubric is not None]
        lines = [cases.totals(*suite, session.language) for suite in told if suite[1]]
        body = "".join(cases.failures(verdicts, session.language) for _, verdicts in suites)
        session.write(body + "".join(f"{line}\n" for line in lines))
    ran = [verdict for _, verdicts in suites for verdict in verdicts]
    if not ran and name:
        print(session.say("case.none_wanted", wanted=name), file=sys.stderr)
    without = bool(rubric) and any(run.document is None for run in runs)  # one that is named must have cases
    held = bool(ran) and not without and all(verdict.passed for verdict in ran)
    unreadable = any(run.is_unreadable for run in runs)
    session.leave(UNREADABLE if unreadable else HELD if held else DID_NOT_HOLD)


def coverage(
    rubric: Rubrics = None,
    *,
    fail_under: FailUnder = None,
    every: AllOption = False,
    html: HtmlOption = None,
    form: FormatOption = Format.table,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cases.page import coverage_page
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
    from lawscore.office.extras import lacking

    session = Session.of(lang, rubrics, output)
    least = _share(session, fail_under)
    missing = lacking("html", str(html)) if html is not None else None
    if missing is not None:
        session.report([missing])
        session.leave(UNREADABLE)
    runs = list(_runs(session, rubric, ""))
    found = [_covered(run.rubric, run) for run in runs if run.rubric is not None and not run.is_unreadable]
    if html is not None and found:
        session.write_beside(html, coverage_page(found, session.language))
    session.write("".join(_told(one, form, session, every=every) for one in found if one.verdicts))
    held = bool(found) and all(_held(one, session, least) for one in found)
    unreadable = any(run.is_unreadable for run in runs)
    session.leave(UNREADABLE if unreadable else HELD if held else DID_NOT_HOLD)


def _covered(rubric: Rubric, run: _Run) -> Covered:
    """What the cases of a rubric reach; nothing where there are none."""
    from lawscore.cases.coverage import coverage_of
    from lawscore.cases.page import Covered

    argued = run.document.not_reached if run.document is not None else {}
    return Covered(rubric, run.verdicts, coverage_of(rubric, run.verdicts, argued))


def _told(one: Covered, form: Format, session: Session, *, every: bool) -> str:
    """The table of one rubric, and how much is reached."""
    from lawscore.cases.report import coverage_line, coverage_table
    from lawscore.reports.tables import render_table
    from lawscore.results.naming import marked

    table = coverage_table(one.coverage, session.language, every=every)
    body = render_table(table, form.value) if table.rows or form is not Format.table else ""
    if form not in (Format.table, Format.md):
        session.tell_draft(one.rubric)
        return body
    line = f"{coverage_line(marked(one.rubric, session.language), one.coverage, session.language)}\n"
    return f"{body}\n{line}" if body else line


def _held(one: Covered, session: Session, least: Fraction | None) -> bool:
    """Whether all cases of a rubric hold, every argument is for a part, and enough is reached; what does not is said."""
    failing = sum(not verdict.passed for verdict in one.verdicts)
    if failing:
        print(session.say("case.failing", name=one.rubric.name, count=str(failing)), file=sys.stderr)
    for unknown in one.coverage.unknown:
        print(session.say("problem.case_part_unknown", name=unknown), file=sys.stderr)
    reached, parts = one.coverage.counts
    return not failing and not one.coverage.unknown and (least is None or reached >= least * parts)


@dataclass(frozen=True, slots=True)
class _Run:
    """The cases of one rubric, as far as both could be read."""

    rubric: Rubric | None = None
    document: CasesDocument | None = None
    verdicts: Sequence[Verdict] = ()
    is_unreadable: bool = False


def _runs(session: Session, references: Sequence[str] | None, wanted: str) -> Iterator[_Run]:
    """Every rubric that is named, with its cases; all in the folders of rubrics where none is."""
    from lawscore.cases.loading import cases_beside, load_cases
    from lawscore.cases.running import run_cases
    from lawscore.loading.rubrics import rubric_files

    every = [str(path) for folder in session.rubrics for path in rubric_files(folder)]
    if not (references or every):
        print(session.say("case.no_rubric", folders=tuple(map(str, session.rubrics))), file=sys.stderr)
    for reference in references or every:
        loaded = session.find(reference)
        if loaded.rubric is None:
            session.report(loaded.problems)
            yield _Run(is_unreadable=True)
            continue
        path = cases_beside(loaded.name)
        if not path.is_file():
            print(session.say("case.no_file", name=loaded.rubric.name, path=str(path)), file=sys.stderr)
            yield _Run(loaded.rubric)
            continue
        found = load_cases(path, loaded.rubric)
        session.report(found.problems)
        if found.document is None:
            yield _Run(loaded.rubric, is_unreadable=True)
        else:
            yield _Run(loaded.rubric, found.document, list(run_cases(loaded.rubric, found.document, wanted)))


def _share(session: Session, text: str | None) -> Fraction | None:
    from lawscore.cli.session import UNREADABLE
    from lawscore.numbers import NotANumber, parse_percent

    if text is None:
        return None
    try:
        share = parse_percent(text if "%" in text or "％" in text else f"{text}%")
    except NotANumber:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        print(session.say("problem.fail_under_unreadable", given=text), file=sys.stderr)
        session.leave(UNREADABLE)
    return share
