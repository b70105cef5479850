"""A drawn chart made fit for a page: told in words, coloured by the page, without what only the converter needs."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET  # our own SVG, never a stranger's

from lawscore.catalogue import LANGUAGE_TAGS, Language
from lawscore.publishing.charts.inks import FONTS, INKS, variable

_SVG: Final = "http://www.w3.org/2000/svg"
_INK_OF: Final = {colours.light: f"var({variable(ink)}, {colours.light})" for ink, colours in INKS.items()}
#: What the converter says of each mark, for readers of a chart that is no picture; and the fonts of its machine.
_DROPPED: Final = ("role", "aria-roledescription", "aria-label", "aria-hidden", "class", "font-family")
#: What draws nothing.
_EMPTY: Final = ("background", "foreground")


def finished(svg: str, *, name: str, title: str, told: str, language: Language) -> str:
    """The SVG as part of a page: a picture with a title and a description, as wide as its place."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314
    drawing = [_plain(child) for child in root]
    box = root.attrib["viewBox"]
    picture = ET.Element(f"{{{_SVG}}}svg", _head(name, box, language))
    for tag, text in (("title", title), ("desc", told)):
        ET.SubElement(picture, f"{{{_SVG}}}{tag}", {"id": f"chart-{name}-{language}-{tag}"}).text = text
    picture.extend(drawing)
    return ET.tostring(picture, encoding="unicode")


def _head(name: str, box: str, language: Language) -> dict[str, str]:
    own = f"chart-{name}-{language}"
    return {
        "id": own, "class": f"chart chart-{name}", "viewBox": box, "width": "100%", "role": "img",
        "aria-labelledby": f"{own}-title", "aria-describedby": f"{own}-desc", "lang": LANGUAGE_TAGS[language],
        "style": f"max-width:{box.split()[2]}px;font-family:var(--chart-font, {FONTS});font-variant-numeric:tabular-nums",
    }  # fmt: skip


def _plain(element: ET.Element) -> ET.Element:
    for child in [one for one in element if one.get("class") in _EMPTY]:
        element.remove(child)
    for name in _DROPPED:
        element.attrib.pop(name, None)
    for name in ("fill", "stroke"):
        colour = element.get(name)
        if colour in _INK_OF:
            element.set(name, _INK_OF[colour])
    for child in element:
        _plain(child)
    return element
