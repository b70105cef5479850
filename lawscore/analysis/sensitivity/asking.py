"""What is asked, from texts: the range of the weights, how many draws, the seed, the level."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.analysis.sensitivity.draws import Range
from lawscore.analysis.sensitivity.result import Question
from lawscore.catalogue import phrase
from lawscore.numbers import parse_number, parse_percent, percent_text
from lawscore.problems import Problem, QuestionError, Where


def asked(within: str | Fraction, draws: int, seed: int, level: int | None) -> Question:
    """The question, `within` being a share such as `20%`. Raises `QuestionError`, with everything that is wrong."""
    share = _share(within)
    problems = tuple(_problems(within, share, draws, level))
    if problems or share is None:
        raise QuestionError(problems)
    return Question(within=share, draws=draws, seed=seed, level=level)


def _share(within: str | Fraction) -> Fraction | None:
    """The share, where it is one that can be drawn from."""
    try:
        share = within if isinstance(within, Fraction) else _parsed(within)
        return Range(share).within
    except ValueError:  # `NotANumber` is one too
        return None


def _parsed(text: str) -> Fraction:
    return parse_percent(text) if text.strip().endswith(("%", "％")) else parse_number(text)


def _problems(within: str | Fraction, share: Fraction | None, draws: int, level: int | None) -> Iterator[Problem]:
    if share is None:
        given = within if isinstance(within, str) else percent_text(within)
        hint = phrase("hint.sensitivity_within")
        yield Problem(code="sensitivity_within", where=_NOWHERE, facts={"given": given}, hint=hint)
    if draws < 0:
        yield Problem(code="sensitivity_draws", where=_NOWHERE, facts={"given": str(draws)})
    if level is not None and level < 1:
        yield Problem(code="sensitivity_level", where=_NOWHERE, facts={"given": str(level)})


_NOWHERE = Where()
