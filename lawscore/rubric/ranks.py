"""Ranking as it is written: within which group, by which value, by which method, and what breaks ties."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field, model_validator

from lawscore.models import Code, Identifier, Model, Text, YesNo, refuse

Method = Literal["competition", "dense", "ordinal"]
Using = Literal["shown", "exact"]
#: Where a unit stands that a veto struck: by its score, after all others, or nowhere.
PlaceWord = Literal["ranked", "last", "out"]

#: What a step of the chain calls the id of the unit itself, which no two units share.
UNIT_ID: Final = "id"


class Tie(Model):
    """One step of the chain that breaks ties.

    `{higher: "4.2"}`, `{lower: 报送日期}`: the score of an indicator, else a field or a measure; `{fewer: vetoes}`;
    `{countback: 结果, of: 名次}`: more first places, then more second places, and so on.
    """

    higher: Code | None = None
    lower: Code | None = None
    fewer: Literal["vetoes"] | None = None
    countback: Identifier | None = None
    of: Identifier | None = None

    @model_validator(mode="after")
    def _one(self) -> Tie:
        if sum(value is not None for value in (self.higher, self.lower, self.fewer, self.countback)) != 1:
            raise refuse("tie_one")
        if (self.countback is None) != (self.of is None):
            raise refuse("countback_of")
        return self

    @property
    def key(self) -> Literal["higher", "lower", "fewer", "countback"]:
        """Which kind of step it is."""
        kinds: tuple[Literal["higher", "lower", "fewer", "countback"], ...] = ("higher", "lower", "fewer", "countback")
        return next(kind for kind in kinds if getattr(self, kind) is not None)


class Ranking(Model):
    """How units are put in order: within a group or all together, by the shown or the exact value.

    `vetoed` and `ineligible` say where those stand that a veto struck, or barred from a grade; `not_assessed` those that
    are not assessed. `overall` ranks all units together beside the groups.
    """

    within: Code
    using: Using
    better: Literal["higher", "lower"] = "higher"
    method: Method = "competition"
    ties: tuple[Tie, ...] = ()
    overall: YesNo = False
    vetoed: PlaceWord = "ranked"
    ineligible: PlaceWord = "ranked"
    not_assessed: Literal["last", "out"] = "out"
    accepts: dict[Code, Text] = Field(default_factory=dict)
