"""The rules of a rubric by indicator and id, each with what it says: worked out once for all notices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lawscore.classes import dataclass
from lawscore.office.sentences import sentence
from lawscore.publishing.report import Report
from lawscore.rubric.bound import AnyRule
from lawscore.rules.combining import BoundCombination


@dataclass(frozen=True, slots=True)
class Giving:
    """A rule that gives points: its id and those of its parts, and what it says."""

    ids: frozenset[str]
    sentence: str


@dataclass(frozen=True)
class Rules:
    """The rules of one report."""

    report: Report

    def found(self, indicator: str | None, rule: str | None) -> AnyRule | None:
        """A rule; None of what is no rule: a limit of the whole, a veto."""
        return self._by_id.get((indicator or "", rule or ""))

    def sentence(self, indicator: str | None, rule: str | None) -> str:
        """What a rule says; "" where there is none."""
        return self._sentences.get((indicator or "", rule or ""), "")

    def giving(self, indicator: str) -> tuple[Giving, ...]:
        """The rules of an indicator that give points."""
        return self._giving.get(indicator, ())

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, str], AnyRule]:
        nodes = self.report.rubric.nodes.values()
        return {(node.id, rule.id): rule for node in nodes for rule in node.every_rule()}

    @cached_property
    def _sentences(self) -> Mapping[tuple[str, str], str]:
        rubric, language = self.report.rubric, self.report.language
        return {one: sentence(rule, rubric, language) for one, rule in self._by_id.items()}

    @cached_property
    def _giving(self) -> Mapping[str, tuple[Giving, ...]]:
        return {
            node.id: tuple(
                Giving(_ids(rule), self._sentences[node.id, rule.id]) for rule in node.rules if rule.sign > 0
            )
            for node in self.report.rubric.nodes.values()
        }


def _ids(rule: AnyRule) -> frozenset[str]:
    inside = [_ids(part) for part in rule.parts] if isinstance(rule, BoundCombination) else []
    return frozenset((rule.id,)).union(*inside)
