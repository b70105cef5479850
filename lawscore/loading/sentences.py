"""What pydantic found wrong, as a problem with a sentence of our catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from lawscore.catalogue import Phrase, has, phrase
from lawscore.loading.findings import Finding
from lawscore.loading.forms import NESTED, form_hint, values_hint
from lawscore.loading.source import Path, Source, Tree
from lawscore.models import OURS, kind_of, shorten
from lawscore.problems import Problem, Where, nearest

_QUOTED: Final = re.compile(r"'([^']*)'")
#: Our own discriminators fail with a type that begins so; the rest of it names the sentence `kind_of_…`.
_OUR_KINDS: Final = OURS + "_"


def sentence(finding: Finding, source: Source, value: Tree) -> Problem:
    """The problem that a finding is; `value` is what the document has at its path."""
    kind = finding.error["type"]
    if kind in ("extra_forbidden", "missing"):
        return _KEYS[kind](finding, source)
    where = source.where(finding.path, key=True) if finding.is_key else place(source, finding.path)
    if value is None and not finding.is_key and source.existing(finding.path) == finding.path:
        what = inside(finding.path)
        return Problem(code="null_value", where=where, facts={"what": what}, hint=phrase("hint.null_value"))
    if kind == OURS:
        context = finding.error["ctx"]
        hint = context["hint"] or _also(finding)
        return Problem(code=context["code"], where=where, facts=context["facts"], hint=hint)
    code, facts, hint = _reader(kind)(finding, value)
    return Problem(code=code, where=where, facts=facts, hint=hint or _also(finding))


def meant_key(finding: Finding) -> Path | None:
    """The path of the key that an unknown key was probably meant to be."""
    if finding.error["type"] != "extra_forbidden" or not finding.levels:
        return None
    meant = nearest(str(finding.path[-1]), finding.levels[-1])
    return None if meant is None else (*finding.path[:-1], meant)


def place(source: Source, path: Path) -> Where:
    """Where a value stands; its key, where the value begins on a later line."""
    where = source.where(path)
    if not path or not isinstance(path[-1], str):
        return where
    key = source.where(path, key=True)
    return where if key.line == where.line else key


def inside(path: Path) -> Phrase:
    """How a sentence names the part at a path: the document, an entry of a list, or by its key."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return phrase("place.document")
    return phrase("place.part" if path[-1] == names[-1] else "place.entry", name=shorten(names[-1]))


def _also(finding: Finding) -> Phrase | None:
    return phrase("hint.also_allowed", allowed=finding.also) if finding.also else None


def _unknown_key(finding: Finding, source: Source) -> Problem:
    key, allowed = str(finding.path[-1]), finding.levels[-1] if finding.levels else ()
    facts = {"what": inside(finding.path[:-1]), "key": shorten(key)}
    where = source.where(finding.path, key=True)
    return Problem(code="unknown_key", where=where, facts=facts, hint=_key_hint(key, allowed, finding.levels[:-1]))


def _key_hint(key: str, allowed: tuple[str, ...], above: tuple[tuple[str, ...], ...]) -> Phrase | None:
    if any(key in keys for keys in above):
        return phrase("hint.key_above", name=key)
    meant = nearest(key, allowed)
    if meant is not None:
        return phrase("hint.key_nearest", nearest=meant)
    return phrase("hint.keys_allowed", allowed=allowed) if allowed else None


def _missing_key(finding: Finding, source: Source) -> Problem:
    above = finding.path[:-1]
    key = str(finding.path[-1])
    facts = {"what": inside(above), "key": key}
    hint = values_hint(key, finding.shape)
    return Problem(code="missing_key", where=place(source, source.existing(above)), facts=facts, hint=hint)


_KEYS: Final[Mapping[str, Callable[[Finding, Source], Problem]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
}

_Said = tuple[str, dict[str, object], Phrase | None]
_Reader = Callable[[Finding, Tree], _Said]


def _expected(code: str) -> _Reader:
    def read(finding: Finding, value: Tree) -> _Said:
        hint = form_hint(finding.path[-1]) if finding.path else None
        return code, {"what": inside(finding.path), "given": kind_of(value)}, hint

    return read


def _limit(code: str, name: str) -> _Reader:
    def read(finding: Finding, value: Tree) -> _Said:
        return code, {"limit": _context(finding)[name], "given": shorten(value)}, None

    return read


def _not_one_of(finding: Finding, value: Tree) -> _Said:
    expected = (finding.shape or {}).get("expected") or _QUOTED.findall(str(_context(finding).get("expected", "")))
    allowed = tuple(str(one) for one in expected)
    value = str(finding.path[-1]) if finding.is_key else value
    given: object = value if isinstance(value, str) else kind_of(value)
    meant = nearest(value, allowed) if isinstance(value, str) else None
    hint = phrase("hint.key_nearest", nearest=meant) if meant else None
    if isinstance(value, str) and value in NESTED:
        hint = phrase("hint.write_instead", instead=NESTED[value])
    return "not_one_of", {"given": shorten(given) if isinstance(given, str) else given, "allowed": allowed}, hint


def _too_short(finding: Finding, value: Tree) -> _Said:
    least = _context(finding)["min_length"]
    if not finding.is_key and not isinstance(value, str):
        return "list_too_short", {"what": inside(finding.path), "least": least}, None
    if least == 1:
        return "text_empty", {"what": inside(finding.path)}, None
    return "text_too_short", {"what": inside(finding.path), "least": least}, None


def _too_long(finding: Finding, value: Tree) -> _Said:
    code = "text_too_long" if isinstance(value, str) else "list_too_long"
    return code, {"what": inside(finding.path), "most": _context(finding)["max_length"]}, None


def _wrong_form(_finding: Finding, value: Tree) -> _Said:
    return "text_wrong_form", {"given": shorten(value)}, None


def _kind_unclear(finding: Finding, value: Tree) -> _Said:
    """A union that could not tell which of its arms is meant."""
    own = "kind_of_" + finding.error["type"].removeprefix(_OUR_KINDS)
    code = own if has(f"problem.{own}") else "kind_unclear"
    allowed = tuple(str(tag) for tag in (finding.shape or {}).get("choices", ()))
    return code, {"what": inside(finding.path), "allowed": allowed}, _kind_hint(value, allowed)


def _kind_hint(value: Tree, allowed: tuple[str, ...]) -> Phrase | None:
    if not isinstance(value, dict):
        return None
    given = tuple(key for key in value if key in allowed)
    if given:
        return phrase("hint.kind_given", given=given)
    meant = next((guess for key in value if (guess := nearest(key, allowed))), None)
    return phrase("hint.key_nearest", nearest=meant) if meant else None


def _bad_value(finding: Finding, _value: Tree) -> _Said:
    return "bad_value", {"what": inside(finding.path), "problem": shorten(finding.error["msg"], 120)}, None


def _context(finding: Finding) -> Mapping[str, Any]:
    return finding.error.get("ctx") or {}


def _reader(kind: str) -> _Reader:
    if kind.startswith((_OUR_KINDS, "union_tag_")):
        return _kind_unclear
    return _READERS.get(kind, _bad_value)


_READERS: Final[Mapping[str, _Reader]] = {
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type", "mapping_type"), _expected("expected_mapping")
    ),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), _expected("expected_list")),
    "string_type": _expected("expected_text"),
    **dict.fromkeys(("literal_error", "enum"), _not_one_of),
    **dict.fromkeys(("too_short", "string_too_short"), _too_short),
    **dict.fromkeys(("too_long", "string_too_long"), _too_long),
    "string_pattern_mismatch": _wrong_form,
    "greater_than": _limit("number_not_above", "gt"),
    "greater_than_equal": _limit("number_too_small", "ge"),
    "less_than": _limit("number_not_below", "lt"),
    "less_than_equal": _limit("number_too_large", "le"),
}
