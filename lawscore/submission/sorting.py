"""Which year each submission is of: this year's count, earlier ones are history, later ones are a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lawscore.classes import dataclass
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.rules.history import HISTORY_OF, EarlierMeasure, GrowthMeasure
from lawscore.submission.collecting import Submitted, by_unit
from lawscore.submission.places import Located, order
from lawscore.submission.words import suggest
from lawscore.submission.years import assessed_year, same_days, years_before


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document that is for this rubric, and by how many years it lies before the year that is assessed."""

    located: Located
    years: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """The submissions of each unit by its id as it is compared: of this year, and of earlier ones by years back."""

    now: Mapping[str, Sequence[Submitted]]
    past: Mapping[str, Mapping[int, Sequence[Submitted]]]


def accept(rubric: Rubric, documents: Iterable[Located], problems: list[Problem]) -> list[Accepted]:
    """The documents that are for this rubric; the others are reported."""
    found = ((document, _years(rubric, document, problems)) for document in documents)
    return [Accepted(document, years) for document, years in found if years is not None]


def _years(rubric: Rubric, located: Located, problems: list[Problem]) -> int | None:
    """How many years back a document lies; None where it cannot be taken. Another period is taken with a warning."""
    period, expected = located.document.period, rubric.document.period
    years = years_before(period, expected) if period is not None and period.to < expected.from_ else 0
    if not _is_named(rubric, located, problems, is_past=years > 0):
        return None
    if period is None:
        return 0
    told: dict[str, object] = {"start": period.from_, "end": period.to, "from": expected.from_, "to": expected.to}
    where = located.at("period").where(key=True)
    if years and not same_days(period, expected, years):
        facts = {**told, "years": years}
        problems.append(Problem(code="past_period_differs", where=where, severity="warning", facts=facts))
    elif not years and period != expected:
        problems.append(Problem(code="period_differs", where=where, severity="warning", facts=told))
    return years


def _is_named(rubric: Rubric, located: Located, problems: list[Problem], *, is_past: bool) -> bool:
    """Whether a document is for this rubric. One of an earlier year may name another version of it."""
    named = located.document.rubric
    if named is None or named.strip() in (rubric.name, rubric.id):
        return True
    if is_past and named.strip().partition("@")[0] == rubric.id:
        return True
    facts = {"given": shorten(named), "rubric": rubric.name}
    problems.append(Problem(code="rubric_differs", where=located.at("rubric").where(), facts=facts))
    return False


def sort(rubric: Rubric, documents: Sequence[Accepted], problems: list[Problem]) -> Sorted:
    """Put each submission in its year."""
    every = [one for document in documents for one in _submitted(rubric, document, problems)]
    past = {
        unit: {years: [one for one in parts if one.years == years] for years in sorted({one.years for one in parts})}
        for unit, parts in by_unit(one for one in every if one.years).items()
    }
    return Sorted(by_unit(one for one in every if not one.years), past)


def _submitted(rubric: Rubric, accepted: Accepted, problems: list[Problem]) -> Iterator[Submitted]:
    assessed = assessed_year(rubric.document.period)
    for number, submission in enumerate(accepted.located.document.submissions):
        years = accepted.years if submission.year is None else assessed - submission.year
        if years < 0:
            where = accepted.located.at("submissions", number, "year").where()
            facts = {"unit": shorten(submission.unit), "year": str(submission.year), "assessed": str(assessed)}
            problems.append(Problem(code="year_later", where=where, facts=facts))
        else:
            yield Submitted(accepted.located, number, years)


def odd_history(rubric: Rubric, sorted_: Sorted, assessed: Iterable[str]) -> Iterator[Problem]:
    """History of units that are not assessed, and history that nothing looks at."""
    known = tuple(assessed)
    for unit, years in sorted_.past.items():
        first = next(iter(years.values()))[0]
        if unit not in known:
            facts = {"unit": shorten(first.submission.unit)}
            where, hint = first.place.where(), suggest(unit, known)
            yield Problem(code="history_of_nobody", where=where, severity="warning", facts=facts, hint=hint)
    if sorted_.past and not uses_history(rubric):
        places = [one.place.where() for years in sorted_.past.values() for parts in years.values() for one in parts]
        yield Problem(code="history_unused", where=min(places, key=order), severity="note")


def uses_history(rubric: Rubric) -> bool:
    """Whether anything in the rubric looks at earlier years."""
    if any(isinstance(measure, GrowthMeasure | EarlierMeasure) for measure in rubric.document.measures.values()):
        return True
    return any(read.startswith(HISTORY_OF) for node in rubric.root.walk() for read in node.reads)
