"""A readable expression becomes a program: names are resolved and kinds checked once, when the rubric loads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field, replace
from fractions import Fraction
from typing import Any, Final, Protocol

from lawscore import numbers
from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions import operations
from lawscore.expressions.layers import DIFFERS, LAYERS_OF, VERIFIED, Difference, tell_differences
from lawscore.expressions.looks import COHORT, FAILED, LOOKS, NODE
from lawscore.expressions.reading import Tree, Unreadable, names_in, read
from lawscore.expressions.values import DATE, TEXT, YESNO, Kind, Missing, Value
from lawscore.expressions.working_days import CALENDAR_FUNCTIONS, apply
from lawscore.problems import nearest
from lawscore.texts import folded

Run = Callable[[Any], Value]
#: Says how a value came about; None where there is no value.
Tell = Callable[[Any], "Phrase | None"]

_OPERATORS: Final[Mapping[type[ast.operator], tuple[str, operations.Binary | None]]] = {
    ast.Add: ("Add", operations.add),
    ast.Sub: ("Sub", operations.subtract),
    ast.Mult: ("Mult", operations.multiply),
    ast.Div: ("Div", None),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a declared name means: its kind, how to fetch its value from a scope, and what it reads."""

    kind: Kind
    fetch: Run
    label: str = ""
    #: Whether the value was said to be none ("it did not happen"); None where a name cannot be asked.
    none: Run | None = None
    reads: frozenset[str] = frozenset()
    #: How its value came about, where that takes more than its name.
    tell: Tell | None = None
    #: It is a column: its value belongs to one record, not to the unit.
    of_record: bool = False


class Names(Protocol):
    """The names that an expression may use where it stands."""

    def find(self, name: str) -> Name | None:
        """The meaning of a name; None where it is not declared."""

    def known(self) -> Iterable[str]:
        """All declared names, for the nearest one to a slip."""

    def indicators(self) -> Iterable[str]:
        """The ids of indicators whose results an expression may look at."""

    def judged(self) -> Collection[str]:
        """Those of them at or below which something declares `passes`."""


@dataclass(frozen=True, slots=True)
class Program:
    """An expression that is ready to run: `run(scope)` is its exact value, `kind` its type."""

    text: str
    kind: Kind
    run: Run = field(repr=False, compare=False)
    tree: Tree = field(repr=False, compare=False)
    names: Mapping[str, Name] = field(repr=False, compare=False)
    #: Field names, and markers of what else it depends on: `node:4.2` the result of an indicator, `cohort:` other units.
    reads: frozenset[str] = frozenset()
    #: Calls that are not plain functions of their arguments (`score('4.2')`), by where they stand in the text.
    looks: Mapping[int, Run] = field(default_factory=dict, repr=False, compare=False)
    #: How the value came about, where that takes more than the text.
    tell: Tell | None = field(default=None, repr=False, compare=False)
    #: What a sentence calls it, where that is not its text.
    title: Phrase | None = field(default=None, repr=False, compare=False)

    @property
    def constant(self) -> Value | None:
        """Its value, where it reads nothing and so has the same everywhere."""
        fixed = self.kind.name != "any" and not (self.names or self.looks or self.reads)
        return self.run(None) if fixed else None


def bind(text: str, names: Names) -> Program:
    """Make a program of an expression; raises `Unreadable` where it cannot be one."""
    tree = _as_compared(read(text))
    found: dict[str, Name] = {}
    for node in names_in(tree):
        meaning = names.find(node.id)
        if meaning is None:
            raise _undeclared(tree, node, names)
        found[node.id] = meaning
    compiler = _Compiler(tree, found, names)
    run, kind = compiler.compile(tree.body)
    if not found and not compiler.looks:
        run = _constant(run(None))
    reads = frozenset(compiler.reads).union(*(meaning.reads for meaning in found.values()))
    differences = (look for look in compiler.looks.values() if isinstance(look, Difference))
    tell = found[tree.body.id].tell if isinstance(tree.body, ast.Name) else tell_differences(differences)
    return Program(tree.text, kind, run, tree, found, reads, compiler.looks, tell)


def _as_compared(tree: Tree) -> Tree:
    """The same expression, its texts as all texts are compared."""
    texts = {
        at: replace(literal, value=folded(literal.value))
        for at, literal in tree.literals.items()
        if isinstance(literal.value, str)
    }
    return replace(tree, literals={**tree.literals, **texts}) if texts else tree


def _constant(value: Value) -> Run:
    """A program that reads nothing is worked out once."""
    return lambda _: value


def _negated(inner: Run) -> Run:
    def run(scope: Any) -> Value:
        value = inner(scope)
        return not value if value.__class__ is bool else operations.negation(value)

    return run


def bind_condition(text: str, names: Names) -> Program:
    """Make a program of a condition: its value is yes or no."""
    program = bind(text, names)
    if program.kind.name not in ("yesno", "any"):
        raise Unreadable("condition_expected", 0, given=text, kind=program.kind.word)
    return program


def _undeclared(tree: Tree, node: ast.Name, names: Names) -> Unreadable:
    if node.id in operations.FUNCTIONS or node.id in _SPECIAL:
        return Unreadable("function_bare", tree.offset(node), phrase("hint.call", name=node.id), name=node.id)
    guess = nearest(node.id, names.known())
    hint = phrase("hint.nearest", name=guess) if guess else phrase("hint.declare", name=node.id)
    return Unreadable("name_undeclared", tree.offset(node), hint, name=node.id)


@dataclass(frozen=True, slots=True)
class _Compiler:
    tree: Tree
    names: Mapping[str, Name]
    declared: Names
    looks: dict[int, Run] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)

    def compile(self, node: ast.expr) -> tuple[Run, Kind]:
        """The closure that computes the node, and its kind."""
        return _HANDLERS[type(node)](self, node)

    def refuse(self, node: ast.expr, code: str, **facts: object) -> Unreadable:
        facts = {"given": self.tree.segment(node), **facts}
        return Unreadable(code, self.tree.offset(node), None, follows=False, **facts)

    def literal(self, node: ast.Constant) -> tuple[Run, Kind]:
        literal = self.tree.literals[node.col_offset]
        value = literal.value
        return (lambda _: value), literal_kind(value, percent=literal.percent)

    def name(self, node: ast.Name) -> tuple[Run, Kind]:
        meaning = self.names[node.id]
        if meaning.kind.name in ("records", "numbers"):
            raise self.refuse(node, f"{meaning.kind.name}_in_expression", name=node.id)
        return meaning.fetch, meaning.kind

    def unary(self, node: ast.UnaryOp) -> tuple[Run, Kind]:
        inner, kind = self.compile(node.operand)
        if isinstance(node.op, ast.Not):
            self.want(node.operand, kind, "yesno")
            return _negated(inner), YESNO
        self.want(node.operand, kind, "number")
        if isinstance(node.op, ast.UAdd):
            return inner, kind
        literal = -kind.literal if isinstance(kind.literal, Fraction) else None
        return (lambda scope: operations.negate(inner(scope))), Kind(
            kind.name, kind.measure, kind.whole, literal=literal
        )

    def binary(self, node: ast.BinOp) -> tuple[Run, Kind]:
        left, left_kind = self.compile(node.left)
        right, right_kind = self.compile(node.right)
        op, meaning = _OPERATORS[type(node.op)]
        kind = operations.sum_kind(op, left_kind, right_kind)
        if kind is None:
            raise self.refuse(node, "operands_wrong", left=left_kind.word, right=right_kind.word)
        if meaning is None:
            meaning = operations.divide_saying(self.tree.segment(node))
        return (lambda scope: meaning(left(scope), right(scope))), kind

    def logic(self, node: ast.BoolOp) -> tuple[Run, Kind]:
        parts: list[Run] = []
        for value in node.values:
            run, kind = self.compile(value)
            self.want(value, kind, "yesno")
            parts.append(run)
        join = operations.both if isinstance(node.op, ast.And) else operations.either
        if len(parts) == 2:
            first, second = parts
            return (lambda scope: join([first(scope), second(scope)])), YESNO
        return (lambda scope: join([part(scope) for part in parts])), YESNO

    def compare(self, node: ast.Compare) -> tuple[Run, Kind]:
        operands = [node.left, *node.comparators]
        compiled = [self.compile(operand) for operand in operands]
        steps: list[tuple[operations.Binary, Run, Run]] = []
        for index, op in enumerate(node.ops):
            self.comparable(node, op, operands[index : index + 2], [kind for _, kind in compiled[index : index + 2]])
            steps.append((operations.COMPARISONS[type(op).__name__], compiled[index][0], compiled[index + 1][0]))
        if len(steps) == 1:
            relation, left, right = steps[0]
            return (lambda scope: relation(left(scope), right(scope))), YESNO
        return (lambda scope: operations.both([r(a(scope), b(scope)) for r, a, b in steps])), YESNO

    def comparable(self, node: ast.expr, op: ast.cmpop, sides: list[ast.expr], kinds: list[Kind]) -> None:
        left, right = kinds
        if "any" in (left.name, right.name):
            return
        if left.name != right.name:
            raise self.refuse(node, "comparison_of_kinds", left=left.word, right=right.word)
        if left.name in ("yesno", "text") and not isinstance(op, ast.Eq | ast.NotEq):
            raise self.refuse(node, "order_of_texts", kind=left.word)
        for side, kind, other in ((sides[0], left, right), (sides[1], right, left)):
            self.check_option(side, kind, other)
            self.check_percent(side, kind, other)

    def check_option(self, side: ast.expr, kind: Kind, other: Kind) -> None:
        """A text that is compared with a choice must be one of its values."""
        if other.options is None or not isinstance(kind.literal, str) or kind.literal in other.options:
            return
        guess = nearest(kind.literal, other.options)
        hint = phrase("hint.nearest", name=guess) if guess else None
        raise Unreadable(
            "choice_without_value",
            self.tree.offset(side),
            hint,
            follows=True,
            value=kind.literal,
            options=other.options,
        )

    def check_percent(self, side: ast.expr, kind: Kind, other: Kind) -> None:
        """A percentage compared with 90 is a slip for 90%."""
        if other.measure != "percent" or kind.measure != "plain" or not isinstance(kind.literal, Fraction):
            return
        if kind.literal not in (0, 1):
            text = self.tree.segment(side).strip()
            raise Unreadable(
                "percent_with_number",
                self.tree.offset(side),
                as_percent(text, kind),
                given=text,
            )

    def choose(self, node: ast.IfExp) -> tuple[Run, Kind]:
        test, test_kind = self.compile(node.test)
        self.want(node.test, test_kind, "yesno")
        yes, yes_kind = self.compile(node.body)
        no, no_kind = self.compile(node.orelse)
        if "any" not in (yes_kind.name, no_kind.name) and yes_kind.name != no_kind.name:
            raise self.refuse(node, "branches_of_kinds", left=yes_kind.word, right=no_kind.word)

        def run(scope: Any) -> Value:
            outcome = test(scope)
            if isinstance(outcome, Missing):
                return operations.undecided(outcome, (yes(scope), no(scope)))
            return yes(scope) if outcome else no(scope)

        measure = yes_kind.measure if yes_kind.measure != "plain" else no_kind.measure
        return run, Kind(yes_kind.name, measure, yes_kind.whole and no_kind.whole, _either_option(yes_kind, no_kind))

    def call(self, node: ast.Call) -> tuple[Run, Kind]:
        called = node.func
        assert isinstance(called, ast.Name)  # the reader allows nothing else
        special = _SPECIAL.get(called.id)
        if special is not None:
            run, kind = special(self, node)
            self.looks[node.col_offset] = run
            return run, kind
        function = operations.FUNCTIONS.get(called.id)
        if function is None:
            guess = nearest(called.id, [*operations.FUNCTIONS, *_SPECIAL])
            hint = (
                phrase("hint.nearest", name=guess)
                if guess
                else phrase("hint.functions", names=tuple(operations.FUNCTIONS))
            )
            raise Unreadable("function_unknown", self.tree.offset(node), hint, name=called.id)
        runs, kinds = self.arguments(node, function)
        if len(runs) == 1:
            only = runs[0]
            return (lambda scope: function(only(scope))), function.gives(kinds)
        return (lambda scope: function(*[run(scope) for run in runs])), function.gives(kinds)

    def arguments(self, node: ast.Call, function: operations.Function) -> tuple[list[Run], list[Kind]]:
        takes = list(function.takes)
        if function.many:
            takes = takes * max(1, len(node.args))
        least = sum(not want.endswith("?") for want in takes)
        if not least <= len(node.args) <= len(takes) or (function.many and len(node.args) < 2):
            raise self.refuse(node, "function_arguments", name=function.name, expected=function.arity)
        runs, kinds = [], []
        for argument, want in zip(node.args, takes, strict=False):
            run, kind = self.compile(argument)
            self.want(argument, kind, want.rstrip("?"))
            runs.append(run)
            kinds.append(kind)
        return runs, kinds

    def ask_none(self, node: ast.Call) -> tuple[Run, Kind]:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
            raise self.refuse(node, "is_none_takes_name")
        meaning = self.names[node.args[0].id]
        if meaning.none is None:
            raise self.refuse(node, "is_none_takes_name")
        return meaning.none, YESNO

    def look(self, node: ast.Call) -> tuple[Run, Kind]:
        """`score('4.2')`: the result of another indicator, named by its id."""
        assert isinstance(node.func, ast.Name)  # the reader allows nothing else
        look = LOOKS[node.func.id]
        literal = self.tree.literals.get(node.args[0].col_offset) if len(node.args) == 1 else None
        if literal is None or not isinstance(literal.value, str) or not isinstance(node.args[0], ast.Constant):
            raise self.refuse(node, "look_takes_id", name=look.name)
        known = {folded(one): one for one in self.declared.indicators()}
        indicator = known.get(literal.value, literal.value)
        if literal.value not in known:
            guess = nearest(indicator, known.values())
            hint = phrase("hint.nearest", name=guess) if guess else None
            raise Unreadable("indicator_unknown", self.tree.offset(node.args[0]), hint, follows=True, id=indicator)
        if look.name == FAILED and indicator not in self.declared.judged():
            raise Unreadable("failed_of_nothing", self.tree.offset(node.args[0]), phrase("hint.passes"), id=indicator)
        self.reads.add(NODE + indicator)
        return (lambda scope: look.run(scope, indicator)), look.kind

    def on_calendar(self, node: ast.Call) -> tuple[Run, Kind]:
        """`working_days(a, b)`: a function that also looks at the calendar."""
        assert isinstance(node.func, ast.Name)  # the reader allows nothing else
        function = CALENDAR_FUNCTIONS[node.func.id]
        runs, kinds = self.arguments(node, function)
        return (lambda scope: apply(function, scope, [run(scope) for run in runs])), function.gives(kinds)

    def differ(self, node: ast.Call) -> tuple[Run, Kind]:
        """`differs(x, tolerance)`: the self-reported x against the x that counts."""
        if not 1 <= len(node.args) <= 2:
            raise self.refuse(node, "function_arguments", name=DIFFERS, expected="2")
        figure, kind, fields = self.layered(node.args[0])
        tolerance = self.tolerance(node, kind)
        return Difference(self.tree.segment(node.args[0]).strip(), figure, kind, fields, tolerance), YESNO

    def verify(self, node: ast.Call) -> tuple[Run, Kind]:
        """`verified(x)`: whether anybody has verified or reviewed what x is made of."""
        if len(node.args) != 1:
            raise self.refuse(node, "function_arguments", name=VERIFIED, expected="1")
        _, _, fields = self.layered(node.args[0])
        return (lambda scope: scope.is_verified(fields)), YESNO

    def layered(self, node: ast.expr) -> tuple[Run, Kind, frozenset[str]]:
        """A figure whose layers are compared: what computes it, its kind, and the fields that it reads."""
        inside = _Compiler(self.tree, self.names, self.declared, self.looks)
        whole = self.names.get(node.id) if isinstance(node, ast.Name) else None
        run, kind = (whole.fetch, whole.kind) if whole is not None else inside.compile(node)
        names = [self.names[one.id] for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in self.names]
        reads = frozenset(inside.reads).union(*(name.reads for name in names))
        if any(name.of_record for name in names) or any(read.startswith((NODE, COHORT)) for read in reads):
            raise self.refuse(node, "layers_not_own")
        fields = frozenset(read for read in reads if ":" not in read)
        if not fields and kind.name != "any":
            raise self.refuse(node, "layers_of_nothing")
        self.reads.update(inside.reads, (LAYERS_OF + name for name in fields))
        return run, kind, fields

    def tolerance(self, node: ast.Call, kind: Kind) -> Run | None:
        """How far two figures may be apart: must be said of numbers and dates, and of nothing else."""
        measured = kind.name in ("number", "date")
        if len(node.args) == 1:
            if measured:
                text = self.tree.segment(node)
                hint = phrase("hint.tolerance")
                raise Unreadable("tolerance_missing", self.tree.offset(node), hint, given=text, kind=kind.word)
            return None
        if not measured and kind.name != "any":
            raise self.refuse(node.args[1], "tolerance_not_taken", kind=kind.word)
        run, given = self.compile(node.args[1])
        self.want(node.args[1], given, "number")
        self.check_share(node.args[1], given, kind)
        if given.measure == "percent" and (kind.name == "date" or (kind.measure == "plain" and kind.whole)):
            raise self.refuse(node.args[1], "number_with_percent")
        if isinstance(given.literal, Fraction) and given.literal < 0:
            raise self.refuse(node.args[1], "tolerance_negative")
        return run

    def check_share(self, node: ast.expr, given: Kind, kind: Kind) -> None:
        """A share is apart from another by a percentage: 1 would be all of it."""
        if kind.measure in ("percent", "ratio") and given.measure == "plain" and given.literal not in (0, None):
            text = self.tree.segment(node).strip()
            code = "percent_with_number" if kind.measure == "percent" else "tolerance_plain"
            raise Unreadable(code, self.tree.offset(node), as_percent(text, given), given=text)

    def want(self, node: ast.expr, kind: Kind, name: str) -> None:
        fits = kind.name == "number" and kind.whole if name == "whole" else kind.name == name
        if not fits and kind.name != "any":
            raise self.refuse(node, f"expected_{name}", kind=kind.word)


_HANDLERS: Final[Mapping[type[ast.expr], Callable[[_Compiler, Any], tuple[Run, Kind]]]] = {
    ast.Constant: _Compiler.literal,
    ast.Name: _Compiler.name,
    ast.UnaryOp: _Compiler.unary,
    ast.BinOp: _Compiler.binary,
    ast.BoolOp: _Compiler.logic,
    ast.Compare: _Compiler.compare,
    ast.IfExp: _Compiler.choose,
    ast.Call: _Compiler.call,
}


#: Calls that are more than a function of their arguments' values.
_SPECIAL: Final[Mapping[str, Callable[[_Compiler, ast.Call], tuple[Run, Kind]]]] = {
    operations.IS_NONE: _Compiler.ask_none,
    **dict.fromkeys(LOOKS, _Compiler.look),
    **dict.fromkeys(CALENDAR_FUNCTIONS, _Compiler.on_calendar),
    DIFFERS: _Compiler.differ,
    VERIFIED: _Compiler.verify,
}


def as_percent(text: str, kind: Kind) -> Phrase:
    """What to write for a plain number where a percentage is due: 90% for 90, and 0.5% for 0.005."""
    value = kind.literal
    share = numbers.percent_text(value) if isinstance(value, Fraction) and abs(value) < 1 else text + "%"
    return phrase("hint.write_instead", instead=share)


def _either_option(one: Kind, other: Kind) -> tuple[str, ...] | None:
    """The values of one choice or another; None where either may be any text."""
    listed = [(kind.literal,) if isinstance(kind.literal, str) else kind.options for kind in (one, other)]
    if listed[0] is None or listed[1] is None:
        return None
    return tuple(dict.fromkeys((*listed[0], *listed[1])))


def literal_kind(value: object, *, percent: bool = False) -> Kind:
    """The kind of a literal: it keeps its value, for checks."""
    if isinstance(value, Fraction):
        measure = "percent" if percent else "plain"
        low = value if value >= 0 else None
        return Kind("number", measure=measure, whole=value.denominator == 1 and not percent, literal=value, low=low)  # type: ignore[arg-type]
    if isinstance(value, str):
        return Kind(TEXT.name, literal=value)
    return Kind(DATE.name, literal=value)  # type: ignore[arg-type]
