"""Results beside the total, as they are written: a formula over other results, or nodes grouped again."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from lawscore.models import (
    Code,
    Late,
    Model,
    NotNegative,
    NotNegativeShare,
    Positive,
    RoundingSpec,
    ShortForm,
    Text,
    refuse,
)
from lawscore.rubric.aggregates import Aggregate
from lawscore.rubric.grades import Grades
from lawscore.rubric.ranks import Ranking
from lawscore.rubric.tree import AtLeastKey, Limit
from lawscore.rules.amounts import Amount
from lawscore.rules.basis import Bases

#: The name of the whole in expressions of results beside the total, unless an indicator has it.
TOTAL: Final = "total"


class Member(ShortForm):
    """A node that is grouped again: `"3.1"`, or `{id: "3.1", weight: 40%}` for a weighted mean."""

    id: Code
    weight: NotNegativeShare | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str | int) else value


class Also(Model):
    """A result beside the total and no part of it: `formula` over other results, or `members` that are grouped again."""

    id: Code
    title: Text | None = None
    formula: Amount | None = None
    members: Annotated[tuple[Late[Member], ...], Field(min_length=1)] | None = None
    aggregate: Aggregate = "sum"
    of: Literal["scores", "rates"] | None = None
    missing: Literal["unscored", "leave_out"] | None = None
    at_least: AtLeastKey | None = None
    points: NotNegative | None = None
    scaled_to: Positive | None = None
    floor: Limit | None = None
    ceiling: Limit | None = None
    round: RoundingSpec | None = None
    shown: RoundingSpec | None = None
    ranking: Late[Ranking] | None = None
    grades: Late[Grades] | None = None
    basis: Bases | None = None
    text: Text | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one(self) -> Also:
        if (self.formula is None) == (self.members is None):
            raise refuse("also_one", id=self.id)
        if self.formula is not None:
            for key in ("of", "missing", "at_least", "scaled_to"):
                if getattr(self, key) is not None:
                    raise refuse("also_members_key", key=key, id=self.id)
        return self
