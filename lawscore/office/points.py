"""Points as offices write them in a cell: 5, ５分, （5分）, +4, 最多加4分."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from lawscore.classes import dataclass
from lawscore.numbers import parse_number
from lawscore.office.table import Kind
from lawscore.texts import folded

_FIGURE: Final = re.compile(
    r"\(?(?:满分|分值|最多|最高|不超过|限|up to|at most|adds at most|takes at most)?[:：]?\s*"
    r"(?P<sign>[+＋加]|[-−–减扣])?\s*(?P<figure>\d+(?:\.\d+)?)\s*(?:分|points?)?\s*"
    r"(?:\((?P<word>加分|扣分|减分)\))?\)?",
    re.IGNORECASE,
)
_TAKES: Final = re.compile(r"扣|减|takes", re.IGNORECASE)
_ADDS: Final = re.compile(r"加|adds", re.IGNORECASE)
_MINUS: Final = frozenset("-−–减扣")

#: A title with its points behind it: 依法行政（16分）, Lead (adds at most 5 points).
_TITLED: Final = re.compile(
    r"(?P<title>.*?)\s*\((?P<points>[^()]*\d[^()]*?(?:分|points?))\)", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Points:
    """A figure and whether it is of the total, or the most that is added or taken."""

    figure: Fraction
    kind: Kind


def read_points(text: str) -> Points | None:
    """The points that a cell tells; None where it tells none."""
    plain = folded(text)
    found = _FIGURE.fullmatch(plain)
    if found is None:
        return None
    figure = parse_number(found["figure"])
    if (found["sign"] or "") in _MINUS or _TAKES.search(found["word"] or "") or _TAKES.search(plain):
        return Points(-figure, "penalty")
    adds = found["sign"] or found["word"] or _ADDS.search(plain)
    return Points(figure, "bonus" if adds else "plain")


def split_title(text: str) -> tuple[str, Points | None]:
    """A title and the points that stand in brackets behind it."""
    found = _TITLED.fullmatch(text.replace("（", "(").replace("）", ")"))
    points = read_points(found["points"]) if found is not None else None
    if found is None or points is None:
        return text, None
    return text[: found.end("title")].strip(), points
