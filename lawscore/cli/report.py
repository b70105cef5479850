"""`lawscore report`: the papers of a published result, drawn from its JSON and its rubric alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lawscore.cli.options import (
    LangOption,
    MapOption,
    RecordedResult,
    RubricsOption,
    SinceOption,
    VerifiedRubric,
)

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.problems import Problem
    from lawscore.publishing.opening import Edition
    from lawscore.publishing.papers import Wishes
    from lawscore.results.model import Result


class PaperKind(str, Enum):
    """The papers (`publishing.papers.PAPERS`)."""

    page = "page"
    workbook = "workbook"
    bulletin = "bulletin"
    notices = "notices"
    markdown = "markdown"
    csv = "csv"
    json = "json"


PaperOption = Annotated[list[PaperKind] | None, typer.Option("--paper", help="cli.report_paper")]
UnitsOption = Annotated[list[str] | None, typer.Option("--unit", metavar="ID", help="cli.report_unit")]
ToOption = Annotated[Path | None, typer.Option("--output", metavar="FILE|DIR", help="cli.report_output")]
NoticeOption = Annotated[Path | None, typer.Option("--notice", metavar="DOCX", help="cli.report_notice")]
BulletinOption = Annotated[Path | None, typer.Option("--bulletin", metavar="DOCX", help="cli.report_bulletin")]
PdfOption = Annotated[bool, typer.Option("--pdf", help="cli.report_pdf")]

_MARKDOWN, _PDF, _WORD = "markdown", "pdf", ".docx"


def report(
    result: RecordedResult,
    *,
    paper: PaperOption = None,
    unit: UnitsOption = None,
    since: SinceOption = None,
    map_: MapOption = None,
    notice: NoticeOption = None,
    bulletin: BulletinOption = None,
    pdf: PdfOption = False,
    rubric: VerifiedRubric = None,
    output: ToOption = None,
    lang: LangOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, HELD, Session
    from lawscore.publishing.papers import drawn

    session = Session.of(lang, rubrics, output)
    kinds = _kinds(session, [one.value for one in paper or []], output, unit or [])
    _must_have(session, kinds)
    _say_unused(session, kinds, {"--unit": unit, "--notice": notice, "--bulletin": bulletin, "--pdf": pdf}, output)
    edition = _edition(session, result, rubric, since, map_)
    wishes = _wishes(session, edition, unit or [], notice, bulletin)
    if output is None:
        session.write("".join(content.decode() for _, content in drawn(edition, kinds, wishes)))
        session.leave(HELD)
    problems: Sequence[Problem] = ()
    if _ending(output) == _PDF:
        _write_pdf(session, edition, wishes, kinds, output)
        written = [output]
    else:
        written = _write(session, edition, wishes, kinds, output)
        documents = [one for one in written if one.suffix == _WORD] if pdf else []
        made, problems = _pdf(documents)
        written += made
    session.report(problems)
    print(session.say("cli.report_written", count=str(len(written)), path=str(output)), file=sys.stderr)
    session.leave(DID_NOT_HOLD if problems else HELD)


def _kinds(session: Session, asked: list[str], output: Path | None, units: Sequence[str]) -> list[str]:
    """The papers to be drawn: those named, else the one that the name of the output asks for, else all into a folder."""
    from lawscore.publishing.papers import BY_ENDING, IN_TEXT, PAPERS

    if output is None:
        wanted = asked or [_MARKDOWN]
        if len(wanted) > 1 or wanted[0] not in IN_TEXT:
            session.refuse("cli.report_needs_output", papers=tuple(IN_TEXT))
        return wanted
    ending = _ending(output)
    if ending is None:
        return asked or list(PAPERS)
    if ending not in BY_ENDING:
        session.refuse("cli.report_ending", path=str(output), endings=tuple(f".{one}" for one in BY_ENDING))
    fitting = BY_ENDING[ending]
    if fitting == "bulletin" and len(units) == 1:
        fitting = "notices"  # a letter about one unit
    if asked and asked != [fitting]:
        session.refuse("cli.report_one_file", path=str(output), paper=fitting)
    if units and fitting != "notices":  # who asks for some units must not be given the paper of all
        session.refuse("cli.report_units_one_file", path=str(output), paper=fitting)
    return [fitting]


def _ending(output: Path) -> str | None:
    """The ending of a file; None of a folder: what is one already, or ends in a number as versions do (`out/2023.1`)."""
    ending = output.suffix.casefold().lstrip(".")
    return ending if ending.isalpha() and not output.is_dir() else None


#: The papers that an option is for.
_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    "--unit": ("notices",), "--notice": ("notices",), "--bulletin": ("bulletin",), "--pdf": ("notices", "bulletin"),
}  # fmt: skip


def _say_unused(session: Session, kinds: Sequence[str], given: Mapping[str, object], output: Path | None) -> None:
    """Say which options do nothing, since no paper is drawn that they are for."""
    drawn = () if output is None else kinds
    unused = tuple(one for one, value in given.items() if value and not any(kind in _FOR[one] for kind in drawn))
    if unused:
        print(session.say("cli.report_unused", options=unused, papers=tuple(kinds)), file=sys.stderr)


def _must_have(session: Session, kinds: Sequence[str]) -> None:
    """End the run where a library of a paper is missing, before anything is written."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.publishing.papers import refused

    missing = refused(kinds)
    if missing:
        session.report(missing)
        session.leave(UNREADABLE)


def _edition(session: Session, path: str, reference: str | None, since: Path | None, map_: Path | None) -> Edition:
    """The result with its rubric, and the earlier result where there is one; what does not fit together ends the run."""
    from lawscore.analysis.published import side_of
    from lawscore.cli.migration import migration_between
    from lawscore.cli.session import UNREADABLE
    from lawscore.publishing.opening import differing, edition_of
    from lawscore.results.telling import told_otherwise
    from lawscore.rubric.migrating import Side
    from lawscore.rubric.migration import UNCHANGED

    result = _result(session, path)
    named = reference or f"{result.rubric.id}@{result.rubric.version}"
    rubric = session.rubric(named)
    foreign = differing(result, rubric, path)
    if foreign:
        session.report(foreign)
        session.leave(UNREADABLE)
    earlier = _result(session, str(since)) if since is not None else None
    migration = UNCHANGED
    if earlier is not None:
        migration = migration_between(session, named, map_, side_of(earlier), Side.of(rubric))
    elif map_ is not None:
        print(session.say("cli.map_without_since"), file=sys.stderr)
    untold = told_otherwise(result, session.language)
    if untold is not None:
        print(session.say(untold.key, **untold.facts), file=sys.stderr)
    session.tell_draft(rubric)
    return edition_of(result, rubric, session.language, earlier=earlier, migration=migration)


def _result(session: Session, path: str) -> Result:
    """A published result, or the end of the run with everything that is wrong with it."""
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.submissions import STDIN
    from lawscore.results.reading import load_result, load_result_text
    from lawscore.results.soundness import sound

    loaded = sound(load_result_text(session.standard_input(), STDIN) if path == STDIN else load_result(path))
    session.report(loaded.problems)
    if loaded.result is None:
        session.leave(UNREADABLE)
    return loaded.result


def _wishes(
    session: Session, edition: Edition, units: Sequence[str], notice: Path | None, bulletin: Path | None
) -> Wishes:
    """What is asked of the papers; unknown units and letterheads that cannot be filled in end the run."""
    from lawscore.cli.templates import letterhead_in
    from lawscore.publishing.papers import Wishes

    known = list(edition.report.cards)
    for unit in units:
        session.must_know("no_unit", unit, known)
    return Wishes(
        notice=letterhead_in(session, notice, "notice"),
        bulletin=letterhead_in(session, bulletin, "bulletin"),
        units=tuple(dict.fromkeys(units)),
    )


def _write(session: Session, edition: Edition, wishes: Wishes, kinds: Sequence[str], output: Path) -> list[Path]:
    """Write the one file that was asked for, or all files into a folder; returns where they are."""
    from lawscore.cli.progress import progress
    from lawscore.publishing.papers import PAPERS, drawn

    if _ending(output) is not None:
        ((_, content),) = drawn(edition, kinds, wishes)
        session.write_beside(output, content)
        return [output]
    told = progress(session, "cli.writing_notices")
    notices, whole = 0, len(wishes.units or edition.report.units)
    written: list[Path] = []
    for place, content in drawn(edition, kinds, wishes):
        path = output / place
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            session.cannot_write(str(path.parent), error)
        session.write_beside(path, content)
        written.append(path)
        if told is not None and place.startswith(PAPERS["notices"].place):
            notices += 1
            told(notices, whole)
    return written


def _pdf(documents: Sequence[Path], folder: Path | None = None) -> tuple[list[Path], Sequence[Problem]]:
    """Word documents as PDF, each beside itself or in a folder, and what went wrong."""
    from lawscore.publishing.letters import pdf

    made: list[Path] = []
    by_folder: dict[Path, list[Path]] = {}
    for one in documents:
        by_folder.setdefault(folder or one.parent, []).append(one)
    for place, files in by_folder.items():
        printed = pdf(files, place)
        made += printed.files
        if printed.problems:
            return made, printed.problems
    return made, ()


def _write_pdf(session: Session, edition: Edition, wishes: Wishes, kinds: Sequence[str], output: Path) -> None:
    """The one paper as a PDF: drawn into a folder of its own, whose document nobody keeps."""
    import tempfile

    from lawscore.cli.session import UNREADABLE
    from lawscore.publishing.letters import find_office
    from lawscore.publishing.papers import drawn

    if find_office() is None:
        session.refuse("cli.report_no_office")
    ((_, content),) = drawn(edition, kinds, wishes)
    with tempfile.TemporaryDirectory(prefix="lawscore-") as folder:
        document = Path(folder, "paper.docx")
        document.write_bytes(content)
        made, problems = _pdf([document])
        if problems:
            session.report(problems)
            session.leave(UNREADABLE)
        session.write_beside(output, made[0].read_bytes())
