"""`lawscore score --output FOLDER/` or `FILE.parquet`: the results of very many units as Parquet files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from lawscore.classes import dataclass

if TYPE_CHECKING:
    from lawscore.catalogue import Phrase
    from lawscore.cli.session import Session
    from lawscore.columns.delivery import Delivered
    from lawscore.columns.orders import Order
    from lawscore.columns.results import ColumnAssessment
    from lawscore.columns.sources import Source
    from lawscore.columns.unfinished import Complete, Unlike
    from lawscore.rubric.bound import Rubric
    from lawscore.submission.gathering import Gathered

#: The table of a single file, by what `--view` asks for.
_OF_VIEW: Final = {"standings": "scores", "indicators": "scores", "items": "items"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    output: str
    engine: str
    view: str
    layer: str | None
    stats: bool
    resume: bool
    final: bool


@dataclass(frozen=True, slots=True)
class _Units:
    """What is to be scored, and the files that it is made of."""

    source: Source | Callable[[], ColumnAssessment]
    beside: Gathered | None = None
    files: Sequence[Path] = ()


def deliver(session: Session, reference: str, data: Sequence[str], wish: Wish) -> NoReturn:
    """Write the results into Parquet files, and end the run."""
    from lawscore.cli.interrupting import Interrupted

    if any(find_spec(module) is None for module in ("numpy", "pyarrow")):
        session.refuse("cli.columns_extra")
    session.layer(wish.layer)
    rubric = session.rubric(reference)
    session.tell_draft(rubric)
    target = Path(wish.output)
    try:
        done = _into(session, rubric, data, wish, target)
    except KeyboardInterrupt:
        raise Interrupted(*_left(target)) from None
    _tell(session, done, target, wish)


def _into(session: Session, rubric: Rubric, data: Sequence[str], wish: Wish, target: Path) -> Delivered:
    """Write a folder; of a single file, the folder is only there until the file is."""
    from lawscore.cli.progress import bar
    from lawscore.columns.delivery import deliver
    from lawscore.columns.sources import Cut
    from lawscore.columns.unfinished import Complete, Unlike, must_be_free

    try:
        if not _is_file(wish):
            must_be_free(target)
        units = _units(session, rubric, data, wish)
        order = _order(session, rubric, target, wish, units)
        _tell_before(session, order)
        with bar(session, "cli.scoring", "cli.scoring_line") as told:
            done = deliver(rubric, units.source, order, beside=units.beside, progress=told)
    except Unlike as unlike:
        _refuse(session, unlike)
    except Complete as whole:
        _leave_complete(session, whole, target, wish)
    except FileExistsError as taken:
        session.refuse("cli.folder_taken", path=str(taken.args[0] if len(taken.args) == 1 else target))
    except Cut:
        session.refuse("cli.table_cut")
    except OSError as error:
        session.cannot_write(str(target), error)
    return done


def _tell_before(session: Session, order: Order) -> None:
    """Say where there is nothing to go on with."""
    from lawscore.columns.unfinished import before, unfinished_of

    parts = before(order) if order.resume else None
    if parts == []:
        print(session.say("cli.nothing_whole", path=str(unfinished_of(order.folder))), file=sys.stderr)
    elif order.resume and parts is None:
        print(session.say("cli.nothing_to_resume", path=str(order.folder)), file=sys.stderr)


def _refuse(session: Session, unlike: Unlike) -> NoReturn:
    """Say what is not as it was."""
    from lawscore.columns.unfinished import UNTOLD

    if unlike.what == UNTOLD:
        session.refuse("cli.resume_untold", place=unlike.where)
    key = "cli.complete_unlike" if unlike.is_whole else "cli.resume_unlike"
    session.refuse(key, place=unlike.where, what=session.say(f"cli.resume.{unlike.what}"))


def _leave_complete(session: Session, whole: Complete, target: Path, wish: Wish) -> NoReturn:
    """Leave what is complete, with the status that it had when it was written."""
    from lawscore.cli.session import DID_NOT_HOLD, HELD

    told = whole.told
    print(session.say("cli.complete", count=str(told["units"]), path=str(target)), file=sys.stderr)
    _must_be_final(session, told["states"], wish)
    session.leave(DID_NOT_HOLD if told["problems"].get("error") else HELD)


def _is_file(wish: Wish) -> bool:
    return not wish.output.endswith(("/", "\\")) and not Path(wish.output).is_dir()


def _order(session: Session, rubric: Rubric, target: Path, wish: Wish, units: _Units) -> Order:
    from lawscore.columns.orders import IN_PARTS, Order, made_of

    single = _OF_VIEW[wish.view] if _is_file(wish) else None
    tables = IN_PARTS if single is None else tuple(one for one in IN_PARTS if one == single)
    asked = {"engine": _engine(wish), "layer": wish.layer, "encoding": session.encoding}
    told = made_of(rubric, units.files)
    return Order(target, session.language, told, tables=tables, single=single, asked=asked, resume=wish.resume)


def _engine(wish: Wish) -> str:
    return "columns" if wish.engine == "auto" else wish.engine


def _units(session: Session, rubric: Rubric, data: Sequence[str], wish: Wish) -> _Units:
    """The table of units where the data have one, else whatever they are, scored one by one."""
    from lawscore.cli.engines import choose
    from lawscore.columns.assess import of_gathered

    chosen = choose(session, rubric, data, _engine(wish), wish.layer)
    if chosen.table is not None and chosen.table.source is not None and chosen.table.units:
        found = chosen.table
        return _Units(found.source, found.beside, (*found.files, *found.others))  # type: ignore[arg-type]  # just asked
    gathered = session.gathered(rubric, data, session.layer(wish.layer))
    return _Units(lambda: of_gathered(rubric, gathered, chosen.why or "form"), files=_files(data))


def _files(data: Sequence[str]) -> tuple[Path, ...]:
    from lawscore.loading.folders import spread
    from lawscore.loading.submissions import ENDINGS

    return tuple(Path(one) for one in spread(data, ENDINGS) if isinstance(one, str | Path) and Path(one).is_file())


def _left(target: Path) -> tuple[str, dict[str, Any]]:
    """What to say of an interrupted run: with what is whole it can go on; where nothing is, nothing is left."""
    from lawscore.columns.unfinished import done_before, remove_if_empty, unfinished_of

    units = done_before(target)
    if units:
        return "cli.interrupted_resume", {"count": str(units), "path": str(unfinished_of(target))}
    remove_if_empty(target)
    return "cli.interrupted_nothing", {}


def _tell(session: Session, done: Delivered, target: Path, wish: Wish) -> NoReturn:
    from lawscore.cli.score import tell_stats

    _report(session, done, target, wish)
    if done.there_before:
        print(session.say("cli.resumed", count=str(done.there_before)), file=sys.stderr)
    if wish.stats:
        told: Sequence[Phrase] = done.stats.told()
        tell_stats(session, told)
    print(session.say("cli.delivered", count=str(done.units), path=str(target)), file=sys.stderr)
    _must_be_final(session, done.states, wish)
    session.leave(session.status(done.problems))


def _must_be_final(session: Session, states: Mapping[str, int], wish: Wish) -> None:
    """End the run where all units are asked to be final and some are not."""
    from lawscore.cli.session import DID_NOT_HOLD

    provisional = states.get("provisional", 0)
    if wish.final and provisional:
        print(session.say("cli.not_final_many", count=str(provisional)), file=sys.stderr)
        session.leave(DID_NOT_HOLD)


#: So many problems are shown; the others stand in the table of problems.
_MOST_SHOWN: Final = 100


def _report(session: Session, done: Delivered, target: Path, wish: Wish) -> None:
    session.report(done.problems[:_MOST_SHOWN])
    further = len(done.problems) - _MOST_SHOWN
    if further > 0:
        place = "--output" if _is_file(wish) else str(target / "problems.parquet")
        print(session.say("cli.problems_more", count=str(further), path=place), file=sys.stderr)
