"""A published result read back: the same model as it was written from, or every mistake in it at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.files import MEBIBYTE, read_text
from lawscore.loading.json_reader import read_json
from lawscore.loading.source import Path as Steps
from lawscore.loading.source import Source
from lawscore.loading.validating import validate
from lawscore.problems import Problem, ResultError, Where
from lawscore.results.model import LayerName, Result

#: A result tells every value and item of every unit: it may be larger than the data were.
LARGEST_RESULT: Final = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class LoadedResult:
    """What became of a result's file. `result` is None where there are problems."""

    name: str
    result: Result | None
    problems: tuple[Problem, ...] = ()
    source: Source | None = field(default=None, repr=False)

    @property
    def layer(self) -> LayerName | None:
        """The last layer that was asked to count, as the result records it."""
        provenance = self.result.provenance if self.result is not None else None
        return provenance.layer if provenance is not None else None

    def where(self, *path: str | int) -> Where:
        """The place in the file of a part of the result."""
        return self.source.where(path) if self.source is not None else Where(file=self.name, path=path)


def read_result(result: str | Path) -> Result:
    """Read a result from a file, or from its JSON text. Raises `ResultError`, which carries every problem.

    One that contradicts itself (a score that is not its start and its items, an id that stands twice) is refused too.
    """
    from lawscore.results.soundness import sound  # it reads results, and builds on this module

    loaded = sound(load_result(result))
    if loaded.result is None:
        raise ResultError(loaded.problems)
    return loaded.result


def load_result(result: str | Path | Mapping[str, Any]) -> LoadedResult:
    """Read a result from a file, its JSON text, or a mapping of the same shape, without raising.

    Its digits are taken as they stand: who compares them says what is wrong with them (`soundness` where nobody does).
    """
    if isinstance(result, Mapping):
        return _checked(Source("", dict(result)), ())
    if isinstance(result, str) and result.lstrip("\ufeff \t\r\n")[:1] == "{":
        return load_result_text(result, "")
    text, problems = read_text(result, largest=LARGEST_RESULT, longest_line=None)
    if text is None:
        return LoadedResult(str(result), None, tuple(problems))
    return load_result_text(text, str(result))


def load_result_text(text: str, name: str) -> LoadedResult:
    """Read the JSON text of a result. What does not begin as JSON is another file: of data, or a rubric."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("{", "[", ""):
        where = Where(file=name, line=1, column=1)
        return LoadedResult(name, None, (Problem(code="not_a_result", where=where, hint=phrase("hint.not_a_result")),))
    source, problems = read_json(text, name)
    return _checked(source, problems) if source is not None else LoadedResult(name, None, tuple(problems))


def _checked(source: Source, problems: Iterable[Problem]) -> LoadedResult:
    """The model of what was read, unless something is wrong with it."""
    name = source.name
    if not _is_result(source):
        where, hint = source.where(()), phrase("hint.not_a_result")
        return LoadedResult(name, None, (Problem(code="not_a_result", where=where, hint=hint),), source)
    validated = validate(Result, source)
    found = [*problems, *validated.problems]
    if found or validated.value is None:
        return LoadedResult(name, None, tuple(found), source)
    doubled = tuple(_doubled(validated.value, source))
    return LoadedResult(name, None if doubled else validated.value, doubled, source)


def _is_result(source: Source) -> bool:
    """Whether a document means to be a result: a rubric or a data document says nothing of what came out."""
    data = source.data
    return isinstance(data, dict) and "units" in data and "calculation" in data


def _doubled(result: Result, source: Source) -> Iterator[Problem]:
    """Units that stand in a result twice."""
    seen: dict[str, int] = {}
    for number, unit in enumerate(result.units):
        if unit.id in seen:
            place: Steps = ("units", number, "id")
            first = source.where(("units", seen[unit.id], "id"))
            facts = {"unit": unit.id, "first": str(first)}
            yield Problem(code="result_unit_doubled", where=source.where(place), facts=facts)
        seen.setdefault(unit.id, number)
