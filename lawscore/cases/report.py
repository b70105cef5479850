"""The verdicts of cases and the coverage of a rubric: for people, as rows, and as JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lawscore.cases.comparing import Difference
from lawscore.cases.coverage import Coverage
from lawscore.cases.document import NOTHING
from lawscore.cases.parts import Part
from lawscore.cases.running import Verdict
from lawscore.catalogue import Language, Phrase, has, phrase, say
from lawscore.models import shorten
from lawscore.numbers import Rounding
from lawscore.reports.standings import headers
from lawscore.reports.tables import Table

_PARTS: Final = ("part", "kind", "part_text", "reached")


def failures(verdicts: Iterable[Verdict], language: Language) -> str:
    """Each failing case with its differences, and what was wrong with its data."""
    return "".join(failure(verdict, language) for verdict in verdicts if not verdict.passed)


def failure(verdict: Verdict, language: Language) -> str:
    """One failing case."""
    lines = [say(phrase("case.failed", case=verdict.case.case), language)]
    lines += [f"  {say(_told(difference, language), language)}" for difference in verdict.differences]
    if any(difference.place == "problems" for difference in verdict.differences):
        told = [problem.message(language) for problem in verdict.assessment.problems if problem.severity != "note"]
        lines += [f"  {say(phrase('case.told', message=message), language)}" for message in told]
    return "\n".join(lines) + "\n\n"


def _told(difference: Difference, language: Language) -> Phrase:
    key = f"case.place.{difference.place}"
    place = say(phrase(key), language) if has(key) else difference.place
    words = {key: phrase("case.nothing") for key in ("expected", "got") if getattr(difference, key) == NOTHING}
    facts = {**difference._asdict(), "place": place, **words}
    return phrase("case.differs_meant" if difference.meant else "case.differs", **facts)


def totals(name: str, verdicts: Sequence[Verdict], language: Language) -> str:
    """How many passed, as a sentence."""
    passed = sum(verdict.passed for verdict in verdicts)
    counts = {"cases": str(len(verdicts)), "passed": str(passed), "failed": str(len(verdicts) - passed)}
    return say(phrase("case.totals", name=name, **counts), language)


def as_rows(name: str, verdicts: Iterable[Verdict]) -> list[dict[str, object]]:
    """The verdicts for a program to read."""
    return [
        {
            "rubric": name,
            "case": verdict.case.case,
            "passed": verdict.passed,
            "differences": [difference._asdict() for difference in verdict.differences],
        }
        for verdict in verdicts
    ]


def junit(suites: Iterable[tuple[str, Sequence[Verdict]]], language: Language) -> str:
    """JUnit XML: a suite for each rubric, a test for each case."""
    root = Element("testsuites")
    for name, verdicts in suites:
        failed = sum(not verdict.passed for verdict in verdicts)
        suite = SubElement(root, "testsuite", name=name, tests=str(len(verdicts)), failures=str(failed))
        for verdict in verdicts:
            case = SubElement(suite, "testcase", classname=name, name=verdict.case.case)
            if not verdict.passed:
                SubElement(case, "failure", message=verdict.case.case).text = failure(verdict, language)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def coverage_table(coverage: Coverage, language: Language, *, every: bool) -> Table:
    """The parts that no case reaches; with `every`, all parts."""
    parts = coverage.parts if every else coverage.open
    rows = [
        [
            part.name,
            say(phrase(f"part.{part.kind}"), language),
            shorten(part.text, 36),
            _reached(part, coverage, language),
        ]
        for part in parts
    ]
    return Table(_PARTS, headers(_PARTS, language), rows)


def _reached(part: Part, coverage: Coverage, language: Language) -> str:
    if part.name in coverage.reached:
        return say(phrase("part.reached"), language)
    if part.name in coverage.argued:
        return say(phrase("part.argued", why=coverage.argued[part.name]), language)
    return say(phrase("part.open"), language)


def coverage_line(name: str, coverage: Coverage, language: Language) -> str:
    """How much is reached, as a sentence."""
    reached, parts = coverage.counts
    share = Rounding(1, "down").text(Fraction(100 * reached, parts) if parts else Fraction(100)) + "%"
    return say(phrase("case.coverage", name=name, reached=str(reached), parts=str(parts), share=share), language)
