"""Checks of occasions: conditions that never hold or always do, records of which the first one is not said."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.catalogue import Phrase, phrase
from lawscore.checking.deciding import Axes, Truth
from lawscore.checking.findings import Path, doubtful, finding
from lawscore.checking.reading import Placed, Reader
from lawscore.classes import dataclass
from lawscore.expressions.binding import Program
from lawscore.problems import Problem
from lawscore.rubric.bound import BoundNode
from lawscore.rules.charging import BoundRule


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition, where it stands, and what is proved of it."""

    path: Path
    program: Program
    truth: Truth

    @property
    def facts(self) -> dict[str, object]:
        return {"given": self.program.text}


def rule_never_fires(reader: Reader) -> Iterator[Problem]:
    """A `when` or `where`, of a rule or of a factor in it, that asks for what cannot be."""
    for node, rule in reader.rules:
        for asked in _of_rule(rule, node, reader):
            if asked.truth in ("never", "hardly"):
                facts = {"id": rule.id, **asked.facts}
                yield doubtful("rule-never-fires", asked.path, facts, proved=asked.truth == "never")


def condition_always(reader: Reader) -> Iterator[Problem]:
    """A condition that every unit fulfils decides nothing. One without a name (`1 == 1`) is meant so."""
    for what, asked in _all(reader):
        if asked.truth in ("always", "mostly") and asked.program.names:
            yield doubtful(
                "condition-always", asked.path, {"what": what, **asked.facts}, proved=asked.truth == "always"
            )


def applies_never(reader: Reader) -> Iterator[Problem]:
    """An indicator that applies to nobody."""
    for node in reader.rubric.nodes.values():
        for asked in _of_node(node, reader):
            if asked.truth in ("never", "hardly"):
                yield doubtful(
                    "applies-never", asked.path, {"id": node.id, **asked.facts}, proved=asked.truth == "never"
                )


def unless_never(reader: Reader) -> Iterator[Problem]:
    """A waiver that is never granted."""
    found = [(rule.id, asked) for node, rule in reader.rules for asked in _unless(rule, node, reader)]
    found += [
        (veto.spec.id, asked) for place, veto in enumerate(reader.rubric.vetoes) for asked in _spared(place, reader)
    ]
    for name, asked in found:
        if asked.truth in ("never", "hardly"):
            yield doubtful("unless-never", asked.path, {"id": name, **asked.facts}, proved=asked.truth == "never")


def check_always_holds(reader: Reader) -> Iterator[Problem]:
    """A consistency check that finds nothing, whatever is submitted."""
    yield from _of_checks(reader, "check-always-holds", "always", "mostly")


def check_never_holds(reader: Reader) -> Iterator[Problem]:
    """A consistency check that complains, whatever is submitted."""
    yield from _of_checks(reader, "check-never-holds", "never", "hardly")


def escalation_unordered(reader: Reader) -> Iterator[Problem]:
    """Where the first record has another price, and records are told apart by factors, their order makes the score."""
    for _, rule in reader.rules:
        changes = [key for key in ("times", "plus") if getattr(rule.model, key)]
        records = rule.occasion.records
        if rule.amount.series is not None and records is not None and changes and rule.model.ordered_by is None:
            facts = {"id": rule.id, "key": changes[0], "records": records.name}
            yield finding("escalation-unordered", (*rule.path, rule.model.key), facts, phrase("hint.ordered_by"))


def _all(reader: Reader) -> Iterator[tuple[Phrase, _Asked]]:
    """The conditions of rules, indicators, vetoes and grade rules, each with what it belongs to."""
    for node, rule in reader.rules:
        for asked in _of_rule(rule, node, reader):
            yield phrase("check.of_rule", id=rule.id), asked
        for asked in _unless(rule, node, reader):
            yield phrase("check.of_waiver", id=rule.id), asked
    for node in reader.rubric.nodes.values():
        for asked in _of_node(node, reader):
            yield phrase("check.of_indicator", id=node.id), asked
    for place, veto in enumerate(reader.rubric.vetoes):
        if veto.when is not None:
            yield (
                phrase("check.of_veto", id=veto.spec.id),
                _asked(("vetoes", place, "when"), veto.when, reader, reader.axis),
            )
    for grade, asked in of_grade_rules(reader):
        yield phrase("check.of_grade", grade=grade), asked


def of_grade_rules(reader: Reader) -> Iterator[tuple[str, _Asked]]:
    """The conditions of grade rules, each with its grade."""
    for standing in reader.rubric.standings:
        for place, rule in enumerate(standing.grades.rules if standing.grades is not None else ()):
            if rule.when is not None:
                path = (*standing.path, "grades", "rules", place, "when")
                yield rule.spec.grade, _asked(path, rule.when, reader, reader.axis)


def _of_rule(rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[_Asked]:
    for placed in reader.expressions(rule, node):
        steps = placed.path[len(rule.path) :]
        if steps[-1] in ("when", "where") and (len(steps) == 1 or steps[0] in ("times", "plus")):
            yield _asked(placed.path, placed.program, reader, lambda name: reader.axis_for(name, rule, node))


def _unless(rule: BoundRule, node: BoundNode, reader: Reader) -> Iterator[_Asked]:
    if isinstance(rule.model.unless, str):
        program = reader.at(node).program(rule.model.unless)
        yield _asked((*rule.path, "unless"), program, reader, lambda name: reader.axis(name, node))


def _spared(place: int, reader: Reader) -> Iterator[_Asked]:
    program = reader.rubric.vetoes[place].unless
    if program is not None:
        yield _asked(("vetoes", place, "unless"), program, reader, reader.axis)


def _of_node(node: BoundNode, reader: Reader) -> Iterator[_Asked]:
    if node.applies is not None:
        yield _asked((*node.path, "applies", "when"), node.applies, reader, lambda name: reader.axis(name, node))


def _of_checks(reader: Reader, check: str, proved: Truth, likely: Truth) -> Iterator[Problem]:
    for place, one in enumerate(reader.rubric.checks):
        truth = reader.truth(Placed(("checks", place, "that"), one.that), reader.axis)
        if truth in (proved, likely):
            facts = {"id": one.id, "given": one.that.text}
            yield doubtful(check, ("checks", place, "that"), facts, proved=truth == proved)


def _asked(path: Path, program: Program, reader: Reader, axes: Axes) -> _Asked:
    return _Asked(path, program, reader.truth(Placed(path, program), axes))
