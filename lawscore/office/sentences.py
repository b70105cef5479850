"""The sentence of a rule as an office prints it: the rubric's own, or one said from the rule's parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.checking.figures import sentence_of
from lawscore.classes import dataclass
from lawscore.models import Model
from lawscore.numbers import plain_text
from lawscore.office.conditions import condition, figure
from lawscore.rubric.bound import AnyRule, BoundNode, Rubric
from lawscore.rules.amounts import ALL, Assessed, BandList, Escalation, OneOf, PriceList
from lawscore.rules.combining import BoundCombination
from lawscore.rules.place import Further, Place

_TAKES_ALL: Final = "不得分"
_LIMITS: Final = ("from", "above", "to", "below")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a rule says; below it what its parts say, where a combination has a sentence of its own and they have too."""

    text: str
    parts: tuple[Sentence, ...] = ()


def sentences(node: BoundNode, rubric: Rubric, language: Language) -> tuple[Sentence, ...]:
    """One sentence for each rule of an indicator, in the order of the document."""
    return tuple(_of(rule, rubric, language) for rule in node.rules)


def _of(rule: AnyRule, rubric: Rubric, language: Language) -> Sentence:
    parts = rule.parts if isinstance(rule, BoundCombination) and _hides(rule) else ()
    return Sentence(sentence(rule, rubric, language), tuple(_of(part, rubric, language) for part in parts))


def _hides(rule: BoundCombination) -> bool:
    """Whether its own sentence stands in the place of sentences that its parts have, and does not say what they say."""
    own = rule.model.text
    return own is not None and not all(_says(own, text) for part in rule.parts for text in _texts(part))


def _texts(rule: AnyRule) -> Iterator[str]:
    if rule.model.text is not None:
        yield rule.model.text
    elif isinstance(rule, BoundCombination):
        yield from (text for part in rule.parts for text in _texts(part))


def _says(own: str, text: str) -> bool:
    """Whether a sentence has all figures of another, 不得分 among them; one without figures must stand in it as it is."""
    wanted = _figures(text)
    return wanted <= _figures(own) if wanted else text in own


def _figures(text: str) -> set[Fraction | str]:
    values = {value for figure in sentence_of(text).figures for value in figure.readings}
    return {*values, "all"} if _TAKES_ALL in text else {*values}


def sentence(rule: AnyRule, rubric: Rubric, language: Language) -> str:
    """What a rule says: the rubric's own sentence where it has one."""
    return " ".join(_Teller(rubric, language).rule(rule).split())


class _Teller:
    def __init__(self, rubric: Rubric, language: Language) -> None:
        self.rubric, self.language = rubric, language

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(f"told.{key}", **facts), self.language)

    def rule(self, rule: AnyRule) -> str:
        model: Any = rule.model
        if model.text is not None:
            return str(model.text)
        if isinstance(rule, BoundCombination):
            return self.say(model.key, parts=self.joined(rule)) + "".join(self.limits(model))
        return "".join((*self.occasions(model), self.amount(model), *self.limits(model)))

    def joined(self, rule: BoundCombination) -> str:
        """The parts of a combination in one line."""
        return self.say("joiner").join(map(self.inside, rule.parts))

    def inside(self, part: AnyRule) -> str:
        """A part in the line of others; what its own sentence hides follows it in brackets."""
        told = self.rule(part).rstrip("。；;.")
        if isinstance(part, BoundCombination) and _hides(part):
            return self.say("hidden", told=told, parts=self.joined(part))
        return told

    def named(self, text: Any, records: str | None = None) -> Any:
        """A figure in words where it has any, else as it is written."""
        return figure(text, self.rubric, self.language, records) if isinstance(text, str) else text

    def condition(self, text: str, records: str | None = None) -> str:
        return condition(text, self.rubric, self.language, records)

    def occasions(self, model: Any) -> Iterator[str]:
        """What makes it charge, and how often."""
        if model.when is not None:
            yield self.say("when", condition=self.condition(model.when))
        if model.for_ is not None:
            yield self.say("for", question=model.for_.rstrip("的。？?"))
        if model.each is not None:
            yield self.say("each", of=self.named(model.each), only="".join(self.only(model)))
        if model.per is not None:
            way = "below" if model.below is not None else "above"
            facts = {
                "of": self.named(model.of, model.each),
                "limit": self.named(getattr(model, way)),
                "step": model.per,
            }
            begun = self.say(f"partial.{model.partial}") if model.partial else ""
            yield self.say(way, begun=begun, **facts)
        if model.in_proportion_to is not None:
            yield self.say("in_proportion_to", of=self.named(model.in_proportion_to))

    def only(self, model: Any) -> Iterator[str]:
        """Which of the records count."""
        if model.where is not None:
            yield self.say("where", condition=self.condition(model.where, model.each))
        if model.dated is not None:
            yield self.say("dated", by=model.dated.by, start=model.dated.from_ or "", end=model.dated.to or "")
        if model.once_columns:
            yield self.say("once_per", columns=tuple(model.once_columns))
        if model.best is not None:
            yield self.say("best", count=str(model.best))

    def amount(self, model: Any) -> str:
        """What it takes or gives, each time."""
        if isinstance(model, Place):
            return self.place(model)
        way = "deduct" if model.sign < 0 else "award"
        return self.say(way, amount=self.priced(model.amount, way, getattr(model, "out_of", None)))

    def priced(self, amount: Any, way: str, out_of: Fraction | None = None) -> str:
        if isinstance(amount, str):
            return self.plain(amount, way, out_of)
        for kind, tell in _AMOUNTS.items():
            if isinstance(amount, kind):
                return tell(self, amount, way)
        return self.say("measure", of=_brief(amount))

    def plain(self, amount: str, way: str, out_of: Fraction | None) -> str:
        if amount == ALL:
            return self.say("all")
        if out_of is not None:
            return self.say("out_of", of=self.named(amount), out_of=out_of)
        key = "points" if amount.replace(".", "", 1).isdigit() else "measure"
        return self.say(f"{key}.{way}" if key == "points" else key, points=amount, of=self.named(amount))

    def assessed(self, amount: Assessed, way: str) -> str:
        step = self.say("step", step=amount.step) if amount.step is not None else ""
        if amount.from_ is None:
            return self.say(f"up_to.{way}", high=amount.up_to) + step
        return self.say(f"between.{way}", low=amount.from_, high=amount.up_to) + step

    def one_of(self, amount: OneOf, way: str) -> str:
        return self.say(f"one_of.{way}", listed=tuple(amount.one_of))

    def escalation(self, amount: Escalation, way: str) -> str:
        return self.say(f"escalation.{way}", first=amount.first, then=amount.then)

    def prices(self, amount: PriceList, way: str) -> str:
        by = (amount.by,) if isinstance(amount.by, str) else amount.by
        parts = [self.say("entry", name=name, amount=told) for name, told in self.leaves(amount.prices, way)]
        return self.by(by, parts, amount.else_, way)

    def leaves(self, prices: Mapping[str, Any], way: str, above: str = "") -> Iterator[tuple[str, str]]:
        for name, entry in prices.items():
            if isinstance(entry, Mapping):
                yield from self.leaves(entry, way, f"{above}{name} ")
            else:
                yield above + name, self.priced(entry, way)

    def bands(self, amount: BandList, way: str) -> str:
        parts = [self.say("entry", name=self.band(band), amount=self.priced(band.points, way)) for band in amount.bands]
        return self.by((amount.by,), parts, amount.else_, way)

    def band(self, band: Any) -> str:
        """`from: 80%, below: 90%` in words. An `above` or a `to` is called by its own sign."""
        limits = [(key, getattr(band, "from_" if key == "from" else key)) for key in _LIMITS]
        told = [self.say(f"limit.{key}", value=value) for key, value in limits if value is not None]
        return self.say("both", low=told[0], high=told[1]) if len(told) == 2 else told[0]

    def by(self, by: tuple[str, ...], parts: list[str], otherwise: str | None, way: str) -> str:
        if otherwise is not None:
            parts.append(self.say("else", amount=self.priced(otherwise, way)))
        return self.say("by", by=tuple(map(self.named, by)), parts=self.say("comma").join(parts))

    def place(self, model: Place) -> str:
        """Points by rank."""
        of, way = self.named(model.place), self.say(f"better.{model.better}")
        if model.top is not None:
            return self.say("place.top", of=of, way=way, top=model.top)
        listed = model.points or model.from_last or ()
        key = "place.first" if model.points else "place.last"
        return self.say(key, of=of, way=way, listed=tuple(listed)) + self.after(model.after)

    def after(self, after: Any) -> str:
        if isinstance(after, Further):
            return self.say("place_steps", step=-after.step, down_to=after.down_to)
        return self.say("place_after", points=after) if after is not None else ""

    def limits(self, model: Any) -> Iterator[str]:
        """What holds it back."""
        if model.at_most is not None:
            yield self.say("at_most", limit=model.at_most)
        unless = getattr(model, "unless", None)
        if unless is not None:
            is_asked = not isinstance(unless, str)
            told = self.say("asked", question=unless.for_) if is_asked else self.condition(unless, model.each)
            yield self.say("unless", waiver=told)


_AMOUNTS: Final[Mapping[type[Model], Callable[[_Teller, Any, str], str]]] = {
    Assessed: _Teller.assessed,
    OneOf: _Teller.one_of,
    Escalation: _Teller.escalation,
    PriceList: _Teller.prices,
    BandList: _Teller.bands,
}


def _brief(amount: Model) -> str | Phrase:
    """A measure written in place: its keys and values, as the rubric has them."""
    parts = amount.model_dump(by_alias=True, exclude_unset=True)
    return ", ".join(f"{key}: {_value(value)}" for key, value in parts.items())


def _value(value: object) -> str:
    if isinstance(value, Fraction):
        return plain_text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(one)}" for key, one in value.items()) + "}"
    return "、".join(map(_value, value)) if isinstance(value, list | tuple) else str(value)
