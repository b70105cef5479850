"""Rubrics from files, from `id@version`, or from a mapping: read, validated, bound, with every problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from lawscore.catalogue import phrase
from lawscore.loading.files import read_text
from lawscore.loading.source import Source
from lawscore.loading.validating import Validated, validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, RubricError, Where, errors, nearest
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rules.units import UnitsMeasure

LARGEST_RUBRIC: Final = 16 * 1024 * 1024

#: Problems that may only follow from a part that was refused already, so they are kept for the next run.
_MAY_FOLLOW: Final = frozenset(
    {
        "indicator_unknown", "grade_unknown", "class_unknown", "records_unknown", "column_unknown", "once_without_records",
        "weights_sum", "weight_missing", "mean_of_what", "start_missing", "grade_else_missing", "choice_without_price",
        "choice_without_value", "price_without_choice", "measure_circle", "partial_missing", "across_branch",
        "at_least_too_many",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a rubric file. `rubric` is None where there are errors; `readable` says whether there was a document."""

    name: str
    rubric: Rubric | None
    problems: tuple[Problem, ...]
    readable: bool = True
    place: Callable[[Problem], Problem] = field(default=lambda problem: problem, repr=False)


def read_rubric(path: str | Path) -> tuple[Rubric | None, list[Problem]]:
    """Read one rubric file: the rubric, or None and everything that is wrong with it."""
    loaded = load_file(path)
    return loaded.rubric, list(loaded.problems)


def load_rubric(source: str | Path | Mapping[str, Any], rubrics: Sequence[str | Path] = ()) -> Rubric:
    """Load a rubric from a path, from `id@version`, or from a mapping of the same shape.

    Raises `RubricError`, which carries every problem with its place.
    """
    loaded = load_mapping(source, rubrics) if isinstance(source, Mapping) else find_rubric(source, rubrics)
    if loaded.rubric is None:
        raise RubricError(loaded.problems)
    return loaded.rubric


def find_rubric(reference: str | Path, rubrics: Sequence[str | Path] = ()) -> Loaded:
    """Load a rubric by path or by `id@version`, looked up in the given folders, then among those installed.

    The rubrics that it names (`with`) are looked up in the same way, first beside it.
    """
    return _find(reference, Library(tuple(map(Path, rubrics))))


@dataclass(frozen=True, slots=True)
class Library:
    """Where rubrics are looked up, and which are being loaded, so that none waits for itself."""

    folders: tuple[Path, ...] = ()
    open: tuple[str, ...] = ()


def _find(reference: str | Path, library: Library) -> Loaded:
    text = str(reference)
    if isinstance(reference, Path) or "@" not in text or Path(text).exists():
        return load_file(reference, library)
    rubric_id, _, version = text.partition("@")
    folders = [*library.folders, installed_rubrics()]
    for folder in folders:
        path = folder / rubric_id / f"{version}.yaml"
        if path.is_file():
            return load_file(path, library)
    known = sorted({f"{path.parent.name}@{path.stem}" for folder in folders for path in rubric_files(folder)})
    guess = nearest(text, known)
    hint = phrase("hint.nearest", name=guess) if guess else None
    missing = Problem(
        code="rubric_not_found",
        where=Where(file=text),
        hint=hint,
        facts={"name": text, "folders": tuple(map(str, folders))},
    )
    return Loaded(text, None, (missing,), readable=False)


def rubric_files(folder: Path) -> Iterator[Path]:
    """The rubric files of a folder: `<id>/<version>.yaml`, without the cases beside them."""
    for path in sorted(folder.glob("*/*.yaml")):
        if not path.name.endswith(".cases.yaml"):
            yield path


def installed_rubrics() -> Path:
    """The folder of the rubrics that come with the package; in a checkout, that of the checkout."""
    package = Path(str(files("lawscore")))
    packed = package / "installed_rubrics"
    return packed if packed.is_dir() else package.parent / "rubrics"


def load_file(path: str | Path, library: Library = Library()) -> Loaded:
    """Read, validate and bind one file; rubrics that it names are looked up beside it too."""
    library = replace(library, folders=(*library.folders, Path(path).parent.parent))
    text, problems = read_text(path, largest=LARGEST_RUBRIC)
    if text is None:
        return Loaded(str(path), None, tuple(problems), readable=False)
    reader = _read_json if str(path).endswith(".json") else read_yaml
    source, reading = reader(text, str(path))
    problems += reading
    if source is None or not isinstance(source.data, dict):
        return Loaded(str(path), None, tuple(problems or [_not_a_rubric(str(path))]), readable=False)
    return _from_source(source, problems, library)


def _read_json(text: str, name: str) -> tuple[Source | None, list[Problem]]:
    from lawscore.loading.json_reader import read_json  # with the first rubric that is written so

    return read_json(text, name)


def load_text(text: str, name: str = "rubric.yaml") -> Loaded:
    """Read, validate and bind a rubric that is already in memory."""
    source, problems = read_yaml(text, name)
    if source is None or not isinstance(source.data, dict):
        return Loaded(name, None, tuple(problems or [_not_a_rubric(name)]), readable=False)
    return _from_source(source, problems, Library())


def load_mapping(
    mapping: Mapping[str, Any], rubrics: Sequence[str | Path] = (), others: Mapping[str, Rubric] | None = None
) -> Loaded:
    """Validate and bind a mapping of the shape of a rubric document; `others` are rubrics that it may name (`with`)."""
    return _from_source(Source("", dict(mapping)), [], Library(tuple(map(Path, rubrics))), others or {})


def _not_a_rubric(name: str) -> Problem:
    return Problem(code="not_a_rubric", where=Where(file=name))


def _from_source(
    source: Source, reading: list[Problem], library: Library, others: Mapping[str, Rubric] | None = None
) -> Loaded:
    if (
        isinstance(source.data, dict)
        and "indicators" not in source.data
        and {"submissions", "units"} & set(source.data)
    ):
        return Loaded(
            source.name, None, (Problem(code="data_not_rubric", where=Where(file=source.name)),), readable=False
        )
    validated = validate(Document, source)
    other_format = [
        problem for problem in validated.problems if problem.code in ("format_unknown", "calculation_unknown")
    ]
    if other_format:
        return Loaded(source.name, None, tuple(other_format), readable=False)
    found = [*reading, *validated.problems]
    if validated.value is None:
        return Loaded(source.name, None, tuple(found))
    rubric, binding = bind_rubric(validated.value, {**_named(validated.value, library), **(others or {})})
    sound = not errors(found)
    later = binding if sound else list(_independent(binding, source))
    problems = tuple(_in_order([*found, *(_placed(problem, validated) for problem in later)]))
    return Loaded(source.name, rubric if sound else None, problems, place=lambda problem: _placed(problem, validated))


def _named(document: Document, library: Library) -> dict[str, Rubric]:
    """The rubrics that a document names; one that is not there, or not sound, is missed where it is named."""
    found: dict[str, Rubric] = {}
    here = f"{document.rubric}@{document.version}"
    inside = replace(library, open=(*library.open, here))
    for name in dict.fromkeys(_with(document)):
        loaded = _find(name, inside) if name not in inside.open and "@" in name else None
        if loaded is not None and loaded.rubric is not None:
            found[name] = loaded.rubric
    return found


def _with(document: Document) -> Iterator[str]:
    """Every rubric that a measure over the units below names, in the order of the document."""
    waiting: list[Any] = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, UnitsMeasure) and part.with_ is not None:
            yield part.with_
        inside = vars(part) if isinstance(part, BaseModel) else part
        parts = list(
            inside.values() if isinstance(inside, Mapping) else inside if isinstance(inside, tuple | list) else ()
        )
        waiting += [one for one in reversed(parts) if type(one) not in _SCALARS]


#: Values in which no other part of a document stands: most are of these.
_SCALARS: Final = frozenset({str, bool, int, type(None), Fraction})


def _placed(problem: Problem, validated: Validated[Document]) -> Problem:
    return validated.placed(problem)


def _independent(problems: Iterable[Problem], source: Source) -> Iterator[Problem]:
    """Those problems that cannot come from a part that was left out."""
    declared = set(_declared(source.data))
    for problem in problems:
        follows = problem.code == "name_undeclared" and problem.facts.get("name") in declared
        if problem.code not in _MAY_FOLLOW and not follows:
            yield problem


def _declared(data: Any) -> Iterator[str]:
    """Every name that the file declares, well or badly."""
    for section in ("fields", "givens", "measures"):
        inside = data.get(section) if isinstance(data, dict) else None
        if isinstance(inside, dict):
            yield from inside
            for spec in inside.values():
                yield from _declared({"fields": spec.get("fields")} if isinstance(spec, dict) else {})


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    unique = {(problem.code, str(problem.where), str(problem.facts)): problem for problem in problems}
    return sorted(unique.values(), key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
