"""Two versions of a rubric compared in the trade's words: what changed, what can move a digit, where it stands."""

from lawscore.analysis.diff.comparing import diff_rubrics
from lawscore.analysis.diff.result import RubricChange, RubricDiff

__all__ = ["RubricChange", "RubricDiff", "diff_rubrics"]
