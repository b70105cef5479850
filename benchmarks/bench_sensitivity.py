"""How long the sensitivity table takes: 1,000 units × 200 rules × 1,000 draws, beside the same draws in floats by hand.

The peer draws, weighs, rounds, ranks within the classes and grades by bands; it breaks no ties, keeps no quotas, removes
nothing and says nothing of the next rank or grade. `python benchmarks/bench_sensitivity.py` prints these rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Final

from timing import OURS, Row, Way, rows, take_turns

from lawscore.analysis.sensitivity import Question, sensitivity
from lawscore.assessing import Assessment, assess_facts
from lawscore.facts.unit import Unit, UnitFacts
from lawscore.loading.rubrics import load_text

SENSITIVITY: Final = "sensitivity"
#: The longest that it may take, in seconds.
BAR: Final = 5.0
UNITS: Final = 1_000
DRAWS: Final = 1_000
BRANCHES, LEAVES = 20, 10
CLASSES: Final = ("county", "department", "town", "office")
_SEED: Final = 2024
_POINTS: Final = ("0.5", "0.4", "0.6", "0.5")

_HEAD: Final = """
lawscore: 1
calculation: 1
rubric: weighed
version: "1"
status: draft
title: 200 条规则
issued: {note: 生成}
period: {from: 2023-01-01, to: 2023-12-31}
points: 100
classes: {county: 县, department: 部门, town: 镇, office: 所}
ranking: {within: class, using: shown, ties: [{higher: "1"}, {higher: "2"}]}
grades:
  using: shown
  bands: [{grade: 优秀, from: 95}, {grade: 良好, from: 90}, {grade: 合格, from: 80}, {grade: 不合格, else: true}]
  quota:
    优秀: {at_most: 20%, fraction: down, tie_at_cut: leave_out}
    良好: {at_most: 40%, fraction: down, tie_at_cut: leave_out}
"""


def measure() -> list[Row]:
    """Time the whole table."""
    assessment = _assessed()
    question = Question(within=Fraction(1, 5), draws=DRAWS, seed=1)
    ways: dict[str, Way] = {OURS: lambda: sensitivity(assessment, question)}
    peer = _numpy(assessment)
    if peer is not None:
        ways["numpy"] = peer
    return rows(SENSITIVITY, take_turns(ways, 3), BAR)


def _assessed() -> Assessment:
    """The units under the made-up rubric: each fault costs a tenth of a point, one figure in five has some."""
    rubric = load_text("\n".join([_HEAD, *_lines()])).rubric
    assert rubric is not None  # the generator makes sound rubrics
    chance = Random(_SEED)
    facts = [_unit(number, [*rubric.fields], chance) for number in range(UNITS)]
    return assess_facts(rubric, facts, {})


def _lines() -> Iterator[str]:
    names = [f"n{place}" for place in range(BRANCHES * LEAVES)]
    yield f"fields: {{{', '.join(f'{name}: count' for name in names)}}}"
    yield "indicators:"
    for branch in range(BRANCHES):
        yield f'  - id: "{branch + 1}"'
        yield "    indicators:"
        for leaf in range(LEAVES):
            points, name = _POINTS[leaf % len(_POINTS)], names[branch * LEAVES + leaf]
            yield f'      - {{id: "{branch + 1}.{leaf + 1}", points: {points}, rules: [{{deduct: 0.1, each: {name}}}]}}'


def _unit(number: int, names: Sequence[str], chance: Random) -> UnitFacts:
    care = chance.choice((0.05, 0.1, 0.2, 0.3))
    values = {name: Fraction(chance.choice((1, 1, 2, 3)) if chance.random() < care else 0) for name in names}
    unit = Unit(id=f"u{number:04}", name=f"单位{number}", unit_class=chance.choice(CLASSES))
    return UnitFacts(unit=unit, values=values)


def _numpy(assessment: Assessment) -> Way | None:
    """The draws in floats."""
    try:
        import numpy as np
    except ImportError:
        return None
    leaves = [node.id for node in assessment.rubric.leaves]
    cards = list(assessment)
    results = [{node.id: node for node in card.nodes} for card in cards]
    scores = np.array([[float(result[leaf].score or 0) for leaf in leaves] for result in results])
    points = np.array([float(assessment.rubric.nodes[leaf].points) for leaf in leaves])
    groups = _groups([card.unit.unit_class for card in cards])

    def draw() -> list[object]:
        factors = np.random.default_rng(1).uniform(0.8, 1.2, (len(leaves), DRAWS))
        totals = np.round(scores @ factors / (points @ factors) * points.sum(), 2)
        found: list[object] = [np.digitize(totals, [80, 90, 95]), totals.min(axis=1), totals.max(axis=1)]
        for group in groups.values():
            ranks = np.argsort(np.argsort(-totals[group], axis=0), axis=0)
            found += [ranks.min(axis=1), ranks.max(axis=1)]
        return found

    return draw


def _groups(classes: Sequence[str | None]) -> Mapping[str | None, list[int]]:
    found: dict[str | None, list[int]] = {}
    for place, one in enumerate(classes):
        found.setdefault(one, []).append(place)
    return found


if __name__ == "__main__":
    for row in measure():
        print(f"{row.way}: {row.seconds:.2f} s, {row.ratio:.2f} times lawscore")
