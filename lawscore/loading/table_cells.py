"""What a value of a table that has types says: the text that somebody would have written in YAML or CSV.

Null, NaN and NaT say nothing. Numbers are exact: a decimal has its digits, a binary fraction its shortest decimal text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.characters import UNSEEN, code_point
from lawscore.loading.narrow_floats import of_16_bits
from lawscore.models import shorten
from lawscore.numbers import LONGEST_NUMERAL
from lawscore.problems import Problem

#: Whole numbers below this are written out; a binary fraction holds each of them.
_WRITTEN_OUT: Final = 1e15
_MIDNIGHT: Final = time()
#: A day with a time of day as libraries write it: the time being midnight, or any; and a day within the calendar.
_DAY_AT_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00(?::00(?::00(?:\.0+)?)?)?(?:Z|[+-]\d\d:?\d\d)?")
_FRACTION: Final = re.compile(r"(?:\.0+|(\.\d*?)0*)?(?:Z|[+-]\d\d:?\d\d)?$")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NO_DAY: Final = "NaT"


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
    """What the values of a column say; one that cannot be told costs no other."""
    values = list(values)
    try:
        return [cell_of(value) for value in values]
    except Exception:  # noqa: BLE001 - values of other libraries raise what they like
        return each_alone(cell_of, values)


def each_alone(tell: Callable[[Any], Cell], values: Iterable[Any]) -> list[Cell]:
    """What values say that cannot be told all at once: of one that raises, its reason is the problem."""
    return [_alone(tell, value) for value in values]


def _alone(tell: Callable[[Any], Cell], value: Any) -> Cell:
    try:
        return tell(value)
    except Exception as error:  # noqa: BLE001 - values of other libraries raise what they like
        facts = {"reason": shorten(str(error) or type(error).__name__, 120)}
        return Refused(Problem(code="table_cell_unread", facts=facts))


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
    """A record of what its columns say; a blank column was not given. Two columns of one name are none."""
    names = list(names)
    parts = dict(zip(names, cells, strict=True))
    if len(parts) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return Refused(Problem(code="record_name_doubled", facts={"name": shorten(twice)}))
    refused = next((part for part in parts.values() if isinstance(part, Refused)), None)
    return refused or Other({name: _bare(part) for name, part in parts.items()})


def _same(cell: Cell) -> Cell:
    return cell


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


def day_cell(text: str) -> Cell:
    """A day as a library writes it, with or without a time of day; midnight is the day itself."""
    midnight = _DAY_AT_MIDNIGHT.fullmatch(text)
    if midnight is not None:
        return midnight[1]
    if text == _NO_DAY:
        return ""
    if _DAY.match(text) is None:
        return Refused(Problem(code="table_no_day", facts={"given": text.rpartition(" ")[2].rstrip(">")}))
    return _FRACTION.sub(lambda found: found[1] or "", text.replace("T", " "), count=1)


def _whole(value: int) -> Cell:
    try:
        return str(value)
    except ValueError:  # Python writes no number of so many digits
        return Refused(Problem(code="table_number_long", facts={"bits": value.bit_length()}))


def _decimal(value: Decimal) -> Cell:
    if not value.is_finite():
        return "" if value.is_nan() else str(value)
    text = _shortened(f"{value:f}") if abs(value.adjusted()) <= _LARGEST_POWER else str(value)
    return text if len(text) <= LONGEST_NUMERAL else str(value)


#: Beyond it a number is not written out.
_LARGEST_POWER: Final = 1_000


#: As many digits as no numeral has (`numbers.LONGEST_NUMERAL`): noughts at the end are then left out.
_LONG: Final = 40


def _shortened(text: str) -> str:
    return text.rstrip("0").removesuffix(".") if len(text) > _LONG and "." in text else text


def _datetime(value: datetime) -> Cell:
    return value.date().isoformat() if value.time() == _MIDNIGHT else value.replace(tzinfo=None).isoformat(" ")


def _timestamp(value: Any) -> Cell:
    """A time of pandas, which knows nanoseconds, in the zone in which it was given."""
    return day_cell(value.replace(tzinfo=None).isoformat(sep=" "))


def _fraction(value: Fraction) -> Cell:
    return _whole(value.numerator) if value.denominator == 1 else Other(value)


def _view(value: bytearray | memoryview) -> Cell:
    return _bytes(bytes(value))


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
    type(None): _nothing, str: text_cell, int: _whole, bool: _yesno, float: float_cell, Decimal: _decimal, Fraction: _fraction,
    datetime: _datetime, date: date.isoformat, bytes: _bytes, bytearray: _view, memoryview: _view, list: _list, tuple: _list,
    dict: _record, Refused: _same,
}  # fmt: skip


def _array(value: Any) -> Cell:
    """An array of numpy: its items keep their widths and their nanoseconds."""
    return _list(value) if value.ndim else cell_of(value[()])


def _span(value: Any) -> Cell:
    return "" if str(value) == _NO_DAY else of_type("timedelta64")


#: Types of other libraries, by the name under which they are known.
_BY_NAME: Final[Mapping[str, Callable[[Any], Cell]]] = {
    "NaTType": _nothing, "NAType": _nothing, "MaskedConstant": _nothing, "ndarray": _array, "MaskedArray": _array,
    "float32": lambda value: float_cell(float(str(value))), "float16": lambda value: float_cell(of_16_bits(float(value))),
    "Timestamp": _timestamp, "datetime64": lambda value: day_cell(str(value)), "timedelta64": _span,
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
