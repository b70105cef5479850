"""What is wrong with a file, as a value: where, what, what was expected, how to mend it.

A user's mistake never raises inside the engine: it becomes a `Problem`, and all problems of an input are collected
and shown together. Only the borders (`load_rubric`, the command) turn them into an exception or an exit status.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from difflib import get_close_matches
from typing import Literal

from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.classes import dataclass

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a table without lines, whose rows are counted from 1 through the whole of it: its `row` is `Where.line`."""

    #: The column by its name; nothing where the row as a whole is meant.
    column: str = ""
    #: Of a file that is divided into row groups, the one that has the row.
    group: int | None = None
    #: Inside a list of records that stands in one cell: which record.
    record: int | None = None

    def parts(self, row: int | None) -> tuple[Phrase, ...]:
        """What leads to it, from the largest to the smallest."""
        told = [
            phrase("where.row" if self.group is None else "where.row_in_group", row=str(row), group=str(self.group))
        ]
        column = [phrase("where.column", name=self.column)] if self.column else []
        record = [phrase("where.record", number=str(self.record))] if self.record is not None else []
        return (*(told if row is not None else ()), *column, *record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in an input: `file:line:column`, `book!sheet!cell`, a row and a column by name, or a file and a path inside it."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    path: tuple[str | int, ...] = ()
    #: The line of the source, for the caret; None where there is none (a workbook, a dict).
    source: str | None = None
    #: Of a table without lines: `line` is then the row.
    spot: Spot | None = None

    def __str__(self) -> str:
        return self.told("zh")

    def told(self, language: Language) -> str:
        """The place as a problem shows it."""
        named = self.named
        return named if isinstance(named, str) else say(named, language)

    @property
    def named(self) -> str | Phrase:
        """The place as a fact of a sentence: a text that is the same in every language, or a phrase."""
        parts = self.spot.parts(self.line) if self.spot is not None else ()
        if parts:
            return phrase("where.spot", file=self.file, parts=parts)
        return self.file if self.spot is not None else self._plain()

    def before(self, message: str, language: Language) -> str:
        """A message at its place: `file:line:column: …` as every program reads it, a place in words with the language's own colon."""
        named = self.named
        if isinstance(named, str):
            return f"{named}: {message}" if named else message
        return say(phrase("where.before", where=named, message=message), language)

    def _plain(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}:{self.column or 1}".removeprefix(":")
        if self.cell is not None:
            return f"{self.file}!{self.cell}"
        inside = ".".join(str(step) for step in self.path)
        return f"{self.file}: {inside}" if self.file and inside else self.file or inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in an input.

    `code` names the problem for ever and has its own page in the docs; `facts` fill the sentence
    `problem.<code>` of the catalogue; `hint` says how to mend it.
    """

    code: str
    where: Where = field(default_factory=Where)
    severity: Severity = "error"
    facts: Mapping[str, object] = field(default_factory=dict)
    hint: Phrase | None = None
    #: It may come only of another part of the input that was refused already.
    follows: bool = False

    def __str__(self) -> str:
        return self.where.before(self.message(), "zh")

    @property
    def sentence(self) -> Phrase:
        """What is wrong and what was expected, before it is put into a language."""
        return Phrase(f"problem.{self.code}", self.facts)

    def message(self, language: Language = "zh") -> str:
        """The sentence: what is wrong and what was expected."""
        return say(self.sentence, language)

    def hint_text(self, language: Language = "zh") -> str:
        """How to mend it; empty where there is nothing to add."""
        return say(self.hint, language) if self.hint else ""

    def at(self, where: Where) -> Problem:
        """The same problem, placed."""
        return replace(self, where=where)


class ProblemsError(Exception):
    """A mistake of the user, as everything in the library raises it: `problems` says all that is wrong, each at its place.

    Each problem tells itself in both languages: `problem.message("en")`, `problem.hint_text("en")`.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RubricError(ProblemsError):
    """A rubric, or a map from one to another, that cannot be used."""


class ResultError(ProblemsError):
    """A published result that cannot be read."""


class QuestionError(ProblemsError):
    """A question that cannot be asked: of a layer, of groups, or of a range of weights that there is not."""


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those problems that forbid the use of the input."""
    return [problem for problem in problems if problem.severity == "error"]


def each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in their order, without those that say the same of the same place again."""
    return tuple({(problem.code, problem.where, str(problem.facts)): problem for problem in problems}.values())


def in_order(problems: Iterable[Problem], name: str) -> list[Problem]:
    """Each once, those of the file of this name first, each file's by line and column."""

    def place(problem: Problem) -> tuple[bool, str, int, int]:
        where = problem.where
        return where.file != name, where.file, where.line or 0, where.column or 0

    return sorted(each_once(problems), key=place)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be."""
    pool = list(known)
    folded = {candidate.casefold().replace("-", "_"): candidate for candidate in pool}
    exact = folded.get(name.casefold().replace("-", "_"))
    if exact is not None:
        return exact
    cutoff = 0.5 if len(name) <= 4 else 0.6  # short Chinese names differ by one character of two to four
    matches = get_close_matches(name, pool, n=1, cutoff=cutoff)
    return matches[0] if matches else None
