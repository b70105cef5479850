"""The scoring tree: indicators with points and rules at the leaves, aggregates at the branches."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from lawscore.catalogue import phrase
from lawscore.models import (
    NUMBER_OR_WORD,
    Code,
    Formula,
    Identifier,
    Late,
    Model,
    NotNegative,
    NotNegativeShare,
    Positive,
    RoundingSpec,
    ShortForm,
    Text,
    YesNo,
    number_schema,
    refuse,
    to_fraction,
    to_share,
    to_whole,
)
from lawscore.numbers import percent_text
from lawscore.rubric.aggregates import Aggregate, AtLeast
from lawscore.rubric.fields import FieldSpec
from lawscore.rubric.grades import Grades, Passes
from lawscore.rubric.ranks import Ranking
from lawscore.rules.basis import Bases
from lawscore.rules.cohort import IfMissing
from lawscore.rules.records import Keep
from lawscore.rules.rule import Rule
from lawscore.texts import folded


def _to_limit(value: object) -> Any:
    return "none" if value == "none" else to_fraction(value)


Limit: TypeAlias = Annotated[
    Any,
    BeforeValidator(_to_limit),
    NUMBER_OR_WORD,
    WithJsonSchema(number_schema(or_="none")),
]


def _to_at_least(value: object) -> object:
    if isinstance(value, AtLeast):
        return value
    if isinstance(value, str) and folded(value).endswith("%"):
        least = AtLeast(share=to_share(value))
    else:
        least = AtLeast(count=_count_or_hint(value))
    if least.count < 0 or not (least.count or 0 < least.share <= 1):
        raise refuse("at_least_range", given=str(value))
    return least


def _count_or_hint(value: object) -> int:
    number = to_fraction(value)
    if 0 < number < 1:
        raise refuse("not_whole", hint=phrase("hint.or_share", share=percent_text(number)), given=str(value))
    return to_whole(value)


#: How many parts must be scored: `3`, or a share of those that are for the unit: `50%`.
AtLeastKey: TypeAlias = Annotated[
    InstanceOf[AtLeast],
    BeforeValidator(_to_at_least),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^[\d.]+ ?%?$"}]}),
]


def _to_start(value: object) -> Any:
    return value if value in ("full", "zero") else to_fraction(value)


Start: TypeAlias = Annotated[
    Any,
    BeforeValidator(_to_start),
    NUMBER_OR_WORD,
    WithJsonSchema({"anyOf": [{"enum": ["full", "zero"]}, number_schema()]}),
]


class OfPeers(Model):
    """`{within: class}`: the units whose mean counts."""

    within: Code
    missing: IfMissing = "unscored"


class PeersMean(Model):
    """`{peers_mean: {within: class}}`: the mean of the units to which the node applies."""

    peers_mean: OfPeers


class Applies(Model):
    """`applies: {when: 应出庭 > 0, otherwise: full}`: what becomes of a node that does not apply to a unit."""

    when: Formula
    otherwise: Literal["full", "zero", "leave_out"] | PeersMean
    text: Text | None = None


class Responsible(Model):
    """Which department answers for an indicator."""

    lead: Text | None = None
    support: tuple[Text, ...] = ()


class NodePart(Model):
    """The keys of an indicator, but for its id: what `every` may give to all parts of a table."""

    title: Text | None = None
    points: NotNegative | None = None
    start: Start | None = None
    floor: Limit | None = None
    ceiling: Limit | None = None
    scaled_to: Positive | None = None
    aggregate: Aggregate = "sum"
    of: Literal["scores", "rates"] | None = None
    missing: Literal["unscored", "leave_out"] | None = None
    at_least: AtLeastKey | None = None
    weight: NotNegativeShare | None = None
    only_for: Annotated[tuple[Identifier, ...], Field(min_length=1)] | None = None
    applies: Late[Applies] | None = None
    uncounted: YesNo = False
    round: RoundingSpec | None = None
    shown: RoundingSpec | None = None
    passes: Late[Passes] | None = None
    ranking: Late[Ranking] | None = None
    grades: Late[Grades] | None = None
    responsible: Late[Responsible] | None = None
    scored_by: Text | None = None
    evidence: Text | None = None
    basis: Bases | None = None
    text: Text | None = None
    once_per: Identifier | tuple[Identifier, ...] | None = None
    keep: Keep | None = None
    accepts: dict[Code, Text] = Field(default_factory=dict)
    field: Late[FieldSpec] | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _keep_goes_with_once(self) -> NodePart:
        if (self.once_per is None) != (self.keep is None):
            raise refuse("once_per_and_keep")
        return self


class Node(NodePart, ShortForm):
    """An indicator: a leaf with points and rules, or a branch that aggregates its own indicators."""

    id: Code
    every: Late[NodePart] | None = None
    indicators: Annotated[tuple[Node, ...], Field(min_length=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _table(cls, value: Any) -> Any:
        """Table form: each part takes what `every` says and it does not say itself; a bare text is an id."""
        return spread_table({"id": value} if isinstance(value, str) else value)

    @model_validator(mode="after")
    def _leaf_or_branch(self) -> Node:
        if self.indicators is None and self.rules is None:
            raise refuse("node_empty", id=self.id)
        if self.indicators is None:
            for key in ("scaled_to", "of", "missing", "at_least", "every"):
                if getattr(self, key) is not None:
                    raise refuse("branch_key_on_leaf", key=key, id=self.id)
            if self.points is None:
                raise refuse("leaf_without_points", id=self.id)
        elif self.start is not None or self.field is not None:
            raise refuse("leaf_key_on_branch", key="start" if self.start is not None else "field", id=self.id)
        return self

    @property
    def is_leaf(self) -> bool:
        """Whether the node is scored by rules rather than from its parts."""
        return self.indicators is None


def spread_table(value: Any) -> Any:
    """Give each part of a table what `every` says, unless `every` is itself wrong (which is then reported once)."""
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("every"), dict)
        or not isinstance(value.get("indicators"), list)
    ):
        return value
    every = value["every"]
    try:
        NodePart.model_validate(every)
    except ValidationError:
        every = {"rules": [{"award": "0", "when": "1 == 1"}], "points": "1"}
    parts = [{"id": part} if isinstance(part, str) else part for part in value["indicators"]]
    return {**value, "indicators": [_with_every(part, every) for part in parts]}


def _with_every(part: Any, every: dict[str, Any]) -> Any:
    """A leaf takes the keys it does not say itself; a branch hands them on to its own parts."""
    if not isinstance(part, dict):
        return part
    return {"every": every, **part} if "indicators" in part else {**every, **part}
