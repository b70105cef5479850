"""What an earlier run left, whole or not: what can be gone on with, and what stays as it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from lawscore.columns.orders import AT_THE_END, IN_PARTS, Order, difference, manifest_of

MANIFEST: Final = "manifest.json"
RUN: Final = "run.json"
WHOLE: Final = "whole"
#: What may stand in an unfinished folder: one with anything else is not ours.
_OURS: Final = frozenset({
    *IN_PARTS, *(f"{name}{end}" for name in AT_THE_END for end in ("", ".parquet", ".parquet.new")),
    MANIFEST, f"{MANIFEST}.new", RUN, WHOLE,
})  # fmt: skip


#: What is named where a file does not say what it was made of.
UNTOLD: Final = "untold"


class Unlike(Exception):
    """What is there, whole or begun, was made with something else: `what` names it."""

    def __init__(self, what: str, where: str, *, is_whole: bool = False) -> None:
        self.what, self.where, self.is_whole = what, where, is_whole
        super().__init__(what)


class Complete(Exception):
    """The run to go on with is complete: `told` is its description."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        super().__init__()


def before(order: Order) -> list[dict[str, Any]] | None:
    """The whole parts of the run that an order goes on with; None where no such run was begun.

    Raises `Complete` where the very same was finished, `Unlike` where what is there was made with something else.
    """
    manifest, unfinished = manifest_of(order), unfinished_of(order.folder)
    told, begun = _described(order), _begun(unfinished)
    other = (difference(manifest, told) if told else UNTOLD) if told is not None else None
    if told is not None and other is None:
        if begun is not None and difference(manifest, begun) is None:
            shutil.rmtree(unfinished, ignore_errors=True)  # nobody needs it any more
        raise Complete(told)
    if begun is not None:
        changed = difference(manifest, begun)
        if changed is not None:
            raise Unlike(changed, str(unfinished / MANIFEST))
        return _whole_parts(unfinished, begun)
    if other is not None:
        raise Unlike(other, str(order.folder), is_whole=True)
    return None


def done_before(folder: Path) -> int:
    """So many units stand in whole parts of an interrupted run."""
    unfinished = unfinished_of(folder)
    begun = _begun(unfinished)
    return units_in(_whole_parts(unfinished, begun)) if begun is not None else 0


def remove_if_empty(folder: Path) -> None:
    """Leave nothing of an interrupted run of which no part is whole."""
    unfinished = unfinished_of(folder)
    if unfinished.is_dir() and _is_ours(unfinished) and not done_before(folder):
        shutil.rmtree(unfinished, ignore_errors=True)


def unfinished_of(folder: Path) -> Path:
    """Where a folder stands while it is not whole."""
    return folder.with_name(f"{folder.name}.part")


def must_be_free(folder: Path) -> None:
    """Raise `FileExistsError` where a folder holds anything but results of an earlier run, which are replaced."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / RUN).is_file())):
        raise FileExistsError(str(folder))


def clear(unfinished: Path) -> None:
    """Make an empty folder in place of what an earlier run left; what is not ours is never removed."""
    if unfinished.exists():
        if not unfinished.is_dir() or not _is_ours(unfinished):
            raise FileExistsError(str(unfinished))
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True)


def _is_ours(unfinished: Path) -> bool:
    return all(path.name in _OURS for path in unfinished.iterdir())


def _described(order: Order) -> Mapping[str, Any] | None:
    """The description of the finished run that has the name already; of a file that has none, nothing is known."""
    if order.single is None:
        return _read(order.folder / RUN)
    if not order.folder.is_file():
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = json.loads((pq.read_schema(order.folder).metadata or {}).get(b"lawscore", b"{}"))
    except (OSError, ValueError, pa.ArrowException):
        return {}
    return told if isinstance(told, dict) else {}


def _begun(unfinished: Path) -> dict[str, Any] | None:
    """What was taken down of an interrupted run."""
    found = _read(unfinished / MANIFEST)
    return found if found is not None and isinstance(found.get("parts"), list) else None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _whole_parts(unfinished: Path, begun: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts that were written to their end, up to the first that was not."""

    def is_there(name: str, size: int) -> bool:
        path = unfinished / name
        return path.is_file() and path.stat().st_size == size

    return list(
        takewhile(lambda part: all(is_there(name, size) for name, size in part["files"].items()), begun["parts"])
    )


def units_in(parts: Iterable[Mapping[str, Any]]) -> int:
    """So many units stand in these parts."""
    return sum(part["units"] for part in parts)
