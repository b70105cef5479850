"""What is a table: files of tables by their endings, and what programs hold in memory by what it offers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final

#: What the endings of files of tables tell of them.
ARROW: Final[Mapping[str, str]] = {".parquet": "Parquet", ".arrow": "Arrow", ".feather": "Feather"}
SQLITE: Final = (".sqlite", ".sqlite3", ".db")
#: What these files are called.
TABLE_FILES: Final = (*ARROW, *SQLITE)
#: Between a file and one of its tables or views: `cases.db#trainings`.
MARK: Final = "#"


def is_table_file(path: str | Path) -> bool:
    """Whether a path is a file of tables by its ending, or one table of such a file."""
    return ending(path) in TABLE_FILES


def ending(path: str | Path) -> str:
    """The ending of the file, without the table that is named after it."""
    return PurePath(file_and_table(path)[0]).suffix.casefold()


def file_and_table(path: str | Path) -> tuple[str, str]:
    """A file, and the one table of it that is named after it, if any: the last mark that follows a database counts."""
    whole = str(path)
    places = [] if Path(whole).exists() else [at for at, sign in enumerate(whole) if sign == MARK]
    named = [
        (whole[:at], whole[at + 1 :]) for at in reversed(places) if PurePath(whole[:at]).suffix.casefold() in SQLITE
    ]
    return next((one for one in named if Path(one[0]).exists()), named[0] if named else (whole, ""))


def is_table(data: object) -> bool:
    """Whether something is a table that can be read."""
    return is_arrow(data) or is_pandas(data) or is_cursor(data)


def is_lazy(data: object) -> bool:
    """Whether something will be a table once it is collected (a LazyFrame of polars)."""
    return type(data).__name__ == "LazyFrame" and hasattr(data, "collect")


def are_tables(data: object) -> bool:
    """Whether something is a table, or will be one, or a mapping of list fields to tables."""
    return (
        is_table(data)
        or is_lazy(data)
        or (isinstance(data, Mapping) and any(is_table(value) for value in data.values()))
    )


def is_cursor(data: object) -> bool:
    """Whether something is a cursor of a database (DB-API 2, ADBC)."""
    return hasattr(data, "fetchmany") and hasattr(data, "description")


def is_arrow(data: object) -> bool:
    """Whether something offers an Arrow stream or a batch."""
    return hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")


def is_pandas(data: object) -> bool:
    """Whether something is a frame of pandas, told without importing it."""
    return type(data).__module__.partition(".")[0] == "pandas" and hasattr(data, "iloc") and hasattr(data, "columns")
