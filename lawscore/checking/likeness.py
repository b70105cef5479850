"""Which names are easily taken for one another: those that differ by one character that does not tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

#: Shorter names differ by one character as a matter of course (立案、结案).
_SHORTEST: Final = 4
#: Characters by which names are told apart on purpose: due and done, this year and last, counts and rates, numbers.
_CONTRASTS: Final = (
    "应已未实可拟早迟逾超", "本上去前后当今明", "立结受办收发审", "特重较大中小轻", "省市县区镇乡村组",
    "一二三四五六七八九十", "0123456789", "甲乙丙丁", "内外", "新旧", "增减升降", "男女", "率数比量额次",
)  # fmt: skip


def is_slip(name: str, other: str) -> bool:
    """Whether two names differ by one character, and not by one that tells them apart on purpose."""
    if name == other or len(name) != len(other) or len(name) < _SHORTEST:
        return False
    differing = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    return len(differing) == 1 and not any(set(differing[0]) <= set(contrast) for contrast in _CONTRASTS)


def alike(name: str) -> Iterator[str]:
    """Marks of a name: two names that differ by one character, or none, have one in common."""
    if len(name) >= _SHORTEST:
        yield from (f"{name[:place]}_{name[place + 1 :]}" for place in range(len(name)))
