"""Runs the examples of the format pages, so that no page shows what the engine does not do.

In a page, a ```yaml block is a whole rubric, an excerpt of one, a single indicator, or the data of units. Fields,
measures and the like of an excerpt stay in force until the next `## ` heading. A ```text block below it holds cases,
separated by empty lines: first the values, then `→` and the result as the engine gives it; `✗` and what is wrong where
the block above is refused.

`python docs/examples.py` compares every page with the engine; `--write` puts the engine's results into the pages.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from lawscore.assessing import Assessment, assess_facts
from lawscore.catalogue import Language, phrase, say
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.loading.plain_values import from_values
from lawscore.loading.rubrics import load_mapping, load_text
from lawscore.loading.yaml_reader import read_yaml
from lawscore.numbers import plain_text
from lawscore.problems import Problem
from lawscore.reports.owed import cause_text
from lawscore.rubric.bound import Rubric

DOCS: Final = Path(__file__).parent
PAGES: Final = (
    "format",
    "states",
    "scoring",
    *(
        f"rules/{page}"
        for page in (
            "history",
            "amounts",
            "occasions",
            "records",
            "modifiers",
            "limits",
            "combinations",
            "imports",
            "place",
            "panel",
            "cohort",
            "vetoes",
            "ranking",
            "grades",
        )
    ),
)
ENDINGS: Final[Mapping[Language, str]] = {"zh": ".zh-CN.md", "en": ".md"}

#: What an excerpt leaves out of a rubric.
HEAD: Final[Mapping[str, Any]] = {
    "lawscore": "1",
    "calculation": "1",
    "rubric": "example",
    "version": "1",
    "status": "draft",
    "title": "example",
    "issued": {"note": "example"},
    "period": {"from": "2023-01-01", "to": "2023-12-31"},
}
#: The title of an excerpt without indicators, whose cases show checks and no scores.
BARE: Final = "bare"
SHARED: Final = ("fields", "givens", "measures", "classes", "roles")
ROSTER: Final = ("id", "name", "class", "parent", "roles", "not_assessed")
#: What may stand among the values of a case: those of earlier years, by year, those that were verified, adjustments.
MORE: Final = ("years", "verified", "adjustments")

#: The few words around the engine's own.
WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {
        "name": "本单位",
        "score": "{score} 分（满分 {points} 分）",
        "bonus": "{score} 分",
        "unscored": "未评，{bounds}；尚缺：{why}",
        "provisional": "暂定，已评部分得 {so_far} 分（满分 {of} 分），{bounds}",
        "bounds": "最低 {low} 分，最高 {high} 分",
        "unbounded": "没有上下限",
        "unit": "{name}：{result}",
        "grade": "，{grade}",
        "rank": "，第 {rank} 名",
        "overall": "，总第 {rank} 名",
        "tied": "（并列）",
        "and": "；",
        "problem": "核对：{message}",
    },
    "en": {
        "name": "the unit",
        "score": "{score} of {points}",
        "bonus": "{score}",
        "unscored": "unscored, between {bounds}; owed: {why}",
        "provisional": "provisional, {so_far} of {of} so far, between {bounds}",
        "bounds": "{low} and {high}",
        "unbounded": "no limits",
        "unit": "{name}: {result}",
        "grade": ", {grade}",
        "rank": ", rank {rank}",
        "overall": ", {rank} of all",
        "tied": " (shared)",
        "and": "; ",
        "problem": "check: {message}",
    },
}


@dataclass(slots=True)
class Block:
    """A fenced block of a page: its language, its lines, and where they stand (from 0)."""

    language: str
    start: int
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


@dataclass(slots=True)
class Case:
    """One case of a ```text block: the values, and the result as the page shows it and as the engine gives it."""

    page: Path
    line: int
    values: list[str]
    shown: list[str]
    actual: list[str]
    scores: list[Fraction | None]


@dataclass(slots=True)
class Page:
    """A page and what its examples come to."""

    path: Path
    language: Language
    cases: list[Case] = field(default_factory=list)
    rubrics: int = 0
    problems: list[str] = field(default_factory=list)

    def updated(self) -> str:
        """The page with the engine's results in place of those shown."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        for case in sorted(self.cases, key=lambda one: -one.line):
            lines[case.line : case.line + len(case.shown)] = case.actual
        return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[Path, Language]]:
    """All pages with examples."""
    for page in PAGES:
        for language, ending in ENDINGS.items():
            yield DOCS / f"{page}{ending}", language


def blocks(text: str) -> Iterator[Block | None]:
    """The fenced blocks of a page in order; None at each second-level heading."""
    current: Block | None = None
    for number, line in enumerate(text.splitlines()):
        if current is not None and line.startswith("```"):
            yield current
            current = None
        elif current is not None:
            current.lines.append(line)
        elif line.startswith("```"):
            current = Block(line[3:].strip(), number + 1, [])
        elif line.startswith("## "):
            yield None


def run_page(path: Path, language: Language) -> Page:
    """Run every example of a page."""
    page = Page(path, language)
    shared: dict[str, Any] = {}
    rubric: Rubric | None = None
    problems: list[Problem] = []
    data: Any = None
    refused = ""
    for block in blocks(path.read_text(encoding="utf-8")):
        if block is None:
            shared, rubric, problems, data = {}, None, [], None
        elif block.language == "yaml":
            if refused:
                page.problems.append(refused)
            source, reading = read_yaml(block.text, "rubric.yaml")
            tree = source.data if source is not None else None
            if isinstance(tree, dict) and "submissions" in tree:
                data = tree
                continue
            if isinstance(tree, dict):
                shared = _share(shared, tree)
            rubric, problems = _load(block.text, tree, reading, shared)
            data = None
            page.rubrics += 1
            refused = ""
            if rubric is None:
                refused = f"{path.name}:{block.start}: {'; '.join(one.message(language) for one in problems)}"
        elif block.language == "text":
            refused = ""
            page.cases += list(_cases(page, block, rubric, problems, data))
    if refused:
        page.problems.append(refused)
    return page


def _share(shared: dict[str, Any], tree: dict[str, Any]) -> dict[str, Any]:
    if "lawscore" in tree:
        return shared
    return {**shared, **{key: {**shared.get(key, {}), **tree[key]} for key in SHARED if key in tree}}


def _load(
    text: str, tree: Any, reading: list[Problem], shared: Mapping[str, Any]
) -> tuple[Rubric | None, list[Problem]]:
    if reading or not isinstance(tree, dict):
        return None, reading
    loaded = load_text(text) if "lawscore" in tree else load_mapping(complete(tree, shared))
    return loaded.rubric, list(loaded.problems)


def complete(tree: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """A whole rubric from an excerpt or from one indicator."""
    if "rules" in tree or "id" in tree:
        own = {key: value for key, value in tree.items() if key not in SHARED}
        tree = {"indicators": [{"id": "1", **own}]}
    if "indicators" not in tree:
        tree = {
            **tree,
            "title": BARE,
            "indicators": [{"id": "1", "points": "0", "rules": [{"award": "0", "when": "1 == 1"}]}],
        }
    document = {**HEAD, **tree, **shared}
    if "points" not in document:
        points = [str(node.get("points", "0")) for node in document["indicators"] if isinstance(node, dict)]
        document["points"] = plain_text(sum((Fraction(one) for one in points), Fraction(0)))
    return document


def _cases(page: Page, block: Block, rubric: Rubric | None, problems: list[Problem], data: Any) -> Iterator[Case]:
    start = 0
    lines = block.lines
    while start < len(lines):
        end = next((place for place in range(start, len(lines)) if not lines[place].strip()), len(lines))
        part = lines[start:end]
        split = next((place for place, line in enumerate(part) if line[:1] in ("→", "✗")), len(part))
        values = part[:split]
        actual, scores = _result(values, rubric, problems, data, page.language)
        yield Case(page.path, block.start + start + split, values, part[split:], actual, scores)
        start = end + 1


def _result(
    values: list[str], rubric: Rubric | None, problems: list[Problem], data: Any, language: Language
) -> tuple[list[str], list[Fraction | None]]:
    if rubric is None:
        return list(_tell_problems(problems, language)), []
    tree: Any = data
    given = any(not line.startswith("#") for line in values)
    if data is None or given:
        source, reading = read_yaml("\n".join(values) + "\n", "case") if given else (None, [])
        if reading:
            return list(_tell_problems(reading, language)), []
        tree = source.data if source is not None and isinstance(source.data, dict) else {}
    data = from_values(rubric, document_of(tree, language))
    assessment = assess_facts(rubric, data.units, data.givens, data.problems, calendar=data.calendar)
    told = list(tell(assessment, rubric, language, tree.get("told", ())))
    return told, [card.score for card in assessment]


def _tell_problems(problems: list[Problem], language: Language) -> Iterator[str]:
    for problem in problems:
        yield f"✗ {problem.message(language)}"
        if hint := problem.hint_text(language):
            yield f"  {hint}"


# ---- the data of a case


def document_of(tree: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The data document that a case stands for: the values of one unit, or several units with values beside them."""
    if "submissions" in tree:
        return dict(tree)
    if "units" in tree:
        rows = [(unit, unit) for unit in tree["units"]]
    else:
        about = {"id": "unit", "name": WORDS[language]["name"], **tree.get("unit", {})}
        rows = [(about, {key: value for key, value in tree.items() if key not in ("unit", "givens", "calendar")})]
    units = [{key: row[key] for key in ROSTER if key in row} for row, _ in rows]
    submissions = [
        {
            "unit": row["id"],
            "values": {key: value for key, value in given.items() if key not in (*ROSTER, "answers", *MORE)},
            "answers": given.get("answers", []),
        }
        for row, given in rows
    ]
    for row, given in rows:
        then = given.get("years", {}).items()
        submissions += [{"unit": row["id"], "year": year, "values": values} for year, values in then]
        if "verified" in given:
            submissions.append({"unit": row["id"], "layer": "verified", "values": given["verified"]})
    adjusted = [{"unit": row["id"], **entry} for row, given in rows for entry in given.get("adjustments", ())]
    more = {"calendar": tree["calendar"]} if "calendar" in tree else {}
    if adjusted:
        more["adjustments"] = adjusted
    return {"lawscore": "1", "units": units, "submissions": submissions, "givens": tree.get("givens", {}), **more}


# ---- results as text


def tell(assessment: Assessment, rubric: Rubric, language: Language, told: Collection[str] = ()) -> Iterator[str]:
    """The result of a case: a line for each unit, then what the indicators come to, and their items.

    Of several units only those that are `told`, by id, show their indicators and items.
    """
    words = WORDS[language]
    several = len(assessment) > 1
    bare = rubric.document.title == BARE
    for card in () if bare else assessment:
        result = _tell_card(card, rubric, language)
        yield "→ " + (words["unit"].format(name=card.unit.name, result=result) if several else result)
        if not several or card.unit.id in told:
            yield from _tell_nodes(card, rubric, language)
        yield from _tell_standings(card, rubric, language, several=several)
    for problem in assessment.problems:
        if problem.code == "check_failed":
            yield ("→ " if bare else "") + words["problem"].format(message=problem.message(language))
        elif problem.severity == "error":
            yield from _tell_problems([problem], language)


def _tell_card(card: Card, rubric: Rubric, language: Language) -> str:
    words = WORDS[language]
    if len(rubric.nodes) == 1 and not rubric.vetoes and not rubric.standings and not rubric.also:
        return _tell_node(card.nodes[0], rubric, language)
    if card.unit.not_assessed is not None:
        reason = say(phrase("why.not_assessed", reason=card.unit.not_assessed), language)
        return reason + _tell_standing(card.standing, language)
    if card.score is None:
        return words["provisional"].format(
            so_far=plain_text(card.so_far[0]),
            of=plain_text(card.so_far[1]),
            bounds=_tell_bounds(*card.bounds, language),
        )
    text = words["score"].format(score=card.shown.text(card.score), points=plain_text(card.total.points))
    return text + _tell_standing(card.standing, language)


def _tell_standing(standing: Standing | None, language: Language) -> str:
    words = WORDS[language]
    if standing is None:
        return ""
    grade = words["grade"].format(grade=standing.grade) if standing.grade is not None else ""
    rank = words["rank"].format(rank=standing.rank) + (words["tied"] if standing.tied else "")
    overall = words["overall"].format(rank=standing.overall) + (words["tied"] if standing.overall_tied else "")
    return grade + (rank if standing.rank is not None else "") + (overall if standing.overall is not None else "")


def _tell_standings(card: Card, rubric: Rubric, language: Language, *, several: bool) -> Iterator[str]:
    """Why a grade or a rank is not what the score makes it; results that have their own; results beside the total."""
    for note in card.standing.notes:
        yield "  " + say(note, language)
    colon = "：" if language == "zh" else ": "
    for result in (*(card.nodes if several else ()), *card.also):
        if result.standing is not None or result in card.also:
            yield f"  {result.title}{colon}{_tell_node(result, rubric, language)}"
            yield from ("    " + say(note, language) for note in (result.standing.notes if result.standing else ()))


def _tell_nodes(card: Card, rubric: Rubric, language: Language) -> Iterator[str]:
    alone = len(rubric.nodes) == 1
    colon = "：" if language == "zh" else ": "
    depths: dict[str | None, int] = {}
    for node in card.nodes:
        depths[node.id] = depths.get(node.parent, -1) + 1
        indent = "  " * (depths[node.id] + 1)
        if not alone:
            yield f"{indent}{node.title}{colon}{_tell_node(node, rubric, language)}"
        yield from _tell_items(node.items, indent if alone else indent + "  ", language)
    rest = [item for item in card.items if item.indicator is None]
    yield from _tell_items(rest, "  ", language)


def _tell_items(items: Any, indent: str, language: Language) -> Iterator[str]:
    for item in items:
        sign = "+" if item.points > 0 else ""
        yield f"{indent}{sign}{plain_text(item.points)}  {say(item.reason, language)}"


def _tell_node(node: NodeResult, rubric: Rubric, language: Language) -> str:
    words = WORDS[language]
    if node.state == "scored":
        form = words["score"] if node.points else words["bonus"]
        text = form.format(score=node.shown.text(node.score or Fraction(0)), points=plain_text(node.points))
        return text + _tell_standing(node.standing, language)
    if node.state == "not_applicable":
        return say(node.why, language) if node.why is not None else ""
    why = words["and"].join(cause_text(rubric, cause, language) for cause in node.causes)
    return words["unscored"].format(why=why, bounds=_tell_bounds(node.interval.low, node.interval.high, language))


def _tell_bounds(low: Fraction | None, high: Fraction | None, language: Language) -> str:
    words = WORDS[language]
    if low is None or high is None:
        return words["unbounded"]
    return words["bounds"].format(low=plain_text(low), high=plain_text(high))


def main() -> int:
    """Compare all pages, or write the engine's results into them."""
    wrong = 0
    for path, language in pages():
        if not path.exists():
            continue
        page = run_page(path, language)
        wrong += len(page.problems)
        for problem in page.problems:
            print(problem)
        if "--write" in sys.argv:
            path.write_text(page.updated(), encoding="utf-8")
            continue
        for case in page.cases:
            if case.shown != case.actual:
                wrong += 1
                print(f"{path.name}:{case.line + 1}:", *case.actual, sep="\n")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
