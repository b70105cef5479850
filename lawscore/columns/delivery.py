"""Results of very many units as a folder of Parquet files: part after part, so that an interrupted run can go on.

What is not whole stands in `NAME.part`, which says from the beginning what the run is made of, and which parts are whole; a folder
takes its name when all of it is there.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns import arrow
from lawscore.columns.arrow_standings import standings
from lawscore.columns.assess import in_rows, prepare
from lawscore.columns.folder import Place
from lawscore.columns.orders import Order
from lawscore.columns.parts import Part
from lawscore.columns.results import ColumnAssessment, Stats
from lawscore.columns.run import Run
from lawscore.columns.sources import Cut, Source
from lawscore.columns.told import description, problem_rows
from lawscore.columns.unfinished import remove_if_empty
from lawscore.expressions.looks import NODE
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.gathering import Gathered

#: Told how many units are done, of how many.
Progress = Callable[[int, int], None]


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
    place = Place.begin(order)
    try:
        return _into(place, rubric, source, order, beside, progress)
    except Cut:  # no part of it is of use: it would be cut again
        shutil.rmtree(place.unfinished, ignore_errors=True)
        raise
    except BaseException:
        remove_if_empty(order.folder)
        raise


def _into(
    place: Place,
    rubric: Rubric,
    source: Source | Callable[[], ColumnAssessment],
    order: Order,
    beside: Gathered | None,
    progress: Progress | None,
) -> Delivered:
    run = _prepared(rubric, source, beside) if isinstance(source, Source) else source()
    kept: list[Part] = []
    units = _count(run)
    with closing(_written(rubric, run, order, place)) as parts:  # an interrupted one must let go of its files at once
        for part in parts:
            kept.append(light(rubric, part))
            if progress is not None:
                progress(sum(map(len, kept)), units)
    found = run if isinstance(run, ColumnAssessment) else _whole(rubric, run, kept)
    if rubric.standings and order.single is None:
        place.write("standings", [standings(found, order.language)])
    problems, states = found.problems, _states(kept)
    told = description(rubric, order, found, states, problems)
    if order.single is None:
        place.write("problems", [problem_rows(problems, order.language)])
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


def _written(rubric: Rubric, run: Run | ColumnAssessment, order: Order, place: Place) -> Generator[Part, None, None]:
    """The parts of a run, each handed on when it is scored; while the next is, its tables are written, so many in a file."""
    columns = arrow.Columns(rubric, order.figures, order.language)
    makers: Mapping[str, Callable[[Part], Any]] = {
        "scores": columns.scores, "states": columns.states, "items": columns.items,
    }  # fmt: skip
    tables = {name: makers[name] for name in order.tables}
    parts = iter(run.parts() if isinstance(run, Run) else run.parts)
    while (first := next(parts, None)) is not None or not place.parts:
        with place.part(tables) as write:
            for part in chain([first], islice(parts, order.together - 1)) if first is not None else ():
                write(part)
                yield part


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
