"""A form that one unit filled in becomes a data document: each value at its cell, all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lawscore.catalogue import phrase
from lawscore.loading.data_documents import located_document
from lawscore.loading.xlsx_form_answers import answers_of
from lawscore.loading.xlsx_form_draft import SUBMISSION, FormDraft
from lawscore.loading.xlsx_form_fields import read_fields
from lawscore.loading.xlsx_form_records import read_records
from lawscore.loading.xlsx_form_sheets import FormSheet
from lawscore.loading.xlsx_marks import FormMarks, differences, some_names
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.places import Located
from lawscore.submission.words import fold
from lawscore.version import FORMAT

#: Which sheets are read first: what a list holds is compared with what the sheet of fields says of it.
_ORDER: Final = ("fields", "records", "answers")


def read_form(
    sheets: Sequence[FormSheet], marks: FormMarks | None, rubric: Rubric
) -> tuple[Located | None, list[Problem]]:
    """Read the sheets of a form. Nothing of it is used where it does not say for which unit it is."""
    draft = FormDraft(sheets, marks, rubric)
    if marks is None:
        draft.report("form_without_marks", draft.head("unit"), "warning")
    else:
        draft.problems += differences(marks, rubric, draft.head("unit"))
    unit = _unit(draft)
    if unit is None:
        return None, draft.problems
    for sheet in sorted(sheets, key=lambda one: _ORDER.index(one.sort)):
        _READERS[sheet.sort](draft, sheet)
    _note_lost(draft)
    return located_document(draft.source(_document(draft, unit)), draft.problems)


def _unit(draft: FormDraft) -> str | None:
    """The unit that all sheets name, and the hidden one too; None where there is none, or two."""
    named = [(one, one.facts["unit"]) for one in draft.sheets if "unit" in one.facts and one.facts["unit"].text]
    if not named:
        draft.report("form_without_unit", draft.head("unit"), hint=phrase("hint.form_without_unit"))
        return None
    unit = (draft.marks.unit if draft.marks is not None else "") or named[0][1].text
    for one, fact in named:
        if fold(fact.text) != fold(unit):
            where = one.sheet.where(fact.row, fact.column)
            draft.report("form_unit_differs", where, given=shorten(fact.text), made_for=unit)
            return None
    return unit


def _answers(draft: FormDraft, one: FormSheet) -> None:
    for answer in answers_of(one, draft.rubric, draft.problems):
        for key, where in answer.cells.items():
            inside = (key,) if key else ()
            draft.cells[(*SUBMISSION, "answers", len(draft.answers), *inside)] = where
        draft.answers.append(answer.entry)


_READERS: Final[Mapping[str, Callable[[FormDraft, FormSheet], None]]] = {
    "fields": read_fields,
    "records": read_records,
    "answers": _answers,
}


def _note_lost(draft: FormDraft) -> None:
    """Rows and sheets that the form had and that are gone: what they would have said is not known."""
    if draft.marks is None:
        return
    known = draft.rubric.fields
    lost = [name for name in draft.marks.fields if name in known and name not in draft.rows | set(draft.values)]
    if lost:
        draft.report("form_rows_missing", draft.head("unit"), names=some_names(lost), count=str(len(lost)))
    stated = draft.lists | set(draft.stated)
    gone = [name for name in draft.marks.lists if name in known and name not in stated]
    for name in gone:
        draft.report("form_sheet_missing", draft.head("unit"), records=name)
    for name in (*lost, *gone):
        draft.spoil(name, draft.head("unit"))


def _document(draft: FormDraft, unit: str) -> dict[str, Any]:
    """The tree of the document."""
    facts = {name: _fact(draft, name) for name in ("name", "class", "layer")}
    facts["class"] = _class(draft.rubric, facts["class"])
    layer = facts.pop("layer") or (draft.marks.layer if draft.marks is not None else "")
    for path, fact in ((("units", 0), "unit"), (("units", 0, "class"), "class"), ((*SUBMISSION, "layer"), "layer")):
        draft.cells[path] = draft.head(fact)
    about = {key: text for key, text in facts.items() if text}
    submission = {"unit": unit, "values": draft.values, "answers": draft.answers, **({"layer": layer} if layer else {})}
    whole: dict[str, Any] = {"lawscore": FORMAT, "submissions": [submission]}
    if about:
        whole["units"] = [{"id": unit, **about}]
    if draft.marks is not None:
        whole |= {"rubric": draft.marks.name, "period": {"from": draft.marks.start, "to": draft.marks.end}}
    return whole


def _fact(draft: FormDraft, name: str) -> str:
    """What the heads state of a fact."""
    return next((one.facts[name].text for one in draft.sheets if name in one.facts and one.facts[name].text), "")


def _class(rubric: Rubric, given: str) -> str:
    """The class by its id; a form shows its label."""
    labels = {fold(label): name for name, label in rubric.document.classes.items()}
    return labels.get(fold(given), given)
