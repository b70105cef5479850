"""A published result, read back as far as it tells what took points from each unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from lawscore.analysis.losses import Marks, struck, under_rules
from lawscore.catalogue import Language, messages, phrase
from lawscore.facts.card import NodeResult
from lawscore.facts.items import CutCause, Item
from lawscore.numbers import Rounding, parse_exact
from lawscore.results.model import IndicatorPart, ItemPart, Result, UnitPart
from lawscore.rubric.migrating import Side


def marks_of_published(unit: UnitPart, language: Language) -> Marks:
    """The marks of a unit in a published result, whose reasons are in a language."""
    items = [_item(part, language) for part in unit.items]
    adjusted = {one.id: one.rule for one in unit.adjustments if one.rule}
    nodes = (_node(part, [item for item in items if item.indicator == part.id]) for part in unit.indicators)
    return Marks(nodes=tuple(under_rules(node, adjusted) for node in nodes), vetoes=struck(items))


def side_of(result: Result) -> Side:
    """A version of a rubric, as far as a published result knows it."""
    above = {part.id: part.parent for unit in result.units for part in unit.indicators}
    return Side(result.rubric.id, f"{result.rubric.id}@{result.rubric.version}", above)


def _node(part: IndicatorPart, items: Sequence[Item]) -> NodeResult:
    return NodeResult(
        id=part.id, title=part.title, parent=part.parent, leaf=part.leaf, points=parse_exact(part.points),
        state=part.state, shown=Rounding(2), start=_exact(part.start), score=_exact(part.exact), items=tuple(items),
        why=None if part.why is None else phrase("word.as_is", value=part.why),
    )  # fmt: skip


def _item(part: ItemPart, language: Language) -> Item:
    return Item(
        indicator=part.indicator, rule=part.rule, kind=part.kind, points=parse_exact(part.exact),
        reason=phrase("word.as_is", value=part.reason), records=tuple(part.records), basis=tuple(part.basis),
        quantity=_exact(part.quantity), price=_exact(part.price), cause=part.cause or _told_cause(part, language),
    )  # fmt: skip


#: The sentences by which results said that something was rounded or waived, before they had a `cause`.
_TOLD_CAUSES: Final[Mapping[str, CutCause]] = {
    "cut.round": "round",
    "cut.round_to": "round",
    "veto.waived": "waiver",
    "cut.waived": "waiver",
    "cut.waived_by": "waiver",
}


def _told_cause(part: ItemPart, language: Language) -> CutCause | None:
    """The cause as the reason tells it: results were written without one, and are read for years."""
    if part.kind not in ("cut", "veto"):
        return None
    told = (cause for key, cause in _TOLD_CAUSES.items() if _pattern(key, language).fullmatch(part.reason))
    return next(told, None)


@cache
def _pattern(key: str, language: Language) -> re.Pattern[str]:
    """What a sentence of the catalogue looks like, with anything as its facts."""
    parts = re.split(r"\{\w+(?::[^}]*)?\}", messages(language)[key])
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


def _exact(text: str | None) -> Fraction | None:
    """An exact value, or one that is written with its decimals."""
    return None if text is None else parse_exact(text)
