"""The folder of Parquet files while it is not whole: parts that are there, and those to come."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from lawscore.classes import dataclass
from lawscore.columns import parquet
from lawscore.columns.orders import Order, manifest_of
from lawscore.columns.parts import Part
from lawscore.columns.unfinished import (
    MANIFEST,
    RUN,
    WHOLE,
    Unlike,
    before,
    clear,
    must_be_free,
    unfinished_of,
    units_in,
)

#: So many batches make a row group, where not all of a part do: there are many items in one.
_TOGETHER: Final[Mapping[str, int]] = {"items": 1}


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

    @contextmanager
    def part(self, tables: Mapping[str, Callable[[Part], Any]]) -> Iterator[Callable[[Part], None]]:
        """Write the next part of each table, of batches that are made of these, unless it is there."""
        number, count = self.parts, _Count()
        self.parts += 1
        if number < len(self._known):
            yield count.add
            if self._known[number]["units"] != count.units:
                raise Unlike("data", str(self.unfinished / MANIFEST))
            return
        paths = {name: self.unfinished / name / f"part-{number:05}.parquet" for name in tables}
        with ExitStack() as stack:
            files = {name: stack.enter_context(_file_of(name, path)) for name, path in paths.items()}

            def write(part: Part) -> None:
                count.add(part)
                for name, made in tables.items():
                    files[name].write(made(part))

            yield write
        sizes = {path.relative_to(self.unfinished).as_posix(): path.stat().st_size for path in paths.values()}
        self._known.append({"units": count.units, "files": sizes})
        self._note()

    def _note(self) -> None:
        text = json.dumps({**self.manifest, "parts": self._known}, ensure_ascii=False, indent=1)
        beside = self.unfinished / f"{MANIFEST}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.unfinished / MANIFEST)

    def write(self, name: str, batches: Sequence[Any]) -> None:
        """Write a table that comes in one file."""
        parquet.write(self.unfinished / f"{name}.parquet", batches)

    def finish(self, told: Mapping[str, Any]) -> None:
        """Give the folder its name."""
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        (self.unfinished / RUN).write_text(text, encoding="utf-8")
        put_in_place(self.unfinished, self.folder)
        (self.folder / MANIFEST).unlink(missing_ok=True)

    def finish_file(self, name: str, told: Mapping[str, Any]) -> None:
        """Make one file of the parts of a table, with their row groups, and give it its name."""
        whole = self.unfinished / WHOLE
        with parquet.file(whole, metadata={"lawscore": json.dumps(told, ensure_ascii=False)}) as made:
            for part in sorted((self.unfinished / name).glob("*.parquet")):
                for batch in parquet.row_groups(part):
                    made.write(batch)
        whole.replace(self.folder)
        shutil.rmtree(self.unfinished)


@dataclass
class _Count:
    """How many units a part has."""

    units: int = 0

    def add(self, part: Part) -> None:
        self.units += len(part)


def _file_of(name: str, path: Path) -> AbstractContextManager[parquet.File]:
    path.parent.mkdir(exist_ok=True)
    return parquet.file(path, _TOGETHER.get(name))


def put_in_place(made: Path, folder: Path) -> None:
    """Give a folder its name; what bore it before goes only then, and nothing else does."""
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    folder.rename(aside / folder.name)
    made.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
