"""`lawscore score --engine spark`: Parquet files in, Parquet files out, over the machines of a cluster."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.rubric.bound import Rubric
    from lawscore.spark.running import Ran

#: All cores of this machine.
_HERE: Final = "local[*]"


def score_on_spark(
    session: Session,
    reference: str,
    data: Sequence[str],
    *,
    master: str | None,
    output: str | None,
    stats: bool,
    final: bool,
    other: Mapping[str, object],
) -> NoReturn:
    """Score on Spark into a folder, and end the run; none of the `other` options may be given."""
    from lawscore.spark.java import lacking

    missing = lacking()
    if missing is not None:
        session.refuse(missing.key, **missing.facts)
    if any(other.values()):
        session.refuse("spark.options", names=tuple(name for name, given in other.items() if given))
    if output is None or not output.endswith(("/", "\\")):
        session.refuse("spark.output")
    tables = [one for one in data if _is_parquet(one)]
    if not tables or len(tables) < len(data):
        session.refuse("spark.data")
    _leave(
        session,
        _ran(session, session.rubric(reference), tables, master or _HERE, Path(output)),
        output,
        stats=stats,
        final=final,
    )


def _is_parquet(path: str) -> bool:
    """A Parquet file or a folder of them; what lies in a file system of the cluster is not looked at from here."""
    return "://" in path or Path(path).is_dir() or Path(path).suffix.casefold() == ".parquet"


def _ran(session: Session, rubric: Rubric, data: Sequence[str], master: str, folder: Path) -> Ran:
    from lawscore.problems import QuestionError
    from lawscore.spark import run

    for path in data:
        if "://" not in path and not Path(path).exists():
            session.refuse("spark.no_file", path=path)
    try:
        return run(rubric, data, master, folder, language=session.language)
    except QuestionError as error:
        session.report(error.problems)
        session.leave(2)
    except FileExistsError:
        session.refuse("cli.folder_taken", path=str(folder))


def _leave(session: Session, ran: Ran, output: str, *, stats: bool, final: bool) -> NoReturn:
    from lawscore.cli.session import DID_NOT_HOLD, HELD

    for problem in ran.told:
        print(_line(session, problem), file=sys.stderr)
    more = sum(ran.problems.values()) - len(ran.told)
    if more:
        print(session.say("spark.more_problems", count=str(more), path=output), file=sys.stderr)
    if stats:
        print(session.say("spark.by_columns", count=str(ran.stats.by_columns)), file=sys.stderr)
        for told in replace(ran.stats, by_columns=0).told():
            print(session.say(told.key, **told.facts), file=sys.stderr)
    print(session.say("spark.written", count=str(ran.units), path=output), file=sys.stderr)
    open_ = ran.states.get("provisional", 0)
    if final and open_:
        print(session.say("cli.not_final_many", count=str(open_)), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    session.leave(DID_NOT_HOLD if ran.problems.get("error") else HELD)


def _line(session: Session, problem: Mapping[str, Any]) -> str:
    """A problem as lines: how severe it is, of which unit and column, what there is to say, and how to mend it."""
    key = _PLACES[bool(problem["unit"]), bool(problem["column"])]
    hint = [session.say("spark.hint", hint=problem["hint"])] if problem["hint"] else []
    told = session.say(key, unit=problem["unit"], column=problem["column"], sentence=problem["sentence"])
    return "\n".join([f"{session.say('severity.' + problem['severity'])} {told}", *hint])


#: Whether the unit is told, and the column.
_PLACES: Final = {
    (False, False): "spark.problem",
    (False, True): "spark.problem_of_column",
    (True, False): "spark.problem_of_unit",
    (True, True): "spark.problem_of_cell",
}
