"""Writes counties.generated.yaml, sixty counties that do not exist, and decisions.generated.yaml, what 2018 will ask of them.

Nothing here is real. The figures come from a seeded generator and are complete under county-government@2017.1, so that
every card is final; the same files are written each time. Run it without arguments:

    python examples/tuning-2018/make_counties.py
"""

from __future__ import annotations

import random
from pathlib import Path

SEED = 2018
COUNTIES = 60
HERE = Path(__file__).parent

HEADER = f"""\
# 生成数据，不是真实的县（市、区）：由同目录的 make_counties.py 以种子 {SEED} 生成，请勿引用，也不要手工修改。
lawscore: 1
rubric: county-government@{{version}}
period: {{{{from: {{year}}-01-01, to: {{year}}-12-31}}}}
source: {{{{document: "make_counties.py（种子{SEED}）", part: 生成数据}}}}
"""


class County:
    """One generated county; `level` 0 to 100 says how well it does."""

    def __init__(self, generator: random.Random, number: int, level: int) -> None:
        self.generator = generator
        self.id = f"x{number:02d}"
        self.name = f"样本{number:02d}县"
        self.level = level

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high. Only `random()` is used: its sequence is the same in every Python."""
        return low + int(self.generator.random() * (high - low + 1))

    def yes(self, least: int = 70) -> str:
        """是 or 否; 是 at least with the given percentage, nearly always at the highest level."""
        return "是" if self.whole(1, 100) <= least + (99 - least) * self.level // 100 else "否"

    def about(self, target: int) -> int:
        """A count near the target: some 60 % of it at the lowest level, some 105 % at the highest."""
        return target * (60 + self.level * 45 // 100 + self.whole(-8, 12)) // 100

    def part(self, whole: int, low: int) -> int:
        """So many of `whole` as are done: at least `low` percent, more at a higher level."""
        return whole * min(100, low + (100 - low) * (self.level + self.whole(-10, 25)) // 100) // 100

    def rare(self, most: int) -> int:
        """How many faults were found: mostly none, fewer at a higher level."""
        return self.whole(1, most) if self.whole(1, 100) > 66 + self.level // 3 else 0


def rate(part: int, whole: int) -> str:
    """A share as it would be reported: a percentage with two places, rounded half up."""
    hundredths = (part * 20000 + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def leadership(county: County) -> dict[str, object]:
    """一、二: leadership, duties."""
    late = county.rare(12)
    return {
        "批示次数": county.about(13), "听取汇报次数": county.whole(2, 4) + county.level // 60, "专题研究次数": county.whole(2, 4) + county.level // 60,
        "一线督查次数": county.about(5), "实施方案已印发": county.yes(90), "工作台账": county.yes(), "年度安排已印发": county.yes(90),
        "工作重点数": county.whole(5, 9), "具体任务数": county.about(24), "任务责任时限明确": county.yes(), "纳入目标考核": county.yes(85),
        "开展专项督查": county.yes(), "示范单位数": county.whole(0, 4) + county.level // 40,
        "报告日期": f"2018-04-{late:02d}" if late else f"2018-0{county.whole(1, 3)}-{county.whole(5, 28):02d}",
        "审批事项已承接": county.yes(90), "抽查清单已公布": county.yes(85), "一单两库一细则": county.yes(), "随机抽查已开展": county.yes(85),
        "权力清单已公布": county.yes(95), "清单部门数": county.about(22), "上网运行件数": county.about(10500), "运行督查": county.yes(),
        "平台事项认领": county.yes(80),
    }  # fmt: skip


def documents(county: County) -> dict[str, object]:
    """三、四: documents, decisions."""
    made = county.whole(4, 14)
    affairs, papers = county.about(36), county.about(130)
    return {
        "文件审核制度": county.yes(90), "文件备案制度": county.yes(90), "文件监督制度": county.yes(), "制定规范性文件": made,
        "备案规范性文件": county.part(made, 60), "清理已开展": "是", "继续有效文件": county.whole(10, 70), "废止文件": county.whole(0, 25),
        "拟修改文件": county.rare(6), "清理结果公布": county.yes(85), "清理长效机制": county.yes(),
        "顾问团已组建": county.yes(90), "部门聘请顾问": county.yes(), "顾问办理事项": county.about(60), "涉法事务": affairs,
        "文件审核": papers, "项目合法性审查": (affairs + papers) // 4, "未经审查决策": county.rare(2), "合同管理办法": county.yes(85),
        "合同审查": county.about(22), "未审查合同": county.rare(2), "后评估报告": county.whole(0, 1) + county.level // 45,
    }  # fmt: skip


def enforcement(county: County) -> dict[str, object]:
    """五: administrative enforcement."""
    offices = county.whole(16, 30)
    return {
        "改革领域数": county.whole(2, 4) + county.level // 80, "执行裁量标准": county.yes(90), "裁量标准优化": county.yes(), "执法单位": offices,
        "执法人员": offices * county.whole(6, 14), "资格已清理": county.yes(85), "培训次数": county.whole(1, 2) + county.level // 60,
        "参考人员": county.whole(5, 40), "无证执法": county.rare(2), "评查已开展": county.yes(92),
        "优秀案卷单位": county.whole(2, 4) + county.level // 60, "案卷评查得分": f"{county.whole(70, 82) + county.level // 6}.{county.whole(0, 9)}",
        "联席会议制度": county.yes(85), "衔接平台": county.yes(80), "有案不移": county.rare(1),
    }  # fmt: skip


def disputes(county: County) -> dict[str, object]:
    """六、七: oversight, disputes."""
    asked = county.whole(8, 60)
    taken = county.part(asked, 85)
    own = county.whole(taken // 2, taken)
    cases = county.whole(20, 90)
    called = county.whole(8, cases)
    came = county.part(called, 62)
    return {
        "会前学法制度": county.yes(85), "学习法规部数": county.whole(2, 4) + county.level // 50, "决策报告人大": county.yes(85),
        "报告人大工作": county.yes(92), "通报政协情况": county.yes(90), "主动公开信息": county.about(30000),
        "复议申请": asked, "复议受理": taken, "复议受理率": rate(taken, asked), "政府受理": own, "公安受理": taken - own,
        "复议维持": taken * county.whole(50, 85) // 100, "复议后诉访": county.rare(3), "复议委员会": county.yes(80),
        "新发应诉案件": cases, "应出庭": called, "出庭": came, "出庭占应诉比": rate(came, cases), "出庭制度": county.yes(88),
    }  # fmt: skip


def towns(county: County) -> dict[str, object]:
    """八: towns that enforce; a third of the counties do not take part in the trial."""
    if county.whole(1, 3) == 1:
        none = "{absent: not_applicable, reason: 未列入试点}"
        names = (
            "乡镇执法局",
            "执法专人",
            "集中整治",
            "下放部门数",
            "下放事项",
            "直接下放",
            "委托下放",
            "延伸服务",
            "自述无法直接下放",
        )
        return {"综合执法试点": "否", **dict.fromkeys(names, none)}
    direct, entrusted, extended = county.whole(30, 80), county.whole(0, 30), county.whole(10, 90)
    return {
        "综合执法试点": "是", "乡镇执法局": county.yes(85), "执法专人": county.yes(85), "集中整治": county.yes(80),
        "下放部门数": county.about(5), "下放事项": direct + entrusted + extended, "直接下放": direct, "委托下放": entrusted,
        "延伸服务": extended, "自述无法直接下放": "否",
    }  # fmt: skip


def extras(county: County) -> dict[str, object]:
    """Honours, criticism, and what vetoes look at."""
    levels = ("市", "市", "省", "国家")
    honours = [
        f"{{表彰文号: 表{county.id}-{place}, 表彰事项: 事项{place}, 表彰级别: {levels[county.whole(0, 2 + county.level // 90)]}}}"
        for place in range(1, county.whole(0, 1 + county.level // 50) + 1)
    ]
    criticised = [
        f"{{通报文号: 通{county.id}-{place}, 通报级别: {levels[county.whole(0, 2)]}, "
        f"通报日期: 2017-{county.whole(1, 12):02d}-{county.whole(1, 28):02d}}}"
        for place in range(1, county.rare(2) + 1)
    ]
    refused = 1 if county.whole(1, 100) > 96 else 0
    return {"表彰": honours, "通报": criticised, "拒不履行裁判": refused, "重大违法事件": 0}


PARTS = (leadership, documents, enforcement, disputes, towns, extras)


def answers(county: County) -> list[str]:
    """What the assessors say: each question is answered."""
    assessor = "assessor: 生成考核组"
    gap = county.rare(2)
    step = ("1", "2", "3")[min(2, (county.level + county.whole(0, 40)) // 45)]
    found = f"points: {('0.5', '1')[gap - 1]}" if gap else "answer: no"
    return [
        f'{{indicator: "2.1", rule: r2, {found}, {assessor}, reason: 生成的理由}}',
        f'{{indicator: "7.1", rule: r1, points: {step}, {assessor}, reason: 生成的理由}}',
        f"{{veto: v1, answer: no, {assessor}, reason: 抽查未发现}}",
    ]


def submission(county: County) -> str:
    """The submission of one county."""
    lines = [f"  - unit: {county.id}", "    layer: verified", "    values:"]
    for part in PARTS:
        for name, value in part(county).items():
            if isinstance(value, list) and value:
                lines += [f"      {name}:", *(f"        - {record}" for record in value)]
            else:
                lines.append(f"      {name}: {value}")
    return "\n".join([*lines, "    answers:", *(f"      - {answer}" for answer in answers(county))]) + "\n"


def decisions(county: County) -> str:
    """The figures of 2017 for which 2018 asks for the first time."""
    made = 0 if county.whole(1, 20) == 1 else county.whole(20, 120)
    audited = county.part(made, 95)
    return f"  - {{unit: {county.id}, layer: verified, values: {{重大执法决定: {made}, 审核执法决定: {audited}}}}}\n"


def main() -> None:
    """Write both files."""
    generator = random.Random(SEED)
    counties = [County(generator, place + 1, int(generator.random() * 101)) for place in range(COUNTIES)]
    roster = "".join(f"  - {{id: {one.id}, name: {one.name}, class: county}}\n" for one in counties)
    asked = "".join(map(submission, counties))
    new = "".join(map(decisions, counties))
    for name, version, year, body in (
        ("counties", "2017.1", 2017, f"units:\n{roster}submissions:\n{asked}"),
        ("decisions", "2018.1", 2017, f"submissions:\n{new}"),
    ):
        text = HEADER.format(version=version, year=year) + body
        (HERE / f"{name}.generated.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
