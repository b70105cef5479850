"""What several papers tell is told alike on each: how units were ranked, why a place is not its points, lists in sentences."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from typing import Any

import pytest
from openpyxl import load_workbook

from lawscore.catalogue import LANGUAGES, Language
from lawscore.expressions.values import Cause
from lawscore.facts.card import Owed
from lawscore.numbers import Rounding
from lawscore.publishing.book import items, lists, workbook
from lawscore.publishing.book.cells import Number, figure
from lawscore.publishing.book.looks import BELOW_ZERO, FULL, HIGH, LOW, MIDDLE, OVER
from lawscore.publishing.book.matrix import look_of
from lawscore.publishing.facts import evidence_texts, fact_text, kind_key, target_of
from lawscore.publishing.figures import bounds_text, change_since
from lawscore.publishing.page import page
from lawscore.publishing.page.columns import note_of
from lawscore.publishing.page.methods import methods
from lawscore.publishing.page.tongues import tongues_of
from lawscore.publishing.ranked import ranked_otherwise
from lawscore.publishing.report import Report, report_of
from lawscore.publishing.texts import markdown
from lawscore.publishing.texts.wording import notes_of
from lawscore.results.model import EvidencePart, FactPart, Result
from tests.support_reports import changed_report, kept_report, kept_result


def ranked_report(ranked: dict[str, Any], language: Language) -> Report:
    """A round whose ranks were asked for otherwise than the rubric says."""
    result, rubric = kept_result("cixi-2017", "round-2017")
    told = result.model_dump(by_alias=True, exclude_unset=True)
    told["provenance"]["ranked"] = ranked
    return report_of(Result.model_validate(told), rubric, language=language)


RANKED = [
    ("all", False, "zh", "在全部单位中排名，与细则不同"),
    ("all", False, "en", "among all units, which is not what the rubric says"),
    ("class", True, "zh", "在同组别单位中排名，与细则不同；暂定的单位一并列出名次区间"),
    ("class", True, "en", "among the units of a class, which is not what the rubric says; provisional units are given the range of their ranks"),
    ("parent", False, "zh", "在同一上级的单位中排名，与细则不同"),
    ("区域", False, "en", "among the units of the same 区域, which is not what the rubric says"),
    (None, True, "zh", "暂定的单位一并列出名次区间"),
    (None, True, "en", "provisional units are given the range of their ranks"),
]  # fmt: skip


@pytest.mark.parametrize(("within", "provisional", "language", "told"), RANKED)
def test_how_units_were_ranked_is_one_sentence_on_every_paper(within, provisional, language, told):
    report = ranked_report({"within": within, "provisional": provisional}, language)
    assert ranked_otherwise(report) == told
    head = {"zh": "排名另有要求", "en": "Ranked otherwise"}[language]
    assert (head, told) in methods(tongues_of({language: report}, language)).provenance
    colon = {"zh": "：", "en": ": "}[language]
    assert f"- {head}{colon}{told}\n" in markdown(report)


def test_the_workbook_says_it_too_and_nothing_where_the_rubric_alone_was_asked():
    report = ranked_report({"within": "all", "provisional": True}, "en")
    cells = [
        cell.value for row in load_workbook(io.BytesIO(workbook(report))).worksheets[0].iter_rows() for cell in row
    ]
    told = "among all units, which is not what the rubric says; provisional units are given the range of their ranks"
    assert told in cells
    assert ranked_otherwise(kept_report("cixi-2017", "round-2016")) == ""


VETO = "一票否决：没有申报创建的，不推选；不得评为“示范单位”"
NOTE = "否决成立，不参加排名：没有申报创建的，不推选"


def test_why_a_place_is_not_its_points_is_told_alike_on_every_paper():
    report = kept_report("daying-2017", "model-units")
    assert {card.id: card.remarks for card in report.units if card.remarks} == {
        "gongan": (VETO, NOTE),
        **{card.id: tuple(card.part.notes) for card in report.units if card.part.notes and card.id != "gongan"},
    }
    card = report.cards["gongan"]
    assert list(notes_of(card, report)) == [VETO, NOTE]
    assert note_of(tongues_of({"zh": report}, "zh"), [card]) == f"{VETO}；{NOTE}"
    sheet = load_workbook(io.BytesIO(workbook(report))).worksheets[1]
    assert [row[-1].value for row in sheet.iter_rows() if "gongan" in [cell.value for cell in row]] == [
        f"{VETO}\n{NOTE}"
    ]


def test_a_veto_that_was_waived_is_no_reason():
    def waived(units):
        return [
            {
                **unit,
                "items": [{**item, "cause": "waiver"} if item["kind"] == "veto" else item for item in unit["items"]],
            }
            for unit in units
        ]

    report = changed_report("daying-2017", "model-units", waived)
    assert report.cards["gongan"].remarks == (NOTE,)


@pytest.mark.parametrize(("language", "told"), [("zh", "3、5.5、7"), ("en", "3, 5.5, 7")])
def test_several_numbers_are_told_with_the_signs_of_the_language(language, told):
    report = kept_report("cixi-2017", "round-2017", language)
    numbers = report.rubric.fields | {
        "各次": next(iter(report.rubric.fields.values())).model_copy(update={"type": "numbers"})
    }

    class Known:
        fields = numbers

    part = next(fact for card in report.units for fact in card.part.facts)
    several = FactPart.model_validate({**part.model_dump(by_alias=True), "field": "各次", "value": ["3", "5.5", "7"]})
    assert fact_text(several, Known, language) == told  # type: ignore[arg-type]


def cell_of(columns, key: str, subject) -> object:
    return next(column for column in columns if column.key == key).value(subject)


@pytest.mark.parametrize(
    ("language", "records", "basis", "places"),
    [("zh", "甲、乙", "一；二", "1.1、1.2、否决条款 V3"), ("en", "甲, 乙", "一; 二", "1.1, 1.2, veto V3")],
)
def test_the_workbook_joins_with_the_signs_of_the_language(language, records, basis, places):
    report = kept_report("cixi-2017", "round-2017", language)
    card = report.units[0]
    part = card.part.items[0].model_copy(update={"records": ["甲", "乙"], "basis": ["一", "二"]})
    item = items.Item(report, card, part, "", "")
    assert cell_of(items.COLUMNS, "records", item) == records
    assert cell_of(items.COLUMNS, "basis", item) == basis
    debt = lists.Debt(report, card, Owed(cause=Cause("field", "数"), indicators=("1.1", "1.2"), vetoes=("V3",)))
    assert cell_of(lists.OWED, "indicators", debt) == places
    proofs = [EvidencePart(name=one, number="1", hash="") for one in ("甲", "乙")]
    assert evidence_texts(proofs, language) == {"zh": "甲 1；乙 1", "en": "甲 1; 乙 1"}[language]


#: Chinese signs that join what is ours to join.
JOINED = re.compile(r"[、；：]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_joins_with_the_signs_of_the_language(language):
    report = kept_report("cixi-2017", "round-2017", language)
    text = page({language: report}, language)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    assert not JOINED.search(script)
    words = json.loads(re.search(r'id="book">(.*?)</script>', text, re.DOTALL)[1])["words"]
    signs = {"zh": ["、", "；", "："], "en": [", ", "; ", ": "]}[language]
    assert [words[name] for name in ("listed", "joiner", "colon")] == signs


def test_what_an_adjustment_is_about_is_told_alike_on_the_page_and_in_the_workbook():
    report = kept_report("cixi-2017", "round-2017")
    found = [part for card in report.units for part in card.part.adjustments]
    assert found
    page_text = page({"zh": report}, "zh")
    chunks = re.findall(r'id="chunk-\d+">([^<]*)<', page_text)
    units = [unit for chunk in chunks for unit in json.loads(zlib.decompress(base64.b64decode(chunk)))]
    told = [one["where"] for unit in units for one in unit.get("adjustments", [])]
    assert told == [" · ".join(target_of(part, report.rubric)) for part in found]
    sheets = load_workbook(io.BytesIO(workbook(report))).worksheets
    cells = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert {" / ".join(target_of(part, report.rubric)) for part in found} <= cells


def test_bounds_and_the_change_since_before():
    report = kept_report("tieling-2023", "county")
    assert bounds_text(report.units[0].part) == "86.52 – 97.73"
    assert bounds_text(report.units[0].part.model_copy(update={"bounds": (None, "-1.50")})) == "… – −1.50"
    assert change_since(report.units[0]) is None
    result, rubric = kept_result("cixi-2017", "round-2017")
    beside = report_of(result, rubric, kept_result("cixi-2017", "round-2016")[0])
    assert beside.shown == Rounding(2)
    assert beside.shown.text(change_since(beside.units[0])) == "13.18"


def test_every_kind_of_an_item_has_a_word():
    report = kept_report("tieling-2023", "cohort", "en")
    keys = {kind_key(item) for card in report.units for item in card.part.items}
    assert {"kind.deduction", "kind.veto"} <= keys
    assert all(report.say(key) for key in keys)


@pytest.mark.parametrize(
    ("score", "points", "look"),
    [
        ("-1/10000", "5", BELOW_ZERO), ("0", "5", LOW), ("3", "5", MIDDLE), ("29999/10000", "5", LOW), ("4", "5", HIGH),
        ("49999/10000", "5", HIGH), ("5", "5", FULL), ("50002/10000", "5", OVER), ("0", "0", FULL), ("1", "0", FULL),
    ],
)  # fmt: skip
def test_a_cell_of_the_matrix_looks_as_its_exact_share_is(score, points, look):
    assert look_of(score, points) is look


@pytest.mark.parametrize(
    ("given", "digits"),
    [("-.5", "-0.5"), (".50", "0.50"), ("-0.5", "-0.5"), ("7", "7"), ("-12.30", "-12.30"), ("5.", "5")],
)
def test_digits_as_they_stand_in_a_cell(given, digits):
    found = figure(given)
    assert isinstance(found, Number)
    assert found.digits == digits
