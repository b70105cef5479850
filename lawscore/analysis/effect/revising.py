"""Facts in which some values of units, answers or common figures are other ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from pydantic_core import PydanticCustomError

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Value
from lawscore.facts.unit import Answer, Given, Question, UnitFacts
from lawscore.loading.what_if import Changes
from lawscore.models import shorten, to_fraction
from lawscore.problems import Problem, Where, nearest
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.submission.answers import Questions, Refused, question_for, read_answer
from lawscore.submission.document import AnswerEntry
from lawscore.submission.gathering import Gathered
from lawscore.submission.names import Names
from lawscore.submission.typing import Typed, absence, typed_value
from lawscore.submission.words import fold, suggest

#: Who answers, where something is only tried.
_NOBODY = "what-if"


@dataclass(slots=True)
class _Revision:
    """What one unit is said to be."""

    values: dict[str, Typed] = field(default_factory=dict)
    answers: dict[Question, Answer] = field(default_factory=dict)

    def of(self, facts: UnitFacts) -> UnitFacts:
        """The facts with what was set."""
        return replace(
            facts,
            values={**facts.values, **{name: typed.value for name, typed in self.values.items()}},
            nones=(facts.nones - set(self.values)) | {name for name, typed in self.values.items() if typed.none},
            provenance={**facts.provenance, **{name: Given(note=_NOBODY) for name in self.values}},
            answers={**facts.answers, **self.answers},
        )


@dataclass(slots=True)
class Reviser:
    """Reads what is set of units and of common figures; `problems` fill up on the way."""

    rubric: Rubric
    changes: Changes
    problems: list[Problem] = field(default_factory=list)

    def revision(self, gathered: Gathered) -> Callable[[Gathered], Gathered]:
        """What makes the facts other ones."""
        units = {fold(facts.unit.id): facts.unit.id for facts in gathered.units}
        revisions: dict[str, _Revision] = {}
        for section, named in (("units", self.changes.document.units), ("answers", self.changes.document.answers)):
            for written, entries in named.items():
                unit = units.get(fold(written))
                if unit is None:
                    self._unknown_unit(written, section, list(units.values()))
                    continue
                revision = revisions.setdefault(unit, _Revision())
                for name, value in entries.items():
                    where = self.changes.locate((section, written, name))
                    (self._value if section == "units" else self._answer)(revision, name, value, where)
        givens = self._givens()

        def revise(found: Gathered) -> Gathered:
            facts = tuple(revisions[one.unit.id].of(one) if one.unit.id in revisions else one for one in found.units)
            return replace(found, units=facts, givens={**found.givens, **givens})

        return revise

    def _unknown_unit(self, written: str, section: str, known: list[str]) -> None:
        guess = nearest(written, known)
        hint = phrase("hint.nearest", name=guess) if guess else None
        where = self.changes.locate((section, written))
        self.problems.append(
            Problem(code="what_if_unit_unknown", where=where, facts={"given": shorten(written)}, hint=hint)
        )

    def _value(self, revision: _Revision, written: str, raw: Any, where: Where) -> None:
        fields = self.rubric.fields
        name = Names.of(self.rubric).fields.get(fold(written))
        if name is None:
            hint = Names.of(self.rubric).hint(fold(written)) or suggest(written, fields)
            self.problems.append(
                Problem(code="field_unknown", where=where, facts={"name": shorten(written)}, hint=hint)
            )
        elif name in revision.values:
            self.problems.append(Problem(code="setting_doubled", where=where, facts={"given": shorten(written)}))
        elif fields[name].type in ("records", "numbers"):
            self.problems.append(Problem(code="what_if_records", where=where, facts={"given": name}))
        else:
            typed = self._typed(fields[name], name, raw, where)
            if typed is not None:
                revision.values[name] = typed

    def _typed(self, spec: Column, name: str, raw: Any, where: Where) -> Typed | None:
        """A value as its field takes it; nothing at all is what absence means for the field."""
        cause = Cause("value", name)
        typed = typed_value(spec, raw, cause)
        if isinstance(typed, Problem):
            self.problems.append(typed.at(where))
            return None
        return absence(spec, spec.absent, cause) if typed is None else typed

    def _answer(self, revision: _Revision, written: str, raw: Any, where: Where) -> None:
        indicator, slash, rule = written.rpartition("/")
        place: Mapping[str, Any] = {"indicator": indicator, "rule": rule} if slash else {"veto": rule}
        key = "points" if _is_number(raw) else "answer"
        entry = AnswerEntry.model_validate({**place, key: raw, "assessor": _NOBODY, "reason": _NOBODY})
        try:
            asked = Questions.of(Names.of(self.rubric)).find(entry)
            question = question_for(asked, entry, {})
            if question is not None:
                revision.answers[question] = read_answer(asked, entry)
        except Refused as refused:
            self.problems.append(refused.problem.at(where))

    def _givens(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        names = Names.of(self.rubric)
        for written, raw in self.changes.document.givens.items():
            where = self.changes.locate(("givens", written))
            name = names.givens.get(fold(written))
            if name is None:
                hint = names.given_hint(fold(written))
                problem = Problem(code="given_unknown", where=where, facts={"name": written}, hint=hint)
                self.problems.append(problem)
                continue
            typed = self._typed(self.rubric.document.givens[name], name, raw, where)
            if typed is not None and not isinstance(typed.value, tuple):
                found[name] = typed.value
        return found


def _is_number(raw: Any) -> bool:
    if isinstance(raw, bool):
        return False
    try:
        to_fraction(raw)
    except PydanticCustomError:
        return False
    return True
