"""Write departments.generated.yaml: twelve invented departments and six invented towns.

Nothing in the output is real. Every draw is a digest of the seed and of what is drawn, so the file
is the same on every machine and does not depend on the order of units or fields.
"""

import hashlib
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ASSESSOR = "演示核查组"
NUMERALS = "一二三四五六七八九十"
HEADER = """\
# 生成的演示数据，不是真实情况（generated, not real）：由 make_departments.py 生成。
# 单位均为虚构，与慈溪市任何部门、镇（街道）无关。
lawscore: 1
rubric: department-assessment
period: {from: 2017-01-01, to: 2017-12-31}
givens:
  年度报告截止日: 2017-03-31
  自查截止日: 2017-11-10
  记录起始日: 2016-11-01
  记录截止日: 2017-10-31
units:
"""


@dataclass(frozen=True)
class Pair:
    """A whole and the part of it that was done.

    In a hundred units `nothing` have no such matter and `full` did all of it; the others fell short
    by up to `short` percent, and by one at the least.
    """

    whole: str
    part: str
    _: KW_ONLY
    low: int
    high: int
    full: int
    short: int
    nothing: int = 0


PAIRS = [
    Pair("年度任务数", "完成任务数", low=12, high=20, full=55, short=15),
    Pair("涉法事务数", "顾问参与数", low=4, high=15, full=65, short=25),
    Pair("法制人员数", "参训法制人员数", low=1, high=5, full=75, short=25),
    Pair("规范性文件数", "合法性审查文件数", low=1, high=5, full=90, short=20, nothing=25),
    Pair("应清理文件数", "已清理文件数", low=2, high=12, full=70, short=20, nothing=20),
    Pair("应后评估数", "已后评估数", low=1, high=2, full=60, short=50, nothing=40),
    Pair("行政合同数", "审查合同数", low=5, high=30, full=60, short=20, nothing=5),
    Pair("在岗执法人员数", "持证人数", low=12, high=80, full=45, short=10),
    Pair("应申领人数", "已申领人数", low=1, high=12, full=70, short=20, nothing=10),
    Pair("重大执法决定数", "法制审核数", low=1, high=8, full=80, short=15, nothing=15),
    Pair("抽查执法事项数", "全程记录事项数", low=10, high=20, full=55, short=25),
    Pair("公开申请数", "按期答复数", low=1, high=25, full=90, short=10, nothing=15),
    Pair("复议审结数", "复议维持数", low=1, high=12, full=70, short=15, nothing=30),
    Pair("诉讼审结数", "胜诉数", low=1, high=10, full=70, short=15, nothing=35),
    Pair("应出庭数", "出庭数", low=1, high=8, full=75, short=20, nothing=35),
    Pair("调解受理数", "调解结案数", low=20, high=200, full=0, short=30, nothing=15),
    Pair("建议提案数", "按期办复数", low=1, high=12, full=90, short=15, nothing=15),
    Pair("司法检察建议数", "建议回复数", low=1, high=2, full=90, short=50, nothing=60),
]
OF_DEPARTMENTS = [
    Pair("应移送案件数", "已移送案件数", low=1, high=4, full=90, short=25, nothing=60),
    Pair("抽查计划数", "抽查完成数", low=4, high=12, full=75, short=20, nothing=10),
    Pair("审批办结数", "提前办结数", low=200, high=2000, full=0, short=15, nothing=20),
]
OF_TOWNS = [Pair("下放事项数", "承接事项数", low=30, high=70, full=25, short=20)]
CHANCES = {
    "已制定年度计划": 97,
    "负责人述法": 90,
    "已聘法律顾问": 100,
    "已编审核目录": 85,
    "记录设备齐备": 75,
    "权责清单公布": 95,
    "执法主体公告": 95,
    "案卷质量优秀": 20,
    "依法行政示范单位": 15,
}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit whose figures are drawn."""

    id: str
    name: str
    unit_class: str
    seed: str
    year: int = 2017

    def draw(self, *what: str) -> int:
        """Draw a number from 0 to 9,999 that belongs to `what`."""
        digest = hashlib.sha256("/".join((self.seed, self.id, *what)).encode()).digest()
        return int.from_bytes(digest[:8], "big") % 10_000

    def happens(self, chance: int, *what: str) -> bool:
        """Say whether it happens, as it does in `chance` of a hundred draws."""
        return self.draw(*what) < chance * 100

    def once(self, chance: int, *what: str) -> int:
        """Count one if it happens, else none."""
        return int(self.happens(chance, *what))

    def yes(self, chance: int, *what: str) -> str:
        """是 if it happens, else 否."""
        return "是" if self.happens(chance, *what) else "否"

    def between(self, low: int, high: int, *what: str) -> int:
        """Draw a whole number from `low` to `high`."""
        return low + self.draw(*what) % (high - low + 1)


def pairs(unit: Unit) -> dict[str, int]:
    """Draw every whole and its part."""
    drawn = {}
    own = OF_TOWNS if unit.unit_class == "town" else OF_DEPARTMENTS
    for pair in PAIRS + own:
        whole = unit.between(pair.low, pair.high, pair.whole)
        if unit.happens(pair.nothing, pair.whole, "nothing"):
            whole = 0
        short = max(1, whole * unit.between(1, pair.short, pair.part) // 100)
        if unit.happens(pair.full, pair.part, "full"):
            short = 0
        drawn[pair.whole] = whole
        drawn[pair.part] = max(0, whole - short)
    return drawn


def counts(unit: Unit) -> dict[str, int]:
    """Draw the pairs and the counts that follow from them."""
    drawn = pairs(unit)
    papers, contracts = drawn["规范性文件数"], drawn["行政合同数"]
    late = min(papers, unit.once(20, "late paper"))
    drawn |= {
        "集体学法次数": unit.between(3, 6, "study"),
        "按时备案数": papers - late,
        "逾期备案数": late,
        "归档合同数": max(0, contracts - unit.between(0, 4, "archive")),
        "无证执法次数": unit.once(4, "unlicensed"),
        "公开纠错数": min(drawn["公开申请数"], unit.once(5, "corrected")),
        "评查案卷数": unit.between(2, 6, "files"),
        "不合格案卷数": unit.once(10, "failed file"),
        "复议纠错数": drawn["复议审结数"] - drawn.pop("复议维持数"),
        "败诉数": drawn["诉讼审结数"] - drawn.pop("胜诉数"),
        "出庭未发言数": min(drawn["出庭数"], unit.once(10, "silent")),
    }
    if unit.unit_class == "department":
        drawn |= {
            "逾期移送数": min(drawn["已移送案件数"], unit.once(10, "late transfer")),
            "结果公开数": max(0, drawn["抽查完成数"] - unit.between(0, 1, "published")),
            "超期办结数": min(drawn["审批办结数"] - drawn["提前办结数"], unit.once(15, "overdue")),
        }
    return drawn


def day(unit: Unit, what: str, *, month: str, last: int, next_month: str) -> str:
    """Draw a day of filing: up to `last` of the month, or now and then a few days late."""
    if unit.happens(85, what):
        return f"{unit.year}-{month}-{unit.between(last - 9, last, what, 'day'):02}"
    return f"{unit.year}-{next_month}-{unit.between(1, 9, what, 'late') + last * (month == next_month):02}"


def single_values(unit: Unit) -> dict[str, str]:
    """Draw the values that are one figure, date or answer each."""
    drawn = {name: str(value) for name, value in counts(unit).items()}
    drawn |= {name: unit.yes(chance, name) for name, chance in CHANCES.items()}
    drawn["法治报告日期"] = day(unit, "report", month="03", last=31, next_month="04")
    drawn["自查报告日期"] = day(unit, "self-check", month="11", last=10, next_month="11")
    drawn["案卷评查得分"] = f"{unit.between(8200, 9800, 'file score') / 100:.2f}"
    if unit.unit_class == "town":
        drawn["综合执法专人"] = unit.yes(85, "officer")
        drawn["便民服务满意率"] = f"{unit.between(8800, 9900, 'satisfaction') / 100:.2f}%"
    return drawn


def decisions(unit: Unit) -> list[str]:
    """Draw the major decisions, each with its five steps."""
    steps = {"公众参与": 90, "专家论证": 85, "风险评估": 85, "合法性审查": 97, "集体讨论": 98}
    return [
        f"决策事项: 演示决策{number}, "
        + ", ".join(f"{step}: {unit.yes(chance, 'decision', str(number), step)}" for step, chance in steps.items())
        for number in range(1, unit.between(0, 3, "decisions") + 1)
    ]


def unmet(unit: Unit) -> list[str]:
    """Draw the judgments not carried out in time, of which there are few."""
    return [
        f"文书编号: 演示文书{number}, 履行期满日: {unit.year}-{unit.between(1, 10, 'unmet', str(number)):02}-20"
        for number in range(1, unit.between(1, 2, "unmet") + 1)
        if unit.happens(8, "any unmet")
    ]


def findings(unit: Unit) -> list[str]:
    """Draw the findings of the verification."""
    rows = []
    for number in range(1, unit.between(0, 4, "findings") + 1):
        what = ("finding", str(number))
        level = ["一般", "一般", "较重", "严重"][unit.between(0, 3, *what, "level")]
        mended = unit.yes(80, *what, "mended")
        ignored = unit.yes(25, *what, "ignored") if mended == "否" else "否"
        rows.append(
            f"问题编号: 演示问题{number}, 情节: {level}, "
            f"通报日期: {unit.year}-{unit.between(1, 10, *what, 'month'):02}-15, "
            f"已整改: {mended}, 督促后仍未改: {ignored}"
        )
    return rows


def honours(unit: Unit) -> list[str]:
    """Draw one honour, which one unit in five has."""
    if not unit.happens(20, "honour"):
        return []
    level = "省" if unit.happens(30, "honour level") else "市"
    return [f"表彰文号: 演示表彰1, 表彰项目: 演示项目, 表彰级别: {level}, 表彰日期: {unit.year}-06-30"]


def criticisms(unit: Unit) -> list[str]:
    """Draw one criticism, which one unit in twenty has."""
    if not unit.happens(5, "criticism"):
        return []
    return [f"负面文号: 演示通报1, 负面级别: 县, 负面日期: {unit.year}-05-20"]


def records(name: str, rows: list[str]) -> list[str]:
    """Write a list of records, or the empty list."""
    if not rows:
        return [f"      {name}: []"]
    return [f"      {name}:", *(f"        - {{{row}}}" for row in rows)]


def answers(unit: Unit) -> list[str]:
    """Draw the assessors' answers."""
    rows = [
        f'indicator: "3.4", rule: notice, answer: {unit.yes(85, "notice")}',
        "veto: V1, answer: 否",
        "veto: V2, answer: 否",
    ]
    if unit.happens(10, "empty reviews"):
        rows.append('indicator: "3.2", rule: quality, points: 0.5, reason: 审核意见过于简单')
    return [f"      - {{{row}, assessor: {ASSESSOR}}}" for row in rows]


def submission(unit: Unit, stated: dict[str, str] | None = None) -> list[str]:
    """Write one unit's figures; what was `stated` of it stands in the place of a draw."""
    values = single_values(unit) | (stated or {})
    return [
        f"  - unit: {unit.id}",
        "    layer: verified",
        "    values:",
        *(f"      {name}: {value}" for name, value in values.items()),
        *records("重大决策", decisions(unit)),
        *records("未履行文书", unmet(unit)),
        *records("通报问题", findings(unit)),
        *records("表彰", honours(unit)),
        *records("负面通报", criticisms(unit)),
        "    answers:",
        *answers(unit),
    ]


def roster(units: list[Unit]) -> list[str]:
    """Write the units."""
    return [f"  - {{id: {it.id}, name: {it.name}, class: {it.unit_class}}}" for it in units]


def numeral(number: int) -> str:
    """Write a number up to nineteen in Chinese."""
    tens, ones = divmod(number, 10)
    return "十" * tens + (NUMERALS[ones - 1] if ones else "")


def invented() -> list[Unit]:
    """Name the twelve departments and six towns."""
    departments = [(f"d{n:02}", f"演示部门{numeral(n)}", "department") for n in range(1, 13)]
    towns = [(f"t{n:02}", f"演示镇{numeral(n)}", "town") for n in range(1, 7)]
    return [
        Unit(id=key, name=name, unit_class=unit_class, seed="cixi-2017")
        for key, name, unit_class in departments + towns
    ]


def main() -> None:
    """Write the file beside this one."""
    units = invented()
    lines = [*roster(units), "submissions:"]
    lines += [line for unit in units for line in submission(unit)]
    path = HERE / "departments.generated.yaml"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
