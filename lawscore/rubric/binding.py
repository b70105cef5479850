"""From the document to a rubric that is ready: resolve names, check kinds and numbers of the tree, collect all problems."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from lawscore.catalogue import phrase
from lawscore.expressions.binding import Name
from lawscore.expressions.looks import PEER
from lawscore.models import MEANING
from lawscore.numbers import ZERO
from lawscore.problems import Problem, errors, nearest
from lawscore.rubric.aggregates import WEIGHTED, linear, shares
from lawscore.rubric.also import Also
from lawscore.rubric.beside import bind_also
from lawscore.rubric.bound import AnyRule, BoundCheck, BoundNode, BoundVeto, Once, Rubric
from lawscore.rubric.document import Document
from lawscore.rubric.fields import FieldSpec
from lawscore.rubric.names import field_name, role_name, vocabulary
from lawscore.rubric.order import order_of
from lawscore.rubric.questions import questions_of
from lawscore.rubric.standings import bind_standings
from lawscore.rubric.tree import Node, PeersMean
from lawscore.rules.binder import Binder, Vocabulary
from lawscore.rules.cohort import Within, bind_within, mark_of_mean, of_peers
from lawscore.rules.combining import BoundCombination, bind_rule, charging_rules, rules_with
from lawscore.rules.records import columns_of

ROOT = ""


def bind_rubric(
    document: Document,
    others: Mapping[str, Rubric] | None = None,
    unusable: Mapping[str, str] | None = None,
    folders: tuple[str, ...] = (),
) -> tuple[Rubric | None, list[Problem]]:
    """Make a rubric ready. Where there are errors there is no rubric, and `problems` lists all of them.

    `others` are the rubrics, by `id@version`, that score the units below (`with`); `unusable` those that cannot, each
    with the code of the problem that is reported where it is named; `folders` say where they were looked up.
    """
    problems: list[Problem] = []
    specs = dict(_all_nodes(document.indicators, ("indicators",)))
    node_fields = {node.id: node.field for node in specs.values() if node.field is not None}
    ids = frozenset(node.id for node in specs.values())
    others = others or {}
    vocabularies = {name: other.names for name, other in others.items()}
    binder = Binder(Vocabulary({}), problems, others=vocabularies, unusable=unusable or {}, folders=folders)
    names = vocabulary(document, node_fields, ids, binder)
    binder = replace(binder, names=names)
    _check_ids(document, specs, binder)
    builder = _Builder(document, binder)
    root = builder.root()
    vetoes = tuple(_bind_veto(document, place, binder) for place in range(len(document.vetoes)))
    checks = tuple(
        BoundCheck(check.id, binder.at("checks", place).condition(check.that, "that"), check.message, check.severity)
        for place, check in enumerate(document.checks)
    )
    _check_references(document, specs, binder)
    _check_across(document, root, binder)
    also = bind_also(document, root, binder, builder.weigh)
    standings = bind_standings(document, root, binder)
    order = order_of(document, root, vetoes, binder)
    if errors(problems):
        return None, problems
    fields: Mapping[str, FieldSpec] = {**document.fields, **node_fields}
    rubric = Rubric(
        document, root, vetoes, checks, questions_of(root, document), fields, digest(document, others),
        also=tuple(also), standings=standings, names=names, others=others, order=order, problems=tuple(problems),
        figures=binder.figures,
    )  # fmt: skip
    return rubric, problems


def digest(document: Document, others: Mapping[str, Rubric]) -> str:
    """A digest of what the rubric means: comments, the order of keys and the status do not change it.

    Nor do blanks in formulas and sentences; in names and questions they do. Nor does it matter whether a part is written in the rubric itself or comes of one that it extends. The rubrics that
    score the units below (`others`) are part of its meaning.
    """
    meaning = document.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude={"status"}, context=MEANING
    )
    below = {name: other.digest for name, other in others.items()}
    whole = [meaning, below] if below else meaning
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _all_nodes(nodes: tuple[Node, ...], path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    for place, node in enumerate(nodes):
        here = (*path, place)
        yield here, node
        yield from _all_nodes(node.indicators or (), (*here, "indicators"))


def _check_ids(document: Document, specs: Mapping[tuple[str | int, ...], Node], binder: Binder) -> None:
    seen: dict[str, Node | Also] = {}
    for path, node in specs.items():
        if node.id in seen:
            binder.refuse("id_doubled", *path, "id", id=node.id)
        seen[node.id] = node
        for section in ("fields", "measures", "givens"):
            if node.field is not None and node.id in getattr(document, section):
                binder.refuse("name_clash", *path, "field", name=node.id, other=section)
    for place, also in enumerate(document.also):
        if also.id in seen:
            binder.refuse("id_doubled", "also", place, "id", id=also.id)
        seen[also.id] = also
    for section in ("vetoes", "checks"):
        counted = Counter(part.id for part in getattr(document, section))
        for place, part in enumerate(getattr(document, section)):
            if counted[part.id] > 1:
                binder.refuse("id_doubled", section, place, "id", id=part.id)


def _check_references(document: Document, specs: Mapping[tuple[str | int, ...], Node], binder: Binder) -> None:
    """Ids that are named elsewhere must exist."""
    ids = {node.id: node for node in specs.values()}
    for place, once in enumerate(document.once):
        for index, indicator in enumerate(once.across):
            _known(indicator, ids, binder, "indicator_unknown", "once", place, "across", index)
            if indicator in ids and not ids[indicator].is_leaf:
                binder.refuse("across_branch", "once", place, "across", index, follows=True, id=indicator)


def _check_across(document: Document, root: BoundNode, binder: Binder) -> None:
    """Each indicator of `across` must charge records that have the columns."""
    nodes = {node.id: node for node in root.walk()}
    for place, once in enumerate(document.once):
        for index, indicator in enumerate(once.across):
            node = nodes.get(indicator)
            if (
                node is not None
                and node.is_leaf
                and not rules_with(charging_rules(node.rules), columns_of(once.once_per))
            ):
                binder.refuse(
                    "once_without_records",
                    "once",
                    place,
                    "across",
                    index,
                    columns=columns_of(once.once_per),
                    follows=True,
                )


def _known(name: str, known: Iterable[str], binder: Binder, code: str, *steps: str | int) -> None:
    pool = tuple(known)
    if name not in pool:
        guess = nearest(name, pool)
        binder.refuse(code, *steps, hint=phrase("hint.nearest", name=guess) if guess else None, follows=True, id=name)


def _bind_veto(document: Document, place: int, binder: Binder) -> BoundVeto:
    veto = document.vetoes[place]
    here = binder.at("vetoes", place)
    when = here.condition(veto.when, "when") if veto.when is not None else None
    unless = here.condition(veto.unless, "unless") if isinstance(veto.unless, str) else None
    return BoundVeto(veto, when, unless)


class _Builder:
    """Builds the tree of one rubric."""

    def __init__(self, document: Document, binder: Binder) -> None:
        self.document, self.binder = document, binder

    def root(self) -> BoundNode:
        """The whole rubric as a node: its parts are the top level."""
        document, binder = self.document, self.binder
        children = tuple(
            self.node(node, ("indicators", place), None, ()) for place, node in enumerate(document.indicators)
        )
        self.check_mean(document, children, binder)
        points = document.scaled_to if document.scaled_to is not None else document.points
        return BoundNode(
            id=ROOT, title=document.title, parent=None, points=points, start=ZERO,
            floor=_limit(document.floor, None), ceiling=_limit(document.ceiling, None),
            shown=document.shown.rounding, round=document.round.rounding if document.round else None,
            aggregate=document.aggregate, of_rates=document.of == "rates", scaled_to=document.scaled_to,
            leaves_missing_out=document.missing == "leave_out", at_least=document.at_least,
            children=children, is_leaf=False,
        )  # fmt: skip

    def node(self, spec: Node, path: tuple[str | int, ...], parent: str | None, chain: tuple[str, ...]) -> BoundNode:
        """One indicator and all below it."""
        chain = (spec.id, *chain)
        names = self.binder.names.also({"role": role_name(self.document, chain), **_own_value(spec)})
        binder = replace(self.binder, names=names, path=path, indicator=spec.id, points=spec.points)
        children = tuple(
            self.node(child, (*path, "indicators", place), spec.id, chain)
            for place, child in enumerate(spec.indicators or ())
        )
        rules = tuple(
            bind_rule(rule, binder.at("rules", place), f"r{place + 1}") for place, rule in enumerate(spec.rules or ())
        )
        applies = binder.at("applies").condition(spec.applies.when, "when") if spec.applies else None
        self.check_classes(spec, binder)
        self.check_rules(spec, rules, binder)
        points = _points(spec, children)
        floor, ceiling = _limit(spec.floor, None), _limit(spec.ceiling, None)
        if floor is not None and ceiling is not None and floor > ceiling:
            binder.refuse("limits_crossed", "floor", low=floor, high=ceiling)
        policy = self.policy(spec, binder)
        reads = frozenset[str]().union(
            *(rule.reads for rule in rules),
            applies.reads if applies else (),
            # a unit to which it does not apply looks at the same indicator of others, and at whether it applies to them
            of_peers(policy.reads, applies.reads) | {PEER + spec.id, mark_of_mean(spec.id)}
            if policy and applies
            else (),
        )
        if not spec.is_leaf:
            self.check_mean(spec, children, binder)
        shown = spec.shown.rounding if spec.shown else self.document.shown.rounding
        return BoundNode(
            id=spec.id, title=spec.title or spec.id, parent=parent, points=points,
            start=self.start(spec, rules, points, binder) if spec.is_leaf else ZERO,
            floor=_limit(spec.floor, ZERO if spec.is_leaf else None),
            ceiling=_limit(spec.ceiling, points if spec.is_leaf else None),
            shown=shown, round=spec.round.rounding if spec.round else None,
            aggregate=spec.aggregate, of_rates=spec.of == "rates", scaled_to=spec.scaled_to, weight=spec.weight,
            leaves_missing_out=spec.missing == "leave_out", at_least=spec.at_least,
            only_for=frozenset(spec.only_for) if spec.only_for else None,
            applies=applies, applies_spec=spec.applies, mean_within=policy, uncounted=spec.uncounted, rules=rules,
            once=Once(columns_of(spec.once_per), spec.keep) if spec.keep is not None else None,
            children=children, is_leaf=spec.is_leaf, spec=spec, path=path, reads=reads,
        )  # fmt: skip

    def start(self, spec: Node, rules: tuple[AnyRule, ...], points: Fraction, binder: Binder) -> Fraction:
        """Where a leaf starts: full when its rules only deduct, zero when they only award; else it must be said."""
        if spec.start is not None:
            named: dict[object, Fraction] = {"full": points, "zero": ZERO}
            return named[spec.start] if spec.start in named else Fraction(spec.start)
        signs = {rule.sign for rule in rules}
        if len(signs) > 1:
            binder.refuse("start_missing", hint=phrase("hint.start"), follows=True, id=spec.id)
        return points if signs == {-1} else ZERO

    @staticmethod
    def policy(spec: Node, binder: Binder) -> Within | None:
        """Whose mean a node stands at where it does not apply."""
        if spec.applies is None or not isinstance(spec.applies.otherwise, PeersMean):
            return None
        steps = ("applies", "otherwise", "peers_mean", "within")
        return bind_within(spec.applies.otherwise.peers_mean.within, binder, *steps)

    def check_classes(self, spec: Node, binder: Binder) -> None:
        for place, name in enumerate(spec.only_for or ()):
            _known(name, self.document.classes, binder, "class_unknown", "only_for", place)

    def check_rules(self, spec: Node, rules: tuple[AnyRule, ...], binder: Binder) -> None:
        counted: Counter[str] = Counter()
        for rule in rules:
            counted.update(part.id for part in _with_parts(rule))
        for rule_id, count in counted.items():
            if count > 1:
                binder.refuse("rule_id_doubled", "rules", id=rule_id)
        for rule in charging_rules(rules):
            if not spec.is_leaf and not rule.amount.takes_all:
                binder.refuse("branch_rule", *rule.path[len(binder.path) :], id=spec.id)
            asks = rule.amount.asks or rule.occasion.question is not None
            if asks and rule.occasion.records is not None:
                self.check_key(rule.occasion.records.name, rule.path, binder)
        if spec.once_per is not None:
            self.check_once(columns_of(spec.once_per), rules, binder)

    def check_key(self, records: str, path: tuple[str | int, ...], binder: Binder) -> None:
        spec = self.document.fields.get(records)
        if spec is not None and spec.key is None:
            binder.refuse("records_need_key", *path[len(binder.path) :], "each", name=records)

    @staticmethod
    def check_once(columns: tuple[str, ...], rules: tuple[AnyRule, ...], binder: Binder) -> None:
        if not rules_with(charging_rules(rules), columns):
            binder.refuse("once_without_records", "once_per", columns=columns, follows=True)

    def weigh(self, spec: Also, members: tuple[BoundNode, ...], binder: Binder) -> Fraction:
        """The points of nodes that are grouped again."""
        self.check_mean(spec, members, binder)
        return _points(spec, members)

    def check_mean(self, spec: Node | Document | Also, children: tuple[BoundNode, ...], binder: Binder) -> None:
        if spec.of is not None and spec.aggregate == "sum":
            binder.refuse("of_without_mean", "of", follows=True)
        says_of = spec.of is not None or spec.aggregate in ("sum", "weighted_mean")
        if not says_of and len({child.points for child in children}) > 1:
            binder.refuse("mean_of_what", "aggregate", hint=phrase("hint.mean_of"), follows=True)
        if spec.aggregate != "sum" and spec.of == "rates" and spec.points is None:
            binder.refuse("mean_of_rates_needs_points", "aggregate")
        if spec.of == "rates" and any(not child.points and not child.uncounted for child in children):
            binder.refuse("mean_of_rates_zero", "aggregate")
        counted = sum(not child.uncounted for child in children)
        if spec.at_least is not None and spec.at_least.count > counted:
            binder.refuse("at_least_too_many", "at_least", given=str(spec.at_least), count=str(counted), follows=True)
        self.check_weights(spec, [child.weight for child in children], binder)

    @staticmethod
    def check_weights(spec: Node | Document | Also, weights: list[Fraction | None], binder: Binder) -> None:
        if spec.aggregate not in WEIGHTED:
            if any(weight is not None for weight in weights):
                binder.refuse("weight_without_weighted_mean", "aggregate", follows=True)
            return
        if spec.aggregate != "weighted_mean" and all(weight is None for weight in weights):
            return
        if any(weight is None for weight in weights):
            binder.refuse("weight_missing", "aggregate", follows=True)
        elif sum(weight for weight in weights if weight is not None) != 1 and "weights" not in spec.accepts:
            total = sum((weight for weight in weights if weight is not None), ZERO)
            binder.refuse("weights_sum", "aggregate", total=total * 100, follows=True)


def _own_value(spec: Node) -> dict[str, Name]:
    if spec.field is None or spec.field.type == "records":
        return {}
    label = spec.field.label or spec.title or spec.id
    return {"value": replace(field_name(spec.id, spec.field), label=label)}


def _with_parts(rule: AnyRule) -> Iterator[AnyRule]:
    yield rule
    if isinstance(rule, BoundCombination):
        for part in rule.parts:
            yield from _with_parts(part)


def _limit(stated: object, default: Fraction | None) -> Fraction | None:
    if stated is None:
        return default
    return None if stated == "none" else stated  # type: ignore[return-value]


def _points(spec: Node | Also, children: tuple[BoundNode, ...]) -> Fraction:
    """The points of a node: its own, what it is scaled to, or what its parts make."""
    if spec.scaled_to is not None:
        return spec.scaled_to
    if spec.points is not None:
        return spec.points
    counted = [child for child in children if not child.uncounted]
    if not counted:
        return ZERO
    return linear(shares(spec.aggregate, [child.weight for child in counted]), [child.points for child in counted])
