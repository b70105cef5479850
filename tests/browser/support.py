"""Pages for the browser tests, and a visitor who watches what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import lawscore
from lawscore.assessing import assess_facts
from lawscore.catalogue import Language
from lawscore.loading.rubrics import load_text
from lawscore.publishing.opening import Edition, edition_of
from lawscore.publishing.page import page
from lawscore.publishing.page.units import unit_form
from lawscore.publishing.report import Report, report_of
from lawscore.results.model import Result
from lawscore.results.writing import result_of
from lawscore.rubric.bound import Rubric

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: Names that want to be more than names.
HOSTILE = (
    "<script>window.struck = 1</script>", "</script><img src=x onerror='window.struck = 1'>", "\"'><svg onload=\"window.struck=1\">",
    "--><!--", "{{ 7 * 7 }}{% raw %}", "\u202e岭铁\u2066", "=cmd|' /C calc'!A0", "../../x#unit=y&z%2f", "\x00\x1b[2J", "长" * 10_000, "",
    "javascript:window.struck=1",
)  # fmt: skip

_HOSTILE_RUBRIC = """
lawscore: 1
calculation: 1
rubric: hostile
version: "1"
status: draft
issued: {note: "<i>无</i>"}
title: "</title><script>window.struck = 1</script> & \\"考核\\""
period: {from: 2023-01-01, to: 2023-12-31}
points: 2
shown: {places: 2, mode: half_up}
classes: {"甲": "<b onclick=window.struck=1>甲组</b>", "乙": "乙组"}
fields:
  数: {type: count, label: "</td><script>window.struck = 1</script>"}
indicators:
  - id: "1"
    title: "<img src=x onerror=window.struck=1>"
    points: 2
    rules: [{id: "r", deduct: 0.5, each: 数, at_most: 2, text: "每件扣0.5分</script><script>window.struck = 1</script>"}]
ranking: {within: class, using: shown, method: competition}
"""


def edition(result: Result, rubric: Rubric, earlier: Result | None = None) -> Edition:
    return edition_of(result, rubric, "zh", earlier=earlier)


def tieling() -> Edition:
    """Twelve counties, 85 indicators, one of them provisional, three vetoes, four problems."""
    return edition(*scored("tieling-2023", "cohort"))


def cixi() -> Edition:
    """Nineteen departments after a round with adjustments, and the round of the year before."""
    result, rubric = scored("cixi-2017", "round-2017")
    return edition(result, rubric, scored("cixi-2017", "round-2016")[0])


@cache
def scored(example: str, name: str) -> tuple[Result, Rubric]:
    """An example scored afresh: the kept results of some were written before sentences were recorded."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("runs", Path(__file__).parents[2] / "examples" / "runs.py")
    assert spec is not None
    assert spec.loader is not None
    runs: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runs)
    run = next(one for one in runs.RUNS if (one.example, one.name) == (example, name))
    assessment = runs.assess_run(run)
    return Result.model_validate_json(assessment.to_json("zh")), assessment.rubric


def hostile() -> Edition:
    """Units, classes, titles and rules whose names are HTML, scripts, formulas, paths, controls, marks of direction."""
    rubric = load_text(_HOSTILE_RUBRIC).rubric
    assert rubric is not None
    ids = [f"u{place}{'<i>' if place else ''}" for place in range(len(HOSTILE))]
    data = {
        "lawscore": "1",
        "rubric": "hostile@1",
        "units": [{"id": one, "name": one, "class": "甲" if place % 2 else "乙"} for place, one in enumerate(ids)],
        "submissions": [{"unit": one, "values": {"数": str(place % 4)}} for place, one in enumerate(ids)],
    }
    text = lawscore.assess(rubric, data).to_json("zh")
    result = Result.model_validate_json(text)
    parts = [part.model_copy(update={"name": name}) for part, name in zip(result.units, HOSTILE, strict=True)]
    return edition(result.model_copy(update={"units": parts}), rubric)


class OneTongue(NamedTuple):
    """A page that is to be drawn in one language only."""

    reports: Mapping[Language, Report]

    @property
    def report(self) -> Report:
        """The report in that language."""
        (found,) = self.reports.values()
        return found


def large() -> OneTongue:
    """3,000 units with 100 indicators: forty scored, and told again under other names; in one language, to be quick."""
    from benchmarks.make_rubric import facts, make

    made = make()
    rubric = load_text(made.text).rubric
    assert rubric is not None
    assessment = assess_facts(rubric, [facts(made, seed, 0.2) for seed in range(40)], {})
    report = report_of(Result.model_validate(result_of(assessment, "zh")), rubric)
    units = (
        replace(report.units[place % 40], part=report.units[place % 40].part.model_copy(update={"id": f"u{place:04}", "name": f"第{place}县"}))
        for place in range(3_000)
    )  # fmt: skip
    return OneTongue({"zh": replace(report, units=tuple(units))})


@contextmanager
def _told_again() -> Iterator[None]:
    """Units that differ by nothing but their id and name are told once, and again under these: a third of the time."""
    told: dict[int, dict[str, Any]] = {}

    def form(tongues: Any, cards: Any, *places: Any) -> dict[str, Any]:
        lines = id(cards[0].lines)  # which they share
        if lines not in told:
            told[lines] = unit_form(tongues, cards, *places)
        return {**told[lines], "id": cards[0].id, "name": cards[0].name}

    with patch("lawscore.publishing.page.data.unit_form", form):
        yield


class Site:
    """Pages as files, each drawn when it is first asked for."""

    def __init__(self, folder: Path, made: Mapping[str, Callable[[], Edition | OneTongue]]) -> None:
        self.folder, self.made = folder, made
        self.editions: dict[str, Edition | OneTongue] = {}

    def edition(self, name: str) -> Edition | OneTongue:
        if name not in self.editions:
            self.editions[name] = self.made[name]()
        return self.editions[name]

    def file(self, name: str, language: Language = "zh") -> Path:
        path = self.folder / f"{name}.{language}.html"
        if not path.exists():
            edition = self.edition(name)
            with _told_again() if isinstance(edition, OneTongue) else nullcontext():
                path.write_text(page(edition.reports, language), encoding="utf-8")
        return path


class Watched:
    """Opens pages of a site; whatever they say on the console, throw, or ask of a network is a complaint."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(self, name: str, *, width: int = 1280, theme: str = "light", hash_: str = "", **options: Any) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **options)  # type: ignore[arg-type]
        self.contexts.append(context)
        file = self.site.file(name).as_uri()
        context.route("**/*", lambda route: route.continue_() if route.request.url == file else self._refuse(route))
        found = context.new_page()
        found.set_default_timeout(10_000)
        found.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        found.on("pageerror", lambda error: self.complaints.append(f"thrown: {error}"))
        found.goto(file + hash_)
        return found

    def _refuse(self, route: Any) -> None:
        self.complaints.append(f"asked for: {route.request.url}")
        route.abort()

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def standing(found: Page) -> list[str]:
    """The names of the units that the standings show, from the top."""
    return found.locator("#units tr[data-k]:visible a").all_text_contents()


def open_unit(found: Page, name: str) -> None:
    found.locator("#units a", has_text=name).first.click()
    found.locator("#unit-title", has_text=name).wait_for()
