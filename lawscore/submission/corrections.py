"""Corrected values and voided records: what a field is worth after an authority changed it, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Unknown
from lawscore.facts.adjustment import Adjustment, AdjustmentState
from lawscore.facts.unit import LAYERS, Given, Record
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.submission.changes import Change, contradict
from lawscore.submission.merging import join
from lawscore.submission.places import order
from lawscore.submission.telling import told_record, told_value
from lawscore.submission.typing import Typed
from lawscore.submission.words import fold, suggest

_ADJUSTED: Final = LAYERS[-1]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a field is worth (None: nobody knows), where that comes from, and what each adjustment of it did.

    `given` is None where no adjustment took effect: the field stays what it was, and came from where it came.
    """

    value: Typed | None
    given: Given | None
    told: tuple[Adjustment, ...]


def correct(unit: str, before: Typed | None, changes: Sequence[Change], problems: list[Problem]) -> Corrected:
    """What a field is worth after its corrections, which come in the order of their dates. `before`: None if refused."""
    return _Correction(unit, before, problems).run(changes)


class _Correction:
    """The corrections of one field of one unit, one after another."""

    def __init__(self, unit: str, before: Typed | None, problems: list[Problem]) -> None:
        self.unit, self.before, self.problems = unit, before, problems
        self.told: dict[int, Adjustment] = {}

    def run(self, changes: Sequence[Change]) -> Corrected:
        parts = [change for change in changes if change.record]
        whole = [change for change in changes if not change.record]
        value = self.whole(whole, parts)
        since = whole[-1].date if whole else date.min
        for change in parts:
            if change.date <= since:
                self.tell(change, "superseded" if change.date < since else "without_effect")
        value = self.records(value, [change for change in parts if change.date > since])
        counting = [change for change in changes if self.told[id(change)].state == "applied"]
        given = join(_given(change) for change in counting) if counting else None
        return Corrected(value, given, tuple(self.told[id(change)] for change in changes))

    def whole(self, changes: Sequence[Change], parts: Sequence[Change]) -> Typed | None:
        """The value after the corrections of the field as a whole; unknown where those of the last day differ."""
        value, spec = self.before, changes[0].target.of if changes else None
        for change in changes:
            later = change.date < changes[-1].date
            self.tell(change, "superseded" if later else "applied", told_value(change.target.of, value))
            value = change.typed
        for change in changes:
            clash = [one for one in (*changes, *parts) if one.date == change.date and contradict(one, change)]
            self.differ(change, clash, later=change.date < changes[-1].date)
        last = [change for change in changes if change.date == changes[-1].date]
        clash = [one for one in parts if last and one.date == last[0].date]
        settled = spec is None or (all(one.alike(last[0]) for one in last) and not clash)
        return value if settled else None

    def records(self, value: Typed | None, changes: Sequence[Change]) -> Typed | None:
        """The list after the corrections of its records."""
        if not changes or value is None:
            for change in changes:
                self.tell(change, "without_effect")
            return value
        listed = value.value if isinstance(value.value, tuple) else ()
        records = {fold(record.key): record for record in listed if isinstance(record, Record)}
        contested = False
        for key in dict.fromkeys(change.record for change in changes):
            group = [change for change in changes if change.record == key]
            if key not in records:
                for change in group:
                    self.unknown_record(change, records.values())
                continue
            corrected = self.record(records[key], group)
            contested = contested or corrected is None
            if corrected is not None:
                records[key] = corrected[0]
                if corrected[1]:
                    del records[key]
        if contested:
            return None
        return Typed(tuple(records.values()), none=value.none and not records) if records or listed else value

    def record(self, record: Record, changes: Sequence[Change]) -> tuple[Record, bool] | None:
        """One record after its corrections, and whether it is void; None where that is contested."""
        voidings = [change for change in changes if change.voids is not None]
        since = voidings[-1].date if voidings else date.min
        is_void = bool(voidings and voidings[-1].voids)
        for change in changes:
            clash = [one for one in changes if one.date == change.date and contradict(one, change)]
            self.differ(change, clash, later=bool(clash) and _is_settled_later((change, *clash), changes))
        for change in voidings:
            state: AdjustmentState = "superseded" if change.date < since else "applied"
            self.tell(change, state, told_record(change.target.spec, record), record.key)
        for change in changes:
            if change.voids is None and is_void and change.date > since:
                self.void_already(change, voidings[-1])
            elif change.voids is None:
                record = self.column(record, change, [one for one in changes if one.voids is None], is_void=is_void)
        last = [change for change in voidings if change.date == since]
        beside = [change for change in changes if change.voids is None and change.date == since]
        contested = any(change.voids != last[0].voids for change in last) or (is_void and bool(beside))
        return None if contested else (record, is_void)

    def column(self, record: Record, change: Change, others: Sequence[Change], *, is_void: bool) -> Record:
        """The record with one column corrected; unknown where the corrections of the last day differ."""
        column = change.target.column
        same = [one for one in others if one.target.column == column]
        later = any(one.date > change.date for one in same)
        was = told_value(change.target.of, Typed(record.values[column], column in record.nones))
        self.tell(change, "superseded" if later or is_void else "applied", was, record.key)
        typed = change.typed
        if any(one.date == change.date and not one.alike(change) for one in same):
            typed = None
        value = typed.value if typed is not None else Unknown((Cause("record", column, record.key),))
        nones = record.nones | {column} if typed is not None and typed.none else record.nones - {column}
        assert not isinstance(value, tuple)  # a column is never a list of records
        return replace(record, values={**record.values, column: value}, nones=frozenset(nones))

    def tell(self, change: Change, state: AdjustmentState, was: Phrase | None = None, record: str = "") -> None:
        """Keep what became of a correction."""
        entry, target = change.entered.entry, change.target
        now = told_value(target.of, change.typed) if change.voids is None else None
        self.told[id(change)] = Adjustment(
            id=change.entered.id, authority=entry.authority, date=entry.date, remark=entry.remark,
            effect="value" if change.voids is None else "void" if change.voids else "restored",
            field=target.name, record=record or (entry.record or "").strip(), column=target.column, was=was, now=now,
            evidence=change.entered.evidence, state=state, places={"": change.place.where()},
        )  # fmt: skip

    def differ(self, change: Change, others: Iterable[Change], *, later: bool) -> None:
        """A correction that contradicts another of the same day: said once for each. `later`: another took its place."""
        other = min((one.place.where() for one in others), key=order, default=None)
        if other is not None:
            entry, target = change.entered.entry, change.target
            name = " ".join(part for part in (target.name, entry.record or "", target.column) if part)
            counts = phrase("adjustment.later_counts" if later else "adjustment.counts_unknown")
            facts = {"unit": self.unit, "name": name, "date": change.date, "other": str(other), "counts": counts}
            self.problems.append(Problem(code="adjustment_differs", where=change.place.where(), facts=facts))

    def unknown_record(self, change: Change, records: Iterable[Record]) -> None:
        """The unit has no such record."""
        key = change.entered.entry.record or ""
        facts = {"key": shorten(key), "records": (change.target.name,)}
        hint = suggest(fold(key), [record.key for record in records])
        where = change.place.inside("record").where()
        self.problems.append(Problem(code="adjustment_record_unknown", where=where, facts=facts, hint=hint))
        self.tell(change, "without_effect")

    def void_already(self, change: Change, voiding: Change) -> None:
        """The record was voided before."""
        key = change.entered.entry.record or ""
        facts = {"key": shorten(key), "date": voiding.date, "other": str(voiding.place.where())}
        where = change.place.inside("record").where()
        self.problems.append(Problem(code="adjustment_record_void", where=where, facts=facts))
        self.tell(change, "without_effect")


def _is_settled_later(clash: Sequence[Change], changes: Sequence[Change]) -> bool:
    """Whether later changes of a record settle what contradicts on one day: whether it is void, or else the column."""
    voidings = [one for one in clash if one.voids is not None]
    return all(any(_replaces(later, one) for later in changes) for one in voidings or clash)


def _replaces(later: Change, change: Change) -> bool:
    """Whether a change of a record takes the place of another: of the same column, or a voiding."""
    if later.date <= change.date:
        return False
    if later.voids is None:
        return later.target.column == change.target.column
    return later.voids or change.voids is not None


def _given(change: Change) -> Given:
    entry = change.entered.entry
    return Given(
        layer=_ADJUSTED, source=entry.authority, date=entry.date, evidence=change.entered.evidence, note=entry.remark
    )
