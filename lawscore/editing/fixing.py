"""A text mended as far as that is evident: a mend that does not take its problem away, or brings another, is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import Final, TypeAlias

from lawscore.classes import dataclass
from lawscore.editing.part_mends import PARTS, part_mend
from lawscore.editing.site import Sheet, Site
from lawscore.editing.slip_mends import SLIPS
from lawscore.editing.splices import Splice, spliced
from lawscore.editing.steps import EditError
from lawscore.problems import Problem, errors

#: Everything that is wrong with a text.
Look: TypeAlias = Callable[[str], Sequence[Problem]]

#: The codes of problems that have a mend.
MENDED: Final = frozenset({*SLIPS, *PARTS})

_MOST_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Mend:
    """A problem, the splices of the text that mend it, and the line that changed; `after` is empty where it went."""

    problem: Problem
    splices: tuple[Splice, ...]
    line: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its mends made, and the problems that are left in it."""

    text: str
    mends: tuple[Mend, ...] = ()
    left: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Work:
    """What is being mended, and the mends that were tried in vain."""

    sheet: Sheet
    problems: Sequence[Problem]
    done: list[Mend] = field(default_factory=list)
    in_vain: set[object] = field(default_factory=set)


def mend_of(problem: Problem, sheet: Sheet) -> Mend | None:
    """The mend of one problem; None where none is evident."""
    site = Site.of(sheet, problem)
    if site is None:
        return None
    slip = SLIPS[problem.code](site) if problem.code in SLIPS else None
    found = [slip] if slip is not None else part_mend(problem.code, site)
    return Mend(problem, tuple(found)) if found else None


def mended(text: str, look: Look) -> Mended:
    """Make every evident mend of a text, `look` at what comes of it, and keep what holds."""
    work = _Work(Sheet(text), look(text))
    for _ in range(_MOST_ROUNDS):
        mends = [mend for mend in _mends(work) if _key(mend.problem, work.sheet) not in work.in_vain]
        if not mends or not (_try(mends, work, look) or any(_try([mend], work, look) for mend in mends)):
            break
    return Mended(work.sheet.text, tuple(work.done), tuple(work.problems))


def holding(text: str, problems: Sequence[Problem], look: Look) -> dict[int, Mend]:
    """The mends that hold each on its own, by the place of their problem in the list."""
    sheet = Sheet(text)
    mends = {place: mend for place, problem in enumerate(problems) if (mend := mend_of(problem, sheet)) is not None}
    return {place: mend for place, mend in mends.items() if _try([mend], _Work(sheet, problems), look)}


def _mends(work: _Work) -> list[Mend]:
    """The mends that do not meet, in the order of the text."""
    found = [mend for problem in work.problems if (mend := mend_of(problem, work.sheet)) is not None]
    apart: list[Mend] = []
    end = -1
    for mend in sorted(found, key=lambda mend: min(mend.splices)):
        if min(mend.splices).start >= end:
            apart.append(mend)
            end = max(splice.end for splice in mend.splices)
    return apart


def _try(mends: Sequence[Mend], work: _Work, look: Look) -> bool:
    """Make some mends at once; where they do not hold, nothing is changed."""
    try:
        sheet = Sheet(spliced(work.sheet.text, (splice for mend in mends for splice in mend.splices)))
    except EditError:
        return False
    problems = look(sheet.text)
    if not _holds(mends, work.sheet, work.problems, problems):
        if len(mends) == 1:
            work.in_vain.add(_key(mends[0].problem, work.sheet))
        return False
    work.done += [_told(mend, mends, work.sheet, sheet) for mend in mends]
    work.sheet, work.problems = sheet, problems
    return True


def _holds(mends: Sequence[Mend], sheet: Sheet, before: Sequence[Problem], after: Sequence[Problem]) -> bool:
    """Whether each problem is gone, no other came to its lines, and a rubric that was sound still is."""
    had, has = Counter(map(_what, before)), Counter(map(_what, after))
    mended = Counter(_what(mend.problem) for mend in mends)
    if any(has[what] > had[what] - count for what, count in mended.items()):
        return False
    if errors(after) and not errors(before):
        return False
    lines = {sheet.place(splice.start)[0] for mend in mends for splice in mend.splices}
    return not any(problem.where.line in lines for problem in after if has[_what(problem)] > had[_what(problem)])


def _what(problem: Problem) -> object:
    """What a problem says, wherever its line is now."""
    return (problem.code, problem.where.path, str(problem.facts))


def _key(problem: Problem, sheet: Sheet) -> object:
    return (_what(problem), sheet.line(problem.where.line or 0), problem.where.column)


def _told(mend: Mend, mends: Sequence[Mend], before: Sheet, after: Sheet) -> Mend:
    """The mend with the line that it changed, as it was and as it is."""
    first = min(mend.splices)
    gone = before.text[first.start : first.end]
    if not first.text and "\n" in gone and gone.strip():
        line, _ = before.place(first.start + len(gone) - len(gone.lstrip(", \t\r\n")))
        return replace(mend, line=line, before=before.line(line).strip(" "))
    earlier = [splice for one in mends for splice in one.splices if splice < first]
    moved = sum(len(splice.text) - (splice.end - splice.start) for splice in earlier)
    line, _ = before.place(first.start)
    now, _ = after.place(first.start + moved)
    return replace(mend, line=line, before=before.line(line).strip(" "), after=after.line(now).strip(" "))
