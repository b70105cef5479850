"""How cells of the workbook look. What colours tell is told by the text too, and can be told apart in grey."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from lawscore.classes import dataclass

if TYPE_CHECKING:
    from openpyxl import Workbook

_FONTS: Final = {"zh": "宋体", "en": "Calibri"}
_HEADINGS: Final = {"zh": "黑体", "en": "Calibri"}
TEXT: Final = "@"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One of the looks of a cell; each is made once, and known by what it is."""

    align: str = "left"
    wrap: bool = False
    bold: bool = False
    italic: bool = False
    size: int = 10
    indent: int = 0
    fill: str = ""
    pattern: str = "solid"
    colour: str = "000000"
    #: The colour of the lines around it.
    border: str = ""


_HEAD: Final = "DCE6F1"
_GREY: Final = "595959"
_LINE: Final = "A6A6A6"
_RULE: Final = "D0D0D0"

TITLE: Final = Look(bold=True, size=16)
GUIDE: Final = Look(wrap=True, colour=_GREY, size=9)
HEAD: Final = Look(bold=True, fill=_HEAD, align="center", wrap=True, border=_LINE)
HEAD_TOP: Final = Look(bold=True, fill=_HEAD, border=_LINE)
HEAD_DEEP: Final = Look(fill="EEF3F9", align="center", wrap=True, border=_LINE)
HEAD_NUMBER: Final = Look(fill="EEF3F9", align="right", border=_LINE, colour=_GREY)
SECTION: Final = Look(bold=True, size=12)
LABEL: Final = Look(bold=True, wrap=True)
LINK: Final = Look(colour="0B5394")
NOTE: Final = Look(colour=_GREY)
FREE: Final = Look()
FREE_LONG: Final = Look(wrap=True)
FREE_FIGURE: Final = Look(align="right")
FREE_WORD: Final = Look(align="center")

PLAIN: Final = Look(border=_RULE)
LONG: Final = Look(wrap=True, border=_RULE)
FIGURE: Final = Look(align="right", border=_RULE)
STRONG: Final = Look(align="right", bold=True, border=_RULE)
EXACT: Final = Look(indent=1, colour=_GREY, border=_RULE)
CENTRED: Final = Look(align="center", border=_RULE)
MEAN: Final = Look(bold=True, italic=True, fill="F2F2F2", border=_RULE)
MEAN_FIGURE: Final = Look(align="right", bold=True, italic=True, fill="F2F2F2", border=_RULE)

#: A score by how much of its points it is: the paler, the more.
FULL: Final = FIGURE
HIGH: Final = Look(align="right", fill="FFF4D6", border=_RULE)
MIDDLE: Final = Look(align="right", fill="FFD97F", border=_RULE)
LOW: Final = Look(align="right", fill="E8A33D", bold=True, border=_RULE)
OVER: Final = Look(align="right", fill="DDEBF7", bold=True, border=_RULE)
BELOW_ZERO: Final = Look(align="right", fill="E8A33D", bold=True, colour="9C0006", border=_RULE)
#: Where there is no score: never by colour alone.
NOT_APPLICABLE: Final = Look(align="center", italic=True, colour=_GREY, fill="BFBFBF", pattern="lightUp", border=_RULE)
UNSCORED: Final = Look(align="center", bold=True, fill="7F7F7F", pattern="gray125", border=_RULE)
ABSENT: Final = Look(align="center", colour="A6A6A6", border=_RULE)


@dataclass
class Styles:
    """The styles of a workbook, by their number in it; each is put together once."""

    book: Workbook
    language: str
    _known: dict[tuple[Look, str, bool], int] = field(default_factory=dict, repr=False)

    def number(self, look: Look, shown: str = TEXT, *, guarded: bool = False) -> int:
        """The number of a style: a look, a format of numbers, and whether a text may be taken for a formula when edited."""
        key = (look, shown, guarded)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._made(look, shown, guarded=guarded)
        return found

    def _made(self, look: Look, shown: str, *, guarded: bool) -> int:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell = WriteOnlyCell(self.book.worksheets[0])
        names = _HEADINGS if look.bold else _FONTS
        cell.font = Font(
            name=names[self.language], size=look.size, bold=look.bold, italic=look.italic, color=look.colour
        )
        cell.alignment = Alignment(
            horizontal=look.align, vertical="center", wrap_text=look.wrap or None, indent=look.indent
        )
        if look.fill:
            cell.fill = PatternFill(look.pattern, fgColor=look.fill)
        if look.border:
            line = Side(style="thin", color=look.border)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        cell.number_format = shown
        cell.quotePrefix = guarded
        number: int = cell.style_id
        return number
