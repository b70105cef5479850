"""The adjustments of a unit as the result tells them."""

from __future__ import annotations

from typing import Any, Final

from lawscore.facts.adjustment import Adjustment
from lawscore.numbers import written
from lawscore.results.sentences import Say

_NAMED: Final = ("field", "record", "column", "indicator", "rule")


def adjustment_part(one: Adjustment, say: Say) -> dict[str, Any]:
    """One adjustment as a mapping; what does not belong to its effect is left out."""
    optional = {
        **{name: getattr(one, name) for name in _NAMED},
        "points": written(one.points) if one.points is not None else "",
        "was": say(one.was) if one.was is not None else "",
        "now": say(one.now) if one.now is not None else "",
        "until": one.until.isoformat() if one.until is not None else "",
        "evidence": [{name: part for name, part in proof._asdict().items() if part} for proof in one.evidence],
    }
    return {
        "id": one.id,
        "authority": one.authority,
        "date": one.date.isoformat(),
        "remark": one.remark,
        "effect": one.effect,
        "state": one.state,
        **{name: part for name, part in optional.items() if part},
    }
