"""A chart as marks upon a sheet: what lies where, in values of its scale across and in pixels down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Final, Literal, TypeAlias

from lawscore.classes import dataclass
from lawscore.numbers import decimal_text
from lawscore.publishing.charts.inks import Ink
from lawscore.publishing.charts.labels import width
from lawscore.publishing.charts.scale import Scale
from lawscore.reports.signs import minus_sign

#: The width of all charts in pixels; a page shows them as wide as it likes.
WIDTH: Final = 640
#: The size of the font, and of small print.
SIZE: Final = 13
SMALL: Final = 11.5
#: From one line of a label to the next.
LINE: Final = 16
#: At least so much between the figures of a scale.
_APART: Final = 6

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar between two values, from `top` to `bottom`. An open one has a dashed border and no filling."""

    begin: Fraction
    end: Fraction
    top: float
    bottom: float
    ink: Ink = "mark"
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from one place to another."""

    begin: Fraction
    end: Fraction
    top: float
    bottom: float
    ink: Ink = "mark"
    thick: float = 1.5
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot upon a value."""

    at: Fraction
    y: float
    ink: Ink = "mark"
    size: int = 60
    shape: Literal["circle", "diamond"] = "circle"


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, its middle at `y`: beside a value, so many pixels aside, or at a pixel of the sheet."""

    text: str
    y: float
    #: A value of the scale.
    at: Fraction | None = None
    #: From the value, or from the left edge of the sheet.
    x: float = 0
    align: Align = "left"
    ink: Ink = "text"
    size: float = SIZE
    bold: bool = False

    @property
    def on_scale(self) -> bool:
        """Whether it stands beside a value."""
        return self.at is not None


Mark: TypeAlias = Bar | Rule | Dot | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The scale lies between `left` and `right`, its lines from `top` to `bottom`, its figures below."""

    height: float
    left: float
    right: float
    scale: Scale
    marks: Sequence[Mark]
    top: float = 0
    bottom: float = 0
    #: Whether the scale has lines and figures.
    figures: bool = True
    #: What is written behind the figures of the scale: `%`; and how often they are multiplied to be read.
    unit: str = ""
    times: int = 1

    def figure(self, tick: Fraction) -> str:
        """A tick as it is written."""
        return minus_sign(decimal_text(tick * self.times, self.scale.places if self.times == 1 else 0)) + self.unit

    @property
    def ticks(self) -> Sequence[Fraction]:
        """Those ticks whose figures have room beside one another."""
        if not self.figures:
            return ()
        ticks = self.scale.ticks
        widest = max(width(self.figure(tick)) for tick in ticks) * SMALL + _APART
        room = (self.right - self.left) / (len(ticks) - 1)
        return ticks[:: max(1, ceil(widest / room))]
