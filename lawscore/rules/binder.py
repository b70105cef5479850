"""Where a rule stands while it is bound: the names it may use, its path in the document, and the problems found so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Name, Program, bind, bind_condition
from lawscore.expressions.reading import Unreadable, wordless
from lawscore.expressions.values import ANY, Kind, Missing, Unknown, Value
from lawscore.facts.unit import Record, Records, Scope
from lawscore.problems import Problem, Severity, Where, nearest

if TYPE_CHECKING:
    from lawscore.rules.cohort import Figure


@dataclass(frozen=True, slots=True)
class RecordList:
    """A declared list of records: its name, label, and the names of its columns."""

    name: str
    label: str
    columns: Mapping[str, Name]
    unit: str = ""
    #: The columns that are worked out from the others, each after those it reads.
    computed: Mapping[str, Program] = field(default_factory=dict)

    def of(self, scope: Scope) -> Records | Missing:
        """The records of the unit, with all columns; or why there are none to look at."""
        found = scope.records(self.name)
        if isinstance(found, Missing) or not self.computed:
            return found
        key = f"records {self.name}"  # no name has a blank
        if key not in scope.cache:
            scope.cache[key] = tuple(self.complete(record, scope) for record in found)  # type: ignore[assignment]
        return scope.cache[key]  # type: ignore[return-value]

    def complete(self, record: Record, scope: Scope) -> Record:
        """A record with the columns that are worked out from the others."""
        values: dict[str, Value] = dict(record.values)
        whole = replace(record, values=values)
        inside = scope.within(whole)
        for column, program in self.computed.items():
            if column not in values:
                value = program.run(inside)
                values[column] = _owned(value, record.key) if isinstance(value, Missing) else value
        return whole

    def check_columns(self, named: Iterable[str], binder: Binder, *steps: str | int) -> None:
        """Report the columns that the list does not have."""
        for column in named:
            if column not in self.columns:
                binder.refuse(
                    "column_unknown", *steps, name=column, records=self.name, columns=tuple(self.columns), follows=True
                )


def _owned(value: Missing, key: str) -> Missing:
    """What is missing in a record is put down to that record."""
    return replace(value, causes=tuple(replace(cause, record=cause.record or key) for cause in value.causes))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names an expression may use at one place of a rubric."""

    names: Mapping[str, Name]
    lists: Mapping[str, RecordList] = field(default_factory=dict)
    #: The ids of results that expressions may look at: indicators, and results beside the total.
    ids: frozenset[str] = frozenset()
    #: Those of them at or below which something declares `passes`.
    passing: frozenset[str] = frozenset()

    def find(self, name: str) -> Name | None:
        """The meaning of a name; None where it is not declared."""
        return self.names.get(name)

    def known(self) -> Iterable[str]:
        """All names, for the nearest one to a slip."""
        return self.names

    def indicators(self) -> Iterable[str]:
        """The ids of results that expressions may look at."""
        return self.ids

    def judged(self) -> frozenset[str]:
        """Those of them at or below which something declares `passes`."""
        return self.passing

    def also(self, more: Mapping[str, Name]) -> Vocabulary:
        """This vocabulary and more names (the columns of a list, the field of a node)."""
        return replace(self, names={**self.names, **more})


@dataclass(frozen=True, slots=True)
class Binder:
    """Binds one part of a rubric. Problems are collected, never raised, so that all of a file are shown at once."""

    names: Vocabulary
    problems: list[Problem]
    path: tuple[str | int, ...] = ()
    #: The indicator (or veto) whose rule is bound, for the questions to assessors.
    indicator: str = ""
    points: Any = None
    #: The names of other rubrics, by `id@version`, for measures over units that those score.
    others: Mapping[str, Vocabulary] = field(default_factory=dict)
    #: The problem to report where a rubric is named that cannot be used; one that is not there has none.
    unusable: Mapping[str, str] = field(default_factory=dict)
    #: Where other rubrics were looked up.
    folders: tuple[str, ...] = ()
    #: The rubric whose names are used, where it is another one.
    rubric: str = ""
    #: The expressions whose values in whole groups of units are asked for, as far as they are bound, by their marks.
    figures: dict[str, Figure] = field(default_factory=dict)

    def at(self, *steps: str | int) -> Binder:
        """The binder of a part inside this one."""
        return replace(self, path=(*self.path, *steps))

    def also(self, more: Mapping[str, Name]) -> Binder:
        """The binder of a part that may use more names."""
        return replace(self, names=self.names.also(more))

    def of_unit(self) -> Binder:
        """The binder of expressions over a whole unit: without the columns of the record at hand."""
        names = {name: meaning for name, meaning in self.names.names.items() if not meaning.of_record}
        return replace(self, names=replace(self.names, names=names))

    def below(self, rubric: str | None, *steps: str | int) -> Binder | None:
        """The binder of expressions over units that another rubric scores (or this one); reports a rubric that is not there."""
        if rubric is None:
            return self.of_unit()
        if rubric not in self.others:
            self._refuse_rubric(rubric, *steps)
            return None
        return replace(self, names=self.others[rubric], rubric=rubric)

    def _refuse_rubric(self, rubric: str, *steps: str | int) -> None:
        """Report that a rubric that is named cannot be used."""
        if "@" not in rubric:
            self.refuse("with_without_version", *steps, hint=phrase("hint.with_version", name=rubric), name=rubric)
            return
        looked = phrase("hint.looked_in", folders=self.folders) if self.folders else None
        code = self.unusable.get(rubric, "with_unknown")
        self.refuse(code, *steps, hint=looked if code == "with_unknown" else None, name=rubric)

    def over(self, records: RecordList) -> Binder:
        """The binder of a figure over a list: its columns, and not those of a record that may be at hand."""
        return self.of_unit().within(records)

    def within(self, records: RecordList) -> Binder:
        """The binder of expressions over the columns of a list."""
        return replace(self, names=self.names.also(records.columns))

    def refuse(
        self,
        code: str,
        *steps: str | int,
        hint: Phrase | None = None,
        severity: Severity = "error",
        offset: int | None = None,
        follows: bool = False,
        **facts: object,
    ) -> None:
        """Report a problem at a place inside this part; `offset` counts characters inside the text that stands there.

        `follows`: it may come only of another part that was refused already.
        """
        where = Where(path=(*self.path, *steps), column=offset)
        problem = Problem(code=code, where=where, severity=severity, facts=facts, hint=hint, follows=follows)
        self.problems.append(problem)

    def program(self, text: str, *steps: str | int) -> Program:
        """Bind an expression; a broken one is reported and stands in as a program of unknown kind."""
        try:
            return self._worked_out(bind(text, self.names), steps)
        except Unreadable as error:
            return self._broken(text, steps, error)

    def condition(self, text: str, *steps: str | int) -> Program:
        """Bind a condition."""
        try:
            return self._worked_out(bind_condition(text, self.names), steps)
        except Unreadable as error:
            return self._broken(text, steps, error)

    def number(self, text: str, *steps: str | int) -> Program:
        """Bind an expression that must be a number."""
        program = self.program(text, *steps)
        if program.kind.name not in ("number", "any"):
            self.refuse("expected_number", *steps, given=text, kind=program.kind.word)
        return program

    def records(self, name: str, *steps: str | int) -> RecordList | None:
        """The list of records with this name; reports where there is none."""
        found = self.names.lists.get(name)
        if found is None:
            guess = nearest(name, self.names.lists)
            self.refuse(
                "records_unknown",
                *steps,
                hint=phrase("hint.nearest", name=guess) if guess else None,
                follows=True,
                name=name,
            )
        return found

    def _worked_out(self, program: Program, steps: tuple[str | int, ...]) -> Program:
        """The program; one that reads nothing must have a value."""
        if isinstance(program.constant, Missing):
            self.refuse("constant_without_value", *steps, hint=phrase("hint.constant"), given=program.text)
        return program

    def _broken(self, text: str, steps: tuple[str | int, ...], error: Unreadable) -> Program:
        where = Where(path=(*self.path, *steps), column=error.offset)
        hint = self._told_hint(error)
        problem = Problem(code=error.code, where=where, facts=error.facts, hint=hint, follows=error.follows)
        self.problems.append(problem)
        return broken(text)

    def _told_hint(self, error: Unreadable) -> Phrase | None:
        """Where the names are those of another rubric, they are declared there."""
        declare = error.code == "name_undeclared" and error.hint is not None and error.hint.key == "hint.declare"
        return phrase("hint.of_rubric", rubric=self.rubric) if self.rubric and declare else error.hint


def broken(text: str, kind: Kind = ANY) -> Program:
    """A stand-in for an expression that could not be bound."""

    def run(_: Scope) -> Unknown:
        return Unknown(())

    return Program(text, kind, run, wordless(text), {})
