"""Rules without an occasion, whose figure is the points: `import` and `formula`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from lawscore.models import Formula, Positive, Priced, RoundingSpec
from lawscore.numbers import ONE
from lawscore.rules.amounts import BoundAmount, bind_amount
from lawscore.rules.binder import Binder
from lawscore.rules.charger import Charger
from lawscore.rules.charging import BoundRule, Labelled, Waived, bind_limits, check_amount, ready, scale_of
from lawscore.rules.occasions import ONCE, BoundOccasion


class Direct(Labelled):
    """What such rules share. The keys of occasions and of records are none of theirs."""

    as_: Literal["award", "deduct"] = Field(default="award", alias="as")
    at_most: Priced | None = None
    unless: Formula | Waived | None = None
    round: RoundingSpec | None = None

    when: ClassVar[None] = None
    for_: ClassVar[None] = None
    each: ClassVar[None] = None
    per: ClassVar[None] = None
    below: ClassVar[None] = None
    above: ClassVar[None] = None
    of: ClassVar[None] = None
    in_proportion_to: ClassVar[None] = None
    where: ClassVar[None] = None
    dated: ClassVar[None] = None
    once_per: ClassVar[None] = None
    keep: ClassVar[None] = None
    best: ClassVar[None] = None
    ordered_by: ClassVar[None] = None
    averaged_over: ClassVar[None] = None
    charged_to: ClassVar[None] = None
    once_columns: ClassVar[tuple[str, ...]] = ()
    times: ClassVar[tuple[Any, ...]] = ()
    plus: ClassVar[tuple[Any, ...]] = ()
    essential: ClassVar[bool] = False

    @property
    def sign(self) -> int:
        """-1 where it takes points."""
        return -1 if self.as_ == "deduct" else 1

    @property
    def key(self) -> str:
        """The key that tells the kind."""
        raise AttributeError

    @property
    def amount(self) -> Any:
        """What its points come from."""
        raise AttributeError

    def bind(self, binder: Binder, rule: str) -> BoundRule:
        """Make the rule ready where it stands."""
        return bind_direct(self, bind_amount(self.amount, binder.at(self.key), rule), binder, rule)


class Import(Direct):
    """`import: 外部得分, out_of: 100`: a score of another body, in proportion to the points of the node."""

    import_: Formula = Field(alias="import")
    out_of: Positive | None = None

    @property
    def key(self) -> str:
        return "import"

    @property
    def amount(self) -> str:
        return self.import_


class FormulaRule(Direct):
    """`formula: score('管理') * 2`: the last resort, where no other kind of rule says what the office says."""

    formula: Formula

    @property
    def key(self) -> str:
        return "formula"

    @property
    def amount(self) -> str:
        return self.formula


def bind_direct(model: Direct, amount: BoundAmount, binder: Binder, rule: str) -> BoundRule:
    """A rule that charges its amount once, always."""
    occasion = BoundOccasion(lambda _scope: ONCE, always=True)
    check_amount(amount, occasion, binder, model.key)
    out_of: Fraction | None = getattr(model, "out_of", None)
    scale = scale_of(out_of, amount, binder) if out_of is not None else ONE
    limits = bind_limits(model, binder, rule)
    charger = Charger(model, binder.indicator, rule, occasion, amount, (), (), scale, limits)
    return ready(charger, amount.reads | limits.reads, binder.path)
