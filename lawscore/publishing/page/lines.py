"""Indicators, items and results beside the total of one unit, as data for the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeAlias, TypeVar

from lawscore.analysis.owing import owed_before
from lawscore.numbers import Rounding, parse_exact, written
from lawscore.publishing.cards import Line
from lawscore.publishing.facts import kind_key
from lawscore.publishing.figures import bounds_text, share_of_line
from lawscore.publishing.page.figures import change, sign
from lawscore.publishing.page.tongues import Text, Tongues, both
from lawscore.reports.owed import cause_text
from lawscore.reports.signs import minus_sign
from lawscore.results.model import AlsoPart, IndicatorPart, ItemPart, OwedPart

#: What a part comes to in JSON; what is not said is left out.
Form: TypeAlias = dict[str, Any]
P = TypeVar("P")
_NOTHING: Final[tuple[Any, ...]] = ("", [], {})


def there(**parts: Any) -> Form:
    """The parts that say something."""
    return {name: part for name, part in parts.items() if part is not None and part not in _NOTHING}


def line_form(tongues: Tongues, lines: Sequence[Line], place: int, mean: Fraction | None) -> Form:
    """One indicator, in every language; `place` is that of its heading, `mean` that of the unit's group."""
    line, part, shown = lines[0], lines[0].part, lines[0].heading.shown
    diff, side = (None, None) if part.exact is None or mean is None else _against(part.exact, mean, shown)
    return there(
        h=place, points=minus_sign(part.points), score=None if part.score is None else minus_sign(part.score),
        share=share_of_line(line), diff=diff, sign=side, before=_before(tongues, line.earlier),
        state=None if part.state == "scored" else part.state, why=both(one.part.why or "" for one in lines),
        notes=each_in(lambda one: one.part.notes, lines) if part.notes else None,
        rank=None if part.rank is None else ranked(tongues, part.rank, tied=part.tied), grade=part.grade,
        items=items_form([one.items for one in lines]), owed=[owed_form(tongues, one) for one in line.owed],
    )  # fmt: skip


@lru_cache(maxsize=1 << 16)  # many units have the same score
def _against(exact: str, mean: Fraction, shown: Rounding) -> tuple[str, int]:
    """How far a score is above the mean, and on which side."""
    difference = parse_exact(exact) - mean
    return change(difference, shown), sign(difference)


def _before(tongues: Tongues, part: IndicatorPart | None) -> Text | None:
    if part is None:
        return None
    return minus_sign(part.score) if part.score is not None else tongues.say(f"state.{part.state}")


def ranked(tongues: Tongues, rank: int, *, tied: bool) -> Text:
    """A rank, marked where others share it."""
    return tongues.say("page.tied", rank=str(rank)) if tied else str(rank)


def each_in(of: Callable[[P], Sequence[str]], parts: Sequence[P]) -> list[Text]:
    """Texts that a part has several of, each in every language."""
    return [both(texts) for texts in zip(*map(of, parts), strict=True)]


def items_form(items: Sequence[Sequence[ItemPart]]) -> list[Form]:
    """Items in every language."""
    return [_item(one) for one in zip(*items, strict=True)]


def _item(items: Sequence[ItemPart]) -> Form:
    """One item."""
    item = items[0]
    points, side, exact = _priced(item.points, item.exact)
    return there(
        kind=kind_key(item), points=points, sign=side, exact=exact,
        reason=both(one.reason for one in items), rule=item.rule, records=item.records, basis=item.basis,
    )  # fmt: skip


@lru_cache(maxsize=1 << 16)
def _priced(shown: str, exact: str) -> tuple[str, int, str | None]:
    """Points with their sign; the exact ones only where those that are shown were rounded."""
    value = parse_exact(exact)
    points = f"+{shown}" if value > 0 else minus_sign(shown)
    return points, sign(value), None if parse_exact(shown) == value else minus_sign(written(value))


def owed_form(tongues: Tongues, owed: OwedPart) -> Form:
    """A value or an answer that is owed."""
    cause, rubric = owed_before(owed).cause, tongues.report.rubric
    return there(
        kind=f"owed.{owed.kind}", text=both(cause_text(rubric, cause, language) for language in tongues.languages),
        indicators=owed.indicators, vetoes=owed.vetoes,
    )  # fmt: skip


def also_form(tongues: Tongues, parts: Sequence[AlsoPart]) -> Form:
    """A result beside the total."""
    part = parts[0]
    return there(
        title=part.title or part.id, score=bounds_text(part) if part.score is None else minus_sign(part.score),
        state=None if part.state == "scored" else part.state, grade=part.grade,
        rank=None if part.rank is None else ranked(tongues, part.rank, tied=part.tied),
        notes=each_in(lambda one: one.notes, parts), items=items_form([one.items for one in parts]),
    )  # fmt: skip
