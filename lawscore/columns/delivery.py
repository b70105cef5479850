"""Results of very many units as a folder of Parquet files: part after part, so that a run that was broken off can go on.

What is not whole stands in `NAME.part`, whose name says so; a folder takes its name when all of it is there.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from lawscore.columns.sources import Source
from lawscore.expressions.looks import NODE
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered
from lawscore.version import __version__

#: So many batches make a part: some hundred thousand units.
TOGETHER: Final = 8
#: The tables that come in parts, and those that are written when all units are scored.
IN_PARTS: Final = ("scores", "states", "items")
AT_THE_END: Final = ("standings", "problems")
_MANIFEST: Final = "manifest.json"
_RUN: Final = "run.json"

#: Told how many units are done, of how many.
Progress = Callable[[int, int], None]


class Unlike(Exception):
    """What was begun, was begun with something else: `what` names it."""

    def __init__(self, what: str, where: str) -> None:
        self.what, self.where = what, where
        super().__init__(what)


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
    source: Source | ColumnAssessment,
    order: Order,
    *,
    beside: Gathered | None = None,
    progress: Progress | None = None,
) -> Delivered:
    """Score a table of units, and write all that came of it into a folder.

    A run that goes on scores the units again, which takes little of the time, and writes only the parts that are missing: so
    ranks, and whatever else looks at all units, are those of a run that was never broken off. Raises `Unlike` where the run to
    go on with was another one, `Cut` for a table that cannot be read to its end, `OSError` where nothing can be written.
    """
    run = source if isinstance(source, ColumnAssessment) else _prepared(rubric, source, beside)
    place = _Place.begin(order)
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
    names = {bound.id for bound in rubric.standings}
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
        """Begin anew, or go on with what is there."""
        if order.single is None:
            must_be_free(order.folder)
        unfinished = unfinished_of(order.folder)
        begun = _begun(unfinished) if order.resume else None
        options = {
            "tables": list(order.tables),
            "figures": order.figures,
            "language": order.language,
            "of": order.single,
        }
        manifest = {**order.made_of, "options": {**options, "together": order.together}}
        if begun is None:
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
        else:
            _must_be_alike(manifest, begun, unfinished / _MANIFEST)
        place = cls(order.folder, unfinished, manifest, _known=begun["parts"] if begun is not None else [])
        place.there_before = sum(part["units"] for part in place._known)
        return place

    def add(self, tables: Mapping[str, Iterable[Any]], parts: Sequence[Part]) -> None:
        """Write the next part of each table, unless it is there."""
        number, units = self.parts, sum(map(len, parts))
        self.parts += 1
        if number < len(self._known) and self._is_there(self._known[number], units):
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

    def _is_there(self, known: Mapping[str, Any], units: int) -> bool:
        """Whether a part was written to its end."""
        files = {self.unfinished / name: size for name, size in known["files"].items()}
        return known["units"] == units and all(
            path.is_file() and path.stat().st_size == size for path, size in files.items()
        )

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
        (self.unfinished / _MANIFEST).unlink(missing_ok=True)
        older = self.folder.with_name(f"{self.folder.name}.old")
        if self.folder.exists():
            shutil.rmtree(older, ignore_errors=True)
            self.folder.rename(older)
        self.unfinished.rename(self.folder)
        shutil.rmtree(older, ignore_errors=True)

    def finish_file(self, name: str, told: Mapping[str, Any]) -> None:
        """Make one file of the parts of a table, a row group of each, and give it its name."""
        import pyarrow.parquet as pq

        parts = sorted((self.unfinished / name).glob("*.parquet"))
        whole = self.unfinished / "whole"
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


def done_before(folder: Path) -> int:
    """So many units stand in whole parts of a run that was broken off."""
    begun = _begun(unfinished_of(folder))
    return sum(part["units"] for part in begun["parts"]) if begun is not None else 0


def unfinished_of(folder: Path) -> Path:
    """Where a folder stands while it is not whole."""
    return folder.with_name(f"{folder.name}.part")


def is_begun(folder: Path) -> bool:
    """Whether there is a run to go on with."""
    return _begun(unfinished_of(folder)) is not None


def must_be_free(folder: Path) -> None:
    """Raise `FileExistsError` where a folder holds anything but results of an earlier run, which are replaced."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _RUN).is_file())):
        raise FileExistsError(str(folder))


def _begun(unfinished: Path) -> dict[str, Any] | None:
    """What was taken down of a run that was broken off."""
    try:
        found: dict[str, Any] = json.loads((unfinished / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("parts"), list) else None


def _must_be_alike(now: Mapping[str, Any], begun: Mapping[str, Any], path: Path) -> None:
    for what, value in now.items():
        if begun.get(what) != json.loads(json.dumps(value)):
            raise Unlike(what, str(path))


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
        **order.made_of,
        "language": order.language,
        "figures": order.figures,
        "units": len(found),
        "states": dict(states),
        "by_columns": found.stats.by_columns,
        "one_by_one": dict(found.stats.one_by_one),
        "problems": dict(sorted(Counter(problem.severity for problem in problems).items())),
        "tables": [order.single] if order.single is not None else [*order.tables, *at_the_end],
    }
