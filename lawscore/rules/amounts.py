"""The amount of a rule: how many points one occurrence costs or earns.

A number, a measure, `all`, an assessor's figure, a price list, bands, or an escalation (first, then).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.operations import COMPARISONS, Binary, both
from lawscore.expressions.values import PERCENT, Kind, Missing, NotApplicable, Unknown, Value, absorb, unknown
from lawscore.facts.unit import REFUSED, Answer, Question, Scope, unanswered
from lawscore.models import Code, Formula, Late, Model, NotNegative, Number, Positive, refuse, to_date, to_yesno
from lawscore.numbers import ZERO, NotANumber, parse_number, parse_percent
from lawscore.rules.binder import Binder
from lawscore.rules.limit import check_measure
from lawscore.rules.measures import KINDS, MEASURE_KEYS, Figure, bind_measure
from lawscore.rules.saying import say_value, shown, told_figure, told_name
from lawscore.texts import folded

ALL: Final = "all"

#: What a bare amount may be: a text of a file, or a number from Python.
NUMBERS_AND_TEXTS: Final = (str, int, float, Decimal, Fraction)


class Price(NamedTuple):
    """What one occurrence costs, and how the price was found (None where it is simply written)."""

    points: Fraction
    note: Phrase | None = None


Find = Callable[[Scope, int], "Price | Missing"]


@dataclass(frozen=True, slots=True)
class BoundAmount:
    """An amount that is ready: `find(scope, position)` prices the occurrence at a position (from 0)."""

    find: Find
    #: The price where it is one number for all units and occasions.
    constant: Fraction | None = None
    #: The first and the further price of an escalation.
    series: tuple[Fraction, Fraction] | None = None
    takes_all: bool = False
    #: An assessor's figure: there is a question to answer.
    asks: bool = False
    #: A measure, whose value is the points: no occasion is needed.
    measured: bool = False
    reads: frozenset[str] = frozenset()


class Assessed(Model):
    """An assessor's figure between two limits: `{up_to: 2}`, `{from: 0.5, up_to: 2, step: 0.5}`. A reason is required."""

    from_: NotNegative | None = Field(default=None, alias="from")
    up_to: Positive
    step: Positive | None = None

    @model_validator(mode="after")
    def _limits(self) -> Assessed:
        low = self.from_ or ZERO
        if low > self.up_to:
            raise refuse("assessed_range_empty", low=low, high=self.up_to)
        if self.step is not None and ((self.up_to - low) / self.step).denominator != 1:
            raise refuse("assessed_step_uneven", low=low, high=self.up_to, step=self.step)
        return self

    def why_not(self, points: Fraction) -> tuple[str, dict[str, object]] | None:
        """The problem with a figure, if it has one. Zero is always possible: the assessor finds nothing to charge."""
        low = self.from_ or ZERO
        if points == 0:
            return None
        if not low <= points <= self.up_to:
            return "answer_out_of_range", {"given": points, "low": low, "high": self.up_to}
        if self.step is not None and ((points - low) / self.step).denominator != 1:
            return "answer_off_step", {"given": points, "low": low, "step": self.step}
        return None


class OneOf(Model):
    """An assessor's figure from a list: `{one_of: [5, 3, 1]}`. A reason is required."""

    one_of: Annotated[tuple[Number, ...], Field(min_length=1)]

    def why_not(self, points: Fraction) -> tuple[str, dict[str, object]] | None:
        """The problem with a figure, if it has one."""
        if points in self.one_of or points == 0:
            return None
        return "answer_not_listed", {"given": points, "listed": self.one_of}


class Escalation(Model):
    """`{first: 1, then: 2}`: the first occurrence costs one price, every further one another."""

    first: Number
    then: Number


def _price_tag(value: object) -> str | None:
    if isinstance(value, Assessed | OneOf):
        return "up_to" if isinstance(value, Assessed) else "one_of"
    if not isinstance(value, dict):
        return "formula" if isinstance(value, NUMBERS_AND_TEXTS) else None
    if "up_to" in value or "one_of" in value:
        return "up_to" if "up_to" in value else "one_of"
    return "prices"


PriceEntry = TypeAliasType(  # type: ignore[misc]
    "PriceEntry",
    Annotated[
        Annotated[Formula, Tag("formula")]
        | Annotated[Late[Assessed], Tag("up_to")]
        | Annotated[Late[OneOf], Tag("one_of")]
        | Annotated[dict[Code, "PriceEntry"], Tag("prices")],  # type: ignore[misc]
        Discriminator(_price_tag, custom_error_type="lawscore_amount", custom_error_message="amount"),
    ],
)


class PriceList(Model):
    """`{by: 级别, prices: {中央: 10, 省: 5}, else: 0}`: the price goes by one field, or by several with nested prices."""

    by: Formula | tuple[Formula, ...]
    prices: Annotated[dict[Code, PriceEntry], Field(min_length=1)]
    else_: Formula | None = Field(default=None, alias="else")


class Band(Model):
    """One band: `from` ≥, `above` >, `to` ≤, `below` <; a value that fits has these points."""

    from_: Formula | None = Field(default=None, alias="from")
    above: Formula | None = None
    to: Formula | None = None
    below: Formula | None = None
    points: Formula

    @model_validator(mode="after")
    def _one_of_each(self) -> Band:
        if self.from_ is not None and self.above is not None:
            raise refuse("band_two_lows")
        if self.to is not None and self.below is not None:
            raise refuse("band_two_highs")
        if (self.from_, self.above, self.to, self.below) == (None, None, None, None):
            raise refuse("band_without_limit")
        return self


class BandList(Model):
    """`{by: 率, bands: [{from: 90%, points: 5}, …], else: 0}`: the first band that fits prices the value."""

    by: Formula
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    else_: Formula | None = Field(default=None, alias="else")


def _amount_tag(value: object) -> str | None:
    if isinstance(value, Model):
        return _MODEL_TAGS.get(type(value))
    if isinstance(value, dict):
        for key in ("up_to", "one_of", "prices", "bands", "first"):
            if key in value:
                return key
        return "measure" if any(key in value for key in MEASURE_KEYS) else None
    return "formula" if isinstance(value, NUMBERS_AND_TEXTS) else None


_MODEL_TAGS: Final[Mapping[type[Model], str]] = {
    Assessed: "up_to", OneOf: "one_of", PriceList: "prices", BandList: "bands", Escalation: "first",
    **dict.fromkeys(KINDS.values(), "measure"),
}  # fmt: skip

Amount: TypeAlias = Annotated[
    Annotated[Formula, Tag("formula")]
    | Annotated[Late[Assessed], Tag("up_to")]
    | Annotated[Late[OneOf], Tag("one_of")]
    | Annotated[Late[PriceList], Tag("prices")]
    | Annotated[Late[BandList], Tag("bands")]
    | Annotated[Late[Escalation], Tag("first")]
    | Annotated[Figure, Tag("measure")],
    Discriminator(_amount_tag, custom_error_type="lawscore_amount", custom_error_message="amount"),
]


def bind_amount(amount: Any, binder: Binder, rule: str) -> BoundAmount:
    """Make an amount ready where it stands."""
    return _BINDERS[type(amount)](amount, binder, rule)


def bind_inner(amount: Any, binder: Binder, rule: str) -> BoundAmount:
    """Make an amount inside another ready: a price, a factor. `all` is no figure and cannot stand there."""
    if isinstance(amount, str) and amount.strip() == ALL:
        binder.refuse("all_inside", hint=phrase("hint.all_inside"))
    return bind_amount(amount, binder, rule)


def _reads_of(amount: BoundAmount | None) -> frozenset[str]:
    return amount.reads if amount is not None else frozenset()


def _bind_formula(text: str, binder: Binder, _rule: str) -> BoundAmount:
    if text.strip() == ALL:
        return BoundAmount(lambda _scope, _position: Price(ZERO), takes_all=True)
    return _measured(binder.number(text))


def _measured(program: Program) -> BoundAmount:
    if isinstance(program.kind.literal, Fraction):
        fixed = Price(program.kind.literal)
        return BoundAmount(lambda _scope, _position: fixed, constant=program.kind.literal)

    def find(scope: Scope, _position: int) -> Price | Missing:
        value = program.run(scope)
        if isinstance(value, Missing):
            return value
        return Price(value, told_figure(program, value, scope))  # type: ignore[arg-type]

    return BoundAmount(find, measured=True, reads=program.reads)


def _bind_measure(measure: Figure, binder: Binder, _rule: str) -> BoundAmount:
    return _measured(bind_measure(measure, binder))


def _bind_assessed(amount: Assessed | OneOf, binder: Binder, rule: str) -> BoundAmount:
    indicator = binder.indicator

    def find(scope: Scope, _position: int) -> Price | Missing:
        question = Question(indicator, rule, scope.record.key if scope.record else "")
        answer = scope.answers.get(question)
        if answer is None:
            return unanswered(question)
        if answer.points is not None and amount.why_not(answer.points) is not None:
            return unanswered(question, refused=True)  # a figure for another range answers nothing here
        if answer == Answer():
            return unanswered(question, refused=True)
        return _assessed_price(answer, question)

    return BoundAmount(find, asks=True)


def _assessed_price(answer: Answer, question: Question) -> Price | Missing:
    if answer.verdict == "not_applicable":
        return NotApplicable(unanswered(question).causes)
    points = ZERO if answer.verdict == "no" else answer.points
    if points is None:
        return unanswered(question)
    return Price(points, phrase("how.assessed", points=points, **said_by(answer)))


def said_by(answer: Answer) -> dict[str, object]:
    """Who answered and why, as facts of a sentence."""
    return {"assessor": answer.assessor or phrase("word.assessor"), "reason": answer.reason or phrase("word.no_reason")}


def optionally(amount: BoundAmount) -> BoundAmount:
    """The same amount where no answer means that there is nothing to charge."""

    def find(scope: Scope, position: int) -> Price | Missing:
        price = amount.find(scope, position)
        nothing_said = isinstance(price, Unknown) and all(
            cause.kind == "answer" and cause.detail != REFUSED for cause in price.causes
        )
        return Price(ZERO) if nothing_said else price

    return replace(amount, find=find)


def _bind_escalation(amount: Escalation, _binder: Binder, _rule: str) -> BoundAmount:
    first, then = Price(amount.first), Price(amount.then)
    return BoundAmount(lambda _scope, position: then if position else first, series=(amount.first, amount.then))


def _bind_bands(amount: BandList, binder: Binder, rule: str) -> BoundAmount:
    by = binder.program(amount.by, "by")
    # A quotient is told as a percentage where the office sets its limits so.
    told = PERCENT if any("%" in str(limit) for band in amount.bands for _, limit in band) else by.kind
    bands = [_bound_band(band, by.kind, binder.at("bands", place), rule) for place, band in enumerate(amount.bands)]
    otherwise = bind_inner(amount.else_, binder.at("else"), rule) if amount.else_ is not None else None
    reads = by.reads.union(*(read for _, price, read in bands for read in (price.reads, read)), _reads_of(otherwise))

    def find(scope: Scope, position: int) -> Price | Missing:
        value = by.run(scope)
        for fits, price, _ in bands:
            inside = fits(scope, value)
            if isinstance(inside, Missing):
                return inside
            if inside:
                return _noted(price.find(scope, position), by, shown(value, told))
        if otherwise is None:
            return unknown("no_price", by.text, detail=say_value(value))
        return _noted(otherwise.find(scope, position), by, shown(value, told))

    return BoundAmount(find, reads=reads)


def _noted(price: Price | Missing, by: Program, value: object) -> Price | Missing:
    if isinstance(price, Missing):
        return price
    return Price(price.points, phrase("how.by", name=told_name(by), value=value))


def _bound_band(
    band: Band, kind: Kind, binder: Binder, rule: str
) -> tuple[Callable[[Scope, Value], Value], BoundAmount, frozenset[str]]:
    """Whether a value fits, what it then costs, and what the limits read. Limits are joined as by `and`."""
    limits: list[tuple[Program, Binary]] = []
    for key, text, holds in (
        ("from", band.from_, COMPARISONS["GtE"]),
        ("above", band.above, COMPARISONS["Gt"]),
        ("to", band.to, COMPARISONS["LtE"]),
        ("below", band.below, COMPARISONS["Lt"]),
    ):
        if text is None:
            continue
        limit = binder.program(text, key)
        check_measure(kind, limit, binder, key)
        limits.append((limit, holds))
    price = bind_inner(band.points, binder.at("points"), rule)

    def fits(scope: Scope, value: Value) -> Value:
        return both([holds(value, limit.run(scope)) for limit, holds in limits])

    return fits, price, frozenset[str]().union(*(program.reads for program, _ in limits))


Lookup = dict[Value, Any]


def _bind_prices(amount: PriceList, binder: Binder, rule: str) -> BoundAmount:
    texts = amount.by if isinstance(amount.by, tuple) else (amount.by,)
    by = [
        binder.program(text, "by", *([place] if isinstance(amount.by, tuple) else []))
        for place, text in enumerate(texts)
    ]
    complete = amount.else_ is not None
    table = _bound_prices(amount.prices, by, binder.at("prices"), rule, complete=complete)
    otherwise = bind_inner(amount.else_, binder.at("else"), rule) if amount.else_ is not None else None

    def find(scope: Scope, position: int) -> Price | Missing:
        values = [program.run(scope) for program in by]
        missing = absorb(values)
        if missing is not None:
            return missing
        entry: Any = table
        for value in values:
            entry = entry.get(value) if isinstance(entry, dict) else None
        note = tuple(_told_key(value, program) for value, program in zip(values, by, strict=True))
        if entry is None:
            entry = otherwise
        if entry is None:
            return unknown("no_price", "、".join(texts), detail="、".join(say_value(value) for value in values))
        price = entry.find(scope, position)
        return (
            price
            if isinstance(price, Missing)
            else Price(price.points, note=price.note or phrase("how.listed", values=note))
        )

    entries = _leaves(table)
    reads = _reads_of(otherwise).union(*(program.reads for program in by), *(entry.reads for entry in entries))
    return BoundAmount(find, asks=any(entry.asks for entry in entries), reads=reads)


def _told_key(value: Value, program: Program) -> object:
    """A key of a price list; a number says what it is a number of."""
    told = shown(value, program.kind)
    return phrase("how.key_number", name=told_name(program), value=told) if isinstance(value, Fraction) else told


def _leaves(table: Lookup) -> list[BoundAmount]:
    found: list[BoundAmount] = []
    for entry in table.values():
        found.extend(_leaves(entry) if isinstance(entry, dict) else [entry])
    return found


def _bound_prices(prices: Mapping[str, Any], by: list[Program], binder: Binder, rule: str, *, complete: bool) -> Lookup:
    kind = by[0].kind
    table: Lookup = {}
    for key, entry in prices.items():
        value = _price_key(key, kind, binder)
        if value in table:
            binder.refuse("price_doubled", key, given=key)
        if isinstance(entry, dict):
            if len(by) == 1:
                binder.refuse("prices_too_deep", key)
                continue
            table[value] = _bound_prices(entry, by[1:], binder.at(key), rule, complete=complete)
        else:
            if len(by) > 1:
                binder.refuse("prices_too_shallow", key, given=key)
                continue
            table[value] = bind_inner(entry, binder.at(key), rule)
    expected: tuple[Value, ...] = kind.options or ((True, False) if kind.name == "yesno" else ())
    for option in expected:
        if option not in table and not complete:
            binder.refuse("choice_without_price", value=say_value(option), follows=True)
    return table


def _price_key(key: str, kind: Kind, binder: Binder) -> Value:
    """The value that a key of a price list stands for, by the kind of what is looked up."""
    try:
        if kind.name == "number":
            return parse_percent(key) if kind.measure == "percent" else parse_number(key)
        if kind.name in ("yesno", "date"):
            return to_yesno(key) if kind.name == "yesno" else to_date(key)
    except NotANumber as error:
        binder.refuse(error.reason, key, given=key)
    except PydanticCustomError as error:
        context = error.context or {}
        binder.refuse(context["code"], key, **context["facts"])
    text = folded(key)
    if kind.options is not None and text not in kind.options:
        binder.refuse("price_without_choice", key, value=key, options=kind.options, follows=True)
    return text


_BINDERS: Final[Mapping[type, Callable[[Any, Binder, str], BoundAmount]]] = {
    str: _bind_formula,
    **dict.fromkeys(KINDS.values(), _bind_measure),
    Assessed: _bind_assessed,
    OneOf: _bind_assessed,
    Escalation: _bind_escalation,
    BandList: _bind_bands,
    PriceList: _bind_prices,
}
