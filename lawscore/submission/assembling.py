"""From what is stated about a unit to its facts: layers settled, answers checked, every field accounted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lawscore.catalogue import phrase
from lawscore.expressions.values import Cause, Unknown, Value
from lawscore.facts.unit import Answer, Given, Question, Records, Unit, UnitFacts
from lawscore.problems import Problem
from lawscore.rubric.bound import Asked
from lawscore.submission.answers import KeysOf, Questions, Refused, question_for, read_answer
from lawscore.submission.collecting import Stated, UnitData
from lawscore.submission.merging import Settled, Statement, settle
from lawscore.submission.names import Names
from lawscore.submission.typing import Typed, absence
from lawscore.submission.words import fold


@dataclass(frozen=True)
class Assembler:
    """Makes the facts of one unit after another; problems are collected on the way."""

    names: Names
    problems: list[Problem]

    @cached_property
    def defaults(self) -> Mapping[str, Typed]:
        """What each field is worth where nobody gave it."""
        fields = self.names.rubric.fields
        return {name: absence(spec, spec.absent, Cause("value", name)) for name, spec in fields.items()}

    @cached_property
    def questions(self) -> Questions:
        """The questions of the rubric."""
        return Questions.of(self.names)

    def facts(self, unit: Unit, data: UnitData) -> UnitFacts:
        """The facts of one unit. A refused value is unknown, whatever absence would have meant."""
        settled = dict(self.defaults)
        provenance: dict[str, Given] = {}
        refused: set[str] = set()
        for name, statements in data.values.items():
            found: Statement[Typed] | Settled[Typed] = statements[0]
            if len(statements) > 1:
                differ = _differs("value_differs", unit=unit.id, name=name)
                found = settle(statements, Typed.alike, differ, self.problems)
            provenance[name] = found.given
            settled[name] = found.value if found.value is not None else Typed(Unknown((Cause("value", name),)))
            if found.value is None:
                refused.add(name)
        values: dict[str, Value | Records] = {name: typed.value for name, typed in settled.items()}
        return UnitFacts(
            unit=unit,
            values=values,
            nones=frozenset(name for name, typed in settled.items() if typed.none),
            answers=self._answers(unit, data.answers, self._keys(values, refused)) if data.answers else {},
            provenance=provenance,
        )

    def givens(self, stated: Mapping[str, Sequence[Statement[Typed]]]) -> dict[str, Value]:
        """The figures common to all; one that is not given is what its declaration says of absence."""
        found: dict[str, Value] = {}
        for name, spec in self.names.rubric.document.givens.items():
            typed: Typed | None = absence(spec, spec.absent, Cause("value", name))
            if name in stated:
                typed = settle(stated[name], Typed.alike, _differs("given_differs", name=name), self.problems).value
            value = typed.value if typed is not None else Unknown((Cause("value", name),))
            assert not isinstance(value, tuple)  # a figure common to all is never a list
            found[name] = value
        return found

    def _keys(self, values: Mapping[str, Value | Records], refused: set[str]) -> KeysOf:
        keys: dict[str, Mapping[str, str] | None] = {}
        for name, spec in self.names.rubric.fields.items():
            records = values[name]
            if spec.type == "records":
                listed = records if isinstance(records, tuple) else ()
                keys[name] = None if name in refused else {fold(record.key): record.key for record in listed}
        return keys

    def _answers(self, unit: Unit, entries: Sequence[Stated], keys: KeysOf) -> dict[Question, Answer]:
        stated: dict[Question, list[Statement[Answer]]] = {}
        optional: set[Question] = set()
        for entry in entries:
            found = self._stated(entry, keys)
            if found is None:
                continue
            asked, question, answer = found
            given = Given(layer=entry.layer, assessor=entry.entry.assessor or "", note=entry.entry.reason or "")
            stated.setdefault(question, []).append(Statement(answer, given, entry.place))
            if asked.optional:
                optional.add(question)
        answers: dict[Question, Answer] = {}
        for question, statements in stated.items():
            differs = _differs("answer_differs", unit=unit.id, rule=question.rule)
            settled = settle(statements, _alike, differs, self.problems)
            if settled.value is not None:
                answers[question] = _answered(settled.value, settled.given)
            elif question in optional:
                answers[question] = Answer()  # no answer would mean no; this one means that nobody knows
        return answers

    def _stated(self, stated: Stated, keys: KeysOf) -> tuple[Asked, Question, Answer | None] | None:
        """The question, and the answer or None where it was refused; None where even the question is not clear."""
        try:
            asked = self.questions.find(stated.entry)
            question = question_for(asked, stated.entry, keys)
        except Refused as refused:
            self._report(stated, refused)
            return None
        if question is None:
            return None
        if stated.is_broken:
            return asked, question, None
        try:
            return asked, question, read_answer(asked, stated.entry)
        except Refused as refused:
            self._report(stated, refused)
            return asked, question, None

    def _report(self, stated: Stated, refused: Refused) -> None:
        if stated.is_broken:
            return
        place = stated.place.inside(refused.part) if refused.part else stated.place
        self.problems.append(refused.problem.at(place.where()))


def _differs(code: str, **facts: object) -> Callable[[Statement[Any], str], Problem]:
    """How to say that a second statement of one layer contradicts the first."""

    def say(statement: Statement[Any], other: str) -> Problem:
        told = {**facts, "layer": phrase(f"word.layer.{statement.layer}"), "other": other}
        return Problem(code=code, where=statement.place.where(), facts=told)

    return say


def _alike(one: Answer, other: Answer) -> bool:
    return (one.verdict, one.points) == (other.verdict, other.points)


def _answered(answer: Answer, given: Given) -> Answer:
    """The answer with the assessors and reasons of all who gave it."""
    return Answer(verdict=answer.verdict, points=answer.points, assessor=given.assessor, reason=given.note)
