"""What is to be written in a cell, as a sentence for whoever fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.numbers import plain_text
from lawscore.office.forms.plan import Plan
from lawscore.rubric.bound import Asked
from lawscore.rubric.fields import Column
from lawscore.rubric.questions import VETO
from lawscore.rules.amounts import Assessed, OneOf


def help_text(plan: Plan, name: str, spec: Column) -> str:
    """How a field or a column is filled in: what the rubric says, what its type asks, what a blank means."""
    return plan.say("form.help.joiner").join(_parts(plan, name, spec))


def short_help(plan: Plan, name: str, spec: Column) -> str:
    """What the type asks, with its limits."""
    limits = _limits(plan, spec)
    key = "records_here" if spec.type == "records" and plan.sort == "all" else spec.type
    told = plan.say(f"form.help.{key}", sheet=plan.titles.get(name, ""))
    return plan.say("form.help.joiner").join([told, limits] if limits else [told])


def _parts(plan: Plan, name: str, spec: Column) -> Iterator[str]:
    if spec.help:
        yield spec.help
    yield short_help(plan, name, spec)
    if spec.absent != "unknown":
        yield plan.say(f"form.help.blank.{spec.absent}")
    if spec.source:
        yield plan.say("form.help.source", source=spec.source)


def _limits(plan: Plan, spec: Column) -> str:
    low, high = _limit(spec, spec.min), _limit(spec, spec.max)
    if low is not None and high is not None:
        return plan.say("form.help.range", low=low, high=high)
    if low is not None:
        return plan.say("form.help.least", low=low)
    return plan.say("form.help.most", high=high) if high is not None else ""


def _limit(spec: Column, limit: Fraction | None) -> object:
    if limit is None:
        return None
    return phrase("word.percent", value=limit * 100) if spec.type == "percent" else limit


def question_title(plan: Plan, asked: Asked) -> str:
    """To which indicator a question belongs."""
    if asked.question.indicator == VETO:
        return plan.say("form.veto")
    node = plan.rubric.nodes[asked.question.indicator]
    return plan.say("form.group", id=node.id, title=node.title)


def question_text(plan: Plan, asked: Asked) -> str:
    """What is asked."""
    text = asked.text if asked.question.about == "for" else plan.say("form.waiver", text=asked.text)
    return text + (plan.say("form.of_records", records=asked.records) if asked.records else "")


def answers_text(plan: Plan, asked: Asked) -> str:
    """Which answers a question takes."""
    amount = asked.amount
    if amount is None:
        return plan.say("form.answers.verdict_or_not" if asked.may_not_apply else "form.answers.verdict")
    if isinstance(amount, Assessed):
        told = {"low": amount.from_ or Fraction(0), "high": amount.up_to, "step": amount.step}
        return plan.say("form.answers.range" if amount.step is None else "form.answers.step", **told)
    if isinstance(amount, OneOf):
        return plan.say("form.answers.listed", listed=tuple(plain_text(one) for one in amount.one_of))
    return plan.say("form.answers.figure")
