"""The standings, the indicators and the items of an assessment as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, phrase, say
from lawscore.facts.card import Card
from lawscore.numbers import Rounding, plain_text
from lawscore.reports.tables import Table

_STANDINGS = ("rank", "unit", "name", "class", "state", "score", "so_far", "bounds", "grade", "note")
_INDICATORS = ("unit", "indicator", "title", "points", "score", "state")
_ITEMS = ("unit", "indicator", "rule", "kind", "points", "reason")


def headers(keys: Iterable[str], language: Language) -> list[str]:
    """The headings of columns."""
    return [say(phrase(f"column.{key}"), language) for key in keys]


def standings_table(assessment: Assessment, language: Language) -> Table:
    """All units in order: those with a rank first, then those without, as the roster has them."""
    rows = [_standing(card, assessment, language) for card in in_order(assessment)]
    return Table(_STANDINGS, headers(_STANDINGS, language), rows, frozenset({"rank", "score", "so_far", "bounds"}))


def in_order(assessment: Assessment) -> list[Card]:
    """Cards class by class (as the rubric lists the classes), by rank; those without a rank last."""
    classes = list(assessment.rubric.document.classes)
    within = assessment.rubric.document.ranking is not None and assessment.rubric.document.ranking.within == "class"

    def key(card: Card) -> tuple[int, bool, int]:
        known = within and card.unit.unit_class in classes
        return classes.index(card.unit.unit_class or "") if known else len(classes), card.rank is None, card.rank or 0

    return sorted(assessment, key=key)


def _standing(card: Card, assessment: Assessment, language: Language) -> list[str]:
    earned, of = card.so_far
    title = assessment.rubric.document.classes.get(card.unit.unit_class or "", card.unit.unit_class or "")
    final = card.state == "final"
    return [
        "" if card.rank is None else f"{card.rank}{say(phrase('mark.tied'), language) if card.tied else ''}",
        card.unit.id,
        card.unit.name,
        title,
        say(phrase(f"state.{card.state}"), language),
        shown(card.score, card.shown),
        "" if final else f"{card.shown.text(earned)} / {plain_text(of)}",
        "" if final else bounds_text(card),
        card.grade or "",
        _note(card, language),
    ]


def _note(card: Card, language: Language) -> str:
    """The vetoes that struck: a grade below the points must not stand unexplained."""
    struck = tuple(phrase("mark.veto", id=veto.id, effect=veto.effect) for veto in card.vetoes if veto.struck)
    return say(phrase("word.as_is", value=struck), language) if struck else ""


def bounds_text(card: Card) -> str:
    """What a provisional total can still come to."""
    low, high = (("—" if bound is None else card.shown.text(bound)) for bound in card.bounds)
    return f"{low} – {high}"


def shown(value: Fraction | None, rounding: Rounding) -> str:
    """A score as it is printed; nothing where there is none."""
    return "" if value is None else rounding.text(value)


def indicators_table(assessment: Assessment, language: Language) -> Table:
    """One row for each unit and indicator."""
    rows = [
        [
            card.unit.id,
            node.id,
            node.title,
            plain_text(node.points),
            shown(node.score, node.shown),
            say(phrase(f"state.{node.state}"), language),
        ]
        for card in assessment
        for node in card.nodes
    ]
    return Table(_INDICATORS, headers(_INDICATORS, language), rows, frozenset({"points", "score"}))


def items_table(assessment: Assessment, language: Language) -> Table:
    """One row for each item."""
    rows = [row for card in assessment for row in _items(card, language)]
    return Table(_ITEMS, headers(_ITEMS, language), rows, frozenset({"points"}))


def _items(card: Card, language: Language) -> Iterator[list[str]]:
    roundings: dict[str | None, Rounding] = {None: card.shown, **{node.id: node.shown for node in card.nodes}}
    for item in card.items:
        yield [
            card.unit.id,
            item.indicator or say(phrase("word.total"), language),
            item.rule or "",
            say(phrase(f"kind.{item.kind}"), language),
            roundings[item.indicator].text(item.points),
            say(item.reason, language),
        ]


VIEWS = {"standings": standings_table, "indicators": indicators_table, "items": items_table}
