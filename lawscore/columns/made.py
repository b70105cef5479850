"""Groups of units that are not all here: they were counted elsewhere, and name units by their ids."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

from lawscore.classes import dataclass
from lawscore.columns.codes import Integers
from lawscore.rules.groups import LATER, Group


@dataclass(frozen=True, eq=False)
class Named:
    """The units that groups name, each by id and name; the place of a unit is where it stands here."""

    units: Sequence[tuple[str, str]]

    def name(self, place: int) -> str:
        """The name of the unit at a place."""
        return self.units[place][1]

    def place(self, unit: str) -> int:
        """The place of a unit; it is a later one where no group names it."""
        return self._places.get(unit, LATER)

    def places(self, ids: Any) -> Integers:
        """The places of units by their ids."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = pc.index_in(ids, value_set=pa.array(self._places, pa.string())).fill_null(LATER)
        places: Integers = found.to_numpy()
        return places

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {unit: place for place, (unit, _) in enumerate(self.units)}


@dataclass(frozen=True, eq=False)
class Made:
    """The groups of one figure."""

    groups: Mapping[Hashable, Group]
    who: Named
