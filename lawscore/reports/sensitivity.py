"""How firm the standings are, as tables: what other weights make of each unit, and what would lift it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, TypeVar

from lawscore.analysis.sensitivity import Change, Decisive, Mending, Sensitivity, UnitSensitivity
from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.numbers import ONE, Rounding, decimal_text
from lawscore.reports.standings import shown
from lawscore.reports.tables import Format, Table, headers, render_table
from lawscore.rubric.bound import BoundNode

T = TypeVar("T")

_FIRM = ("rank", "unit", "name", "class", "score", "score_range", "ranks", "held", "grade", "grade_shares", "decides")
_LIFT = ("unit", "name", "target", "least_points", "how", "mendings")
_NEXT = tuple(f"next_{what}{part}" for what in ("rank", "grade") for part in ("", "_points", "_how", "_mendings"))
_GONE = ("indicator", "title", "rank_without", "grade_without")
_RIGHT: Final = frozenset({"rank", "score", "score_range", "ranks", "held", "least_points", "rank_without"})
_OPTIONAL: Final = frozenset(
    {"rank", "class", "score_range", "ranks", "held", "grade", "grade_shares", "decides", "rank_without", "grade_without"}
)  # fmt: skip
#: How many of the indicators that suffice are named in a table.
_NAMED: Final = 3
#: No rank or grade, where nothing is left that it could be made of.
_NONE: Final = "—"


def sensitivity_text(found: Sensitivity, language: Language, form: Format, unit: str | None = None) -> str:
    """What was found, in a format: as CSV one row for each unit. With `unit`, only that one, and each removal."""
    units = in_order(found) if unit is None else [found[unit]]
    if form == "csv":
        return render_table(_whole_table(found, units, language), form)
    between = "\n\n" if form == "md" else "\n"
    told = between.join(say(note, language) for note in notes(found)) + "\n"
    parts = [told, render_table(_firm(found, units, language), form)]
    if any(one.next_rank or one.next_grade for one in units):
        parts.append(_titled("sensitivity.changes", _lift(units, language), language, form))
    if unit is not None and found.weighed:
        parts.append(_titled("sensitivity.removals", _gone(found[unit], language), language, form))
    return "\n".join(parts)


def notes(found: Sensitivity) -> Iterator[Phrase]:
    """What was done, and what was left out."""
    asked, indicators = found.question, str(len(found.weighed))
    standing = next((one for one in found.rubric.standings if one.id == ""), None)
    if not found.units:
        yield phrase("sensitivity.nobody")
    elif asked.draws:
        least, most = ONE - asked.within, ONE + asked.within
        facts = {"least": least, "most": most, "draws": str(asked.draws), "seed": str(asked.seed)}
        yield phrase("sensitivity.drawn", indicators=indicators, **facts)
    else:
        yield phrase("sensitivity.removed_only", indicators=indicators)
    if standing is None:
        yield phrase("sensitivity.no_standings")
    if found.left_out:
        yield phrase("sensitivity.left_out", units=tuple(card.unit.name for card in found.left_out))
    if found.keeps_rules:
        yield phrase("sensitivity.keeps_rules")


def in_order(found: Sensitivity) -> list[UnitSensitivity]:
    """The units class by class, as the rubric lists the classes, by rank; those without a rank last."""
    document = found.rubric.document
    classes = list(document.classes)
    within = document.ranking is not None and document.ranking.within == "class"

    def key(one: UnitSensitivity) -> tuple[int, bool, int]:
        known = within and one.card.unit.unit_class in classes
        place = classes.index(one.card.unit.unit_class or "") if known else len(classes)
        return place, one.rank is None, one.rank or 0

    return sorted(found.units, key=key)


def share_text(share: Fraction) -> str:
    """A share of the draws as a percentage."""
    return f"{Rounding(1).text(share * 100)}%"


def _firm(found: Sensitivity, units: Sequence[UnitSensitivity], language: Language) -> Table:
    rows = [list(_firm_row(found, one, language)) for one in units]
    return Table(_FIRM, headers(_FIRM, language), rows, _RIGHT, _OPTIONAL)


def _firm_row(found: Sensitivity, one: UnitSensitivity, language: Language) -> Iterator[str]:
    card, drawn = one.card, one.drawn
    classes = found.rubric.document.classes
    yield "" if one.rank is None else str(one.rank)
    yield card.unit.id
    yield card.unit.name
    yield classes.get(card.unit.unit_class or "", card.unit.unit_class or "")
    yield shown(card.score, card.shown)
    yield "" if drawn is None or drawn.scores is None else _range(drawn.scores, card.shown.text, language)
    yield "" if drawn is None or drawn.ranks is None else _range(drawn.ranks, str, language)
    yield "" if drawn is None or one.rank is None else share_text(drawn.held)
    yield one.grade or ""
    yield _grades(one, language)
    yield "" if one.decisive is None else _decides(one.decisive, language)


def _range(both: tuple[T, T], text: Callable[[T], str], language: Language) -> str:
    """From the one to the other; one of them, where they look the same."""
    least, most = map(text, both)
    return least if least == most else say(phrase("sensitivity.range", least=least, most=most), language)


def _grades(one: UnitSensitivity, language: Language) -> str:
    if one.drawn is None:
        return ""
    shares = [
        phrase("sensitivity.share", grade=name, share=share_text(share)) for name, share in one.drawn.grades.items()
    ]
    if one.drawn.open_share:
        open_ = phrase("sensitivity.open_grade")
        shares.append(phrase("sensitivity.share", grade=open_, share=share_text(one.drawn.open_share)))
    return say(phrase("word.as_is", value=tuple(shares)), language)


def _decides(decisive: Decisive, language: Language) -> str:
    facts = {"indicator": _indicator(decisive.indicator), "rank": str(decisive.rank)}
    return say(phrase("sensitivity.decides", **facts), language)


def _indicator(node: BoundNode) -> Phrase | str:
    return node.title if node.id == node.title else phrase("sensitivity.indicator", id=node.id, title=node.title)


def _lift(units: Sequence[UnitSensitivity], language: Language) -> Table:
    rows = [
        [one.card.unit.id, one.card.unit.name, *change_cells(change, one.card.shown, language, ranks=ranks)]
        for one in units
        for change, ranks in ((one.next_rank, True), (one.next_grade, False))
        if change is not None
    ]
    return Table(_LIFT, headers(_LIFT, language), rows, _RIGHT, _OPTIONAL)


def change_cells(change: Change | None, rounding: Rounding, language: Language, *, ranks: bool) -> list[str]:
    """The target, the points, how, and which indicators suffice."""
    if change is None:
        return ["", "", "", ""]
    target = say(phrase("sensitivity.to_rank", rank=change.to), language) if ranks else change.to
    if change.obstacle is not None or change.points is None:
        return [target, "", say(phrase(f"sensitivity.obstacle.{change.obstacle}"), language), ""]
    return [
        target,
        _points(change, rounding, language),
        _how(change, language),
        _mendings(change.mendings, rounding, language),
    ]


def _points(change: Change, rounding: Rounding, language: Language) -> str:
    """The points, rounded up to what is shown."""
    assert change.points is not None  # asked only where there are some
    points, places = abs(change.points), max(rounding.places, 0)
    enough = Rounding(places, "up").apply(points)  # never less than it takes
    text = decimal_text(enough, places) + (say(phrase("sensitivity.fall"), language) if change.points < 0 else "")
    is_beyond = change.beyond and enough == points
    return say(phrase("sensitivity.beyond", points=text), language) if is_beyond else text


def _how(change: Change, language: Language) -> str:
    if change.rival is None:
        return ""
    key = "sensitivity.rival_passed" if change.passes else "sensitivity.rival"
    rival = phrase(key, unit=change.rival.unit.name)
    return say(phrase("sensitivity.quota", grade=change.quota, rival=rival) if change.quota else rival, language)


def _mendings(mendings: Sequence[Mending], rounding: Rounding, language: Language) -> str:
    if not mendings:
        return say(phrase("sensitivity.no_mending"), language)
    named = tuple(
        phrase("sensitivity.mending", indicator=_indicator(one.indicator), lost=rounding.text(one.lost))
        for one in mendings[:_NAMED]
    )
    told = phrase("word.as_is", value=named)
    if len(mendings) > _NAMED:
        told = phrase("sensitivity.more", mendings=named, count=str(len(mendings)))
    return say(told, language)


def _gone(one: UnitSensitivity, language: Language) -> Table:
    rows = [
        [
            gone.indicator.id,
            gone.indicator.title,
            "" if one.rank is None else str(gone.rank or _NONE),
            "" if one.grade is None else gone.grade or _NONE,
        ]
        for gone in one.removed
    ]
    return Table(_GONE, headers(_GONE, language), rows, _RIGHT, _OPTIONAL)


def _whole_table(found: Sensitivity, units: Sequence[UnitSensitivity], language: Language) -> Table:
    """One row for each unit, with everything."""
    keys = [*_FIRM, *_NEXT]
    rows = [
        [
            *_firm_row(found, one, language),
            *change_cells(one.next_rank, one.card.shown, language, ranks=True),
            *change_cells(one.next_grade, one.card.shown, language, ranks=False),
        ]
        for one in units
    ]
    return Table(keys, headers(keys, language), rows)


def _titled(key: str, table: Table, language: Language, form: Format) -> str:
    return f"{'### ' if form == 'md' else ''}{say(phrase(key), language)}\n\n{render_table(table, form)}"
