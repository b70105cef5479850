"""What an adjustment changes: one effect, with the keys that belong to it, and the field or the rule that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.adjustment import Effect
from lawscore.models import shorten
from lawscore.rubric.fields import Column, FieldSpec, RecordColumn
from lawscore.submission.answers import Refused
from lawscore.submission.document import AdjustmentEntry
from lawscore.submission.names import Names
from lawscore.submission.words import fold, suggest


class _Keys(NamedTuple):
    """The effect that a key states, the keys that it needs, and those that it may have."""

    effect: Effect
    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()


_EFFECTS: Final[Mapping[str, _Keys]] = {
    "value": _Keys("value", ("field",), ("record", "column")),
    "void": _Keys("void", ("field", "record")),
    "points": _Keys("points", ("indicator",), ("rule", "record")),
    "waive": _Keys("waiver", ("indicator", "rule", "until"), ("record",)),
}
#: A key that means nothing without another, under one effect.
_TOGETHER: Final = {("value", "record"): "column", ("value", "column"): "record", ("points", "record"): "rule"}
_TARGETS: Final = ("field", "record", "column", "indicator", "rule", "until")


def effect_of(entry: AdjustmentEntry) -> Effect:
    """The one effect of an adjustment. Raises `Refused`: none or two, a key that it lacks, one that is not its own."""
    stated = [key for key in _EFFECTS if getattr(entry, key) not in (None, "")]
    if len(stated) != 1 or entry.waive is False:
        raise Refused("adjustment_effects", stated[1] if len(stated) > 1 else "", keys=tuple(_EFFECTS))
    key = stated[0]
    keys = _EFFECTS[key]
    given = [target for target in _TARGETS if getattr(entry, target) is not None]
    needed = (*keys.needed, *(other for (of, one), other in _TOGETHER.items() if of == key and one in given))
    for other in needed:
        if other not in given:
            raise Refused("adjustment_key_missing", "", key=other, effect=key)
    for other in given:
        if other not in needed and other not in keys.allowed:
            raise Refused("adjustment_key_unused", other, key=other, effect=key)
    return keys.effect


@dataclass(frozen=True, slots=True)
class FieldTarget:
    """A field that is corrected, and the column where it is one of a record's."""

    name: str
    spec: FieldSpec
    column: str = ""

    @property
    def of(self) -> Column:
        """What the corrected value is a value of."""
        return (self.spec.fields or {})[self.column] if self.column else self.spec


def field_target(names: Names, entry: AdjustmentEntry) -> FieldTarget:
    """The field that an adjustment names. Raises `Refused`."""
    written = entry.field or ""
    name = names.fields.get(fold(written))
    if name is None:
        raise Refused("field_unknown", "field", names.hint(fold(written)), name=shorten(written))
    spec = names.rubric.fields[name]
    if entry.record is not None and spec.type != "records":
        raise Refused("adjustment_without_records", "record", name=name)
    return FieldTarget(name, spec, _column(name, spec, entry.column) if entry.column is not None else "")


def _column(name: str, spec: FieldSpec, written: str) -> str:
    columns: Mapping[str, RecordColumn] = spec.fields or {}
    column = fold(written)
    if column == spec.key:
        raise Refused("adjustment_of_key", "column", name=column, records=name)
    if column not in columns:
        computed = column in (spec.columns or {})
        hint = phrase("hint.name_is_measure", name=written) if computed else suggest(column, columns)
        facts: dict[str, object] = {"name": shorten(written), "records": name, "columns": tuple(columns)}
        raise Refused("record_column_unknown", "column", hint, **facts)
    return column
