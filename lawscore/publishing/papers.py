"""The papers that a result is published as: what each is called, what it needs, and which files it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from lawscore.classes import dataclass
from lawscore.office.extras import lacking
from lawscore.problems import Problem, each_once
from lawscore.publishing.opening import Edition

#: A file by its place in the folder of the report, and its content.
File: TypeAlias = tuple[str, bytes]


class Template(NamedTuple):
    """An office's own letterhead: the file, as problems name it, and what stands in it."""

    content: bytes | None = None
    name: str = ""


#: The letterhead that comes with lawscore.
SHIPPED: Final = Template()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an office asks of its papers: its own letterheads, and whose notices."""

    notice: Template = SHIPPED
    bulletin: Template = SHIPPED
    #: The ids of units; none for all.
    units: Sequence[str] = ()


NO_WISHES: Final = Wishes()


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper. `place` is the file that it is written to in a folder, or the folder of its files."""

    place: str
    #: The format whose library it needs (`office.extras`); "" where it needs none.
    form: str
    files: Callable[[Edition, Wishes], Iterator[File]]


def _page(edition: Edition, _wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.page import page

    yield "report.html", page(edition.reports, edition.language).encode()


def _workbook(edition: Edition, _wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.book import workbook

    yield "report.xlsx", workbook(edition.report)


def _bulletin(edition: Edition, wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.letters import bulletin

    yield "bulletin.docx", bulletin(edition.report, wishes.bulletin.content, name=wishes.bulletin.name)


def _notices(edition: Edition, wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.letters import notices

    template = wishes.notice
    for name, content in notices(edition.report, template.content, wishes.units or None, name=template.name):
        yield f"notices/{name}", content


def _markdown(edition: Edition, _wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.texts import markdown

    yield "report.md", markdown(edition.report).encode()


def _csv(edition: Edition, _wishes: Wishes) -> Iterator[File]:
    from lawscore.publishing.texts import csv_files

    for name, content in csv_files(edition.report):
        yield f"csv/{name}", content


def _json(edition: Edition, _wishes: Wishes) -> Iterator[File]:
    from lawscore.results.text import result_text

    yield "result.json", result_text(edition.report.result).encode()


PAPERS: Final[Mapping[str, Paper]] = {
    "page": Paper("report.html", "page", _page),
    "workbook": Paper("report.xlsx", "xlsx", _workbook),
    "bulletin": Paper("bulletin.docx", "letter", _bulletin),
    "notices": Paper("notices", "letter", _notices),
    "markdown": Paper("report.md", "", _markdown),
    "csv": Paper("csv", "", _csv),
    "json": Paper("result.json", "", _json),
}

#: The papers that are one text, which may go to the standard output.
IN_TEXT: Final = ("markdown", "json", "page")
#: By the ending of a file that is asked for: the paper that it is.
BY_ENDING: Final[Mapping[str, str]] = {
    "html": "page", "htm": "page", "xlsx": "workbook", "docx": "bulletin", "pdf": "bulletin", "md": "markdown", "json": "json",
}  # fmt: skip


def drawn(edition: Edition, kinds: Sequence[str] = (), wishes: Wishes = NO_WISHES) -> Iterator[File]:
    """The files of some papers, or of all, one after another."""
    for kind in kinds or PAPERS:
        yield from PAPERS[kind].files(edition, wishes)


def refused(kinds: Sequence[str] = ()) -> list[Problem]:
    """What is wrong with wishing for these papers: one that there is not, a library that is not installed."""
    unknown = [kind for kind in kinds if kind not in PAPERS]
    if unknown:
        return [Problem(code="no_paper", facts={"given": one, "known": tuple(PAPERS)}) for one in unknown]
    missing = (lacking(PAPERS[kind].form) for kind in kinds or PAPERS)
    return list(each_once(problem for problem in missing if problem is not None))
