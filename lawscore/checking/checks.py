"""The table of checks. To add one: write the function beside its like, a line here, its sentences in the catalogue, its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.checking.accepting import Acceptances
from lawscore.checking.arms import equals_misses_more, exclusive_unsaid, first_of_order
from lawscore.checking.audience import only_for_nobody, weight_zero
from lawscore.checking.bands import bands_gap, bands_overlap, bands_unreachable
from lawscore.checking.caps import award_cannot_count, bonus_without_ceiling, cap_above_points, penalty_without_floor
from lawscore.checking.columns import column_unused
from lawscore.checking.copies import label_repeated, rule_repeated, text_repeated, title_repeated
from lawscore.checking.dates import period_dates
from lawscore.checking.divisions import denominator_can_be_zero
from lawscore.checking.gradings import grade_unreachable, grades_order, quota_never_binds, tie_repeats
from lawscore.checking.kinds import formula_rule, place_of_rank
from lawscore.checking.names import field_unused, near_duplicate_names
from lawscore.checking.occasions import (
    applies_never,
    check_always_holds,
    check_never_holds,
    condition_always,
    escalation_unordered,
    rule_never_fires,
    unless_never,
)
from lawscore.checking.points import leave_out_without_scale, parts_sum, passes_never, total_without_ceiling
from lawscore.checking.ratios import ratio_with_number
from lawscore.checking.reading import Reader
from lawscore.checking.room import amount_above_points, amount_zero, award_never_full
from lawscore.checking.sentences import text_disagrees
from lawscore.checking.signs import award_below_zero, wrong_sign
from lawscore.checking.texts import basis_missing, text_missing, without_basis
from lawscore.checking.vetoes import veto_cannot_fire
from lawscore.checking.years import version_disagrees, year_left_over
from lawscore.problems import SEVERITIES, Problem, Severity
from lawscore.rubric.bound import Rubric

#: What a check is about; the pages of the checks stand in this order.
Family: TypeAlias = Literal["points", "conditions", "formulas", "sentences", "names", "results", "acceptance"]
FAMILIES: Final[tuple[Family, ...]] = (
    "points", "conditions", "formulas", "sentences", "names", "results", "acceptance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check: its id, how grave it is where it is proved, what it is about, and what looks for it."""

    id: str
    severity: Severity
    family: Family
    find: Callable[[Reader], Iterator[Problem]]
    #: Makes one problem of all that was found and is not accepted, where that is told together.
    gather: Callable[[Sequence[Problem]], Iterator[Problem]] | None = None

    @property
    def code(self) -> str:
        """The code of its problems."""
        return self.id.replace("-", "_")

    @property
    def title(self) -> Phrase:
        """What it looks for, in a few words."""
        return phrase(f"check.title.{self.code}")


def _nothing(_: Reader) -> Iterator[Problem]:
    """Found of what the other checks find: see `Acceptances`."""
    return iter(())


CHECKS: Final[tuple[CheckRule, ...]] = (
    CheckRule("parts-sum", "error", "points", parts_sum),
    CheckRule("total-without-ceiling", "error", "points", total_without_ceiling),
    CheckRule("leave-out-without-scale", "warning", "points", leave_out_without_scale),
    CheckRule("passes-never", "error", "points", passes_never),
    CheckRule("bonus-without-ceiling", "error", "points", bonus_without_ceiling),
    CheckRule("penalty-without-floor", "error", "points", penalty_without_floor),
    CheckRule("award-cannot-count", "warning", "points", award_cannot_count),
    CheckRule("award-never-full", "warning", "points", award_never_full),
    CheckRule("cap-above-points", "warning", "points", cap_above_points),
    CheckRule("amount-above-points", "note", "points", amount_above_points),
    CheckRule("amount-zero", "warning", "points", amount_zero),
    CheckRule("weight-zero", "warning", "points", weight_zero),
    CheckRule("only-for-nobody", "error", "points", only_for_nobody),
    CheckRule("bands-gap", "error", "conditions", bands_gap),
    CheckRule("bands-unreachable", "error", "conditions", bands_unreachable),
    CheckRule("bands-overlap", "warning", "conditions", bands_overlap),
    CheckRule("rule-never-fires", "error", "conditions", rule_never_fires),
    CheckRule("condition-always", "warning", "conditions", condition_always),
    CheckRule("applies-never", "error", "conditions", applies_never),
    CheckRule("unless-never", "warning", "conditions", unless_never),
    CheckRule("check-always-holds", "warning", "conditions", check_always_holds),
    CheckRule("check-never-holds", "error", "conditions", check_never_holds),
    CheckRule("veto-cannot-fire", "warning", "conditions", veto_cannot_fire),
    CheckRule("rule-repeated", "warning", "conditions", rule_repeated),
    CheckRule("escalation-unordered", "warning", "conditions", escalation_unordered),
    CheckRule("first-of-order", "warning", "conditions", first_of_order),
    CheckRule("exclusive-unsaid", "warning", "conditions", exclusive_unsaid),
    CheckRule("equals-misses-more", "warning", "conditions", equals_misses_more),
    CheckRule("denominator-can-be-zero", "warning", "formulas", denominator_can_be_zero),
    CheckRule("wrong-sign", "warning", "formulas", wrong_sign),
    CheckRule("award-below-zero", "warning", "formulas", award_below_zero),
    CheckRule("ratio-with-number", "warning", "formulas", ratio_with_number),
    CheckRule("place-of-rank", "warning", "formulas", place_of_rank),
    CheckRule("formula-rule", "note", "formulas", formula_rule),
    CheckRule("text-disagrees", "warning", "sentences", text_disagrees),
    CheckRule("text-repeated", "warning", "sentences", text_repeated),
    CheckRule("text-missing", "note", "sentences", text_missing),
    CheckRule("basis-missing", "note", "sentences", basis_missing, without_basis),
    CheckRule("title-repeated", "note", "sentences", title_repeated),
    CheckRule("year-left-over", "warning", "sentences", year_left_over),
    CheckRule("version-disagrees", "warning", "sentences", version_disagrees),
    CheckRule("period-dates", "warning", "sentences", period_dates),
    CheckRule("field-unused", "warning", "names", field_unused),
    CheckRule("column-unused", "warning", "names", column_unused),
    CheckRule("near-duplicate-names", "note", "names", near_duplicate_names),
    CheckRule("label-repeated", "warning", "names", label_repeated),
    CheckRule("grade-unreachable", "warning", "results", grade_unreachable),
    CheckRule("grades-order", "warning", "results", grades_order),
    CheckRule("quota-never-binds", "warning", "results", quota_never_binds),
    CheckRule("tie-repeats", "warning", "results", tie_repeats),
    CheckRule("accepts-unknown", "error", "acceptance", _nothing),
    CheckRule("accepts-unneeded", "warning", "acceptance", _nothing),
)


def check_rubric(rubric: Rubric) -> list[Problem]:
    """All that the checks find, but for what the rubric accepts. The paths are paths of the document."""
    reader = Reader(rubric)
    acceptances = Acceptances(reader, {check.id: check.severity for check in CHECKS})
    found: list[Problem] = []
    for check in CHECKS:
        left = [problem for problem in check.find(reader) if not acceptances.take(check.id, problem.where.path)]
        told = check.gather(left) if check.gather is not None and left else left
        found += [replace(problem, severity=milder(problem.severity, check.severity)) for problem in told]
    return [*found, *acceptances.unknown(), *acceptances.unneeded()]


def milder(one: Severity, other: Severity) -> Severity:
    """The less grave of two severities."""
    return max(one, other, key=SEVERITIES.index)
