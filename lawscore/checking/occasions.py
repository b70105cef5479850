"""The check of occasions: a rule whose condition never holds."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.checking.conditions import conditions_in
from lawscore.checking.findings import doubtful
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
