"""The colours of the charts by what they stand for: names that a page sets, light, dark and in print, without drawing again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Ink: TypeAlias = Literal["text", "soft", "grid", "mark", "spread", "open", "mean"]


class Colours(NamedTuple):
    """A colour in the light, and in the dark. Printed as in the light."""

    light: str
    dark: str


#: Every light colour stands here once: it is how a drawn part is known again. Marks and texts reach the contrast of WCAG
#: AA upon white and upon #14171c; the grid is only there to lead the eye.
INKS: Final[Mapping[Ink, Colours]] = {
    "text": Colours("#1f2933", "#e6e9ee"),  # names and figures
    "soft": Colours("#55606e", "#a7b0bd"),  # the scale, what a figure stands beside
    "grid": Colours("#dfe3e8", "#333a44"),  # lines of the scale
    "mark": Colours("#2f5d8c", "#7fb2e5"),  # what is counted; a score that stands
    "spread": Colours("#7d97b3", "#5f7c9c"),  # from the lowest to the highest
    "open": Colours("#a85b00", "#e9a94f"),  # a score that is still open
    "mean": Colours("#b3261e", "#ff8f85"),  # a mean
}
#: Fonts of the reader's machine, those with Chinese first among equals; none is embedded.
FONTS: Final = (
    'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)


def variable(ink: Ink) -> str:
    """The custom property of CSS that holds a colour: `--chart-mark`."""
    return f"--chart-{ink}"


def style_sheet() -> str:
    """The properties in a light and in a dark page, as CSS: `:root`, and `[data-theme]` where a reader has chosen."""
    light, dark = ("".join(f"{variable(ink)}:{colours[place]};" for ink, colours in INKS.items()) for place in (0, 1))
    return (
        f':root,[data-theme="light"]{{{light}}}'
        f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
        f'@media screen{{[data-theme="dark"]{{{dark}}}}}'
    )
