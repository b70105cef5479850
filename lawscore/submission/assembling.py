"""From what is stated about a unit to its facts: layers settled, answers checked, every field accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Unknown, Value
from lawscore.facts.unit import LAYERS, Answer, Given, Layer, Question, Records, Unit, UnitFacts, unrecorded
from lawscore.problems import Problem
from lawscore.rubric.bound import Asked
from lawscore.submission.adjusting import UNCHANGED, adjust
from lawscore.submission.adjustments import Entered
from lawscore.submission.answers import KeysOf, Questions, Refused, question_for, read_answer
from lawscore.submission.collecting import Stated, UnitData
from lawscore.submission.differing import DifferingValues, differing
from lawscore.submission.merging import Settled, Statement, settle, settle_layers
from lawscore.submission.names import Names
from lawscore.submission.typing import Typed, absence
from lawscore.submission.words import fold

#: What each layer says of one field.
Layers: TypeAlias = Mapping[Layer, Settled[Typed]]

_NO_PAST: Final[Mapping[int, UnitData]] = {}
_NOT_ADJUSTED: Final[Mapping[int, Sequence[Entered]]] = {}


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

    def facts(
        self,
        unit: Unit,
        data: UnitData,
        past: Mapping[int, UnitData] = _NO_PAST,
        adjusted: Mapping[int, Sequence[Entered]] = _NOT_ADJUSTED,
    ) -> UnitFacts:
        """The facts of one unit; `past` is what is stated about earlier years, by how many years back they are.

        `adjusted` are its adjustments, by years back in the same way: 0 is the year that is assessed. Those of earlier
        years correct facts only: nothing of them is scored.
        """
        corrected = {years: [one for one in each if one.entry.field is not None] for years, each in adjusted.items()}
        known = sorted({*past, *(years for years, each in corrected.items() if years and each)})
        history = {
            years: self._facts(unit, past.get(years, UnitData()), self._forgotten(years), {}, corrected.get(years, ()))
            for years in known
        }
        return self._facts(unit, data, self.defaults, history, adjusted.get(0, ()))

    def _facts(
        self,
        unit: Unit,
        data: UnitData,
        defaults: Mapping[str, Typed],
        history: Mapping[int, UnitFacts],
        entered: Sequence[Entered],
    ) -> UnitFacts:
        """The facts of one year. A refused value is unknown, whatever absence would have meant."""
        settled = dict(defaults)
        provenance: dict[str, Given] = {}
        refused: set[str] = set()
        layers: dict[str, Layers] = {}
        contradictions = DifferingValues(unit.id)
        for name, statements in data.values.items():
            found: Statement[Typed] | Settled[Typed] = statements[0]
            if len(statements) > 1 or found.given.layer != LAYERS[0]:
                each = settle_layers(statements, Typed.alike, contradictions.of(name))
                found = list(each.values())[-1]
                if found.given.layer != LAYERS[0]:
                    layers[name] = each
            provenance[name] = found.given
            settled[name] = _or_unknown(name, found.value)
            if found.value is None:
                refused.add(name)
        self.problems.extend(contradictions.problems())
        values, nones = _split(settled)
        keys = self._keys(values, refused) if data.answers or entered else {}
        adjusted = adjust(self.names, unit, settled, refused, entered, keys, self.problems) if entered else UNCHANGED
        keys = adjusted.keys if entered else keys
        for name, corrected in adjusted.fields.items():
            if corrected.given is None:
                continue
            if name not in layers:
                layers[name] = _submitted(name, settled, refused, provenance)
            layers[name] = {**layers[name], LAYERS[-1]: Settled(corrected.value, corrected.given)}
            provenance[name] = corrected.given
            settled[name] = _or_unknown(name, corrected.value)
        if adjusted.fields:
            values, nones = _split(settled)
        answers = self._answers(unit, data.answers, keys) if data.answers else {}
        return UnitFacts(
            unit=unit,
            values=values,
            nones=nones,
            answers=answers,
            provenance=provenance,
            layers={name: _values(name, each) for name, each in layers.items()},
            origins={name: {layer: one.given for layer, one in each.items()} for name, each in layers.items()},
            reported=_reported(unit, settled, layers, defaults, provenance, history) if layers else None,
            history=history,
            adjustments=adjusted.told,
        )

    def _forgotten(self, years: int) -> dict[str, Typed]:
        """What each field was worth in an earlier year, where nobody says it: nobody knows, whatever absence means."""
        return {name: Typed(unrecorded(name, str(years))) for name in self.names.rubric.fields}

    def givens(self, stated: Mapping[str, Sequence[Statement[Typed]]]) -> dict[str, Value]:
        """The figures common to all; one that is not given is what its declaration says of absence."""
        found: dict[str, Value] = {}
        for name, spec in self.names.rubric.document.givens.items():
            typed: Typed | None = absence(spec, spec.absent, Cause("value", name))
            if name in stated:
                typed = settle(stated[name], Typed.alike, differing("given_differs", self.problems, name=name)).value
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
            differ = differing("answer_differs", self.problems, unit=unit.id, rule=question.rule)
            settled = settle(statements, _alike, differ)
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


def _or_unknown(name: str, typed: Typed | None) -> Typed:
    """What was settled; unknown, where it was refused."""
    return typed if typed is not None else Typed(Unknown((Cause("value", name),)))


def _split(settled: Mapping[str, Typed]) -> tuple[dict[str, Value | Records], frozenset[str]]:
    """The values, and the names of those that were said to be none."""
    values = {name: typed.value for name, typed in settled.items()}
    return values, frozenset(name for name, typed in settled.items() if typed.none)


def _submitted(name: str, settled: Mapping[str, Typed], refused: set[str], provenance: Mapping[str, Given]) -> Layers:
    """What was submitted of a field that an authority corrects, where its layers were not kept; nothing if nothing was."""
    if name not in provenance:
        return {}
    given = provenance[name]
    return {given.layer: Settled(None if name in refused else settled[name], given)}


def _values(name: str, layers: Layers) -> dict[Layer, Value | Records]:
    """What each layer says a field is worth."""
    return {layer: _or_unknown(name, one.value).value for layer, one in layers.items()}


def _reported(
    unit: Unit,
    settled: Mapping[str, Typed],
    layers: Mapping[str, Layers],
    defaults: Mapping[str, Typed],
    provenance: Mapping[str, Given],
    history: Mapping[int, UnitFacts],
) -> UnitFacts:
    """The facts as the unit reported them: what it did not report itself is worth what absence means."""
    own = {name: each.get(LAYERS[0]) for name, each in layers.items()}
    stated = {name: _or_unknown(name, one.value) if one is not None else defaults[name] for name, one in own.items()}
    values, nones = _split({**settled, **stated})
    untouched = {name: given for name, given in provenance.items() if name not in layers}
    sources = {**untouched, **{name: one.given for name, one in own.items() if one is not None}}
    return UnitFacts(unit=unit, values=values, nones=nones, provenance=sources, history=history)


def _alike(one: Answer, other: Answer) -> bool:
    return (one.verdict, one.points) == (other.verdict, other.points)


def _answered(answer: Answer, given: Given) -> Answer:
    """The answer with the assessors and reasons of all who gave it."""
    return Answer(verdict=answer.verdict, points=answer.points, assessor=given.assessor, reason=given.note)
