"""The styles, numbers and fonts of a letterhead, put into an empty document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lawscore.catalogue import Language
from lawscore.publishing.letters.looks import (
    BODY,
    CELL_MARGIN,
    ENGLISH,
    FALLBACKS,
    LATIN,
    LEVELS,
    LOOKS,
    MARGINS,
    NEEDLESS,
    NUMBERS,
    SECTION,
    STYLES,
    TITLE,
    Look,
)

if TYPE_CHECKING:
    from docx.document import Document as Paper

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def prepare(paper: Paper, language: Language) -> None:
    """Give an empty document its page, its styles, its numbers and its fonts."""
    from docx.shared import Mm

    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.header_distance, section.footer_distance = Mm(20), Mm(26)
    paper.core_properties.author = "lawscore"
    paper.core_properties.title = paper.core_properties.comments = ""
    _only_needed(paper)
    _numbers(paper, language)
    for name, look in LOOKS.items():
        _style(paper, name, look, language)
    _font_table(paper)
    _tongue(paper, language)


def _only_needed(paper: Paper) -> None:
    """Leave out what the empty document brings and no letter needs: each of thousands would carry it."""
    styles = paper.styles
    for style in list(styles):
        if style.name not in STYLES:
            style.delete()
    for holder, needless in ((paper.part, NEEDLESS), (paper.part.package, ("thumbnail",))):
        for key, related in list(holder.rels.items()):
            if related.reltype.rpartition("/")[2] in needless:
                del holder.rels[key]
    numbers = paper.part.numbering_part.element
    for child in list(numbers):
        numbers.remove(child)


def _style(paper: Paper, name: str, look: Look, language: Language) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    style: Any = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = paper.styles["Normal"]
    style.quick_style = True
    ratio = ENGLISH[name] / look.size if language == "en" else 1
    style.font.size = Pt(_halves(look.size * ratio))
    style.font.bold = (
        True if look.bold or (language == "en" and (look.font in (TITLE, SECTION) or name == "group")) else None
    )
    style.font.color.rgb = RGBColor(0, 0, 0)
    _fonts(style, look.font)
    form = style.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align if language == "zh" or look.align != "JUSTIFY" else "LEFT")
    form.space_before = Pt(_halves(look.before * ratio))
    form.space_after = Pt(
        _halves(look.after * ratio) + (4 if language == "en" and look.line and look.font == BODY else 0)
    )
    form.keep_with_next = look.keep or None
    form.right_indent = Pt(look.right) if look.right else None
    if look.line is not None and language == "zh":
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    _places(style.element.get_or_add_pPr(), look, language)


def _halves(size: float) -> float:
    return round(size * 2) / 2


def _places(properties: Any, look: Look, language: Language) -> None:
    """The indent of two signs, and the number of a heading."""
    from docx.oxml.ns import qn

    if look.level is not None:
        numbered = properties.get_or_add_numPr()
        numbered.get_or_add_ilvl().val = look.level
        numbered.get_or_add_numId().val = NUMBERS
    if look.indented and language == "zh":
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(look.size * 2 * 20)))
    if look.level is not None and look.level < 2:
        properties.append(_element("w:outlineLvl", val=str(look.level)))


def _fonts(style: Any, font: str) -> None:
    from docx.oxml.ns import qn

    style.font.name = LATIN
    names = style.element.get_or_add_rPr().get_or_add_rFonts()
    names.set(qn("w:eastAsia"), font)
    names.set(qn("w:cs"), LATIN)


def _numbers(paper: Paper, language: Language) -> None:
    """Numbers that Word counts itself: what an office takes out or puts in changes those that follow."""
    root = paper.part.numbering_part.element
    abstract = _element("w:abstractNum", abstractNumId=str(NUMBERS))
    abstract.append(_element("w:multiLevelType", val="multilevel"))
    for place, (kind, text) in enumerate(LEVELS[language]):
        level = _element("w:lvl", ilvl=str(place))
        for name, value in (("start", "1"), ("numFmt", kind), ("suff", "nothing" if language == "zh" else "space")):
            level.append(_element(f"w:{name}", val=value))
        level.append(_element("w:lvlText", val=text if language == "zh" or place < 2 else f"{text} "))
        level.append(_element("w:lvlJc", val="left"))
        level.append(_level_indent(place, language))
        abstract.append(level)
    root.insert(0, abstract)
    number = _element("w:num", numId=str(NUMBERS))
    number.append(_element("w:abstractNumId", val=str(NUMBERS)))
    root.append(number)


def _level_indent(place: int, language: Language) -> Any:
    properties = _element("w:pPr")
    if language == "zh":
        properties.append(_element("w:ind", left="0", firstLineChars="200", firstLine="640"))
    else:
        properties.append(_element("w:ind", left=str(360 if place == 2 else 0), firstLine="0"))
    return properties


def _font_table(paper: Paper) -> None:
    """Say what stands in for a font that is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:pitch w:val="variable"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    for related in paper.part.rels.values():
        if related.reltype.endswith("/fontTable"):
            text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{_W}">{latin}{fonts}</w:fonts>'
            related.target_part._blob = text.encode()  # noqa: SLF001 - python-docx keeps the part as it is


def _tongue(paper: Paper, language: Language) -> None:
    """The language in which Word checks the spelling."""
    from docx.oxml.ns import qn

    normal: Any = paper.styles["Normal"]
    properties = normal.element.get_or_add_rPr()
    tongue = _element("w:lang", val="en-US" if language == "zh" else "en-GB", eastAsia="zh-CN")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(tongue)


def shade(properties: Any, colour: str) -> None:
    """A shade behind a run or a cell."""
    properties.append(_element("w:shd", val="clear", color="auto", fill=colour))


def cell_margins(properties: Any) -> None:
    """What is free at the sides of the cells of a table: a narrow column needs its width for its text."""
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(CELL_MARGIN), type="dxa"))
    look = properties.find(f"{{{_W}}}tblLook")
    properties.append(margins) if look is None else look.addprevious(margins)


def page_number(paragraph: Any, side: str) -> None:
    """`— 1 —`, as a field that Word counts."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, side)
    paragraph.add_run("— ")
    field = _element("w:fldSimple", instr="PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields
    paragraph.add_run(" —")


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
