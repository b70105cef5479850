"""Rubrics from files, from `id@version`, or from a mapping: read, validated, bound, with every problem at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lawscore.loading.extending import Extended, bare, extended, unlike, whole
from lawscore.loading.files import read_text
from lawscore.loading.heads import rubric_files
from lawscore.loading.loaded import Loaded
from lawscore.loading.locks import against_lock
from lawscore.loading.others import others_of
from lawscore.loading.reading import LARGEST_RUBRIC, read_document
from lawscore.loading.references import Library, folder_around, installed_rubrics, meant, rubric_file
from lawscore.loading.source import Source
from lawscore.loading.validating import Validated, validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, RubricError, Where, each_once, errors, in_order
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document

#: Only those installed, and what stands beside a file.
NO_FOLDERS: Final = Library()

__all__ = [
    "Library", "Loaded", "find_rubric", "installed_rubrics", "load_file", "load_mapping", "load_rubric", "load_text",
    "load_unlocked", "rubric_file", "rubric_files",
]  # fmt: skip


def load_rubric(source: str | Path | Mapping[str, Any], rubrics: Sequence[str | Path] = ()) -> Rubric:
    """Load a rubric from a path, from `id@version` or `id@latest`, or from a mapping of the same shape.

    Raises `RubricError`, which carries every problem with its place.
    """
    loaded = load_mapping(source, rubrics) if isinstance(source, Mapping) else find_rubric(source, rubrics)
    if loaded.rubric is None:
        raise RubricError(loaded.problems)
    return loaded.rubric


def find_rubric(reference: str | Path, rubrics: Sequence[str | Path] = ()) -> Loaded:
    """Load a rubric by path, by `id@version`, or the version in force (`id@latest`, `id@latest:2023`).

    It is looked up in the given folders, then among those installed. The rubrics that it names (`extends`, `with`) are
    looked up in the same way, then beside it.
    """
    library = Library.of(rubrics)
    found = meant(reference, library)
    if found.path is None:
        return Loaded(str(reference), None, found.problems, readable=False)
    return load_file(found.path, library) if found.name is None else _by_name(found.name, found.path, library)


def _by_name(name: str, path: Path, library: Library) -> Loaded:
    """A version that is meant by its name: the file must hold it."""
    loaded = load_file(path, library)
    if loaded.rubric is None or loaded.rubric.name == name:
        return loaded
    facts = {"name": name, "found": loaded.rubric.name}
    other = Problem(code="rubric_of_other_name", where=Where(path=("version",)), facts=facts)
    return replace(loaded, rubric=None, problems=(loaded.place(other), *loaded.problems))


def load_file(path: str | Path, library: Library = NO_FOLDERS) -> Loaded:
    """Read, validate and bind one file; rubrics that it names are looked up beside it too.

    A version that is locked must mean what it meant when it was.
    """
    loaded = load_unlocked(path, library)
    broken = against_lock(loaded, Path(path))
    return replace(loaded, rubric=None, problems=(*broken, *loaded.problems)) if broken else loaded


def load_unlocked(path: str | Path, library: Library = NO_FOLDERS) -> Loaded:
    """The same, whatever its lock says."""
    library = replace(library, folders=(*library.folders, folder_around(path)))
    text, problems = read_text(path, largest=LARGEST_RUBRIC)
    if text is None:
        return Loaded(str(path), None, tuple(problems), readable=False)
    source, reading = read_document(text, str(path))
    return _from_reading(source, str(path), [*problems, *reading], library)


def load_text(text: str, name: str = "rubric.yaml", rubrics: Sequence[str | Path] = ()) -> Loaded:
    """Read, validate and bind a rubric that is already in memory; others are looked up beside where its name says it is."""
    source, problems = read_yaml(text, name)
    beside = [folder_around(name)] if Path(name).parent.name else []
    return _from_reading(source, name, problems, Library.of([*rubrics, *beside]))


def load_mapping(
    mapping: Mapping[str, Any], rubrics: Sequence[str | Path] = (), others: Mapping[str, Rubric] | None = None
) -> Loaded:
    """Validate and bind a mapping of the shape of a rubric document; `others` are rubrics that it may name (`with`)."""
    return _from_source(Source("", dict(mapping)), [], Library.of(rubrics), others or {})


def _from_reading(source: Source | None, name: str, problems: list[Problem], library: Library) -> Loaded:
    if source is None or not isinstance(source.data, dict):
        found = problems or [Problem(code="not_a_rubric", where=Where(file=name))]
        return Loaded(name, None, tuple(found), readable=False)
    return _from_source(source, problems, library, {})


def _of_another_kind(source: Source) -> Loaded | None:
    """Data or cases that were given in the place of a rubric."""
    keys = set(source.data if isinstance(source.data, dict) else ())
    problem = None
    if "indicators" not in keys and {"submissions", "units"} & keys:
        problem = Problem(code="data_not_rubric", where=Where(file=source.name))
    elif "indicators" not in keys and "cases" in keys:
        beside = Path(source.name).name.replace(".cases.", ".")
        problem = Problem(code="cases_not_rubric", where=Where(file=source.name), facts={"beside": beside})
    return Loaded(source.name, None, (problem,), readable=False) if problem is not None else None


#: Of a document in another version of the format nothing more can be told.
_OTHER_FORMAT: Final = ("format_unknown", "calculation_unknown")


def _from_source(own: Source, reading: list[Problem], library: Library, given: Mapping[str, Rubric]) -> Loaded:
    other = _of_another_kind(own)
    if other is not None:
        return other
    extension = extended(own, library, _by_name)
    source = extension.source
    validated = validate(Document, source)
    other_format = [problem for problem in validated.problems if problem.code in _OTHER_FORMAT]
    if other_format:
        return Loaded(own.name, None, tuple(other_format), readable=False)
    if not extension.is_whole:
        return _unextended(own, reading, extension, validated)
    found = [*reading, *extension.problems, *validated.problems]
    if validated.value is None:
        return Loaded(own.name, None, tuple(found), base=extension.base)
    found += map(validated.placed, unlike(validated.value, extension.base))
    document = whole(validated.value)
    others = others_of(document, library, given, _by_name)
    places = tuple(dict.fromkeys(map(str, library.places)))
    rubric, binding = bind_rubric(document, others.rubrics, others.unusable, places)
    sound = not errors(found)
    later = binding if sound else list(_independent(binding, source))
    told = in_order([*found, *(validated.placed(problem) for problem in later)], own.name)
    problems = each_once([*told, *others.problems])
    return Loaded(
        own.name, rubric if sound else None, problems,
        source=bare(source), place=validated.placed, base=extension.base, digest=rubric.digest if rubric is not None else "",
    )  # fmt: skip


def _unextended(own: Source, reading: list[Problem], extension: Extended, validated: Validated[Document]) -> Loaded:
    """A document whose parts of another are missing: where there is a tree of that one, its own mistakes are told."""
    is_merged = extension.base is not None and extension.base.source is not None
    mine = [problem for problem in validated.problems if is_merged and problem.where.file == own.name]
    problems = in_order([*reading, *extension.problems, *mine], own.name)
    return Loaded(own.name, None, each_once(problems), base=extension.base)


def _independent(problems: Iterable[Problem], source: Source) -> Iterator[Problem]:
    """Those problems that cannot come from a part that was left out; the others are kept for the next run."""
    declared = set(_declared(source.data))
    for problem in problems:
        left_out = problem.code == "name_undeclared" and problem.facts.get("name") in declared
        if not problem.follows and not left_out:
            yield problem


def _declared(data: Any) -> Iterator[str]:
    """Every name that the file declares, well or badly."""
    for section in ("fields", "givens", "measures"):
        inside = data.get(section) if isinstance(data, dict) else None
        if isinstance(inside, dict):
            yield from inside
            for spec in inside.values():
                yield from _declared({"fields": spec.get("fields")} if isinstance(spec, dict) else {})
