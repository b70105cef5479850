"""Several statements about one thing: the latest layer counts, the same said twice is fine, different is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

from lawscore.classes import dataclass
from lawscore.facts.unit import LAYERS, Given, Layer
from lawscore.submission.places import Place, order

T = TypeVar("T")

_RANK: Final = {layer: place for place, layer in enumerate(LAYERS)}


class Statement(NamedTuple, Generic[T]):
    """What was once stated: a value, or None where it was refused (and reported)."""

    value: T | None
    given: Given
    place: Place

    @property
    def layer(self) -> Layer:
        """The layer in which it was stated."""
        return self.given.layer


#: Is told of a statement that contradicts an earlier one of the same layer.
Differ: TypeAlias = Callable[[Statement[T], Statement[T]], None]


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """What counts. `value` is None where it was refused, or where statements of one layer contradict each other."""

    value: T | None
    given: Given


def settle(
    statements: Sequence[Statement[T]],
    alike: Callable[[T, T], bool],
    differ: Differ[T],
) -> Settled[T]:
    """Settle what counts: what the latest layer says."""
    return list(settle_layers(statements, alike, differ).values())[-1]


def settle_layers(
    statements: Sequence[Statement[T]],
    alike: Callable[[T, T], bool],
    differ: Differ[T],
) -> dict[Layer, Settled[T]]:
    """Settle what each layer says, the latest last. `differ` is told each statement that contradicts another, and that one.

    Contradictions are reported in every layer, also in one that a later layer supersedes.
    """
    if len(statements) == 1:
        return {statements[0].layer: Settled(statements[0].value, statements[0].given)}
    return {
        layer: _one_layer([one for one in statements if one.layer == layer], alike, differ)
        for layer in sorted({one.layer for one in statements}, key=_RANK.__getitem__)
    }


def is_later(layer: Layer, limit: Layer | None) -> bool:
    """Whether a layer comes after the last one that is asked for."""
    return limit is not None and _RANK[layer] > _RANK[limit]


def _one_layer(
    statements: list[Statement[T]],
    alike: Callable[[T, T], bool],
    differ: Differ[T],
) -> Settled[T]:
    if len(statements) == 1:
        return Settled(statements[0].value, statements[0].given)
    ordered = sorted(statements, key=lambda one: order(one.place.where()))
    given = join(one.given for one in ordered)
    valid = [one for one in ordered if one.value is not None]
    distinct = _distinct(valid, alike)
    for one in distinct[1:]:
        differ(one, distinct[0])
    if len(distinct) != 1 or len(valid) < len(ordered):
        return Settled(None, given)
    return Settled(min((one.value for one in valid), key=repr), given)


def _distinct(statements: Sequence[Statement[T]], alike: Callable[[T, T], bool]) -> list[Statement[T]]:
    """One statement for each different value, in order."""
    distinct: list[Statement[T]] = []
    for one in statements:
        if not any(alike(one.value, other.value) for other in distinct):  # type: ignore[arg-type]
            distinct.append(one)
    return distinct


def join(parts: Iterable[Given]) -> Given:
    """One provenance for a value that was stated several times."""
    every = list(dict.fromkeys(parts))
    if len(every) == 1:
        return every[0]
    dates = {one.date for one in every}
    return Given(
        layer=every[0].layer,
        source=_joined((one.source if len(dates) == 1 else one.cited) for one in every),
        date=every[0].date if len(dates) == 1 else None,
        evidence=tuple(sorted({proof for one in every for proof in one.evidence})),
        assessor=_joined(one.assessor for one in every),
        note=_joined(one.note for one in every),
    )


def _joined(texts: Iterable[str]) -> str:
    return "；".join(sorted({text for text in texts if text}))
