"""Why a unit gets another grade or has no score, and what a part of a change is of, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lawscore.analysis.effect import Effect, ScorePart, UnitEffect
from lawscore.analysis.effect.crossing import Crossing
from lawscore.catalogue import Language, Phrase, chain, phrase, say
from lawscore.facts.card import Card
from lawscore.reports.diff_sentences import change_text
from lawscore.reports.diff_words import indicator_text
from lawscore.reports.owed import cause_text
from lawscore.reports.signs import signed

#: So many deciding indicators, changes of each, and missing values are named in a cell.
_MOST_PARTS: Final = 3
_MOST_CHANGES: Final = 2
_MOST_CAUSES: Final = 3
#: Changes are cut to so many characters in a cell.
_SHORT: Final = 24


def score_text(card: Card) -> str:
    """The total as it is shown; nothing where there is none."""
    return "" if card.score is None else card.shown.text(card.score)


def part_title(part: ScorePart, language: Language) -> str:
    """What a part of a change is of."""
    if part.kind == "points":
        return say(phrase("effect.part.points"), language)
    if not part.ids:
        return say(phrase("effect.part.whole_limit"), language)
    ids = say(phrase("word.as_is", value=part.ids), language)
    named = indicator_text(ids, part.title, language)
    return named if part.kind == "indicator" else say(phrase("effect.part.limit", title=named), language)


def because_text(effect: Effect, part: ScorePart, language: Language, unit: UnitEffect | None = None) -> str:
    """The changes of the rubric behind a part, those of its rules first; with a unit, those that touch it."""
    changes, most = effect.because(part, unit), _MOST_CHANGES
    if not changes:
        return ""
    told = tuple(change_text(one, language, _SHORT) for one in changes[:most])
    whole: Phrase | tuple[str, ...] = phrase("diff.and_more", names=told) if len(changes) > most else told
    return say(phrase("word.as_is", value=whole), language)


def why_text(effect: Effect, one: UnitEffect, language: Language) -> str:
    """Why a unit gets another grade."""
    crossing = one.crossing
    assert crossing is not None  # asked only of units that get another grade
    return say(chain(list(_reasons(effect, one, crossing, language))), language)


def _reasons(effect: Effect, one: UnitEffect, crossing: Crossing, language: Language) -> Iterator[Phrase]:
    if "score" not in crossing.reasons:
        yield _same_score(one) if not one.change else _scores(one, "effect.reason.score_only", "")
    for reason in crossing.reasons:
        if reason == "score":
            parts = tuple(_deciding(effect, part, one, language) for part in crossing.deciding[:_MOST_PARTS])
            few = parts and len(crossing.deciding) <= _MOST_PARTS
            yield _scores(one, "effect.reason.score" if few else "effect.reason.score_many", parts)
        else:
            gained = reason == "quota" and crossing.better is True
            yield phrase("effect.reason.quota_gained" if gained else f"effect.reason.{reason}")
    if "quota" in crossing.reasons:
        yield from crossing.notes


def _same_score(one: UnitEffect) -> Phrase:
    assert one.after.score is not None  # units without a score cross no grade
    return phrase("effect.reason.same_score", score=one.after.shown.text(one.after.score))


def _scores(one: UnitEffect, key: str, parts: object) -> Phrase:
    before, after = one.before.score, one.after.score
    assert before is not None  # as above
    assert after is not None
    facts = {"parts": parts} if parts else {}
    return phrase(key, before=one.before.shown.text(before), after=one.after.shown.text(after), **facts)


def _deciding(effect: Effect, part: ScorePart, one: UnitEffect, language: Language) -> Phrase:
    facts = {"indicator": part_title(part, language), "points": signed(part.points, one.after.shown)}
    because = because_text(effect, part, language, one)
    if because:
        return phrase("effect.deciding_because", because=because, **facts)
    if part.kind == "indicator":
        return phrase("effect.deciding_because", because=phrase(_silent(part, one)), **facts)
    return phrase("effect.deciding", **facts)


def _silent(part: ScorePart, one: UnitEffect) -> str:
    """Why a part changes though nothing of its indicator did in the rubric."""
    old = {node.id: node for node in one.before.nodes}
    new = {node.id: node for node in one.after.nodes}
    same = [
        old[was].score == new[now].score
        for was, now in zip(part.old, part.new, strict=False)
        if was in old and now in new
    ]
    return "effect.without_change" if all(same) else "effect.facts_changed"


def unit_notes(effect: Effect, one: UnitEffect, language: Language) -> str:
    """Why a unit has no score in one of the two, and which vetoes strike it."""
    found = list(_notes(effect, one, language))
    return say(chain(found), language) if found else ""


def _notes(effect: Effect, one: UnitEffect, language: Language) -> Iterator[Phrase]:
    if one.unit.not_assessed is not None:
        yield phrase("effect.not_assessed", reason=one.unit.not_assessed)
        return
    if one.before.state == "provisional":
        yield phrase("effect.was_provisional")
    if one.after.state == "provisional":
        yield _open(effect, one.after, language)
    before, after = _struck(one.before), _struck(one.after)
    if lifted := tuple(veto for veto in before if veto not in after):
        yield phrase("effect.lifted", ids=lifted)
    if after:
        yield phrase("effect.vetoed", ids=after)


def _open(effect: Effect, card: Card, language: Language) -> Phrase:
    low, high = (phrase("effect.no_limit") if bound is None else card.shown.text(bound) for bound in card.bounds)
    owed = [cause_text(effect.after.rubric, one.cause, language) for one in card.owed]
    causes: Phrase | tuple[str, ...] = tuple(owed[:_MOST_CAUSES])
    if len(owed) > _MOST_CAUSES:
        causes = phrase("diff.and_more", names=causes)
    return phrase("effect.provisional", low=low, high=high, causes=causes)


def _struck(card: Card) -> tuple[str, ...]:
    return tuple(veto.id for veto in card.vetoes if veto.struck)
