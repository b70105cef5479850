"""What is odd about a rubric that loads: sums, caps, bands, rules that can never count, names that nothing reads."""

from lawscore.checking.checks import CHECKS, FAMILIES, CheckRule, check_rubric, rubric_errors

__all__ = ["CHECKS", "FAMILIES", "CheckRule", "check_rubric", "rubric_errors"]
