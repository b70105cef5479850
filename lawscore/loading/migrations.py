"""Migration maps from files, or from a mapping: read, validated, and checked against the two versions of the rubric."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lawscore.loading.files import read_text
from lawscore.loading.source import Source
from lawscore.loading.validating import validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, Where
from lawscore.rubric.migrating import Side, map_problems
from lawscore.rubric.migration import Migration, MigrationDocument

#: A map stands beside the version that it leads to: 2017.1.yaml and 2017.1.migration.yaml.
ENDING: Final = ".migration.yaml"


def load_migration(
    source: str | Path | Mapping[str, Any], old: Side, new: Side
) -> tuple[Migration | None, list[Problem]]:
    """Read a map from a file, or from a mapping of the same shape. With any problem there is no map."""
    if isinstance(source, Mapping):
        return _from_source(Source("", dict(source)), [], old, new)
    text, problems = read_text(source)
    if text is None:
        return None, problems
    read, reading = read_yaml(text, str(source))
    if read is None or not isinstance(read.data, dict):
        where = Where(file=str(source))
        return None, [*problems, *reading] or [Problem(code="map_not_a_mapping", where=where)]
    return _from_source(read, [*problems, *reading], old, new)


def migration_beside(rubric: Path, old: Side, new: Side) -> Path | None:
    """The map beside the file of a rubric, where there is one and it leads from the other version."""
    path = rubric.with_name(rubric.stem + ENDING)
    if not path.is_file():
        return None
    text, _ = read_text(path)
    source, _ = read_yaml(text, str(path)) if text is not None else (None, [])
    stated = source.data.get("from") if source is not None and isinstance(source.data, dict) else None
    leads_here = stated is None or (isinstance(stated, str) and stated.strip() in (old.name, old.id))
    return path if leads_here and old.name != new.name else None


def _from_source(
    source: Source, reading: list[Problem], old: Side, new: Side
) -> tuple[Migration | None, list[Problem]]:
    validated = validate(MigrationDocument, source)
    problems = [*reading, *validated.problems]
    if validated.value is not None:
        for problem in map_problems(validated.value, old, new):
            path = problem.where.path
            problems.append(problem.at(validated.where(path, key=_is_key(path))))
    if problems or validated.value is None:
        ordered = sorted(problems, key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
        return None, ordered
    return Migration.of(validated.value), []


def _is_key(path: tuple[str | int, ...]) -> bool:
    """Whether a problem is of the old id, which is the key, rather than of what it became."""
    return len(path) == 2
