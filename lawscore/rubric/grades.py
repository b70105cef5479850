"""Grades as they are written: rules, bands of the value, and quotas that limit how many units may have a grade."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from lawscore.models import (
    PERCENT_SIGN,
    WHOLE_OR_SHARE,
    Code,
    Formula,
    Late,
    Model,
    Number,
    Text,
    Whole,
    YesNo,
    number_schema,
    refuse,
    to_fraction,
    to_share,
)
from lawscore.numbers import percent_text, written
from lawscore.rubric.ranks import Using


def _to_level(value: Any) -> str:
    """A level, evenly written: a share keeps its percent sign, a number is a number."""
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return percent_text(to_share(value))
    return written(to_fraction(value))


#: A share (`60%`) or a number (`12`): which of the two is told by the percent sign.
Level = Annotated[
    str,
    BeforeValidator(_to_level),
    WithJsonSchema(number_schema(after=PERCENT_SIGN)),
]


def share_of(level: str) -> Fraction | None:
    """The share that a level is; None where it is a number."""
    return to_share(level) if level.endswith("%") else None


class Passes(Model):
    """`passes: {from: 60%}`: what a node must reach; a percentage is of its applicable points. `failed()` counts the rest."""

    from_: Level | None = Field(default=None, alias="from")
    above: Level | None = None

    @model_validator(mode="after")
    def _one(self) -> Passes:
        if (self.from_ is None) == (self.above is None):
            raise refuse("passes_one")
        return self

    def passed(self, score: Fraction, points: Fraction) -> bool:
        """Whether a score is enough."""
        level = self.from_ if self.from_ is not None else self.above or "0"
        share = share_of(level)
        limit = to_fraction(level) if share is None else share * points
        return score >= limit if self.from_ is not None else score > limit


class GradeBand(Model):
    """One grade: `from` ≥, `above` >, `to` ≤, `below` <, or `else: true` for all that is left."""

    grade: Code
    from_: Number | None = Field(default=None, alias="from")
    above: Number | None = None
    to: Number | None = None
    below: Number | None = None
    else_: YesNo = Field(default=False, alias="else")

    @model_validator(mode="after")
    def _bounded(self) -> GradeBand:
        if self.else_ != ((self.from_, self.above, self.to, self.below) == (None, None, None, None)):
            raise refuse("grade_band_limits", grade=self.grade)
        return self

    def fits(self, value: Fraction) -> bool:
        """Whether a value is inside."""
        return (
            (self.from_ is None or value >= self.from_)
            and (self.above is None or value > self.above)
            and (self.to is None or value <= self.to)
            and (self.below is None or value < self.below)
        )

    def meets(self, low: Fraction | None, high: Fraction | None) -> bool:
        """Whether some value from `low` to `high` (None: without a limit) may be inside."""
        return not (
            (high is not None and self.from_ is not None and high < self.from_)
            or (high is not None and self.above is not None and high <= self.above)
            or (low is not None and self.to is not None and low > self.to)
            or (low is not None and self.below is not None and low >= self.below)
        )


class GradeRule(Model):
    """`{grade: 不合格, when: failed('控制') >= 1, text: …}`: a grade without points; `else: true` for all that is left."""

    grade: Code
    when: Formula | None = None
    else_: YesNo = Field(default=False, alias="else")
    text: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> GradeRule:
        if self.else_ == (self.when is not None):
            raise refuse("grade_rule_when", grade=self.grade)
        return self


class SmallClass(Model):
    """A class too small for a quota by share: `{under: 4, at_most: 1}`."""

    under: Whole
    at_most: Whole


#: A whole number of units, or a share.
_QUOTA: dict[str, Any] = {"type": ["integer", "string"], "pattern": WHOLE_OR_SHARE}


class Quota(Model):
    """At most a share of a class (`30%`) or a number of its units (`2`) may have a grade."""

    at_most: Annotated[Level, WithJsonSchema(_QUOTA)]
    within: Code = "class"
    fraction: Literal["down", "up", "half_up"] | None = None
    tie_at_cut: Literal["leave_out", "let_in"]
    small_class: SmallClass | None = None

    @model_validator(mode="after")
    def _sound(self) -> Quota:
        share = share_of(self.at_most)
        if share is None and to_fraction(self.at_most).denominator != 1:
            raise refuse("quota_at_most", given=self.at_most)
        if share is not None and not 0 <= share <= 1:
            raise refuse("quota_share", given=self.at_most)
        if share is not None and self.fraction is None:
            raise refuse("quota_fraction")
        return self


class Grades(Model):
    """Grades: the first rule that holds, else the first band that fits. Bands stand in the order of goodness, best first.

    `order` says the order of goodness where rules give grades that no band has.
    """

    using: Using
    rules: tuple[Late[GradeRule], ...] = ()
    bands: tuple[GradeBand, ...] = ()
    order: Annotated[tuple[Code, ...], Field(min_length=1)] | None = None
    quota: dict[Code, Late[Quota]] = Field(default_factory=dict)
    accepts: dict[Code, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some(self) -> Grades:
        if not self.bands and not self.rules:
            raise refuse("grades_empty")
        return self

    @property
    def given(self) -> tuple[str, ...]:
        """Every grade that can be given."""
        return tuple(dict.fromkeys([*(band.grade for band in self.bands), *(rule.grade for rule in self.rules)]))

    @property
    def names(self) -> tuple[str, ...]:
        """The grades in order, best first."""
        return self.order or self.given

    @property
    def is_ordered(self) -> bool:
        """Whether it is said which grade is better than which."""
        return self.order is not None or {rule.grade for rule in self.rules} <= {band.grade for band in self.bands}
