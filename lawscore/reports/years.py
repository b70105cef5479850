"""A comparison of two assessments as tables: units, the indicators of a unit, the rules of an indicator; and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from lawscore.analysis.change import Change
from lawscore.analysis.differing import IndicatorChange, RuleChange, Where
from lawscore.analysis.subtotal import Parts, subtotal
from lawscore.analysis.years import Comparison, UnitChange
from lawscore.catalogue import Language, Phrase, chain, phrase, say
from lawscore.expressions.values import Cause
from lawscore.facts.card import Standing
from lawscore.numbers import ZERO, NotANumber, Rounding, parse_number, plain_text, short_text, written
from lawscore.reports.owed import cause_text
from lawscore.reports.signs import from_to, signed, with_sign
from lawscore.reports.standings import rank_text
from lawscore.reports.tables import Table, headers
from lawscore.rubric.bound import AnyRule, Rubric
from lawscore.rules.combining import BoundCombination

_CHANGE = ("before", "after", "change", "by_rubric", "by_facts")
_RIGHT = frozenset(_CHANGE)
_UNITS = ("unit", "name", *_CHANGE, "rank", "grade", "note")
_INDICATORS = ("unit", "indicator", "title", "points", *_CHANGE, "note")
_RULES = ("unit", "indicator", "rule", "rule_text", *_CHANGE)
#: So many of the missing values are named in a cell.
_MOST_NAMED = 3


def units_table(comparison: Comparison, language: Language, units: Iterable[UnitChange] | None = None) -> Table:
    """One row for each unit: its total before and after, what the rubric and the facts made of it, rank and grade."""
    rows = [_unit(one, comparison, language) for one in (comparison if units is None else units)]
    return Table(_UNITS, headers(_UNITS, language), rows, _RIGHT, frozenset({"rank", "grade", "note"}))


def indicators_table(
    comparison: Comparison, units: Sequence[UnitChange], language: Language, *, all_: bool = True, only: str = ""
) -> Table:
    """The indicators of units and their totals; unless `all_`, without those of which nothing changed.

    With `only`, that indicator alone.
    """
    rows = [
        _indicator(one, change, comparison, language)
        for one in units
        if one.total is not None
        for change in ([*_named(one, only)] if only else [*one.indicators, one.total])
        if all_ or change is one.total or has_changed(change)
    ]
    right, optional = _RIGHT | {"points"}, frozenset({"points", "note"})
    return Table(_INDICATORS, headers(_INDICATORS, language), rows, right, optional)


def has_changed(change: IndicatorChange) -> bool:
    """Whether there is anything to tell: another score, other points, another state."""
    return bool(
        change.score.whole
        or change.points.whole
        or change.states.before != change.states.after
        or (change.score.by_rubric or change.score.by_facts)
    )


def rules_table(comparison: Comparison, units: Sequence[UnitChange], indicator: str, language: Language) -> Table:
    """The rules of one indicator: the rows of each unit add up to its change."""
    texts = {**_rule_texts(comparison.before), **_rule_texts(comparison.after)}
    rows = [
        _rule(one, change, rule, texts.get(rule.rule or "", {}), language)
        for one in units
        for change in _named(one, indicator)
        for rule in change.rules
    ]
    return Table(_RULES, headers(_RULES, language), rows, _RIGHT, frozenset({"rule_text"}))


def notes(comparison: Comparison, language: Language, most: int | None = None) -> list[str]:
    """What could not be carried over when the old facts were scored under the new rubric; at `most` so many names each."""
    carried = comparison.carried
    if carried is None:
        return []
    told = (
        ("years.fields_unknown", carried.unknown),
        ("years.fields_left", tuple(carried.left.fields)),
        ("years.answers_left", tuple(carried.left.answers)),
        ("years.adjustments_left", tuple(carried.left.adjustments)),
        ("years.dated", carried.dated),
    )
    return [
        say(phrase(key, names=_first(names, most), count=str(len(names))), language) for key, names in told if names
    ]


def subtotals(comparison: Comparison, units: Sequence[UnitChange], language: Language) -> list[str]:
    """For each unit whose total cannot be split: what the rubric and the facts made of the indicators that can."""
    told: list[str] = []
    for one in units:
        parts = split_part(one, comparison)
        if parts is not None and one.after is not None:
            figures = [signed(part, one.after.shown) for part in parts]
            facts = {"unit": one.unit.name, "rubric": figures[0], "facts": figures[1]}
            told.append(say(phrase("years.subtotal" if len(units) == 1 else "years.subtotal_of", **facts), language))
    return told


def split_part(one: UnitChange, comparison: Comparison) -> Parts | None:
    """The subtotal of a unit, where its total changed and the change cannot be split."""
    if one.total is None or one.total.score.whole is None or one.total.score.by_rubric is not None:
        return None
    return subtotal(one.indicators, comparison.before, comparison.after)


def rounding_note(table: Table, language: Language) -> list[str]:
    """That printed figures do not add up to the last digit, where they do not."""
    most = max((_off(dict(zip(table.keys, row, strict=True))) for row in table.rows), default=ZERO)
    return [say(phrase("years.rounded", most=written(most)), language)] if most else []


def _off(row: Mapping[str, str]) -> Fraction:
    """By how much the printed figures of a row miss their printed sum, at most."""
    before, after, change, by_rubric, by_facts = (_printed(row[key]) for key in _CHANGE)
    off = [abs(before + change - after)] if before is not None and change is not None and after is not None else []
    if by_rubric is not None and by_facts is not None and change is not None:
        off.append(abs(by_rubric + by_facts - change))
    return max(off, default=ZERO)


def _printed(cell: str) -> Fraction | None:
    """A figure as it was printed; None where there is none, or one with an ellipsis."""
    try:
        return parse_number(cell.removeprefix("+"))
    except NotANumber:
        return None


def _first(names: tuple[str, ...], most: int | None) -> tuple[str, ...]:
    return names if most is None or len(names) <= most else (*names[:most], "…")


def _named(one: UnitChange, indicator: str) -> Iterator[IndicatorChange]:
    yield from (change for change in one.indicators if indicator in (*change.old, *change.new))


def _unit(one: UnitChange, comparison: Comparison, language: Language) -> list[str]:
    before, after = one.standings
    cards = [card for card in (one.before, one.after) if card is not None]
    scores = Change(
        one.before.score if one.before is not None else None, None, one.after.score if one.after is not None else None
    )
    shown = cards[-1].shown
    figures = _figures(one.total.score, shown) if one.total is not None else [*_ends(scores, shown), "", "", ""]
    return [
        one.unit.id,
        one.unit.name,
        *figures,
        from_to(rank_text(before, language), rank_text(after, language)) if _has_rank(before, after) else "",
        from_to(before.grade, after.grade),
        _told(_unit_notes(one, comparison, language), language),
    ]


def _has_rank(*standings: Standing) -> bool:
    return any(standing.rank is not None for standing in standings)


def _unit_notes(one: UnitChange, comparison: Comparison, language: Language) -> Iterator[Phrase]:
    if one.before is None:
        yield phrase("years.only_after")
    elif one.after is None:
        yield phrase("years.only_before")
    elif one.total is not None:
        yield from _state_notes(one.total, comparison, language)
    for when, card in (("before", one.before), ("after", one.after)):
        if card is not None and card.unit.not_assessed is not None:
            yield phrase(f"years.not_assessed_{when}", reason=card.unit.not_assessed)


def _indicator(one: UnitChange, change: IndicatorChange, comparison: Comparison, language: Language) -> list[str]:
    is_total = change is one.total
    return [
        one.unit.id,
        say(phrase("word.total") if is_total else phrase("word.as_is", value=change.ids), language),
        "" if is_total else say(phrase("word.as_is", value=change.titles), language),
        "" if is_total else _points(change),
        *_scores(change, _shown(change, comparison)),
        note_of(change, comparison, language),
    ]


def note_of(change: IndicatorChange, comparison: Comparison, language: Language) -> str:
    """Where an indicator came from, why a figure is missing, what the rubric's part may come of."""
    return _told([*_origin(change), *_state_notes(change, comparison, language), *_dated(change, comparison)], language)


def _scores(change: IndicatorChange, shown: Rounding) -> list[str]:
    """The figures; a version that does not have the indicator shows none, though it counts as zero."""
    cells = _figures(change.score, shown)
    ends = zip(cells, (change.states.before, change.states.after), strict=False)
    return [*("" if state == "absent" else cell for cell, state in ends), *cells[2:]]


def _points(change: IndicatorChange) -> str:
    """The points before and after, where they differ and both are known; a dash where there is no such indicator."""
    ends = ((change.states.before, change.points.before), (change.states.after, change.points.after))
    if change.points.before == change.points.after or any(figure is None for _, figure in ends):
        return ""
    before, after = ("—" if state == "absent" or figure is None else short_text(figure) for state, figure in ends)
    return f"{before} → {after}"


def _origin(change: IndicatorChange) -> Iterator[Phrase]:
    """Where an indicator came from or that it went."""
    if not change.old:
        yield phrase("years.new")
    elif not change.new:
        yield phrase("years.gone")
    elif change.old != change.new:
        yield phrase("years.split" if len(change.new) > 1 else "years.renamed", old=change.old)


def _state_notes(change: IndicatorChange, comparison: Comparison, language: Language) -> Iterator[Phrase]:
    """Why a figure is missing."""
    if _no_figure(change.states.before):
        yield phrase("years.before_is", state=phrase(f"state.{change.states.before}"))
    if _no_figure(change.states.after):
        yield phrase("years.after_is", state=phrase(f"state.{change.states.after}"))
    if change.score.whole is None or change.score.by_rubric is not None:
        return
    if change.states.between == "unscored":
        yield phrase("years.not_split", causes=_causes(change.causes, comparison.after, language))
    else:
        yield phrase(f"years.between_{change.states.between}")


def _dated(change: IndicatorChange, comparison: Comparison) -> Iterator[Phrase]:
    """The rubric's part may come of dates that are those of the later year."""
    if comparison.carried is not None and change.score.by_rubric and set(change.new) & set(comparison.carried.dated):
        yield phrase("years.has_dates")


def _no_figure(state: Where) -> bool:
    return state in ("unscored", "not_applicable")


def _causes(causes: Sequence[Cause], rubric: Rubric, language: Language) -> Phrase:
    named = tuple(cause_text(rubric, cause, language) for cause in causes[:_MOST_NAMED])
    more = len(causes) - len(named)
    whole = phrase("word.as_is", value=named)
    return phrase("years.and_more", named=whole, count=str(len(causes))) if more else whole


def _told(parts: Iterable[Phrase], language: Language) -> str:
    found = tuple(parts)
    return say(chain(found), language) if found else ""


def _rule(
    one: UnitChange,
    change: IndicatorChange,
    rule: RuleChange,
    texts: dict[str, str],
    language: Language,
) -> list[str]:
    text = next((texts[indicator] for indicator in (*change.new, *change.old) if indicator in texts), "")
    return [
        one.unit.id,
        say(phrase("word.as_is", value=change.ids), language),
        rule.rule or say(phrase(f"years.{rule.kind}"), language),
        text,
        *_exact_figures(rule.points),
    ]


def _rule_texts(rubric: Rubric) -> dict[str, dict[str, str]]:
    """The office's own sentences: by rule, then by indicator."""
    found: dict[str, dict[str, str]] = {}
    for node in rubric.nodes.values():
        for rule in _all_rules(node.rules):
            found.setdefault(rule.id, {})[node.id] = getattr(rule.model, "text", None) or ""
    return found


def _all_rules(rules: Iterable[AnyRule]) -> Iterator[AnyRule]:
    for rule in rules:
        yield rule
        if isinstance(rule, BoundCombination):
            yield from _all_rules(rule.parts)


def _shown(change: IndicatorChange, comparison: Comparison) -> Rounding:
    """How its figures are printed: as the new version prints the indicator."""
    rubric, ids = (comparison.after, change.new) if change.new else (comparison.before, change.old)
    node = rubric.nodes.get(ids[0])
    return rubric.root.shown if node is None else node.shown


def _exact_figures(change: Change) -> list[str]:
    """The figures of a rule as items have them: not rounded, so that they add up."""
    ends = ["" if one is None else plain_text(one) for one in (change.before, change.after)]
    parts = (change.whole, change.by_rubric, change.by_facts)
    return [*ends, *("" if one is None else with_sign(one, plain_text(one)) for one in parts)]


def _figures(change: Change, shown: Rounding) -> list[str]:
    return [*_ends(change, shown), *(signed(one, shown) for one in (change.whole, change.by_rubric, change.by_facts))]


def _ends(change: Change, shown: Rounding) -> list[str]:
    return ["" if one is None else shown.text(one) for one in (change.before, change.after)]
