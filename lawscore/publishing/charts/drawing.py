"""Sheets drawn: Altair makes Vega-Lite of them, vl-convert makes SVG of that, without a network and without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lawscore.publishing.charts.inks import INKS
from lawscore.publishing.charts.sheet import SMALL, WIDTH, Bar, Dot, Label, Mark, Rule, Sheet

if TYPE_CHECKING:
    import altair as alt

#: From the lines of the scale down to its figures.
_FIGURES: Final = 12


def drawn(sheet: Sheet) -> str:
    """The SVG as the converter writes it; `finishing` makes it fit for a page.

    Nothing in it follows from a font: all places are given, no label is measured, none is left out for another.
    """
    import altair as alt
    import vl_convert
    from altair.utils.schemapi import debug_mode

    with debug_mode(arg=False):  # no check against the schema: nothing comes from outside but texts and numbers
        chart = alt.layer(
            *(_layer(marks, sheet) for marks in _by_kind(sheet)),
            width=sheet.right - sheet.left,
            height=sheet.height,
            padding={"left": sheet.left, "right": WIDTH - sheet.right, "top": 0, "bottom": 0},
            autosize=alt.AutoSizeParams(type="none"),
            config={"background": "transparent", "view": {"stroke": None, "fill": None}},
        )
        told = chart.to_dict(validate=False)
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(told, vl_version=version)
    return svg


def _all(sheet: Sheet) -> Iterator[Mark]:
    """The lines of the scale first, its figures, then the marks."""
    for tick in sheet.ticks:
        yield Rule(tick, tick, sheet.top, sheet.bottom, "grid", 1)
    for tick in sheet.ticks:
        yield Label(sheet.figure(tick), sheet.bottom + _FIGURES, tick, 0, "center", "soft", SMALL)
    yield from sheet.marks


def _by_kind(sheet: Sheet) -> list[list[Any]]:
    """The marks that are drawn alike, each as one layer: the scale below, labels on top."""
    kinds: dict[tuple[object, ...], list[Any]] = {}
    for mark in _all(sheet):
        alike = (getattr(mark, name) for name in _KINDS[type(mark)].alike)
        kinds.setdefault((type(mark), *alike), []).append(mark)
    return sorted(kinds.values(), key=lambda marks: -1 if marks[0].ink == "grid" else _KINDS[type(marks[0])].level)


def _layer(marks: list[Any], sheet: Sheet) -> alt.Chart:
    return _KINDS[type(marks[0])].draw(marks, sheet)


def _bars(bars: list[Bar], sheet: Sheet) -> alt.Chart:
    first = bars[0]
    colour = INKS[first.ink].light
    style: dict[str, Any] = {"fill": colour}
    if first.hollow:
        style = {"fill": colour, "fillOpacity": 0.12, "stroke": colour, "strokeDash": [3, 2], "strokeWidth": 1.2}
    layer: alt.Chart = _chart(_between(bars)).mark_rect(**style).encode(**_across(sheet), **_ends())
    return layer


def _rules(rules: list[Rule], sheet: Sheet) -> alt.Chart:
    first = rules[0]
    style: dict[str, Any] = {"strokeDash": list(first.dash)} if first.dash else {}
    mark = _chart(_between(rules)).mark_rule(stroke=INKS[first.ink].light, strokeWidth=first.thick, **style)
    layer: alt.Chart = mark.encode(**_across(sheet), **_ends())
    return layer


def _dots(dots: list[Dot], sheet: Sheet) -> alt.Chart:
    first = dots[0]
    rows = [{"x": float(dot.at), "y": dot.y} for dot in dots]
    style: dict[str, Any] = {"fill": INKS[first.ink].light, "size": first.size, "shape": first.shape}
    layer: alt.Chart = _chart(rows).mark_point(**style, stroke=None, opacity=1).encode(**_across(sheet))
    return layer


def _labels(labels: list[Label], sheet: Sheet) -> alt.Chart:
    import altair as alt

    first = labels[0]
    style: dict[str, Any] = {"fontWeight": "bold"} if first.bold else {}
    if first.on_scale:
        style["dx"] = first.x
    rows = [{"x": float(one.at or 0), "y": one.y, "text": one.text} for one in labels]
    mark = _chart(rows).mark_text(
        align=first.align, baseline="middle", fontSize=first.size, fill=INKS[first.ink].light, **style
    )
    where = _across(sheet)
    if not first.on_scale:
        where["x"] = alt.XValue(first.x - sheet.left)  # type: ignore[no-untyped-call]
    layer: alt.Chart = mark.encode(**where, text=alt.Text("text:N"))
    return layer


def _between(marks: Iterable[Bar | Rule]) -> list[dict[str, object]]:
    return [{"x": float(one.begin), "x2": float(one.end), "y": one.top, "y2": one.bottom} for one in marks]


def _chart(rows: Sequence[Mapping[str, object]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]


def _across(sheet: Sheet) -> dict[str, Any]:
    """Where a mark lies: across by the scale, down by pixels."""
    import altair as alt

    domain = [float(sheet.scale.low), float(sheet.scale.high)]
    across = alt.Scale(domain=domain, nice=False, zero=False)
    return {"x": alt.X("x:Q", axis=None, scale=across), "y": alt.Y("y:Q", axis=None, scale=None)}


def _ends() -> dict[str, Any]:
    import altair as alt

    return {"x2": alt.X2("x2"), "y2": alt.Y2("y2")}


class _Kind(NamedTuple):
    """A kind of marks: how they are drawn, above what, and what those of one layer have in common."""

    draw: Callable[[list[Any], Sheet], alt.Chart]
    level: int
    alike: tuple[str, ...]


_KINDS: Final[Mapping[type[Mark], _Kind]] = {
    Bar: _Kind(_bars, 0, ("ink", "hollow")),
    Rule: _Kind(_rules, 1, ("ink", "thick", "dash")),
    Dot: _Kind(_dots, 2, ("ink", "size", "shape")),
    Label: _Kind(_labels, 3, ("ink", "size", "bold", "align", "x", "on_scale")),
}
