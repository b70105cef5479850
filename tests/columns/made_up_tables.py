"""Arrow tables that nobody filled in: clean and dirty columns of every type, for the fields of any rubric."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from tests.property.strategies import Chance

_DAYS = (date(2023, 6, 1), date(2023, 9, 30), date(2024, 1, 15), date(2024, 1, 18))
#: What somebody may have written into a column that takes texts.
_DIRTY = (
    "待查",
    "没有",
    "n/a",
    "NaN",
    "1e400",
    "-3",
    "2.5",
    "百分之九十",
    "９０",
    "无",
    "不适用",
    "未知",
    "",
    " 3 ",
    "省 ",
    "1/0",
)
#: Between which numbers of hundredths such fields are measured: they hardly come twice.
_MEASURED = {"number": (-200, 10_000), "amount": (0, 900), "percent": (0, 10_000)}
_ODD_FLOATS = (float("nan"), float("inf"), -1.0, 2.5, 0.1, 1e20)


def table_of(chance: Chance, rubric: Rubric, rows: int, *, dirty: bool) -> pa.Table:
    """A table of so many units; of a dirty one many cells are wrong, and some units stand twice."""
    columns: dict[str, pa.Array] = {"unit": _units(chance, rows, dirty=dirty)}
    columns |= _about(chance, rubric, rows, dirty=dirty)
    before: dict[str, pa.Array] = {}
    for name, spec in rubric.fields.items():
        if chance.luck(12):
            continue  # a missing column
        made = _column(chance, spec, rows, dirty=dirty)
        if spec.type in before and chance.luck(4):
            made = _half(before[spec.type], made)  # what is compared may be the same
        columns[name] = before[spec.type] = made
    if dirty and chance.luck(8):
        columns["没有这一项"] = pa.array([1] * rows)
    names = chance.shuffled(list(columns))
    return _cut(chance, pa.table({name: columns[name] for name in names}))


def _units(chance: Chance, rows: int, *, dirty: bool) -> pa.Array:
    ids: list[str | None] = [f"u{number}" for number in range(rows)]
    if chance.luck(6):
        ids = [f"单位{number}" for number in range(rows)]
    if dirty:
        ids = [chance.one(" u1", "Ｕ１", None, "", "u\u200b1", "u1") if chance.luck(6) else one for one in ids]
    return pa.array(ids, chance.one(pa.string(), pa.large_string()))


def _about(chance: Chance, rubric: Rubric, rows: int, *, dirty: bool) -> dict[str, pa.Array]:
    found: dict[str, pa.Array] = {}
    classes: list[Any] = list(rubric.document.classes) or ["a", "b"]
    if not chance.luck(4):
        wrong = [None, "没有这一组", " "] if dirty else []
        found["class"] = pa.array([chance.one(*classes, *(wrong if chance.luck(4) else [])) for _ in range(rows)])
        if chance.luck(2):
            found["class"] = found["class"].dictionary_encode()
    if chance.luck(2):
        found["name"] = pa.array(
            [chance.one(f"第{number}号", f"N{number}", *([None] if dirty else [])) for number in range(rows)]
        )
    if chance.luck(4):
        found["parent"] = pa.array([chance.one(None, "u0", "u1", "外省") for _ in range(rows)], pa.string())
    if dirty and chance.luck(12):
        found["layer"] = pa.array([chance.one(None, "self_reported", "核查") for _ in range(rows)], pa.string())
    return found


def _column(chance: Chance, spec: Column, rows: int, *, dirty: bool) -> pa.Array:
    nulls = chance.luck(3)
    kind = "dirty" if dirty and chance.luck(3) else chance.one("plain", "plain", "measured")
    values = [_value(chance, spec, kind) if not (nulls and chance.luck(4)) else None for _ in range(rows)]
    made = _loose(chance, values) if kind == "dirty" else _typed(chance, spec, values)
    if isinstance(made, pa.Array) and chance.luck(4) and pa.types.is_string(made.type):
        made = made.dictionary_encode()
    return made


def _value(chance: Chance, spec: Column, kind: str) -> Any:
    if kind == "dirty" and chance.luck(3):
        return chance.one(*_DIRTY)
    if spec.choice is not None:
        return chance.one(*spec.choice)
    if kind == "measured" and spec.type in _MEASURED:
        return f"{Decimal(chance.number(*_MEASURED[spec.type])) / 100}{'%' if spec.type == 'percent' else ''}"
    if spec.type == "records":
        return _records(chance, spec, kind)
    if spec.type == "numbers":
        return [chance.number(0, 9) for _ in range(chance.number(0, 4))]
    plain = {
        "count": lambda: chance.number(0, 4), "number": lambda: chance.one("1", "0", "2.5", "92.3", "-1"),
        "amount": lambda: chance.one("1", "0.25", "100"), "percent": lambda: chance.one("90%", "89.99%", "0%", "60%"),
        "yesno": lambda: chance.one(True, False), "date": lambda: chance.one(*_DAYS), "text": lambda: chance.one("甲", "乙"),
    }  # fmt: skip
    return plain[spec.type]()


def _records(chance: Chance, spec: Any, kind: str) -> list[dict[str, Any]]:
    found = []
    for place in range(chance.number(0, 2)):
        record = {name: _value(chance, inner, "plain") for name, inner in spec.fields.items()}
        if spec.key is not None:
            record[spec.key] = f"文{place}"
        if kind == "dirty" and chance.luck(3):
            record[chance.one(*[name for name in record if spec.fields[name].type != "numbers"])] = "待查"
        found.append(record)
    return found


def _half(one: pa.Array, other: pa.Array) -> pa.Array:
    """The first rows of one column, the others of another where the types are the same."""
    return pa.concat_arrays([one[: len(one) // 2], other[len(one) // 2 :]]) if one.type == other.type else other


def _typed(chance: Chance, spec: Column, values: Sequence[Any]) -> pa.Array:
    """A column in a type that suits it."""
    if spec.type == "count":
        return pa.array(values, chance.one(pa.int64(), pa.int8(), pa.uint16(), pa.float64(), pa.decimal128(9, 2)))
    if spec.type in ("number", "amount"):
        if chance.luck(2):
            return pa.array([None if one is None else Decimal(one) for one in values], pa.decimal128(12, 3))
        return pa.array([None if one is None else float(one) for one in values])
    if spec.type == "date":
        return pa.array(values, pa.date32()).cast(chance.one(pa.date32(), pa.date64(), pa.timestamp("s")))
    if spec.type == "yesno":
        return pa.array(values, pa.bool_())
    if spec.type in ("records", "numbers"):
        return _listed(values)
    return pa.array(values, pa.string())


def _listed(values: Sequence[Any]) -> pa.Array:
    """Lists; texts in place of numbers make a column of lists of records whose columns are texts."""
    plain = [None if one is None or isinstance(one, str) else [_texts(item) for item in one] for one in values]
    return pa.array(plain) if any(plain) else pa.nulls(len(values))


def _texts(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {name: value if isinstance(value, list) else str(value) for name, value in item.items()}


def _loose(chance: Chance, values: Sequence[Any]) -> pa.Array:
    """A column in which somebody wrote what came to mind."""
    if any(isinstance(one, list) for one in values):
        return _listed(values)
    if chance.luck(4):
        return pa.array([chance.one(*_ODD_FLOATS) for _ in values])
    if chance.luck(8):
        return pa.array([timedelta(days=1)] * len(values))
    return pa.array([None if one is None else str(one) for one in values], pa.string())


def _cut(chance: Chance, table: pa.Table) -> pa.Table:
    """The same table, chunked, sliced, or with empty batches."""
    if chance.luck(3) and table.num_rows > 1:
        half = table.num_rows // 2
        return pa.concat_tables([table.slice(0, half), table.slice(0, 0), table.slice(half)])
    return pa.concat_tables([table.slice(0, 1), table]).slice(1) if chance.luck(3) else table
