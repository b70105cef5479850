"""The expressions of amounts, measures and occasions, each with the path at which it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lawscore.checking.findings import Path
from lawscore.checking.spots import Spot
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.rules.amounts import ALL, Band, BandList, PriceList
from lawscore.rules.history import EarlierMeasure, GrowthMeasure
from lawscore.rules.panel import PanelMeasure
from lawscore.rules.place import Place
from lawscore.rules.record_measures import RecordMeasure


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression and the path at which it stands."""

    path: Path
    program: Program


def of_keys(model: Any, keys: tuple[str, ...], spot: Spot) -> Iterator[Placed]:
    """The expressions under some keys of a model."""
    for key in keys:
        text = getattr(model, key, None)
        if isinstance(text, str):
            yield Placed((*spot.path, key), spot.program(text))


def of_amount(amount: Any, spot: Spot) -> Iterator[Placed]:
    """The expressions of an amount or a measure."""
    if isinstance(amount, str):
        if amount.strip() != ALL:
            yield Placed(spot.path, spot.program(amount))
    elif isinstance(amount, RecordMeasure):
        records = spot.names.lists.get(amount.named)
        if records is not None:  # a list of numbers has no columns
            yield from of_keys(amount, ("where", "of"), spot.within(records))
    elif isinstance(amount, GrowthMeasure | EarlierMeasure):
        yield from of_keys(amount, ("growth", "earlier"), spot)
    elif isinstance(amount, Place):
        yield Placed(spot.path, spot.program(amount.place))
    elif isinstance(amount, PanelMeasure):
        yield from of_keys(amount, ("where", "of"), spot.within(spot.names.lists[amount.panel]))
    elif isinstance(amount, BandList):
        yield from _of_bands(amount, spot)
    elif isinstance(amount, PriceList):
        by = amount.by if isinstance(amount.by, tuple) else (amount.by,)
        yield from (Placed((*spot.path, "by"), spot.program(text)) for text in by)
        yield from _of_prices(amount.prices, spot.at("prices"))
        yield from of_amount(amount.else_, spot.at("else"))


def band_limits(band: Band) -> Iterator[tuple[str, str]]:
    """The limits that a band states, with their keys."""
    for key, text in (("from", band.from_), ("above", band.above), ("to", band.to), ("below", band.below)):
        if text is not None:
            yield key, text


def _of_bands(amount: BandList, spot: Spot) -> Iterator[Placed]:
    yield Placed((*spot.path, "by"), spot.program(amount.by))
    for place, band in enumerate(amount.bands):
        here = (*spot.path, "bands", place)
        yield from (Placed((*here, key), spot.program(text)) for key, text in band_limits(band))
        yield Placed((*here, "points"), spot.program(band.points))
    yield from of_amount(amount.else_, spot.at("else"))


def _of_prices(prices: Any, spot: Spot) -> Iterator[Placed]:
    for key, entry in prices.items():
        if isinstance(entry, dict):
            yield from _of_prices(entry, spot.at(key))
        else:
            yield from of_amount(entry, spot.at(key))
