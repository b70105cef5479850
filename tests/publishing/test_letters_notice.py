"""What a notice says, in whole sentences, of a unit that lost points, one that a veto struck, and one that is provisional."""

from __future__ import annotations

import io
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings

from lawscore.publishing.letters import notices
from lawscore.publishing.letters.heads import value_text
from lawscore.publishing.letters.notice import notice_of
from lawscore.publishing.letters.rules import Rules
from tests.property.strategies import Chance, made_up, seeds
from tests.support_letters import lines_of, marks_in, renamed, small_report
from tests.support_reports import changed_report, kept_report, made_report


def told(unit: str, language: str = "zh") -> list[str]:
    ((_, content),) = notices(small_report(language), units=[unit])
    return lines_of(content)


def part(lines: list[str], begin: str, end: str) -> list[str]:
    return lines[lines.index(begin) + 1 : lines.index(end)]


def test_a_deduction_is_told_with_its_rule_its_facts_its_basis_and_its_records():
    assert part(told("a"), "失分情况", "已作的调整") == [
        "起算分加各笔增减分即为得分，括号内是修约前的数。",
        "序号|增减分|评分标准|事实与算式|依据和记录",
        "1 行政应诉　分值 4，起算 4，得分 3.00，失 1.00 分；组内平均 3.50",
        "1|−1.00/扣分|出庭率低于100%的，每低1个百分点扣0.5分，不足的按比例计|出庭率为 98%，低于 100%，每档 1%，计 2 档（按比例）；2 × 0.5 分 = 1 分|行政诉讼法 第三条",
        "所据数据：负责人出庭率（出庭率）：98%（自评、法院统计；佐证：庭审笔录 1号）/应有佐证：庭审笔录",
        "2 行政执法　分值 4，起算 4，得分 0.00，失 4.00 分；组内平均 2.00",
        "2|−6.00/扣分|严重投诉每件扣3分|2 × 3 分 = 6 分|记录：T1（投诉情节：严重）/T3（投诉情节：严重）",
        "3|+2.00/限额||最低为 0 分|",
        "所据数据：执法投诉（投诉）：3 条记录（自评）",
        "3 制度建设　分值 2，起算 0，得分 1.50，失 0.50 分；组内平均 1.75",
        "4|+1.00/得分|建立审核制度的，得1分|1 分|",
        "5|+0.50/调整||市司法局 2024-02-01 调整：申诉成立|",
        "|0/未得分|开展执法公示的，得1分|这一条没有计分|",
        "所据数据：建立审核制度（制度）：是（自评）/执法公示（公示）：否（自评）",
    ]


def test_the_same_in_english():
    lines = told("a", "en")
    assert part(lines, "Where points were lost", "Adjustments already made")[2:8] == [
        "1 行政应诉: points 4, start 4, score 3.00, lost 1.00; mean of the class 3.50",
        "1|−1.00/deduction|出庭率低于100%的，每低1个百分点扣0.5分，不足的按比例计|出庭率 is 98%, below 100%; steps of 1%: 2 (in proportion); 2 × 0.5 = 1|行政诉讼法 第三条",
        "Values it rests on: 负责人出庭率 (出庭率): 98% (self-reported, 法院统计; evidence: 庭审笔录 1号)/Evidence asked for: 庭审笔录",
        "2 行政执法: points 4, start 4, score 0.00, lost 4.00; mean of the class 2.00",
        "2|−6.00/deduction|严重投诉每件扣3分|2 × 3 = 6|records: T1 (投诉情节: 严重)/T3 (投诉情节: 严重)",
        "3|+2.00/limit||not below 0|",
    ]
    assert (
        "Total 4.50 of 10 points, rank 2 of 2 units in 部门, grade 不合格. The mean of 部门 is 7.25, the difference −2.75."
        in lines
    )


def test_an_adjustment_is_told_with_who_decided_it_and_why():
    assert part(told("a"), "已作的调整", "与组内平均的比较") == [
        "编号|内容|决定单位和日期|理由、佐证和状态",
        "调1|3 制度建设：+0.5 分|市司法局/2024-02-01|申诉成立/已计入",
    ]


def test_a_veto_and_what_it_does_are_told():
    lines = told("b")
    assert (
        "总分 10.00 分（满分 10 分），在部门的 2 个单位中名次第 1 名，等次为合格。本组（部门）平均 7.25 分，与平均之差 +2.75 分。"
        in lines
    )
    assert "各项指标均没有失分。" in lines
    assert part(lines, "一票否决", "与组内平均的比较") == [
        "序号|增减分|事由和后果|依据",
        "3|0.00|一票否决：发生重大事故的；等次最高为“合格”|",
    ]


def test_a_provisional_unit_is_told_its_bounds_and_what_is_owed():
    assert part(told("d"), "考核结果", "得分、加分和折算情况") == [
        "总分暂定：已评部分得 6.00 分（满分 6 分），最终在 6.00–10.00 分之间。",
        "尚缺的数据和认定",
        "以下各项尚未齐备，总分、名次和等次以补齐后的结果为准。",
        "填报数据：负责人出庭率（出庭率）（涉及 1 行政应诉）",
    ]


def test_a_unit_that_is_not_assessed_is_told_why():
    report = kept_report("cixi-2017", "round-2017")
    card = next(card for card in report.units if card.part.state == "not_assessed")
    ((_, content),) = notices(report, units=[card.id])
    lines = lines_of(content)
    assert part(lines, "考核结果", "异议的提出") == [f"本期不参加考核：{card.part.not_assessed}。"]


def test_the_mean_of_one_unit_is_none():
    assert (
        "总分 9.50 分（满分 10 分），在镇（街道）得分已定的 1 个单位中（另有 1 个单位暂定，名次可能变动）名次第 1 名，等次为优秀。"
        in told("c")
    )
    assert "1 行政应诉　分值 4，起算 4，得分 3.50，失 0.50 分" in told("c")


def test_what_does_not_apply_is_not_there():
    lines = told("c")
    for heading in ("尚缺的数据和认定", "已作的调整", "一票否决", "总分的限额和调整"):
        assert heading not in lines
    assert "与组内平均的比较" not in lines  # it is the only final unit of its class


def test_a_draft_is_marked_and_how_to_object_and_to_verify_is_said():
    lines = told("a")
    assert "本考核细则为草案，尚未印发。本件为试算，不作为正式考核结果。" in lines
    assert (
        "对上列事实、评分标准的适用、算式或者依据有异议的，请于〔提出异议的期限〕前，以书面形式向〔受理异议的机关〕提出，并写明："
        in lines
    )
    assert "lawscore verify 结果文件 --rubric sample@2023.1 --data 填报数据" in lines
    assert f"细则摘要：{small_report().result.rubric.digest}" in lines


def test_an_earlier_result_stands_beside():
    from lawscore.publishing.report import report_of

    report = small_report()
    twice = report_of(report.result, report.rubric, report.result)
    ((_, content),) = notices(twice, units=["a"])
    assert "指标|分值|得分|组内平均|相差|上期得分" in lines_of(content)
    assert "2 行政执法|4|0.00|2.00|−2.00|0.00" in lines_of(content)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("example", "name"), [("tieling-2023", "county"), ("heyan-2023", "villages"), ("cixi-2017", "case-files")]
)
def test_the_notices_of_the_examples_are_filled_in(example, name, language):
    report = kept_report(example, name, language)
    for file, content in notices(report, units=[card.id for card in report.units[:3]]):
        assert file.endswith(".docx")
        assert marks_in("\n".join(lines_of(content))) == []


@settings(max_examples=30, deadline=None)
@given(seeds())
def test_every_item_stands_in_the_notice_once_and_the_numbers_run_through(chance: Chance):
    _, report = made_report(made_up(chance))
    rules = Rules(report)
    for card in report.units:
        paper = notice_of(report, card, rules)
        entries = [*(one for part in (*paper.losses, *paper.gains) for one in part.items), *paper.whole, *paper.vetoes]
        assert [one.number for one in entries] == [str(place) for place in range(1, len(entries) + 1)]
        assert len(entries) == len(card.part.items)
        assert Counter(map(shown_in, (one.change for one in entries))) == Counter(
            item.points for item in card.part.items
        )
        assert bool(paper.owed) is bool(card.part.owed)


def narrow(figure: str) -> str:
    """A figure whose bracket is written in one way: in a narrow column it is narrow."""
    return figure.replace("（", "(").replace("）", ")")


def shown_in(figure: str) -> str:
    """What a figure shows before the bracket, as the result has it."""
    return narrow(figure).partition("(")[0].strip().lstrip("+").replace("−", "-")


def exact_in(figure: str) -> Fraction:
    """What a figure says exactly: in its bracket, else as it stands."""
    shown, _, exact = narrow(figure).partition("(")
    return Fraction((exact.removesuffix(")") or shown).replace("−", "-"))


@settings(max_examples=60, deadline=None)
@given(seeds())
def test_whoever_adds_up_what_is_printed_comes_out(chance: Chance):
    """Start and changes are the score, points less score what was lost: in the figures as they are printed."""
    _, report = made_report(made_up(chance, 4, compares=True))
    rules = Rules(report)
    for card in report.units:
        paper = notice_of(report, card, rules)
        for one in (*paper.losses, *paper.gains):
            if one.start and one.score:
                changes = sum((exact_in(item.change) for item in one.items), Fraction(0))
                assert exact_in(one.start) + changes == exact_in(one.score)
            if one.lost:
                assert exact_in(one.points or "0") - exact_in(one.score) == exact_in(one.lost)
            for figure in (one.start, one.score, one.lost, *(item.change for item in one.items)):
                shown, bracket, _ = narrow(figure).partition("(")
                assert not bracket or "…" in shown or exact_in(shown) != exact_in(figure)
                assert not shown.startswith(("+0.00", "−0.00")) or exact_in(shown) != 0


def test_a_figure_that_was_rounded_has_its_exact_value_beside_it():
    report = kept_report("cixi-2017", "round-2017")
    rules = Rules(report)
    found = {
        (one.start, tuple(item.change for item in one.items), one.score, one.lost)
        for card in report.units
        for one in notice_of(report, card, rules).losses
        if card.id == "d06" and "（" in one.score
    }
    assert found == {
        ("3", ("−1.38\n(−1.375)",), "1.63（1.625）", "1.38（1.375）"),
        ("0", ("+6.78\n(+6.7832)",), "6.78（6.7832）", "1.22（1.2168）"),
    }


def test_the_scores_beside_the_means_are_exact_too():
    report = kept_report("cixi-2017", "round-2017")
    card = report.cards["d06"]
    told = {one.indicator: one.score for one in notice_of(report, card, Rules(report)).comparison}
    lines = [step.line for step in card.steps if step.line is not None]
    assert {line.heading.label: line.score for line in lines} == {name: exact_in(score) for name, score in told.items()}
    assert sum("\n(" in score for score in told.values()) == sum(
        Fraction(line.part.score or "0") != line.score for line in lines
    )


def test_only_what_is_a_number_has_the_sign_of_numbers():
    texts = ("-0.5", "-12", "浙司〔2023〕-12 号", "2023-12-01", "（2023）-12 号", "5-3", "")
    assert [value_text(text) for text in texts] == [
        "−0.5",
        "−12",
        "浙司〔2023〕-12 号",
        "2023-12-01",
        "（2023）-12 号",
        "5-3",
        "",
    ]


def test_a_document_number_in_a_reason_stays_as_it_is():
    def numbered(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**unit, "items": [{**item, "reason": "依（2023）-12 号"} for item in unit["items"]]} for unit in units]

    report = changed_report("cixi-2017", "round-2017", numbered)
    ((_, content),) = notices(report, units=["d06"])
    lines = lines_of(content)
    assert any("依（2023）-12 号" in line for line in lines)
    assert not any("−12 号" in line for line in lines)


HOSTILE = [
    "<w:p/></w:t>&amp;<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{单位}}{{#失分指标}}", "../../x",
    "\x00甲\x0b\x07乙\ud800\u202e丙", "", "长" * 10_000, "a\nb\tc", "]]>",
]  # fmt: skip


def test_hostile_names_are_text():
    shown = {}
    for place in range(0, len(HOSTILE), 4):
        report = renamed([*HOSTILE[place : place + 4], "x", "y", "z"][:4])
        for file, content in notices(report):
            assert "/" not in file
            assert "\\" not in file
            assert not file.startswith(".")
            assert len(file.encode()) < 255
            shown[file] = lines_of(content)
    said = [line for lines in shown.values() for line in lines]
    assert "<w:p/></w:t>&amp;<script>alert(1)</script>：" in said
    assert "=cmd|' /C calc'!A0：" in said
    assert "{{单位}}{{#失分指标}}：" in said
    assert "␀甲␋␇乙��丙：" in said
    assert "长" * 10_000 + "：" in said
    assert "a/b\tc：" in said


def test_files_of_the_same_name_are_told_apart():
    drawn = {file: lines_of(content)[5] for file, content in notices(renamed(["甲", "甲", "CON", "../甲"]))}
    assert drawn == {"甲.docx": "甲：", "甲-2.docx": "甲：", "_CON.docx": "CON：", "甲-3.docx": "../甲："}


def test_units_that_are_not_there_are_left_out():
    assert [file for file, _ in notices(small_report(), units=["a", "nobody"])] == ["甲局.docx"]


def test_the_properties_name_lawscore_and_no_time():
    ((_, content),) = notices(small_report(), units=["a"])
    properties = Document(io.BytesIO(content)).core_properties
    assert (properties.author, properties.title, properties.created, properties.modified, properties.last_modified_by) == (
        "lawscore", "甲局 法治建设考核细则", None, None, "",
    )  # fmt: skip


def test_a_notice_is_drawn_when_it_is_asked_for():
    drawing = notices(small_report())
    assert next(drawing)[0] == "乙局.docx"
