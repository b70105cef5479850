"""The differences of two values of one document key: what changed, what was added, taken out, or put in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from json import dumps
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from lawscore.analysis.diff.tree import IDENTITIES, Path, meaning, same

What: TypeAlias = Literal["changed", "order"]


#: Keys whose values are told as a whole: one part of them means nothing by itself.
_WHOLE: Final = (("effect",),)


class Difference(NamedTuple):
    """A value that differs. `before` is None where there was none, `after` where there is none any more."""

    old: Path | None
    new: Path | None
    before: Any
    after: Any
    what: What = "changed"


def differences(before: Any, after: Any, old: Path, new: Path) -> Iterator[Difference]:
    """Every difference inside two values that stand at these paths, as far in as it can be told."""
    if same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and new[-1:] not in _WHOLE:
        yield from _mappings(before, after, old, new)
    elif _are_entries(before) and _are_entries(after):
        yield from _lists(before, after, old, new)
    else:
        yield Difference(old, new, before, after)


def _mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], old: Path, new: Path, skip: Sequence[str] = ()
) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        if key in skip or (_is_unset(before.get(key)) and _is_unset(after.get(key))):
            continue
        if key not in after:
            yield Difference((*old, key), None, before[key], None)
        elif key not in before:
            yield Difference(None, (*new, key), None, after[key])
        else:
            yield from differences(before[key], after[key], (*old, key), (*new, key))


def _is_unset(value: Any) -> bool:
    """Whether a value says nothing: it is not there, or it is what stands there where nothing is written."""
    return value is None or value is False or value in ([], {})


def keys_but(
    skip: Sequence[str], before: Mapping[str, Any], after: Mapping[str, Any], old: Path, new: Path
) -> Iterator[Difference]:
    """The differences of two mappings, without those of some keys."""
    return _mappings(before, after, old, new, skip)


def _are_entries(value: Any) -> bool:
    """Whether a value is a list of mappings, whose entries are compared one by one."""
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _lists(before: list[Any], after: list[Any], old: Path, new: Path) -> Iterator[Difference]:
    identity = next((key for key in IDENTITIES if _tells(key, before) and _tells(key, after)), None)
    pairs = _aligned(before, after) if identity is None else _by_identity(before, after, identity)
    for one, other in pairs:
        if one is None or other is None:
            yield Difference(
                None if one is None else (*old, one),
                None if other is None else (*new, other),
                None if one is None else before[one],
                None if other is None else after[other],
            )
        else:
            yield from differences(before[one], after[other], (*old, one), (*new, other))
    if is_reordered([(one, other) for one, other in pairs if one is not None and other is not None]):
        names: Callable[[Any], str] = (lambda entry: str(entry[identity])) if identity else flow
        yield Difference(old, new, [names(entry) for entry in before], [names(entry) for entry in after], "order")


def is_reordered(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether what is in both stands in another order."""
    places = [other for _, other in sorted(pairs)]
    return places != sorted(places)


def _tells(key: str, entries: Sequence[Mapping[str, Any]]) -> bool:
    names = [str(entry[key]) for entry in entries if key in entry]
    return len(names) == len(entries) == len(set(names))


Pairs: TypeAlias = list[tuple[int | None, int | None]]


def _by_identity(before: list[Any], after: list[Any], key: str) -> Pairs:
    there = {str(entry[key]): place for place, entry in enumerate(after)}
    were = {str(entry[key]) for entry in before}
    found: Pairs = [(place, there.get(str(entry[key]))) for place, entry in enumerate(before)]
    return [*found, *((None, place) for name, place in there.items() if name not in were)]


def _aligned(before: list[Any], after: list[Any]) -> Pairs:
    """Entries without a name: the same ones first, then those between them in turn."""
    matcher = SequenceMatcher(None, [flow(one) for one in before], [flow(one) for one in after], autojunk=False)
    found: Pairs = []
    for _, start, end, first, last in matcher.get_opcodes():
        both = min(end - start, last - first)
        found += [(start + place, first + place) for place in range(both)]
        found += [(place, None) for place in range(start + both, end)]
        found += [(None, place) for place in range(first + both, last)]
    return found


def flow(value: Any) -> str:
    """A value as one text that is the same for the same meaning."""
    return dumps(meaning(value), ensure_ascii=False, sort_keys=True)
