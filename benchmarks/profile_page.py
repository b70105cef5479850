"""Profiles as they stand on the pages on performance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from works import Told, work

if TYPE_CHECKING:
    from profile_columns import Profile

_HEAD: Final = Told("### {work}", "### {work}")
_RUN: Final = Told(
    "{units:,} units: {seconds:.2f} s, {single:.2f} µs a unit. The table has {read:,.0f} MiB ({width:,.0f} bytes a unit); numpy"
    " copies {bandwidth:.1f} GB a second on this machine, so that reading the table once takes {limit:.3f} s: the run takes"
    " {distance:,.0f} times as long. At its peak it holds {peak:,.0f} MiB beside the table.",
    "{units:,} 个单位：{seconds:.2f} 秒，每个 {single:.2f} 微秒。表有 {read:,.0f} MiB（每个单位 {width:,.0f} 字节）；本机 numpy 每秒复制"
    " {bandwidth:.1f} GB，把表读一遍要 {limit:.3f} 秒，计分用时为其 {distance:,.0f} 倍。除表本身外，内存峰值 {peak:,.0f} MiB。",
)
_SINGLE: Final = Told(
    "{units:,} units, one after the other: {single:.0f} µs a unit.",
    "{units:,} 个单位，逐个计分：每个 {single:.0f} 微秒。",
)
#: Units are not read from a table.
_ONE_BY_ONE: Final = frozenset({"explained"})
_TABLE: Final = Told("| Time in | Share | Memory held by | MiB |", "| 时间用于 | 占比 | 内存用于 | MiB |")
_NONE: Final = Told("Not yet profiled.", "尚未测量。")
_REST: Final = Told("all others", "其余")


def told(profiles: Sequence[Profile], language: str) -> str:
    """All of them, one after the other."""
    found = [_one(profile, language) for profile in profiles]
    return "\n".join(found) if found else getattr(_NONE, language) + "\n"


def _one(profile: Profile, language: str) -> str:
    head = getattr(_HEAD, language).format(work=work(profile.work, language))
    said = getattr(_SINGLE if profile.work in _ONE_BY_ONE else _RUN, language).format(
        units=profile.units,
        seconds=profile.seconds,
        single=profile.seconds / profile.units * 1e6,
        read=profile.read / 2**20,
        width=profile.read / profile.units,
        bandwidth=profile.bandwidth / 1e9,
        limit=profile.limit,
        distance=profile.seconds / profile.limit,
        peak=profile.peak,
    )
    lines = [getattr(_TABLE, language), "|---|--:|---|--:|", *_lines(profile, language)]
    return "\n".join([head, "", said, "", *lines]) + "\n"


def _lines(profile: Profile, language: str) -> list[str]:
    times = [(_name(name, language), f"{share:.0%}") for name, share in profile.time.items()]
    held = [(_name(name, language), f"{size:,.0f}") for name, size in profile.held.items()]
    count = max(len(times), len(held))
    nothing = [("", "")] * count
    pairs = zip((times + nothing)[:count], (held + nothing)[:count], strict=True)
    return [f"| {' | '.join((*time, *size))} |" for time, size in pairs]


def _name(name: str, language: str) -> str:
    return str(getattr(_REST, language)) if name == "…" else f"`{name}`"
