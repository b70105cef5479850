"""The table of checks. To add one: write the function beside its like, a line here, its sentences in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lawscore.checking.arms import equals_misses_more, exclusive_unsaid, first_of_order
from lawscore.checking.bands import bands_gap, bands_overlap, bands_unreachable
from lawscore.checking.caps import award_cannot_count, bonus_without_ceiling, cap_above_points, penalty_without_floor
from lawscore.checking.dates import period_dates
from lawscore.checking.divisions import denominator_can_be_zero
from lawscore.checking.findings import Path
from lawscore.checking.kinds import formula_rule, place_of_rank
from lawscore.checking.names import field_unused, near_duplicate_names
from lawscore.checking.occasions import escalation_unordered, rule_never_fires
from lawscore.checking.points import leave_out_without_scale, parts_sum, passes_never, total_without_ceiling
from lawscore.checking.ratios import ratio_with_number
from lawscore.checking.signs import award_below_zero, wrong_sign
from lawscore.checking.texts import basis_missing, text_missing
from lawscore.checking.vetoes import veto_cannot_fire
from lawscore.problems import SEVERITIES, Problem, Severity
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check: its id, how grave it is where it is proved, and what looks for it."""

    id: str
    severity: Severity
    find: Callable[[Rubric], Iterator[Problem]]

    @property
    def code(self) -> str:
        """The code of its problems."""
        return self.id.replace("-", "_")


CHECKS: Final[tuple[CheckRule, ...]] = (
    CheckRule("parts-sum", "error", parts_sum),
    CheckRule("total-without-ceiling", "error", total_without_ceiling),
    CheckRule("leave-out-without-scale", "warning", leave_out_without_scale),
    CheckRule("passes-never", "error", passes_never),
    CheckRule("bonus-without-ceiling", "error", bonus_without_ceiling),
    CheckRule("penalty-without-floor", "error", penalty_without_floor),
    CheckRule("award-cannot-count", "warning", award_cannot_count),
    CheckRule("cap-above-points", "warning", cap_above_points),
    CheckRule("bands-gap", "error", bands_gap),
    CheckRule("bands-unreachable", "error", bands_unreachable),
    CheckRule("bands-overlap", "warning", bands_overlap),
    CheckRule("rule-never-fires", "error", rule_never_fires),
    CheckRule("escalation-unordered", "warning", escalation_unordered),
    CheckRule("first-of-order", "warning", first_of_order),
    CheckRule("exclusive-unsaid", "warning", exclusive_unsaid),
    CheckRule("equals-misses-more", "warning", equals_misses_more),
    CheckRule("denominator-can-be-zero", "warning", denominator_can_be_zero),
    CheckRule("wrong-sign", "warning", wrong_sign),
    CheckRule("award-below-zero", "warning", award_below_zero),
    CheckRule("ratio-with-number", "warning", ratio_with_number),
    CheckRule("place-of-rank", "warning", place_of_rank),
    CheckRule("formula-rule", "note", formula_rule),
    CheckRule("veto-cannot-fire", "warning", veto_cannot_fire),
    CheckRule("period-dates", "warning", period_dates),
    CheckRule("field-unused", "warning", field_unused),
    CheckRule("near-duplicate-names", "note", near_duplicate_names),
    CheckRule("basis-missing", "note", basis_missing),
    CheckRule("text-missing", "note", text_missing),
)

#: Short ids that `accepts:` takes too. `weights` is heard where weights are added up, when the rubric is bound.
SHORT: Final = {"sum": "parts-sum"}


def check_rubric(rubric: Rubric) -> list[Problem]:
    """All that the checks find, but for what the rubric accepts. The paths are paths of the document."""
    return [
        replace(problem, severity=_milder(problem.severity, check.severity))
        for check in CHECKS
        for problem in check.find(rubric)
        if not _is_accepted(check, problem.where.path, rubric)
    ]


def _milder(one: Severity, other: Severity) -> Severity:
    return max(one, other, key=SEVERITIES.index)


def _is_accepted(check: CheckRule, path: Path, rubric: Rubric) -> bool:
    """Whether the document, or the indicator in which the problem stands, accepts it."""
    holders = [node for node in rubric.nodes.values() if node.path == path[: len(node.path)]]
    innermost = max(holders, key=lambda node: len(node.path), default=None)
    own = innermost.spec.accepts if innermost is not None and innermost.spec is not None else {}
    return any(check.id == _whole_id(code) for code in (*rubric.document.accepts, *own))


def _whole_id(code: str) -> str:
    return SHORT.get(code, code.replace("_", "-"))
