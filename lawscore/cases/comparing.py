"""What a case expects beside what came: every difference at its place, in the words of a scorecard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from lawscore.cases.document import NOTHING, Expect, ExpectedIndicator, ExpectedItem, ExpectedUnit, to_score
from lawscore.catalogue import Phrase, phrase
from lawscore.facts.card import NodeResult, Standing
from lawscore.facts.items import Item
from lawscore.library import Assessment, Scorecard
from lawscore.models import shorten
from lawscore.numbers import Rounding, plain_text
from lawscore.problems import nearest
from lawscore.rubric.bound import Rubric

#: So many letters of the names of rules are told.
_MOST_TOLD: Final = 120


class Difference(NamedTuple):
    """One place where something else came than a case expects.

    `unknown`: the case names what there is not; `meant` is then a name that was probably meant, `got` are those there are.
    """

    place: str
    expected: str
    got: str
    unknown: bool = False
    meant: str = ""
    #: What people call the place; none where its name says enough.
    called: Phrase | None = None


def compare(expect: Expect, found: Assessment, unit: str) -> Iterator[Difference]:
    """All differences; `unit` is the id of the one unit of a case without `units`."""
    codes = sorted({problem.code for problem in found.problems if problem.severity != "note"} - {"check_failed"})
    yield from _same("problems", sorted(set(expect.problems)), codes)
    expected: dict[str, ExpectedUnit] = {**expect.units} or {unit: expect}
    cards = {card.unit.id: card for card in found}
    for name, one in expected.items():
        if name not in cards:
            yield _unknown("units", name, cards, cards)
        else:
            differences = _unit(one, cards[name], found)
            yield from (_of_unit(each, cards[name]) for each in differences) if expect.units else differences


def _of_unit(difference: Difference, card: Scorecard) -> Difference:
    """The difference of one of several units."""
    called = difference.called or phrase(f"case.place.{difference.place}")
    called = phrase("case.of_unit", unit=card.unit.name, place=called)
    return difference._replace(place=f"{card.unit.id}: {difference.place}", called=called)


def _unknown(place: str, name: str, known: Collection[str], told: Iterable[str]) -> Difference:
    """The case names what there is not; so many of those there are, `told`, fit into a line."""
    return Difference(place, name, shorten(_listed(told), _MOST_TOLD), unknown=True, meant=nearest(name, known) or "")


def _unit(expect: ExpectedUnit, card: Scorecard, found: Assessment) -> Iterator[Difference]:
    yield from _stated("state", expect.state, card.state)
    yield from _number("total", expect.total, card.score, card.shown)
    yield from _stated("grade", expect.grade, card.standing.grade or NOTHING)
    yield from _stated("rank", expect.rank, _rank(card.standing))
    if expect.bounds is not None:
        for word, wanted, bound in zip(("low", "high"), expect.bounds, card.bounds, strict=True):
            yield from _number(f"bounds.{word}", wanted, bound, card.shown)
    nodes = {node.id: node for node in (*card.nodes, *card.also)}
    for name, one in {**expect.indicators, **expect.also}.items():
        if name not in nodes:
            yield _unknown("indicators", name, nodes, nodes)
        else:
            yield from _indicator(one, nodes[name])
    rules = _rules(found.rubric)
    yield from _items(expect, card, rules)
    yield from _idle(expect, card, rules)
    yield from _all("vetoes", expect.vetoes, (veto.id for veto in card.vetoes if veto.struck))
    yield from _all("owed", expect.owed, (owed.cause.name for owed in card.owed))
    yield from _all("checks", expect.checks, failed_checks(found, card.unit.id))


def failed_checks(found: Assessment, unit: str) -> Iterator[str]:
    """The consistency checks that the figures of a unit break."""
    for problem in found.problems:
        if problem.code == "check_failed" and problem.where.path[:1] == (unit,):
            yield str(problem.where.path[-1])


def _indicator(expect: ExpectedIndicator, node: NodeResult) -> Iterator[Difference]:
    standing = node.standing or Standing()
    found = {
        "state": _stated(node.id, expect.state, node.state),
        "score": _number(node.id, expect.score, node.score, node.shown),
        "points": _number(f"{node.id}.points", expect.points, node.points, node.shown),
        "start": _number(f"{node.id}.start", expect.start, node.start, node.shown),
        "grade": _stated(f"{node.id}.grade", expect.grade, standing.grade or NOTHING),
        "rank": _stated(f"{node.id}.rank", expect.rank, _rank(standing)),
    }
    for what, differences in found.items():
        called = phrase(f"case.of_indicator.{what}", id=node.id, title=node.title)
        yield from (one._replace(called=called) for one in differences)


def _rank(standing: Standing) -> str:
    return NOTHING if standing.rank is None else str(standing.rank)


def _items(expect: ExpectedUnit, card: Scorecard, rules: Collection[str]) -> Iterator[Difference]:
    roundings: dict[str | None, Rounding] = {None: card.shown, **{node.id: node.shown for node in card.nodes}}
    known = {*rules, *(item.rule for item in card.items)}  # adjustments have items too, by their ids
    for wanted in expect.items:
        if wanted.rule is not None and wanted.rule not in known:
            yield _unknown("rules", wanted.rule, rules, _short(rules))
        elif not any(_is_it(wanted, item, roundings[item.indicator]) for item in card.items):
            near = [item for item in card.items if _is_near(wanted, item)]
            yield Difference("items", _told_wanted(wanted), _listed(_told(item) for item in near) if near else NOTHING)


def _idle(expect: ExpectedUnit, card: Scorecard, rules: Collection[str]) -> Iterator[Difference]:
    """Rules that were at work after all; and those that the rubric does not have, which never could be."""
    for rule in expect.idle:
        at_work = [item for item in card.items if rule in (item.rule, f"{item.indicator}/{item.rule}") and item.points]
        if at_work:
            called = phrase("case.of_idle", rule=rule)
            yield Difference(rule, NOTHING, _listed(_told(item) for item in at_work), called=called)
        elif rule not in rules:
            yield _unknown("rules", rule, rules, _short(rules))


def _short(rules: Iterable[str]) -> Iterator[str]:
    return (name for name in rules if "/" not in name)


def _rules(rubric: Rubric) -> Collection[str]:
    """What the rules and vetoes of a rubric are called: by their ids, and by those of their indicators too."""
    found = [(node.id, rule.id) for node in (*rubric.nodes.values(), rubric.root) for rule in node.every_rule()]
    names = (name for node, rule in found for name in (rule, f"{node}/{rule}"))
    return dict.fromkeys((*names, *(veto.spec.id for veto in rubric.vetoes)))


def _is_it(wanted: ExpectedItem, item: Item, shown: Rounding) -> bool:
    return (
        _is_near(wanted, item)
        and wanted.kind in (None, item.kind)
        and wanted.cause in (None, item.cause)
        and (wanted.points is None or _is_number(wanted.points, item.points, shown))
        and (wanted.records is None or sorted(wanted.records) == sorted(item.records))
    )


def _is_near(wanted: ExpectedItem, item: Item) -> bool:
    """Whether an item is of the indicator and rule that are wanted; where neither is stated, of the kind."""
    if wanted.indicator is None and wanted.rule is None:
        return wanted.kind in (None, item.kind)
    return wanted.indicator in (None, item.indicator) and wanted.rule in (None, item.rule)


def _told_wanted(wanted: ExpectedItem) -> str:
    records = None if wanted.records is None else f"[{_listed(wanted.records)}]"
    return _written(wanted.indicator, wanted.rule, wanted.kind, wanted.cause, wanted.points, records)


def _told(item: Item) -> str:
    records = f"[{_listed(item.records)}]" if item.records else None
    return _written(item.indicator, item.rule, item.kind, item.cause, plain_text(item.points), records)


def _written(*parts: str | None) -> str:
    """An item as a file of cases writes it: `{indicator: "4.2", rule: rate, points: -1}`."""
    keys = ("indicator", "rule", "kind", "cause", "points", "records")
    told = (f"{key}: {part}" for key, part in zip(keys, parts, strict=True) if part is not None)
    return f"{{{_listed(told)}}}"


def _number(place: str, wanted: str | None, value: Fraction | None, shown: Rounding) -> Iterator[Difference]:
    if wanted is None or (value is None and wanted == NOTHING):
        return
    if value is None or not _is_number(wanted, value, shown):
        yield Difference(place, wanted, NOTHING if value is None else plain_text(value))


def _is_number(wanted: str, value: Fraction, shown: Rounding) -> bool:
    """Whether a number is what is wanted: exactly, or as the rubric shows it."""
    return to_score(wanted) in (value, shown.apply(value))


def _stated(place: str, wanted: str | None, got: str) -> Iterator[Difference]:
    if wanted is not None and wanted != got:
        yield Difference(place, wanted, got)


def _all(place: str, wanted: Iterable[str] | None, got: Iterable[str]) -> Iterator[Difference]:
    if wanted is not None:
        yield from _same(place, sorted(set(wanted)), sorted(set(got)))


def _same(place: str, wanted: list[str], got: list[str]) -> Iterator[Difference]:
    if wanted != got:
        yield Difference(place, _listed(wanted) or NOTHING, _listed(got) or NOTHING)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values)
