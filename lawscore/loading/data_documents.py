"""A tree that was read becomes a data document; what hangs on parts that had to be left out is not trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawscore.catalogue import phrase
from lawscore.facts.unit import SUBMITTED
from lawscore.loading.source import Path, Source
from lawscore.loading.validating import Validated, validate
from lawscore.problems import Problem
from lawscore.submission.document import DataDocument, Submission
from lawscore.submission.places import Located


def located_document(source: Source, problems: Iterable[Problem] = ()) -> tuple[Located | None, list[Problem]]:
    """Make a data document of a tree; of one in another version of the format nothing more is said.

    `problems` are those of the reader: they come first in the list that is returned.
    """
    found = list(problems)
    if not isinstance(source.data, dict):
        hint = phrase("hint.data_empty")
        return None, found or [Problem(code="data_not_a_mapping", where=source.where(()), hint=hint)]
    validated = validate(DataDocument, source)
    other_format = [problem for problem in validated.problems if problem.code == "format_unknown"]
    if other_format:
        return None, other_format
    found += validated.problems
    if validated.value is None:
        return None, found
    document = validated.value
    if not validated.pruned:
        return Located(document, validated.where), found
    losses = _losses(validated, len(document.submissions))
    kept = tuple(_overruling(part, lost) for part, lost in zip(document.submissions, losses, strict=True))
    refused = {path for number, lost in enumerate(losses) for path in _refused(validated, number, lost)}
    refused |= {path[:2] for path in validated.pruned if path[:1] == ("givens",) and _is_value(path[2:])}
    refused |= set(_broken_adjustments(validated, len(document.adjustments)))
    return Located(document.model_copy(update={"submissions": kept}), validated.where, frozenset(refused)), found


def _losses(validated: Validated[DataDocument], count: int) -> list[list[Path]]:
    """For each submission the paths, inside it as it was written, of what was left out."""
    written: dict[object, list[Path]] = {}
    for path in validated.pruned:
        if path[:1] == ("submissions",) and len(path) > 2:
            written.setdefault(path[1], []).append(path[2:])
    return [written.get(validated.where(("submissions", number)).path[-1], []) for number in range(count)]


def _overruling(submission: Submission, lost: Iterable[Path]) -> Submission:
    """Values of a layer that cannot be read may overrule any other, so they are put in the last layer."""
    if any(path[0] == "layer" for path in lost):
        return submission.model_copy(update={"layer": SUBMITTED[-1]})
    return submission


def _refused(validated: Validated[DataDocument], number: int, lost: Iterable[Path]) -> Iterator[Path]:
    """The paths of the document, as it is now, at which nothing can be trusted."""
    here: Path = ("submissions", number)
    answers: dict[object, int] | None = None
    for path in lost:
        if path[0] in ("layer", "year") or path == ("values",):
            yield (*here, "values")
        elif path[0] == "values" and _is_value(path[2:]):
            yield (*here, *path[:2])
        elif path[0] == "answers" and len(path) > 2:
            answers = answers if answers is not None else _written_answers(validated, number)
            if path[1] in answers:
                yield (*here, "answers", answers[path[1]])


def _broken_adjustments(validated: Validated[DataDocument], count: int) -> Iterator[Path]:
    """The adjustments of which a part was left out: without it they might change more than was meant."""
    broken = {path[1] for path in validated.pruned if path[:1] == ("adjustments",) and len(path) > 2}
    for number in range(count) if broken else ():
        if validated.where(("adjustments", number)).path[-1] in broken:
            yield "adjustments", number


def _is_value(path: Path) -> bool:
    """Whether a path inside an entry is the value itself, or a part of it, and not what is said about it."""
    return not path or isinstance(path[0], int) or path[0] in ("value", "absent")


def _written_answers(validated: Validated[DataDocument], number: int) -> dict[object, int]:
    """The answers of a submission by the number that each has in the file."""
    document = validated.value
    assert document is not None  # there is no submission without a document
    path: Path = ("submissions", number, "answers")
    return {
        validated.where((*path, place)).path[-1]: place for place in range(len(document.submissions[number].answers))
    }
