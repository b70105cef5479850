"""Checks of the kinds of rules: a formula where another kind may do, a place among places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawscore.catalogue import phrase
from lawscore.checking.findings import finding
from lawscore.checking.reading import Reader
from lawscore.expressions.reading import names_in, read
from lawscore.problems import Problem
from lawscore.rules.direct import FormulaRule
from lawscore.rules.place import Place

#: What a name of a rank is like.
_RANK: Final = re.compile(r"名次|排名|位次|排序|(?:^|_)rank", re.IGNORECASE)


def formula_rule(reader: Reader) -> Iterator[Problem]:
    """A rule by formula, which no officer can read aloud: another kind may say the same."""
    for leaf, rule in reader.leaf_rules:
        if isinstance(rule.model, FormulaRule):
            facts = {"id": leaf.id, "given": rule.model.formula}
            yield finding("formula-rule", (*rule.path, "formula"), facts, phrase("hint.formula_rule"))


def place_of_rank(reader: Reader) -> Iterator[Problem]:
    """`place` ranks a measure: a rank that came from outside would be ranked again, and the best is the lowest."""
    for leaf, rule in reader.leaf_rules:
        if not isinstance(rule.model, Place):
            continue
        for name in sorted({node.id for node in names_in(read(rule.model.place))}):
            if _RANK.search(name):
                facts = {"id": leaf.id, "name": name}
                yield finding("place-of-rank", (*rule.path, "place"), facts, phrase("hint.place_of_rank", name=name))
