"""What a cell says to the column in which it stands: the text that somebody would have written in YAML or CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.characters import UNSEEN, code_point
from lawscore.loading.xlsx_cells import DIGITS, Cell, Content, moment
from lawscore.loading.xlsx_formats import Kind
from lawscore.loading.xlsx_sheets import Sheet
from lawscore.problems import Problem
from lawscore.rubric.fields import Column

#: A whole number of more digits was cut when it was typed in.
_LOST: Final = Decimal(10) ** DIGITS
_TENFOLD: Final = 10
_WORDS: Final = frozenset({"text", "choice"})


@dataclass(frozen=True, slots=True)
class Told:
    """The text of a cell; `refused`: it says nothing that could be trusted. The problems have no place yet."""

    text: str = ""
    problems: tuple[Problem, ...] = ()
    refused: bool = False


NOTHING: Final = Told()


def told(sheet: Sheet, cell: Cell | None, spec: Column | None = None) -> Told:
    """The text of a cell for a column of a type."""
    if cell is None:
        return NOTHING
    if cell.lacks_value:
        return _refused("cell_without_value", "hint.cell_without_value", formula=f"={cell.formula}"[:60])
    return _TELLERS[cell.content](sheet, cell, spec)


def _text(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    """Blanks around it do not count; characters that nobody sees are taken out and reported."""
    found = UNSEEN.search(cell.text)
    if found is None:
        return Told(cell.text.strip())
    problem = Problem(
        code="control_character", facts={"sign": code_point(found[0])}, hint=phrase("hint.control_character")
    )
    return Told(UNSEEN.sub("", cell.text).strip(), (problem,))


def _yesno(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    return Told("true" if cell.text in ("1", "true", "TRUE") else "false")


def _date(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    """A date that the file has as a text: 2023-12-31T00:00:00."""
    day, _, time = cell.text.partition("T")
    return Told(day if not time.strip("0:.Z") else f"{day} {time}")


def _error(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    return _refused("cell_error", "hint.cell_error", error=cell.text)


def _number(sheet: Sheet, cell: Cell, spec: Column | None) -> Told:
    return _NUMBERS[cell.format.kind](sheet, cell, spec)


def _plain(sheet: Sheet, cell: Cell, spec: Column | None) -> Told:
    digits = cell.digits()
    if spec is None or spec.type in _WORDS:
        if abs(cell.number) >= _LOST:
            return _refused("cell_digits_lost", "hint.cell_digits_lost", given=digits)
        return Told(digits.zfill(cell.format.zeros) if cell.number == cell.number.to_integral_value() else digits)
    if spec.type == "date":
        meant = moment(cell.number, since_1904=sheet.since_1904)
        if meant is not None:
            return _refused("cell_not_dated", "hint.cell_not_dated", given=digits, day=meant.date())
    return Told(digits)


def _percent(_sheet: Sheet, cell: Cell, spec: Column | None) -> Told:
    """In a percent format 0.9202 is shown, and meant, as 92.02%; who pastes 96 there has 9600%, and seldom means it."""
    share = cell.number * 100
    text = f"{share.normalize():f}%"
    if spec is None or spec.type != "percent" or not _is_doubtful(cell.number):
        return Told(text)
    facts = {"given": cell.digits(), "read": text}
    hint = phrase("hint.cell_percent_large", **facts)
    return Told(text, (Problem(code="cell_percent_large", severity="warning", facts=facts, hint=hint),))


def _is_doubtful(share: Decimal) -> bool:
    """A figure that looks like one of percent: 96, 95.5, 5. A growth of 120% or 250% does not."""
    return abs(share) >= _TENFOLD or (abs(share) > 1 and share == share.to_integral_value())


def _dated(sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    when = moment(cell.number, since_1904=sheet.since_1904)
    if when is None:
        return _refused("cell_no_day", "", given=cell.digits())
    return Told(when.date().isoformat() if when.time() == datetime.min.time() else when.isoformat(" "))


def _timed(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    """A time of day, or hours that may be more than those of a day."""
    minutes, seconds = divmod(round(cell.number * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return Told(f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else ""))


def _scaled(_sheet: Sheet, cell: Cell, _spec: Column | None) -> Told:
    return _refused("cell_scaled", "hint.cell_scaled", given=cell.digits())


def _refused(code: str, hint: str, **facts: object) -> Told:
    problem = Problem(code=code, facts=facts, hint=phrase(hint, **facts) if hint else None)
    return Told(problems=(problem,), refused=True)


_Teller = Callable[[Sheet, Cell, Column | None], Told]
_TELLERS: Final[Mapping[Content, _Teller]] = {
    "text": _text, "number": _number, "yesno": _yesno, "date": _date, "error": _error,
}  # fmt: skip
_NUMBERS: Final[Mapping[Kind, _Teller]] = {
    "number": _plain, "percent": _percent, "date": _dated, "time": _timed, "scaled": _scaled,
}  # fmt: skip
