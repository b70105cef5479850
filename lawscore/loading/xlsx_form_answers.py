"""The sheet of assessors' answers: each row is one question, known by its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lawscore.classes import dataclass
from lawscore.facts.unit import Question
from lawscore.loading.xlsx_form_sheets import FormSheet
from lawscore.loading.xlsx_texts import told
from lawscore.loading.xlsx_words import ANSWER_ENTRIES
from lawscore.models import shorten
from lawscore.problems import Problem, Where
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.questions import VETO
from lawscore.submission.words import fold, suggest

_SPECS: Final[Mapping[str, Column]] = {"points": Column(type="number")}
_TEXT: Final = Column(type="text")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as a data document has it, and the cells of its parts; "" is the whole of it."""

    entry: dict[str, str]
    cells: Mapping[str, Where]


def code_of(question: Question) -> str:
    """How a form names a question: `4.2/rate`, `veto/v1`, and `…/unless` for a waiver."""
    code = f"{question.indicator if question.indicator != VETO else 'veto'}/{question.rule}"
    return code if question.about == "for" else f"{code}/{question.about}"


def answers_of(one: FormSheet, rubric: Rubric, problems: list[Problem]) -> Iterator[AnswerRow]:
    """The rows in which anything was entered; what cannot be taken is reported and left out."""
    known = {fold(code_of(asked.question)): asked.question for asked in rubric.questions}
    columns = {key: one.columns[key] for key in ANSWER_ENTRIES if key in one.columns}
    for line in one.lines():
        row = one.sheet.rows[line]
        read = {key: told(one.sheet, row.get(column), _SPECS.get(key, _TEXT)) for key, column in columns.items()}
        entry = {key: found.text for key, found in read.items() if found.text}
        problems += [
            problem.at(one.sheet.where(line, columns[key])) for key, found in read.items() for problem in found.problems
        ]
        if not entry or any(found.refused for found in read.values()) or entry.keys() <= {"record", "assessor"}:
            continue
        written = told(one.sheet, row.get(one.columns["question"])).text
        question = known.get(fold(written))
        where = one.sheet.where(line, one.columns["question"])
        if question is None:
            hint = suggest(fold(written), known)
            problems.append(
                Problem(code="form_question_unknown", where=where, facts={"given": shorten(written)}, hint=hint)
            )
            continue
        places = {key: one.sheet.where(line, column) for key, column in columns.items()}
        yield AnswerRow({**_named(question), **entry}, {"": where, **places})


def _named(question: Question) -> dict[str, str]:
    about = {} if question.about == "for" else {"about": question.about}
    if question.indicator == VETO:
        return {"veto": question.rule, **about}
    return {"indicator": question.indicator, "rule": question.rule, **about}
