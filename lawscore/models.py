"""What the frozen models of a document are made of: scalars that arrive as text and know their type.

Every scalar of a file is read as text, so that `4.10` stays 4.10 and `no` stays a word; the types here give the text
its meaning, exactly. Values from Python (int, Decimal, Fraction, date, bool; a float by its shortest decimal text) are
taken too, so that a dict and a file mean the same.
"""

from __future__ import annotations

import keyword
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from threading import local
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    SerializationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from lawscore import numbers
from lawscore.catalogue import Phrase, phrase
from lawscore.texts import evened, folded

T = TypeVar("T")

#: The `type` of every pydantic error that is ours; its context holds `code`, `facts` and `hint`.
OURS = "lawscore"


def refuse(code: str, hint: Phrase | None = None, **facts: object) -> PydanticCustomError:
    """The exception by which a validator refuses a value: it becomes the `Problem` with this code."""
    return PydanticCustomError(OURS, "{code}", {"code": code, "facts": facts, "hint": hint})


class Model(BaseModel):
    """A frozen part of a document: unknown keys are refused, an invalid one cannot exist."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        # Only the document is ever validated as a whole: its parts are built with it, once, when it is first needed.
        defer_build=True,
    )


class ShortForm(Model):
    """A model that may also be written as a bare text (`日期: date`); the JSON Schema says so."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The model, or the texts that stand for one."""
        return {"anyOf": [cls.short_form_schema(), handler(core_schema)]}

    @classmethod
    def short_form_schema(cls) -> dict[str, Any]:
        """Which texts stand for a model; any, unless a model says otherwise."""
        return {"type": ["string", "number", "boolean"]}


class Once:
    """A scalar, `Annotated` as the arguments say: pydantic describes it once, not again for each field that has it."""

    __slots__ = ("_described", "scalar")

    def __init__(self, kind: Any, *marks: Any) -> None:
        (whole,) = [mark.scalar for mark in getattr(kind, "__metadata__", ()) if isinstance(mark, Once)] or [kind]
        self.scalar: Any = Annotated[(whole, *marks)]
        self._described: CoreSchema | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A copy, since each field may add to it."""
        if self._described is None:
            self._described = handler.generate_schema(self.scalar)
        own: Any = self._described.get("metadata", {})
        metadata = {key: [*told] if isinstance(told, list) else told for key, told in own.items()}
        return {**self._described, "metadata": metadata}


class _Late:
    """The mark of a part that is not in every document: its model is built when one is met, and not with the document."""

    def __init__(self) -> None:
        self._open = _Open()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """What validates by the model once there is something to validate."""
        return no_info_plain_validator_function(source.model_validate, metadata={LATER: source})

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A reference to the schema of the model, which is described once: it may well be a part of itself."""
        model = schema["metadata"][LATER]
        name = f"{model.__module__}.{model.__qualname__}:{id(model)}"  # as pydantic names it
        there: Any = {"type": "definition-ref", "schema_ref": name}
        if name in self._open.names:
            return handler(there)
        whole = {**model.__pydantic_core_schema__, "ref": name}
        self._open.names.add(name)
        try:
            return handler({"type": "definitions", "schema": there, "definitions": [whole]})
        finally:
            self._open.names.remove(name)


class _Open(local):
    """The models whose schema is being described, by this thread."""

    def __init__(self) -> None:
        self.names: set[str] = set()


#: Where the description of a late part keeps its model.
LATER: Final = "lawscore_later"
#: `Late[Ranking]`: the model itself, built late.
Late = Annotated[T, _Late()]


def shorten(value: object, limit: int = 40) -> str:
    """A value as it may stand in a sentence: on one line and not endless."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def to_fraction(value: object) -> Fraction:
    """A number from text or from Python, exactly."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        raise refuse("not_a_number", given=str(value))
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, Decimal | float):
        value = str(value)
    if not isinstance(value, str):
        raise refuse("not_a_number", given=kind_of(value))
    try:
        return numbers.parse_number(value)
    except numbers.NotANumber as error:
        raise refuse(error.reason, given=shorten(value)) from error


def to_share(value: object) -> Fraction:
    """A share: `30%`, or a number from Python or text (0.3)."""
    if isinstance(value, str) and folded(value).endswith("%"):
        try:
            return numbers.parse_percent(value)
        except numbers.NotANumber as error:
            raise refuse(error.reason, given=shorten(value)) from error
    return to_fraction(value)


def to_whole(value: object) -> int:
    """A whole number."""
    number = to_fraction(value)
    if number.denominator != 1:
        raise refuse("not_whole", given=shorten(value))
    return int(number)


YES = frozenset({"yes", "true", "是", "有"})
NO = frozenset({"no", "false", "否", "无"})


def to_yesno(value: object) -> bool:
    """Yes or no: 是/否, yes/no, true/false."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise refuse("not_yes_or_no", given=shorten(value))


#: 2023-12-31, and what spreadsheets make of it: 2023/1/3, 2023.1.3, 2023年1月3日.
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def to_date(value: object) -> date:
    """A date written 2023-12-31; one that the calendar does not have is refused."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = folded(str(value))
    written = _DATE.fullmatch(text)
    try:
        day = date(*(int(part) for part in written.groups())) if written else None
    except ValueError:
        day = None
    if written is None:
        raise refuse("date_unreadable", hint=_date_hint(text), given=shorten(value))
    if day is None:
        raise refuse("not_a_date", given=shorten(value))
    return day


#: 6/2/2024: the year at the end, and no telling which of the other two is the month.
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


def _date_hint(text: str) -> Phrase:
    """How a date is written; this one, in each way that it can be read, where there are any."""
    written = _YEAR_LAST.fullmatch(text)
    one, other, year = (int(part) for part in written.groups()) if written else (0, 0, 0)
    meant: list[str] = []
    for day, month in ((one, other), (other, one)):
        try:
            meant.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    either = tuple(dict.fromkeys(meant))
    if len(either) == 2:
        return phrase("hint.date_either", one=either[0], other=either[1])
    return phrase("hint.write_instead", instead=either[0]) if either else phrase("hint.date_form")


def to_text(value: object) -> str:
    """A text; numbers from Python are taken as written."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | Decimal | Fraction):
        return str(value)
    raise refuse("not_a_text", given=kind_of(value))


def to_formula(value: object) -> str:
    """The text of an expression; a number from Python is written out exactly."""
    if isinstance(value, Fraction):
        return numbers.written(value)
    return str(value) if isinstance(value, float) else to_text(value)


def to_identifier(value: object) -> str:
    """A name that expressions can use; compared after NFKC, so `ａ` and `a` are one name."""
    name = folded(to_text(value))
    if keyword.iskeyword(name):
        raise refuse("name_is_keyword", name=name)
    if not name.isidentifier():
        raise refuse("not_a_name", name=shorten(name))
    return name


def kind_of(value: object) -> Phrase:
    """What sort of thing a value is, as a word for a sentence."""
    if isinstance(value, dict):
        return phrase("word.mapping")
    if isinstance(value, list | tuple):
        return phrase("word.list")
    return phrase("word.kind.number" if _is_number(value) else "word.text")


def _is_number(value: object) -> bool:
    try:
        to_fraction(value if isinstance(value, str) else str(value))
    except PydanticCustomError:
        return False
    return True


#: A number in a text, as the loader takes it: in ASCII or full-width signs. A pattern stands for itself in every editor.
_PLAIN: Final = r"(?:[0-9０-９]+(?:[.．][0-9０-９]*)?|[.．][0-9０-９]+)(?:[eEｅＥ][-+−－＋]?[0-9０-９]+)?"
_MINUS: Final = r"[-−－]"
_WORTH: Final = r"(?=[^eEｅＥ]*[1-9１-９])"  # not zero
_BARE: Final = {
    "any": rf"[-+−－＋]?{_PLAIN}",
    "ge": rf"(?:[+＋]?|{_MINUS}(?!{_WORTH})){_PLAIN}",
    "gt": rf"[+＋]?{_WORTH}{_PLAIN}",
    "lt": rf"{_MINUS}{_WORTH}{_PLAIN}",
}
_LIMITS: Final[dict[str, dict[str, Any]]] = {
    "any": {}, "ge": {"minimum": 0}, "gt": {"exclusiveMinimum": 0}, "lt": {"exclusiveMaximum": 0},
}  # fmt: skip


def number_schema(limit: str = "any", after: str = "", or_: str = "") -> dict[str, Any]:
    """The schema of a number that may be a text: `ge`, `gt`, `lt` zero, what may stand after it, what may stand instead."""
    bare = rf"\s*{_BARE[limit]}{after}\s*"
    pattern = f"^(?:{or_}|{bare})$" if or_ else f"^{bare}$"
    return {"type": ["number", "string"], **_LIMITS[limit], "pattern": pattern}


#: What may stand after the digits of a share.
PERCENT_SIGN: Final = r"(?:\s*[%％])?"
#: A whole number, or a share with its sign, that is not below zero.
WHOLE_OR_SHARE: Final = rf"^\s*(?:[-+−－＋]?[0-9０-９]+(?:[.．][0０]*)?|{_BARE['ge']}\s*[%％])\s*$"
_AS_WRITTEN: Final = PlainSerializer(numbers.written, return_type=str)

Number = Annotated[Fraction, Once(Fraction, BeforeValidator(to_fraction), _AS_WRITTEN, WithJsonSchema(number_schema()))]
#: Numbers that are not below zero, above zero, below zero; the schema says so as well.
NotNegative = Annotated[Fraction, Once(Number, Field(ge=0), WithJsonSchema(number_schema("ge")))]
Positive = Annotated[Fraction, Once(Number, Field(gt=0), WithJsonSchema(number_schema("gt")))]
Negative = Annotated[Fraction, Once(Number, Field(lt=0), WithJsonSchema(number_schema("lt")))]
Share = Annotated[
    Fraction,
    Once(Fraction, BeforeValidator(to_share), _AS_WRITTEN, WithJsonSchema(number_schema(after=PERCENT_SIGN))),
]
NotNegativeShare = Annotated[Fraction, Once(Share, Field(ge=0), WithJsonSchema(number_schema("ge", PERCENT_SIGN)))]
Whole = Annotated[
    int,
    Once(
        int,
        BeforeValidator(to_whole),
        WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+$"}]}),
    ),
]
YesNo = Annotated[
    bool,
    Once(
        bool,
        BeforeValidator(to_yesno),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "true", "false", "是", "否"]}]}),
    ),
]
Date = Annotated[date, Once(date, BeforeValidator(to_date), WithJsonSchema({"type": "string", "format": "date"}))]
#: The context in which a document is written as what it means, without the blanks that nobody reads.
MEANING: Final = "meaning"


def _written(value: str, info: SerializationInfo) -> str:
    return evened(value) if info.context == MEANING else value


_EVENED: Final = PlainSerializer(_written, return_type=str)


def _number_or_word(value: object, info: SerializationInfo) -> object:
    """Decimals, as people write them; a meaning is the exact fraction."""
    if not isinstance(value, Fraction):
        return value
    return str(value) if info.context == MEANING else numbers.written(value)


#: How a number is written that may also be a word (`ceiling: none`).
NUMBER_OR_WORD: Final = PlainSerializer(_number_or_word)

#: What an editor takes for something else is a text all the same where a text should stand: 2023, true.
_READ_AS: Final = ["string", "number", "boolean"]
#: A question: answers are given to it by its text, so every blank of it counts.
Asked = Annotated[
    str,
    Once(
        str,
        BeforeValidator(to_text),
        Field(min_length=1, max_length=20_000),
        WithJsonSchema({"type": _READ_AS, "minLength": 1, "maxLength": 20_000}),
    ),
]
#: A sentence or a title.
Text = Annotated[str, Once(Asked, _EVENED)]
#: What the schema advises of ids and codes; schemas in a language say it in that language.
IN_QUOTES = "write it in quotes"
#: An id or a code: any text, but often digits, so a number is accepted and taken as written.
Code = Annotated[
    str,
    Once(
        str,
        BeforeValidator(to_text),
        Field(min_length=1, max_length=200),
        WithJsonSchema({"type": _READ_AS, "description": IN_QUOTES}),
    ),
]
Identifier = Annotated[str, Once(str, BeforeValidator(to_identifier), WithJsonSchema({"type": "string"}))]
#: An expression or a number; it is parsed and its names are resolved when the rubric is bound.
Formula = Annotated[
    str,
    Once(
        str,
        BeforeValidator(to_formula),
        Field(min_length=1, max_length=2_000),
        _EVENED,
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]}),
    ),
]
_NO_PRICE: Final = rf"^(?!\s*{_MINUS}\s*{_WORTH}{_PLAIN}{PERCENT_SIGN}\s*$)"
_PRICED: Final = {"type": ["string", "number"], "minimum": 0, "pattern": _NO_PRICE}
#: An expression for points that are taken or given, or a limit of such: written as a number it is not below zero.
Priced = Annotated[str, Once(Formula, WithJsonSchema(_PRICED))]


class PricedFirst:
    """Says in the schema of an amount that a bare number is not below zero."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the amount with another first alternative."""
        found = handler(core_schema)
        key = "oneOf" if "oneOf" in found else "anyOf"
        return {**found, key: [_PRICED, *found[key][1:]]}


#: How many decimals; below zero to tens, hundreds and so on.
Places = Annotated[
    int,
    Once(
        int,
        BeforeValidator(to_whole),
        Field(ge=-numbers.MOST_PLACES, le=numbers.MOST_PLACES),
        WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+$"}]}),
    ),
]


class RoundingSpec(Model):
    """`{places: 2, mode: half_up}`: how a value is rounded (`round`) or printed (`shown`)."""

    places: Places
    mode: Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor"] = "half_up"

    @property
    def rounding(self) -> numbers.Rounding:
        """The rounding that this describes."""
        return numbers.Rounding(self.places, self.mode)


class Accepting(Model):
    """A part of a document on which checks may find something that is meant as it is: `accepts: {check: why}`."""

    accepts: dict[Code, Text] = Field(default_factory=dict)
