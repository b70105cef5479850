"""The verdicts of cases and the coverage of a rubric: for people, as rows, and as JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lawscore.cases.comparing import Difference
from lawscore.cases.coverage import Coverage
from lawscore.cases.document import NOTHING
from lawscore.cases.parts import Part
from lawscore.cases.running import Verdict
from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.models import shorten
from lawscore.numbers import Rounding
from lawscore.reports.tables import Table, headers

_PARTS: Final = ("part", "kind", "part_text", "reached")


def failures(verdicts: Iterable[Verdict], language: Language) -> str:
    """Each failing case with its differences, and what was wrong with its data."""
    return "".join(failure(verdict, language) for verdict in verdicts if not verdict.passed)


def failure(verdict: Verdict, language: Language) -> str:
    """One failing case."""
    lines = [say(phrase("case.failed", case=verdict.case.case), language)]
    for difference in verdict.differences:
        lines.append(f"  {say(_told(difference), language)}")
        if difference.place == "problems":
            lines += [f"    {message}" for message in _messages(verdict, language)]
    return "\n".join(lines) + "\n\n"


def _messages(verdict: Verdict, language: Language) -> Iterator[str]:
    """What was wrong with the data of a case, but for the checks, which it expects by their ids."""
    for problem in verdict.assessment.problems:
        if problem.severity != "note" and problem.code != "check_failed":
            yield f"{problem.code}: {problem.message(language)}"


def _told(difference: Difference) -> Phrase:
    words = {key: phrase("case.nothing") for key in ("expected", "got") if getattr(difference, key) == NOTHING}
    place = difference.called or phrase(f"case.place.{difference.place}")
    facts = {**difference._asdict(), "place": place, **words}
    key = "case.differs_meant" if difference.meant else "case.unknown" if difference.unknown else "case.differs"
    return phrase(key, **facts)


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
            "differences": [_as_row(difference) for difference in verdict.differences],
        }
        for verdict in verdicts
    ]


def _as_row(difference: Difference) -> dict[str, object]:
    return {key: value for key, value in difference._asdict().items() if key != "called"}


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
    facts = {"reached": str(reached), "parts": str(parts), "share": coverage_share(coverage)}
    return say(phrase("case.coverage", name=name, **facts), language)


def coverage_share(coverage: Coverage) -> Phrase:
    """How much is reached or argued, never rounded up: 99.96% is not all. Where something was cut off, that is said."""
    reached, parts = coverage.counts
    exact = Fraction(100 * reached, parts) if parts else Fraction(100)
    rounding = Rounding(1, "down")
    key = "case.share" if rounding.apply(exact) == exact else "case.share.cut"
    return phrase(key, share=rounding.text(exact) + "%")
