"""The tabs of the workbook: a sheet with more rows than a spreadsheet takes goes on in further ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain, islice
from typing import Final

from lawscore.classes import dataclass
from lawscore.office.forms.titles import distinct_titles
from lawscore.publishing.book.cells import Row
from lawscore.publishing.book.sheet import Sheet

#: The rows of a sheet.
MOST_ROWS: Final = 1_048_576
#: Title and guide.
ABOVE: Final = 2
#: So many rows tell how wide the columns are.
_SAMPLE: Final = 300


@dataclass(frozen=True)
class Tab:
    """A tab: its title, and the part of a sheet's rows that stands on it. Tabs of one sheet share its rows, in their order."""

    title: str
    sheet: Sheet
    count: int
    sample: Sequence[Row]
    rows: Iterator[Row]
    #: All tabs of the sheet.
    titles: Sequence[str] = field(default=())

    @property
    def head(self) -> int:
        """The row of the headings; where the sheet is no list, the last row above its first."""
        return ABOVE + len(self.sheet.heads) + self.sheet.listed

    @property
    def last(self) -> int:
        """The last row of the list, without what stands below it."""
        return self.head + self.count

    def drawn(self) -> Iterator[Row]:
        """The rows of this tab."""
        return islice(self.rows, self.count)


def tabs_of(sheets: Iterable[Sheet], taken: Sequence[str] = (), room: int = MOST_ROWS) -> list[Tab]:
    """The tabs of the sheets, none of which has more rows than there is room for."""
    found: list[Tab] = []
    for sheet in sheets:
        least = ABOVE + len(sheet.heads) + len(sheet.foot) + 1
        counts = list(_counts(sheet.count, room - least))
        titles = distinct_titles([sheet.title] * len(counts), [*taken, *(tab.title for tab in found)])
        rows = iter(sheet.rows)
        sample = list(islice(rows, min(_SAMPLE, counts[0])))
        rows = chain(sample, rows)
        for title, count in zip(titles, counts, strict=True):
            found.append(Tab(title, sheet, count, sample, rows, titles))
    return found


def _counts(count: int, room: int) -> Iterator[int]:
    yield min(count, room)
    for done in range(room, count, room):
        yield min(count - done, room)
