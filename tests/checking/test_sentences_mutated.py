"""What a changed figure does: each price, threshold and cap that stands in its sentence is changed, and must be noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawscore.checking.figures import sentence_of
from lawscore.checking.parameters import Parameter, parameters_of
from lawscore.checking.reading import Reader
from lawscore.checking.sentences import text_disagrees
from lawscore.loading.rubrics import load_file, rubric_files
from lawscore.numbers import written
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rules.amounts import ALL

ROOT = Path(__file__).parents[2]
RUBRICS = tuple(rubric_files(ROOT / "rubrics"))
#: What a figure is multiplied by. Now and then that is another figure of the same sentence, and is not noticed.
FACTOR = Fraction(3, 2)


def stated(rubric: Rubric) -> Iterator[tuple[tuple[str | int, ...], list[Parameter]]]:
    """The figures of each rule that stand in its sentence in the same role."""
    reader = Reader(rubric)
    for node, rule in reader.rules:
        if rule.model.text is None:
            continue
        figures = sentence_of(rule.model.text).figures
        found = {
            one.path: one
            for one in parameters_of(rule, node, reader)
            if one.written != ALL
            and any(one.role == figure.role and one.value in figure.readings for figure in figures)
        }
        literal = [one for one in found.values() if _is_literal(one)]
        if literal:
            yield rule.path, literal


def _is_literal(one: Parameter) -> bool:
    text = one.written.removesuffix("%")
    return text.replace(".", "", 1).isdigit()


def changed(one: Parameter) -> str:
    sign = "%" if one.written.endswith("%") else ""
    return written(Fraction(one.written.removesuffix("%")) * FACTOR) + sign


@cache
def noticed_of(path: Path) -> Counter[bool]:
    """How many of the figures of a rubric are noticed when they are changed, one in each rule at a time."""
    loaded = load_file(path)
    assert loaded.rubric is not None
    rubric = loaded.rubric
    plain = rubric.document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    by_rule = list(stated(rubric))
    count: Counter[bool] = Counter()
    for turn in range(max((len(found) for _, found in by_rule), default=0)):
        turned = [(rule, found[turn]) for rule, found in by_rule if turn < len(found)]
        said, refused = _said(plain, [one for _, one in turned], rubric)
        for rule, one in turned:
            if one.path not in refused:
                seen = any(place[: len(rule)] == rule for place in said)
                count[seen] += 1
    return count


def _said(plain: dict[str, Any], ones: list[Parameter], rubric: Rubric) -> tuple[list[Any], set[Any]]:
    """Where the check speaks when these figures are changed, and which changes the format refuses."""
    refused: set[Any] = set()
    while True:
        try:
            document = Document.model_validate(_with(plain, [one for one in ones if one.path not in refused]))
        except ValueError as error:
            before = len(refused)
            refused |= {one.path for one in ones for wrong in error.errors() if _meets(one.path, wrong["loc"])}  # type: ignore[attr-defined]
            assert len(refused) > before
            continue
        bound, problems = bind_rubric(document, rubric.others)
        if bound is not None:
            return [problem.where.path for problem in text_disagrees(Reader(bound))], refused
        before = len(refused)
        refused |= {one.path for one in ones for wrong in problems if _meets(one.path, wrong.where.path)}
        assert len(refused) > before


def _meets(path: Any, place: Any) -> bool:
    """Whether a problem's place is in the rule, or in the combination, of a figure."""
    until = list(path).index("rules") + 2
    return tuple(place[:until]) == tuple(path[:until])


def _with(plain: dict[str, Any], ones: list[Parameter]) -> dict[str, Any]:
    """The document with some figures changed."""
    whole = _copied(plain)
    for one in ones:
        part = whole
        for step in one.path[:-1]:
            part = part[step]
        part[one.path[-1]] = changed(one)
    return whole


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", RUBRICS, ids=[f"{path.parent.name}@{path.stem}" for path in RUBRICS])
def test_a_changed_figure_is_noticed(path: Path):
    count = noticed_of(path)
    assert count.total() or path.parent.name == "model-unit"
    assert count[True] >= Fraction(9, 10) * count.total()


def test_the_page_says_how_many_are_noticed():
    whole = sum((noticed_of(path) for path in RUBRICS), Counter[bool]())
    source = yaml.safe_load((ROOT / "tests" / "checking" / "pages" / "text-disagrees.yaml").read_text(encoding="utf-8"))
    share = f"{float(100 * Fraction(whole[True], whole.total())):.1f}"
    for language in ("zh", "en"):
        for figure in (str(whole[True]), str(whole.total()), share):
            assert figure in source["more"][language], (language, figure, "tests/checking/pages/text-disagrees.yaml")
