"""How firm the standings are: under other weights, without one indicator, and what it would take to change them."""

from lawscore.analysis.sensitivity.asking import asked
from lawscore.analysis.sensitivity.result import (
    Change,
    Decisive,
    Drawn,
    Mending,
    Question,
    Sensitivity,
    UnitSensitivity,
)
from lawscore.analysis.sensitivity.run import lacks_numpy, sensitivity

__all__ = [
    "Change", "Decisive", "Drawn", "Mending", "Question", "Sensitivity", "UnitSensitivity", "asked",
    "lacks_numpy", "sensitivity",
]  # fmt: skip
