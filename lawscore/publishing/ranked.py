"""How units were ranked where it is otherwise than the rubric says: among which, and whether provisional ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawscore.publishing.report import Report

_KNOWN: Final = frozenset({"all", "class", "parent"})


def ranked_otherwise(report: Report) -> str:
    """In a sentence; "" where the rubric alone was asked."""
    return report.say("page.joiner").join(_told(report))


def _told(report: Report) -> Iterator[str]:
    provenance = report.result.provenance
    asked = provenance.ranked if provenance is not None else None
    if asked is None:
        return
    if asked.within is not None:
        yield report.say("ranked.within", group=_group(report, asked.within))
    if asked.provisional:
        yield report.say("ranked.provisional")


def _group(report: Report, within: str) -> str:
    """The units that are compared, in words; those of a field by its label."""
    if within in _KNOWN:
        return report.say(f"below.group.{within}")
    spec = report.rubric.fields.get(within)
    return report.say("below.group.other", name=within if spec is None else spec.label or within)
