"""Mends: only what is evident, only where it holds; and nothing that a rubric which loads would score otherwise."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.checking import check_rubric
from lawscore.editing.fixing import MENDED, mended
from lawscore.editing.words import is_one_slip, is_same_name
from lawscore.loading.rubrics import load_text

HEAD = """\
lawscore: 1
calculation: 1
rubric: county
version: "2023.1"
status: draft
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
basis: {document: 某办法}
classes: {county: 县, city: 市}
"""
BODY = """\
fields:
  迟报件数: {type: count, label: 迟报的件数}
  满意率: {type: percent, label: 群众满意率}
indicators:
  - id: "1"
    title: 报送
    points: 6
    rules:
      - id: r1
        deduct: 1
        each: 迟报件数
        text: 迟报的，每件扣1分
  - id: "2"
    title: 满意率
    points: 4
    rules:
      - id: r1
        award:
          by: 满意率
          bands: [{from: 90%, points: 4}, {from: 60%, points: 2}]
          else: 0
        text: 满意率90%以上的得4分，60%以上的得2分
"""
SOUND = HEAD + BODY


def look(text):
    loaded = load_text(text, "a/1.yaml")
    found = list(loaded.problems)
    if loaded.rubric is not None:
        found += [loaded.place(problem) for problem in check_rubric(loaded.rubric)]
    return found


def mend(*changes):
    """The lines that mending takes away and brings, in the sound rubric with some changes made to it."""
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    result = mended(text, look)
    before, after = text.splitlines(), result.text.splitlines()
    return [line.strip(" ") for line in before if line not in after], [
        line.strip(" ") for line in after if line not in before
    ]


def test_the_sound_rubric_is_sound():
    assert look(SOUND) == []
    assert mended(SOUND, look).text == SOUND


#: What stands in the sound rubric, the slip in its place, and the line that comes of it.
SLIPS = {
    "fullwidth_colon": ("each: 迟报件数", "each：迟报件数", "each: 迟报件数"),
    "blank_after_colon": ("deduct: 1", "deduct:1", "deduct: 1"),
    "fullwidth_comma": (
        "[{from: 90%, points: 4}", "[{from: 90%，points: 4}", "bands: [{from: 90%, points: 4}, {from: 60%, points: 2}]",
    ),
    "fullwidth_dash": ('- id: "2"', '－id: "2"', '- id: "2"'),
    "blank_after_dash": ('- id: "2"', '-id: "2"', '- id: "2"'),
    "fullwidth_space": ("    title: 满意率", "    title:　满意率", "title: 满意率"),
    "fullwidth_quotes": ('version: "2023.1"', "version: “2023.1”", 'version: "2023.1"'),
    "fullwidth_bracket": (
        "points: 6", "points: 6\n    only_for: ［county，city］", "only_for: [county, city]",
    ),
    "split_by_comma": (
        "- id: r1\n        deduct: 1\n        each: 迟报件数\n",
        "- {id: r1, deduct: 1, when: max(迟报件数, 2) > 3, text: 迟报的，扣1分}\n      - id: r2\n        deduct: 1\n        each: 迟报件数\n",
        '- {id: r1, deduct: 1, when: "max(迟报件数, 2) > 3", text: 迟报的，扣1分}',
    ),
    "key_without_value": (
        "{document: 某办法}", "{document: 某办法, part: 一, 二}", 'basis: {document: 某办法, part: "一, 二"}',
    ),
    "text_after_quote": ("title: 考核细则", 'title: "法治"考核细则', "title: '\"法治\"考核细则'"),
    "colon_in_text": ("title: 考核细则", "title: 细则: 考核", 'title: "细则: 考核"'),
    "alias": ("title: 考核细则", "title: *细则", 'title: "*细则"'),
    "tag": ("title: 考核细则", "title: !细则", 'title: "!细则"'),
    "control_character": ("title: 考核细则", "title: 考核\u200b细则", "title: 考核细则"),
    "expression_full_width": (
        "each: 迟报件数", "each: 迟报件数\n        unless: 迟报件数 ＜ 3", "unless: 迟报件数 < 3",
    ),
    "expression_single_equals": (
        "each: 迟报件数", "each: 迟报件数\n        unless: unit_class = 'city'", "unless: unit_class == 'city'",
    ),
    "thousands_separator": (
        "label: 迟报的件数", 'label: 迟报的件数, max: "1,000"', '迟报件数: {type: count, label: 迟报的件数, max: "1000"}',
    ),
    "unknown_key": ("    points: 6", "    poinst: 6", "points: 6"),
    "kind_of_rule": ("deduct: 1", "dedcut: 1", "deduct: 1"),
    "kind_of_amount": ("by: 满意率\n          bands", "by: 满意率\n          bnads", None),
    "not_one_of": ("status: draft", "status: darft", "status: draft"),
    "name_undeclared": (
        "each: 迟报件数", "each: 迟报件数\n        unless: Unit_Class == 'city'", "unless: unit_class == 'city'",
    ),
    "class_unknown": ("points: 6", "points: 6\n    only_for: [county, City]", "only_for: [county, city]"),
    "bands_unreachable": (
        "{from: 60%, points: 2}]", "{from: 95%, points: 4}, {from: 60%, points: 2}]", None,
    ),
    "accepts_unneeded": ("points: 6", "points: 6\n    accepts: {text-missing: 没有必要}", None),
}  # fmt: skip


@pytest.mark.parametrize("code", SLIPS)
def test_an_evident_slip_is_mended(code):
    old, new, line = SLIPS[code]
    assert code in {problem.code for problem in look(SOUND.replace(old, new, 1))}
    gone, brought = mend((old, new))
    assert gone
    assert line is None or brought[:1] == [line]
    result = mended(SOUND.replace(old, new, 1), look)
    assert [one.problem.code for one in result.mends] == [code]
    assert code not in {problem.code for problem in result.left}


def test_every_mend_of_the_table_has_been_seen():
    assert set(SLIPS) | {"indicator_unknown"} == set(MENDED)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("each: 迟报件数", "each: 迟报案数", "one sign other: it may be another thing"),
        ("each: 迟报件数", "each: 迟报件", "one sign missing"),
        ("each: 迟报件数", "each: 迟报数件", "two signs swapped"),
        ("points: 6", "points: 6\n    only_for: [county, acity]", "one letter more: a name of its own"),
        ("points: 6", "points: 6\n    only_for: [county, ctiy]", "two letters swapped"),
        ("deduct: 1", "deduct: 1\n        时间: 2", "like no key"),
        ("status: draft", "status: final", "like no word"),
        (
            "{from: 90%, points: 4}, {from: 60%, points: 2}",
            "{from: 60%, points: 2}, {from: 90%, points: 4}",
            "the order",
        ),
        ("title: 考核细则", "title: 考核细则 #3", "a comment, or a part of the title"),
        (
            "迟报件数: {type: count, label: 迟报的件数}",
            "迟报件数: {type: count, label: 迟报的件数, unit}",
            "no value at all",
        ),
        ("deduct: 1", "deduct: 1\n        at_most: 8", "a cap stands in the items"),
        ("points: 4\n", "points: 5\n", "which of the two figures"),
    ],
)
def test_what_may_be_meant_otherwise_is_left(old, new, why):
    text = SOUND.replace(old, new, 1)
    assert look(text), why
    result = mended(text, look)
    assert (result.text, result.mends) == (text, ()), why
    assert {problem.code for problem in result.left} == {problem.code for problem in look(text)}


def test_a_ceiling_towards_which_no_rule_moves_stays_for_what_an_authority_adds():
    text = SOUND.replace("points: 6", "points: 6\n    ceiling: 8", 1)
    assert mended(text, look).text == text
    assert (adjusted(SOUND, "+1"), adjusted(text, "+1")) == ("6.00", "7.00")


def adjusted(text, points):
    """The score of an indicator to whose full points an authority adds."""
    rubric = load_text(text, "a/1.yaml").rubric
    adjustment = {"unit": "u", "authority": "考核办", "date": "2024-02-01", "remark": "加分", "indicator": "1"}
    data = {
        "units": [{"id": "u", "name": "某县", "class": "county"}],
        "submissions": [{"unit": "u", "values": {"迟报件数": 0, "满意率": "95%"}}],
        "adjustments": [{**adjustment, "points": points}],
    }
    found = json.loads(lawscore.assess(rubric, data).to_json("zh"))
    (unit,) = found["units"]
    return next(node["score"] for node in unit["indicators"] if node["id"] == "1")


def test_all_mends_of_a_file_are_made_and_what_is_left_is_told():
    gone, brought = mend(
        ("title: 考核细则", "title：考核细则"),
        ("deduct: 1", "dedcut:1"),
        ("status: draft", "status: “draft”"),
        ("points: 4\n", "points: 5\n"),
    )
    assert gone == ["status: “draft”", "title：考核细则", "dedcut:1"]
    assert brought == ['status: "draft"', "title: 考核细则", "deduct: 1"]


def told(old, new):
    """What is told of the mends: line, before, after."""
    result = mended(SOUND.replace(old, new, 1), look)
    return [(one.line, one.before, one.after) for one in result.mends]


def test_a_mend_is_told_with_the_line_that_it_changed():
    assert told("deduct: 1", "dedcut: 1") == [(21, "dedcut: 1", "deduct: 1")]
    assert told("points: 6", "points: 6\n    accepts: {text-missing: 没有必要}") == [
        (19, "accepts: {text-missing: 没有必要}", "")
    ]


BANDS = "[{from: 90%, points: 4}, {from: 60%, points: 2}]"
IN_LINES = """
            - {from: 90%, points: 4}
            - {from: 95%, points: 4}
            - {from: 60%, points: 2}"""
LAST = """[
            {from: 60%, points: 4},
            {from: 95%, points: 4}
          ]"""
ACCEPTED = """points: 6
    accepts:
      text-missing: 没有必要"""


@pytest.mark.parametrize(
    ("old", "new", "commented", "went"),
    [
        (
            BANDS,
            IN_LINES,
            ("- {from: 95%, points: 4}", "- {from: 95%, points: 4}  # 2022年起"),
            "- {from: 95%, points: 4}",
        ),
        (BANDS, IN_LINES, ("- {from: 95%", "# 2022年起\n            - {from: 95%"), "- {from: 95%, points: 4}"),
        (BANDS, LAST, ("{from: 95%", "# 2022年起\n            {from: 95%"), "{from: 95%, points: 4}"),
        (BANDS, LAST, ("{from: 95%, points: 4}", "{from: 95%, points: 4}  # 2022年起"), "{from: 95%, points: 4}"),
        ("points: 6", ACCEPTED, ("accepts:", "accepts:  # 见会议纪要"), "accepts:"),
        ("points: 6", ACCEPTED, ("accepts:", "# 见会议纪要\n    accepts:"), "accepts:"),
        ("points: 6", ACCEPTED, ("      text-", "      # 见会议纪要\n      text-"), "accepts:"),
    ],
)
def test_what_has_a_comment_stays_and_what_goes_is_named(old, new, commented, went):
    assert [(before, after) for _, before, after in told(old, new)] == [(went, "")]
    text = SOUND.replace(old, new, 1).replace(*commented, 1)
    assert "#" in text
    result = mended(text, look)
    assert (result.text, result.mends) == (text, ())
    assert result.left


def test_a_comment_beside_a_neighbour_holds_no_mend_back():
    text = SOUND.replace(BANDS, IN_LINES, 1).replace("90%, points: 4}", "90%, points: 4}  # 优秀", 1)
    text = text.replace("- {from: 60%", "# 合格\n            - {from: 60%", 1)
    kept = mended(text, look).text
    assert "95%" not in kept
    assert ("# 优秀" in kept, "# 合格" in kept) == (True, True)


def test_a_mend_may_bring_to_light_what_can_be_mended_next():
    gone, brought = mend(("deduct: 1\n        each: 迟报件数", "dedcut：1\n        each: 迟报件数 ＋ 1"))
    assert gone == ["dedcut：1", "each: 迟报件数 ＋ 1"]
    assert brought == ["deduct: 1", "each: 迟报件数 + 1"]


def test_a_mend_that_brings_another_problem_to_its_place_is_taken_back():
    text = SOUND.replace("points: 6", "points: 6: 0", 1)
    assert [problem.code for problem in look(text)] == ["colon_in_text"]
    result = mended(text, look)
    assert result.text == text
    assert [problem.code for problem in result.left] == [problem.code for problem in look(text)]


def test_the_lines_of_a_windows_file_keep_their_ends():
    text = SOUND.replace("deduct: 1", "deduct:1", 1).replace("\n", "\r\n")
    assert mended(text, look).text == SOUND.replace("\n", "\r\n")


VILLAGE = (Path(__file__).parents[2] / "rubrics" / "village" / "2023.1.yaml").read_text("utf-8")
PLACES = [at for at in range(len(VILLAGE)) if VILLAGE.startswith((": ", "- ", ", "), at)]
WIDE = {":": "：", "-": "－", ",": "，"}


@settings(max_examples=40)
@given(st.sampled_from(PLACES), st.booleans())
def test_a_slip_in_a_real_rubric_is_mended_to_what_stood_there_or_left(at, wide):
    sign = WIDE[VILLAGE[at]] if wide else VILLAGE[at]
    text = VILLAGE[:at] + sign + VILLAGE[at + 2 :]
    result = mended(text, look)
    assert result.text in (VILLAGE, text)


@pytest.mark.parametrize(
    ("given", "meant", "known", "is_slip"),
    [
        ("dedcut", "deduct", (), True),
        ("deductt", "deduct", (), True),
        ("dedct", "deduct", (), True),
        ("Deduct", "deduct", (), True),
        ("only-for", "only_for", (), True),
        ("fron", "from", ("for", "front"), False),
        ("fo", "for", (), False),
        ("city", "county", (), False),
        ("r11", "r1", (), False),
        ("迟报数件", "迟报件数", (), True),
        ("迟报件", "迟报件数", (), False),
        ("复议审结", "复议办结", (), False),
        ("Ａ类", "A类", (), True),
    ],
)
def test_one_slip_of_the_hand(given, meant, known, is_slip):
    assert is_one_slip(given, meant, known) is is_slip


@pytest.mark.parametrize(
    ("given", "meant", "known", "is_same"),
    [
        ("Ａ类", "A类", (), True),
        ("ｃｉｔｙ", "city", (), True),
        ("City", "city", (), True),
        ("City", "city", ("CITY",), False),
        ("满意\uf9db", "满意率", (), True),
        ("面积²", "面积2", (), False),
        ("late-cases", "late_cases", (), False),
        ("atypical_cases", "typical_cases", (), False),
        ("amoral", "moral", (), False),
        ("海上人数", "上海人数", (), False),
        ("city", "city", (), False),
    ],
)
def test_a_name_that_is_only_written_otherwise(given, meant, known, is_same):
    assert is_same_name(given, meant, known) is is_same


@pytest.mark.parametrize("code", ["bands_unreachable", "accepts_unneeded"])
@given(late=st.integers(0, 12), rate=st.integers(0, 100))
@settings(max_examples=25)
def test_a_part_that_goes_never_mattered(code, late, rate):
    old, new, _ = SLIPS[code]
    text = SOUND.replace(old, new, 1)
    assert scored(mended(text, look).text, late, rate) == scored(text, late, rate)


def scored(text, late, rate):
    """The result with every item, without the digest of the rubric."""
    rubric = load_text(text, "a/1.yaml").rubric
    data = {"units": [{"id": "u", "name": "某县", "class": "county"}], "submissions": [{"unit": "u", "values": {}}]}
    data["submissions"][0]["values"] = {"迟报件数": late, "满意率": f"{rate}%"}
    found = json.loads(lawscore.assess(rubric, data).to_json("zh"))
    return {key: value for key, value in found.items() if key != "rubric"}
