"""Charts as they stand in a page: parts of it like any other, told in words, the same bytes again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lawscore.catalogue import LANGUAGES, Language
from lawscore.office import extras
from lawscore.publishing.charts import (
    INKS,
    Chart,
    charts,
    distribution,
    grades,
    means,
    standings,
    style_sheet,
    variable,
)
from lawscore.publishing.report import Report
from tests.support_reports import changed_report, kept_report

SVG = "{http://www.w3.org/2000/svg}"
EXAMPLES = (
    ("cixi-2017", "round-2017"), ("cixi-2017", "case-files"), ("tieling-2023", "cohort"), ("tieling-2023", "county"),
    ("daying-2017", "departments"), ("daying-2017", "model-units"), ("heyan-2023", "villages"), ("liaoyang-2015", "ledger"),
)  # fmt: skip
ALL = pytest.mark.parametrize(("example", "name"), EXAMPLES, ids=lambda one: one)


@cache
def drawn(example: str, name: str, language: Language = "zh") -> tuple[Chart, ...]:
    return charts(kept_report(example, name, language))


def chart(example: str, name: str, kind: str, language: Language = "zh") -> Chart:
    return next(one for one in drawn(example, name, language) if one.name == kind)


@ALL
def test_a_chart_is_a_picture_with_a_title_and_a_description(example: str, name: str):
    for one in drawn(example, name):
        if not one.svg:
            assert one.told.endswith("无图可画。")
            continue
        root = ET.fromstring(one.svg)
        assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "img", "zh-CN")
        title, told = root[0], root[1]
        assert (title.tag, told.tag) == (f"{SVG}title", f"{SVG}desc")
        assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), told.get("id"))
        assert told.text == one.told
        assert title.text is not None
        assert title.text.endswith(f"（草案）：{one.title}")
        assert root.get("width") == "100%"
        assert root.get("height") is None


@ALL
def test_nothing_in_a_chart_runs_or_asks_for_anything(example: str, name: str):
    allowed = {"svg", "title", "desc", "g", "path", "text", "line"}
    colours = {f"var({variable(ink)}, {colour.light})" for ink, colour in INKS.items()} | {"none"}
    for one in drawn(example, name):
        for element in ET.fromstring(one.svg).iter() if one.svg else ():
            assert element.tag.removeprefix(SVG) in allowed
            given = {key.rpartition("}")[2] for key in element.attrib}
            assert not any(key.startswith("on") or key in ("href", "src", "font-family") for key in given)
            assert {element.get("fill", "none"), element.get("stroke", "none")} <= colours
            if element.tag != f"{SVG}svg":
                assert not any(key.startswith("aria") or key in ("role", "class", "style") for key in given)
            assert "url(" not in "".join(element.attrib.values())


def test_charts_of_both_languages_stand_in_one_page():
    ids = [
        found for language in LANGUAGES for one in drawn("cixi-2017", "round-2017", language)
        for found in re.findall(r' id="([^"]+)"', one.svg)
    ]  # fmt: skip
    assert len(ids) == len(set(ids)) == 2 * 4 * 3


def test_the_functions_give_what_all_together_gives():
    report = kept_report("heyan-2023", "villages")
    one_by_one: tuple[Callable[[Report], str], ...] = (standings, grades, distribution, means)
    assert [one(report) for one in one_by_one] == [one.svg for one in drawn("heyan-2023", "villages")]


TOLD = {
    ("distribution", "zh"): (
        "行政执法部门：12 个单位总分已定，最低 77.17，最高 97.47，平均 90.08；最多的一段是 90 分以上、不足 92 分，有 4 个单位；"
        "镇（街道）：6 个单位总分已定，最低 76.16，最高 94.41，平均 84.41；另有 1 个单位总分未定或者不参加考核，没有计入；"
        "各段含左端的分数，不含右端的分数；各组的柱高按本组最多的一段画。"
    ),
    ("distribution", "en"): (
        "行政执法部门: 12 units with a final total, lowest 77.17, highest 97.47, mean 90.08; most lie from 90 to below 92: 4 units; "
        "镇（街道）: 6 units with a final total, lowest 76.16, highest 94.41, mean 84.41; "
        "1 further unit is without a final total, or not assessed, and not counted; each step holds its left end and not its "
        "right one; the bars of a group are as high as its fullest step allows."
    ),
    ("grades", "zh"): (
        "行政执法部门（13 个单位）：优秀 9 个、良好 1 个、合格 2 个、不合格 0 个、未定等次 1 个；"
        "镇（街道）（6 个单位）：优秀 1 个、良好 3 个、合格 2 个、不合格 0 个、未定等次 0 个。"
    ),
    ("grades", "en"): (
        "行政执法部门 (13 units): 优秀 9, 良好 1, 合格 2, 不合格 0, no grade yet 1; "
        "镇（街道） (6 units): 优秀 1, 良好 3, 合格 2, 不合格 0, no grade yet 0."
    ),
    ("standings", "zh"): (
        "行政执法部门：12 个单位总分已定，最高的是演示部门十二（97.47），最低的是演示部门七（77.17）；"
        "镇（街道）：6 个单位总分已定，最高的是演示镇二（94.41），最低的是演示镇六（76.16）。"
    ),
    ("standings", "en"): (
        "行政执法部门: 12 units with a final total, highest 演示部门十二 (97.47), lowest 演示部门七 (77.17); "
        "镇（街道）: 6 units with a final total, highest 演示镇二 (94.41), lowest 演示镇六 (76.16)."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "language"), TOLD)
def test_a_chart_tells_in_words_what_it_shows(kind: str, language: Language):
    assert chart("cixi-2017", "round-2017", kind, language).told == TOLD[kind, language]


UNRANKED = {
    "zh": (
        "县级行政执法部门：7 个单位总分已定，最高的是县环保局（生成数据）（94.46），最低的是县食药监局（生成数据）（83.97）；"
        "县级行政执法部门：1 个单位总分已定、没有名次，县公安局（生成数据）（95.66）；"
        "乡镇：1 个单位总分已定，通仙乡（生成数据）（88.14）。"
    ),
    "en": (
        "县级行政执法部门: 7 units with a final total, highest 县环保局（生成数据） (94.46), lowest 县食药监局（生成数据） (83.97); "
        "县级行政执法部门: 1 unit with a final total but no rank, 县公安局（生成数据） (95.66); "
        "乡镇: 1 unit with a final total, 通仙乡（生成数据） (88.14)."
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_without_a_rank_is_told_apart_and_is_no_last_one(language: Language):
    assert chart("daying-2017", "model-units", "standings", language).told == UNRANKED[language]


def test_the_highest_and_the_lowest_are_those_by_their_totals_whatever_the_ranks_go_by():
    def turned(units):
        return [{**unit, "rank": unit["rank"] and 99 - unit["rank"]} for unit in units]

    found = charts(changed_report("daying-2017", "model-units", turned))[0]
    assert found.told == UNRANKED["zh"]


def test_a_provisional_unit_is_told_with_its_bounds():
    one = chart("tieling-2023", "county", "standings")
    assert one.told == "铁岭县总分暂定，在 86.52 – 97.73 之间，尚缺 10 项。"
    assert texts(one.svg)[-2:] == ["铁岭县", "86.52 – 97.73"]


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_no_final_unit_nothing_to_draw():
    found = {one.name: (one.svg, one.told) for one in drawn("daying-2017", "departments", "en")}
    assert found["distribution"] == ("", "No unit has a final total yet: there is nothing to draw.")
    assert found["means"] == ("", "No unit is scored in these indicators yet: there is nothing to draw.")
    assert found["standings"][0] != ""


def test_the_counts_upon_the_bars_are_the_units():
    found = texts(chart("heyan-2023", "villages", "distribution").svg)
    assert found[:9] == ["65", "70", "75", "80", "85", "90", "95", "100", "105"]
    counts = [int(one) for one in found[9:] if one.isdigit()]
    assert sum(counts) == 8


NAMES = (
    "<script>alert(1)</script>", "]]>&amp;\"'", "=cmd|' /C calc'!A0", "\u202egro.live\x00\x1b[31m", "长" * 10_000, "", " \n\t ", "../../x",
)  # fmt: skip


def test_hostile_names_are_text():
    def renamed(units):
        return [{**unit, "name": NAMES[place % len(NAMES)]} for place, unit in enumerate(units)]

    found = charts(changed_report("cixi-2017", "round-2017", renamed))
    assert all(one.svg for one in found)
    for one in found:
        tags = {element.tag for element in ET.fromstring(one.svg).iter()}
        assert f"{SVG}script" not in tags
        assert len(one.svg) < 40_000
    shown = texts(found[0].svg)
    assert "=cmd|' /C calc'!A0" in shown
    assert "�gro.live␀␛" in "".join(shown)
    assert not any(len(text) > 60 for text in shown)


def test_three_thousand_units_are_shown_by_group():
    def many(units):
        slim = [{**unit, "items": [], "facts": []} for unit in units]
        return [{**slim[place % len(slim)], "id": f"u{place}"} for place in range(3_000)]

    found = {one.name: one for one in charts(changed_report("cixi-2017", "case-files", many, "en"))}
    assert found["standings"].told.startswith("行政处罚案卷: 1")
    assert "a quarter at or below" in found["standings"].told
    assert max(len(one.svg) for one in found.values()) < 20_000


def test_forty_classes_are_told_shortly():
    def split(units):
        return [{**unit, "class": f"k{place % 40}"} for place, unit in enumerate(units)]

    found = {one.name: one for one in charts(changed_report("cixi-2017", "case-files", split, "en"))}
    assert found["standings"].told.startswith("40 groups, of which here those with the highest and the lowest median; ")
    assert texts(found["distribution"].svg).count("All units") == 1
    assert all(f"k{place}" in texts(found["grades"].svg) for place in range(40))
    assert max(len(one.told) for one in found.values()) < 1_000


def test_the_same_report_gives_the_same_bytes_whatever_the_seed_of_hashes():
    code = "import sys; from tests.publishing.test_charts_drawn import digest; sys.stdout.write(digest())"
    root = Path(__file__).parents[2]
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # another than that of this process
    apart = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert apart == digest()


def digest() -> str:
    """That of all charts of a report, drawn from nothing."""
    return sha256("".join(one.svg for one in charts(kept_report("cixi-2017", "round-2017"))).encode()).hexdigest()


def test_no_place_follows_from_a_font(monkeypatch):
    """Drawn with fonts of other widths the charts are the same to the byte: another machine draws what this one draws."""
    import vl_convert

    plain = vl_convert.vegalite_to_svg

    def otherwise(spec, **options):
        return plain({**spec, "config": {**spec["config"], "font": "DejaVu Sans Mono"}}, **options)

    before = [one.svg for one in charts(kept_report("tieling-2023", "cohort"))]
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", otherwise)
    assert [one.svg for one in charts(kept_report("tieling-2023", "cohort"))] == before


def test_a_missing_library_is_one_sentence(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda module: None if module == "vl_convert" else object())
    problem = extras.lacking("charts")
    assert problem is not None
    assert problem.message("zh") == "生成 svg 需要另装程序库：pip install 'lawscore[report]'"
    assert problem.message("en") == "svg needs further libraries: pip install 'lawscore[report]'"


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


#: What WCAG AA asks of texts and of marks; the lines of the scale only lead the eye.
NEEDED = {"text": 4.5, "soft": 4.5, "mark": 3, "spread": 3, "open": 3, "mean": 3}


@pytest.mark.parametrize("ink", NEEDED)
def test_colours_can_be_told_from_the_page(ink):
    assert contrast(INKS[ink].light, "#ffffff") >= NEEDED[ink]
    assert contrast(INKS[ink].dark, "#14171c") >= NEEDED[ink]


def test_the_style_sheet_sets_every_colour_in_both_themes():
    text = style_sheet()
    assert {found: text.count(f"{variable(found)}:") for found in INKS} == dict.fromkeys(INKS, 3)
    assert len({colours.light for colours in INKS.values()}) == len(INKS)
