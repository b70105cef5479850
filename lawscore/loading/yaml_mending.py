"""A text that the parser stops in: mended as far as that gets it further, so that one run tells all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from lawscore.loading.yaml_composition import Composition
from lawscore.loading.yaml_draft import Draft
from lawscore.loading.yaml_mends import mends
from lawscore.loading.yaml_syntax import Complaint, Fault, explain
from lawscore.problems import Problem

Compose: TypeAlias = Callable[[Draft], Composition]

_MOST_MENDS: Final = 40
#: Every mend is another parse: a large text gets fewer.
_MENDED_CHARACTERS: Final = 20_000_000


def mended(composition: Composition, compose: Compose) -> tuple[Composition, list[Problem]]:
    """The composition that comes furthest, and all problems: of each mend, of what was composed, of what no mend gets past."""
    problems: list[Problem] = []
    for _ in range(min(_MOST_MENDS, _MENDED_CHARACTERS // (len(composition.lines.text) + 1))):
        further = _further(composition, compose)
        if further is None:
            break
        complaint, better = further
        problems.append(_told(complaint, composition))
        composition = better
        if composition.error is None:
            break
    problems += composition.problems
    if composition.error is not None and not _explained(composition):
        problems.append(_told(explain(composition), composition))
    return composition, problems


def _further(composition: Composition, compose: Compose) -> tuple[Complaint, Composition] | None:
    """The first mend that gets the parser further, and how far it then comes."""
    reached = _reach(composition)
    for mend in mends(composition):
        better = compose(mend.draft)
        if better.error is None or _reach(better) > reached:
            return mend.complaint, better
    return None


def _reach(composition: Composition) -> tuple[int, int]:
    return composition.reach, composition.draft.original(Fault.of(composition).at)


def _told(complaint: Complaint, composition: Composition) -> Problem:
    where = composition.lines.where(composition.draft.original(complaint.at))
    return Problem(code=complaint.code, where=where, facts=complaint.facts, hint=complaint.hint)


def _explained(composition: Composition) -> bool:
    """Whether a text cut by ` #` has swallowed the bracket whose absence the parser would now complain of."""
    last = composition.problems[-1:]
    context = str(getattr(composition.error, "context", ""))
    return bool(last) and last[0].code == "text_cut" and "flow" in context
