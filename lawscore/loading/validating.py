"""From a located tree to a frozen model, or to every mistake in it, each at its place."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from lawscore.classes import dataclass
from lawscore.loading.pruning import Pruned, prune
from lawscore.loading.source import Path, Source, Tree, has
from lawscore.problems import Problem, Where

if TYPE_CHECKING:
    from lawscore.loading.findings import Finding

M = TypeVar("M", bound=BaseModel)

#: Leaving a part out may leave the part around it incomplete, and so outwards: each pass is one level.
_MOST_PASSES: Final = 24


@dataclass(frozen=True, slots=True)
class Validated(Generic[M]):
    """What validation made of a source.

    Without problems, `value` is the model of the whole document. With problems it is the model of what is left when the
    parts at `pruned` are taken out, or None where nothing sound is left: later stages can then report their own
    problems of the same file in the same run. Never score with it while there are problems.
    """

    value: M | None
    problems: list[Problem]
    pruned: frozenset[Path]
    source: Source
    _left: Pruned = field(repr=False)

    def where(self, path: Path, *, key: bool = False, offset: int = 0) -> Where:
        """The place in the file of a path of `value`, whose lists may have lost items."""
        return self.source.where(self._left.original(path), key=key, offset=offset)

    def placed(self, problem: Problem) -> Problem:
        """A problem of a later stage, which knows a path of `value` and an offset (as column) in the text there."""
        return problem.at(self.where(problem.where.path, offset=problem.where.column or 0))


def validate(model: type[M], source: Source) -> Validated[M]:
    """Make a model of a document. Every mistake becomes a located problem; see `Validated` for what is left then."""
    pruned = set(source.spoiled)
    problems: list[Problem] = []
    left = prune(source.data, pruned)
    for number in range(_MOST_PASSES):
        if left is None:
            break
        try:
            value = model.model_validate(left.data)
        except ValidationError as error:
            found = _found(model, left, error)
            if number == 0:
                problems = _told(found, source)
            further = pruned | {_offender(finding, source) for finding in found}
            left = prune(source.data, further) if further > pruned else None
            pruned = further
        else:
            return Validated(value, problems, frozenset(pruned), source, left)
    return Validated(None, problems, frozenset(pruned), source, Pruned(source.data))


def _found(model: type[BaseModel], left: Pruned, error: ValidationError) -> list[Finding]:
    """The findings, at their paths in the whole document."""
    from lawscore.loading.findings import findings  # what tells mistakes is not needed before there is one

    return [replace(finding, path=left.original(finding.path)) for finding in findings(model, left.data, error)]


def _told(found: list[Finding], source: Source) -> list[Problem]:
    from lawscore.loading.sentences import meant_key, sentence

    missing = {finding.path for finding in found if finding.error["type"] == "missing"}
    misspelt = {meant for finding in found if (meant := meant_key(finding)) in missing}
    problems = [
        sentence(finding, source, _at(source.data, finding.path))
        for finding in found
        if finding.path not in misspelt and not _known(finding, source)
    ]
    return sorted(problems, key=lambda problem: (problem.where.line or 0, problem.where.column or 0))


def _known(finding: Finding, source: Source) -> bool:
    """Whether the finding only follows from a mistake that is told already, by the reader or of a part inside."""
    path, spoiled = finding.path, source.spoiled
    if finding.error["type"] == "too_short" and not finding.is_key and _long_enough(finding, source):
        return True
    if any(path[:length] in spoiled for length in range(len(path) + 1)):
        return True
    if finding.error["type"] in ("missing", "extra_forbidden"):
        return False
    return any(len(part) == len(path) + 1 and part[:-1] == path for part in spoiled)


def _long_enough(finding: Finding, source: Source) -> bool:
    """Pydantic counts the items that are sound; the document may have had enough of them."""
    value = _at(source.data, finding.path)
    least: int = finding.error.get("ctx", {}).get("min_length", 0)
    return isinstance(value, list | dict) and len(value) >= least


def _offender(finding: Finding, source: Source) -> Path:
    """The smallest part to take out: the wrong value with its key, or the part that lacks a key."""
    path = finding.path[:-1] if finding.error["type"] == "missing" else finding.path
    return source.existing(path)


def _at(tree: Tree, path: Path) -> Tree:
    """What the document has at a path; of the part above it where it has none (a short form that was spelled out)."""
    for step in path:
        if has(tree, step):
            tree = tree[step]  # type: ignore[index]
    return tree
