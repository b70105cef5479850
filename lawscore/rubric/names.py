"""The names that expressions of a rubric may use: fields, givens, measures, columns, and a few that are built in."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final

from lawscore.expressions.binding import Name, Run
from lawscore.expressions.layers import LAYERED
from lawscore.expressions.looks import GIVEN, LOOKS, MEASURE
from lawscore.expressions.operations import FUNCTIONS, IS_NONE
from lawscore.expressions.values import RECORDS, TEXT, Cause, Kind, Missing, NotApplicable, Unknown, Value, unknown
from lawscore.expressions.working_days import CALENDAR_FUNCTIONS
from lawscore.facts.unit import Scope
from lawscore.rules.binder import Binder, RecordList, Vocabulary
from lawscore.rules.columns import compute_columns, cut_circles, fetch_column
from lawscore.rules.measures import Measure, bind_measure, measure_uses

if TYPE_CHECKING:
    from lawscore.rubric.document import Document
    from lawscore.rubric.fields import Column, FieldSpec
    from lawscore.rubric.tree import Node

#: Words that a rubric cannot declare, because they have a meaning of their own.
RESERVED: Final = frozenset(
    {
        "id",
        "value",
        "this",
        "parent",
        "score",
        "unit_class",
        "role",
        "all",
        "none",
        "days",
        "day",
        "vetoes",
        IS_NONE,
        *FUNCTIONS,
        *LOOKS,
        *LAYERED,
        *CALENDAR_FUNCTIONS,
    }
)
#: Measures may use measures, but no chain that a reader could not follow.
DEEPEST_MEASURES: Final = 50


def field_fetch(name: str) -> Run:
    """Read a field of the unit."""

    def fetch(scope: Scope) -> Value:
        return scope.values[name]  # type: ignore[return-value]

    return fetch


def _field_none(name: str) -> Run:
    def none(scope: Scope) -> Value:
        if name in scope.facts.nones:
            return True
        value = scope.values[name]
        return value if isinstance(value, Unknown) else False

    return none


def field_name(name: str, spec: Column) -> Name:
    """What a field means in an expression."""
    return Name(spec.kind, field_fetch(name), spec.label or name, _field_none(name), frozenset({name}))


def _given_name(name: str, spec: Column) -> Name:
    def fetch(scope: Scope) -> Value:
        value = scope.givens.get(name)
        return unknown("value", name) if value is None else value

    return Name(spec.kind, fetch, spec.label or name, reads=frozenset({GIVEN + name}))


def _column_name(name: str, spec: Column, records: str) -> Name:
    def none(scope: Scope) -> Value:
        assert scope.record is not None  # a column is bound only where records are gone through
        if name in scope.record.nones:
            return True
        value = scope.record.values[name]
        return value if isinstance(value, Unknown) else False

    return Name(spec.kind, fetch_column(name), spec.label or name, none, frozenset({records}), of_record=True)


def record_list(name: str, spec: FieldSpec, binder: Binder) -> RecordList:
    """A list of records and the names of its columns."""
    columns = {column: _column_name(column, inner, name) for column, inner in (spec.fields or {}).items()}
    records = RecordList(name, spec.label or name, columns, spec.unit or "")
    return compute_columns(records, spec.columns, binder.at("columns")) if spec.columns else records


def _unit_class(document: Document) -> Name:
    def fetch(scope: Scope) -> Value:
        return scope.unit.unit_class if scope.unit.unit_class is not None else unknown("value", "unit_class")

    return Name(Kind("text", options=tuple(document.classes)), fetch, "unit_class")


def role_name(document: Document, chain: tuple[str, ...]) -> Name:
    """The unit's role in an indicator, or in its nearest ancestor for which the roster names one."""

    def fetch(scope: Scope) -> Value:
        for node in chain:
            if node in scope.unit.roles:
                return scope.unit.roles[node]
        return NotApplicable((Cause("value", "role", detail=chain[0] if chain else ""),))

    def none(scope: Scope) -> Value:
        return isinstance(fetch(scope), Missing)

    options = tuple(document.roles) if document.roles else None
    return Name(Kind(TEXT.name, options=options), fetch, "role", none)


def vocabulary(
    document: Document, node_fields: Mapping[str, FieldSpec], ids: frozenset[str], binder: Binder
) -> Vocabulary:
    """All names of a rubric, and the ids of the results that it may look at; clashes are reported."""
    names: dict[str, Name] = {"unit_class": _unit_class(document)}
    lists: dict[str, RecordList] = {}
    _report_clashes(document, binder)
    for name, spec in document.fields.items():
        if spec.type == "records":
            lists[name] = record_list(name, spec, binder.at("fields", name))
            names[name] = Name(RECORDS, field_fetch(name), spec.label or name, _field_none(name), frozenset({name}))
        else:
            names[name] = field_name(name, spec)
    for name, spec in node_fields.items():
        if spec.type == "records":
            lists[name] = record_list(name, spec, binder.at(*_field_of(name, document.indicators, ("indicators",))))
    for name, given in document.givens.items():
        names[name] = _given_name(name, given)
    passing = frozenset(one for node in document.indicators for one in _judged(node))
    return _with_measures(document, Vocabulary(names, lists, ids, passing), binder)


def _judged(node: Node) -> list[str]:
    """The ids, of an indicator and those below it, at or below which something declares `passes`."""
    below = [one for child in node.indicators or () for one in _judged(child)]
    return [node.id, *below] if below or node.passes is not None else []


def _field_of(name: str, nodes: Sequence[Node], path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where the field of an indicator stands; nowhere, where it is not below these."""
    for place, node in enumerate(nodes):
        if node.id == name:
            return (*path, place, "field")
        found = _field_of(name, node.indicators or (), (*path, place, "indicators"))
        if found:
            return found
    return ()


def _report_clashes(document: Document, binder: Binder) -> None:
    taken: dict[str, str] = {}
    for section, name in _declared(document):
        path = (section, name)
        if name in RESERVED or keyword.iskeyword(name):
            binder.refuse("name_reserved", *path, name=name)
        elif name in taken:
            binder.refuse("name_clash", *path, name=name, other=taken[name])
        taken.setdefault(name, section)
    for list_name, spec in document.fields.items():
        own: dict[str, str] = {}
        for section, column in _columns(spec):
            where = ("fields", list_name, section, column)
            if column in RESERVED:
                binder.refuse("name_reserved", *where, name=column)
            elif column in taken or column in own:
                binder.refuse("name_clash", *where, name=column, other=taken.get(column) or own[column])
            own[column] = f"{list_name}.fields"


def _columns(spec: FieldSpec) -> Iterator[tuple[str, str]]:
    yield from (("fields", column) for column in spec.fields or {})
    yield from (("columns", column) for column in spec.columns or {})


def _declared(document: Document) -> Iterator[tuple[str, str]]:
    for section in ("givens", "fields", "measures"):
        for name in getattr(document, section):
            yield section, name


def _with_measures(document: Document, names: Vocabulary, binder: Binder) -> Vocabulary:
    """Add the measures, each after those it uses; a circle is reported, and so is a chain without end."""
    graph = {name: measure_uses(measure) & set(document.measures) for name, measure in document.measures.items()}

    def report(name: str, circle: tuple[str, ...]) -> None:
        binder.refuse("measure_circle", "measures", name, follows=True, name=name, circle=circle)

    broken = cut_circles(graph, report)
    depths: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        depths[name] = 1 + max((depths[used] for used in graph[name]), default=0)
        if depths[name] == DEEPEST_MEASURES + 1:
            binder.refuse("measure_too_deep", "measures", name, name=name, limit=str(DEEPEST_MEASURES))
        if name in broken or depths[name] > DEEPEST_MEASURES:
            names = names.also({name: Name(Kind("any"), _never, name)})
        else:
            names = names.also({name: _measure_name(name, document.measures[name], names, binder)})
    return names


def _never(_: Scope) -> Value:
    return Unknown(())


def _measure_name(name: str, measure: Measure, names: Vocabulary, binder: Binder) -> Name:
    program = bind_measure(measure, replace(binder, names=names, path=("measures", name)))

    def fetch(scope: Scope) -> Value:
        if name not in scope.cache:
            scope.cache[name] = program.run(scope.base)
        return scope.cache[name]

    if program.kind.name == "records":
        binder.refuse("records_in_expression", "measures", name, name=name)
    kind = program.kind
    tell = program.tell
    return Name(
        Kind(kind.name, kind.measure, kind.whole, kind.options, kind.low), fetch, name,
        reads=program.reads | {MEASURE + name},
        tell=(lambda scope: tell(scope.base)) if tell is not None else None,
    )  # fmt: skip
