"""A Parquet file of very many villages, made row group by row group, so that nobody ever holds it: the same for the same seed.

Figures are small integers and flags, as a registry keeps them. A few row groups are drawn, and come again and again with units
of their own: what a file of twenty million says is then as much as one of two million, and its making takes minutes, not hours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from make_villages import SEED, make

GROUP: Final = 250_000
_DRAWN: Final = 8


def write(path: Path, units: int) -> str:
    """Write so many units; returns the text of their rubric."""
    size = min(GROUP, units)
    drawn: list[Any] = []
    text = make(1).text
    with pq.ParquetWriter(path, _narrow(make(1).columns, 0).schema) as writer:
        for first in range(0, units, size):
            if len(drawn) < _DRAWN:
                drawn.append(make(size, SEED + len(drawn)).columns)
            columns = drawn[first // size % _DRAWN]
            writer.write_table(_narrow(columns, first).slice(0, units - first))
    return text


def _narrow(columns: Any, first: int) -> Any:
    count = len(next(iter(columns.values())))
    figures = {name: column if column.dtype == np.bool_ else column.astype(np.int8) for name, column in columns.items()}
    return pa.table({"unit": pa.array([f"v{first + at:08}" for at in range(count)]), **figures})
