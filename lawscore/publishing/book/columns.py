"""The columns of a sheet: what stands in each, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from lawscore.classes import dataclass
from lawscore.publishing.book.cells import Cell, Value
from lawscore.publishing.book.looks import CENTRED, EXACT, FIGURE, FREE, LONG, PLAIN, STRONG, Look

#: `exact` is the exact value as text, beside the number as it is shown; `long` a text over several lines.
Kind: TypeAlias = Literal["text", "long", "word", "rank", "number", "score", "exact"]
LOOKS: Final[dict[Kind, Look]] = {
    "text": PLAIN, "long": LONG, "word": CENTRED, "rank": CENTRED, "number": FIGURE, "score": STRONG, "exact": EXACT,
}  # fmt: skip
#: The widest that a column becomes by itself, in digits.
WIDEST: Final[dict[Kind, int]] = {
    "text": 36,
    "long": 52,
    "word": 16,
    "rank": 10,
    "number": 18,
    "score": 18,
    "exact": 30,
}

#: What is no content of a cell.
_NOTHING: Final = (None, "")

S = TypeVar("S")


@dataclass(frozen=True, kw_only=True, eq=False)
class Column(Generic[S]):
    """A column: its key in the catalogue (`book.column.…`), and what it says of a subject, one of which has a row."""

    key: str
    kind: Kind = "text"
    value: Callable[[S], Value | Cell]
    #: It is left out where it says nothing of any subject.
    optional: bool = False
    #: Its heading, where that is the rubric's and not ours.
    title: str = ""
    #: How deep it stands in the outline of columns.
    level: int = 0
    #: The widest that it becomes, in digits, where that is not told by its kind.
    width: float | None = None
    #: Its cells have no lines around them.
    free: bool = False

    @property
    def look(self) -> Look:
        """How its cells look."""
        return FREE if self.free else LOOKS[self.kind]


def kept(columns: Iterable[Column[S]], subjects: Iterable[S]) -> tuple[Sequence[Column[S]], int]:
    """The columns in which something stands, and how many subjects there are."""
    every = tuple(columns)
    open_ = [column for column in every if column.optional]
    count = 0
    for one in subjects:
        count += 1
        if open_:
            open_ = [column for column in open_ if column.value(one) in _NOTHING]
    return [column for column in every if column not in open_], count


def blank(width: float) -> Column[Any]:
    """A column of a sheet that is no list: its cells are put down one by one."""
    return Column(key="", value=lambda _subject: None, width=width, free=True)
