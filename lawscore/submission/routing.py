"""Which rubric each data document is for: the one that is asked for, or one that scores the units below."""

from __future__ import annotations

from collections.abc import Iterable

from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located


def documents_for(rubric: Rubric, documents: Iterable[Located]) -> list[Located]:
    """The documents that are not for one of the rubrics that score the units below."""
    return [one for one in documents if not any(_is_for(other, one) for other in rubric.others.values())]


def documents_below(other: Rubric, documents: Iterable[Located]) -> list[Located]:
    """The documents for a rubric that scores the units below, or those below them; and calendars, which are for all."""
    return [one for one in documents if _is_for(other, one) or _is_for_all(one)]


def _is_for(rubric: Rubric, located: Located) -> bool:
    named = located.document.rubric
    if named is None:
        return False
    return named.strip() in (rubric.name, rubric.id) or any(_is_for(other, located) for other in rubric.others.values())


def _is_for_all(located: Located) -> bool:
    document = located.document
    said = document.units or document.submissions or document.adjustments
    return document.rubric is None and document.calendar is not None and not said
