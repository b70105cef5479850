"""Vetoes (一票否决): whether one struck, on which grounds, and what it does to the card."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import Phrase, phrase
from lawscore.expressions.values import Missing, Unknown, Value
from lawscore.facts.card import VetoResult
from lawscore.facts.items import CutCause, Item
from lawscore.facts.unit import Question, Scope, unanswered
from lawscore.numbers import ZERO
from lawscore.rubric.bound import BoundVeto, Rubric
from lawscore.rubric.document import Effect
from lawscore.rubric.questions import VETO
from lawscore.rules.amounts import said_by
from lawscore.rules.basis import cite
from lawscore.rules.charging import Waived


def judge(rubric: Rubric, scope: Scope) -> tuple[VetoResult, ...]:
    """The vetoes that struck, were waived, or cannot be decided."""
    found = (_judge_one(veto, scope) for veto in rubric.vetoes)
    return tuple(result for result in found if result is not None)


def _judge_one(veto: BoundVeto, scope: Scope) -> VetoResult | None:
    if veto.when is not None:
        holds: Value = veto.when.run(scope)
        grounds = phrase("veto.condition", text=veto.spec.text or veto.when.text)
    else:
        holds = _answer(scope, Question(VETO, veto.spec.id))
        grounds = _grounds(veto, scope)
    if isinstance(holds, Missing):
        return _result(veto, grounds, struck=False, missing=holds) if isinstance(holds, Unknown) else None
    if not holds:
        return None
    waived = _waived(veto, scope)
    if isinstance(waived, Unknown):
        return _result(veto, grounds, struck=False, missing=waived)
    if waived is True:
        told = phrase("veto.waived", grounds=grounds, waiver=_waiver(veto, scope))
        return replace(_result(veto, told, struck=False), waived=True)
    return _result(veto, grounds, struck=True)


def _answer(scope: Scope, question: Question) -> Value:
    answer = scope.answers.get(question)
    if answer is None or answer.verdict is None:
        return unanswered(question)
    return answer.verdict == "yes"


def _waived(veto: BoundVeto, scope: Scope) -> Value:
    if veto.unless is not None:
        return veto.unless.run(scope)
    if isinstance(veto.spec.unless, Waived):
        return _answer(scope, Question(VETO, veto.spec.id, about="unless"))
    return False


def _waiver(veto: BoundVeto, scope: Scope) -> Phrase:
    if veto.unless is not None:
        return phrase("cut.waived", why=veto.unless.text)
    assert isinstance(veto.spec.unless, Waived)
    answer = scope.answers[Question(VETO, veto.spec.id, about="unless")]
    return phrase("cut.waived_by", why=veto.spec.unless.for_, **said_by(answer))


def _grounds(veto: BoundVeto, scope: Scope) -> Phrase:
    answer = scope.answers.get(Question(VETO, veto.spec.id))
    if answer is None:
        return phrase("veto.condition", text=veto.spec.text or veto.spec.for_)
    return phrase("veto.answered", text=veto.spec.text or veto.spec.for_, **said_by(answer))


def _result(veto: BoundVeto, reason: Phrase, *, struck: bool, missing: Missing | None = None) -> VetoResult:
    effect = veto.spec.effect
    named = effect if isinstance(effect, Effect) else Effect.model_construct()
    return VetoResult(
        id=veto.spec.id, struck=struck, effect=_say(effect), reason=reason, zero_total=effect == "zero_total",
        grade=named.grade, grade_at_most=named.grade_at_most, ineligible_for=named.ineligible_for,
        causes=missing.causes if missing is not None else (),
    )  # fmt: skip


def _say(effect: str | Effect) -> Phrase:
    if not isinstance(effect, Effect):
        return phrase("veto.zero_total")
    for key in ("grade", "grade_at_most", "ineligible_for"):
        if getattr(effect, key) is not None:
            return phrase(f"veto.{key}", grade=getattr(effect, key))
    return phrase("veto.zero_total")


def items_of_vetoes(vetoes: tuple[VetoResult, ...], total: Fraction, rubric: Rubric) -> list[Item]:
    """One item for each veto that struck or was waived; one that takes the total never raises what is below zero."""
    items: list[Item] = []
    bases = {veto.spec.id: cite(veto.spec.basis) for veto in rubric.vetoes}
    for veto in vetoes:
        if not veto.struck and not veto.waived:
            continue
        points = -max(total, ZERO) if veto.zero_total and veto.struck else ZERO
        total += points
        told = phrase("veto.reason", grounds=veto.reason, effect=veto.effect)
        reason = veto.reason if veto.waived else told
        cause: CutCause | None = "waiver" if veto.waived else None
        items.append(Item(None, veto.id, "veto", points, reason, basis=bases[veto.id], cause=cause))
    return items
