"""Data files become the facts of every unit: each file by its kind, then all of them merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.data_documents import located_document
from lawscore.loading.encodings import encoding_asked, read_data_text
from lawscore.loading.files import LONGEST_LINE
from lawscore.loading.folders import spread
from lawscore.loading.table_kinds import TABLE_FILES, is_table_file
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, Origin, gather
from lawscore.submission.places import Located
from lawscore.submission.words import layer_asked

#: The path that means the standard input.
STDIN: Final = "-"

Read: TypeAlias = tuple[Located | None, list[Problem]]
#: Files and folders, tables in memory, mappings of list fields to tables; or one of these alone.
Sources: TypeAlias = "str | Path | Sequence[Any] | Any"
#: Told the files done, of how many.
Progress: TypeAlias = Callable[[int, int], None]


def load_submissions(
    rubric: Rubric,
    paths: Sources,
    stdin: str | None = None,
    *,
    layer: str | None = None,
    progress: Progress | None = None,
    encoding: str | None = None,
) -> Gathered:
    """Read data files, of a folder all that are below it, and tables in memory, and gather what they say about each unit.

    Files are YAML, JSON, CSV, XLSX, Parquet, Arrow, SQLite; tables are frames, whatever offers an Arrow stream, cursors that
    have run, and mappings of list fields (or "units") to these. `-` among the paths takes the text `stdin` (YAML or JSON).
    `progress` is told the files done, of how many. `encoding` is that of the text files that do not say theirs by a mark.
    With `layer`, values of later layers are left out. Raises `QuestionError` for a word that names no layer, a name that
    means no encoding. Nothing else raises: files that cannot be read, like values that cannot be taken, are problems of
    the result.
    """
    last = layer_asked(layer)
    read = read_origin(rubric, sources(paths), stdin, progress, encoding)
    return gather(rubric, read.documents, layer=last, problems=read.problems, whole=read.whole)


def sources(data: Sources) -> list[Any]:
    """Each file, folder and table of what was given; a single one may stand alone."""
    return list(data) if isinstance(data, Sequence) and not isinstance(data, str) else [data]


def read_origin(
    rubric: Rubric,
    paths: Sequence[Any],
    stdin: str | None = None,
    progress: Progress | None = None,
    encoding: str | None = None,
) -> Origin:
    """Read data files and tables without gathering them: what they say, what is wrong with any, whether all were read."""
    files = list(_files(_Asked(rubric, stdin, encoding_asked(encoding)), paths, progress))
    documents = tuple(document for read, _ in files for document in read)
    problems = tuple(problem for _, found in files for problem in found)
    return Origin(documents, problems, whole=all(read and not any(map(_is_cut, found)) for read, found in files))


def read_documents(
    rubric: Rubric, paths: Sequence[str | Path], stdin: str | None = None
) -> tuple[list[Located], list[Problem]]:
    """Read data files without gathering them: those that could be read, and what is wrong with any of them."""
    read = read_origin(rubric, paths, stdin)
    return list(read.documents), list(read.problems)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What files are read for, and with what."""

    rubric: Rubric
    stdin: str | None
    encoding: str | None


def _is_cut(problem: Problem) -> bool:
    """Whether a table, or a part of one, could not be read: what stood there nobody knows."""
    return problem.code in ("file_table_cut", "file_table_unread", "sqlite_name_damaged")


def _files(
    asked: _Asked, paths: Sequence[Any], progress: Progress | None = None
) -> Iterator[tuple[list[Located], list[Problem]]]:
    """What became of each file: its documents (one for each table), and what is wrong with it."""
    every = list(spread(paths, ENDINGS))
    for number, path in enumerate(every, 1):
        yield ([], [path]) if isinstance(path, Problem) else _read_file(asked, path, number if len(every) > 1 else None)
        if progress is not None:
            progress(number, len(every))


def _read_file(asked: _Asked, path: Any, number: int | None) -> tuple[list[Located], list[Problem]]:
    if not isinstance(path, str | Path):
        from lawscore.loading.table_objects import read_tables  # with the first table

        return _not_all_empty(*read_tables(path, asked.rubric, number))
    if str(path) != STDIN and is_table_file(path):
        from lawscore.loading.table_files import read_table_file  # with the first one

        return _not_all_empty(*read_table_file(path, asked.rubric))
    if Path(path).suffix.casefold() in WORKBOOKS and str(path) != STDIN:
        from lawscore.loading.xlsx_reader import read_workbook  # with the first workbook

        return read_workbook(path, asked.rubric)
    document, problems = _read(asked, path)
    return [document] if document is not None else [], problems


def shipped_calendars() -> Path:
    """The folder of the calendars that come with the package; in a checkout, that of the checkout."""
    package = Path(str(files("lawscore")))
    packed = package / "installed_calendars"
    return packed if packed.is_dir() else package.parent / "calendars"


def _found(path: str | Path) -> str | Path:
    """The file that a path means: `calendars/china-2024.yaml` is among those shipped, where there is no such file here."""
    shipped = shipped_calendars() / Path(path).name
    here = Path(path)
    return shipped if here.parent.name == "calendars" and not here.exists() and shipped.is_file() else path


def _read(asked: _Asked, path: str | Path) -> Read:
    name = str(path)
    if name == STDIN:
        return _read_stdin(asked.stdin)
    path = _found(path)
    kind = _KINDS.get(Path(path).suffix.casefold())
    if kind is None and not (Path(path).suffix or Path(path).exists()):
        return None, read_data_text(path)[1]
    if kind is None:
        facts = {"suffix": Path(path).suffix or name, "accepted": ENDINGS}
        hint = phrase("hint.save_as_xlsx") if Path(path).suffix.casefold() in _OTHER_WORKBOOKS else None
        return None, [Problem(code="data_kind_unknown", where=Where(file=name), facts=facts, hint=hint)]
    longest = None if kind.long_lines else LONGEST_LINE
    text, problems = read_data_text(path, asked.encoding, longest_line=longest)
    if text is None:
        return None, problems
    document, found = kind.read(text, name, asked.rubric)
    return _not_empty(document, name, [*problems, *found])


def _read_stdin(text: str | None) -> Read:
    if text is None or not text.strip():
        return None, [Problem(code="file_empty", where=Where(file=STDIN))]
    reader = _json if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else _yaml
    document, problems = reader(text, STDIN, None)
    return _not_empty(document, STDIN, problems)


def _not_empty(document: Located | None, name: str, problems: list[Problem]) -> Read:
    """A document that says nothing was hardly meant so; one with common figures only, or a calendar, is fine."""
    if document is None or problems:
        return document, problems
    return document, [_says_nothing(name)] if _is_empty(document) else problems


def _not_all_empty(documents: list[Located], problems: list[Problem]) -> tuple[list[Located], list[Problem]]:
    """The tables of one file, or given together: some may be empty, not all of them."""
    if documents and all(map(_is_empty, documents)) and all(one.severity == "note" for one in problems):
        problems = [*problems, _says_nothing(documents[0].locate(()).file)]
    return documents, problems


def _is_empty(located: Located) -> bool:
    data = located.document
    return not (data.units or data.submissions or data.givens or data.calendar or data.adjustments)


def _says_nothing(name: str) -> Problem:
    return Problem(code="data_empty", where=Where(file=name), hint=phrase("hint.data_empty"))


def _yaml(text: str, name: str, _rubric: Rubric | None) -> Read:
    source, problems = read_yaml(text, name)
    return located_document(source, problems) if source is not None else (None, problems)


# What reads a kind of files is imported with the first file of that kind.


def _json(text: str, name: str, _rubric: Rubric | None) -> Read:
    from lawscore.loading.json_reader import read_json

    source, problems = read_json(text, name)
    return located_document(source, problems) if source is not None else (None, problems)


def _csv(text: str, name: str, rubric: Rubric | None) -> Read:
    from lawscore.loading.csv_reader import read_csv

    assert rubric is not None  # only the standard input has no rubric at hand, and it is never CSV
    return read_csv(text, name, rubric)


@dataclass(frozen=True, slots=True)
class _Kind:
    read: Callable[[str, str, Rubric | None], Read]
    #: The whole of a file may stand on one line.
    long_lines: bool = False


_KINDS: Final = {
    ".yaml": _Kind(_yaml),
    ".yml": _Kind(_yaml),
    ".json": _Kind(_json, long_lines=True),
    ".csv": _Kind(_csv),
}
#: Workbooks that are read, and those of other programs.
WORKBOOKS: Final = (".xlsx", ".xlsm")
_OTHER_WORKBOOKS: Final = frozenset({".xls", ".xlsb", ".et", ".ods"})
ENDINGS: Final = (*_KINDS, *WORKBOOKS, *TABLE_FILES)
