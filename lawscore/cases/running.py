"""A case run as its unit would be scored: its data gathered, the rubric's own engine, nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lawscore.cases.comparing import Difference, compare
from lawscore.cases.document import NOTHING, CasesDocument, CaseSpec, CaseUnit, Given
from lawscore.classes import dataclass
from lawscore.library import Assessment, assess
from lawscore.rubric.bound import Rubric
from lawscore.submission.words import ABSENT_WORDS, word
from lawscore.version import FORMAT

#: The id of the unit of a case that gives the values of one.
UNIT: Final = "u"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case."""

    case: CaseSpec
    assessment: Assessment
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether all that is expected came."""
        return not self.differences


def run_cases(rubric: Rubric, document: CasesDocument, wanted: str = "") -> Iterator[Verdict]:
    """The cases whose name holds a text, in the order of the file."""
    for case in document.cases:
        if wanted in case.case:
            yield run_case(rubric, case, document.given)


def run_case(rubric: Rubric, case: CaseSpec, given: Given) -> Verdict:
    """One case, on top of what is given in all of them."""
    found = assess(rubric, documents_of(case, given))
    return Verdict(case, found, tuple(compare(case.expect, found, UNIT)))


def documents_of(case: CaseSpec, given: Given) -> Sequence[dict[str, Any]]:
    """The data documents of a case: its own, or one of its units on top of what is given in all cases."""
    if case.data:
        return [{"lawscore": FORMAT, **one} for one in case.data]
    units = case.units or {UNIT: CaseUnit()}
    names = dict.fromkeys(units) if case.units else {UNIT: case.case}
    return [
        {
            "lawscore": FORMAT,
            "units": [_roster_unit(name, names[name], (given, case, own)) for name, own in units.items()],
            "givens": {**given.givens, **case.givens},
            "submissions": [_submission(name, (given, case, own)) for name, own in units.items()],
        }
    ]


#: What is given in all cases, what the case says, what it says of one unit: what comes later counts.
_Layered = tuple[Given, CaseSpec, CaseUnit]


def _roster_unit(unit: str, name: str | None, layered: _Layered) -> dict[str, Any]:
    classes = [one.unit_class for one in layered if one.unit_class]
    roles = {indicator: role for one in layered for indicator, role in one.roles.items()}
    held = {indicator: role for indicator, role in roles.items() if word(ABSENT_WORDS, role) != NOTHING}
    told = {"name": name, "class": classes[-1] if classes else None, "roles": held}
    return {"id": unit, **{key: value for key, value in told.items() if value}}


def _submission(unit: str, layered: _Layered) -> dict[str, Any]:
    values = {name: value for one in layered for name, value in one.values.items()}
    answers: Sequence[dict[str, Any]] = ()
    for one in layered:
        answers = (*_without(answers, one.answers), *one.answers)
    return {"unit": unit, "values": values, "answers": [answer for answer in answers if not _is_open(answer)]}


def _without(given: Sequence[dict[str, Any]], own: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers given before, less those to questions that are answered again."""
    asked = {_question(answer) for answer in own}
    return (answer for answer in given if _question(answer) not in asked)


def _is_open(answer: dict[str, Any]) -> bool:
    """Whether an answer only says that the question is not answered."""
    return bool(word(ABSENT_WORDS, answer.get("answer")) == "unknown")


def _question(answer: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(answer.get(key, "")) for key in ("indicator", "rule", "veto", "record", "about"))
