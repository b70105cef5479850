"""`lawscore verify`: a published result against the same assessment, computed again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from lawscore.cli.options import (
    EncodingOption,
    Format,
    FormatOption,
    LangOption,
    MoreData,
    OutputOption,
    RecordedResult,
    RubricsOption,
    VerifiedData,
    VerifiedRubric,
)
from lawscore.problems import errors

if TYPE_CHECKING:
    from lawscore.analysis.verifying import Verified
    from lawscore.cli.session import Session
    from lawscore.reports.tables import Format as TableFormat

#: So many units are told one by one.
_MOST_TOLD: Final = 10
_KEYS: Final = ("severity", "code", "where", "message", "hint")


def verify(
    result: RecordedResult,
    more: MoreData = None,
    *,
    data: VerifiedData,
    rubric: VerifiedRubric = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session

    session = Session.of(lang, rubrics, output, encoding)
    found = _verified(session, result, rubric, [*data, *(more or [])])
    session.write(_WRITERS[form.value](session, found))
    if found.is_draft and not (found.holds and form is Format.table) and form is not Format.json:
        print(session.say("cli.draft", name=found.rubric), file=sys.stderr)
    session.leave(UNREADABLE if found.unread else HELD if found.holds else DID_NOT_HOLD)


def _verified(session: Session, result: str, rubric: str | None, data: Sequence[str]) -> Verified:
    """Read the result, and compute it again; what cannot be read ends the run."""
    from lawscore.analysis.verifying import verified
    from lawscore.assessing import assess_gathered
    from lawscore.cli.session import UNREADABLE
    from lawscore.loading.submissions import STDIN
    from lawscore.results.reading import load_result, load_result_text

    recorded = load_result_text(session.standard_input(), STDIN) if result == STDIN else load_result(result)
    if recorded.result is None:
        session.report(recorded.problems)
        session.leave(UNREADABLE)
    made_by = recorded.result.rubric
    loaded = session.rubric(rubric or f"{made_by.id}@{made_by.version}")
    gathered = session.gathered(loaded, data, recorded.layer)
    session.report(problem for problem in gathered.problems if problem.severity == "error")
    return verified(recorded, assess_gathered(loaded, gathered))


def _text(session: Session, found: Verified) -> str:
    """What differs, each at its place, then what came of it in one sentence."""
    from lawscore.reports.problem_text import render

    told = (*found.others, *found.units[:_MOST_TOLD], *found.findings[:_MOST_TOLD])
    lines = [f"{session.say(f'severity.{problem.severity}')} {render(problem, session.language)}" for problem in told]
    mark = session.say("mark.draft") if found.is_draft else ""
    facts = {"units": str(found.count), "rubric": found.rubric + mark}
    for key, differing in (("verify.more", found.units), ("verify.more_problems", found.findings)):
        more = len(differing) - _MOST_TOLD
        lines += [session.say(key, count=str(more))] if more > 0 else []
    if found.units:
        facts["count"] = str(len(found.units))
    lines.append(session.say(_verdict(found), **facts))
    return "".join(f"{line}\n" for line in lines)


def _verdict(found: Verified) -> str:
    """The sentence that sums up: what is furthest from the digits comes last."""
    if found.holds:
        return "verify.holds"
    if found.units:
        return "verify.differs"
    return "verify.digests_differ" if errors(found.others) else "verify.problems_differ"


def _table(session: Session, found: Verified, form: TableFormat) -> str:
    from lawscore.reports.tables import Table, headers, render_table
    from lawscore.results.problem_part import problem_part

    rows = [[str(problem_part(problem, session.language)[key]) for key in _KEYS] for problem in found.problems]
    return render_table(Table(_KEYS, headers(_KEYS, session.language), rows), form)


def _json(session: Session, found: Verified) -> str:
    from lawscore.results.problem_part import problem_part

    told = {
        "holds": found.holds,
        "rubric": found.rubric,
        "status": "draft" if found.is_draft else "published",
        "units": found.count,
        "differing": len(found.units),
        "problems": [problem_part(one, session.language) for one in found.problems],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


_WRITERS: Final[Mapping[str, Callable[[Session, Verified], str]]] = {
    "table": _text,
    "json": _json,
    "csv": lambda session, found: _table(session, found, "csv"),
    "md": lambda session, found: _table(session, found, "md"),
}
