"""What of a document moves no digit: sentences, titles, who answers for what, what a figure is based on."""

from __future__ import annotations

from typing import Any, Final

from lawscore.analysis.diff.tree import Path
from lawscore.rubric.office_names import NAMED_BY_OFFICE

#: Keys of the format under which nothing is scored, wherever they stand.
_WORDING: Final = frozenset(
    {
        "title", "text", "label", "help", "source", "basis", "responsible", "scored_by", "evidence", "issued", "notes",
        "accepts", "checks", "lawscore", "rubric", "version", "status", "supersedes", "extends",
    }
)  # fmt: skip
#: Sections that only give names their titles: one more or one fewer counts, another title does not.
_TITLES: Final = ("classes", "roles")


def moves_digits(path: Path, before: Any, after: Any) -> bool:
    """Whether a difference at a path can move a digit of any score, rank or grade."""
    if path[:1] and path[0] in _TITLES and len(path) > 1:
        return before is None or after is None
    named = False
    for step in path:
        if not named and step in _WORDING:
            return False
        named = not named and step in NAMED_BY_OFFICE
    return True
