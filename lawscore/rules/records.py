"""Which records a rule charges: `where`, `dated`, their order, `once_per` with `keep`, and `best`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, model_validator

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.expressions.looks import HANDED
from lawscore.expressions.values import Missing, Unknown, together, unknown
from lawscore.facts.unit import Record, Records, Scope
from lawscore.models import Date, Formula, Identifier, Model, Once, Whole, refuse
from lawscore.rules.binder import Binder, RecordList
from lawscore.rules.cohort import of_peers
from lawscore.rules.handover import Handover

Keep = Literal["highest", "first", "last"]


class Dated(Model):
    """`dated: {by: 日期, from: 2022-10-21, to: 2023-10-20}`: only records dated in the window count, both days included."""

    by: Identifier
    from_: Date | None = Field(default=None, alias="from")
    to: Date | None = None

    @model_validator(mode="after")
    def _window(self) -> Dated:
        if self.from_ is None and self.to is None:
            raise refuse("window_open")
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise refuse("window_empty", start=self.from_, end=self.to)
        return self


class RecordFilter(Model):
    """The keys that choose among the records of `each`."""

    where: Formula | None = None
    dated: Dated | None = None
    once_per: Identifier | tuple[Identifier, ...] | None = None
    keep: Keep | None = None
    best: Annotated[int, Once(Whole, Field(ge=1))] | None = None
    ordered_by: Identifier | None = None
    charged_to: Identifier | None = None

    @property
    def once_columns(self) -> tuple[str, ...]:
        """The columns that tell one matter from another."""
        return columns_of(self.once_per)

    def refuse_without_records(self, binder: Binder) -> None:
        """These keys mean nothing where the rule does not go over records."""
        for key in ("where", "dated", "once_per", "best", "ordered_by", "charged_to"):
            if getattr(self, key) is not None:
                binder.refuse("records_key_without_each", key, key=key)

    def bind_filter(self, records: RecordList, binder: Binder) -> BoundFilter:
        """Make the choice of records ready."""
        where = binder.within(records).condition(self.where, "where") if self.where is not None else None
        if self.dated is not None:
            _check_date_column(self.dated.by, records, binder, "dated", "by")
        if self.ordered_by is not None:
            _check_date_column(self.ordered_by, records, binder, "ordered_by")
        records.check_columns(self.once_columns, binder, "once_per")
        filtered = BoundFilter(records, where, self.dated)
        return replace(filtered, handover=self._handover(filtered, records, binder)) if self.charged_to else filtered

    def _handover(self, filtered: BoundFilter, records: RecordList, binder: Binder) -> Handover | None:
        """Records go by the unit that a column names."""
        column = records.columns.get(self.charged_to or "")
        if column is None:
            columns = tuple(records.columns)
            binder.refuse(
                "column_unknown",
                "charged_to",
                name=self.charged_to,
                records=records.name,
                columns=columns,
                follows=True,
            )
            return None
        if column.kind.name != "text":
            binder.refuse("charged_to_of_kind", "charged_to", name=self.charged_to, kind=column.kind.word)
        return Handover((*binder.path, "charged_to"), self.charged_to or "", records, filtered.falls)


def _check_date_column(column: str, records: RecordList, binder: Binder, *steps: str) -> None:
    if column not in records.columns:
        columns = tuple(records.columns)
        binder.refuse("column_unknown", *steps, name=column, records=records.name, columns=columns, follows=True)
    elif records.columns[column].kind.name != "date":
        binder.refuse("column_not_date", *steps, name=column)


def columns_of(once_per: str | Sequence[str] | None) -> tuple[str, ...]:
    """`once_per: 文号` and `once_per: [人员, 案件]` as columns."""
    if once_per is None:
        return ()
    return (once_per,) if isinstance(once_per, str) else tuple(once_per)


@dataclass(frozen=True, slots=True)
class BoundFilter:
    """`keep(scope)`: the records of the unit that fall under the rule."""

    records: RecordList
    where: Program | None
    dated: Dated | None
    handover: Handover | None = None

    @property
    def reads(self) -> frozenset[str]:
        """The fields that the choice depends on."""
        own = self.where.reads if self.where is not None else frozenset[str]()
        return of_peers(own) | {HANDED} if self.handover is not None else own

    def keep(self, scope: Scope) -> Records | Missing:
        """The records that the unit is charged with: chosen among its own, and those that others report of it."""
        kept = self.own(scope)
        return kept if isinstance(kept, Missing) or self.handover is None else self.handover.charged(scope, kept)

    def away(self, scope: Scope) -> Phrase | None:
        """What is said of records of the unit that are charged to others."""
        kept = self.own(scope) if self.handover is not None else ()
        return self.handover.away(scope, kept) if self.handover is not None and not isinstance(kept, Missing) else None

    def falls(self, scope: Scope, record: Record) -> bool | Unknown:
        """Whether one record falls under the rule."""
        kept = self._chosen((record,), scope)
        return bool(kept) if isinstance(kept, tuple) else kept

    def own(self, scope: Scope) -> Records | Missing:
        """The unit's own records for which the condition holds and whose date is in the window."""
        records = self.records.of(scope)
        return records if isinstance(records, Missing) else self._chosen(records, scope)

    def _chosen(self, records: Records, scope: Scope) -> Records | Unknown:
        kept = keep_where(records, self.where, scope) if self.where is not None else records
        return _in_window(kept, self.dated) if self.dated is not None and isinstance(kept, tuple) else kept


def keep_where(records: Records, where: Program, scope: Scope) -> Records | Unknown:
    """The records for which a condition holds; unknown where it is unknown for one of them."""
    chosen: list[Record] = []
    open_: list[Unknown] = []
    for record in records:
        holds = where.run(scope.within(record))
        if isinstance(holds, Unknown):
            open_.append(on_record(holds, record))
        elif holds is True:
            chosen.append(record)
    return Unknown(together(*open_)) if open_ else tuple(chosen)


def on_record(missing: Missing, record: Record) -> Unknown:
    """What is missing of a record that may be charged is not dropped in silence: somebody must mend it."""
    return Unknown(tuple(replace(cause, record=cause.record or record.key) for cause in missing.causes))


def _in_window(records: Records, window: Dated) -> Records | Unknown:
    chosen: list[Record] = []
    open_: list[Unknown] = []
    for record in records:
        day = record.values[window.by]
        if isinstance(day, Unknown):
            open_.append(unknown("record", window.by, record.key))
        elif isinstance(day, date):
            after = window.from_ is None or day >= window.from_
            before = window.to is None or day <= window.to
            if after and before:
                chosen.append(record)
    return Unknown(together(*open_)) if open_ else tuple(chosen)


def in_order(records: Iterable[Record], by: str | None) -> list[Record] | Missing:
    """Records by date, then by key; where there is no key, by what they say, so that the file's order never counts."""
    listed = list(records)
    if by is not None:
        undated = [record for record in listed if not isinstance(record.values[by], date)]
        if undated:
            return Unknown(together(*(unknown("record", by, record.key) for record in undated)))
    return sorted(listed, key=lambda record: order_key(record, by))


def order_key(record: Record, by: str | None) -> tuple[Any, ...]:
    """The place of a record among others."""
    day = record.values[by] if by is not None else None
    return (day if isinstance(day, date) else date.min, key_order(record.key))


def key_order(key: str) -> tuple[Any, ...]:
    """Keys in the order a reader expects: 2 before 10, numbers before other texts."""
    listed = key.isascii() and key.isdigit() and len(key) < _LONGEST_NUMBER
    return (False, int(key), key) if listed else (True, key)


C = TypeVar("C")

_LONGEST_NUMBER = 19


def keep_once(
    candidates: Sequence[C],
    matter: Callable[[C], Hashable],
    points: Callable[[C], Fraction],
    order: Callable[[C], Any],
    keep: Keep,
) -> list[C]:
    """One candidate for each matter: the highest in points (ties to the first), the first, or the last."""
    groups: dict[Hashable, list[C]] = {}
    for candidate in candidates:
        groups.setdefault(matter(candidate), []).append(candidate)
    chosen: list[C] = []
    for group in groups.values():
        ordered = sorted(group, key=order)
        if keep == "highest":
            chosen.append(max(ordered, key=points))
        else:
            chosen.append(ordered[0] if keep == "first" else ordered[-1])
    return chosen


def matter_of(record: Record, columns: Sequence[str]) -> tuple[Any, ...] | Unknown:
    """What makes a record the same matter as another: the values of the columns."""
    found = [record.values[column] for column in columns]
    open_ = [column for column in columns if isinstance(record.values[column], Unknown)]
    if open_:
        return _lacking(record, open_)
    return tuple(found)  # where a column does not apply, its cause names the record: that is a matter of its own


def layer_of(record: Record, columns: Sequence[str]) -> tuple[Any, ...] | Unknown:
    """The group that a record belongs to: its values in the columns. Unknown where one of them is missing."""
    open_ = [column for column in columns if isinstance(record.values[column], Missing)]
    return _lacking(record, open_) if open_ else tuple(record.values[column] for column in columns)


def _lacking(record: Record, columns: Iterable[str]) -> Unknown:
    return Unknown(together(*(unknown("record", column, record.key) for column in columns)))
