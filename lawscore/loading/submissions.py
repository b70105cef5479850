"""Data files become the facts of every unit: each file by its kind, then all of them merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.facts.unit import Layer
from lawscore.loading.data_documents import located_document
from lawscore.loading.files import read_text
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered, gather
from lawscore.submission.places import Located

#: The path that means the standard input.
STDIN: Final = "-"

Read: TypeAlias = tuple[Located | None, list[Problem]]


def load_submissions(
    rubric: Rubric, paths: Sequence[str | Path], stdin: str | None = None, *, layer: Layer | None = None
) -> Gathered:
    """Read data files (YAML, JSON, CSV) and gather what they say about each unit.

    `-` among the paths takes the text `stdin` (YAML or JSON). With `layer`, values of later layers are left out.
    Nothing raises: files that cannot be read, like values that cannot be taken, are problems of the result.
    """
    located: list[Located] = []
    problems: list[Problem] = []
    for path in paths:
        document, found = _read(rubric, path, stdin)
        problems += found
        if document is not None:
            located.append(document)
    return gather(rubric, located, layer=layer, problems=problems, whole=len(located) == len(paths))


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


def _read(rubric: Rubric, path: str | Path, stdin: str | None) -> Read:
    name = str(path)
    if name == STDIN:
        return _read_stdin(stdin)
    path = _found(path)
    kind = _KINDS.get(Path(path).suffix.casefold())
    if Path(path).is_dir():
        return None, [Problem(code="file_is_directory", where=Where(file=name), hint=phrase("hint.file_is_directory"))]
    if kind is None:
        facts = {"suffix": Path(path).suffix or name, "accepted": tuple(_KINDS)}
        hint = phrase("hint.save_as_csv") if Path(path).suffix.casefold() in _WORKBOOKS else None
        return None, [Problem(code="data_kind_unknown", where=Where(file=name), facts=facts, hint=hint)]
    text, problems = read_text(path, longest_line=None) if kind.long_lines else read_text(path)
    if text is None:
        return None, problems
    document, found = kind.read(text, name, rubric)
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
    data = document.document
    if not (data.units or data.submissions or data.givens or data.calendar or data.adjustments):
        problems = [Problem(code="data_empty", where=Where(file=name), hint=phrase("hint.data_empty"))]
    return document, problems


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
_WORKBOOKS: Final = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".ods"})
