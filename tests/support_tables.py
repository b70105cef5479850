"""One made-up round of submissions in every form in which data may come: the same facts, as each form writes them."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import yaml

from lawscore.catalogue import Language
from lawscore.submission.gathering import Gathered

#: A unit: its id, name, values by field, and its records of 通报 (None: the list was not given).
Row = Mapping[str, Any]

TYPES = {
    "unit": pa.string(), "name": pa.string(), "class": pa.string(), "应出庭": pa.int32(), "出庭": pa.int64(),
    "支出": pa.decimal128(12, 4), "案卷得分": pa.float64(), "满意率": pa.string(), "已公开": pa.bool_(), "报送日期": pa.date32(),
    "进展": pa.dictionary(pa.int8(), pa.string()), "备注": pa.large_string(),
    "通报": pa.list_(pa.struct({"文号": pa.string(), "级别": pa.string(), "通报日期": pa.timestamp("us"), "催办后": pa.bool_()})),
}  # fmt: skip
PLAIN = [name for name in TYPES if name != "通报"]


def said(found: Gathered, language: Language = "en") -> list[str]:
    """All problems as they are shown, with their hints."""
    return [
        f"{problem.severity} {problem.where.before(problem.message(language), language)}"
        + (f" → {problem.hint_text(language)}" if problem.hint else "")
        for problem in found.problems
    ]


def text(value: object) -> str:
    """A value as somebody would write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _texts(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: text(value) for name, value in record.items() if value is not None}


def as_yaml(rows: Sequence[Row], folder: Path) -> Path:
    units = [_texts({"id": row["unit"], "name": row["name"], "class": row["class"]}) for row in rows]
    submissions = [
        {
            "unit": row["unit"],
            "values": _texts({name: row[name] for name in PLAIN[3:]})
            | ({} if row["通报"] is None else {"通报": [_texts(one) for one in row["通报"]]}),
        }
        for row in rows
    ]
    path = folder / "data.yaml"
    tree = {"lawscore": "1", "units": units, "submissions": submissions}
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, default_style='"'), "utf-8")
    return path


def as_csv(rows: Sequence[Row], folder: Path, encoding: str = "utf-8") -> list[Path]:
    """A table of the units and one of the records; a list without records needs a word in the first."""
    main, records, roster = folder / "data.csv", folder / "data.通报.csv", folder / "empty.yaml"
    with main.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([PLAIN, *([text(row[name]) for name in PLAIN] for row in rows)])
    columns = ["文号", "级别", "通报日期", "催办后"]
    given = [[row["unit"], *(text(one[name]) for name in columns)] for row in rows for one in row["通报"] or ()]
    with records.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([["unit", *columns], *given])
    empty = [{"unit": row["unit"], "values": {"通报": []}} for row in rows if row["通报"] == []]
    roster.write_text(
        yaml.safe_dump({"lawscore": "1", "submissions": empty}, allow_unicode=True, default_style='"'), "utf-8"
    )
    return [main, *([records] if given else []), *([roster] if empty else [])]


def as_arrow(rows: Sequence[Row]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in TYPES.items()})


def as_pandas(rows: Sequence[Row]) -> pd.DataFrame:
    """Columns as pandas makes them of Python values: numbers beside nothing become floats."""
    return pd.DataFrame([dict(row) for row in rows], columns=list(TYPES))


def as_polars(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(as_arrow(rows))


def as_parquet(rows: Sequence[Row], folder: Path, group: int = 2) -> Path:
    path = folder / "data.parquet"
    pq.write_table(as_arrow(rows), path, row_group_size=group)
    return path


def as_ipc(rows: Sequence[Row], folder: Path) -> Path:
    path = folder / "data.feather"
    pyarrow.feather.write_feather(as_arrow(rows), path)
    return path


def as_sqlite(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Two tables, as an office keeps them; decimals are texts, since SQLite has none."""
    path, roster = folder / "data.sqlite", folder / "none.yaml"
    path.unlink(missing_ok=True)
    kinds = {"应出庭": "INTEGER", "出庭": "INTEGER", "案卷得分": "REAL", "已公开": "BOOLEAN", "报送日期": "DATE"}
    base = sqlite3.connect(path)
    columns = ", ".join(f'"{name}" {kinds.get(name, "TEXT")}' for name in PLAIN)
    base.execute(f"CREATE TABLE units ({columns})")
    base.executemany(
        f"INSERT INTO units VALUES ({', '.join('?' * len(PLAIN))})",
        [[_stored(row[name]) for name in PLAIN] for row in rows],
    )
    base.execute("CREATE TABLE 通报 (id INTEGER PRIMARY KEY, unit, 文号, 级别, 通报日期 TIMESTAMP, 催办后 BOOLEAN)")
    for row in rows:
        for one in row["通报"] or ():
            values = [row["unit"], *(_stored(one[name]) for name in ("文号", "级别", "通报日期", "催办后"))]
            base.execute("INSERT INTO 通报 (unit, 文号, 级别, 通报日期, 催办后) VALUES (?, ?, ?, ?, ?)", values)
    base.commit()
    base.close()
    empty = [{"unit": row["unit"], "values": {"通报": []}} for row in rows if row["通报"] == []]
    roster.write_text(
        yaml.safe_dump({"lawscore": "1", "submissions": empty}, allow_unicode=True, default_style='"'), "utf-8"
    )
    return [path, *([roster] if empty else [])]


def _stored(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value
