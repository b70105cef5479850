"""Who the units of a part are: one by one, and as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from lawscore.classes import dataclass
from lawscore.columns.arrow_texts import column_of
from lawscore.columns.codes import Integers
from lawscore.columns.roster import Survey, some_of
from lawscore.facts.unit import Unit


class Who(Protocol):
    """The units of a part."""

    def unit(self, at: int) -> Unit:
        """One of them."""

    def columns(self) -> Mapping[str, Any]:
        """Their ids, names and classes as Arrow arrays."""

    def classes(self) -> Any:
        """Their classes alone, each of them once."""


@dataclass(frozen=True, slots=True)
class OfTable:
    """The units of some rows of a table."""

    survey: Survey
    rows: Integers

    def unit(self, at: int) -> Unit:
        """One of them."""
        return self.survey.unit(int(self.rows[at]))

    def columns(self) -> Mapping[str, Any]:
        """Their ids, names and classes as Arrow arrays."""
        import pyarrow.compute as pc

        ids, lists = some_of(self.survey.ids, self.rows), self.survey.lists
        names = ids
        if lists and self.survey.names is not None:
            given = some_of(self.survey.names, self.rows)
            names = pc.if_else(pc.equal(given, ""), ids, given)
        return {"unit": ids, "name": names, "class": self.classes().dictionary_decode()}

    def classes(self) -> Any:
        """Their classes alone."""
        if not self.survey.lists:
            return column_of([None], np.zeros(len(self.rows), np.int32))
        return column_of(self.survey.classes, self.survey.class_codes.take(self.rows).astype(np.int32))


@dataclass(frozen=True, slots=True)
class Listed:
    """Units that are known one by one."""

    units: Sequence[Unit]

    def unit(self, at: int) -> Unit:
        """One of them."""
        return self.units[at]

    def columns(self) -> Mapping[str, Any]:
        """Their ids, names and classes as Arrow arrays."""
        import pyarrow as pa

        told = [(unit.id, unit.name, unit.unit_class) for unit in self.units]
        ids, names, classes = zip(*told, strict=True) if told else ((), (), ())
        return {name: pa.array(given, pa.string()) for name, given in zip(_COLUMNS, (ids, names, classes), strict=True)}

    def classes(self) -> Any:
        """Their classes alone."""
        import pyarrow as pa

        return pa.array([unit.unit_class for unit in self.units], pa.string()).dictionary_encode()


_COLUMNS = ("unit", "name", "class")
