"""Assessors' entries: which question each answers, and whether the answer is one that the question takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from pydantic_core import PydanticCustomError

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.facts.unit import Answer, Question
from lawscore.models import kind_of, shorten, to_fraction
from lawscore.problems import Problem
from lawscore.rubric.bound import Asked
from lawscore.rubric.questions import VETO
from lawscore.rules.amounts import Assessed, OneOf, PriceList
from lawscore.rules.combining import charging_rules
from lawscore.submission.document import AnswerEntry
from lawscore.submission.names import Names
from lawscore.submission.words import VERDICT_WORDS, fold, suggest, word

Verdict: TypeAlias = Literal["yes", "no", "not_applicable"]

#: The records of a unit by list, then by key as it is compared; None where the list is not known.
KeysOf: TypeAlias = Mapping[str, Mapping[str, str] | None]


class Refused(Exception):
    """An entry that cannot be taken: the problem, and the part of the entry that is wrong (empty: all of it)."""

    def __init__(self, code: str, part: str = "", hint: Phrase | None = None, /, **facts: object) -> None:
        super().__init__(code)
        self.part = part
        self.problem = Problem(code=code, facts=facts, hint=hint)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a rubric, found by what an entry says."""

    names: Names
    index: Mapping[tuple[str, str, str], Asked]

    @classmethod
    def of(cls, names: Names) -> Questions:
        """The questions of a rubric."""
        asked = names.rubric.question_index
        return cls(names, {(fold(place), fold(rule), about): one for (place, rule, about), one in asked.items()})

    def find(self, entry: AnswerEntry) -> Asked:
        """The question that an entry answers. Raises `Refused`."""
        if entry.veto is not None:
            if entry.indicator is not None or entry.rule is not None:
                raise Refused("answer_veto_and_rule", "veto")
            return self._find(VETO, entry.veto, entry.about, "veto")
        if entry.indicator is None or entry.rule is None:
            raise Refused("answer_to_what")
        if fold(entry.indicator) not in self.names.indicators:
            hint = suggest(entry.indicator, self.names.rubric.nodes)
            raise Refused("answer_indicator_unknown", "indicator", hint, id=shorten(entry.indicator))
        return self._find(entry.indicator, entry.rule, entry.about, "rule")

    def _find(self, place: str, rule: str, about: str, key: str) -> Asked:
        found = self.index.get((fold(place), fold(rule), about))
        if found is not None:
            return found
        if (fold(place), fold(rule), "unless" if about == "for" else "for") in self.index:
            code = "answer_only_waiver" if about == "for" else "answer_no_waiver"
            raise Refused(code, "about" if about == "unless" else key, rule=rule)
        asked = tuple(one.question.rule for one in self.index.values() if fold(one.question.indicator) == fold(place))
        if fold(rule) in self._rules(place):
            raise Refused("answer_not_asked", key, _asked_hint(asked), rule=rule)
        code = "answer_veto_unknown" if key == "veto" else "answer_rule_unknown"
        raise Refused(code, key, suggest(rule, asked) or _asked_hint(asked), id=shorten(rule), indicator=place)

    def _rules(self, place: str) -> set[str]:
        if place == VETO:
            return {fold(veto.spec.id) for veto in self.names.rubric.vetoes}
        node = self.names.rubric.nodes[self.names.indicators[fold(place)]]
        return {fold(rule.id) for rule in charging_rules(node.rules)}


def _asked_hint(asked: tuple[str, ...]) -> Phrase:
    return phrase("hint.questions", rules=asked) if asked else phrase("hint.no_questions")


def question_for(asked: Asked, entry: AnswerEntry, keys: KeysOf) -> Question | None:
    """The question with the record it is about; None where the list of records was itself refused. Raises `Refused`."""
    question = asked.question
    if asked.records is None:
        if entry.record is not None:
            raise Refused("answer_record_unexpected", "record", rule=question.rule)
        return question
    if entry.record is None:
        raise Refused("answer_record_missing", rule=question.rule, records=asked.records)
    known = keys.get(asked.records)
    if known is None:
        return None
    key = known.get(fold(entry.record))
    if key is None:
        hint = suggest(fold(entry.record), known.values())
        raise Refused("answer_record_unknown", "record", hint, key=shorten(entry.record), records=asked.records)
    return Question(question.indicator, question.rule, key, question.about)


def read_answer(asked: Asked, entry: AnswerEntry) -> Answer:
    """The answer, as the question takes it: a figure or a verdict. Raises `Refused`."""
    verdict = _verdict(entry)
    if verdict == "not_applicable" and not asked.may_not_apply:
        raise Refused("answer_must_apply", "answer", rule=asked.question.rule)
    points = _points(entry)
    if asked.amount is not None:
        verdict, points = _figure(asked, verdict, points)
    elif points is not None:
        raise Refused("answer_figure_unexpected", "points", rule=asked.question.rule)
    elif verdict is None:
        raise Refused("answer_missing", rule=asked.question.rule)
    if asked.reason_required and verdict == "yes":
        _explained(entry)
    return Answer(verdict=verdict, points=points, assessor=entry.assessor or "", reason=entry.reason or "")


def _verdict(entry: AnswerEntry) -> Verdict | None:
    if entry.answer is None:
        return None
    if isinstance(entry.answer, bool):
        return "yes" if entry.answer else "no"
    given = word(VERDICT_WORDS, entry.answer)
    if given not in ("yes", "no", "not_applicable"):
        shown = kind_of(given) if isinstance(given, list | dict) else shorten(given)
        raise Refused("answer_not_a_verdict", "answer", given=shown)
    return given  # type: ignore[no-any-return]


def _points(entry: AnswerEntry) -> Fraction | None:
    if entry.points is None:
        return None
    try:
        return to_fraction(entry.points)
    except PydanticCustomError as error:
        context: Mapping[str, Any] = error.context or {}
        raise Refused(context["code"], "points", context["hint"], **context["facts"]) from error


def _figure(asked: Asked, verdict: Verdict | None, points: Fraction | None) -> tuple[Verdict, Fraction | None]:
    """A figure and the verdict that goes with it: `answer: no` is a figure of zero."""
    rule = asked.question.rule
    if verdict == "not_applicable" and points is None:
        return verdict, None
    if points is None and verdict != "no":
        raise Refused("answer_figure_missing", rule=rule)
    points = points if points is not None else Fraction(0)
    if points and verdict not in ("yes", None):
        raise Refused("answer_contradicts", "points", points=points)
    complaints = [figure.why_not(points) for figure in _figures(asked.amount)]
    wrong = [complaint for complaint in complaints if complaint is not None]
    if wrong and len(wrong) == len(complaints):
        code, facts = wrong[0]
        raise Refused(code, "points", None, **facts)
    return ("yes" if points else "no"), points


def _figures(amount: object) -> Iterator[Assessed | OneOf]:
    """The ranges and lists that a figure may come from; a price list may hold several."""
    if isinstance(amount, Assessed | OneOf):
        yield amount
    prices = amount.prices if isinstance(amount, PriceList) else amount
    if isinstance(prices, dict):
        for entry in prices.values():
            yield from _figures(entry)


_NAMED: Final = (("reason", "answer_reason_missing"), ("assessor", "answer_assessor_missing"))


def _explained(entry: AnswerEntry) -> None:
    for key, code in _NAMED:
        if not (getattr(entry, key) or "").strip():
            raise Refused(code, rule=entry.veto or entry.rule or "")
