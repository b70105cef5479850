"""What a value of a table that has types says: the text that somebody would have written in YAML or CSV.

Null, NaN and NaT say nothing. Numbers are exact: a decimal has its digits, a binary fraction its shortest decimal text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.loading.characters import UNSEEN, code_point
from lawscore.problems import Problem

#: Whole numbers below this are written out; a binary fraction holds each of them.
_WRITTEN_OUT: Final = 1e15
_MIDNIGHT: Final = time()


@dataclass(frozen=True, slots=True)
class Refused:
    """A value of which something is wrong; the problem has no place yet, and none is there where the column has told it.

    Without a text it says nothing that could be trusted.
    """

    problem: Problem | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A value that is no text: a list, or a fraction that no decimal writes."""

    value: object


#: What a cell says; a blank text is nothing.
Cell: TypeAlias = str | Refused | Other


def told(values: Iterable[object]) -> list[Cell]:
    """What the values of a column say."""
    return [cell_of(value) for value in values]


def cell_of(value: object) -> Cell:
    """What one value says."""
    teller = _TELLERS.get(type(value))
    return teller(value) if teller is not None else _of_other_type(value)


def text_cell(text: str) -> Cell:
    """A text, without the blanks around it; characters that nobody sees are taken out and reported."""
    found = None if text.isascii() and text.isprintable() else UNSEEN.search(text)
    if found is None:
        return text.strip()
    problem = Problem(
        code="control_character", facts={"sign": code_point(found[0])}, hint=phrase("hint.control_character")
    )
    return Refused(problem, UNSEEN.sub("", text).strip())


def list_cell(cells: Iterable[Cell]) -> Cell:
    """A list of what its parts say; where one of them is refused, so is the list."""
    parts = list(cells)
    refused = next((part for part in parts if isinstance(part, Refused)), None)
    return refused or Other([_bare(part) for part in parts])


def record_cell(names: Iterable[str], cells: Iterable[Cell]) -> Cell:
    """A record of what its columns say; a blank column was not given."""
    parts = dict(zip(names, cells, strict=True))
    refused = next((part for part in parts.values() if isinstance(part, Refused)), None)
    return refused or Other({name: _bare(part) for name, part in parts.items()})


def of_type(name: str) -> Refused:
    """What is of a type that no field takes."""
    return Refused(Problem(code="table_value_unread", facts={"type": name}))


def _bare(part: Cell) -> object:
    return part.value if isinstance(part, Other) else part


def _nothing(_value: Any) -> Cell:
    return ""


def _yesno(value: bool) -> Cell:  # noqa: FBT001 - the value itself
    return "true" if value else "false"


def float_cell(value: float) -> Cell:
    """A binary fraction by its shortest decimal text; NaN is nothing."""
    if value != value:  # noqa: PLR0124 - only NaN is not itself
        return ""
    whole = value.is_integer() and abs(value) < _WRITTEN_OUT
    return str(int(value)) if whole else repr(value)


def _decimal(value: Decimal) -> Cell:
    if not value.is_finite():
        return "" if value.is_nan() else str(value)
    return _shortened(f"{value:f}")


#: As many digits as no numeral has (`numbers.LONGEST_NUMERAL`): noughts at the end are then left out.
_LONG: Final = 40


def _shortened(text: str) -> str:
    return text.rstrip("0").removesuffix(".") if len(text) > _LONG and "." in text else text


def _datetime(value: datetime) -> Cell:
    return value.date().isoformat() if value.time() == _MIDNIGHT else value.replace(tzinfo=None).isoformat(" ")


def _bytes(value: bytes) -> Cell:
    try:
        return text_cell(value.decode())
    except UnicodeDecodeError as error:
        return Refused(Problem(code="table_text_damaged", facts={"byte": str(error.start)}))


def _list(value: Iterable[object]) -> Cell:
    return list_cell(map(cell_of, value))


def _record(value: Mapping[object, object]) -> Cell:
    return record_cell(map(str, value), map(cell_of, value.values()))


_TELLERS: Final[Mapping[type, Callable[[Any], Cell]]] = {
    type(None): _nothing, str: text_cell, int: str, bool: _yesno, float: float_cell, Decimal: _decimal, Fraction: Other,
    datetime: _datetime, date: date.isoformat, bytes: _bytes, list: _list, tuple: _list, dict: _record,
}  # fmt: skip
#: Types of other libraries, by the name under which they are known.
_BY_NAME: Final[Mapping[str, Callable[[Any], Cell]]] = {
    "NaTType": _nothing, "NAType": _nothing, "float32": lambda value: float_cell(float(str(value))),
    "float16": lambda value: float_cell(float(str(value))), "ndarray": lambda value: _list(value.tolist()),
    "Timestamp": _datetime, "datetime64": lambda value: cell_of(value.item()),
}  # fmt: skip


def _of_other_type(value: object) -> Cell:
    """A value of a type that is derived from one we know, or of numpy and its kin."""
    by_name = _BY_NAME.get(type(value).__name__)
    if by_name is not None:
        return by_name(value)
    item = getattr(value, "item", None)
    if callable(item) and type(plain := item()) in _TELLERS:
        return cell_of(plain)
    known = next((kind for kind in _TELLERS if isinstance(value, kind)), None)
    return of_type(type(value).__name__) if known is None else _TELLERS[known](value)
