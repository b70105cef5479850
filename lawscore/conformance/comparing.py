"""What was expected beside what was found: every difference at its place, exact text against exact text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from lawscore.conformance.case import NOTHING, Case, Expect, ExpectedUnit
from lawscore.conformance.running import Found
from lawscore.numbers import exact_text, parse_exact


class Difference(NamedTuple):
    """One place where the result is not what it must be."""

    place: str
    expected: str
    got: str


def compare(case: Case, found: Found) -> list[Difference]:
    """All differences between a case's expectation and what came of it; none where it holds."""
    expect = case.expect
    if expect.refused is not None or found.result is None:
        return list(_differs("refused", _listed(sorted(expect.refused or ())), _listed(found.refused)))
    return [*_checked(expect, found), *_problems(expect, found.result), *_units(expect, found.result)]


def _checked(expect: Expect, found: Found) -> Iterator[Difference]:
    for code in expect.check:
        if code not in found.check:
            yield Difference("check", code, _listed(found.check))


def _problems(expect: Expect, result: Mapping[str, Any]) -> Iterator[Difference]:
    codes = sorted(problem["code"] for problem in result["problems"] if problem["severity"] != "note")
    yield from _differs("problems", _listed(sorted(expect.problems)), _listed(codes))


def _units(expect: Expect, result: Mapping[str, Any]) -> Iterator[Difference]:
    units = {unit["id"]: unit for unit in result["units"]}
    for name, expected in expect.units.items():
        unit = units.get(name)
        if unit is None:
            yield Difference(name, "a unit", _listed(units))
            continue
        yield from _stated(name, expected, unit, _UNIT)
        yield from _parts(name, expected, unit)
    for name, unit in units.items():
        yield from _law(name, unit)


def _parts(name: str, expected: ExpectedUnit, unit: Mapping[str, Any]) -> Iterator[Difference]:
    for part, listed, table in (("indicators", expected.indicators, _NODE), ("also", expected.also, _ALSO)):
        there = {one["id"]: one for one in unit[part]}
        for key, one in listed.items():
            if key not in there:
                yield Difference(f"{name}.{part}", key, _listed(there))
            else:
                yield from _stated(f"{name}.{key}", one, there[key], table)
    if expected.items is not None:
        yield from _paired(f"{name}.items", expected.items, unit["items"], _ITEM)
    if expected.owed is not None:
        wanted = sorted(expected.owed, key=lambda one: (one.kind, one.name or "", one.record or ""))
        owed = sorted(unit["owed"], key=lambda one: (one["kind"], one["name"], one["record"]))
        yield from _paired(f"{name}.owed", wanted, owed, _OWED)
    if expected.adjustments is not None:
        yield from _paired(f"{name}.adjustments", expected.adjustments, unit.get("adjustments", ()), _ADJUSTMENT)


def _paired(
    place: str, expected: Sequence[BaseModel], found: Sequence[Mapping[str, Any]], table: Mapping[str, Read]
) -> Iterator[Difference]:
    if len(expected) != len(found):
        yield Difference(place, _told(expected, table), _told_found(found, table))
        return
    for number, (one, got) in enumerate(zip(expected, found, strict=True), start=1):
        yield from _stated(f"{place}[{number}]", one, got, table)


def _told(expected: Iterable[BaseModel], table: Mapping[str, Read]) -> str:
    return _listed(_brief([getattr(one, key) for key in table if key in one.model_fields_set]) for one in expected)


def _told_found(found: Iterable[Mapping[str, Any]], table: Mapping[str, Read]) -> str:
    return _listed(_brief([one[where] for where in table.values() if isinstance(where, str)]) for one in found)


def _brief(values: Iterable[Any]) -> str:
    return " ".join(_text(value) for value in values if value not in (None, "", []))


def _stated(
    place: str, expected: BaseModel, found: Mapping[str, Any], table: Mapping[str, Read]
) -> Iterator[Difference]:
    """The keys that an expectation states."""
    for key, where in table.items():
        if key in expected.model_fields_set:
            got = where(found) if callable(where) else found[where]
            yield from _differs(f"{place}.{key}", _text(getattr(expected, key)), _text(got))


def _law(name: str, unit: Mapping[str, Any]) -> Iterator[Difference]:
    """For all that is scored, whatever the case states: start + its items = score."""
    items: dict[str | None, list[Mapping[str, Any]]] = {}
    for item in unit["items"]:
        items.setdefault(item["indicator"], []).append(item)
    yield from _adds_up(name, unit, items.get(None, ()))
    for node in unit["indicators"]:
        yield from _adds_up(f"{name}.{node['id']}", node, items.get(node["id"], ()))
    for also in unit["also"]:
        yield from _adds_up(f"{name}.{also['id']}", also, also["items"])


def _adds_up(place: str, scored: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    if scored["exact"] is not None:
        total = sum((parse_exact(item["exact"]) for item in items), parse_exact(scored["start"]))
        yield from _differs(f"{place}: start + items", exact_text(total), scored["exact"])


def _differs(place: str, expected: str, got: str) -> Iterator[Difference]:
    if expected != got:
        yield Difference(place, expected, got)


def _text(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return _listed(value)
    return str(value)


def _listed(values: Iterable[Any]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"


#: Where a key of an expectation stands in the result: under a key, or worked out.
Read = str | Callable[[Mapping[str, Any]], Any]
_SCORE: Final[Mapping[str, Read]] = {"score": "exact", "shown": "score"}
_STANDING: Final[Mapping[str, Read]] = {
    key: lambda found, key=key: found.get(key)  # type: ignore[misc]
    for key in ("grade", "rank", "tied", "overall", "overall_tied")
}
_UNIT: Final[Mapping[str, Read]] = {
    "state": "state", **_SCORE, "so_far": lambda unit: [unit["so_far"]["score"], unit["so_far"]["of"]],
    "bounds": "bounds", **_STANDING, "rank_range": lambda unit: unit.get("rank_range"),
    "overall_range": lambda unit: unit.get("overall_range"),
}  # fmt: skip
_NODE: Final[Mapping[str, Read]] = {"state": "state", **_SCORE, "points": "points", "start": "start", **_STANDING}
_ALSO: Final[Mapping[str, Read]] = {"state": "state", **_SCORE, "bounds": "bounds", **_STANDING}
_ITEM: Final[Mapping[str, Read]] = {
    "indicator": "indicator", "rule": "rule", "kind": "kind", "points": "exact", "shown": "points",
    "quantity": "quantity", "price": "price",
    "records": lambda item: sorted(item["records"]),
}  # fmt: skip
_ADJUSTMENT: Final[Mapping[str, Read]] = {
    "id": "id", "effect": "effect", "state": "state",
    **{
        key: lambda found, key=key: found.get(key)  # type: ignore[misc]
        for key in ("field", "record", "column", "indicator", "rule", "points")
    },
}  # fmt: skip
_OWED: Final[Mapping[str, Read]] = {
    "kind": "kind", "name": "name", "record": "record", "detail": "detail", "indicators": "indicators", "vetoes": "vetoes",
}  # fmt: skip
