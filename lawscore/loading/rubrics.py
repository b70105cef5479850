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
from lawscore.loading.locks import against_lock
from lawscore.loading.source import Source
from lawscore.loading.validating import Validated, validate
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem, RubricError, Where, each_once, errors, nearest
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from lawscore.rules.units import UnitsMeasure

LARGEST_RUBRIC: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a rubric file. `rubric` is None where there are errors; `readable` says whether there was a document."""

    name: str
    rubric: Rubric | None
    problems: tuple[Problem, ...]
    readable: bool = True
    place: Callable[[Problem], Problem] = field(default=lambda problem: problem, repr=False)


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

    @property
    def places(self) -> tuple[Path, ...]:
        """All folders, those installed last."""
        return (*self.folders, installed_rubrics())

    def path(self, name: str) -> Path | None:
        """The file of `id@version`, or None where there is none."""
        rubric_id, _, version = name.partition("@")
        paths = (folder / rubric_id / f"{version}.yaml" for folder in self.places)
        return next((path for path in paths if path.is_file()), None)


@dataclass(frozen=True, slots=True)
class _Named:
    """The rubrics that a document names: those at hand, and of the others what is wrong."""

    rubrics: dict[str, Rubric] = field(default_factory=dict)
    #: The code of the problem that is reported where it is named.
    unusable: dict[str, str] = field(default_factory=dict)
    #: Their own problems, in their own files.
    problems: list[Problem] = field(default_factory=list)


def _find(reference: str | Path, library: Library) -> Loaded:
    text = str(reference)
    if isinstance(reference, Path) or "@" not in text or Path(text).exists():
        return load_file(reference, library)
    path = library.path(text)
    if path is not None:
        return _by_name(text, path, library)
    folders = library.places
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


def _by_name(name: str, path: Path, library: Library) -> Loaded:
    """A version that is meant by its name: the file must hold it."""
    loaded = load_file(path, library)
    if loaded.rubric is None or loaded.rubric.name == name:
        return loaded
    facts = {"name": name, "found": loaded.rubric.name}
    other = Problem(code="rubric_of_other_name", where=Where(path=("version",)), facts=facts)
    return replace(loaded, rubric=None, problems=(loaded.place(other), *loaded.problems))


def rubric_file(reference: str | Path, rubrics: Sequence[str | Path] = ()) -> Path | None:
    """The file that a path or `id@version` means; None where there is none."""
    if isinstance(reference, Path) or "@" not in reference or Path(reference).exists():
        return Path(reference)
    return Library(tuple(map(Path, rubrics))).path(reference)


def rubric_files(folder: Path) -> Iterator[Path]:
    """The rubric files of a folder: `<id>/<version>.yaml`, without the cases and migration maps beside them."""
    for path in sorted(folder.glob("*/*.yaml")):
        if not path.name.endswith((".cases.yaml", ".migration.yaml")):
            yield path


def installed_rubrics() -> Path:
    """The folder of the rubrics that come with the package; in a checkout, that of the checkout."""
    package = Path(str(files("lawscore")))
    packed = package / "installed_rubrics"
    return packed if packed.is_dir() else package.parent / "rubrics"


def load_file(path: str | Path, library: Library = Library()) -> Loaded:
    """Read, validate and bind one file; rubrics that it names are looked up beside it too.

    A version that is locked must mean what it meant when it was.
    """
    loaded = load_unlocked(path, library)
    broken = against_lock(loaded.rubric, Path(path)) if loaded.rubric is not None else []
    return replace(loaded, rubric=None, problems=(*broken, *loaded.problems)) if broken else loaded


def load_unlocked(path: str | Path, library: Library = Library()) -> Loaded:
    """The same, whatever its lock says."""
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
    if isinstance(source.data, dict) and "indicators" not in source.data and "cases" in source.data:
        beside = Path(source.name).name.replace(".cases.", ".")
        cases = Problem(code="cases_not_rubric", where=Where(file=source.name), facts={"beside": beside})
        return Loaded(source.name, None, (cases,), readable=False)
    validated = validate(Document, source)
    other_format = [
        problem for problem in validated.problems if problem.code in ("format_unknown", "calculation_unknown")
    ]
    if other_format:
        return Loaded(source.name, None, tuple(other_format), readable=False)
    found = [*reading, *validated.problems]
    if validated.value is None:
        return Loaded(source.name, None, tuple(found))
    named = _named(validated.value, library, others or {})
    rubric, binding = bind_rubric(
        validated.value, named.rubrics, named.unusable, tuple(dict.fromkeys(map(str, library.places)))
    )
    sound = not errors(found)
    later = binding if sound else list(_independent(binding, source))
    own = _in_order([*found, *(_placed(problem, validated) for problem in later)])
    problems = each_once([*own, *named.problems])
    return Loaded(source.name, rubric if sound else None, problems, place=lambda problem: _placed(problem, validated))


def _named(document: Document, library: Library, given: Mapping[str, Rubric]) -> _Named:
    """The rubrics that a document names: given, or looked up. One that is not found is missed where it is named."""
    found = _Named()
    inside = replace(library, open=(*library.open, f"{document.rubric}@{document.version}"))
    for name in dict.fromkeys(_with(document)):
        path = inside.path(name)
        if name in given:
            found.rubrics[name] = given[name]
        elif name in inside.open:
            found.unusable[name] = "with_circle"
        elif path is not None:
            _take(name, _by_name(name, path, inside), found)
    return found


def _take(name: str, loaded: Loaded, found: _Named) -> None:
    if loaded.rubric is not None:
        found.rubrics[name] = loaded.rubric
    else:
        found.unusable[name] = "with_broken"
        found.problems.extend(loaded.problems)


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


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(each_once(problems), key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
