"""CSV as data: a row for each unit (wide), for each value (long), for each record, or for each unit of the roster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from pydantic_core import PydanticCustomError

from lawscore.catalogue import phrase
from lawscore.facts.unit import SUBMITTED, Layer
from lawscore.loading.csv_draft import Draft, entry_of
from lawscore.loading.csv_headers import Headers, Specs, meanings, own_word, read_headers, unknown_columns
from lawscore.loading.csv_nested import Nested
from lawscore.loading.csv_table import Row, Table, read_table, separator_hint
from lawscore.models import kind_of, shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located
from lawscore.submission.words import LAYER_WORDS, fold, layer_hint, suggest, word
from lawscore.submission.years import assessed_year, to_year

#: The columns of our own in each form.
ROSTER: Final = ("id", "name", "class", "parent", "not_assessed")
WIDE: Final = ("unit", "name", "class", "parent", "layer", "year")
LONG: Final = ("unit", "field", "value", "layer", "year", "source", "part", "reason", "note")
RECORDS: Final = ("unit", "layer", "year")


def read_csv(text: str, name: str, rubric: Rubric) -> tuple[Located | None, list[Problem]]:
    """Read a CSV text. Its form is told from its header, and that of a table of records from the name of the file.

    Every cell is text and a blank cell is a value not given. Returns what could be understood, and every problem.
    """
    table, problems = read_table(text, name)
    if table is None:
        return None, problems
    return read_rows(table, rubric, problems), problems


def read_rows(table: Table, rubric: Rubric, problems: list[Problem], named: str | None = None) -> Located | None:
    """Read a table, from whatever kind of file; `named` may be the name of a list of records, else that of the file is."""
    reading = _Reading(table, rubric, problems, named)
    return _form(reading)(reading)


def has_row_for_each_unit(table: Table, rubric: Rubric) -> bool:
    """Whether each row of a table is a submission of its own, whatever stands in the other rows."""
    return _form(_Reading(table, rubric, [])) is _wide


class _Reading:
    """A table while it is read, and the problems found so far."""

    def __init__(self, table: Table, rubric: Rubric, problems: list[Problem], named: str | None = None) -> None:
        self.table, self.rubric, self.problems = table, rubric, problems
        self.named = named if named is not None else inner_name(table.name)

    def report(self, code: str, line: int, column: int | None = None, **facts: object) -> None:
        hint = facts.pop("hint", None)
        where = self.table.where(line) if column is None else self.table.where(line, column)
        self.problems.append(Problem(code=code, where=where, facts=facts, hint=hint))  # type: ignore[arg-type]

    def headers(self, own: tuple[str, ...], specs: Specs, computed: Collection[str] = ()) -> Headers:
        headers = read_headers(self.table, own, specs, self.problems)
        self.problems.extend(unknown_columns(self.table, headers, own, specs, computed))
        return headers

    def rows(self, headers: Headers, *required: str) -> Iterator[tuple[Row, dict[str, str]]]:
        """The rows that say what they are about."""
        if headers.doubled & set(required):
            return
        for each in self.table.rows:
            unread = headers.unread(each)
            row = self._unread(each, headers) if unread else each
            cells = headers.cells(row)
            blank = next((name for name in required if name not in cells), None)
            if blank is None:
                yield row, cells
            elif not row.is_ragged:
                self.report("csv_cell_blank", row.line, headers.index[blank], name=blank)

    def _unread(self, row: Row, headers: Headers) -> Row:
        """A row that does not say what it is about; what is no text was not told of yet."""
        for place, value in (row.others or {}).items():
            if place in headers.own:
                self.problems.append(_no_text(value).at(self.table.where(row.line, place)))
        return replace(row, is_ragged=True)

    def layer(self, cells: dict[str, str], row: Row, headers: Headers) -> tuple[Layer, bool]:
        """The layer of a row, and whether it can be read; one that cannot is taken for the last, which overrules."""
        if "layer" in headers.unread(row):
            return SUBMITTED[-1], False
        if "layer" not in cells:
            return "self_reported", True
        layer = word(LAYER_WORDS, cells["layer"])
        if layer in SUBMITTED:
            return layer, True
        hint = layer_hint(cells["layer"])
        given = shorten(cells["layer"])
        self.report(
            "layer_unknown", row.line, headers.index["layer"], hint=hint, given=given, layers=tuple(LAYER_WORDS)
        )
        return SUBMITTED[-1], False

    def year(self, cells: dict[str, str], row: Row, headers: Headers) -> tuple[int | None, bool]:
        """The year of a row (None: the one that is assessed), and whether it can be read."""
        if "year" not in cells:
            return None, True
        try:
            year = to_year(cells["year"])
        except PydanticCustomError:
            self.report("not_a_year", row.line, headers.index["year"], given=shorten(cells["year"]))
            return None, False
        return (None if year == assessed_year(self.rubric.document.period) else year), True

    def layer_and_year(self, cells: dict[str, str], row: Row, headers: Headers) -> tuple[Layer, int | None, bool]:
        """The layer and the year of a row, and whether both can be read."""
        layer, is_layer_sound = self.layer(cells, row, headers)
        year, is_year_sound = self.year(cells, row, headers)
        return layer, year, is_layer_sound and is_year_sound

    def list_of(self) -> str | None:
        """The list of records that the table is named after."""
        lists = {name: spec for name, spec in self.rubric.fields.items() if spec.type == "records"}
        found = meanings(self.named, (), lists) if self.named else ()
        return found[0] if len(found) == 1 else None


def _no_text(value: object) -> Problem:
    """What is wrong with a list, or whatever else is no text, where a word of ours has its column."""
    if isinstance(value, list | Mapping):
        return Problem(code="single_value_expected", facts={"given": kind_of(value)})
    return Problem(code="table_value_unread", facts={"type": type(value).__name__})


def inner_name(name: str) -> str:
    """The part of a file's name that names a list of records: `<anything>.<list>.csv`."""
    stem = PurePath(name).stem
    return stem.rpartition(".")[2] if "." in stem else ""


Form = Callable[[_Reading], Located | None]


def _form(reading: _Reading) -> Form:
    header = {own_word(text) for text in reading.table.header}
    if "unit" not in header:
        return _roster if "id" in header else _no_unit
    if {"field", "value"} <= header:
        return _long
    return _wide if reading.list_of() is None else _records


def _no_unit(reading: _Reading) -> None:
    hint = separator_hint(reading.table) or phrase("hint.csv_forms")
    reading.report("csv_unit_column_missing", reading.table.line, hint=hint)


def _roster(reading: _Reading) -> Located:
    headers = reading.headers(ROSTER, {})
    draft = Draft(reading.table, headers.index)
    for row, cells in reading.rows(headers, "id"):
        draft.describe(cells["id"], {} if row.is_ragged else cells, row)
    return draft.located(is_roster=True)


def _wide(reading: _Reading) -> Located | None:
    specs: Specs = reading.rubric.fields
    own = _own(WIDE, specs)
    headers = read_headers(reading.table, own, specs, reading.problems)
    if _is_wrong_list(reading, headers, own):
        return None
    measures = reading.rubric.document.measures
    reading.problems.extend(unknown_columns(reading.table, headers, own, specs, measures))
    fields = [name for name in (*headers.columns.values(), *headers.doubled) if name not in own]
    draft = Draft(reading.table, headers.index)
    nested = Nested(reading.table, headers, specs, reading.problems)
    for row, cells in reading.rows(headers, "unit"):
        layer, year, is_sound = reading.layer_and_year(cells, row, headers)
        describes = any(key in cells for key in ("name", "class", "parent") if key in own)
        if describes and not row.is_ragged and year is None:
            draft.describe(cells["unit"], cells, row)
        number = draft.submission(cells["unit"], layer, year, row)
        others = headers.others(row)
        refused = headers.refused(row)
        for name in fields:
            if row.is_ragged or not is_sound or name in headers.doubled or name in refused:
                draft.refuse(number, name)
            elif name in others:
                nested.enter(draft, number, name, others[name])
            elif name in cells:
                draft.plain(number, name, cells[name])
    return draft.located(is_roster=False)


def _is_wrong_list(reading: _Reading, headers: Headers, own: tuple[str, ...]) -> bool:
    """Whether the file is named after a list of records that does not exist: none of its columns is a field."""
    lists = [name for name, spec in reading.rubric.fields.items() if spec.type == "records"]
    inner = reading.named
    if not (inner and lists and headers.unknown) or set(headers.columns.values()) - set(own):
        return False
    hint = suggest(fold(inner), lists) or phrase("hint.record_lists", names=tuple(lists))
    reading.report("csv_records_unknown", reading.table.line, hint=hint, name=shorten(inner))
    return True


def _long(reading: _Reading) -> Located:
    headers = reading.headers(LONG, {})
    draft = Draft(reading.table, headers.index)
    for row, cells in reading.rows(headers, "unit", "field"):
        found = meanings(cells["field"], (), reading.rubric.fields)
        name = found[0] if len(found) == 1 else cells["field"]
        layer, year, is_sound = reading.layer_and_year(cells, row, headers)
        number = draft.shared(cells["unit"], layer, year, row, without=name)
        if row.is_ragged or row.refused or not is_sound or headers.doubled:
            draft.refuse(number, name)
        elif "value" in cells or row.others:
            draft.value(number, name, entry_of({**cells, **headers.others(row)}), row)
    return draft.located(is_roster=False)


def _records(reading: _Reading) -> Located:
    listed = reading.list_of()
    assert listed is not None  # that is how this form was told
    spec = reading.rubric.fields[listed]
    columns: Specs = spec.fields or {}
    own = _own(RECORDS, columns)
    headers = reading.headers(own, columns, spec.columns or {})
    is_keyed = spec.key is None or headers.has(spec.key)
    if not is_keyed:
        reading.report("csv_key_column_missing", reading.table.line, records=listed, key=spec.key)
    is_table_sound = is_keyed and not headers.doubled and not headers.unknown
    draft = Draft(reading.table, headers.index)
    for row, cells in reading.rows(headers, "unit"):
        layer, year, is_sound = reading.layer_and_year(cells, row, headers)
        number = draft.shared(cells["unit"], layer, year, row)
        record: dict[str, Any] = {name: cell for name, cell in cells.items() if name not in own}
        record |= headers.others(row)
        if not record and not row.is_ragged and not row.refused:
            hint = phrase("hint.csv_record_none", records=listed)
            reading.report("csv_record_blank", row.line, hint=hint, unit=shorten(cells["unit"]), records=listed)
        if row.is_ragged or row.refused or not is_sound or not is_table_sound or not record:
            draft.refuse(number, listed)
        else:
            draft.record(number, listed, record, row)
    return draft.located(is_roster=False)


def _own(words: tuple[str, ...], specs: Specs) -> tuple[str, ...]:
    """Our own words, less those that the rubric uses as names of fields."""
    return tuple(one for one in words if one == "unit" or one not in specs)
