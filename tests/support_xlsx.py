"""Workbooks written by hand, part by part: what programs write that openpyxl cannot be made to write."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lawscore.catalogue import Language
from lawscore.loading.submissions import load_submissions
from lawscore.loading.xlsx_cells import letters
from lawscore.problems import Problem
from lawscore.submission.gathering import Gathered
from tests.support_data import RUBRIC

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: The styles of the cells of these workbooks: 0 as it is, 1 a percentage, 2 a date of Chinese spreadsheets, 3 text, 4 scaled.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.00,"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="31"/>'
    '<xf numFmtId="49"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


def cell(value: object = None, *, style: int = 0, formula: str | None = None, kind: str = "") -> str:
    """What stands inside a cell: attributes and content, without the reference."""
    inside = f"<f>{escape(formula)}</f>" if formula is not None else ""
    if isinstance(value, bool):
        return f'~s="{style}" t="b">{inside}<v>{int(value)}</v>'
    if isinstance(value, int | float):
        return f'~s="{style}" t="{kind or "n"}">{inside}<v>{value!r}</v>'
    if value is None:
        return f'~s="{style}">{inside}'
    if kind:
        return f'~s="{style}" t="{kind}">{inside}<v>{escape(str(value))}</v>'
    return f'~s="{style}" t="inlineStr">{inside}<is><t xml:space="preserve">{escape(str(value))}</t></is>'


def sheet_xml(
    rows: Iterable[Iterable[object]], *, merged: Iterable[str] = (), hidden_rows: Iterable[int] = (), cols: str = ""
) -> str:
    """The XML of a sheet; what begins with ~ is written as it is."""
    hidden = set(hidden_rows)
    told = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row, 1):
            if value is not None:
                raw = value if isinstance(value, str) and value.startswith("~") else cell(value)
                cells.append(f'<c r="{letters(column)}{number}" {raw[1:]}</c>')
        state = ' hidden="1"' if number in hidden else ""
        told.append(f'<row r="{number}"{state}>{"".join(cells)}</row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    tail = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{MAIN}">{cols}<sheetData>{"".join(told)}</sheetData>{tail}</worksheet>'


def book(
    sheets: Mapping[str, str],
    *,
    since_1904: bool = False,
    hidden: Iterable[str] = (),
    shared: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of sheets, each given as XML."""
    states = {title: ' state="hidden"' if title in hidden else "" for title in sheets}
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="r{n}"{states[title]}/>' for n, title in enumerate(sheets, 1)
    )
    epoch = ' date1904="1"' if since_1904 else ""
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    own = "http://schemas.openxmlformats.org/package/2006/relationships"
    made: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{own}"><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr{epoch}/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{own}">{links}'
        f'<Relationship Id="s" Type="{LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="t" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="x" Type="{LINKS}/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)},
        **(parts or {}),
    }
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return stream.getvalue()


def load(folder: Path, *contents: bytes, name: str = "a.xlsx") -> Gathered:
    """What workbooks come to under the small rubric; they are called a.xlsx, b.xlsx, …"""
    paths = []
    for place, content in enumerate(contents):
        path = folder / (name if not place else f"{chr(ord('a') + place)}.xlsx")
        path.write_bytes(content)
        paths.append(path)
    return load_submissions(RUBRIC, paths)


def told(found: Gathered, folder: Path, language: Language = "en", *, every: bool = False) -> list[str]:
    """The problems as `book!sheet!cell message → hint`; without the warnings about classes."""
    return [
        _line(problem, folder, language)
        for problem in found.problems
        if every or problem.code not in ("unit_class_missing", "unit_without_data")
    ]


def _line(problem: Problem, folder: Path, language: Language) -> str:
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    hint = problem.hint_text(language)
    where = str(problem.where).replace(f"{folder}/", "")
    return f"{where} {kind}{problem.message(language)}" + (f" → {hint}" if hint else "")
