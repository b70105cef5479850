"""The figures on the pages on performance: a table, what is held and what is not, and their places on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from timing import OURS, Bar, Row
from works import BARS, FASTER, FOUND, HELD, MORE, NOT_HELD, Told, way, work

HERE: Final = Path(__file__).resolve().parent
PAGES: Final = {"en": HERE.parent / "docs" / "performance.md", "zh": HERE.parent / "docs" / "performance.zh-CN.md"}
HEADS: Final = {
    "en": ("Work", "By", "Median", "Times lawscore", "Bar"),
    "zh": ("工作", "程序", "中位数", "与 lawscore 之比", "要求"),
}
_MACHINE: Final = Told(
    "{cpu}, {cores} cores, {system}, Python {python}; load average before {load}; {packages}.",
    "{cpu}，{cores} 核，{system}，Python {python}，测量前系统负载 {load}；{packages}。",
)
_HELD: Final = Told("Held: {held} of {bars} bars.", "{bars} 项要求中达到 {held} 项。")
_ALL: Final = Told("Held: all {bars} bars.", "{bars} 项要求全部达到。")
_MISSED_ALONE: Final = Told(
    "- **Not held:** {work}: asked is {bar}, measured {found}.", "- **未达到：**{work}：要求{bar}，实测 {found}。"
)
_MISSED: Final = Told(
    "- **Not held:** {work}, beside {way}: asked is {bar}, measured {found}.",
    "- **未达到：**{work}，对照 {way}：要求 {bar}，实测{found}。",
)


def put(place: str, texts: Mapping[str, str]) -> None:
    """Write a text for each language at its marked place on the pages."""
    for language, page in PAGES.items():
        page.write_text(with_text(page.read_text("utf-8"), place, texts[language]), encoding="utf-8")


def with_text(page: str, place: str, filled: str) -> str:
    """The page with another text at a place."""
    marks = re.compile(rf"(<!-- {place} -->\n).*?(<!-- /{place} -->)", re.DOTALL)
    text, found = marks.subn(lambda at: f"{at[1]}{filled}{at[2]}", page)
    assert found == 1, f"the page has no place for the {place}"
    return text


def table(rows: Sequence[Row], machine: Mapping[str, object], packages: Mapping[str, str], language: str) -> str:
    """The figures as a table for people, and the machine they come from."""
    lines = [f"| {' | '.join(HEADS[language])} |", "|---|---|--:|--:|---|"]
    before = ""
    for row in rows:
        told = "" if row.work == before else work(row.work, language)
        cells = (told, way(row.way, language), _figure(row), _times(row.ratio), _bar(row, language))
        lines.append(f"| {' | '.join(cells)} |")
        before = row.work
    named = ", ".join(f"{name} {number}" for name, number in packages.items())
    lines += ["", getattr(_MACHINE, language).format(**machine, packages=named)]
    return "\n".join(lines) + "\n"


def bars(rows: Sequence[Row], language: str) -> str:
    """What is held, and each row that is not."""
    asked = [row for row in rows if row.bar is not None]
    missed = [row for row in asked if not row.held]
    said = getattr(_HELD if missed else _ALL, language).format(held=len(asked) - len(missed), bars=len(asked))
    return "\n".join([said, *([""] if missed else []), *(_missed(row, language) for row in missed)]) + "\n"


def _missed(row: Row, language: str) -> str:
    assert row.bar is not None  # these are asked for
    alone = row.way == OURS
    told = getattr(_MISSED_ALONE if alone else _MISSED, language)
    return told.format(
        work=work(row.work, language),
        way=way(row.way, language),
        bar=_asked(row.bar, row.unit, language),
        found=_measured(row, row.bar, language),
    )


def _measured(row: Row, bar: Bar, language: str) -> str:
    """The figure that a bar asks for."""
    if bar.sort == "most":
        return _figure(row)
    times = row.ratio if bar.sort == "faster" else 1 / row.ratio
    return getattr(FOUND[bar.sort], language).format(figure=_times(times))


def _bar(row: Row, language: str) -> str:
    if row.bar is None:
        return ""
    return f"{_asked(row.bar, row.unit, language)} {getattr(HELD if row.held else NOT_HELD, language)}"


def _asked(bar: Bar, unit: str, language: str) -> str:
    if bar.sort == "faster" and bar.figure == 1:
        return str(getattr(FASTER, language))
    figure = _told(bar.figure, unit) if bar.sort == "most" else f"{bar.figure:g}"
    told: str = getattr(BARS[bar.sort], language).format(figure=figure)
    return getattr(MORE, language).format(bar=told, more=_told(bar.more, unit)) if bar.more else told


def _figure(row: Row) -> str:
    return _told(row.seconds, row.unit)


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


def _told(figure: float, unit: str) -> str:
    """A time in the unit in which it is read best."""
    if unit != "s":
        return f"{figure:,.0f} {unit}"
    if figure >= 1:
        return f"{figure:.2f} s"
    if figure >= 1e-3:
        return f"{figure * 1e3:.0f} ms" if figure >= 0.1 else f"{figure * 1e3:.2f} ms"
    return f"{figure * 1e6:.2f} µs"
