"""Rubric text in, scores and sentences out: what the tests of rules are written in.

A fragment is the part of a rubric that a test is about. One with `rules` is a leaf called `a`, one with `indicators` a
document; the rest of a document is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from lawscore.assessing import Assessment, assess_facts
from lawscore.catalogue import Language, say
from lawscore.expressions.values import Cause, Missing, NotApplicable, Numbers, Unknown
from lawscore.facts.card import Card, NodeResult
from lawscore.facts.unit import Answer, Question, Record, Unit, UnitFacts
from lawscore.numbers import plain_text
from lawscore.problems import Problem
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.texts import folded

HEAD: Mapping[str, Any] = {
    "lawscore": "1", "calculation": "1", "rubric": "sample", "version": "2023.1", "status": "draft", "title": "考核细则",
    "issued": {"note": "示例"}, "period": {"from": "2023-01-01", "to": "2023-12-31"}, "points": "100",
}  # fmt: skip

#: Every value a text; the loader written in C where there is one, for thousands of fragments are read.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: A value that was said to be none: it did not happen.
NONE = "none"


def document_of(fragment: str) -> dict[str, Any]:
    """The whole document that a fragment is part of."""
    given: dict[str, Any] = yaml.load(fragment, LOADER)
    whole = {key: value for key, value in given.items() if key in Document.model_fields and key not in _OF_A_LEAF}
    if "rules" in given:
        leaf = {key: value for key, value in given.items() if key not in whole}
        whole = {"points": given.get("points", "100"), **whole, "indicators": [{"id": "a", **leaf}]}
        return {**HEAD, **whole}
    return {**HEAD, **given}


_OF_A_LEAF = frozenset({"points", "floor", "ceiling", "round", "scaled_to", "basis", "accepts"})


def bind(fragment: str, others: Mapping[str, Rubric] | None = None) -> tuple[Rubric | None, list[Problem]]:
    """Bind a fragment: the rubric, or None and its problems."""
    return bind_rubric(Document.model_validate(document_of(fragment)), others)


def rubric_of(fragment: str, others: Mapping[str, Rubric] | None = None) -> Rubric:
    """The rubric of a fragment that is sound."""
    rubric, problems = bind(fragment, others)
    assert [problem.message("en") for problem in problems] == []
    assert rubric is not None
    return rubric


@dataclass(frozen=True)
class Scored:
    """What became of one unit."""

    card: Card
    problems: tuple[Problem, ...]

    @property
    def state(self) -> str:
        return self.card.state

    @property
    def score(self) -> str | None:
        """The exact total."""
        return None if self.card.score is None else str(self.card.score)

    @property
    def asked(self) -> list[str]:
        """The signed points of all items, exactly, in their order."""
        return [str(item.points) for item in self.card.items]

    def told(self, language: Language = "zh") -> list[str]:
        """The items: `-1.5 件为 3；…`; a cut is marked."""
        return [
            f"{'(cut) ' if item.kind == 'cut' else ''}{_signed(item.points)} {say(item.reason, language)}"
            for item in self.card.items
        ]

    def node(self, indicator: str = "a") -> NodeResult:
        return self.card.node(indicator)

    def owed(self, indicator: str = "a") -> list[str]:
        """What is missing: `answer a/配合`, with the record where there is one."""
        return [_owed(cause) for cause in self.node(indicator).causes]


def score(
    fragment: str,
    values: Mapping[str, Any] | None = None,
    answers: Mapping[str | tuple[str, ...], Any] | None = None,
    *,
    unit_class: str | None = None,
    roles: Mapping[str, str] | None = None,
    givens: Mapping[str, Any] | None = None,
) -> Scored:
    """Score one unit. `answers` go by rule, by rule and record, or by indicator, rule and record of a leaf."""
    rubric = rubric_of(fragment)
    given = values or {}
    assert set(given) <= set(rubric.fields), "a value for a field that is not declared"
    unit = Unit(id="u", name="某县", unit_class=unit_class, roles=roles or {})
    facts = UnitFacts(
        unit=unit,
        values={name: _field(name, spec, given) for name, spec in rubric.fields.items()},
        nones=frozenset(name for name, value in given.items() if value == NONE),
        answers=dict(_answer(about, given) for about, given in (answers or {}).items()),
    )
    shared = {name: _typed(value, rubric.document.givens[name]) for name, value in (givens or {}).items()}
    assessment = assess_facts(rubric, [facts], shared)
    card = assessment["u"]
    for node in card.nodes:
        _law_of_sums(node)
    _law_of_causes(card)
    return Scored(card, assessment.problems)


def score_unit(rubric: Rubric, facts: UnitFacts, givens: Mapping[str, Any]) -> Card:
    """The card of one unit by itself."""
    return assess_facts(rubric, [facts], givens)[facts.unit.id]


def several(
    fragment: str,
    units: Mapping[str, Mapping[str, Any]],
    *,
    classes: Mapping[str, str] | None = None,
    parents: Mapping[str, str | None] | None = None,
    others: Mapping[str, Assessment] | None = None,
) -> Assessment:
    """Assess several units: the values of each, by its id, which is its name too."""
    below = {name: other.rubric for name, other in (others or {}).items()}
    rubric = rubric_of(fragment, below)
    return several_of(rubric, units, classes=classes, parents=parents, others=others)


def several_of(
    rubric: Rubric,
    units: Mapping[str, Mapping[str, Any]],
    *,
    classes: Mapping[str, str] | None = None,
    parents: Mapping[str, str | None] | None = None,
    others: Mapping[str, Assessment] | None = None,
) -> Assessment:
    """Assess several units under a rubric; `others` are the units below, as their own rubric assessed them."""
    facts = [
        UnitFacts(
            unit=Unit(id=unit, name=unit, unit_class=(classes or {}).get(unit), parent=(parents or {}).get(unit)),
            values={name: _field(name, spec, given) for name, spec in rubric.fields.items()},
            nones=frozenset(name for name, value in given.items() if value == NONE),
        )
        for unit, given in units.items()
    ]
    return assess_facts(rubric, facts, {}, others=others)


def _law_of_sums(node: NodeResult) -> None:
    """For every scored node: start + items = score, exactly."""
    if node.state == "scored":
        assert node.start is not None
        assert node.start + sum((item.points for item in node.items), Fraction(0)) == node.score


def _law_of_causes(card: Card) -> None:
    """Every cut has a cause, and no other item has one but a veto that was waived."""
    for item in card.items:
        assert (item.cause is not None) == (item.kind == "cut" or (item.kind == "veto" and item.cause == "waiver"))


def _field(name: str, spec: FieldSpec, given: Mapping[str, Any]) -> Any:
    if name not in given:
        return Unknown((Cause("value", name),))
    value = given[name]
    if value == NONE:
        return _nothing(name, spec)
    if spec.type != "records" or isinstance(value, Missing):
        return _typed(value, spec)
    columns = spec.fields or {}
    return tuple(
        Record(str(row.get(spec.key, place)), {column: _cell(row, column, inner) for column, inner in columns.items()})
        for place, row in enumerate(value, start=1)
    )


def _nothing(name: str, spec: FieldSpec) -> Any:
    """`none`: counts are 0, records empty, any other use is not applicable."""
    if spec.type == "records":
        return ()
    return Fraction(0) if spec.type == "count" else NotApplicable((Cause("value", name),))


def _cell(row: Mapping[str, Any], column: str, spec: Column) -> Any:
    return _typed(row[column], spec) if column in row else Unknown((Cause("value", column),))


def _typed(value: Any, spec: Column) -> Any:
    """Numbers and percentages are written as texts, exactly."""
    if spec.type == "numbers" and isinstance(value, list):
        return Numbers(tuple(Fraction(str(one)) for one in value))
    if isinstance(value, bool | date | Missing):
        return value
    if spec.type in ("text", "choice"):
        return folded(value)
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def _answer(about: str | tuple[str, ...], given: Any) -> tuple[Question, Answer]:
    indicator, rule, record = ("a", about, "") if isinstance(about, str) else _three(about)
    if isinstance(given, Answer):
        return Question(indicator, rule, record), given
    if given in ("yes", "no", "not_applicable"):
        return Question(indicator, rule, record), Answer(verdict=given, assessor="省考核组", reason="见会议纪要")
    return Question(indicator, rule, record), Answer(points=Fraction(given), assessor="省考核组", reason="情节较重")


def _three(about: tuple[str, ...]) -> tuple[str, str, str]:
    return ("a", *about) if len(about) == 2 else about  # type: ignore[return-value]


def _owed(cause: Cause) -> str:
    return " ".join(part for part in (cause.kind, cause.name, cause.record, cause.detail) if part)


def _signed(points: Fraction) -> str:
    return f"+{plain_text(points)}" if points > 0 else plain_text(points)


__all__ = ["HEAD", "NONE", "Scored", "bind", "document_of", "rubric_of", "score", "score_unit", "several", "several_of"]
