"""Lists that stand in a cell of a table that has types: records whose columns are told as those of any table of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.csv_draft import Draft
from lawscore.loading.csv_headers import Headers, Specs, meanings
from lawscore.loading.csv_table import Table
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.fields import Column
from lawscore.submission.words import fold, suggest

#: A column of records that is nothing we know.
_UNKNOWN: Final = ""


@dataclass(frozen=True, slots=True)
class Nested:
    """Enters the lists of one table; a column of records that is not known is told once, where the list has its column."""

    table: Table
    headers: Headers
    specs: Specs
    problems: list[Problem]
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _doubled: set[tuple[str, str, str]] = field(default_factory=set)

    def enter(self, draft: Draft, number: int, name: str, value: object) -> None:
        """Enter what stands in a cell: records under the names of their columns, any other value as it is."""
        spec = self.specs[name]
        if spec.type != "records" or not isinstance(value, list):
            draft.other(number, name, value)
            return
        records = [self._record(name, spec, item) if isinstance(item, Mapping) else item for item in value]
        if any(record is None or (isinstance(record, Mapping) and _UNKNOWN in record) for record in records):
            draft.refuse(number, name)
        else:
            draft.other(number, name, records)

    def _record(self, name: str, spec: Column, item: Mapping[str, Any]) -> dict[str, Any] | None:
        """A record under the names of its columns; None where two of its columns are the same one."""
        record = {self._meant(name, spec, key): value for key, value in item.items()}
        if len(record) == len(item) or _UNKNOWN in record:
            return record
        self._tell_doubled(name, spec, item)
        return None

    def _tell_doubled(self, name: str, spec: Column, item: Mapping[str, Any]) -> None:
        first: dict[str, str] = {}
        for key in item:
            before = first.setdefault(self._meant(name, spec, key), key)
            if before != key and (name, before, key) not in self._doubled:
                self._doubled.add((name, before, key))
                facts = {"records": name, "first": shorten(before), "name": shorten(key)}
                where = self.table.where(self.table.line, self.headers.index[name])
                self.problems.append(Problem(code="record_column_doubled", where=where, facts=facts))

    def _meant(self, name: str, spec: Column, key: str) -> str:
        known = self._names.get((name, key))
        if known is None:
            columns: Specs = getattr(spec, "fields", None) or {}
            found = meanings(key, (), columns)
            known = self._names[name, key] = found[0] if len(found) == 1 else _UNKNOWN
            if known is _UNKNOWN:
                self.problems.append(self._unknown(name, key, columns))
        return known

    def _unknown(self, name: str, key: str, columns: Specs) -> Problem:
        facts = {"name": shorten(key), "records": name, "columns": tuple(columns)}
        where = self.table.where(self.table.line, self.headers.index[name])
        hint = suggest(fold(key), columns) or phrase("hint.csv_columns", names=tuple(columns))
        return Problem(code="record_column_unknown", where=where, facts=facts, hint=hint)
