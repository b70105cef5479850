"""Cases of a rubric: what an office expects beside what comes, in whole sentences."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lawscore.cases.coverage import coverage_of
from lawscore.cases.loading import cases_beside, load_cases
from lawscore.cases.report import coverage_line, failures, totals
from lawscore.cases.running import run_cases
from lawscore.loading.rubrics import find_rubric
from lawscore.problems import Problem
from tests.support_cli import Done
from tests.support_cli import run as run_command

RUBRIC = """\
lawscore: 1
calculation: 1
rubric: demo
version: "1"
status: draft
title: 试用细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 10
classes: {county: 县, zone: 开发区}
fields:
  应出庭: {type: count, label: 应出庭}
  出庭: {type: count, label: 出庭}
  通报: {type: count, label: 通报}
checks: [{id: c1, that: 出庭 <= 应出庭, message: 出庭多于应出庭}]
indicators:
  - id: "1"
    title: 出庭
    points: 6
    applies: {when: 应出庭 > 0, otherwise: full}
    rules: [{id: rate, deduct: 0.2, per: 1%, below: 90%, of: 出庭 / 应出庭, partial: counts_as_whole, at_most: 5, text: 低于90%每点扣0.2分}]
  - id: "2"
    title: 通报
    points: 4
    floor: 1
    rules: [{id: tb, deduct: 1, each: 通报}]
vetoes: [{id: v1, for: 发生重大违法, effect: {grade: 不合格}}]
ranking: {within: class, using: shown}
grades: {using: shown, bands: [{grade: 优秀, from: 9}, {grade: 合格, from: 6}, {grade: 不合格, else: true}]}
"""

GIVEN = """\
lawscore: 1
given: {class: county, values: {应出庭: 100, 出庭: 100, 通报: 0}, answers: [{veto: v1, answer: 否}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "1.yaml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path


class Ran:
    """A rubric and the cases beside it, run."""

    def __init__(self, folder: Path, cases: str) -> None:
        loaded = find_rubric("demo@1", [folder])
        assert loaded.rubric is not None, loaded.problems
        path = cases_beside(loaded.name)
        path.write_text(cases, encoding="utf-8")
        read = load_cases(path, loaded.rubric)
        self.rubric, self.problems = loaded.rubric, read.problems
        self.document = read.document
        self.verdicts = list(run_cases(loaded.rubric, read.document)) if read.document is not None else []

    def told(self, language="zh") -> str:
        return failures(self.verdicts, language) + totals("demo@1", self.verdicts, language)

    def coverage(self):
        return coverage_of(self.rubric, self.verdicts, self.document.not_reached)


def told(problem: Problem) -> str:
    return f"{Path(problem.where.file).name}:{problem.where.line}:{problem.where.column} {problem.message('zh')}"


def test_cases_that_hold(folder):
    ran = Ran(
        folder,
        GIVEN
        + """\
cases:
  - case: 全部出庭，不扣分
    expect: {total: 10, grade: 优秀, rank: 1, state: final, idle: [rate, "2/tb"], vetoes: [], owed: [], checks: []}
  - case: 出庭率89.5%，不足1个百分点按1个百分点扣0.2分
    values: {应出庭: 200, 出庭: 179}
    expect: {indicators: {"1": 29/5, "2": {score: 4, start: 4, points: 4}}, items: [{rule: rate, kind: deduction, points: -0.2}]}
  - case: 没有应出庭的案件，得满分
    values: {应出庭: 0, 出庭: 0}
    expect: {indicators: {"1": 6}}
  - case: 出庭数未报，出庭一项未评
    values: {出庭: {absent: unknown}}
    expect: {state: provisional, total: none, grade: none, indicators: {"1": unscored}, bounds: [4, 10], owed: [出庭]}
  - case: 出庭多于应出庭
    values: {出庭: 101}
    expect: {checks: [c1]}
  - case: 重大违法，等次为不合格
    answers: [{veto: v1, answer: 是, assessor: 市司法局, reason: 通报}]
    expect: {vetoes: [v1], grade: 不合格, total: 10}
  - case: 数写成了文字
    values: {通报: 许多}
    expect: {problems: [not_a_number]}
  - case: 扣到下限为止
    values: {通报: 5}
    expect: {items: [{indicator: "2", kind: cut, cause: floor, points: 2}]}
  - case: 两个县的名次
    data:
      units: [{id: a, class: county}, {id: b, class: county}]
      submissions:
        - {unit: a, values: {应出庭: 1, 出庭: 1, 通报: 1}, answers: [{veto: v1, answer: 否}]}
        - {unit: b, values: {应出庭: 1, 出庭: 1, 通报: 0}, answers: [{veto: v1, answer: 否}]}
    expect: {units: {a: {total: 9, rank: 2}, b: {rank: 1}}}
""",
    )
    assert ran.problems == ()
    assert ran.told() == "demo@1：用例 9 个，通过 9，不通过 0"
    assert ran.told("en") == "demo@1: cases: 9; passed: 9, failed: 0"


def test_several_units_stand_on_what_is_given(folder):
    ran = Ran(
        folder,
        GIVEN
        + """\
cases:
  - case: 通报多的名次在后，开发区另排
    values: {应出庭: 1, 出庭: 1}
    units:
      甲: {values: {通报: 1}}
      乙: {}
      丙: {class: zone, values: {通报: 2}, answers: [{veto: v1, answer: 是, assessor: 市司法局, reason: 通报}]}
    expect:
      units:
        甲: {total: 9, rank: 2}
        乙: {total: 10, rank: 1}
        丙: {total: 8, rank: 1, vetoes: [v1], grade: 不合格}
""",
    )
    assert ran.problems == ()
    assert ran.told() == "demo@1：用例 1 个，通过 1，不通过 0"


def test_a_question_that_is_answered_in_what_is_given_may_be_left_open(folder):
    ran = Ran(
        folder,
        GIVEN
        + """\
cases:
  - case: 否决未作判断，总分暂定
    answers: [{veto: v1, answer: 未知}]
    expect: {state: provisional, total: none, grade: none, vetoes: [], bounds: [10, 10]}
  - case: 本用例作判断，其中一个单位不作
    answers: [{veto: v1, answer: 是, assessor: 市司法局, reason: 通报}]
    units: {甲: {}, 乙: {answers: [{veto: v1, answer: unknown}]}}
    expect: {units: {甲: {grade: 不合格}, 乙: {grade: none}}}
""",
    )
    assert ran.problems == ()
    assert ran.told() == "demo@1：用例 2 个，通过 2，不通过 0"


def test_roles_stand_on_what_is_given_and_are_taken_back_by_none(folder):
    rubric = folder / "demo" / "1.yaml"
    text = RUBRIC.replace("classes:", "roles: {lead: 牵头, support: 配合}\nclasses:")
    rubric.write_text(text.replace("when: 应出庭 > 0", "when: role == 'lead'"), encoding="utf-8")
    ran = Ran(
        folder,
        GIVEN.replace("class: county,", 'class: county, roles: {"1": lead},')
        + """\
cases:
  - case: 牵头的扣分
    values: {出庭: 89}
    expect: {indicators: {"1": 5.8}}
  - case: 配合的、不承担的得满分
    values: {出庭: 89}
    roles: {"1": support}
    units: {甲: {}, 乙: {roles: {"1": none}}, 丙: {roles: {"1": 无}}, 丁: {roles: {"1": lead}}}
    expect: {units: {甲: {total: 10}, 乙: {total: 10}, 丙: {total: 10}, 丁: {total: 9.8}}}
  - case: 细则没有的角色
    roles: {"1": chair}
    expect: {problems: [role_unknown]}
""",
    )
    assert ran.problems == ()
    assert ran.told() == "demo@1：用例 3 个，通过 3，不通过 0"


def test_a_rule_that_the_rubric_does_not_have_is_not_idle(folder):
    ran = Ran(
        folder,
        GIVEN
        + """\
cases:
  - case: 规则写错了
    expect: {idle: [rates, "2/rate", "1/rate", v1, 不存在]}
""",
    )
    assert (
        ran.told()
        == """\
不通过：规则写错了
  规则：没有“rates”，是否应为“rate”？现有：rate, tb, v1
  规则：没有“2/rate”，是否应为“1/rate”？现有：rate, tb, v1
  规则：没有“不存在”，现有：rate, tb, v1

demo@1：用例 1 个，通过 0，不通过 1"""
    )


def test_what_differs_is_told_at_its_place(folder):
    ran = Ran(
        folder,
        GIVEN
        + """\
cases:
  - case: 通报两次
    values: {通报: 2}
    expect:
      total: 7
      grade: 优秀
      indicators: {"2": 3, "22": 1, "1": unscored}
      items: [{indicator: "2", rule: tb, points: -1}, {rule: rate}, {rule: xx}, {kind: cut, cause: ceiling}]
      idle: [tb]
      checks: [c1]
  - case: 数写成了文字
    values: {通报: 许多}
    expect: {total: 10}
  - case: 没有这个县
    data: {units: [{id: ab}], submissions: []}
    expect: {units: {aa: {state: final}}}
""",
    )
    assert (
        ran.told()
        == """\
不通过：通报两次
  总分：应为 7，实为 8
  等次：应为 优秀，实为 合格
  指标 2 通报：应为 3，实为 2
  指标：没有“22”，是否应为“2”？现有：1, 2
  指标 1 出庭 的状态：应为 unscored，实为 scored
  明细：应为 {indicator: 2, rule: tb, points: -1}，实为 {indicator: 2, rule: tb, kind: deduction, points: -2}
  明细：应为 {rule: rate}，实为 无
  规则：没有“xx”，现有：rate, tb, v1
  明细：应为 {kind: cut, cause: ceiling}，实为 无
  规则 tb（应不触发）：应为 无，实为 {indicator: 2, rule: tb, kind: deduction, points: -2}
  数据核对：应为 c1，实为 无

不通过：数写成了文字
  数据问题：应为 无，实为 not_a_number
    not_a_number: 此处应为数字，现为“许多”
  总分：应为 10，实为 无

不通过：没有这个县
  数据问题：应为 无，实为 unit_class_missing, unit_without_data
    unit_class_missing: 单位“ab”没有写明组别；可用的组别：county、zone
    unit_without_data: 单位“ab”没有任何填报数据
  单位：没有“aa”，是否应为“ab”？现有：ab

demo@1：用例 3 个，通过 0，不通过 3"""
    )


def test_every_mistake_in_a_file_of_cases_is_told_at_once(folder):
    ran = Ran(
        folder,
        """\
lawscore: 1
rubric: other@1
cases:
  - case: 甲
    expect: {}
  - case: 乙
    expect: {total: 八分}
  - case: 丙
    values: {通报: 1}
    data: [{units: [{id: a}]}]
    expect: {total: 1}
  - case: 丁
    expect: {units: {a: {total: 1}}}
  - case: 戊
    expect: {total: 1}
  - case: 戊
    expect: {totle: 1}
""",
    )
    assert [told(problem) for problem in ran.problems] == [
        "1.cases.yaml:2:9 这些用例用于“other@1”，旁边的考核细则是“demo@1”",
        "1.cases.yaml:5:13 用例没有写应得的结果：expect 下至少写一项，如 total、indicators、items、grade、problems",
        "1.cases.yaml:7:21 此处应为数字，现为“八分”",
        "1.cases.yaml:8:5 写了 data（完整的填报数据）就不再写 values、answers、givens、class、roles、units",
        "1.cases.yaml:12:5 expect 下的 units 是几个单位的结果，这个用例只有一个单位：请在用例下写 units 或 data，或 expect 下不写 units",
        "1.cases.yaml:17:14 “expect”没有“totle”这个键",
    ]


def test_what_no_case_reaches_is_listed_until_it_is_argued(folder):
    cases = (
        GIVEN
        + """\
cases:
  - case: 通报五次，扣到下限
    values: {通报: 5}
    expect: {indicators: {"2": 1}}
"""
    )
    found = Ran(folder, cases).coverage()
    assert [part.name for part in found.open] == [
        "1/rate", "1/rate:at_most", "1:not_applicable", "veto:v1", "check:c1", "grade:优秀", "grade:不合格",
    ]  # fmt: skip
    assert coverage_line("demo@1", found, "zh") == "demo@1：10 个部分中触发或说明了 3 个（30.0%）"
    argued = Ran(folder, cases + "not_reached: {veto:v1: 今年没有, 2/tb: 多余的说明, 没有的: 写错}\n").coverage()
    assert argued.counts == (4, 10)
    assert argued.unknown == ("2/tb", "没有的")


def test_what_is_not_asked_of_a_unit_is_not_reached_by_it(folder):
    rubric = folder / "demo" / "1.yaml"
    leaf = "applies: {when: 通报 < 9, otherwise: leave_out}\n    floor: 1"
    rubric.write_text(RUBRIC.replace("floor: 1", f"only_for: [zone]\n    {leaf}"), encoding="utf-8")
    case = "cases: [{case: 通报九次, class: %s, values: {通报: 9}, expect: {state: final}}]\n"
    county, zone = (Ran(folder, GIVEN + case % one).coverage() for one in ("county", "zone"))
    assert "2:not_applicable" in [part.name for part in county.open]
    assert "2:not_applicable" not in [part.name for part in zone.open]


def test_bands_of_one_figure_are_told_apart_by_the_value(folder):
    rubric = folder / "demo" / "1.yaml"
    bands = "{by: 通报, bands: [{from: 5, points: 2}, {from: 3, points: 1}, {from: 2, points: 1}], else: 2}"
    rubric.write_text(
        RUBRIC.replace("{id: tb, deduct: 1, each: 通报}", f"{{id: tb, deduct: {bands}}}"), encoding="utf-8"
    )
    case = "cases: [{case: 通报, values: {通报: %s}, expect: {state: final}}]\n"
    for count, label in ((6, "from 5"), (3, "from 3"), (2, "from 2"), (1, "else")):
        reached = Ran(folder, GIVEN + case % count).coverage().reached
        assert [name for name in reached if name.startswith("2/tb:")] == [f"2/tb:{label}"]


def test_what_is_waived_did_not_take_effect(folder):
    rubric = folder / "demo" / "1.yaml"
    text = RUBRIC.replace("each: 通报}", "each: 通报, unless: 出庭 > 0}").replace(
        "{id: v1, for: 发生重大违法, effect", "{id: v1, text: 重大违法, when: 通报 > 2, unless: 出庭 > 0, effect"
    )
    rubric.write_text(text, encoding="utf-8")
    given = GIVEN.replace(", answers: [{veto: v1, answer: 否}]", "")
    case = "cases: [{case: 免, values: {通报: 3}, expect: {total: 10}}]\n"
    reached = Ran(folder, given + case).coverage().reached
    assert [name for name in reached if name.startswith(("2/", "veto"))] == ["2/tb:unless", "veto:v1:unless"]


def test_prices_of_one_figure_are_told_apart_by_their_words(folder):
    rubric = folder / "demo" / "1.yaml"
    prices = "{by: [级别, 形式], prices: {省: {通报: 1, 约谈: 1}, 市: {通报: 1}}, else: 1}"
    rules = f"rules: [{{id: tb, deduct: {prices}, each: 通报}}]"
    text = RUBRIC.replace("通报: {type: count, label: 通报}", "通报: {type: records, fields: {级别: text, 形式: text}}")
    rubric.write_text(text.replace("rules: [{id: tb, deduct: 1, each: 通报}]", rules), encoding="utf-8")
    cases = "cases: [{case: 一次, values: {通报: [{级别: 省, 形式: %s}]}, expect: {total: 9}}]\n"
    for word, reached in (("约谈", "省 约谈"), ("来函", "else")):
        ran = Ran(folder, GIVEN.replace("通报: 0", "通报: []") + cases % word)
        assert ran.told() == "demo@1：用例 1 个，通过 1，不通过 0"
        open_prices = {part.name for part in ran.coverage().open if part.kind == "price"}
        assert open_prices == {f"2/tb:{name}" for name in ("省 通报", "省 约谈", "市 通报", "else")} - {
            f"2/tb:{reached}"
        }


def run(*arguments: str) -> Done:
    return run_command(*arguments, lang="zh")


def test_the_command_ends_with_what_came_of_the_cases(folder, tmp_path):
    cases = folder / "demo" / "1.cases.yaml"
    none = run("test", "demo@1", "--rubrics", str(folder))
    assert (none.returncode, none.stderr) == (1, f"demo@1：没有用例（应写在 {cases}）\n")
    cases.write_text(
        GIVEN + "cases: [{case: 全对, expect: {total: 10}}, {case: 错, expect: {total: 9}}]\n", encoding="utf-8"
    )
    done = run("test", "--rubrics", str(folder), "--junit", str(tmp_path / "j.xml"))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "不通过：错\n  总分：应为 9，实为 10\n\ndemo@1（草案）：用例 2 个，通过 1，不通过 1\n"
    suite = ET.parse(tmp_path / "j.xml").getroot()[0]
    assert suite.attrib == {"name": "demo@1", "tests": "2", "failures": "1"}
    assert [case.attrib["name"] for case in suite] == ["全对", "错"]
    nowhere = run("test", "--rubrics", str(folder), "--junit", str(tmp_path / "none" / "j.xml"))
    assert (nowhere.returncode, nowhere.stderr) == (
        2, f"无法写入 {tmp_path / 'none' / 'j.xml'}：No such file or directory\n"
    )  # fmt: skip
    held = run("test", "demo@1", "--rubrics", str(folder), "--name", "全")
    assert (held.returncode, held.stdout) == (0, "demo@1（草案）：用例 1 个，通过 1，不通过 0\n")
    unwanted = run("test", "demo@1", "--rubrics", str(folder), "--name", "没有")
    assert (unwanted.returncode, unwanted.stderr) == (1, "没有名称含“没有”的用例\n")
    failing = run("coverage", "demo@1", "--rubrics", str(folder))
    assert (failing.returncode, failing.stderr) == (1, "demo@1：有 1 个用例不通过，见 lawscore test\n")
    cases.write_text(GIVEN + "cases: [{case: 全对, expect: {total: 10}}]\n", encoding="utf-8")
    under = run("coverage", "demo@1", "--rubrics", str(folder), "--fail-under", "50%")
    assert (under.returncode, under.stdout.splitlines()[-1]) == (
        1,
        "demo@1（草案）：10 个部分中触发或说明了 1 个（10.0%）",
    )
    assert run("coverage", "demo@1", "--rubrics", str(folder), "--fail-under", "10%").returncode == 0
    odd = run("coverage", "demo@1", "--rubrics", str(folder), "--fail-under", "半")
    assert (odd.returncode, odd.stderr) == (2, "--fail-under 应为 0% 到 100%，如 100%；给出的是“半”\n")


def test_a_file_of_cases_is_no_rubric_and_says_so(folder):
    cases = folder / "demo" / "1.cases.yaml"
    cases.write_text(GIVEN + "cases: [{case: 全对, expect: {total: 10}}]\n", encoding="utf-8")
    done = run("test", str(cases))
    assert (done.returncode, done.stderr) == (2, f"错误 {cases}: 这是用例，不是评分细则：请写旁边的 1.yaml\n")
