"""The table of checks. To add one: write the function of its name beside its like, a line here, its sentences in the catalogue, its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final, Literal, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.checking.accepting import Acceptances
from lawscore.checking.reading import Reader
from lawscore.classes import dataclass
from lawscore.problems import SEVERITIES, Problem, Severity, errors
from lawscore.rubric.bound import Rubric

#: What a check is about; the pages of the checks stand in this order.
Family: TypeAlias = Literal["points", "conditions", "formulas", "sentences", "names", "results", "acceptance"]
FAMILIES: Final[tuple[Family, ...]] = (
    "points", "conditions", "formulas", "sentences", "names", "results", "acceptance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check: its id, how grave it is where it is proved, what it is about, and the module of the function of its name.

    Modules are imported when their checks are asked for. Acceptances have none: `Acceptances` finds what is wrong with them.
    """

    id: str
    severity: Severity
    family: Family
    module: str = ""
    #: The function that makes one problem of all that was found and is not accepted, where that is told together.
    together: str = ""

    @property
    def code(self) -> str:
        """The code of its problems."""
        return self.id.replace("-", "_")

    @property
    def title(self) -> Phrase:
        """What it looks for, in a few words."""
        return phrase(f"check.title.{self.code}")

    def find(self, reader: Reader) -> Iterator[Problem]:
        """All that it finds, accepted or not."""
        return self._function(self.code)(reader) if self.module else iter(())

    def gather(self, found: Sequence[Problem]) -> Iterable[Problem]:
        """What is told of what it found."""
        return self._function(self.together)(found) if self.together and found else found

    def _function(self, name: str) -> Callable[..., Iterator[Problem]]:
        found: Callable[..., Iterator[Problem]] = getattr(import_module(f"lawscore.checking.{self.module}"), name)
        return found


CHECKS: Final[tuple[CheckRule, ...]] = (
    CheckRule("parts-sum", "error", "points", "points"),
    CheckRule("total-without-ceiling", "error", "points", "points"),
    CheckRule("leave-out-without-scale", "warning", "points", "points"),
    CheckRule("passes-never", "error", "points", "points"),
    CheckRule("bonus-without-ceiling", "error", "points", "caps"),
    CheckRule("penalty-without-floor", "error", "points", "caps"),
    CheckRule("award-cannot-count", "warning", "points", "caps"),
    CheckRule("award-never-full", "warning", "points", "room"),
    CheckRule("cap-above-points", "warning", "points", "caps"),
    CheckRule("amount-above-points", "note", "points", "room"),
    CheckRule("amount-zero", "warning", "points", "room"),
    CheckRule("weight-zero", "warning", "points", "audience"),
    CheckRule("only-for-nobody", "error", "points", "audience"),
    CheckRule("bands-gap", "error", "conditions", "bands"),
    CheckRule("bands-unreachable", "error", "conditions", "bands"),
    CheckRule("bands-overlap", "warning", "conditions", "bands"),
    CheckRule("rule-never-fires", "error", "conditions", "occasions"),
    CheckRule("condition-always", "warning", "conditions", "occasions"),
    CheckRule("applies-never", "error", "conditions", "occasions"),
    CheckRule("unless-never", "warning", "conditions", "occasions"),
    CheckRule("check-always-holds", "warning", "conditions", "occasions"),
    CheckRule("check-never-holds", "error", "conditions", "occasions"),
    CheckRule("veto-cannot-fire", "warning", "conditions", "vetoes"),
    CheckRule("rule-repeated", "warning", "conditions", "copies"),
    CheckRule("escalation-unordered", "warning", "conditions", "occasions"),
    CheckRule("first-of-order", "warning", "conditions", "arms"),
    CheckRule("exclusive-unsaid", "warning", "conditions", "arms"),
    CheckRule("equals-misses-more", "warning", "conditions", "arms"),
    CheckRule("denominator-can-be-zero", "warning", "formulas", "divisions"),
    CheckRule("wrong-sign", "warning", "formulas", "signs"),
    CheckRule("award-below-zero", "warning", "formulas", "signs"),
    CheckRule("ratio-with-number", "warning", "formulas", "ratios"),
    CheckRule("place-of-rank", "warning", "formulas", "kinds"),
    CheckRule("formula-rule", "note", "formulas", "kinds"),
    CheckRule("text-disagrees", "warning", "sentences", "sentences"),
    CheckRule("text-repeated", "warning", "sentences", "copies"),
    CheckRule("text-missing", "note", "sentences", "texts"),
    CheckRule("basis-missing", "note", "sentences", "texts", "without_basis"),
    CheckRule("title-repeated", "note", "sentences", "copies"),
    CheckRule("year-left-over", "warning", "sentences", "years"),
    CheckRule("version-disagrees", "warning", "sentences", "years"),
    CheckRule("period-dates", "warning", "sentences", "dates"),
    CheckRule("field-unused", "warning", "names", "names"),
    CheckRule("column-unused", "warning", "names", "columns"),
    CheckRule("near-duplicate-names", "note", "names", "names"),
    CheckRule("label-repeated", "warning", "names", "copies"),
    CheckRule("grade-unreachable", "warning", "results", "gradings"),
    CheckRule("grades-order", "warning", "results", "gradings"),
    CheckRule("quota-never-binds", "warning", "results", "gradings"),
    CheckRule("tie-repeats", "warning", "results", "gradings"),
    CheckRule("accepts-unknown", "error", "acceptance"),
    CheckRule("accepts-unneeded", "warning", "acceptance"),
)


def check_rubric(rubric: Rubric) -> list[Problem]:
    """All that the checks find, but for what the rubric accepts. The paths are paths of the document."""
    reader = Reader(rubric)
    acceptances = _acceptances(reader)
    found = _found(CHECKS, reader, acceptances)
    return [*found, *acceptances.unknown(), *acceptances.unneeded()]


def rubric_errors(rubric: Rubric) -> list[Problem]:
    """The errors among them: only the checks that may prove one are made."""
    reader = Reader(rubric)
    acceptances = _acceptances(reader)
    found = _found([check for check in CHECKS if check.severity == "error"], reader, acceptances)
    return errors([*found, *acceptances.unknown()])


def _acceptances(reader: Reader) -> Acceptances:
    return Acceptances(reader, {check.id: check.severity for check in CHECKS})


def _found(checks: Iterable[CheckRule], reader: Reader, acceptances: Acceptances) -> list[Problem]:
    found: list[Problem] = []
    for check in checks:
        left = [problem for problem in check.find(reader) if not acceptances.take(check.id, problem.where.path)]
        found += [replace(one, severity=milder(one.severity, check.severity)) for one in check.gather(left)]
    return found


def milder(one: Severity, other: Severity) -> Severity:
    """The less grave of two severities."""
    return max(one, other, key=SEVERITIES.index)
