"""Where expressions stand: the names that they may use there. Each text is bound once for each set of names."""

from __future__ import annotations

from dataclasses import replace

from lawscore.checking.findings import Path
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program, bind
from lawscore.expressions.reading import Unreadable
from lawscore.rules.binder import RecordList, Vocabulary, broken


class Programs:
    """The programs of one rubric. The rubric is sound, so every text that is bound here was bound before."""

    def __init__(self) -> None:
        self._fixed: dict[str, Program] = {}
        self._bound: dict[tuple[int, str], tuple[Vocabulary, Program]] = {}
        self._within: dict[tuple[int, str], tuple[Vocabulary, Vocabulary]] = {}

    def of(self, text: str, names: Vocabulary) -> Program:
        """The program of a text; one that reads nothing is the same everywhere."""
        fixed = self._fixed.get(text)
        if fixed is not None:
            return fixed
        key = (id(names), text)
        if key not in self._bound:
            program = _bound(text, names)
            if not (program.names or program.looks or program.reads):
                self._fixed[text] = program
            self._bound[key] = (names, program)  # the names are kept, so that their id stays theirs
        return self._bound[key][1]

    def within(self, names: Vocabulary, records: RecordList) -> Vocabulary:
        """Some names, and the columns of a list."""
        key = (id(names), records.name)
        if key not in self._within:
            self._within[key] = (names, names.also(records.columns))
        return self._within[key][1]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the document."""

    path: Path
    names: Vocabulary
    programs: Programs

    def at(self, *steps: str | int) -> Spot:
        """A place inside this one."""
        return replace(self, path=(*self.path, *steps))

    def within(self, records: RecordList) -> Spot:
        """This place, where the columns of a list may be used too."""
        return replace(self, names=self.programs.within(self.names, records))

    def program(self, text: str) -> Program:
        """What a text means here."""
        return self.programs.of(text, self.names)


def _bound(text: str, names: Vocabulary) -> Program:
    try:
        return bind(text, names)
    except Unreadable:
        return broken(text)  # a text that is no expression of its own: the name of a list, a word of a measure
