"""Conformance cases of Decision Model and Notation: decision tables by hit policy, each of them one indicator."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import lawscore
from lawscore.facts.card import Card
from replays.reading import rubric_of
from replays.tally import Tally

#: The rubrics of the tables, by what they ask; the indicators of the last have amounts for outcomes.
WORDS: Final = ("dmn-approval@1.3", "dmn-age@1.3")
AMOUNTS: Final = "dmn-years@1.3"
#: A plain COLLECT: the outcomes have no order.
UNORDERED: Final = frozenset({"0119"})

#: An amount, or the outcomes of all clauses that count, each a list of words.
Outcome: TypeAlias = "Fraction | list[list[str]] | None"
Values: TypeAlias = Mapping[str, Any]


def replay(truth: Path) -> Tally:
    """Every case of every table."""
    tally = Tally()
    cases = json.loads((truth / "dmn_tck" / "table_cases.json").read_text(encoding="utf-8"))
    for case in cases:
        table = table_of(case["model"])
        found = outcomes(table, [{name: _plain(value) for name, value in case["input"].items()}])
        tally.same(f"{case['model']}/{case['case']}", table, found[0], published(case["expected"], table))
    return tally


def table_of(model: str) -> str:
    """The number of a table, which is the id of its indicator: `0004-simpletable-U` → `0004`."""
    return model.partition("-")[0]


def outcomes(table: str, inputs: Sequence[Values]) -> list[Outcome]:
    """What a table says about some inputs, by lawscore."""
    reference = next(name for name in (*WORDS, AMOUNTS) if table in rubric_of(name).nodes)
    rubric = rubric_of(reference)
    fields = {name.casefold(): name for name in rubric.fields}
    units = [
        {"unit": str(number), **{fields[name.casefold()]: value for name, value in values.items()}}
        for number, values in enumerate(inputs)
    ]
    said = {rule.id: rule.model.text for rule in _rules(rubric.nodes[table].rules)}
    cards = lawscore.assess(rubric, units)
    return [card.node(table).score if reference == AMOUNTS else _fired(card, table, said) for card in cards]


def _rules(rules: Sequence[Any]) -> Iterator[Any]:
    for rule in rules:
        yield from _rules(rule.parts) if hasattr(rule, "parts") else (rule,)


def _fired(card: Card, table: str, said: Mapping[str, str]) -> list[list[str]]:
    """The outcomes of the rules that fired, in the order of the items; a rule's sentence begins with its outcome."""
    rules = [item.rule or "" for item in card.node(table).items if item.kind == "award"]
    return ordered([said[rule].split("：")[0].split(" / ") for rule in rules], table)


def published(expected: Any, table: str) -> Outcome:
    """The outcome as the conformance test writes it."""
    if isinstance(expected, dict) and "num" in expected:
        return Fraction(expected["num"])
    listed = expected if isinstance(expected, list) else [expected]
    return ordered([list(one.values()) if isinstance(one, dict) else [one] for one in listed], table)


def ordered(found: list[list[str]], table: str) -> list[list[str]]:
    """The same, in any one order where the table has none."""
    return sorted(found) if table in UNORDERED else found


def _plain(value: Any) -> Any:
    return value["num"] if isinstance(value, dict) else value
