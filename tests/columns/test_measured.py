"""Numbers of Arrow columns that are read all at once: exactly those that the ordinary reader reads, and no others."""

from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.columns.measured import measured
from lawscore.loading.arrow_columns import cells_of
from lawscore.loading.table_cells import Refused
from lawscore.rubric.fields import FieldSpec
from lawscore.submission.records import read_field

SPECS = {
    "number": FieldSpec(type="number"),
    "limited": FieldSpec(type="amount", min=Fraction(1, 2), max=Fraction(50)),
    "count": FieldSpec(type="count"),
    "coded": FieldSpec(type="number", codes={"-9": "none", "99": "unknown", "不明": "unknown"}),
    "percent": FieldSpec(type="percent", given_as="percent", max=Fraction(1)),
    "fraction": FieldSpec(type="percent", given_as="fraction"),
    "signed": FieldSpec(type="percent"),
    "signed and coded": FieldSpec(type="percent", codes={"100%": "unknown", "92.50%": "none", "-9": "none"}),
    "text": FieldSpec(type="text"),
    "yesno": FieldSpec(type="yesno"),
}
FLOATS = st.one_of(
    st.floats(),
    st.integers(-(10**7), 10**7).map(lambda number: number / 10_000),
    st.sampled_from([0.1 + 0.2, -0.0, 1e15, 123456789012345.6, 0.1234567, 1e-7, 5e-324, -9.0, 99.0, 2.675]),
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
ARRAYS = {
    "float64": (FLOATS, pa.float64()),
    "float32": (st.floats(width=32), pa.float32()),
    "float16": (st.sampled_from([0.5, 1.25, 2.0]), pa.float16()),
    "decimal": (DECIMALS, pa.decimal128(30, 4)),
    "wide decimal": (DECIMALS.map(lambda number: number * 10**20), pa.decimal256(60, 4)),
    "integer": (st.integers(-(2**63), 2**63 - 1), pa.int64()),
    "small": (st.integers(0, 255), pa.uint8()),
    "large": (st.integers(0, 2**64 - 1), pa.uint64()),
    "text": (
        st.sampled_from(["1.50", "-3", "92.5%", "1e3", "", " 7", "９０", "1/3", "无", "0.1234567", "+1"]),
        pa.string(),
    ),
    "longer text": (st.sampled_from(["12345678901", "123456789012", "100%", "-9"]), pa.large_string()),
    "date": (st.dates(), pa.date32()),
}


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("field", SPECS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_number_that_is_read_is_what_the_field_takes(field: str, kind: str, data: st.DataObject):
    values, arrow = ARRAYS[kind]
    drawn = data.draw(st.lists(values | st.none(), min_size=1, max_size=8))
    array = pa.array([None if one is None else one for one in drawn], arrow)
    if data.draw(st.booleans()):
        array = pa.concat_arrays([array, array]).slice(1)
    found = measured(array, SPECS[field])
    if found is None:
        return
    for row, cell in enumerate(cells_of(array)):
        if found.there[row]:
            assert not isinstance(cell, Refused)
            reading = read_field(SPECS[field], "数", cell)
            assert not reading.problems
            assert reading.typed is not None
            assert reading.typed.value == found.numbers.at(row)
            assert not reading.typed.none


@pytest.mark.parametrize(
    ("field", "array", "expected"),
    [
        ("number", pa.array([Decimal("12.3400"), None, Decimal("-0.0001")]), [Fraction(617, 50), None, Fraction(-1, 10_000)]),
        ("number", pa.array([0.1, 2.675, float("nan"), float("inf")]), [Fraction(1, 10), Fraction(107, 40), None, None]),
        ("number", pa.array([0.1, 2.5], pa.float32()), [Fraction(1, 10), Fraction(5, 2)]),
        ("limited", pa.array([0.25, 0.5, 50.0, 50.5]), [None, Fraction(1, 2), Fraction(50), None]),
        ("count", pa.array([3.0, 2.5, -1.0]), [Fraction(3), None, None]),
        ("coded", pa.array([-9, 99, 98]), [None, None, Fraction(98)]),
        ("percent", pa.array([92.02, 120.0]), [Fraction(4601, 5000), None]),
        ("signed and coded", pa.array(["100%", "92%"]), [None, Fraction(23, 25)]),
        ("signed", pa.array(["92.02%", "92.02"]), [Fraction(4601, 5000), None]),
        ("fraction", pa.array(["0.5", "50%"]), [Fraction(1, 2), None]),
        ("number", pa.array(["1.50", "1e3", ""]), [Fraction(3, 2), None, None]),
    ],
)  # fmt: skip
def test_plain_numbers_are_read(field: str, array: pa.Array, expected: list[Fraction | None]):
    found = measured(array, SPECS[field])
    assert found is not None
    told = [found.numbers.at(row) if there else None for row, there in enumerate(found.there.tolist())]
    assert told == expected


@pytest.mark.parametrize("array", [pa.array([1.5]), pa.array([True]), pa.array(["是"])])
def test_a_field_of_another_type_has_no_numbers(array: pa.Array):
    assert measured(array, SPECS["yesno"]) is None
