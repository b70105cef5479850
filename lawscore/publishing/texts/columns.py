"""The columns of the CSV files: the key of each and what stands in it, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file by its name without ending, and the keys of its columns in their order."""

    name: str
    keys: Sequence[str]

    def heads(self, language: Language) -> list[str]:
        """The first line: the names of the columns."""
        return [say(phrase(f"csv.{key}"), language) for key in self.keys]


_UNIT: Final = ("unit", "name")
_SCORE: Final = ("score", "exact")
_RANK: Final = ("rank", "tied", "overall", "overall_tied")

FILES: Final[Mapping[str, CsvFile]] = {
    name: CsvFile(name, keys)
    for name, keys in {
        "standings": (
            *_UNIT, "class", "class_title", "state", *_RANK, "best_rank", "worst_rank", *_SCORE, "low", "high", "earned",
            "earned_of", "grade", "earlier_score", "earlier_rank", "change", "change_exact", "notes",
        ),
        "beside": (*_UNIT, "result", "title", "state", *_SCORE, "low", "high", "grade", *_RANK, "notes"),
        "indicators": (
            *_UNIT, "indicator", "title", "parent", "level", "points", "state", "why", *_SCORE, "lost", "lost_exact", "class_mean",
            "class_mean_exact", "grade",
            "rank", "tied", "earlier_score", "notes",
        ),
        "items": (
            *_UNIT, "result", "indicator", "title", "rule", "kind", "occasion", "quantity", "price", "item_points",
            "item_exact", "reason", "basis", "records",
        ),
        "facts": (
            *_UNIT, "field", "label", "record", "column", "value", "measure", "layer", "source", "date", "evidence",
            "assessor", "note",
        ),
        "owed": (*_UNIT, "owed_kind", "owed_what", "owed_record", "responsible", "indicators", "vetoes"),
        "adjustments": (
            *_UNIT, "adjustment", "authority", "date", "effect", "effect_state", "field", "record", "column", "indicator",
            "rule", "item_points", "was", "now", "until", "remark", "evidence",
        ),
        "problems": ("severity", "code", "where", "message", "hint"),
    }.items()
}  # fmt: skip


def documented(name: str, language: Language) -> str:
    """The columns of a file as a table of a page, in Markdown: the name of each, and what stands in it."""
    return "\n".join(_documented(FILES[name], language)) + "\n"


def _documented(file: CsvFile, language: Language) -> Iterator[str]:
    yield say(phrase("csv.documented_head"), language)
    yield "| --- | --- |"
    for key in file.keys:
        yield f"| {say(phrase(f'csv.{key}'), language)} | {say(phrase(f'csv.told.{key}'), language)} |"
