"""The kinds of rules, and the combinations that make several rules count as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from typing_extensions import TypeAliasType

from lawscore.models import Code, Late, Priced, refuse
from lawscore.rules.charging import Award, Deduct, Labelled
from lawscore.rules.direct import FormulaRule, Import
from lawscore.rules.place import Place
from lawscore.rules.records import Keep


class Combination(Labelled):
    """Several rules that count as one."""

    at_most: Priced | None = None
    once_per: Code | tuple[Code, ...] | None = None
    keep: Keep | None = None

    @property
    def parts(self) -> tuple[Any, ...]:
        """The rules inside."""
        raise AttributeError

    @property
    def key(self) -> Literal["sum_of", "first_of", "highest_of"]:
        """Which combination it is."""
        raise AttributeError

    @property
    def sign(self) -> int:
        """The sign of the rules inside: they must all go one way."""
        (sign,) = {int(part.sign) for part in self.parts}
        return sign

    @model_validator(mode="after")
    def _one_way(self) -> Combination:
        if len({part.sign for part in self.parts}) > 1:
            raise refuse("combination_mixed", key=self.key)
        return self


class SumOf(Combination):
    """The rules inside add up; `at_most` limits them together."""

    sum_of: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.sum_of

    @property
    def key(self) -> Literal["sum_of"]:
        return "sum_of"


class FirstOf(Combination):
    """The first rule inside that charges something counts, the others do not."""

    first_of: Annotated[tuple[Rule, ...], Field(min_length=2)]

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.first_of

    @property
    def key(self) -> Literal["first_of"]:
        return "first_of"


class HighestOf(Combination):
    """The rule inside that charges the most counts, the others do not."""

    highest_of: Annotated[tuple[Rule, ...], Field(min_length=2)]

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.highest_of

    @property
    def key(self) -> Literal["highest_of"]:
        return "highest_of"


KINDS: Final[Mapping[str, type[Labelled]]] = {
    "deduct": Deduct, "award": Award, "import": Import, "formula": FormulaRule, "place": Place, "sum_of": SumOf, "first_of": FirstOf, "highest_of": HighestOf,
}  # fmt: skip
_TAGS: Final[Mapping[type[Labelled], str]] = {kind: key for key, kind in KINDS.items()}


def _rule_tag(value: object) -> str | None:
    if isinstance(value, Labelled):
        return _TAGS.get(type(value))
    if not isinstance(value, Mapping):
        return None
    found = [key for key in KINDS if key in value]
    return found.pop() if len(found) == 1 else None


Rule = TypeAliasType(
    "Rule",
    Annotated[
        Annotated[Late[Deduct], Tag("deduct")]
        | Annotated[Late[Award], Tag("award")]
        | Annotated[Late[Import], Tag("import")]
        | Annotated[Late[FormulaRule], Tag("formula")]
        | Annotated[Late[Place], Tag("place")]
        | Annotated[Late[SumOf], Tag("sum_of")]
        | Annotated[Late[FirstOf], Tag("first_of")]
        | Annotated[Late[HighestOf], Tag("highest_of")],
        Discriminator(_rule_tag, custom_error_type="lawscore_rule", custom_error_message="rule"),
    ],
)
