"""Write the self-check and the verification of 2016 and 2017, a file for each step, as an office receives them.

Nothing in the output is real. What the verification of 2017 leaves standing are the figures of
departments.generated.yaml: the self-check says more here and there, and the verification corrects it.
2017-3-review.yaml and 2017-4-adjustments.yaml go on from there and are written by hand.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from make_departments import (
    OF_DEPARTMENTS,
    OF_TOWNS,
    PAIRS,
    Unit,
    answers,
    criticisms,
    decisions,
    findings,
    honours,
    invented,
    records,
    single_values,
    unmet,
)

HERE = Path(__file__).parent
SCRIPT = "生成的演示数据，不是真实情况（generated, not real）：由 make_round.py 生成。"

#: What changes little from year to year: the figure of 2016 is drawn near that of 2017.
STEADY = {"在岗执法人员数", "法制人员数", "审批办结数", "调解受理数", "下放事项数", "行政合同数"}

#: What the verification finds itself; the units report nothing of it.
FOUND = (
    "无证执法次数",
    "公开纠错数",
    "评查案卷数",
    "不合格案卷数",
    "案卷评查得分",
    "出庭未发言数",
    "便民服务满意率",
    "案卷质量优秀",
    "依法行政示范单位",
)

LEGAL, INSPECTION, COURT = "演示法制机构", "演示督查机构", "演示法院"
#: What may be overstated: the office that checks it, its source, and what it found.
CHECKED = {
    "完成任务数": (INSPECTION, "年度任务督查通报", "任务销号单"),
    "顾问参与数": (LEGAL, "法律顾问工作台账", "顾问意见书目录"),
    "参训法制人员数": (LEGAL, "年度法制业务培训名册", "培训签到册"),
    "合法性审查文件数": (LEGAL, "规范性文件审查登记", "审查意见书目录"),
    "已清理文件数": (LEGAL, "规范性文件清理公告", "清理结果目录"),
    "已后评估数": (LEGAL, "后评估报告登记", "后评估报告目录"),
    "审查合同数": (LEGAL, "行政机关合同台账", "合同审查意见目录"),
    "持证人数": (LEGAL, "行政执法证管理系统", "持证人员名册"),
    "已申领人数": (LEGAL, "行政执法证管理系统", "申领登记表"),
    "法制审核数": (LEGAL, "重大执法决定法制审核登记", "审核意见书目录"),
    "全程记录事项数": (INSPECTION, "执法全过程记录抽查", "抽查底稿"),
    "按期答复数": ("演示政务公开机构", "依申请公开登记", "答复书目录"),
    "出庭数": (COURT, "负责人出庭情况通报", "庭审笔录目录"),
    "败诉数": (COURT, "行政案件裁判统计", "裁判文书目录"),
    "调解结案数": ("演示司法行政机关", "行政调解台账", "调解协议书目录"),
    "按期办复数": ("演示政府办公室", "建议提案办理系统", "办复件目录"),
    "建议回复数": (LEGAL, "司法建议、检察建议登记", "回复函目录"),
    "已移送案件数": ("演示检察院", "两法衔接平台", "移送函目录"),
    "抽查完成数": ("演示市场监管部门", "双随机抽查平台", "抽查结果单"),
    "承接事项数": ("演示编制部门", "下放事项清单", "办理记录"),
    "记录设备齐备": (INSPECTION, "执法记录设备清点", "设备清单"),
    "已编审核目录": (LEGAL, "重大执法决定法制审核登记", "审核目录"),
    "权责清单公布": (LEGAL, "权责清单公示栏目检查", "网页截图"),
    "综合执法专人": ("演示编制部门", "下放事项清单", "岗位职责表"),
    "重大决策": (LEGAL, "重大行政决策案卷检查", "决策案卷目录"),
}
WHOLES = {pair.part: pair.whole for pair in PAIRS + OF_DEPARTMENTS + OF_TOWNS}


@dataclass(frozen=True, kw_only=True)
class Earlier(Unit):
    """A unit in 2016: its size is that of 2017, what it did is drawn anew."""

    later: Unit

    def between(self, low: int, high: int, *what: str) -> int:
        if what[0] not in STEADY or what[1:]:
            return super().between(low, high, *what)
        shift = (self.draw("shift", *what) % 5 - 2) * max(1, (high - low) // 50)
        return min(high, max(low, self.later.between(low, high, *what) + shift))

    def happens(self, chance: int, *what: str) -> bool:
        if what[0] in STEADY and what[1:] == ("nothing",):
            return self.later.happens(chance, *what)
        return super().happens(chance, *what)


def overstated(unit: Unit, values: dict[str, str]) -> dict[str, str]:
    """What the self-check says where it says too much."""
    claimed = {}
    for name in CHECKED.keys() & values.keys():
        value, whole = values[name], values.get(WHOLES.get(name, ""))
        if not unit.happens(45, "overstated", name):
            continue
        if value == "否":
            claimed[name] = "是"
        elif name == "败诉数" and int(value) > 0:
            claimed[name] = str(int(value) - 1)
        elif whole is not None and int(value) < int(whole):
            claimed[name] = str(int(value) + unit.between(1, int(whole) - int(value), "overstated by", name))
    return claimed


def claimed_decisions(unit: Unit, rows: list[str]) -> list[str]:
    """The decisions as the unit tells them: a step that was left out may be claimed."""
    said = [row.replace(": 否", ": 是", 1) if unit.happens(40, "claimed", row) else row for row in rows]
    return said if said != rows else rows


def corrected(unit: Unit, name: str, value: str) -> str:
    """Write a value that the verification corrects, with what it rests on."""
    office, document, paper = CHECKED[name]
    place = list(CHECKED).index(name) + 1
    number = f"演示核字〔{unit.year}〕{unit.id}-{place:02}号"
    digest = hashlib.sha256(f"{number} {paper}".encode()).hexdigest()
    found = f"{unit.year}-11-{unit.between(13, 30, 'verified on', name):02}"
    return (
        f"{{value: {value}, date: {found}, assessor: {office}, source: {document}, "
        f'evidence: [{{name: {paper}, number: {number}, hash: "sha256:{digest}"}}]}}'
    )


def self_check(unit: Unit) -> list[str]:
    """Write what the unit reports of itself."""
    values = single_values(unit)
    said = {name: value for name, value in (values | overstated(unit, values)).items() if name not in FOUND}
    return [
        f"  - unit: {unit.id}",
        "    layer: self_reported",
        f"    source: {{document: {unit.name}自查报告}}",
        "    values:",
        *(f"      {name}: {value}" for name, value in said.items()),
        *records("重大决策", claimed_decisions(unit, decisions(unit))),
        *records("表彰", honours(unit)),
    ]


def verification(unit: Unit) -> list[str]:
    """Write what the verification finds and what it corrects; what it says nothing about stands."""
    values = single_values(unit)
    claims = overstated(unit, values)
    decided = decisions(unit)
    lines = [
        f"  - unit: {unit.id}",
        "    layer: verified",
        f"    source: {{document: {unit.year}年度核查记录, part: {unit.name}}}",
        "    values:",
        *(f"      {name}: {values[name]}" for name in FOUND if name in values),
        *(f"      {name}: {corrected(unit, name, values[name])}" for name in CHECKED if name in claims),
        *records("未履行文书", unmet(unit)),
        *records("通报问题", findings(unit)),
        *records("负面通报", criticisms(unit)),
    ]
    if claimed_decisions(unit, decided) != decided:
        rows = "[" + ", ".join(f"{{{row}}}" for row in decided) + "]"
        lines.append(f"      重大决策: {corrected(unit, '重大决策', rows)}")
    return [*lines, "    answers:", *answers(unit)]


def document(year: int, says: str, body: list[str]) -> str:
    """Write a data document of a year."""
    head = [
        f"# {SCRIPT}",
        f"# {says}",
        "lawscore: 1",
        f"rubric: department-assessment@{year}.1",
        f"period: {{from: {year}-01-01, to: {year}-12-31}}",
    ]
    return "\n".join([*head, *body]) + "\n"


def dates(year: int) -> list[str]:
    """Write the days that the office sets for a year; records count from November to October."""
    return [
        "givens:",
        f"  年度报告截止日: {year}-03-31",
        f"  自查截止日: {year}-11-10",
        f"  记录起始日: {year - 1}-11-01",
        f"  记录截止日: {year}-10-31",
    ]


def roster(units: list[Unit], gone: dict[str, str]) -> list[str]:
    """Write the units; those that are `gone` are not assessed, and the roster says why."""
    why = {unit: f", not_assessed: {reason}" for unit, reason in gone.items()}
    return [
        "units:",
        *(f"  - {{id: {it.id}, name: {it.name}, class: {it.unit_class}{why.get(it.id, '')}}}" for it in units),
    ]


def rounds() -> dict[str, str]:
    """The files by name."""
    merged = Unit(id="d13", name="演示部门十三", unit_class="department", seed="cixi-2017")
    now = invented()
    then = [
        Earlier(id=it.id, name=it.name, unit_class=it.unit_class, seed="cixi-2016", year=2016, later=it)
        for it in (*now[:12], merged, *now[12:])
    ]
    listed = [*now[:12], merged, *now[12:]]
    gone = {"d13": "机构改革，2017年6月职责并入演示部门三"}
    return {
        "2016-1-self-check": document(
            2016,
            "2016年度自查：各单位自己填报的数字。单位均为虚构。",
            [*dates(2016), *roster(then, {}), "submissions:", *(line for unit in then for line in self_check(unit))],
        ),
        "2016-2-verification": document(
            2016,
            "2016年度核查：核查组核实的数字、查明的问题和考核组的评定；没有提到的，以自查为准。",
            ["submissions:", *(line for unit in then for line in verification(unit))],
        ),
        "2017-1-self-check": document(
            2017,
            "2017年度自查：各单位自己填报的数字。单位均为虚构，与慈溪市任何部门、镇（街道）无关。",
            [*dates(2017), *roster(listed, gone), "submissions:", *(line for unit in now for line in self_check(unit))],
        ),
        "2017-2-verification": document(
            2017,
            "2017年度核查：核查组核实的数字、查明的问题和考核组的评定；没有提到的，以自查为准。",
            ["submissions:", *(line for unit in now for line in verification(unit))],
        ),
    }


def main() -> None:
    """Write the files beside this one."""
    for name, text in rounds().items():
        (HERE / f"{name}.generated.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
