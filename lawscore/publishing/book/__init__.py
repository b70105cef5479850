"""The workbook of a result: standings, indicators, items, values and figures, to be read, filtered and summed up."""

from lawscore.publishing.book.binding import workbook

__all__ = ["workbook"]
