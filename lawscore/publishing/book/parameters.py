"""The sheet of the parameters: every figure of the rubric that makes points, by indicator and rule, and each as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from lawscore.checking.parameters import cap_of, parameters_of
from lawscore.checking.reading import Reader, combinations
from lawscore.numbers import ZERO, terminating_places, written
from lawscore.office.sentences import sentence
from lawscore.publishing.book.cells import DIGITS, Number, Value, day, fraction
from lawscore.publishing.book.columns import Column
from lawscore.publishing.book.sheet import Sheet, listing
from lawscore.publishing.report import Report
from lawscore.rubric.bound import BoundNode
from lawscore.rubric.grades import share_of
from lawscore.rules.combining import charging_rules


class Parameter(NamedTuple):
    """A figure of the rubric: where it stands, what it is, and how the rubric writes it."""

    report: Report
    id: str
    title: str
    rule: str
    #: `points`, `price`, `cap`…: a key of the catalogue.
    role: str
    value: Fraction
    written: str
    #: Where in the rule it stands: `at_most`, `bands.1.points`.
    key: str = ""
    sentence: str = ""


def _figure(one: Parameter) -> Value:
    """A share as a percentage, a date as a day, any other figure with all its decimals."""
    if one.role == "date":
        return day(date.fromordinal(int(one.value)).isoformat())
    places = terminating_places(one.value)
    if one.written.endswith("%") and places is not None and len(written(one.value)) <= DIGITS:
        decimals = max(places - 2, 0)
        return Number(written(one.value), f"0.{'0' * decimals}%" if decimals else "0%")
    return fraction(one.value)


_C = Column[Parameter]
COLUMNS: Final[tuple[_C, ...]] = (
    _C(key="indicator", value=lambda one: one.id, optional=True),
    _C(key="title", value=lambda one: one.title),
    _C(key="rule", value=lambda one: one.rule, optional=True),
    _C(key="role", kind="word", value=lambda one: one.report.say(f"book.role.{one.role}")),
    _C(key="value", kind="score", value=_figure),
    _C(key="exact", kind="exact", value=lambda one: None if one.role == "date" else written(one.value)),
    _C(key="written", value=lambda one: one.written),
    _C(key="key", value=lambda one: one.key, optional=True),
    _C(key="sentence", kind="long", value=lambda one: one.sentence, optional=True),
)


def parameters(report: Report) -> Sheet:
    """The sheet."""
    found = tuple(_parameters(report))
    return listing("parameters", report, COLUMNS, lambda: found, frozen=2)


def _parameters(report: Report) -> Iterator[Parameter]:
    rubric, reader = report.rubric, Reader(report.rubric)
    yield from _of_node(rubric.root, report, report.say("word.total"))
    yield from _of_grades(report)
    for node in rubric.root.walk():
        if node is not rubric.root:
            yield from _of_node(node, report, node.title)
            yield from _of_rules(node, report, reader)


def _of_node(node: BoundNode, report: Report, title: str) -> Iterator[Parameter]:
    """Its points and what limits them, where something does."""
    is_root = node is report.rubric.root
    figures = (
        ("points", node.points),
        ("weight", node.weight),
        ("start", node.start if node.is_leaf and node.start != node.points else None),
        ("ceiling", node.ceiling if node.ceiling != node.points else None),
        ("floor", node.floor if node.floor != ZERO else None),
        ("scaled_to", node.scaled_to),
    )
    for role, value in figures:
        if value is not None:
            share = role == "weight"
            told = f"{written(value * 100)}%" if share and terminating_places(value) is not None else written(value)
            yield Parameter(report, "" if is_root else node.id, title, "", role, value, told)


def _of_rules(node: BoundNode, report: Report, reader: Reader) -> Iterator[Parameter]:
    told: dict[str, str] = {}
    for rule in charging_rules(node.rules):
        told[rule.id] = sentence(rule, report.rubric, report.language)
        for one in parameters_of(rule, node, reader):
            steps = ".".join(str(step + 1) if isinstance(step, int) else step for step in one.path[len(rule.path) :])
            yield Parameter(
                report, node.id, node.title, rule.id, one.role, one.value, one.written, steps, told[rule.id]
            )
    for both in combinations(node.rules):
        for one in cap_of(both.model.at_most, both.path):
            said = sentence(both, report.rubric, report.language)
            yield Parameter(report, node.id, node.title, both.id, one.role, one.value, one.written, "at_most", said)


def _of_grades(report: Report) -> Iterator[Parameter]:
    """The limits of the grades of the total, and how many units may have one."""
    spec = report.rubric.document.grades
    if spec is None:
        return
    for band in spec.bands:
        for key in ("from", "above", "to", "below"):
            value = getattr(band, "from_" if key == "from" else key)
            if value is not None:
                yield Parameter(report, "", band.grade, "", "grade", value, written(value), key)
    for grade, quota in spec.quota.items():
        share = share_of(quota.at_most)
        value = share if share is not None else Fraction(quota.at_most)
        yield Parameter(report, "", grade, "", "quota", value, quota.at_most, "at_most")
