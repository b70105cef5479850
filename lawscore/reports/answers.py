"""What assessors denied (否, or 0 points): it costs nothing and has no item, and is told all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lawscore.catalogue import Language, phrase, say
from lawscore.facts.unit import Answer, Question, UnitFacts
from lawscore.rubric.bound import Rubric
from lawscore.rules.amounts import said_by


def denials(
    facts: UnitFacts, rubric: Rubric, indicator: str, charged: Collection[str | None], language: Language
) -> Iterator[str]:
    """One line for each question of an indicator, or of vetoes, that was denied; none of rules that have an item."""
    place = {key: number for number, key in enumerate(rubric.question_index)}
    listed = sorted(facts.answers.items(), key=lambda one: (place.get(_key(one[0]), len(place)), one[0].record))
    for question, answer in listed:
        if question.indicator == indicator and question.rule not in charged and _is_denied(answer):
            yield _told(question, answer, rubric, language)


def _key(question: Question) -> tuple[str, str, str]:
    return question.indicator, question.rule, question.about


def _is_denied(answer: Answer) -> bool:
    return answer.points == 0 if answer.points is not None else answer.verdict == "no"


def _told(question: Question, answer: Answer, rubric: Rubric, language: Language) -> str:
    asked = rubric.question_index.get(_key(question))
    text = asked.text if asked is not None else question.rule
    about = " ".join(part for part in (text, question.record) if part)
    verdict = phrase("word.no") if answer.points is None else phrase("layers.points_given", points=answer.points)
    key = "explain.denied_because" if answer.reason else "explain.denied"
    return say(phrase(key, question=about, answer=verdict, **said_by(answer)), language)
