"""A folder as data: all data files below it, in an order of their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from lawscore.problems import Problem, Where

#: What systems lay into folders, under an ending of ours.
_OF_SYSTEMS: Final = frozenset({"thumbs.db", "ehthumbs.db", "ehthumbs_vista.db"})


def spread(paths: Sequence[str | Path], endings: Collection[str]) -> Iterator[str | Path | Problem]:
    """The paths, a folder as the data files below it; a problem for one that has none.

    Files that programs leave beside open ones (`~$大英县.xlsx`), those of the system (`Thumbs.db`), hidden ones and those of other kinds are no data.
    """
    for path in paths:
        if not isinstance(path, str | Path) or not Path(path).is_dir():  # a table in memory is no folder
            yield path
            continue
        inside: list[Path] = sorted(one for one in Path(path).rglob("*") if _is_data(one, Path(path), endings))
        yield from inside
        if not inside:
            yield Problem(code="file_folder_empty", where=Where(file=str(path)), facts={"accepted": tuple(endings)})


def _is_data(path: Path, folder: Path, endings: Collection[str]) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    is_named = path.suffix.casefold() in endings and path.name.casefold() not in _OF_SYSTEMS
    return is_named and not hidden and path.is_file()
