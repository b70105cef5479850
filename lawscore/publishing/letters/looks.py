"""How the shipped letterheads look, as data: fonts and what stands in for them, sizes and spaces as GB/T 9704 has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from lawscore.catalogue import Language
from lawscore.classes import dataclass

LATIN: Final = "Times New Roman"
#: Chinese fonts of offices, and what stands in for each where it is missing.
FALLBACKS: Final[Mapping[str, str]] = {
    "方正小标宋简体": "方正小标宋_GBK,小标宋,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    "仿宋": "仿宋_GB2312,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    "黑体": "SimHei,华文黑体,STHeiti,Noto Sans CJK SC",
    "楷体": "楷体_GB2312,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
    "宋体": "SimSun,华文宋体,STSong,Noto Serif CJK SC",
}
TITLE, BODY, SECTION, GROUP, TABLE = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
#: Millimetres, as GB/T 9704 has them.
MARGINS: Final = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
NUMBERS: Final = 90
#: What is free inside a cell at its sides, in twentieths of a point: a millimetre.
CELL_MARGIN: Final = 57
#: What stays of the styles of an empty document, and which of its parts go.
STYLES: Final = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
NEEDLESS: Final = ("stylesWithEffects", "customXml", "webSettings")

Align = Literal["LEFT", "CENTER", "RIGHT", "JUSTIFY"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How paragraphs of a style look; sizes and spaces in points. `level` is that of a numbered heading."""

    font: str
    size: float
    line: float | None = None
    align: Align = "LEFT"
    before: float = 0
    after: float = 0
    #: The first line is set in by two signs.
    indented: bool = False
    bold: bool = False
    keep: bool = False
    level: int | None = None
    right: float = 0


#: The sizes that Chinese papers call 二号, 三号, 四号, 五号, 小五.
LOOKS: Final[Mapping[str, Look]] = {
    "issuer": Look(font=TITLE, size=26, align="CENTER", after=6),
    "number": Look(font=BODY, size=16, align="CENTER", after=14),
    "title": Look(font=TITLE, size=22, line=34, align="CENTER"),
    "subtitle": Look(font=GROUP, size=16, line=28, align="CENTER", after=8),
    "remark": Look(font=GROUP, size=14, line=24, align="CENTER", after=8),
    "addressee": Look(font=BODY, size=16, line=28, before=6),
    "body": Look(font=BODY, size=16, line=28, align="JUSTIFY", indented=True),
    "lead": Look(font=BODY, size=16, line=28, after=6, align="JUSTIFY", indented=True),
    "section": Look(font=SECTION, size=16, line=28, before=6, indented=True, keep=True, level=0),
    "group": Look(font=GROUP, size=16, line=28, before=4, indented=True, keep=True, level=1),
    "label": Look(font=SECTION, size=12, line=20, before=8, after=3, keep=True),
    "list": Look(font=BODY, size=16, line=28, align="JUSTIFY", level=2),
    "right": Look(font=BODY, size=16, line=28, align="RIGHT", before=10, right=32),
    "small": Look(font=TABLE, size=9, line=14),
    "table": Look(font=TABLE, size=9, line=11, before=0.5, after=0.5),
    "running": Look(font=TABLE, size=9, align="RIGHT"),
    "page": Look(font=TABLE, size=14),
}
#: English papers are set smaller, and their paragraphs are apart instead of set in.
ENGLISH: Final[Mapping[str, float]] = {
    "issuer": 20, "number": 11, "title": 18, "subtitle": 12, "remark": 11, "addressee": 11, "body": 11, "lead": 11, "section": 12, "group": 11,
    "label": 10.5, "list": 11, "right": 11, "small": 8.5, "table": 8, "running": 8.5, "page": 10,
}  # fmt: skip
#: Of each level: the kind of number, and how it is written.
LEVELS: Final[Mapping[Language, tuple[tuple[str, str], ...]]] = {
    "zh": (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")),
    "en": (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")),
}
