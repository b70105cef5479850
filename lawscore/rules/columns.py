"""Computed columns of records: an expression over the columns, or a figure over a column of several numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag, model_validator

from lawscore.catalogue import phrase
from lawscore.expressions.binding import Name, Program, Run
from lawscore.expressions.reading import names_of
from lawscore.expressions.values import Value
from lawscore.facts.unit import Scope
from lawscore.models import Formula, Identifier, Late, Model, RoundingSpec, refuse
from lawscore.problems import nearest
from lawscore.rules.binder import Binder, RecordList, Vocabulary, broken
from lawscore.rules.figures import AGGREGATES, Aggregate, Trim, bind_numbers


class ColumnFigure(Model):
    """`{mean: 评分, trim: 1, round: {places: 2}}`: a figure over the numbers that one record has in a column."""

    count: Identifier | None = None
    sum: Identifier | None = None
    mean: Identifier | None = None
    median: Identifier | None = None
    min: Identifier | None = None
    max: Identifier | None = None
    trim: Trim | None = None
    round: RoundingSpec | None = None

    @model_validator(mode="after")
    def _one(self) -> ColumnFigure:
        if sum(getattr(self, key) is not None for key in AGGREGATES) != 1:
            raise refuse("measure_kinds", keys=AGGREGATES)
        if self.trim is not None and self.count is not None:
            raise refuse("measure_trim")
        return self

    @property
    def key(self) -> Aggregate:
        """Which of the six it is."""
        return next(key for key in AGGREGATES if getattr(self, key) is not None)

    @property
    def named(self) -> str:
        """The column that it is over."""
        return str(getattr(self, self.key))

    def bind(self, binder: Binder) -> Program:
        """Make the figure ready."""
        text = f"{self.key}({self.named})"
        numbers = binder.names.find(self.named)
        if numbers is None:
            guess = nearest(self.named, binder.names.known())
            hint = phrase("hint.nearest", name=guess) if guess else None
            binder.refuse("name_undeclared", self.key, hint=hint, name=self.named)
            return broken(text)
        if numbers.kind.name not in ("numbers", "any"):
            binder.refuse("column_not_numbers", self.key, name=self.named, kind=numbers.kind.word)
            return broken(text)
        return bind_numbers(text, numbers, self.key, self.trim, self.round)


def _computed_tag(value: object) -> str:
    return "figure" if isinstance(value, dict | ColumnFigure) else "formula"


Computed: TypeAlias = Annotated[
    Annotated[Formula, Tag("formula")] | Annotated[Late[ColumnFigure], Tag("figure")], Discriminator(_computed_tag)
]


def compute_columns(records: RecordList, computed: Mapping[str, Computed], binder: Binder) -> RecordList:
    """The list with its computed columns, each after those it reads; a circle is reported."""
    graph = {name: _uses(column) & set(computed) for name, column in computed.items()}

    def report(name: str, circle: tuple[str, ...]) -> None:
        binder.refuse("column_circle", name, name=name, circle=circle)

    circular = cut_circles(graph, report)
    columns, programs = dict(records.columns), dict(records.computed)
    for name in TopologicalSorter(graph).static_order():
        program = broken(name) if name in circular else _bind(name, computed[name], Vocabulary(columns), binder)
        programs[name] = program
        columns[name] = _named(name, program, records)
    return replace(records, columns=columns, computed=programs)


def cut_circles(graph: dict[str, set[str]], report: Callable[[str, tuple[str, ...]], None]) -> set[str]:
    """Report every circle of names that use each other, and cut it so that the rest can be put in order."""
    broken_: set[str] = set()
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = tuple(sorted(set(error.args[1])))
            for name in circle:
                report(name, circle)
                graph[name] = set()
            broken_.update(circle)
        else:
            return broken_


def _uses(column: Computed) -> set[str]:
    if isinstance(column, ColumnFigure):
        return {column.named}
    return names_of(column)


def _bind(name: str, column: Computed, names: Vocabulary, binder: Binder) -> Program:
    here = replace(binder, names=names)
    return column.bind(here.at(name)) if isinstance(column, ColumnFigure) else here.program(column, name)


def _named(name: str, program: Program, records: RecordList) -> Name:
    kind = replace(program.kind, literal=None)  # a column that says one number for all records is still no literal
    return Name(kind, fetch_column(name), name, reads=frozenset({records.name}), of_record=True)


def fetch_column(name: str) -> Run:
    """Read a column of the record at hand."""

    def fetch(scope: Scope) -> Value:
        assert scope.record is not None  # a column is bound only where records are gone through
        return scope.record.values[name]

    return fetch
