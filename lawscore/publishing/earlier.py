"""The result of an earlier period, as far as the same units and indicators are set beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.results.model import IndicatorPart, Result, UnitPart
from lawscore.rubric.migration import Migration


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier result by the ids of now."""

    period: str = ""
    #: `id@version` of its rubric.
    rubric: str = ""
    units: Mapping[str, UnitPart] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, IndicatorPart]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.rubric)


NO_EARLIER: Final = Earlier()


def earlier_of(result: Result | None, migration: Migration) -> Earlier:
    """The units by id; of each its indicators by the id that they have now, where one became one."""
    if result is None:
        return NO_EARLIER
    return Earlier(
        period=result.period,
        rubric=f"{result.rubric.id}@{result.rubric.version}",
        units={unit.id: unit for unit in result.units},
        indicators={unit.id: _by_new_id(unit, migration) for unit in result.units},
    )


def _by_new_id(unit: UnitPart, migration: Migration) -> dict[str, IndicatorPart]:
    found: dict[str, list[IndicatorPart]] = {}
    for part in unit.indicators:
        written = migration.indicators.get(part.id)
        targets = (part.id,) if written is None else written
        if len(targets) == 1:  # what was split is compared with none of its parts
            found.setdefault(targets[0], []).append(part)
    return {new: parts[0] for new, parts in found.items() if len(parts) == 1}
