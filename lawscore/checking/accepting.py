"""What a rubric accepts: `accepts: {check: why}` on the document and on its parts. The innermost place that names a check answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from lawscore.catalogue import phrase
from lawscore.checking.findings import Path, finding
from lawscore.checking.reading import Reader
from lawscore.problems import Problem, Severity, nearest

#: Short ids that `accepts:` takes too.
SHORT: Final[Mapping[str, str]] = {"sum": "parts-sum"}
#: Heard where weights are added up, when the rubric is bound.
WEIGHTS: Final = "weights"
#: What is said of acceptances is not itself accepted.
OWN: Final = frozenset({"accepts-unknown", "accepts-unneeded"})


class Acceptances:
    """Everything that one rubric accepts, and what of it was needed."""

    def __init__(self, reader: Reader, checks: Mapping[str, Severity]) -> None:
        self._rubric, self._checks = reader.rubric, checks
        found = ((path, getattr(part, "accepts", None)) for path, part in reader.parts)
        self._entries: dict[Path, Mapping[str, str]] = {
            path: accepts for path, accepts in found if isinstance(accepts, dict) and accepts
        }
        self._needed: set[tuple[Path, str]] = set()

    def take(self, check: str, path: Path) -> bool:
        """Whether what a check found at a path is accepted: there, around it inside its indicator, or for the document."""
        for holder in _around(path):
            for code in self._entries.get(holder, ()):
                if check not in OWN and whole_id(code) == check:
                    self._needed.add((holder, code))
                    return True
        return False

    def unknown(self) -> Iterator[Problem]:
        """Ids that no check has."""
        for path, entries in self._entries.items():
            for code in entries:
                if not self._is_known(code) and not self._is_inherited(path, code):
                    guess = nearest(code, (*self._checks, *SHORT, WEIGHTS))
                    hint = phrase("hint.nearest", name=guess) if guess else phrase("hint.check_list")
                    yield finding("accepts-unknown", (*path, "accepts", code), {"name": code}, hint)

    def unneeded(self) -> Iterator[Problem]:
        """Ids whose check finds nothing where they are accepted."""
        for path, entries in self._entries.items():
            for code in entries:
                if self._is_known(code) and not self._is_needed(path, code) and not self._is_inherited(path, code):
                    hint = phrase("hint.accepts_unneeded")
                    problem = finding("accepts-unneeded", (*path, "accepts", code), {"name": code}, hint)
                    yield replace(problem, severity=self._checks["accepts-unneeded"])

    def _is_known(self, code: str) -> bool:
        return code == WEIGHTS or (whole_id(code) in self._checks and whole_id(code) not in OWN)

    def _is_needed(self, path: Path, code: str) -> bool:
        if code == WEIGHTS:
            return self._has_odd_weights(path)
        if path[-1:] == ("every",):  # what a table says is said of each part
            parts = [one for one in self._entries if one[: len(path) - 1] == path[:-1] and one != path]
            return any((one, code) in self._needed for one in parts)
        return (path, code) in self._needed

    def _is_inherited(self, path: Path, code: str) -> bool:
        """Whether a part of a table has the acceptance from `every`, where it is judged once."""
        above = path[:-2]
        return path[-2:-1] == ("indicators",) and code in self._entries.get((*above, "every"), ())

    def _has_odd_weights(self, path: Path) -> bool:
        branches = [node for node in (self._rubric.root, *self._rubric.nodes.values()) if node.path == path]
        return any(sum(child.weight or 0 for child in node.children) != 1 for node in branches)


def whole_id(code: str) -> str:
    """The id of a check as `check --list` prints it."""
    return SHORT.get(code, code.replace("_", "-"))


def _around(path: Path) -> Iterator[Path]:
    """The places that may answer for a path, the innermost first: an indicator answers for itself, not for those below it."""
    for length in range(len(path), 0, -1):
        yield path[:length]
        if path[length - 2 : length - 1] == ("indicators",):
            break
    yield ()
