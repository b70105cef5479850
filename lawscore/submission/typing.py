"""Values as they were written become what their field says they are, exactly, or one problem that says why not.

A reported zero, `none` (it did not happen), `not_applicable` and `unknown` are four things and stay four things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

from pydantic_core import PydanticCustomError

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing, NotApplicable, Numbers, Scalar, Unknown, Value
from lawscore.facts.unit import Records
from lawscore.models import NO, YES, kind_of, refuse, shorten, to_date, to_fraction, to_share, to_text, to_yesno
from lawscore.numbers import ZERO, NotANumber, parse_number, plain_text
from lawscore.problems import Problem
from lawscore.rubric.fields import Absent, Column
from lawscore.submission.words import ABSENT_WORDS, fold, suggest


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of the type of its field; `none`: it was said to be none."""

    value: Value | Records
    none: bool = False

    def alike(self, other: Typed) -> bool:
        """Whether two say the same; for what reason a value is missing makes no difference."""
        if isinstance(self.value, Missing) and isinstance(other.value, Missing):
            return type(self.value) is type(other.value) and self.none == other.none
        return self.none == other.none and self.value == other.value


def typed_value(spec: Column, raw: object, cause: Cause) -> Typed | Problem | None:
    """A single value (not a list of records) as its field takes it.

    `raw` is a text from a file, or a Python value; None means that it was not given (null, or a blank cell). `cause`
    names the field, or the column and its record, and is what a missing value is then put down to.
    """
    raw = _plain(raw)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if not isinstance(raw, str | bool | int | float | Decimal | Fraction | date):
        return Problem(code="single_value_expected", facts={"given": kind_of(raw)})
    meaning = stands_for(spec, raw)
    if meaning is not None:
        return absence(spec, meaning, replace(cause, detail=_code(spec, fold(str(raw))) or ""))
    try:
        value = _READERS[spec.type](spec, raw)
        _check_limits(spec, value, raw)
    except PydanticCustomError as error:
        return _problem(spec, raw, error)
    return Typed(value)


def absence(spec: Column, meaning: Absent, cause: Cause) -> Typed:
    """What absence means for a field: none is 0 for a count, an empty list of records, else not applicable."""
    if meaning == "unknown":
        return Typed(Unknown((cause,)))
    if meaning == "none" and spec.type == "count":
        return Typed(ZERO, none=True)
    if meaning == "none" and spec.type in ("records", "numbers"):
        return Typed(() if spec.type == "records" else Numbers(()), none=True)
    return Typed(NotApplicable((cause,)), none=meaning == "none")


def stands_for(spec: Column, raw: object) -> Absent | None:
    """What kind of absence a code of the field or one of the words stands for; None where it is a value."""
    if isinstance(raw, bool | date):
        return None
    text = fold(str(raw))
    if spec.codes:
        code = _code(spec, text)
        if code is not None:
            return spec.codes[code]
    if not isinstance(raw, str | int) or _is_own(spec, text):
        return None
    return ABSENT_WORDS.get(text.casefold())  # type: ignore[return-value]


def _code(spec: Column, text: str) -> str | None:
    """The code that a text is, or that is the same number: `-9`, `-9.0` and -9 from a table are one code."""
    number = _number_or_none(text)
    for code in spec.codes:
        folded = fold(code)
        if folded == text or (number is not None and number == _number_or_none(folded)):
            return code
    return None


def _number_or_none(text: str) -> Fraction | None:
    try:
        return parse_number(text)
    except NotANumber:
        return None


def _is_own(spec: Column, text: str) -> bool:
    """Whether the text is itself a value of the field: then it is no word for absence."""
    if spec.choice is not None:
        return text in _options(spec.choice)
    if spec.type == "yesno":
        return text.casefold() in YES | NO
    return spec.type == "text"


@cache
def _options(choice: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, choice))


def _plain(raw: object) -> object:
    """Scalars of numpy and its kin as Python's own."""
    if raw is None or isinstance(raw, str | bool | int | float | Decimal | Fraction | date | list | tuple | dict):
        return raw
    item = getattr(raw, "item", None)
    return item() if callable(item) else raw


def _number(_spec: Column, raw: Any) -> Fraction:
    return to_fraction(raw)


def _count(_spec: Column, raw: Any) -> Fraction:
    number = to_fraction(raw)
    if number.denominator != 1:
        raise refuse("not_whole", given=_written(raw))
    if number < 0:
        raise refuse("count_negative", given=_written(raw))
    return number


def _percent(spec: Column, raw: Any) -> Fraction:
    if isinstance(raw, str) and fold(raw).endswith("%"):
        return to_share(raw)
    number = to_fraction(raw)
    if spec.given_as is None:
        raise refuse("percent_sign_missing", hint=_percent_hint(number, raw), given=_written(raw))
    return number / 100 if spec.given_as == "percent" else number


def _percent_hint(number: Fraction, raw: object) -> Phrase:
    """A bare 92.02 is 92.02%; a bare 0.92 may be either, and both are shown."""
    plain = fold(str(raw)) + "%"
    if not 0 < number <= 1:
        return phrase("hint.percent_sign", instead=plain)
    return phrase("hint.percent_or_fraction", instead=plain, fraction=plain_text(number * 100) + "%")


def _yesno(_spec: Column, raw: Any) -> bool:
    return to_yesno(fold(raw) if isinstance(raw, str) else raw)


def _date(_spec: Column, raw: Any) -> date:
    if not isinstance(raw, datetime):
        return to_date(raw)
    if (raw.hour, raw.minute, raw.second, raw.microsecond) != (0, 0, 0, 0):
        raise refuse("not_a_date", given=raw.isoformat(" "))
    return raw.date()


def _text(_spec: Column, raw: Any) -> str:
    """A text as it is compared: in this way it is kept, so that a text means the same wherever it is looked at."""
    if isinstance(raw, date):
        return raw.isoformat()
    return fold(to_text(str(raw) if isinstance(raw, float) else raw))


def _choice(spec: Column, raw: Any) -> str:
    assert spec.choice is not None  # the model demands the values of a choice
    text = _text(spec, raw)
    if text not in _options(spec.choice):
        hint = suggest(text, spec.choice)
        raise refuse("value_not_choice", hint=hint, given=shorten(raw), choices=spec.choice)
    return text


_READERS: Final[Mapping[str, Callable[[Column, Any], Scalar]]] = {
    "count": _count, "number": _number, "amount": _number, "percent": _percent, "yesno": _yesno, "date": _date,
    "choice": _choice, "text": _text,
}  # fmt: skip


def _check_limits(spec: Column, value: Scalar, raw: object) -> None:
    if not isinstance(value, Fraction):
        return
    if spec.min is not None and value < spec.min:
        raise refuse("value_below_min", given=_written(raw), limit=_limit(spec, spec.min))
    if spec.max is not None and value > spec.max:
        raise refuse("value_above_max", given=_written(raw), limit=_limit(spec, spec.max))


def _limit(spec: Column, limit: Fraction) -> object:
    return phrase("word.percent", value=limit * 100) if spec.type == "percent" else limit


def _problem(spec: Column, raw: object, error: PydanticCustomError) -> Problem:
    context: Mapping[str, Any] = error.context or {}
    code, facts = context["code"], context["facts"]
    if spec.type == "percent" and code == "not_a_number":
        code = "not_a_percent"
    return Problem(code=code, facts=facts, hint=context["hint"] or _mend(spec, raw, code))


def _mend(spec: Column, raw: object, code: str) -> Phrase | None:
    """What to write instead, where that is plain to see."""
    if code == "not_finite" and isinstance(raw, float):
        return phrase("hint.none_for_missing")
    if code not in ("not_a_number", "not_a_percent") or not isinstance(raw, str) or not spec.unit:
        return None
    number = fold(raw).removesuffix(fold(spec.unit)).strip()
    try:
        to_fraction(number)
    except PydanticCustomError:
        return None
    return phrase("hint.without_unit", instead=number, unit=spec.unit)


def _written(raw: object) -> str:
    return shorten(plain_text(raw) if isinstance(raw, Fraction) else raw)
