"""`place`: points by rank among the units of a group, or in proportion to the best of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from lawscore.catalogue import Phrase, chain, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.values import Missing, NotApplicable, Value, unknown
from lawscore.facts.unit import Scope
from lawscore.models import Code, Formula, Model, Negative, NotNegative, Number, Positive, refuse
from lawscore.numbers import too_long
from lawscore.rules.amounts import BoundAmount, Price
from lawscore.rules.binder import Binder
from lawscore.rules.charging import BoundRule
from lawscore.rules.cohort import Figure, IfMissing, bind_within, figure_of, of_figures
from lawscore.rules.direct import Direct, bind_direct
from lawscore.rules.figures import mean_of
from lawscore.rules.groups import Group, Seat
from lawscore.rules.saying import shown, told_name

#: More units than this at one place are counted, not named.
MOST_NAMED: Final = 3


class Further(Model):
    """`{step: -0.1, down_to: 0}`: each place beyond the list changes by a step, and stops at a limit."""

    step: Negative
    down_to: NotNegative


After: TypeAlias = Annotated[
    Annotated[Number, Tag("number")] | Annotated[Further, Tag("steps")],
    Discriminator(lambda value: "steps" if isinstance(value, dict | Further) else "number"),
]
Points: TypeAlias = Annotated[tuple[NotNegative, ...], Field(min_length=1)]


class Place(Direct):
    """`{place: 工作绩效, better: higher, within: class, points: [60, 57, 54], after: 0, tied: mean}`: points by rank.

    `points` counts from the first place, `from_last` from the last; `after` says what the places beyond the list have.
    `top` with `others: in_proportion` gives the best so many points, and the others in proportion to the best.
    """

    place: Formula
    better: Literal["higher", "lower"]
    within: Code
    missing: IfMissing = "unscored"
    tied: Literal["shared", "mean"] | None = None
    points: Points | None = None
    from_last: Points | None = None
    after: After | None = None
    top: Positive | None = None
    others: Literal["in_proportion"] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Place:
        if sum(part is not None for part in (self.points, self.from_last, self.top)) != 1:
            raise refuse("place_kinds")
        for key in ("tied", "after", "others"):
            wanted = (key == "others") == (self.top is not None)
            if (getattr(self, key) is not None) != wanted:
                hint = phrase(f"hint.place_{key}") if wanted else None
                raise refuse("place_needs" if wanted else "place_excess", hint, key=key, by=self.told_by)
        if isinstance(self.after, Further) and self.after.down_to > self.listed[-1]:
            raise refuse("place_after", last=self.listed[-1], limit=self.after.down_to)
        return self

    @property
    def told_by(self) -> str:
        """How the points are told: by places from the first or from the last, or by the best."""
        return next(key for key in ("points", "from_last", "top") if getattr(self, key) is not None)

    @property
    def listed(self) -> tuple[Fraction, ...]:
        """The points of the places that are listed."""
        return self.points or self.from_last or ()

    @property
    def key(self) -> str:
        return "place"

    @property
    def amount(self) -> Place:
        return self

    def bind(self, binder: Binder, rule: str) -> BoundRule:
        value = binder.number(self.place, "place")
        within = bind_within(self.within, binder, "within")
        run = _where_there(binder.indicator, value)
        by_place = self.top is None
        figure = figure_of(
            binder, within, run, value.reads, texts=(value.text,), asks="alike" if by_place else "value",
            there=binder.indicator, in_order=by_place,
        )  # fmt: skip
        reads = of_figures(figure)
        ranked = _Ranked(self, value, figure)
        return bind_direct(self, BoundAmount(ranked.price, reads=reads), binder, rule)

    def of_place(self, place: int) -> Fraction:
        """The points of a place, counted from 1."""
        beyond = place - len(self.listed)
        if beyond <= 0:
            return self.listed[place - 1]
        if isinstance(self.after, Further):
            return max(self.listed[-1] + beyond * self.after.step, self.after.down_to)
        assert self.after is not None  # the model demands it
        return self.after


@dataclass(frozen=True, slots=True)
class _Ranked:
    model: Place
    value: Program
    figure: Figure

    def price(self, scope: Scope, _position: int) -> Price | Missing:
        """The points of the unit's place, and how it was found."""
        own = self.figure.run(scope)
        if isinstance(own, Missing):
            return own
        assert isinstance(own, Fraction)  # checked when the rule was bound
        seat = self.figure.seat(scope)
        if not isinstance(seat, Seat):
            return seat
        if seat.own is None:
            return NotApplicable(unknown("peers", self.value.text).causes)
        waits = seat.waits(self.value.text) if self.model.missing == "unscored" else None
        if waits is not None:
            return waits
        if self.model.top is not None:
            return self._in_proportion(own, seat.group)
        return self._by_place(own, seat, scope)

    def _by_place(self, own: Fraction, seat: Seat, scope: Scope) -> Price:
        group = seat.group
        alike = group.equal(own)
        smaller, greater = group.below(own), group.count - group.below(own) - alike
        from_top = (self.model.better == "higher") == (self.model.from_last is None)
        place = 1 + (greater if from_top else smaller)
        told = self._told_place(own, place, seat)
        if self.model.tied == "shared" or alike == 1:
            return Price(self.model.of_place(place), told)
        assert scope.cohort is not None  # the group was found in it
        points, how = scope.cohort.once(("tied", self.figure.path, place, alike), lambda: self._mean(place, alike))
        return Price(points, chain((told, how)))

    def _mean(self, place: int, alike: int) -> tuple[Fraction, Phrase]:
        """The mean of the points of the places that several units occupy together."""
        shares = [self.model.of_place(each) for each in range(place, place + alike)]
        mean = mean_of(shares)
        ends = {"first": Fraction(place), "last": Fraction(place + alike - 1)}
        places = phrase("how.places" if self.model.from_last is None else "how.places_from_last", **ends)
        return mean, _tell_mean(shares, places, mean)

    def _in_proportion(self, own: Fraction, group: Group) -> Price | Missing:
        top = self.model.top
        assert top is not None  # asked for by the caller
        best = group.greatest if self.model.better == "higher" else group.least
        if best <= 0:
            return unknown("best_not_positive", self.value.text, detail=str(best))
        whole, part = (best, own) if self.model.better == "higher" else (own, best)
        points = top * part / whole
        if too_long(points):
            return unknown("too_long", self.value.text)
        return Price(points, self._told_share(own, best, (part, whole), points))

    def _told_share(
        self, own: Fraction, best: Fraction, quotient: tuple[Fraction, Fraction], points: Fraction
    ) -> Phrase:
        facts = {"name": told_name(self.value), "value": self._shown(own), "best": self._shown(best)}
        if own == best:
            return phrase("how.place_best", **facts)
        part, whole = (self._shown(each) for each in quotient)
        return phrase("how.place_share", **facts, top=self.model.top, part=part, whole=whole, points=points)

    def _shown(self, value: Fraction) -> object:
        return shown(value, self.value.kind)

    def _told_place(self, own: Fraction, place: int, seat: Seat) -> Phrase:
        from_top = self.model.from_last is None
        told = phrase(
            "how.place" if from_top else "how.place_from_last",
            name=told_name(self.value), value=self._shown(own), of=Fraction(seat.group.count),
            place=Fraction(place) if from_top else _tell_from_last(place),
        )  # fmt: skip
        alike = seat.group.equal(own) - 1
        if not alike:
            return told
        others = seat.alike(MOST_NAMED)
        key = "how.place_tied" if len(others) == alike else "how.place_tied_many"
        return phrase(key, place=told, names=others, count=Fraction(alike))


def _where_there(indicator: str, value: Program) -> Callable[[Scope], Value]:
    """The figure of a unit that is ranked; those for which the indicator is not there are not."""

    def run(peer: Scope) -> Value:
        there = peer.is_there(indicator)
        if there is True:
            return value.run(peer)
        return NotApplicable(()) if there is False else there

    return run


def _tell_from_last(place: int) -> Phrase:
    """A place counted from the last, in words where a language has them."""
    word = _FROM_LAST[place - 1] if place <= len(_FROM_LAST) else "word.place_from_last"
    return phrase(word, place=Fraction(place))


_FROM_LAST: Final = ("word.last", "word.second_from_last", "word.third_from_last")


def _tell_mean(shares: Sequence[Fraction], places: Phrase, mean: Fraction) -> Phrase:
    """The arithmetic of the mean, written out where there are few places."""
    if len(shares) > MOST_NAMED:
        return phrase("how.place_mean_many", places=places, mean=mean)
    terms = phrase("word.as_is", value=shares[0])
    for share in shares[1:]:
        terms = phrase("how.plus", left=terms, right=share)
    return phrase("how.place_mean", places=places, terms=terms, count=Fraction(len(shares)), mean=mean)
