"""What a ranking declares beside the order of scores: where vetoed, ineligible and not assessed units stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from lawscore.catalogue import Phrase, phrase
from lawscore.facts.card import Card, VetoResult
from lawscore.rubric.ranks import PlaceWord, Ranking

#: A part of a ranking: those ranked by their score, those after them, those after all; and those that leave it.
Block: TypeAlias = int
FRONT: Final[Block] = 0
LAST: Final[Block] = 1
END: Final[Block] = 2
OUT: Final[Block] = 3

_WORDS: Final[Mapping[PlaceWord, Block]] = {"ranked": FRONT, "last": LAST, "out": OUT}


def blocks_of(ranking: Ranking | None, card: Card) -> tuple[Block, ...]:
    """Every block that a unit may be in, from the front: one, unless a veto is open."""
    if card.state == "not_assessed":
        return (END if ranking is not None and ranking.not_assessed == "last" else OUT,)
    if ranking is None or not card.vetoes or ranking.vetoed == ranking.ineligible == "ranked":
        return (FRONT,)
    sure = max((_block(ranking, veto) for veto in card.vetoes if veto.struck), default=FRONT)
    open_ = [_block(ranking, veto) for veto in card.vetoes if not veto.struck and not veto.waived]
    return tuple(sorted({sure, *(max(sure, block) for block in open_)}))


def why_set_back(ranking: Ranking, card: Card) -> Phrase | None:
    """Why a unit stands behind the others, or is not ranked; None for one that is ranked by its score."""
    block = blocks_of(ranking, card)[0]
    striking = tuple(veto.reason for veto in card.vetoes if veto.struck and _block(ranking, veto) == block)
    return phrase("rank.out" if block == OUT else "rank.last", vetoes=striking) if block and striking else None


def _block(ranking: Ranking, veto: VetoResult) -> Block:
    return _WORDS[ranking.ineligible if veto.ineligible_for is not None else ranking.vetoed]
