"""What a rubric asks of data: two rubrics that ask the same are given the same facts by the same documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawscore.rubric.bound import AnyRule, Rubric
from lawscore.rules.combining import charging_rules
from lawscore.submission.sorting import uses_history

#: Parts of a document that decide as a whole how data are read.
PARTS: Final = ("rubric", "version", "givens", "classes", "roles", "period")


def asks_the_same(one: Rubric, other: Rubric) -> bool:
    """Whether what was gathered for one rubric is what would be gathered for the other."""
    return one is other or _asked(one) == _asked(other)


def _asked(rubric: Rubric) -> list[object]:
    """All that the gathering of data looks at in a rubric."""
    document = rubric.document
    below = {name: _asked(other) for name, other in rubric.others.items()}
    return [
        [getattr(document, part) for part in PARTS], rubric.fields, list(document.measures), uses_history(rubric), rubric.looks_below, list(rubric.beside),
        list(_indicators(rubric)), list(_questions(rubric)), [veto.id for veto in document.vetoes],
        list(_groups(rubric)), below,
    ]  # fmt: skip


def _indicators(rubric: Rubric) -> Iterator[object]:
    """The indicators and their rules, as far as answers and adjustments name them."""
    for node in rubric.nodes.values():
        yield node.id, node.is_leaf, [_rule(rule) for rule in node.every_rule()]


def _rule(rule: AnyRule) -> object:
    filters = [one.occasion.filter for one in charging_rules([rule])]
    lists = [(one.records.name, bool(one.dated), bool(one.handover)) for one in filters if one is not None]
    return rule.id, rule.sign, lists


def _questions(rubric: Rubric) -> Iterator[object]:
    for one in rubric.questions:
        yield one.question, one.records, one.amount, one.may_not_apply, one.optional, one.reason_required


def _groups(rubric: Rubric) -> Iterator[object]:
    """The groups in which units are ranked and graded: a class of one is worth a note."""
    for standing in rubric.standings:
        ranking, grades = standing.ranking, standing.grades
        quota = [one.within for one in grades.spec.quota.values()] if grades is not None else []
        yield ranking.spec.within if ranking is not None else None, quota
