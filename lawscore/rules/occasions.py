"""The occasion of a rule: what makes it charge, and how often.

`when` a condition · `for` a question that an assessor answers · `each` a count or the records of a list ·
`per … below/above … of` steps of a measure · `in_proportion_to` a measure · none, where the amount itself decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from lawscore.arithmetic import divide, is_above, is_positive, multiply
from lawscore.catalogue import Phrase, chain, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.operations import subtract
from lawscore.expressions.values import PERCENT, Kind, Missing, NotApplicable, Unknown, Value, absorb
from lawscore.facts.unit import Answer, Question, Record, Scope, unanswered
from lawscore.models import Asked, Formula, Model, YesNo, refuse, to_text
from lawscore.numbers import ONE, ZERO, NotANumber, ceiling, floor, parse_number, parse_percent
from lawscore.rules.amounts import said_by
from lawscore.rules.binder import Binder, RecordList
from lawscore.rules.limit import check_measure
from lawscore.rules.records import BoundFilter, RecordFilter, on_record
from lawscore.rules.saying import shown, told_name

Partial = Literal["in_proportion", "counts_as_whole", "ignored"]

_DAYS: Final = re.compile(r"(\d+)\s*(?:days?|天|日)")
_WORKING_DAYS: Final = re.compile(r"(\d+)?\s*(?:working days?|个?工作日)")

StepKind: TypeAlias = Literal["plain", "percent", "days", "working_days"]


def _to_step(value: object) -> str:
    text = to_text(value).strip()
    try:
        step, _ = parse_step(text)
    except NotANumber as error:
        raise refuse("step_unreadable", given=text) from error
    if step <= 0:
        raise refuse("step_not_positive", given=text)
    return text


def parse_step(text: str) -> tuple[Fraction, StepKind]:
    """Read the step of `per`: `1`, `1%`, `1 day`, `1 working day`."""
    working = _WORKING_DAYS.fullmatch(text.strip())
    if working:
        return Fraction(int(working.group(1) or 1)), "working_days"
    days = _DAYS.fullmatch(text.strip())
    if days:
        return Fraction(int(days.group(1))), "days"
    if text.strip()[-1:] in "%％":
        return parse_percent(text), "percent"
    return parse_number(text), "plain"


_STEP_PATTERN: Final = r"^([\d.]+ ?(%|％|days?|天|日|working days?|个?工作日)?|working day|工作日)$"

Step = Annotated[
    str,
    BeforeValidator(_to_step),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _STEP_PATTERN}]}),
]


class Occasion(Model):
    """The keys that say when a rule charges."""

    when: Formula | None = None
    for_: Asked | None = Field(default=None, alias="for")
    each: Formula | None = None
    per: Step | None = None
    below: Formula | None = None
    above: Formula | None = None
    of: Formula | None = None
    partial: Partial | None = None
    in_proportion_to: Formula | None = None
    essential: YesNo = False
    may_not_apply: YesNo = False
    optional: YesNo = False

    @model_validator(mode="after")
    def _whole(self) -> Occasion:
        if self.per is not None:
            if self.of is None or (self.below is None) == (self.above is None):
                raise refuse("steps_incomplete")
        elif self.below is not None or self.above is not None or self.of is not None or self.partial is not None:
            raise refuse("steps_without_per")
        if self.in_proportion_to is not None and (self.per is not None or self.each is not None):
            raise refuse("occasions_two")
        if (self.essential or self.may_not_apply or self.optional) and self.for_ is None:
            raise refuse("question_missing")
        return self


class Occurrence(NamedTuple):
    """One thing that happened: how many (or which share), in which record, and how that was found."""

    quantity: Fraction
    record: Record | None = None
    note: Phrase | None = None


_HUNDRED: Final = Fraction(100)

#: It happened, once, and there is nothing to tell of how that was found.
ONCE: Final = [Occurrence(ONE)]


@dataclass(frozen=True, slots=True)
class BoundOccasion:
    """An occasion that is ready: `find(scope)` lists what happened; nothing happened where the list is empty."""

    find: Callable[[Scope], list[Occurrence] | Missing]
    #: There is one occurrence for each record of a list.
    records: RecordList | None = None
    #: A yes-or-no question of the rule itself.
    question: str | None = None
    #: Nothing but the amount decides.
    always: bool = False
    reads: frozenset[str] = frozenset()
    #: Which records of the list fall under the rule.
    filter: BoundFilter | None = None


def bind_occasion(
    occasion: Occasion, filters: RecordFilter, binder: Binder, rule: str, *, amount_asks: bool
) -> BoundOccasion:
    """Make the occasion of a rule ready."""
    guard = binder.condition(occasion.when, "when") if occasion.when is not None else None
    records = binder.names.lists.get(occasion.each) if occasion.each is not None else None
    if records is not None:
        base = _each_record(occasion, filters, records, binder, rule, amount_asks=amount_asks)
    else:
        filters.refuse_without_records(binder)
        base = _once(occasion, binder, rule, amount_asks=amount_asks)
    if guard is None:
        return base
    return replace(base, find=_guarded(guard, base.find), always=False, reads=base.reads | guard.reads)


def _guarded(
    guard: Program, find: Callable[[Scope], list[Occurrence] | Missing]
) -> Callable[[Scope], list[Occurrence] | Missing]:
    run, tells = guard.run, guard.tell is not None

    def guarded(scope: Scope) -> list[Occurrence] | Missing:
        holds = run(scope)
        if isinstance(holds, Missing):
            return holds
        found = find(scope) if holds else []
        return _told(found, guard, scope) if tells and isinstance(found, list) else found

    return guarded


def _told(found: list[Occurrence], guard: Program, scope: Scope) -> list[Occurrence]:
    """What happened, each with why the condition holds."""
    why = guard.tell(scope) if found and guard.tell is not None else None
    if why is None:
        return found
    return [one._replace(note=why if one.note is None else chain((why, one.note))) for one in found]


def _once(occasion: Occasion, binder: Binder, rule: str, *, amount_asks: bool) -> BoundOccasion:
    if occasion.each is not None and occasion.per is not None:
        binder.refuse("each_per_needs_records", "each", name=occasion.each)
    counted = occasion.each is not None or occasion.per is not None or occasion.in_proportion_to is not None
    if occasion.for_ is not None and counted:
        binder.refuse("question_with_measure", "for")
    if occasion.each is not None:
        return _each_count(occasion.each, binder)
    if occasion.per is not None:
        steps = bind_steps(occasion, binder)
        return BoundOccasion(lambda scope: _steps_once(steps, scope), reads=steps.reads)
    if occasion.in_proportion_to is not None:
        return _share(occasion.in_proportion_to, binder)
    if occasion.for_ is not None and not amount_asks:
        return _question(occasion, binder, rule)
    return BoundOccasion(lambda _scope: ONCE, question=occasion.for_, always=occasion.for_ is None)


def _each_count(text: str, binder: Binder) -> BoundOccasion:
    count = binder.program(text, "each")
    if count.kind.name not in ("number", "any") or count.kind.measure in ("percent", "ratio"):
        binder.refuse("each_not_count", "each", given=text, kind=count.kind.word)

    def find(scope: Scope) -> list[Occurrence] | Missing:
        value = count.run(scope)
        if isinstance(value, Missing):
            return value
        if not is_positive(value):
            return []
        assert isinstance(value, Fraction)  # checked when the rule was bound
        return [Occurrence(value, note=phrase("how.count", name=told_name(count), quantity=value))]

    return BoundOccasion(find, reads=count.reads)


def _each_record(
    occasion: Occasion, filters: RecordFilter, records: RecordList, binder: Binder, rule: str, *, amount_asks: bool
) -> BoundOccasion:
    inner = binder.within(records)
    kept: BoundFilter = filters.bind_filter(records, binder)
    steps = bind_steps(occasion, inner) if occasion.per is not None else None
    asks = occasion.for_ is not None and not amount_asks

    def charged(scope: Scope, record: Record) -> list[Occurrence] | Unknown:
        inside = scope.within(record)
        verdict = ask(inside, Question(binder.indicator, rule, record.key), occasion) if asks else True
        if isinstance(verdict, Unknown):
            return verdict
        if verdict is not True:
            return []  # a record to which the question does not apply is not charged; the others are
        taken = _steps_once(steps, inside) if steps else ONCE
        if isinstance(taken, Missing):
            return on_record(taken, record)
        return [Occurrence(one.quantity, record, _from(record, one.note)) for one in taken]

    def find(scope: Scope) -> list[Occurrence] | Missing:
        chosen = kept.keep(scope)
        if isinstance(chosen, Missing):
            return chosen
        found: list[Occurrence] = []
        open_: list[Unknown] = []
        for record in chosen:
            taken = charged(scope, record)
            if isinstance(taken, list):
                found += taken
            else:
                open_.append(taken)
        return absorb(open_) or found

    reads = kept.reads | {records.name} | (steps.reads if steps else frozenset())
    return BoundOccasion(find, records, occasion.for_, reads=reads, filter=kept)


def _from(record: Record, note: Phrase | None) -> Phrase | None:
    """A record that another unit reports says so."""
    if not record.reported_by:
        return note
    said = phrase("how.charged_from", unit=record.reported_by)
    return said if note is None else chain((said, note))


def _question(occasion: Occasion, binder: Binder, rule: str) -> BoundOccasion:
    question = Question(binder.indicator, rule)

    def find(scope: Scope) -> list[Occurrence] | Missing:
        answer = scope.answers.get(question)
        verdict = _verdict(answer, question, occasion)
        if isinstance(verdict, Missing):
            return verdict
        return [Occurrence(ONE, note=_answered(answer))] if verdict else []

    return BoundOccasion(find, question=occasion.for_)


def _answered(answer: Answer | None) -> Phrase | None:
    if answer is None or not (answer.assessor or answer.reason):
        return None
    return phrase("how.answered", **said_by(answer))


def ask(scope: Scope, question: Question, occasion: Occasion) -> bool | Missing:
    """What the assessor answered: yes, no, not applicable, or nothing yet."""
    return _verdict(scope.answers.get(question), question, occasion)


def _verdict(answer: Answer | None, question: Question, occasion: Occasion) -> bool | Missing:
    if answer is None or answer.verdict is None:
        means_no = question.about == "for" and occasion.optional and answer is None
        return False if means_no else unanswered(question)
    if answer.verdict == "not_applicable":
        return NotApplicable(unanswered(question).causes)
    return answer.verdict == "yes"


def _share(text: str, binder: Binder) -> BoundOccasion:
    measure = binder.number(text, "in_proportion_to")

    def find(scope: Scope) -> list[Occurrence] | Missing:
        value = measure.run(scope)
        if isinstance(value, Missing):
            return value
        if not is_positive(value):
            return []
        assert isinstance(value, Fraction)  # checked when the rule was bound
        share, key = (ONE, "how.share_clipped") if is_above(value, ONE) else (value, "how.share")
        told, counted = multiply(value, _HUNDRED), multiply(share, _HUNDRED)
        return [Occurrence(share, note=phrase(key, name=told_name(measure), value=told, share=counted))]

    return BoundOccasion(find, reads=measure.reads)


@dataclass(frozen=True, slots=True)
class Steps:
    """`per … below/above … of`: how many steps a measure is away from a limit."""

    measure: Program
    limit: Program
    step: Fraction
    told: object
    #: A quotient that is stepped by percentages is told as one.
    shown_as: Kind
    is_below: bool
    partial: Partial
    #: What is said of a step that has begun.
    begun: Phrase
    #: Only working days count.
    working: bool

    @property
    def reads(self) -> frozenset[str]:
        """The fields that the steps depend on."""
        return self.measure.reads | self.limit.reads

    def count(self, scope: Scope) -> tuple[Fraction, Value, Value] | Missing:
        """The number of steps, the measured value and the limit."""
        value, limit = self.measure.run(scope), self.limit.run(scope)
        away = subtract(limit, value) if self.is_below else subtract(value, limit)
        if isinstance(away, Missing):
            return away
        assert isinstance(away, Fraction)  # checked when the rule was bound
        if not is_positive(away):
            return ZERO, value, limit
        if self.working:
            away = self._worked(scope, value, limit)
            if not isinstance(away, Fraction):
                return away
        return _PARTIAL[self.partial](divide(away, self.step)), value, limit

    def _worked(self, scope: Scope, value: Value, limit: Value) -> Fraction | Missing:
        assert isinstance(value, date)  # checked when the rule was bound
        assert isinstance(limit, date)  # the same
        return scope.calendar.between(value, limit) if self.is_below else scope.calendar.between(limit, value)


_PARTIAL: Final[dict[Partial, Callable[[Fraction], Fraction]]] = {
    "in_proportion": lambda steps: steps,
    "counts_as_whole": ceiling,
    "ignored": floor,
}


def _steps_once(steps: Steps, scope: Scope) -> list[Occurrence] | Missing:
    counted = steps.count(scope)
    if isinstance(counted, Missing):
        return counted
    quantity, value, limit = counted
    if not quantity:
        return []
    sort = "dates" if steps.measure.kind.name == "date" else "steps"
    key = f"how.{sort}_{'below' if steps.is_below else 'above'}"
    name = told_name(steps.measure)
    came_about = steps.measure.tell(scope) if steps.measure.tell is not None else None
    note = phrase(
        key,
        name=name if came_about is None else phrase("how.in_brackets", told=name, how=came_about),
        value=shown(value, steps.shown_as),
        limit=shown(limit, steps.shown_as),
        step=steps.told,
        steps=quantity,
        partial=steps.begun,
    )
    return [Occurrence(quantity, note=note)]


def bind_steps(occasion: Occasion, binder: Binder) -> Steps:
    """Make the steps of a rule ready: the step must be of the kind of the measure, and part steps must be settled."""
    assert occasion.per is not None  # the model demands both
    assert occasion.of is not None
    measure = binder.program(occasion.of, "of")
    side = "below" if occasion.below is not None else "above"
    limit = binder.program(occasion.below if occasion.below is not None else occasion.above or "", side)
    step, step_measure = parse_step(occasion.per)
    _check_step(measure.kind, step_measure, occasion.per, binder)
    if measure.kind.name in ("number", "date"):
        check_measure(measure.kind, limit, binder, side)
    _check_scales(measure.kind, limit, step_measure, occasion.per, binder, side)
    whole = step == 1 and _is_whole(measure.kind) and _is_whole(limit.kind)
    if occasion.partial is None and not whole and "any" not in (measure.kind.name, limit.kind.name):
        binder.refuse("partial_missing", hint=phrase("hint.partial"), of=measure.text, follows=True)
    told = _told_step(step, step_measure, occasion.per)
    shown_as = PERCENT if step_measure == "percent" else measure.kind
    partial: Partial = occasion.partial or "counts_as_whole"
    begun = phrase(f"how.partial.{'whole' if whole else partial}")
    working = step_measure == "working_days"
    return Steps(measure, limit, step, told, shown_as, side == "below", partial, begun, working)


def _told_step(step: Fraction, kind: StepKind, text: str) -> object:
    words = {"days": "word.day", "working_days": "word.working_day"}
    if kind not in words:
        return text
    return phrase(words[kind] if step == 1 else f"{words[kind]}s", count=step)


def _is_whole(kind: Kind) -> bool:
    return kind.whole or kind.name == "date"


def _check_scales(kind: Kind, limit: Program, step: str, text: str, binder: Binder, side: str) -> None:
    """A quotient can be a rate or a quantity: then the step and the limit must both be percentages, or neither."""
    literal = limit.kind.literal
    if kind.measure != "ratio" or not isinstance(literal, Fraction) or literal in (0, 1):
        return
    if step == "percent" and limit.kind.measure == "plain":
        hint = phrase("hint.write_instead", instead=limit.text + "%")
        binder.refuse("percent_with_number", side, hint=hint, given=limit.text)
    elif step == "plain" and limit.kind.measure == "percent":
        hint = phrase("hint.write_instead", instead=text + "%")
        binder.refuse("step_whole_of_percent", "per", hint=hint, given=text)


def _check_step(kind: Kind, step: str, text: str, binder: Binder) -> None:
    if kind.name == "any":
        return
    if kind.name not in ("number", "date"):
        binder.refuse("steps_of_kind", "of", kind=kind.word)
    elif step == "working_days" and kind.name != "date":
        binder.refuse("step_working_of_number", "per", given=text)
    elif kind.name == "date" or kind.measure == "days":
        if step not in ("days", "working_days"):
            binder.refuse("step_needs_days", "per", given=text)
    elif step == "days":
        binder.refuse("step_days_of_number", "per", given=text)
    elif step == "percent" and kind.measure == "plain":
        binder.refuse("step_percent_of_count", "per", given=text)
    elif step == "plain" and kind.measure == "percent":
        binder.refuse("step_whole_of_percent", "per", hint=phrase("hint.write_instead", instead=text + "%"), given=text)
