"""What somebody wants to try: places of the rubric and values of units that are set, as a small document.

`{set: {4.2.points: 6}, units: {tieling: {出庭: 12}}, answers: {tieling: {4.2/rule: yes}}, givens: {全省安全感: 97%}}`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path as File
from typing import Any, TypeAlias

from pydantic import Field

from lawscore.classes import dataclass
from lawscore.loading.files import read_text
from lawscore.loading.source import Path, Source
from lawscore.loading.validating import validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.models import Code, Model, Text
from lawscore.problems import Problem, Where
from lawscore.texts import folded


class ChangesDocument(Model):
    """What is set: places of the rubric by address; values and answers by unit; figures common to all."""

    set_: dict[Text, Any] = Field(default_factory=dict, alias="set")
    units: dict[Code, dict[Text, Any]] = Field(default_factory=dict)
    answers: dict[Code, dict[Text, Any]] = Field(default_factory=dict)
    givens: dict[Text, Any] = Field(default_factory=dict)


Locate: TypeAlias = Callable[[Path], Where]


def _nowhere(path: Path) -> Where:
    return Where(path=path)


@dataclass(frozen=True, slots=True)
class Changes:
    """A document of changes, and where each of its parts was written."""

    document: ChangesDocument
    locate: Locate = field(default=_nowhere, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is set."""
        one = self.document
        return not (one.set_ or one.units or one.answers or one.givens)

    def plus(self, other: Changes) -> Changes:
        """Both; what the other one sets too is as it says."""
        mine, theirs = self.document, other.document
        both = ChangesDocument(
            set_=_over(mine.set_, theirs.set_), units=_merged(mine.units, theirs.units),
            answers=_merged(mine.answers, theirs.answers), givens=_over(mine.givens, theirs.givens),
        )  # fmt: skip
        written = theirs.model_dump(by_alias=True)
        return Changes(both, lambda path: (other if _has(written, path) else self).locate(path))


def _over(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Both; a name that is the same but for its width is one."""
    said = set(map(folded, theirs))
    return {**{name: value for name, value in mine.items() if folded(name) not in said}, **theirs}


def _merged(
    mine: Mapping[str, Mapping[str, Any]], theirs: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    written = {folded(unit): unit for unit in mine}
    both = {unit: _over(mine.get(written.get(folded(unit), ""), {}), entries) for unit, entries in theirs.items()}
    return _over({unit: dict(entries) for unit, entries in mine.items()}, both)


def _has(tree: Any, path: Path) -> bool:
    for step in path:
        if not isinstance(tree, Mapping) or step not in tree:
            return False
        tree = tree[step]
    return True


def load_changes(source: str | File | Mapping[str, Any]) -> tuple[Changes | None, list[Problem]]:
    """Read changes from a file, or from a mapping of the same shape. With any problem there are none."""
    if isinstance(source, Mapping):
        return _from_source(Source("", dict(source)), [])
    text, problems = read_text(source)
    if text is None:
        return None, problems
    read, reading = read_yaml(text, str(source))
    problems = [*problems, *reading]
    if read is None or not isinstance(read.data, dict):
        return None, problems or [Problem(code="changes_not_a_mapping", where=Where(file=str(source)))]
    return _from_source(read, problems)


def _from_source(source: Source, problems: list[Problem]) -> tuple[Changes | None, list[Problem]]:
    validated = validate(ChangesDocument, source)
    problems = [*problems, *validated.problems]
    if problems or validated.value is None:
        return None, problems
    return Changes(validated.value, lambda path: validated.where(path, key=True)), []
