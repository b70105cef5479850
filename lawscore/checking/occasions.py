"""Checks of occasions: a rule whose condition never holds, records of which the first one is not said."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.catalogue import phrase
from lawscore.checking.conditions import conditions_in
from lawscore.checking.findings import doubtful, finding
from lawscore.checking.reading import Reader
from lawscore.expressions.binding import Program
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import charging_rules


def rule_never_fires(rubric: Rubric) -> Iterator[Problem]:
    """A `when` or `where` that asks one name for what it cannot be."""
    reader = Reader(rubric)
    for node in rubric.nodes.values():
        for rule in charging_rules(node.rules):
            for key, program in _conditions(rule, node, reader):
                yield from _never(key, program, rule, node, reader)


def escalation_unordered(rubric: Rubric) -> Iterator[Problem]:
    """Where the first record has another price, and records are told apart by factors, their order makes the score."""
    for node in rubric.nodes.values():
        for rule in charging_rules(node.rules):
            changes = [key for key in ("times", "plus") if getattr(rule.model, key)]
            records = rule.occasion.records
            if rule.amount.series is not None and records is not None and changes and rule.model.ordered_by is None:
                facts = {"id": rule.id, "key": changes[0], "records": records.name}
                yield finding("escalation-unordered", (*rule.path, rule.model.key), facts, phrase("hint.ordered_by"))


def _conditions(rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[tuple[str, Program]]:
    here = reader.at(node)
    if rule.model.when is not None:
        yield "when", here.condition(rule.model.when)
    if rule.model.where is not None and rule.occasion.records is not None:
        yield "where", here.within(rule.occasion.records).condition(rule.model.where)


def _never(key: str, program: Program, rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[Problem]:
    found = list(conditions_in(program, lambda name: reader.axis_for(name, rule, node)))
    facts = {"id": rule.id, "given": program.text}
    constant = not program.names and not program.looks and program.run(None) is False
    if constant or any(not condition.holds for condition in found):
        yield doubtful("rule-never-fires", (*rule.path, key), facts, proved=True)
    elif any(not condition.axis.usual & condition.holds for condition in found):
        yield doubtful("rule-never-fires", (*rule.path, key), facts, proved=False)
