"""A law: whatever a unit submits, typed into a form and read back, is what it would be as plain Python values."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lawscore.facts.unit import Unit
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions
from lawscore.office.forms.book import form
from lawscore.office.forms.plan import Plan, plan_of
from lawscore.rubric.fields import Column
from lawscore.submission.document import Submission
from tests.support_data import RUBRIC
from tests.support_forms import fill, saved

UNIT = Unit(id="tieling", name="铁岭县", unit_class="county")

#: Texts as offices write them, and as nobody should: formulas, decomposed letters, full width, words for absence.
_TEXTS = st.one_of(
    st.sampled_from(
        [
            "=1+1",
            "+86 10",
            "-",
            "@甲",
            "e\u0301tude",
            "１２３",
            "　见年报　",
            "第一行\n第二行",
            "是",
            "#N/A",
            "0012",
            "2023-1-3",
        ]
    ),
    st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po"]), min_size=1, max_size=20),
).filter(lambda text: bool(text.strip()))


def _decimal(low: int, high: int, places: int) -> st.SearchStrategy[str]:
    return st.decimals(low, high, places=places).map(lambda value: f"{value or abs(value):f}")


def values(spec: Column) -> st.SearchStrategy[Any]:
    if spec.choice is not None:
        return st.sampled_from(spec.choice)
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "count": st.integers(0, 10**9).map(str),
        "number": _decimal(0, 100, 3),
        "amount": _decimal(0, 10**8, 4),
        "percent": _decimal(0, 100, 2).map(lambda text: f"{text}%"),
        "yesno": st.sampled_from(["是", "否", "yes", "no"]),
        "date": st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(str),
        "text": _TEXTS,
    }
    return by_type[spec.type]


@st.composite
def submissions(draw: st.DrawFn) -> dict[str, Any]:
    """The values of one unit in long form: a value, an absence with its reason, or nothing."""
    entries: dict[str, Any] = {}
    for name, spec in RUBRIC.fields.items():
        what = draw(st.sampled_from(["value", "value", "absent", "nothing"]))
        if what == "absent":
            entries[name] = {
                "absent": draw(st.sampled_from(["none", "not_applicable", "unknown"])),
                "reason": "另附说明",
            }
        elif what == "value" and spec.type == "records":
            entries[name] = {"value": draw(_records(spec.key, spec.fields or {}))}
        elif what == "value":
            entries[name] = {"value": draw(values(spec))}
            if draw(st.booleans()):
                entries[name]["evidence"] = [{"name": "会议纪要", "number": "辽府办1号"}]
    return entries


def _records(key: str | None, columns: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    required = {name: values(spec) for name, spec in columns.items() if name == key or key is None}
    optional = {name: values(spec) for name, spec in columns.items() if name not in required}
    unique = (lambda record: _folded(record[key])) if key is not None else None
    return st.lists(st.fixed_dictionaries(required, optional=optional), min_size=1, max_size=4, unique_by=unique)


def _folded(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", text).strip()


@cache
def empty() -> tuple[Plan, bytes]:
    plan = plan_of(RUBRIC, [UNIT])
    return plan, form(plan)


@settings(max_examples=12)
@given(submissions())
def test_a_form_reads_back_as_the_values_that_were_typed_in(entries: dict[str, Any]) -> None:
    plan, content = empty()
    book = load_workbook(io.BytesIO(content))
    fill(plan, book, Submission.model_validate({"unit": "tieling", "values": entries}))
    with TemporaryDirectory() as folder:
        found = load_submissions(RUBRIC, [saved(book, Path(folder) / "a.xlsx")])
    row = {
        "units": [{"id": "tieling", "name": "铁岭县", "class": "county"}],
        "submissions": [{"unit": "tieling", "values": entries}],
    }
    expected = from_values(RUBRIC, row)
    assert [problem.code for problem in found.problems if problem.severity == "error"] == [
        problem.code for problem in expected.problems if problem.severity == "error"
    ]
    if entries:
        one, other = found.units[0], expected.units[0]
        assert (one.unit, one.values, one.nones) == (other.unit, other.values, other.nones)
        assert {name: (given.evidence, given.note) for name, given in one.provenance.items()} == {
            name: (given.evidence, given.note) for name, given in other.provenance.items()
        }
