"""Plain cells are taken out of the XML before it is parsed: whatever a sheet holds, it reads as if they were not."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.loading import xlsx_blank
from lawscore.loading.xlsx_blank import apart
from lawscore.loading.xlsx_parts import Parts
from lawscore.loading.xlsx_sheets import _Reading
from lawscore.loading.xlsx_xml import parse, pieces

PARTS = Parts((), False, ("shared", "一"), ())

REFERENCE = st.sampled_from(['r="A1"', 'r="B2"', 'r="C3"', 'r="AB12"', "", 'r="1A"', 'r="A0"'])
TEXT = st.sampled_from([
    "1", "-3.5e2", "一", " a ", "&amp;", "&#19968;", "&lt;b&gt;", "&nbsp;", "&#1;", "a&b", "1\r\n2", "_x0041_", "true", "",
    '<![CDATA[<c r="A9"><v>7</v></c>]]>', '<!-- <c r="A9"><v>7</v></c> -->', "&#55296;", "]]>", "&#65534;",
])  # fmt: skip
INSIDE = st.one_of(
    st.just(""),
    TEXT.map(lambda text: f"<v>{text}</v>"),
    TEXT.map(lambda text: f"<is><t>{text}</t></is>"),
    TEXT.map(lambda text: f'<is><t xml:space="preserve">{text}</t></is>'),
    TEXT.map(lambda text: f"<is><r><t>{text}</t></r><r><t>x</t></r></is>"),
    TEXT.map(lambda text: f"<f>A1</f><v>{text}</v>"),
)
KIND = st.sampled_from(["", ' t="inlineStr"', ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"'])
#: What hides a cell that no reader sees.
HIDING = st.sampled_from([
    '<?x <c r="B1"><v>99</v></c>?>', '<?xml-x <row r="2"><c r="B1"><v>99</v></c></row>?>', '<!-- <c r="B1"><v>99</v></c> -->',
])  # fmt: skip
CELL = st.builds(
    lambda name, reference, style, kind, inside: f"<{name} {reference}{style}{kind}>{inside}</{name}>",
    st.sampled_from(["c", "c", "c", "x:c"]), REFERENCE, st.sampled_from(["", ' s="0"', ' s="7"']), KIND, INSIDE,
)  # fmt: skip
EMPTY = REFERENCE.map(lambda reference: f'<c {reference} s="3"/>')
ROW = st.builds(
    lambda number, hidden, cells: f"<row{number}{hidden}>{''.join(cells)}</row>",
    st.sampled_from(["", ' r="1"', ' r="2"', ' r="12"']),
    st.sampled_from(["", ' hidden="1"', ' ht="3" hidden="true"']),
    st.lists(CELL | EMPTY | HIDING, max_size=4),
)


def told(content: bytes, *, cut: bool) -> Any:
    """What a sheet comes to, or that it cannot be read."""
    reading = _Reading(PARTS)
    stream = io.BytesIO(content)
    try:
        parse(apart(stream, reading.take) if cut else pieces(stream), reading)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        return type(error).__name__ if "Expat" not in type(error).__name__ else "broken"
    rows = {row: list(cells.items()) for row, cells in reading.in_order().items()}
    return sorted(rows.items()), reading.merged, reading.hidden_rows


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, max_size=8), st.sampled_from([1 << 20, 40, 90]))
def test_a_sheet_reads_the_same(rows: list[str], piece: int) -> None:
    sheet = (
        '<worksheet xmlns:x="urn:x"><sheetData>' + "".join(rows) + "</sheetData><mergeCells>"
        '<mergeCell ref="A1:B2"/></mergeCells><rowBreaks/></worksheet>'
    ).encode()
    before = xlsx_blank._PIECE
    xlsx_blank._PIECE = piece
    try:
        found = told(sheet, cut=True)
    finally:
        xlsx_blank._PIECE = before
    wanted = told(sheet, cut=False)
    assert _settled(found) == _settled(wanted)


def _settled(found: Any) -> Any:
    """The cells of a row from left to right, a cell that stands twice left out: no spreadsheet writes one."""
    if isinstance(found, str):
        return found
    rows, merged, hidden = found
    return [(row, sorted(dict(cells).items())) for row, cells in rows], merged, hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_of_a_sheet_counts(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><s><row r="1"><c r="A1" t="str"><v>\xe4\xb8</v></c></row><row r="2"/><row r="3"/></s>'
    content = text.encode(encoding)
    assert told(content, cut=True) == told(content, cut=False)
    assert told(content, cut=True)[0][0][1][0][1].text == "\xe4\xb8"


@pytest.mark.parametrize("hidden", ["<?x {}?>", "<?xml-x {}?>", "<!-- {} -->", "<f><![CDATA[{}]]></f>"])
def test_a_cell_that_no_reader_sees_is_none(hidden: str) -> None:
    inside = hidden.format('<c r="B1"><v>99</v></c>')
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{inside}</row><row r="2"/>'
    content = f'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>{rows}</sheetData></worksheet>'.encode()
    assert "99" not in repr(told(content, cut=True))
    assert told(content, cut=True) == told(content, cut=False)


def test_plain_cells_never_reach_the_parser() -> None:
    sheet = b'<s><row r="1"><c r="A1" s="3"/><c r="B1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"/><row r="3"/><row r="4"/></s>'
    taken: list[tuple[Any, ...]] = []
    assert b"".join(apart(io.BytesIO(sheet), lambda *cell: taken.append(cell))) == b'<s><row r="3"/><row r="4"/></s>'
    assert taken == [("B1", None, "inlineStr", "a")]
