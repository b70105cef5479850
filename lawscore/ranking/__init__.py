"""Ranks and grades: how the units stand to one another in the total, in an indicator, in a result beside the total."""

from lawscore.ranking.standing import grade_and_rank, rank_again

__all__ = ["grade_and_rank", "rank_again"]
