"""The standings, the indicators and the items of an assessment as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, Phrase, chain, phrase, say
from lawscore.classes import dataclass
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.items import Item
from lawscore.numbers import Rounding, plain_text, short_text
from lawscore.reports.tables import Table, headers
from lawscore.rubric.bound import BoundAlso, Rubric

_STANDINGS = ("rank", "unit", "name", "class", "state", "score", "so_far", "bounds", "grade")
_OVERALL = ("overall",)
_NOTE = ("note",)
_INDICATORS = ("unit", "indicator", "title", "points", "score", "state")
_ITEMS = ("unit", "indicator", "rule", "kind", "points", "reason")


def standings_table(assessment: Assessment, language: Language) -> Table:
    """All units in order: those with a rank first, then those without, as the roster has them."""
    beside = _beside_columns(assessment.rubric)
    ranking = assessment.rubric.document.ranking
    overall = _OVERALL if ranking is not None and ranking.overall else ()
    rows = [
        [
            *_standing(card, assessment, language),
            *(tied_text(card.standing.overall, language, tied=card.standing.overall_tied) for _ in overall),
            *_beside(card, beside, language),
            _note(card, language),
        ]
        for card in in_order(assessment)
    ]
    keys = [*_STANDINGS, *overall, *(column.key for column in beside), *_NOTE]
    besides = (column.title(language) for column in beside)
    titles = [*headers((*_STANDINGS, *overall), language), *besides, *headers(_NOTE, language)]
    numbers = (column.key for column in beside if column.what != "grade")
    right = {"rank", "score", "so_far", "bounds", *overall, *numbers}
    return Table(keys, titles, rows, frozenset(right), frozenset({"so_far", "bounds"}))


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a result beside the total: its score, its rank or its grade."""

    also: BoundAlso
    what: str

    @property
    def key(self) -> str:
        return f"also.{self.also.spec.id}" if self.what == "score" else f"also.{self.also.spec.id}.{self.what}"

    def title(self, language: Language) -> str:
        name = self.also.node.title
        if self.what == "score":
            return name
        return say(phrase("column.beside", name=name, what=phrase(f"column.{self.what}")), language)


def _beside_columns(rubric: Rubric) -> list[_Column]:
    """The columns of the results beside the total: rank and grade only of those that have one."""
    return [
        _Column(also, what)
        for also in rubric.beside.values()
        for what, there in (("score", True), ("rank", also.spec.ranking), ("grade", also.spec.grades))
        if there
    ]


def _beside(card: Card, columns: Iterable[_Column], language: Language) -> Iterator[str]:
    for column in columns:
        result = card.node(column.also.spec.id)
        standing = result.standing or Standing()
        cells = {
            "score": shown(result.score, result.shown),
            "rank": rank_text(standing, language),
            "grade": standing.grade or "",
        }
        yield cells[column.what]


def rank_text(standing: Standing, language: Language) -> str:
    """The rank of a standing."""
    return tied_text(standing.rank, language, tied=standing.tied)


def tied_text(rank: int | None, language: Language, *, tied: bool) -> str:
    """A rank, marked where others share it; nothing where there is none."""
    mark = say(phrase("mark.tied"), language) if tied else ""
    return "" if rank is None else f"{rank}{mark}"


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
    is_open = card.state == "provisional"
    return [
        rank_text(card.standing, language),
        card.unit.id,
        card.unit.name,
        in_class(card, assessment),
        say(phrase(f"state.{card.state}"), language),
        shown(card.score, card.shown),
        f"{card.shown.text(earned)} / {short_text(of)}" if is_open else "",
        bounds_text(card) if is_open else "",
        card.grade or "",
    ]


def in_class(card: Card, assessment: Assessment) -> str:
    """What people call the class of a unit."""
    return assessment.rubric.document.classes.get(card.unit.unit_class or "", card.unit.unit_class or "")


def _note(card: Card, language: Language) -> str:
    notes = notes_of(card)
    return say(chain(notes), language) if notes else ""


def notes_of(card: Card) -> tuple[Phrase, ...]:
    """The vetoes that struck, the rule or quota that decided: a grade beside the points must not stand unexplained."""
    aside = (phrase("why.not_assessed", reason=card.unit.not_assessed),) if card.unit.not_assessed is not None else ()
    struck = (phrase("mark.veto", id=veto.id, effect=veto.effect) for veto in card.vetoes if veto.struck)
    return (*aside, *struck, *card.standing.notes)


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
            say(phrase(f"state.{node.state}"), language) + uncounted(node, language),
        ]
        for card in assessment
        for node in card.nodes
    ]
    return Table(_INDICATORS, headers(_INDICATORS, language), rows, frozenset({"points", "score"}))


def uncounted(node: NodeResult, language: Language) -> str:
    """The mark of a node that is no part of the whole."""
    return say(phrase("mark.uncounted"), language) if node.uncounted else ""


def kind_text(item: Item, language: Language) -> str:
    """What an item is; a cut by what it was: a limit, a rounding, a scaling, a waiver."""
    key = f"kind.cut.{item.cause}" if item.kind == "cut" and item.cause else f"kind.{item.kind}"
    return say(phrase(key), language)


def items_table(assessment: Assessment, language: Language) -> Table:
    """One row for each item."""
    rows = [row for card in assessment for row in _items(card, language)]
    return Table(_ITEMS, headers(_ITEMS, language), rows, frozenset({"points"}))


def _items(card: Card, language: Language) -> Iterator[list[str]]:
    roundings: dict[str | None, Rounding] = {None: card.shown, **{node.id: node.shown for node in card.nodes}}
    for item in card.items:
        if item.kind in ("award", "deduction") and item.points == 0 and item.price == 0:
            continue  # what costs nothing is told by `explain`
        yield [
            card.unit.id,
            item.indicator or say(phrase("word.total"), language),
            item.rule or "",
            kind_text(item, language),
            roundings[item.indicator].text(item.points),
            say(item.reason, language),
        ]


VIEWS = {"standings": standings_table, "indicators": indicators_table, "items": items_table}
