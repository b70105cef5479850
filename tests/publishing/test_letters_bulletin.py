"""What a bulletin says: standings class by class, where points went, what is open, what changed since the earlier result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings

from lawscore.numbers import parse_exact
from lawscore.publishing.letters import bulletin
from lawscore.publishing.letters.bulletin import bulletin_of
from lawscore.publishing.report import Group, Report, report_of
from tests.property.strategies import Chance, made_up, seeds
from tests.support_letters import lines_of, marks_in, renamed, small_report
from tests.support_reports import kept_report, made_report


def told(language: str = "zh") -> list[str]:
    return lines_of(bulletin(small_report(language)))


def part(lines: list[str], begin: str, end: str) -> list[str]:
    return lines[lines.index(begin) + 1 : lines.index(end)]


def test_the_overview_and_the_standings_of_each_class():
    lines = told()
    assert part(lines, "总体情况", "各组情况") == ["列入考核的单位共 4 个，得分已定的 3 个，暂定的 1 个。"]
    assert part(lines, "部门（2 个单位）", "得分分布") == [
        "得分已定的 2 个单位平均 7.25 分，中位数 7.25 分，最高 10.00 分，最低 4.50 分，相差 5.50 分。",
        "排名和等次",
        "名次|单位|得分|等次|与平均之差",
        "1|乙局/一票否决：发生重大事故的；等次最高为“合格”|10.00|合格|+2.75",
        "2|甲局|4.50|不合格|−2.75",
        "等次分布",
        "等次|单位数|比例",
        "优秀|0|0.0%",
        "合格|1|50.0%",
        "不合格|1|50.0%",
    ]
    assert part(lines, "得分分布", "平均失分较多的指标")[:2] == ["分数段|单位数|比例", "9 分以上|1|50.0%"]


def test_where_points_were_lost():
    lines = told()
    assert part(lines, "平均失分较多的指标", "扣分合计较多的评分标准")[:4] == [
        "指标|分值|平均得分|平均失分|失分比例|失分单位",
        "2 行政执法|4|2.00|2.00|50.0%|1",
        "1 行政应诉|4|3.50|0.50|12.5%|1",
        "3 制度建设|2|1.75|0.25|12.5%|1",
    ]
    assert part(lines, "扣分合计较多的评分标准", "涉及单位较多的评分标准") == [
        "指标|评分标准|次数|单位数|合计扣分",
        "2 行政执法|严重投诉每件扣3分|2|1|−6.00",
        "1 行政应诉|出庭率低于100%的，每低1个百分点扣0.5分，不足的按比例计|1|1|−1.00",
    ]


def test_units_that_are_not_final_and_why():
    assert part(told(), "结果未定和不参加考核的单位", "说明") == [
        "单位|组别|状态|可能区间|尚缺内容或者原因",
        "丁镇|镇（街道）|暂定|6.00–10.00|填报数据：负责人出庭率（出庭率）（涉及 1 行政应诉）",
    ]


def test_the_same_in_english():
    lines = told("en")
    assert "4 units are listed, 3 final, 1 provisional." in lines
    assert "2 final totals: mean 7.25, median 7.25, best 10.00, worst 4.50, 5.50 apart." in lines
    assert "1 final total: 9.50." in lines
    assert "丁镇|镇（街道）|provisional|6.00–10.00|value: 负责人出庭率 (出庭率) (concerns 1 行政应诉)" in lines


@pytest.mark.parametrize(
    ("language", "said", "row"),
    [
        ("zh", "与2023年度的结果（sample@2023.1）比较，两期得分均已定的 3 个单位中，上升的 1 个，下降的 0 个，持平的 2 个。", "甲局|部门|3.50|4.50|+1.00|2|不合格"),
        ("en", "Against the result of 2023 (sample@2023.1): of 3 units with a final total in both periods, 1 rose, 0 fell and 2 stayed as they were.", "甲局|部门|3.50|4.50|+1.00|2|不合格"),
    ],
)  # fmt: skip
def test_changes_since_the_earlier_result(language, said, row):
    report = small_report(language)
    earlier = report.result.model_copy(
        update={
            "units": [
                unit.model_copy(update={"score": "3.50", "exact": "7/2"}) if unit.id == "a" else unit
                for unit in report.result.units
            ]
        }
    )
    lines = lines_of(bulletin(report_of(report.result, report.rubric, earlier, language=language)))
    assert said in lines
    assert row in lines


def test_without_an_earlier_result_nothing_is_compared():
    assert "与上期比较" not in told()


@pytest.mark.parametrize(
    ("example", "name"), [("cixi-2017", "case-files"), ("cixi-2017", "departments-2017"), ("liaoyang-2015", "ledger"), ("heyan-2023", "villages")]
)  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bulletins_of_the_examples_are_filled_in(example, name, language):
    report = kept_report(example, name, language)
    lines = lines_of(bulletin(report))
    assert marks_in("\n".join(lines)) == []
    for card in report.units:
        assert any(card.name in line for line in lines)


@settings(max_examples=20, deadline=None)
@given(seeds())
def test_every_unit_is_told_once_and_the_bands_hold_all_that_are_final(chance: Chance):
    assessment, report = made_report(made_up(chance))
    paper = bulletin_of(report)
    ranked = [row.unit for one in paper.parts for row in one.standings]
    assert sorted([*ranked, *(one.unit for one in paper.open_units)]) == sorted(card.unit.name for card in assessment)
    for one, group in zip(paper.parts, report.groups, strict=True):
        assert sum(int(band.count) for band in one.bands) in (0, len(group.final))
        assert sum(int(band.count) for band in one.grades) == sum(card.part.grade is not None for card in group.cards)


@settings(max_examples=20, deadline=None)
@given(seeds())
def test_what_rules_took_in_all_is_what_the_items_took(chance: Chance):
    _, report = made_report(made_up(chance))
    for one, group in zip(bulletin_of(report).parts, report.groups, strict=True):
        taken = [
            Fraction(parse_exact(item.exact))
            for card in group.cards
            for line in card.lines.values()
            for item in line.items
            if item.kind == "deduction" and parse_exact(item.exact) < 0
        ]
        assert bool(one.rules) is bool(taken)
        assert {(row.indicator, row.rule, row.change) for row in one.rules} == {
            (row.indicator, row.rule, row.change) for row in one.frequent
        } or len(one.rules) == 10
        if len(one.rules) < 10:
            assert sum(int(row.times) for row in one.rules) >= len(taken)
            assert Counter(row.change for row in one.rules) == Counter(totals(report, group))


def totals(report: Report, group: Group) -> Iterator[str]:
    """What each rule took from the units of a group, worked out from the items, as a cell shows it."""
    found: dict[tuple[str | None, str | None], Fraction] = defaultdict(Fraction)
    for card in group.cards:
        for item in card.part.items:
            if item.kind == "deduction" and parse_exact(item.exact) < 0 and item.indicator is not None:
                found[item.indicator, item.rule] += parse_exact(item.exact)
    for total in found.values():
        yield report.shown.text(total).replace("-", "−")


@settings(max_examples=20, deadline=None)
@given(seeds())
def test_the_mean_and_what_was_lost_add_up_to_the_points(chance: Chance):
    _, report = made_report(made_up(chance))
    for one, group in zip(bulletin_of(report).parts, report.groups, strict=True):
        means = report.means[group.id]
        for row in one.indicators:
            heading = next(one for one in report.headings if one.label == row.indicator)
            assert (row.mean == "") is (means.counts[heading.id] < 2)
            if row.mean and "（" not in row.points:
                mean, lost = (Fraction(text.replace("−", "-")) for text in (row.mean, row.lost))
                assert heading.shown.apply(Fraction(row.points or "0") - mean) == lost


def test_one_unit_alone_has_no_mean_to_be_compared_with():
    assert part(told(), "镇（街道）（2 个单位）", "结果未定和不参加考核的单位")[:4] == [
        "得分已定的 1 个单位得 9.50 分。",
        "排名和等次",
        "名次|单位|得分|等次|与平均之差",
        "1|丙镇|9.50|优秀|",
    ]


def test_hostile_names_are_text():
    lines = lines_of(bulletin(renamed(["</w:t>&", "{{各组}}", "a\x00b", "=1+1"])))
    assert any(line.startswith("2|</w:t>&|") for line in lines)
    assert any("{{各组}}" in line for line in lines)
    assert any("a␀b" in line for line in lines)
