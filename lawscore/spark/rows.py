"""Results of one batch as Arrow rows that Spark takes: one for each unit, its items and problems inside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Any, Final

import numpy as np

from lawscore.catalogue import Language, say
from lawscore.classes import dataclass
from lawscore.columns.arrow import Columns
from lawscore.columns.codes import Integers
from lawscore.columns.parts import Part
from lawscore.columns.ranks.units import Units
from lawscore.columns.results import ColumnAssessment
from lawscore.numbers import parse_exact
from lawscore.rubric.bound import BoundStanding, Rubric
from lawscore.spark.cutting import Quoted
from lawscore.spark.layout import (
    ASKED,
    DENOMINATOR,
    ITEM,
    ITEMS,
    NUMERATOR,
    PROBLEM,
    PROBLEMS,
    RESULTS,
    STATES,
    UNIT,
    WAY,
    has_quota,
    quoted,
    stand,
)
from lawscore.spark.order import joined
from lawscore.spark.places import Alike, Stand, is_by_id, key_of_id, stands, tells_apart
from lawscore.spark.telling import Told

#: Whole numbers of 64 bits.
_LARGEST: Final = (1 << 63) - 1
BY_COLUMNS: Final = "columns"


@dataclass
class Rows:
    """Makes rows of the parts of an assessment."""

    rubric: Rubric
    exact: Columns
    items: bool = False
    states: bool = False
    #: What units bring to each standing, kept from batch to batch.
    _known: dict[str, dict[Hashable, Stand]] = field(default_factory=dict, repr=False)

    @property
    def language(self) -> Language:
        """The language of sentences."""
        return self.exact.language

    def of(self, assessment: ColumnAssessment, told: Iterable[Told], asked: Sequence[str] = ()) -> Iterator[Any]:
        """The rows of all units of a table, with what is told of each; the first also has what was `asked` for."""
        problems: dict[str, list[dict[str, Any]]] = {}
        for unit, row in told:
            if unit is not None:
                problems.setdefault(unit, []).append(row)
        for part in assessment.parts:
            yield self._of(part, problems, asked)
            asked = ()

    def _of(self, part: Part, problems: dict[str, list[dict[str, Any]]], asked: Sequence[str]) -> Any:
        import pyarrow as pa

        scores, states = self.exact.scores(part), self.exact.states(part)
        units = _plain(scores.column("unit"))
        own: dict[str, Any] = {name: _plain(scores.column(name)) for name in UNIT}
        own |= _numbers(scores.column("score"))
        own[WAY] = pa.array([_way(part)] * len(part), pa.string())
        own[RESULTS] = _beside_each_other(scores.columns[len(UNIT) :])
        if self.states:
            own[STATES] = _beside_each_other(states.columns[1:])
        if self.items:
            own[ITEMS] = self._items(part, units)
        if self.rubric.compares:
            own[ASKED] = pa.array([asked or None, *[None] * (len(part) - 1)], pa.list_(pa.string()))
        own[PROBLEMS] = pa.array([problems.get(unit) for unit in units.to_pylist()], _PROBLEMS())
        for place, bound in enumerate(self.rubric.standings):
            own[stand(place)], at, found = self._stands(part, bound, scores, states)
            if has_quota(bound):
                own[quoted(place)] = _quotas(bound, found, at, units)
        return pa.RecordBatch.from_pydict(own)

    def _items(self, part: Part, units: Any) -> Any:
        """The items of each unit, as a list inside its row."""
        import pyarrow as pa
        import pyarrow.compute as pc

        items = self.exact.items(part)
        at = pc.index_in(_plain(items.column("unit")), value_set=units).to_numpy(zero_copy_only=False)
        counts = np.bincount(at.astype(np.int64), minlength=len(units))
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        each = pa.StructArray.from_arrays([_plain(items.column(name)) for name in ITEM], names=list(ITEM))
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), each)

    # --- ranks and grades ------------------------------------------------------------------------------------------------

    def _stands(
        self, part: Part, bound: BoundStanding, scores: Any, states: Any
    ) -> tuple[Any, Integers, Sequence[Stand]]:
        """What the units bring to a ranking, and to grades; and which of the stands that there are each has."""
        import pyarrow as pa

        units = Units(self.rubric, [part], None)
        alike = None if part.scopes else self._alike(bound, scores, states)
        found, at = stands(bound, units, alike, self._known.setdefault(bound.id, {}))
        made = pa.array([self._row(one) for one in found], _STAND()).take(pa.array(at))
        ties = bound.ranking.ties if bound.ranking is not None else ()
        if any(map(is_by_id, ties)):
            made = self._by_id(made, [is_by_id(tie) for tie in ties], _plain(scores.column("unit")))
        return made, at, found

    def _row(self, one: Stand) -> dict[str, Any]:
        return {
            "group": one.group,
            "everybody": one.everybody,
            "place": one.place,
            "whole": _whole(one.place, [step.key for step in one.steps]),
            "steps": [{"key": step.key, "open": step.is_open} for step in one.steps],
            "grade": one.grade,
            "note": "；".join(say(note, self.language) for note in one.notes) or None,
        }

    @staticmethod
    def _by_id(made: Any, by_id: Sequence[bool], units: Any) -> Any:
        """The same with the id of each unit itself where a step of the chain goes by it."""
        import pyarrow as pa

        rows = made.to_pylist()
        for row, unit in zip(rows, units.to_pylist(), strict=True):
            for step, is_id in zip(row["steps"], by_id, strict=False):
                if is_id:
                    step["key"] = key_of_id(unit)
            row["whole"] = _whole(row["place"], [step["key"] for step in row["steps"]])
        return pa.array(rows, _STAND())

    def _alike(self, bound: BoundStanding, scores: Any, states: Any) -> Alike | None:
        """Which units agree in all that the standing depends on."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = tells_apart(bound)
        if names is None or self.rubric.vetoes:
            return None
        columns = [scores.column("class")]
        for name in names:
            place = [*self.rubric.beside, *self.rubric.nodes].index(name) if name else None
            columns.append(scores.column("score" if place is None else len(UNIT) + place))
            columns.append(scores.column("state") if place is None else states.column(1 + place))
        if has_quota(bound):  # what is open may still come to what its bounds say: each such unit by itself
            is_open = pc.is_null(columns[1])
            columns.append(pc.if_else(is_open, _plain(scores.column("unit")), pa.scalar("")))
        return Alike(
            _combined([_codes(one) for one in columns]), lambda row: tuple(one[row].as_py() for one in columns)
        )


def _whole(place: bytes | None, keys: Iterable[bytes]) -> bytes | None:
    """The key of a place with all steps of the chain; it tells nothing where one of them is open."""
    return None if place is None else joined((place, *keys))


def _quotas(bound: BoundStanding, found: Sequence[Stand], at: Integers, units: Any) -> Any:
    """What each unit brings to quotas; a step of the chain that goes by the id has the id itself."""
    import pyarrow as pa

    ties = bound.ranking.ties if bound.ranking is not None else ()
    by_id = [number for number, tie in enumerate(ties) if is_by_id(tie)]
    told = [one.quoted for one in found]
    if by_id:
        told = [_named(told[place], by_id, unit) for place, unit in zip(at.tolist(), units.to_pylist(), strict=True)]
        at = np.arange(len(told))
    return pa.array([one and one.text for one in told], pa.string()).take(pa.array(at))


def _named(one: Quoted | None, by_id: Sequence[int], unit: str) -> Quoted | None:
    if one is None or not one.steps:
        return one
    key = key_of_id(unit).hex()
    return one._replace(steps=[key if number in by_id else step for number, step in enumerate(one.steps)])


def _way(part: Part) -> str:
    return "irregular" if part.scopes else BY_COLUMNS


def _plain(column: Any) -> Any:
    """A column of texts that stand in it themselves."""
    import pyarrow as pa

    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column.cast(pa.string())


def _numbers(score: Any) -> dict[str, Any]:
    """The score as a whole number over another, where 64 bits hold both: such may be added up by any engine."""
    import pyarrow as pa

    encoded = score if pa.types.is_dictionary(score.type) else score.dictionary_encode()
    pairs = [_pair(parse_exact(text)) if text else (None, None) for text in encoded.dictionary.to_pylist()]
    return {
        name: pa.array([pair[place] for pair in pairs], pa.int64()).take(encoded.indices)
        for place, name in enumerate((NUMERATOR, DENOMINATOR))
    }


def _pair(score: Fraction) -> tuple[int, int] | tuple[None, None]:
    over, under = score.as_integer_ratio()
    return (over, under) if max(abs(over), under) <= _LARGEST else (None, None)


def _beside_each_other(columns: Sequence[Any]) -> Any:
    """Columns of texts as one list in each row."""
    import pyarrow as pa

    count, width = len(columns[0]) if columns else 0, len(columns)
    each = pa.concat_arrays([_plain(column) for column in columns]) if columns else pa.array([], pa.string())
    order = np.arange(count * width).reshape(width, count).T.ravel()
    return pa.ListArray.from_arrays(
        pa.array(np.arange(count + 1, dtype=np.int32) * np.int32(width)), each.take(pa.array(order))
    )


def _codes(column: Any) -> Integers:
    import pyarrow as pa

    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes: Integers = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64)


def _combined(columns: Sequence[Integers]) -> Integers:
    found = columns[0]
    for column in columns[1:]:
        _, found = np.unique(found * (int(column.max(initial=0)) + 1) + column, return_inverse=True)
    return found


def _PROBLEMS() -> Any:  # noqa: N802 - a type, once Arrow is there
    import pyarrow as pa

    return pa.list_(pa.struct([(name, pa.string()) for name in PROBLEM]))


def _STAND() -> Any:  # noqa: N802 - as above
    import pyarrow as pa

    step = pa.struct([("key", pa.binary()), ("open", pa.bool_())])
    texts = [("grade", pa.string()), ("note", pa.string())]
    return pa.struct([
        ("group", pa.string()), ("everybody", pa.bool_()), ("place", pa.binary()), ("whole", pa.binary()), ("steps", pa.list_(step)), *texts,
    ])  # fmt: skip
