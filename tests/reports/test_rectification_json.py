"""The rectification list as JSON: exact figures, words that are no language's, and what is owed with its departments."""

from __future__ import annotations

from typing import Any

import lawscore
from lawscore.catalogue import Language
from lawscore.reports.rectification_json import rectification_part
from lawscore.rubric.bound import Rubric
from tests.support import rubric_of

TEXT = """
points: 14
fields: {件数: count, 率: percent}
indicators:
  - {id: "1", title: 备案, points: 10, start: full, responsible: {lead: 法制办, support: [编办]}, basis: 纲要,
     rules: [{id: filed, deduct: PRICE, each: 件数, text: 未报备}]}
  - {id: "2", title: 满意, points: 4, rules: [{id: rate, award: 率 * 3, text: 按率得分}]}
vetoes: [{id: v1, when: 件数 > 5, text: 大量不报备, effect: zero_total}]
"""


def rubric(price: str = "1") -> Rubric:
    return rubric_of(TEXT.replace("PRICE", price))


def listed(
    values: dict[str, Any], before: dict[str, Any] | None = None, language: Language = "zh", price: str = "1"
) -> Any:
    since = None if before is None else lawscore.assess(rubric(), before).to_json("zh")
    return rectification_part(lawscore.assess(rubric(price), values).rectification(since), language)


def test_figures_are_exact_and_nothing_is_rounded():
    (unit,) = listed({"u": {"件数": 2, "率": "0.01%"}})["units"]
    filed, rate = unit["lines"]
    assert filed == {
        "indicator": "1",
        "title": "备案",
        "rule": "filed",
        "kind": "deduction",
        "of": "10",
        "state": None,
        "why": None,
        "became": [],
        "last": None,
        "now": {"points": "2", "reasons": ["未报备：件数为 2；2 × 1 分 = 2 分"], "records": []},
        "compared": None,
        "basis": ["纲要"],
        "responsible": {"lead": "法制办", "support": ["编办"]},
    }
    assert (rate["kind"], rate["now"]["points"]) == ("missed", "39997/10000")
    assert rate["responsible"] == {"lead": None, "support": []}


def test_only_reasons_are_in_a_language():
    chinese, english = (listed({"u": {"件数": 9, "率": "100%"}}, language=language) for language in ("zh", "en"))
    for told in (chinese, english):
        assert [one["kind"] for one in told["units"][0]["lines"]] == ["deduction", "missed", "veto"]
        assert told["units"][0]["lines"][2]["indicator"] is None
        for line in told["units"][0]["lines"]:
            line["now"].pop("reasons")
    assert {**chinese, "language": ""} == {**english, "language": ""}


def test_what_became_of_last_year_s_list_has_both_years():
    told = listed({"u": {"件数": 1, "率": "100%"}}, {"u": {"件数": 2, "率": "100%"}}, price="3")
    assert told["since"] == "sample@2023.1"
    assert told["states"] == {"partly": 1, "not_mended": 1}
    filed = told["units"][0]["lines"][0]
    assert (filed["state"], filed["last"]["points"], filed["now"]["points"]) == ("partly", "2", "3")
    assert filed["compared"] == {"by": "quantity", "last": "2", "now": "1"}
    assert filed["last"]["reasons"] == ["未报备：件数为 2；2 × 1 分 = 2 分"]
    assert filed["now"]["reasons"] == ["未报备：件数为 1；3 分"]


def test_what_is_mended_costs_nothing_and_what_is_new_has_no_last_year():
    before, after = {"u": {"件数": 2, "率": "100%"}}, {"u": {"件数": 0, "率": "50%"}}
    filed = listed(after, before)["units"][0]["lines"][0]
    assert (filed["state"], filed["now"]) == ("mended", {"points": "0", "reasons": [], "records": []})
    (new,) = (line for line in listed(before, after)["units"][0]["lines"] if line["state"] == "new")
    assert (new["rule"], new["last"], new["now"]["points"]) == ("filed", None, "2")


def test_what_cannot_be_compared_says_why():
    told = listed({"v": {"件数": 0, "率": "100%"}}, {"u": {"件数": 2, "率": "100%"}})
    gone = told["units"][-1]
    assert gone["id"] == "u"
    assert [(line["state"], line["why"], line["now"]) for line in gone["lines"]] == [
        ("not_comparable", "no_unit", None)
    ] * 2


def test_what_is_owed_stands_beside_the_lines():
    (unit,) = listed({"u": {"率": "100%"}})["units"]
    assert [line["indicator"] for line in unit["lines"]] == ["2"]
    assert unit["owed"] == [
        {
            "kind": "value", "name": "件数", "record": "", "detail": "", "indicators": ["1"], "vetoes": ["v1"],
            "state": None, "why": None,
            "responsible": {"lead": "法制办", "support": ["编办"]},
        }
    ]  # fmt: skip


def test_what_was_owed_last_year_has_a_state():
    told = listed({"u": {"件数": 0}}, {"u": {}})
    assert [(one["name"], one["state"]) for one in told["units"][0]["owed"]] == [
        ("率", "still_owed"),
        ("件数", "supplied"),
    ]
    assert (told["states"]["supplied"], told["states"]["still_owed"]) == (1, 1)


def test_nothing_to_mend_is_an_empty_list():
    text = "points: 10\nfields: {件数: count}\nrules: [{id: r, deduct: 1, each: 件数}]\nstart: full"
    found = lawscore.assess(rubric_of(text), {"u": {"件数": 0}}).rectification()
    told = rectification_part(found, "zh")
    assert (told["lost"], told["units"][0]["lines"], told["units"][0]["owed"]) == ("0", [], [])
