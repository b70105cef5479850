"""Measures: named quantities. An expression over the unit's fields, or one of the kinds of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias

from pydantic import Discriminator, Tag

from lawscore.expressions.binding import Program
from lawscore.expressions.reading import names_of
from lawscore.models import Formula, Late, Model
from lawscore.rules.binder import Binder
from lawscore.rules.figures import AGGREGATES
from lawscore.rules.history import EarlierMeasure, GrowthMeasure
from lawscore.rules.normalising import NormaliseMeasure
from lawscore.rules.panel import PanelMeasure
from lawscore.rules.peers import PeersMeasure
from lawscore.rules.record_measures import RecordMeasure
from lawscore.rules.units import UnitsMeasure

#: The kinds of measures beside a plain expression, by the key that tells them.
KINDS: Final[Mapping[str, type[Model]]] = {
    **dict.fromkeys(AGGREGATES, RecordMeasure),
    "peers": PeersMeasure, "normalise": NormaliseMeasure, "units": UnitsMeasure, "growth": GrowthMeasure,
    "earlier": EarlierMeasure, "panel": PanelMeasure,
}  # fmt: skip
MEASURE_KEYS: Final = tuple(KINDS)
#: The key that tells a kind of measure; the first of the aggregates stands for all of them.
_TAGS: Final[Mapping[type[Model], str]] = {kind: key for key, kind in reversed(tuple(KINDS.items()))}


def measure_tag(value: object) -> str | None:
    """The key that tells the kind of a measure."""
    if isinstance(value, Model):
        return _TAGS.get(type(value))
    if not isinstance(value, dict):
        return "formula"
    found = next((key for key in KINDS if key in value), None)
    return AGGREGATES[0] if found in AGGREGATES else found


#: A figure that is more than an expression.
Figure: TypeAlias = Annotated[
    Annotated[Late[RecordMeasure], Tag(AGGREGATES[0])]
    | Annotated[Late[PeersMeasure], Tag("peers")]
    | Annotated[Late[NormaliseMeasure], Tag("normalise")]
    | Annotated[Late[UnitsMeasure], Tag("units")]
    | Annotated[Late[GrowthMeasure], Tag("growth")]
    | Annotated[Late[EarlierMeasure], Tag("earlier")]
    | Annotated[Late[PanelMeasure], Tag("panel")],
    Discriminator(measure_tag, custom_error_type="lawscore_measure", custom_error_message="measure"),
]

Measure: TypeAlias = Annotated[
    Annotated[Formula, Tag("formula")] | Annotated[Figure, Tag("figure")],
    Discriminator(lambda value: "formula" if measure_tag(value) == "formula" else "figure"),
]


def measure_uses(measure: Measure) -> set[str]:
    """The names that a measure reads, as far as its expressions can be read."""
    return names_of(measure) if isinstance(measure, str) else measure.uses


def bind_measure(measure: Measure, binder: Binder) -> Program:
    """Make a measure ready."""
    return binder.program(measure) if isinstance(measure, str) else measure.bind(binder)
