"""The page put together: tables as HTML, units and the heat map as packed data, one style sheet, one script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from lawscore.catalogue import LANGUAGE_TAGS, Language, messages
from lawscore.classes import dataclass
from lawscore.office.templating import template
from lawscore.publishing.page.columns import STATES
from lawscore.publishing.page.data import data_of
from lawscore.publishing.page.methods import methods
from lawscore.publishing.page.overview import counts, head_facts, overview, problems
from lawscore.publishing.page.packing import json_text
from lawscore.publishing.page.standings import standings
from lawscore.publishing.page.tongues import Text, Tongues, both, tongues_of
from lawscore.publishing.report import Report
from lawscore.publishing.visible import visible
from lawscore.results.naming import is_draft

if TYPE_CHECKING:
    from markupsafe import Markup

_PACKAGE: Final = "lawscore.publishing.page"
#: So many problems stand unfolded.
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in each language: its title, what it tells, the SVG of each."""

    name: str
    title: Text
    told: Text
    svg: Sequence[Markup]


def page(reports: Mapping[Language, Report], language: Language) -> str:
    """The page of a result that is told in each of the languages; it begins in `language`.

    The reports must be those of one result. The same reports give the same text.
    """
    tongues = tongues_of(reports, language)
    script, data = asset("page.js"), data_of(tongues)
    html = template(_PACKAGE, "page.html.j2").render(
        tongues=tongues, report=tongues.report, lang=LANGUAGE_TAGS[language],
        tags=[LANGUAGE_TAGS[one] for one in tongues.languages],
        names=_in_each(tongues, "page.language"), noscript=_in_each(tongues, "page.noscript"),
        say=tongues.say, t=tongues.html, at=tongues.attribute, now=tongues.now,
        css=_ours(asset("page.css") + _chart_colours()), script=_ours(script), script_hash=digest(script),
        draft=is_draft(tongues.report.rubric), facts=list(head_facts(tongues)), counts=list(counts(tongues)),
        untold=tongues.tell(lambda one: one.untold), standings=standings(tongues), states=_states(tongues),
        overview=overview(tongues), pictures=list(_pictures(tongues)), problems=list(problems(tongues)), few=_FEW,
        methods=methods(tongues), book=_ours(data.text), heat=data.heat, chunks=data.chunks,
        texts=lambda: _ours(json_text(tongues.table())),
    )  # fmt: skip
    return visible(html)


def _ours(text: str) -> Markup:
    """What we made ourselves, free of any text of the data but as inert JSON or as the text of an SVG."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _in_each(tongues: Tongues, key: str) -> list[str]:
    return [messages(language)[key] for language in tongues.languages]


@cache
def asset(name: str) -> str:
    """The style sheet or the script."""
    return (files(_PACKAGE) / "templates" / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """By which the page's own rules know its one script."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _states(tongues: Tongues) -> list[str]:
    """The states that units have."""
    there = {card.part.state for card in tongues.report.units}
    return [state for state in STATES if state in there]


def _pictures(tongues: Tongues) -> Iterator[Picture]:
    """The charts, where there is something to draw."""
    from lawscore.publishing.charts import charts

    for found in zip(*(charts(report) for report in tongues.reports), strict=True):
        if found[0].svg:
            title, told = both(one.title for one in found), both(one.told for one in found)
            yield Picture(found[0].name, title, told, [_ours(one.svg) for one in found])


def _chart_colours() -> str:
    from lawscore.publishing.charts import style_sheet

    return style_sheet()
