"""Data documents of one version of a rubric, under the names of another: nothing is retyped, no value is changed.

Values of fields that the other version does not have, answers to questions that it does not ask, and adjustments of
what it does not have are left out, and `Left` says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lawscore.analysis.relabelling import Left, Relabelling, became, counterpart, is_for
from lawscore.problems import Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migrating import same_kind
from lawscore.rubric.migration import UNCHANGED, Migration
from lawscore.rubric.questions import VETO
from lawscore.submission.document import (
    AdjustmentEntry,
    AnswerEntry,
    DataDocument,
    RosterUnit,
    Submission,
    ValueEntry,
)
from lawscore.submission.places import Located, Path
from lawscore.submission.sorting import accept
from lawscore.submission.words import fold


def redraft(
    documents: Iterable[Located], old: Rubric, new: Rubric, migration: Migration, left: Left
) -> tuple[Located, ...]:
    """All documents under the names of the other version.

    Those that the old version refuses are left out, and those for units below at which the new one does not look.
    """
    ways = [(below, counterpart(below, name, new)) for name, below in old.others.items()]
    own = Relabelling.between(old, new, migration, left)
    found: list[Located] = []
    for document in documents:
        below, other = next((way for way in ways if is_for(way[0], document.document.rubric)), (None, None))
        if below is not None and other is not None:
            found += redraft([document], below, other, UNCHANGED, left)
        elif below is None and accept(old, [document], []):
            found.append(_Draft(own, document).made())
    return tuple(found)


class _Draft:
    """A document under new names, and where each part of it stood."""

    def __init__(self, labels: Relabelling, located: Located) -> None:
        self.labels, self.located = labels, located
        #: Paths of the new document whose names or numbers differ → those of the old one.
        self.origins: dict[Path, Path] = {}
        self.refused: set[Path] = {path for path in located.refused if path[:1] == ("givens",) and len(path) == 1}

    def made(self) -> Located:
        """The document."""
        document = self.located.document
        update: dict[str, Any] = {
            "rubric": None if document.rubric is None else self.labels.new.name,
            "units": tuple(self._unit(unit) for unit in document.units),
            "givens": self._givens(document),
            "submissions": tuple(self._submission(place, one) for place, one in enumerate(document.submissions)),
            "adjustments": tuple(self._adjustments(document)),
        }
        made = document.model_copy(update=update)
        return Located(made, self._locate, frozenset(self.refused), self.located.is_roster)

    def _locate(self, path: Path, *, key: bool = False) -> Where:
        for end in range(len(path), 0, -1):
            if path[:end] in self.origins:
                return self.located.locate((*self.origins[path[:end]], *path[end:]), key=key)
        return self.located.locate(path, key=key)

    def _unit(self, unit: RosterUnit) -> RosterUnit:
        roles = {target: role for indicator, role in unit.roles.items() for target in self.labels.indicators(indicator)}
        return unit.model_copy(update={"roles": roles}) if unit.roles else unit

    def _givens(self, document: DataDocument) -> dict[str, ValueEntry]:
        """The figures common to all: they are renamed as fields are."""
        there = self.labels.new.document.givens
        found: dict[str, ValueEntry] = {}
        for written, entry in document.givens.items():
            name = self.labels.names.givens.get(fold(written))
            target = became(self.labels.old.document.givens, there, self.labels.migration, name) if name else None
            if target is not None:
                found[self._renamed(("givens",), written, name, target)] = entry
            elif name is not None:
                self.labels.left.fields.setdefault(name)
        return found

    def _submission(self, place: int, submission: Submission) -> Submission:
        here: Path = ("submissions", place)
        update = {"values": self._values(here, submission), "answers": tuple(self._answers(here, submission))}
        return submission.model_copy(update=update)

    def _values(self, here: Path, submission: Submission) -> dict[str, ValueEntry]:
        found: dict[str, ValueEntry] = {}
        above: Path = (*here, "values")
        if above in self.located.refused:
            self.refused.add(above)
        for path in self.located.refused_below.get(above, ()):
            target = self.labels.field(str(path[-1]))
            if target is not None:
                self.refused.add((*above, target))
                self.origins[*above, target] = path
        for written, entry in submission.values.items():
            name = self.labels.names.fields.get(fold(written))
            target = self.labels.field(written)
            if target is not None:
                found[self._renamed(above, written, name, target)] = self._entry(name, target, entry)
            elif name is not None:
                self.labels.left.fields.setdefault(name)
        return found

    def _renamed(self, above: Path, written: str, name: str | None, target: str) -> str:
        """The key under which a value stands: as it was written, where the name stayed."""
        if name == target:
            return written
        self.origins[*above, target] = (*above, written)
        return target

    def _entry(self, name: str | None, target: str, entry: ValueEntry) -> ValueEntry:
        """A list of records loses the columns that are not the same in the other version; all else stays as it is."""
        columns = self.labels.new.fields[target].fields
        if columns is None or not isinstance(entry.value, list | tuple):
            return entry
        before = self.labels.old.fields[name or target].fields or {}
        gone = {fold(one) for one, spec in before.items() if one not in columns or not same_kind(spec, columns[one])}
        if not gone:
            return entry
        rows = [
            {column: cell for column, cell in row.items() if fold(str(column)) not in gone}
            if isinstance(row, Mapping)
            else row
            for row in entry.value
        ]
        for column in sorted(gone):
            self.labels.left.fields.setdefault(f"{name}.{column}")
        return entry.model_copy(update={"value": rows})

    def _answers(self, here: Path, submission: Submission) -> Iterator[AnswerEntry]:
        number = 0
        for place, entry in enumerate(submission.answers):
            for answer in self._answer(entry):
                path: Path = (*here, "answers", number)
                self.origins[path] = (*here, "answers", place)
                if self.origins[path] in self.located.refused:
                    self.refused.add(path)
                number += 1
                yield answer

    def _answer(self, entry: AnswerEntry) -> Iterator[AnswerEntry]:
        """The entry for each question of the other version that it answers."""
        if entry.veto is not None:
            if self.labels.asks(VETO, entry.veto, entry.about):
                yield entry
            else:
                self.labels.left.answers.setdefault(entry.veto)
            return
        rule = entry.rule or ""
        targets = [
            target
            for target in self.labels.indicators(entry.indicator or "")
            if self.labels.asks(target, rule, entry.about)
        ]
        if not targets:
            self.labels.left.answers.setdefault(f"{entry.indicator}/{rule}")
        for target in targets:
            yield entry.model_copy(update={"indicator": target})

    def _adjustments(self, document: DataDocument) -> Iterator[AdjustmentEntry]:
        number = 0
        for place, entry in enumerate(document.adjustments):
            update = self._adjustment(entry)
            if update is None:
                self.labels.left.adjustments.setdefault(entry.id or f"{entry.unit} {entry.indicator or entry.field}")
                continue
            self.origins["adjustments", number] = ("adjustments", place)
            number += 1
            yield entry.model_copy(update=update)

    def _adjustment(self, entry: AdjustmentEntry) -> dict[str, Any] | None:
        """What an adjustment is of; None where that is not one thing of the other version."""
        if entry.field is not None:
            target = self.labels.field(entry.field)
            return None if target is None else {"field": target}
        if entry.indicator is None:
            return {}
        targets = self.labels.indicators(entry.indicator)
        if entry.rule is not None:
            targets = tuple(one for one in targets if self.labels.has_rule(one, entry.rule))
        return {"indicator": targets[0]} if len(targets) == 1 else None
