"""Mends by path: evident misspellings of keys, names in other signs, and parts that are proved never to matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from lawscore.editing.planning import plan
from lawscore.editing.site import Site
from lawscore.editing.splices import Splice
from lawscore.editing.steps import EditError, Remove, Rename, Set, Step
from lawscore.editing.words import is_one_slip, is_same_name
from lawscore.editing.written import Written
from lawscore.loading.source import Path, Tree, has
from lawscore.rubric.document import Document
from lawscore.rubric.keys import format_keys
from lawscore.rubric.office_names import DECLARING

PartMend: TypeAlias = Callable[[Site, Tree, Path], Step | Splice | None]


def part_mend(code: str, site: Site) -> list[Splice] | None:
    """The splices that mend a problem of what stands at its path; None where no mend is evident."""
    document, mend = site.sheet.written, PARTS.get(code)
    if document is None or mend is None:
        return None
    path = site.problem.where.path
    step = mend(site, document.data, path)
    if step is None or isinstance(step, Splice):
        return None if step is None else [step]
    try:
        splices = plan(document, [step])
    except EditError:
        return None
    return None if isinstance(step, Remove) and _takes_comments(document, splices) else splices


def _takes_comments(document: Written, splices: list[Splice]) -> bool:
    """Whether a comment stands in what goes or beside it: what an author said of it is read by the author first."""
    for splice in splices:
        last = document.line_end(len(document.text[: splice.end].rstrip()))
        if any(comment.start < max(last, splice.end) and splice.start < comment.end for comment in document.comments):
            return True
    return False


def _key(site: Site, data: Tree, path: Path) -> Step | None:
    """An unknown key that is one slip away from a known one, and from no other."""
    meant, key = _meant(site), path[-1] if path else None
    above = _at(data, path[:-1])
    if not isinstance(key, str) or meant is None or not isinstance(above, dict) or meant in above or key not in above:
        return None
    return Rename(path, meant) if is_one_slip(key, meant, format_keys(Document)) else None


def _kind(site: Site, data: Tree, path: Path) -> Step | None:
    """A rule or amount whose kind cannot be told, since the key that tells it is misspelt."""
    inside, meant = _at(data, path), _meant(site)
    if not isinstance(inside, dict) or meant is None or meant in inside:
        return None
    slips = [key for key in inside if is_one_slip(key, meant, format_keys(Document))]
    return Rename((*path, slips[0]), meant) if len(slips) == 1 else None


def _word(site: Site, data: Tree, path: Path) -> Step | None:
    """A word of the format that is misspelt: `status: publised`."""
    given, meant, allowed = _at(data, path), _meant(site), site.problem.facts.get("allowed")
    words = [str(word) for word in allowed] if isinstance(allowed, tuple | list) else []
    if not isinstance(given, str) or meant is None:
        return None
    return Set(path, meant) if is_one_slip(given, meant, words) else None


def _name(site: Site, data: Tree, _path: Path) -> Splice | None:
    """A name in an expression that is written in other signs."""
    name, meant = site.problem.facts.get("name"), _meant(site)
    if not isinstance(name, str) or meant is None or not site.text.startswith(name, site.at):
        return None
    return Splice(site.at, site.at + len(name), meant) if is_same_name(name, meant, _names(data)) else None


def _reference(site: Site, data: Tree, path: Path) -> Step | None:
    """The id of a class, an indicator or a grade that stands alone at its place, written in other signs."""
    given, meant = _at(data, path), _meant(site)
    if not isinstance(given, str) or given != site.problem.facts.get("id") or meant is None:
        return None
    return Set(path, meant) if is_same_name(given, meant, _names(data)) else None


def _band(_site: Site, data: Tree, path: Path) -> Step | None:
    """A band that can never fit, where the band before it says the same: else it may be the order that is wrong."""
    place = path[-1] if path else None
    if not isinstance(place, int) or place < 1:
        return None
    band, before = _at(data, path), _at(data, (*path[:-1], place - 1))
    same = isinstance(band, dict) and isinstance(before, dict) and band.get("points") == before.get("points")
    return Remove(path) if same else None


def _accepted(_site: Site, data: Tree, path: Path) -> Step | None:
    """A reason for what a check does not find; the last one goes with its key."""
    if len(path) < 2 or path[-2] != "accepts" or _at(data, path) is None:
        return None
    above = _at(data, path[:-1])
    return Remove(path[:-1] if isinstance(above, dict) and len(above) == 1 else path)


PARTS: Final[Mapping[str, PartMend]] = {
    "unknown_key": _key,
    "kind_of_rule": _kind,
    "kind_of_amount": _kind,
    "not_one_of": _word,
    "name_undeclared": _name,
    "class_unknown": _reference,
    "indicator_unknown": _reference,
    "bands_unreachable": _band,
    "accepts_unneeded": _accepted,
}


def _meant(site: Site) -> str | None:
    """What the hint of a problem says was meant."""
    hint = site.problem.hint
    if hint is None or hint.key not in ("hint.nearest", "hint.key_nearest"):
        return None
    meant = hint.facts.get("name", hint.facts.get("nearest"))
    return meant if isinstance(meant, str) else None


def _at(data: Tree, path: Path) -> Tree:
    for step in path:
        if not has(data, step):
            return None
        data = data[step]  # type: ignore[index]
    return data


def _names(data: Tree) -> Iterator[str]:
    """Every name and id that a document declares."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in DECLARING and isinstance(value, dict):
                yield from value
            if key in ("id", "grade") and isinstance(value, str):
                yield value
            yield from _names(value)
    elif isinstance(data, list):
        for item in data:
            yield from _names(item)
