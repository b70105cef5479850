"""What is odd about a rubric that loads: sums, caps, bands, rules that can never count, names that nothing reads."""

from lawscore.checking.checks import CHECKS, CheckRule, check_rubric

__all__ = ["CHECKS", "CheckRule", "check_rubric"]
