"""The folder of Parquet files while it is not whole: parts that are there, and those to come."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from lawscore.columns.orders import Order, manifest_of
from lawscore.columns.parts import Part
from lawscore.columns.unfinished import MANIFEST, RUN, WHOLE, before, clear, must_be_free, unfinished_of, units_in


@dataclass
class Place:
    """The folder while it is not whole: parts that are there, and those to come."""

    folder: Path
    unfinished: Path
    manifest: dict[str, Any]
    parts: int = 0
    there_before: int = 0
    _known: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, order: Order) -> Place:
        """Begin anew, or go on with what is there; either way it is described before anything is scored."""
        known = before(order) if order.resume else None
        if order.single is None:
            must_be_free(order.folder)
        place = cls(order.folder, unfinished_of(order.folder), manifest_of(order), _known=list(known or ()))
        if not known:
            clear(place.unfinished)
        place._note()
        place.there_before = units_in(place._known)
        return place

    def add(self, tables: Mapping[str, Iterable[Any]], parts: Sequence[Part]) -> None:
        """Write the next part of each table, unless it is there."""
        number, units = self.parts, sum(map(len, parts))
        self.parts += 1
        if number < len(self._known) and self._known[number]["units"] == units:
            return
        del self._known[number:]
        sizes = {}
        for name, batches in tables.items():
            path = self.unfinished / name / f"part-{number:05}.parquet"
            path.parent.mkdir(exist_ok=True)
            write_parquet(path, list(batches))
            sizes[path.relative_to(self.unfinished).as_posix()] = path.stat().st_size
        self._known.append({"units": units, "files": sizes})
        self._note()

    def _note(self) -> None:
        text = json.dumps({**self.manifest, "parts": self._known}, ensure_ascii=False, indent=1)
        beside = self.unfinished / f"{MANIFEST}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.unfinished / MANIFEST)

    def write(self, name: str, batches: Sequence[Any]) -> None:
        """Write a table that comes in one file."""
        write_parquet(self.unfinished / f"{name}.parquet", batches)

    def finish(self, told: Mapping[str, Any]) -> None:
        """Give the folder its name."""
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        (self.unfinished / RUN).write_text(text, encoding="utf-8")
        put_in_place(self.unfinished, self.folder)
        (self.folder / MANIFEST).unlink(missing_ok=True)

    def finish_file(self, name: str, told: Mapping[str, Any]) -> None:
        """Make one file of the parts of a table, a row group of each, and give it its name."""
        import pyarrow.parquet as pq

        parts = sorted((self.unfinished / name).glob("*.parquet"))
        whole = self.unfinished / WHOLE
        schema = pq.read_schema(parts[0]).with_metadata({"lawscore": json.dumps(told, ensure_ascii=False)})
        with pq.ParquetWriter(whole, schema) as writer:
            for part in parts:
                table = pq.read_table(part).replace_schema_metadata(schema.metadata)
                writer.write_table(table, row_group_size=max(1, table.num_rows))
        whole.replace(self.folder)
        shutil.rmtree(self.unfinished)


def put_in_place(made: Path, folder: Path) -> None:
    """Give a folder its name; what bore it before goes only then, and nothing else does."""
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    folder.rename(aside / folder.name)
    made.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def write_parquet(path: Path, batches: Sequence[Any]) -> None:
    """Write batches as one row group to a file that takes its name when it is whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_batches(batches).unify_dictionaries() if batches else pa.table({})
    beside = path.with_name(f"{path.name}.new")
    pq.write_table(table, beside, row_group_size=max(1, table.num_rows))
    beside.replace(path)
