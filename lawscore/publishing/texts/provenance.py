"""What a result was made of, and how anybody can verify it."""

from __future__ import annotations

from collections.abc import Iterator

from lawscore.publishing.ranked import ranked_otherwise
from lawscore.publishing.report import Report


def provenance(report: Report) -> Iterator[str]:
    """Digests, versions, the layer that counts, what was ranked otherwise than the rubric says."""
    result = report.result
    yield report.say("memo.digest", rubric=report.name, digest=result.rubric.digest)
    for other in result.rubric.others:
        yield report.say("memo.other", rubric=f"{other.id}@{other.version}", digest=other.digest)
    made_of = result.provenance
    if made_of is not None:
        yield report.say("memo.submissions", digest=made_of.submissions)
        if made_of.calendar is not None:
            yield report.say("memo.calendar", digest=made_of.calendar)
        if made_of.layer is not None:
            yield report.say("memo.layer", layer=report.say(f"layer.{made_of.layer}"))
    ranked = ranked_otherwise(report)
    if ranked:
        yield report.say("memo.ranked", ranked=ranked)
    if report.earlier:
        yield report.say("memo.earlier", rubric=report.earlier.rubric, period=report.earlier.period)
    yield report.say("memo.versions", lawscore=result.lawscore, calculation=str(result.calculation))
    yield report.say("memo.verify", rubric=report.rubric.name)
