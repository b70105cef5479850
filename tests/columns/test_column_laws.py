"""By columns and one by one: the same digits, items, states, ranks and problems, in batches of any size."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from lawscore.conformance.case import Case, KitFile
from lawscore.conformance.running import load_case
from lawscore.rubric.bound import Rubric
from tests.columns.both_paths import SIZES, agree
from tests.columns.made_up_tables import table_of
from tests.property.strategies import Author, Chance, bound, rubrics_of_the_repository, seeds
from tests.support import rubric_of
from tests.support_kit import KIT

NAMES = sorted(name for name, rubric in rubrics_of_the_repository().items() if not rubric.looks_around)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def apart(chance: Chance) -> Rubric:
    """A made-up rubric in which no unit looks at others."""
    while True:
        rubric = bound(Author(chance).document())
        if not rubric.looks_around:
            return rubric


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
@pytest.mark.parametrize("size", SIZES)
@given(chance=seeds())
@settings(SLOW, max_examples=8)
def test_a_made_up_table_comes_to_the_same_both_ways(size: int, dirty: bool, chance: Chance):
    rubric = apart(chance)
    found = agree(rubric, table_of(chance, rubric, chance.one(1, 5, 12, 40), dirty=dirty), size)
    event("by columns" if found.stats.by_columns else "one by one")


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
@pytest.mark.parametrize("size", [9, 1000])
@given(chance=seeds())
@settings(SLOW, max_examples=8)
def test_fields_that_are_columns_of_numbers_come_to_the_same(size: int, dirty: bool, chance: Chance):
    rubric = apart(chance)
    agree(rubric, table_of(chance, rubric, chance.one(12, 40), dirty=dirty), size, most_coded=0)


#: What may stand on a side of a comparison: numbers of fields, and what is made of two of them.
FIELDS = ("甲", "乙", "丙", "丁")
MADE = ("0", "甲 / 2", "甲 - 乙", "乙 * 丁", "甲 / 丙", "乙 / 甲", "2 * 甲 + 丙", "max(甲, 乙)", "round(甲, 1)")
RELATIONS = ("<", "<=", ">", ">=", "==", "!=")


def comparing(chance: Chance) -> Rubric:
    """A made-up rubric whose rules compare numbers of fields with each other, and count what is left of two of them."""

    def compared() -> str:
        said = " ".join((chance.one(*FIELDS), chance.one(*RELATIONS), chance.one(*FIELDS, *MADE)))
        return f"{said} {chance.one(*RELATIONS)} {chance.one(*FIELDS)}" if chance.luck(4) else said

    condition = chance.one("{0}", "not ({0})", "{0} and {1}", "({0}) or ({1})").format(compared(), compared())
    number = f"{chance.one(*MADE)} if {compared()} else {chance.one(*MADE)}"
    return rubric_of(f"""
    fields: {{甲: number, 乙: amount, 丙: count, 丁: percent}}
    measures: {{多少: "{number}"}}
    indicators:
      - {{id: a, points: 3, rules: [{{deduct: 1, when: "{condition}"}}]}}
      - {{id: b, points: 5, floor: none, rules: [{{deduct: 0.5, per: 1, above: {chance.one("0", "2.5")}, of: 多少, partial: {chance.one("ignored", "in_proportion")}}}]}}
      - {{id: c, points: 92, floor: 0, rules: [{{deduct: 多少, when: "{compared()}"}}]}}
    """)


@pytest.mark.parametrize("dirty", [False, True], ids=["clean", "dirty"])
@given(chance=seeds())
@settings(SLOW, max_examples=25)
def test_numbers_of_fields_compared_with_each_other_come_to_the_same(dirty: bool, chance: Chance):
    rubric = comparing(chance)
    found = agree(rubric, table_of(chance, rubric, chance.one(12, 60), dirty=dirty), chance.one(25, 1000), most_coded=0)
    assert found.stats.by_columns or dirty


@pytest.mark.parametrize("name", NAMES)
@given(chance=seeds(), size=st.sampled_from(SIZES))
@settings(SLOW, max_examples=2)
def test_so_do_the_rubrics_of_the_repository(name: str, chance: Chance, size: int):
    rubric = rubrics_of_the_repository()[name]
    agree(rubric, table_of(chance, rubric, 12, dirty=chance.luck(2)), size)


def in_a_table(case: Case) -> pa.Table | None:
    """The values of a case as a table; None where they are no rows of plain values."""
    if case.values is None or case.data or case.data_text is not None or case.layer is not None or case.rubrics:
        return None
    names = list(dict.fromkeys(name for values in case.values.values() for name in values))
    columns = {name: [values.get(name) for values in case.values.values()] for name in names}
    if any(isinstance(value, dict) for column in columns.values() for value in column):
        return None
    try:
        return pa.table({"unit": list(case.values), **columns})
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of lists and of texts
        return None


def _numbered(table: pa.Table, number: int) -> pa.Array:
    return pa.array([f"{unit} {number}" for unit in table["unit"].to_pylist()])


CASES = [(file, case, table) for file, case in KIT.cases() if (table := in_a_table(case)) is not None]


@pytest.mark.parametrize(("file", "case", "table"), CASES, ids=[case.id for _, case, _ in CASES])
def test_every_case_of_the_kit_that_is_a_table_comes_to_the_same(file: KitFile, case: Case, table: pa.Table):
    rubric = load_case(file, case, KIT.base).rubric
    if rubric is not None:
        agree(rubric, table, 2)
        several = pa.concat_tables([table.set_column(0, "unit", _numbered(table, number)) for number in range(9)])
        agree(rubric, several, 1000, most_coded=0)


def test_many_cases_of_the_kit_are_tables():
    assert len(CASES) > 150
