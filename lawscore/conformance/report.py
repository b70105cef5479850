"""How the engine does by the kit: cases passed and failed by form and topic, and every failure with its differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.conformance.case import Case, KitFile
from lawscore.conformance.comparing import Difference, compare
from lawscore.conformance.kit import Kit
from lawscore.conformance.running import run_case
from lawscore.reports.tables import Format, Table, headers, render_table

_KEYS = ("form", "title", "cases", "passed", "failed")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case."""

    file: KitFile
    case: Case
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether the result is what the case expects."""
        return not self.differences


def run_kit(kit: Kit) -> list[Verdict]:
    """Run every case of a kit."""
    return [Verdict(file, case, _differences(file, case, kit)) for file, case in kit.cases()]


def _differences(file: KitFile, case: Case, kit: Kit) -> tuple[Difference, ...]:
    try:
        return tuple(compare(case, run_case(file, case, kit.base)))
    except Exception as error:  # noqa: BLE001 - a case that brings the engine down has failed, and the others are still run
        return (Difference("", "a result", f"{type(error).__name__}: {error}"),)


def table_of(verdicts: Sequence[Verdict], language: Language) -> Table:
    """One row for each form and topic."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.file.about, []).append(verdict)
    rows = [_row(about, group, language) for about, group in groups.items()]
    return Table(_KEYS, headers(_KEYS, language), rows, frozenset({"form", "cases", "passed", "failed"}))


def _row(about: str, group: Sequence[Verdict], language: Language) -> list[str]:
    passed = sum(verdict.passed for verdict in group)
    title = getattr(group[0].file.title, language)
    return [about, title, str(len(group)), str(passed), str(len(group) - passed)]


def failures_of(verdicts: Iterable[Verdict], language: Language) -> str:
    """Each failing case: what was expected, what came instead."""
    told = (_failure(verdict, language) for verdict in verdicts if not verdict.passed)
    return "".join(told)


def _failure(verdict: Verdict, language: Language) -> str:
    lines = [f"{verdict.case.id}  {getattr(verdict.case.title, language)}"]
    for difference in verdict.differences:
        told = phrase("conformance.differs", **difference._asdict())
        lines.append(f"  {say(told, language)}")
    return "\n".join(lines) + "\n\n"


def totals_of(verdicts: Sequence[Verdict], language: Language) -> str:
    """The totals as a sentence."""
    passed = sum(verdict.passed for verdict in verdicts)
    counts = {"cases": str(len(verdicts)), "passed": str(passed), "failed": str(len(verdicts) - passed)}
    return say(phrase("conformance.totals", **counts), language)


def as_json(verdicts: Sequence[Verdict]) -> list[dict[str, object]]:
    """Every case for a program to read."""
    return [
        {
            "id": verdict.case.id, "form": verdict.file.form, "topic": verdict.file.topic or None,
            "title": {"zh": verdict.case.title.zh, "en": verdict.case.title.en}, "passed": verdict.passed,
            "differences": [difference._asdict() for difference in verdict.differences],
        }
        for verdict in verdicts
    ]  # fmt: skip


def render(verdicts: Sequence[Verdict], form: Format, language: Language) -> str:
    """The table; where people read it, the failures and the totals with it."""
    table = render_table(table_of(verdicts, language), form)
    if form == "csv":
        return table
    return f"{table}\n{failures_of(verdicts, language)}{totals_of(verdicts, language)}\n"
