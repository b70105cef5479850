"""Results of very many units as a folder of Parquet files: part after part, so that an interrupted run can go on.

What is not whole stands in `NAME.part`, which says from the beginning what the run is made of, and which parts are whole; a folder
takes its name when all of it is there.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import numpy as np

from lawscore.catalogue import Language
from lawscore.columns import arrow
from lawscore.columns.assess import in_rows, prepare
from lawscore.columns.files import digest_of
from lawscore.columns.parts import Part
from lawscore.columns.results import ColumnAssessment, Stats
from lawscore.columns.run import Run
from lawscore.columns.sources import BATCH, Cut, Source
from lawscore.expressions.looks import NODE
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered
from lawscore.version import __version__

#: So many batches make a part.
TOGETHER: Final = 8
#: A part has so many units; fewer where the row groups of the data are smaller than a batch.
MOST_IN_PART: Final = TOGETHER * BATCH
#: The tables that come in parts, and those that are written when all units are scored.
IN_PARTS: Final = ("scores", "states", "items")
AT_THE_END: Final = ("standings", "problems")
_MANIFEST: Final = "manifest.json"
_RUN: Final = "run.json"
_WHOLE: Final = "whole"
#: What may stand in an unfinished folder: one with anything else is not ours.
_OURS: Final = frozenset({
    *IN_PARTS, *(f"{name}.parquet{end}" for name in AT_THE_END for end in ("", ".new")),
    _MANIFEST, f"{_MANIFEST}.new", _RUN, _WHOLE,
})  # fmt: skip

#: Told how many units are done, of how many.
Progress = Callable[[int, int], None]


class Unlike(Exception):
    """What is there, whole or begun, was made with something else: `what` names it."""

    def __init__(self, what: str, where: str, *, is_whole: bool = False) -> None:
        self.what, self.where, self.is_whole = what, where, is_whole
        super().__init__(what)


class Complete(Exception):
    """The run to go on with is complete: `told` is its description."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        super().__init__()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be delivered. `made_of` is what the run is made of: a run goes on only where all of it is the same."""

    folder: Path
    language: Language
    made_of: Mapping[str, Any]
    tables: Sequence[str] = IN_PARTS
    #: The one table that is asked for as a single file, whose name `folder` then is.
    single: str | None = None
    figures: arrow.Figures = "exact"
    #: What else was asked for that may change what is written, by its name.
    asked: Mapping[str, str | None] = field(default_factory=dict)
    together: int = TOGETHER
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of it beside the files."""

    units: int
    states: Mapping[str, int]
    problems: tuple[Problem, ...]
    stats: Stats
    #: So many units stood in parts that were there already.
    there_before: int = 0


def deliver(
    rubric: Rubric,
    source: Source | Callable[[], ColumnAssessment],
    order: Order,
    *,
    beside: Gathered | None = None,
    progress: Progress | None = None,
) -> Delivered:
    """Score a table of units, and write all that came of it into a folder.

    A run that goes on scores the units again, and writes only the parts that are missing: so ranks, and whatever else looks at all
    units, are those of a run that was never interrupted. Raises `Unlike` where the run to go on with was another one, `Complete`
    where it is complete, `Cut` for a table that cannot be read to its end, `OSError` where nothing can be written.
    """
    place = _Place.begin(order)
    try:
        return _into(place, rubric, source, order, beside, progress)
    except Cut:  # no part of it is of use: it would be cut again
        shutil.rmtree(place.unfinished, ignore_errors=True)
        raise
    except BaseException:
        remove_if_empty(order.folder)
        raise


def _into(
    place: _Place,
    rubric: Rubric,
    source: Source | Callable[[], ColumnAssessment],
    order: Order,
    beside: Gathered | None,
    progress: Progress | None,
) -> Delivered:
    run = _prepared(rubric, source, beside) if isinstance(source, Source) else source()
    kept: list[Part] = []
    units = _count(run)
    for part in _written(rubric, run, order, place):
        kept.append(light(rubric, part))
        if progress is not None:
            progress(sum(map(len, kept)), units)
    found = run if isinstance(run, ColumnAssessment) else _whole(rubric, run, kept)
    if rubric.standings and order.single is None:
        place.write("standings", [arrow.standings(found)])
    problems, states = found.problems, _states(kept)
    told = _told(rubric, order, found, states, problems)
    if order.single is None:
        place.write("problems", [_problems(problems, order.language)])
        place.finish(told)
    else:
        place.finish_file(order.single, told)
    return Delivered(len(found), states, problems, found.stats, place.there_before)


def _prepared(rubric: Rubric, source: Source, beside: Gathered | None) -> Run | ColumnAssessment:
    run = prepare(rubric, source, beside)
    return in_rows(rubric, source, beside, run) if isinstance(run, str) else run


def _count(run: Run | ColumnAssessment) -> int:
    return len(run.survey.ids) if isinstance(run, Run) else len(run)


def _whole(rubric: Rubric, run: Run, kept: Sequence[Part]) -> ColumnAssessment:
    return ColumnAssessment(rubric, kept, run.order(kept), run.problems(), run.stats)


def _written(rubric: Rubric, run: Run | ColumnAssessment, order: Order, place: _Place) -> Iterator[Part]:
    """The parts of a run, each handed on when it is collected; so many together are written."""
    columns = arrow.Columns(rubric, order.figures, order.language)
    makers: Mapping[str, Callable[[Part], Any]] = {
        "scores": columns.scores, "states": columns.states, "items": columns.items,
    }  # fmt: skip
    held: list[Part] = []
    for part in run.parts() if isinstance(run, Run) else run.parts:
        held.append(part)
        yield part
        if len(held) == order.together:
            place.add({name: map(makers[name], held) for name in order.tables}, held)
            held = []
    if held or not place.parts:
        place.add({name: map(makers[name], held) for name in order.tables}, held)


# --- what is kept of units that are written -------------------------------------------------------------------------------


def light(rubric: Rubric, part: Part) -> Part:
    """What ranks and grades may ask of a part: a few bytes for each unit, however many indicators there are."""
    names = {bound.id for bound in rubric.standings} | rubric.judged  # of these a grade says which did not pass
    for bound in rubric.standings:
        ties = bound.ranking.ties if bound.ranking is not None else ()
        names |= {tie.indicator for tie in ties if tie.indicator is not None}
        names |= {read.removeprefix(NODE) for read in bound.reads if read.startswith(NODE)}
    results = {name: column for name, column in part.scored.results.items() if name in names}
    scored = replace(part.scored, results=results, checks=())
    rows: Any = part.rows.astype(np.uint32) if len(part) and int(part.rows.max()) < 1 << 32 else part.rows
    return replace(part, rows=rows, scored=scored)


def _states(parts: Iterable[Part]) -> dict[str, int]:
    """How many units are final, provisional, and so on."""
    found: Counter[str] = Counter()
    for part in parts:
        codes, counts = np.unique(part.scored.card_codes, return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            found["final" if code < 0 else part.scored.cards[code].state] += count
    return dict(sorted(found.items()))


# --- the folder -------------------------------------------------------------------------------------------------------------


@dataclass
class _Place:
    """The folder while it is not whole: parts that are there, and those to come."""

    folder: Path
    unfinished: Path
    manifest: dict[str, Any]
    parts: int = 0
    there_before: int = 0
    _known: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, order: Order) -> _Place:
        """Begin anew, or go on with what is there; either way it is described before anything is scored."""
        known = before(order) if order.resume else None
        if order.single is None:
            must_be_free(order.folder)
        place = cls(order.folder, unfinished_of(order.folder), _manifest(order), _known=list(known or ()))
        if not known:
            _clear(place.unfinished)
        place._note()
        place.there_before = _units_in(place._known)
        return place

    def add(self, tables: Mapping[str, Iterable[Any]], parts: Sequence[Part]) -> None:
        """Write the next part of each table, unless it is there."""
        number, units = self.parts, sum(map(len, parts))
        self.parts += 1
        if number < len(self._known) and self._known[number]["units"] == units:
            return
        del self._known[number:]
        sizes = {}
        for name, batches in tables.items():
            path = self.unfinished / name / f"part-{number:05}.parquet"
            path.parent.mkdir(exist_ok=True)
            write_parquet(path, list(batches))
            sizes[path.relative_to(self.unfinished).as_posix()] = path.stat().st_size
        self._known.append({"units": units, "files": sizes})
        self._note()

    def _note(self) -> None:
        text = json.dumps({**self.manifest, "parts": self._known}, ensure_ascii=False, indent=1)
        beside = self.unfinished / f"{_MANIFEST}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.unfinished / _MANIFEST)

    def write(self, name: str, batches: Sequence[Any]) -> None:
        """Write a table that comes in one file."""
        write_parquet(self.unfinished / f"{name}.parquet", batches)

    def finish(self, told: Mapping[str, Any]) -> None:
        """Give the folder its name."""
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        (self.unfinished / _RUN).write_text(text, encoding="utf-8")
        older = self.folder.with_name(f"{self.folder.name}.old")
        if self.folder.exists():
            shutil.rmtree(older, ignore_errors=True)
            self.folder.rename(older)
        self.unfinished.rename(self.folder)
        (self.folder / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(older, ignore_errors=True)

    def finish_file(self, name: str, told: Mapping[str, Any]) -> None:
        """Make one file of the parts of a table, a row group of each, and give it its name."""
        import pyarrow.parquet as pq

        parts = sorted((self.unfinished / name).glob("*.parquet"))
        whole = self.unfinished / _WHOLE
        schema = pq.read_schema(parts[0]).with_metadata({"lawscore": json.dumps(told, ensure_ascii=False)})
        with pq.ParquetWriter(whole, schema) as writer:
            for part in parts:
                table = pq.read_table(part).replace_schema_metadata(schema.metadata)
                writer.write_table(table, row_group_size=max(1, table.num_rows))
        whole.replace(self.folder)
        shutil.rmtree(self.unfinished)


def made_of(rubric: Rubric, files: Sequence[Path]) -> dict[str, Any]:
    """What a run is made of: the program, the rubric and the files by their digests."""
    document = rubric.document
    return {
        "lawscore": __version__,
        "calculation": document.calculation,
        "rubric": {
            "id": document.rubric,
            "version": document.version,
            "digest": rubric.digest,
            "title": document.title,
            "status": document.status,
        },
        "data": [{"file": str(path), "size": path.stat().st_size, "digest": digest_of(path)} for path in files],
    }


def before(order: Order) -> list[dict[str, Any]] | None:
    """The whole parts of the run that an order goes on with; None where no such run was begun.

    Raises `Complete` where the very same was finished, `Unlike` where what is there was made with something else.
    """
    manifest, unfinished = _manifest(order), unfinished_of(order.folder)
    told, begun = _described(order), _begun(unfinished)
    other = _difference(manifest, told) if told is not None else None
    if told is not None and other is None:
        if begun is not None and _difference(manifest, begun) is None:
            shutil.rmtree(unfinished, ignore_errors=True)  # nobody needs it any more
        raise Complete(told)
    if begun is not None:
        changed = _difference(manifest, begun)
        if changed is not None:
            raise Unlike(changed, str(unfinished / _MANIFEST))
        return _whole_parts(unfinished, begun)
    if other is not None:
        raise Unlike(other, str(order.folder), is_whole=True)
    return None


def done_before(folder: Path) -> int:
    """So many units stand in whole parts of an interrupted run."""
    unfinished = unfinished_of(folder)
    begun = _begun(unfinished)
    return _units_in(_whole_parts(unfinished, begun)) if begun is not None else 0


def remove_if_empty(folder: Path) -> None:
    """Leave nothing of an interrupted run of which no part is whole."""
    unfinished = unfinished_of(folder)
    if unfinished.is_dir() and _is_ours(unfinished) and not done_before(folder):
        shutil.rmtree(unfinished, ignore_errors=True)


def unfinished_of(folder: Path) -> Path:
    """Where a folder stands while it is not whole."""
    return folder.with_name(f"{folder.name}.part")


def must_be_free(folder: Path) -> None:
    """Raise `FileExistsError` where a folder holds anything but results of an earlier run, which are replaced."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _RUN).is_file())):
        raise FileExistsError(str(folder))


def _clear(unfinished: Path) -> None:
    """Make an empty folder in place of what an earlier run left; what is not ours is never removed."""
    if unfinished.exists():
        if not unfinished.is_dir() or not _is_ours(unfinished):
            raise FileExistsError(str(unfinished))
        shutil.rmtree(unfinished)
    unfinished.mkdir(parents=True)


def _is_ours(unfinished: Path) -> bool:
    return all(path.name in _OURS for path in unfinished.iterdir())


# --- what a run is made of, as it was noted ---------------------------------------------------------------------------------


def _manifest(order: Order) -> dict[str, Any]:
    """What a run is made of, and how it is written: a run with the same manifest makes the same bytes."""
    options = {
        "tables": list(order.tables),
        "figures": order.figures,
        "language": order.language,
        "view": order.single,
        "together": order.together,
        **order.asked,
    }
    return {**order.made_of, "options": options}


def _described(order: Order) -> Mapping[str, Any] | None:
    """The description of the finished run that has the name already; of a file that has none, nothing is known."""
    if order.single is None:
        return _read(order.folder / _RUN)
    if not order.folder.is_file():
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = json.loads((pq.read_schema(order.folder).metadata or {}).get(b"lawscore", b"{}"))
    except (OSError, ValueError, pa.ArrowException):
        return {}
    return told if isinstance(told, dict) and told.get("tables") == [order.single] else {}


def _begun(unfinished: Path) -> dict[str, Any] | None:
    """What was taken down of an interrupted run."""
    found = _read(unfinished / _MANIFEST)
    return found if found is not None and isinstance(found.get("parts"), list) else None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _whole_parts(unfinished: Path, begun: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts that were written to their end, up to the first that was not."""

    def is_there(name: str, size: int) -> bool:
        path = unfinished / name
        return path.is_file() and path.stat().st_size == size

    return list(
        takewhile(lambda part: all(is_there(name, size) for name, size in part["files"].items()), begun["parts"])
    )


def _units_in(parts: Iterable[Mapping[str, Any]]) -> int:
    return sum(part["units"] for part in parts)


def _difference(now: Mapping[str, Any], then: Mapping[str, Any]) -> str | None:
    """The first thing that is not as it was; of options, which."""
    for what, value in json.loads(json.dumps(now)).items():
        was = then.get(what)
        if was == value:
            continue
        if what != "options" or not isinstance(was, dict):
            return what
        changed = next((name for name, one in value.items() if was.get(name) != one), None)
        if changed is not None:
            return changed
    return None


def write_parquet(path: Path, batches: Sequence[Any]) -> None:
    """Write batches as one row group to a file that takes its name when it is whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_batches(batches).unify_dictionaries() if batches else pa.table({})
    beside = path.with_name(f"{path.name}.new")
    pq.write_table(table, beside, row_group_size=max(1, table.num_rows))
    beside.replace(path)


# --- what is told of the whole ----------------------------------------------------------------------------------------------


def _problems(problems: Sequence[Problem], language: Language) -> Any:
    """What was found wrong, a row for each."""
    import pyarrow as pa

    rows = [
        {
            "severity": problem.severity, "code": problem.code, "where": problem.where.told(language),
            "file": problem.where.file or None, "row": problem.where.line,
            "row_group": problem.where.spot.group if problem.where.spot is not None else None,
            "column": (problem.where.spot.column or None) if problem.where.spot is not None else None,
            "message": problem.message(language), "hint": problem.hint_text(language) or None,
        }
        for problem in problems
    ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, pa.schema([(name, kind()) for name, kind in _problem_columns().items()]))


def _problem_columns() -> dict[str, Callable[[], Any]]:
    import pyarrow as pa

    texts = ("severity", "code", "where", "file", "row", "row_group", "column", "message", "hint")
    return {name: pa.int64 if name in ("row", "row_group") else pa.string for name in texts}


def _told(
    rubric: Rubric, order: Order, found: ColumnAssessment, states: Mapping[str, int], problems: Sequence[Problem]
) -> dict[str, Any]:
    """The description of the run, by which it can be doubted and repeated: nothing of when, where or how fast."""
    at_the_end = ("standings", "problems") if rubric.standings else ("problems",)
    return {
        **_manifest(order),
        "units": len(found),
        "states": dict(states),
        "by_columns": found.stats.by_columns,
        "one_by_one": dict(found.stats.one_by_one),
        "problems": dict(sorted(Counter(problem.severity for problem in problems).items())),
        "tables": [order.single] if order.single is not None else [*order.tables, *at_the_end],
    }
