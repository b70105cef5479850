"""What the canonical layout says: the order of keys, what always stands in lines, where a blank line comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from lawscore.loading.source import Path, Tree

#: What a mapping is, by the place where it stands.
Kind = Literal[
    "rubric", "cases", "indicator", "rule", "field", "check", "veto", "case", "expect", "submission", "adjustment", "other"
]  # fmt: skip

ORDER: Final[Mapping[Kind, tuple[str, ...]]] = {
    "rubric": (
        "lawscore", "calculation", "rubric", "version", "status", "title", "issued", "supersedes", "extends",
        "without", "period", "points", "scaled_to", "floor", "ceiling", "aggregate", "of", "missing", "at_least",
        "round", "shown", "classes", "roles", "basis", "notes", "accepts", "givens", "fields", "measures", "checks",
        "once", "indicators", "vetoes", "ranking", "grades", "also",
    ),
    "cases": (
        "lawscore", "rubric", "given", "cases", "not_reached",
    ),
    "indicator": (
        "id", "title", "points", "weight", "only_for", "uncounted", "scaled_to", "aggregate", "of", "missing",
        "at_least", "ceiling", "floor", "start", "round", "shown", "passes", "once_per", "keep", "ranking", "grades",
        "field", "text", "responsible", "scored_by", "evidence", "basis", "accepts", "applies", "rules", "every",
        "indicators",
    ),
    "rule": (
        "id", "deduct", "award", "import", "formula", "place", "as", "when", "for", "may_not_apply", "essential",
        "each", "charged_to", "per", "above", "below", "of", "partial", "in_proportion_to", "better", "within",
        "missing", "tied", "points", "from_last", "after", "top", "others", "out_of", "ordered_by", "where", "dated",
        "once_per", "keep", "best", "optional", "times", "plus", "averaged_over", "unless", "round", "at_most",
        "evidence", "basis", "accepts", "text", "sum_of", "first_of", "highest_of",
    ),
    "field": (
        "type", "choice", "codes", "label", "unit", "help", "given_as", "min", "max", "source", "column", "absent",
        "key", "fields", "columns", "basis", "accepts",
    ),
    "check": (
        "id", "that", "message", "severity", "basis", "accepts",
    ),
    "veto": (
        "id", "when", "for", "unless", "effect", "text", "basis", "accepts",
    ),
    "case": (
        "case", "class", "roles", "givens", "values", "answers", "units", "data", "expect",
    ),
    "expect": (
        "units", "problems", "state", "total", "grade", "rank", "indicators", "items", "also", "owed", "idle",
        "vetoes", "bounds", "checks",
    ),
    "submission": (),
    "adjustment": (),
    "other": (),
}  # fmt: skip

#: Keys of a document whose mappings and lists stand in lines, one entry on each, under a blank line.
SECTIONS: Final = frozenset(
    {"givens", "fields", "measures", "checks", "once", "indicators", "vetoes", "also", "given", "cases", "not_reached"}
)
#: Keys whose lists of mappings stand in lines, one item on each, wherever they are.
LISTS: Final = frozenset(
    {"indicators", "rules", "first_of", "sum_of", "highest_of", "basis", "units", "submissions", "adjustments"}
)
#: Mappings whose keys stand on lines of their own.
SPREAD: Final[frozenset[Kind]] = frozenset(
    {"rubric", "cases", "indicator", "rule", "veto", "case", "submission", "adjustment"}
)

_ITEMS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("rules", "first_of", "sum_of", "highest_of"), "rule"),
    "indicators": "indicator",
    "vetoes": "veto",
    "checks": "check",
    "cases": "case",
    "submissions": "submission",
    "adjustments": "adjustment",
}


def kind_of(path: Path, data: Tree) -> Kind:
    """What stands at a path; `data` is what stands there, of which only the root is looked at."""
    if not path:
        root: Mapping[str, object] = data if isinstance(data, dict) else {}
        return "cases" if "cases" in root else "rubric" if {"indicators", "extends"} & set(root) else "other"
    last = path[-1]
    if isinstance(last, int):
        return _ITEMS.get(str(path[-2]), "other") if len(path) > 1 else "other"
    if last == "expect":
        return "expect"
    if last == "every":
        return "indicator"
    return "field" if len(path) > 1 and path[-2] in ("fields", "givens") else "other"


def ordered(keys: Sequence[str], kind: Kind) -> list[str]:
    """The keys in the order of their kind; one that the kind does not know stays behind the key before it."""
    ranks = {key: place for place, key in enumerate(ORDER[kind])}
    places: dict[str, tuple[int, int]] = {}
    rank = -1
    for at, key in enumerate(keys):
        rank = ranks.get(key, rank)
        places[key] = (rank, at if key not in ranks else -1)
    return sorted(keys, key=places.__getitem__)


def stands_in_lines(path: Path, data: Tree, kind: Kind) -> bool:
    """Whether a mapping or list always has its entries on lines of their own."""
    if not path or kind in SPREAD:
        return True
    last = path[-1]
    is_list_of_mappings = isinstance(data, list) and bool(data) and all(isinstance(item, dict) for item in data)
    if last in LISTS and is_list_of_mappings:
        return True
    if len(path) == 1:
        return last in SECTIONS or last == "grades"
    return path[0] == "submissions" and len(path) == 3 and last in ("values", "answers", "givens")
