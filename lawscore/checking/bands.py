"""Checks of bands: values that no band takes or that two take, and bands that earlier ones have used up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from lawscore.catalogue import phrase
from lawscore.checking.axes import Axis
from lawscore.checking.conditions import HOLDS, literal_of
from lawscore.checking.findings import Path, doubtful, finding
from lawscore.checking.reading import Reader, band_limits
from lawscore.checking.regions import EVERYTHING, HIGHEST, LOWEST, NOTHING, Region
from lawscore.checking.spots import Spot
from lawscore.classes import dataclass
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.amounts import Band, BandList
from lawscore.rules.charging import BoundRule


@dataclass(frozen=True, slots=True)
class _Bands:
    """A list of bands: what it measures, and the values that fit each band; None where a limit is not a literal."""

    path: Path
    by: str
    axis: Axis
    regions: tuple[Region | None, ...]
    has_else: bool
    #: The places of the bands that state a limit on both sides.
    closed: frozenset[int] = frozenset()
    #: Every value of the axis can come: else a gap in it may well hold none.
    is_sure: bool = True


def bands_gap(reader: Reader) -> Iterator[Problem]:
    """Without `else` the bands must take every value that can come."""
    for bands in _bands_of(reader):
        if bands.has_else or None in bands.regions:
            continue
        taken = reduce(or_, (region for region in bands.regions if region is not None), NOTHING)
        gap = bands.axis.cut(bands.axis.usual - taken)
        if gap:
            facts = {"by": bands.by, "gap": bands.axis.say(bands.by, gap)}
            proved = bands.is_sure and _is_proved(gap, bands.axis)
            yield doubtful("bands-gap", (*bands.path, "bands"), facts, phrase("hint.bands_else"), proved=proved)


def bands_unreachable(reader: Reader) -> Iterator[Problem]:
    """The first band that fits counts, so a band that earlier ones cover never does."""
    for bands in _bands_of(reader):
        taken = NOTHING
        for place, region in enumerate(bands.regions):
            if region is not None and not region - taken:
                facts = {"by": bands.by, "place": place + 1}
                yield finding("bands-unreachable", (*bands.path, "bands", place), facts, phrase("hint.bands_order"))
            taken |= region or NOTHING


def bands_overlap(reader: Reader) -> Iterator[Problem]:
    """A band with limits on both sides that reaches into an earlier one: the first that fits counts, which may be a slip."""
    for bands in _bands_of(reader):
        taken = NOTHING
        for place, region in enumerate(bands.regions):
            both = region & taken if region is not None and place in bands.closed else NOTHING
            if region is not None and both and region - taken:
                facts = {"by": bands.by, "place": place + 1, "both": bands.axis.say(bands.by, both)}
                yield finding("bands-overlap", (*bands.path, "bands", place), facts, phrase("hint.bands_overlap"))
            taken |= region or NOTHING


def _is_proved(gap: Region, axis: Axis) -> bool:
    """Whether values of the gap can come: between bands or limits surely, beyond all bands only for counts."""
    unbounded = axis.is_count and axis.certain.spans[0][0] != LOWEST
    return unbounded or any(start != LOWEST and end != HIGHEST for start, end in gap.spans)


def _bands_of(reader: Reader) -> Iterator[_Bands]:
    for leaf, rule in reader.leaf_rules:
        for amount, spot in reader.amounts(rule, leaf):
            if isinstance(amount, BandList):
                yield from _read(amount, spot, reader, rule, leaf)


def _read(amount: BandList, spot: Spot, reader: Reader, rule: BoundRule, leaf: BoundNode) -> Iterator[_Bands]:
    found = reader.range_in(spot.program(amount.by), rule, leaf)
    if found is not None:
        axis = found.axis
        regions = tuple(_region(band, axis, spot) for band in amount.bands)
        closed = frozenset(place for place, band in enumerate(amount.bands) if len(list(band_limits(band))) > 1)
        yield _Bands(spot.path, amount.by, axis, regions, amount.else_ is not None, closed, found.is_sure)


def _region(band: Band, axis: Axis, spot: Spot) -> Region | None:
    limits = [_limit(key, text, axis, spot) for key, text in band_limits(band)]
    known = [limit for limit in limits if limit is not None]
    return axis.cut(reduce(and_, known, EVERYTHING)) if len(known) == len(limits) else None


def _limit(key: str, text: str, axis: Axis, spot: Spot) -> Region | None:
    program = spot.program(text)
    value = axis.number(literal_of(program, program.tree.body))
    return None if value is None else HOLDS[_SIGNS[key]](value)


_SIGNS = {"from": "GtE", "above": "Gt", "to": "LtE", "below": "Lt"}
