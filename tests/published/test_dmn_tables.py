"""The decision tables as rubrics say what the tables themselves say, for all inputs and not only those of the cases."""

import json
from fractions import Fraction
from itertools import product

import pytest

from tests.published.support import needs_truth, replay

dmn = replay.dmn_tables
FOLDER = replay.truth_folder() / "dmn_tck" / "tables"
TABLES = sorted(FOLDER.glob("*.json"))
DOMAINS = {
    "age": ["-1", "0", "0.5", "11.9", "12", "12.5", "13", "17.9", "18", "18.1", "19", "40"],
    "RiskCategory": ["Low", "Medium", "High"],
    "isAffordable": [True, False],
    "NumOfYears": ["0", "1", "1.5", "2", "3", "4", "5", "6"],
}
COMPARISONS = {
    ">=": lambda value, limit: value >= limit,
    ">": lambda value, limit: value > limit,
    "<": lambda value, limit: value < limit,
}


def fits(test, value):
    """Whether a value passes one cell of a table: `-`, `true`, `"Medium","Low"`, `>=18`."""
    if test == "-":
        return True
    if isinstance(value, bool):
        return test == str(value).lower()
    if test.startswith('"'):
        return f'"{value}"' in test.split(",")
    sign = ">=" if test.startswith(">=") else test[0]
    return COMPARISONS[sign](Fraction(value), Fraction(test[len(sign) :]))


def hits(table, values):
    """The outcomes of the clauses that hold, in the order of the table."""
    return [
        rule["out"]
        for rule in table["rules"]
        if all(fits(test, values[name]) for test, name in zip(rule["in"], table["inputs"], strict=True))
    ]


def by_priority(table, found):
    allowed = ",".join(table["outputs"][0]["values"])
    return sorted(found, key=lambda outcome: allowed.index(outcome[0]))


def every(table, found):
    return found


def first(table, found):
    return found[:1]


def only(table, found):
    assert len(found) <= 1
    return found


def all_the_same(table, found):
    assert all(outcome == found[0] for outcome in found)
    return found[:1]


POLICIES = {
    "UNIQUE": only,
    "ANY": all_the_same,
    "FIRST": first,
    "PRIORITY": lambda table, found: by_priority(table, found)[:1],
    "RULE ORDER": every,
    "OUTPUT ORDER": by_priority,
    "COLLECT": every,
}
#: Where nothing holds, a minimum has no value; what adds up or counts comes to nothing.
TOTALS = {
    "MIN": lambda amounts: min(amounts, default=None),
    "SUM": lambda amounts: sum(amounts, Fraction(0)),
    "COUNT": lambda amounts: Fraction(len(amounts)),
}


def decided(table, number, values):
    found = POLICIES[table["hit"]](table, hits(table, values))
    if table["agg"] is not None:
        return TOTALS[table["agg"]]([Fraction(outcome[0]) for outcome in found])
    return dmn.ordered([[word.strip('"') for word in outcome] for outcome in found], number)


@needs_truth
@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_a_rubric_decides_as_its_table_does(path):
    table, number = json.loads(path.read_text(encoding="utf-8")), dmn.table_of(path.stem)
    domains = [DOMAINS.get(name, DOMAINS["age"]) for name in table["inputs"]]
    inputs = [dict(zip(table["inputs"], values, strict=True)) for values in product(*domains)]
    expected = [decided(table, number, values) for values in inputs]
    found = dmn.outcomes(number, inputs)
    assert [pair for pair in zip(inputs, found, expected, strict=True) if pair[1] != pair[2]] == []


@needs_truth
def test_all_seventeen_tables_are_rubrics():
    assert len(TABLES) == 17
