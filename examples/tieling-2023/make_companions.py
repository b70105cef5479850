"""Writes companions.generated.yaml: eleven counties that do not exist, to stand beside Tieling in a ranking.

Nothing here is real. The figures come from a seeded generator and are complete, so that every card is final; the same
file is written each time. The seed was picked so that two kinds of veto take effect and one matter falls under two
indicators. Run it without arguments:

    python examples/tieling-2023/make_companions.py
"""

from __future__ import annotations

import random
from pathlib import Path

SEED = 2042
COUNTIES = 11
TARGET = Path(__file__).with_name("companions.generated.yaml")

HEADER = f"""\
# 生成数据，不是真实的县（市、区）：由同目录的 make_companions.py 以种子 {SEED} 生成，请勿引用，也不要手工修改。
lawscore: 1
rubric: county-government@2023.1
period: {{from: 2023-01-01, to: 2023-12-31}}
source: {{document: "make_companions.py（种子{SEED}）", part: 生成数据}}
units:
"""

ABSENT_COAL = "{absent: not_applicable, reason: 辖区内没有煤矿企业}"
ABSENT_MINE = "{absent: not_applicable, reason: 辖区内没有非煤矿山企业}"


class County:
    """One generated county; `level` 0 to 100 says how well it does."""

    def __init__(self, generator: random.Random, number: int, level: int) -> None:
        self.generator = generator
        self.id = f"c{number:02d}"
        self.name = f"生成样本县{number:02d}"
        self.level = level

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high. Only `random()` is used: its sequence is the same in every Python."""
        return low + int(self.generator.random() * (high - low + 1))

    def about(self, target: int) -> int:
        """A count near the target: some 70 % of it at the lowest level, some 105 % at the highest."""
        return target * (70 + self.level * 7 // 20 + self.whole(-12, 12)) // 100

    def share(self, low: int) -> int:
        """A rate in hundredths of a percent between `low` and 10000, better at a higher level."""
        return min(10000, low + (10000 - low) * (self.level * 4 // 5 + self.whole(0, 30)) // 100)

    def yes(self, least: int = 80) -> str:
        """是 or 否; 是 at least with the given percentage, nearly always at the highest level."""
        return "是" if self.whole(1, 100) <= least + (97 - least) * self.level // 100 else "否"

    def rare(self, most: int) -> int:
        """How many faults were found: mostly none, fewer at a higher level."""
        return self.whole(1, most) if self.whole(1, 100) > 68 + self.level // 4 else 0


def percent(hundredths: int) -> str:
    """9202 as 92.02%."""
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def rate(part: int, whole: int) -> str:
    """A share as it would be reported: a percentage with two places, rounded half up."""
    return percent((part * 20000 + whole) // (2 * whole))


def hotline(county: County) -> dict[str, object]:
    """一（一）: the hotline and the clean-up."""
    taken = county.whole(6000, 20000)
    closed = taken - taken * (10000 - county.share(9700)) // 10000
    valid = county.share(8400)
    asked = valid - county.whole(300, 1400 - county.level * 5)
    found = county.whole(60, 200)
    return {
        "许可清单调整": county.yes(), "办事指南编制": county.yes(), "中介清单公开": county.yes(), "负面清单落实": county.yes(90),
        "诉求受理": taken, "诉求办结": closed, "办结率": rate(closed, taken),
        "有效诉求满意率": percent(valid), "诉求人满意率": percent(asked), "差值不超十点": "是" if valid - asked <= 1000 else "否",
        "清理情形数": county.whole(17, 20), "清理查摆": found, "清理整改": found * county.share(8000) // 10000,
    }  # fmt: skip


def services(county: County) -> dict[str, object]:
    """一（二）: government services."""
    items = county.about(800)
    return {
        "走流程干部": county.about(260), "对接企业": county.about(380), "解决企业问题": county.about(120),
        "进驻事项": items, "应进必进": county.yes(), "审批集中到位": county.yes(), "好差评通报": county.about(14),
        "网上可办率": percent(county.share(9500)), "工程审批网办率": percent(county.share(9500)),
        "一网通办件": county.about(3600), "跨省通办件": county.about(1400),
        "制章单位": county.whole(21, 26), "电子印章": county.whole(30, 60), "电子证照": county.about(12000),
        "代办报建": county.about(230), "免申即享事项": items * (25 + county.level * 2 // 5) // 100,
    }  # fmt: skip


def decisions(county: County) -> dict[str, object]:
    """一（三）: decisions, documents, openness, litigation."""
    posts = county.about(8200)
    received = county.whole(15, 70)
    applied = county.whole(20, 90)
    closed = applied * (70 + county.level // 4) // 100
    judged = county.whole(6, received)
    return {
        "文件认定意见": county.yes(), "决策审查规定": county.yes(), "备案审查意见": county.yes(), "前置审核制度": county.yes(),
        "备案全覆盖": county.yes(), "县委文件审查": county.about(52), "政府文件审查": county.about(30),
        "未经审查文件": county.rare(2), "公平竞争审查": county.yes(90), "违反公平竞争": county.rare(1),
        "网站栏目": county.whole(300, 900), "网站信息": posts, "网站信息另报": posts, "微信信息": county.about(420),
        "公开目录": county.whole(24, 31),
        "顾问参与诉讼": received * county.share(6500) // 10000, "诉讼标的": f"{county.whole(20, 900)}.{county.whole(0, 99):02d}",
        "行政起诉状": received, "出庭应诉率": percent(county.share(8200)), "政府出庭率": percent(county.share(8500)),
        "诉讼审结": judged, "诉讼败诉": judged * (25 - county.level // 5) // 100,
        "复议申请": applied, "复议办结": closed, "复议未审结": applied - closed, "复议履行率": percent(county.share(9000)),
    }  # fmt: skip


def enforcement(county: County) -> dict[str, object]:
    """一（四）: administrative enforcement."""
    newcomers = county.whole(40, 150)
    inspections = [
        f"{{检查编号: 检{county.id}-{place}, 检查日期: 2023-{county.whole(1, 12):02d}-{county.whole(1, 28):02d}}}"
        for place in range(1, county.rare(3) + 1)
    ]
    complaints = [
        f"{{投诉编号: 诉{county.id}-{place}, 投诉日期: 2023-{county.whole(1, 12):02d}-{county.whole(1, 28):02d}, "
        f"督办后再犯: {'是' if county.whole(1, 4) == 1 else '否'}, 造成舆情: {'是' if county.whole(1, 6) == 1 else '否'}}}"
        for place in range(1, county.rare(4) + 1)
    ]
    return {
        "执法清单公示": county.yes(), "执法清单调整": county.yes(),
        "新增执法人员": newcomers, "参加资格考试": newcomers - county.rare(5), "培训执法人员": county.whole(400, 1100),
        "培训全覆盖": county.yes(), "执法公示": county.yes(85), "全过程记录": county.yes(85), "法制审核": county.yes(85),
        "处罚备案制度": county.yes(), "以罚代刑": county.rare(1), "检查计划编制": county.yes(85), "检查计划公开": county.yes(),
        "计划外检查": inspections, "交通整治方案": county.yes(), "交通协调机制": county.yes(),
        "随机抽查部门": county.about(23), "信用分类监管": county.yes(), "执法投诉": complaints,
    }  # fmt: skip


def safety(county: County) -> dict[str, object]:
    """一（五）: safety inspections; a county without mines has none to report."""
    coal, mine = county.whole(1, 100) <= 45, county.whole(1, 100) <= 70
    hazards = county.whole(20, 160)
    return {
        "有煤矿": "是" if coal else "否",
        "煤矿检查": county.about(28) if coal else ABSENT_COAL,
        "煤矿行动": county.about(5) if coal else ABSENT_COAL,
        "煤矿隐患": county.about(50) if coal else ABSENT_COAL,
        "有非煤矿山": "是" if mine else "否",
        "非煤检查": county.about(14) if mine else ABSENT_MINE,
        "非煤隐患": county.about(20) if mine else ABSENT_MINE,
        "危化检查": county.about(28), "危化行动": county.whole(1, 3), "危化隐患": county.about(36),
        "工贸检查": county.about(30), "工贸行动": county.whole(1, 5), "工贸隐患": county.about(120),
        "整治方案印发": county.yes(), "重大隐患": hazards, "重大隐患整改": hazards * county.share(9000) // 10000,
        "应急预案修订": county.yes(), "应急组织": county.yes(), "应急演练": county.yes(),
    }  # fmt: skip


def disputes(county: County) -> dict[str, object]:
    """一（六）: mediation, legal education, villages."""
    found = county.whole(1500, 6000)
    settled = found * county.share(9500) // 10000
    offices = county.whole(9, 18)
    return {
        "纠纷排查": found, "纠纷化解": settled, "调解率": "100%", "化解率": rate(settled, found),
        "司法所": offices, "特邀调解员": offices - county.rare(4), "诉前调解室": offices - county.rare(4), "特色调解室": county.whole(1, 4),
        "六无村": county.about(80), "六无社区": county.whole(2, 12), "成诉率下降": county.yes(),
        "普法评议制度": county.yes(), "宪法宣传": county.yes(90), "民法典宣传": county.yes(90),
        "普法示范点": county.about(11), "法治公园": county.whole(1, 3), "法律明白人": county.about(1150), "明白人全覆盖": county.yes(),
    }  # fmt: skip


def oversight(county: County) -> dict[str, object]:
    """一（七）: the people's congress, the consultative conference, integrity, audit."""
    reports = county.about(23)
    heard = county.whole(30, 90)
    handed = county.whole(40, 150)
    clues = county.whole(200, 900)
    filed = clues * county.whole(15, 35) // 100
    surveys = county.about(16)
    return {
        "人大调研检查": surveys, "人大听取报告": reports, "人大审议意见": reports - county.whole(0, 5),
        "人大调研报告": surveys - county.whole(0, 4), "宪法宣誓": county.whole(5, 30),
        "政协意见建议": heard, "政协问题解决": heard * county.share(4500) // 10000,
        "守信方案": county.yes(), "信用奖惩机制": county.yes(), "信用公示信息": county.about(9500),
        "省督办交办": handed, "省督办办结": handed * county.share(8500) // 10000,
        "问题线索": clues, "立案": filed, "处分人数": filed + county.whole(0, 60), "移送人数": county.whole(0, 6),
        "收缴违纪款": f"{county.whole(100, 2500)}.{county.whole(0, 99):02d}",
        "审计项目": county.about(21), "审计移送": county.whole(0, 3),
        "参加班子会议": county.about(165), "内控监督机制": county.yes(),
    }  # fmt: skip


def digital(county: County) -> dict[str, object]:
    """一（八）: digital government."""
    return {
        "数据分析系统": county.yes(60), "指南二维码": county.yes(), "四级全覆盖": county.yes(), "服务窗口": county.about(75),
        "进驻单位": county.whole(26, 30), "便民站接入率": percent(county.share(8500)),
        "协同平台培训": county.yes(), "通讯录录入": county.yes(),
        "登记网办率": percent(county.share(9300)), "登记最快用时": county.whole(1, 9 - county.level // 25),
    }  # fmt: skip


def support(county: County) -> dict[str, object]:
    """一（九）: study, staff, inspection, annual report; 三: the leaders' duty."""
    tasks = county.whole(60, 240)
    reporting = county.whole(40, 70)
    upward = county.whole(4, 12)
    late = county.rare(6)
    return {
        "列入普法清单": county.yes(), "党校必修课": county.yes(), "媒体专栏": county.yes(),
        "应知应会清单": county.yes(92), "清单学习项": county.about(125),
        "督察任务": tasks, "督察完成": tasks * county.share(8500) // 10000,
        "法治队伍": county.whole(1200, 1900), "本科占比": percent(county.whole(4200, 8200)), "研究生占比": percent(county.whole(150, 900)),
        "年报公开日期": f"2024-04-{late:02d}" if late else f"2024-03-{county.whole(1, 31):02d}",
        "责任清单": county.yes(85), "纳入述职": county.yes(85), "向上述法": upward, "述法单位": reporting,
        "述法人数": upward + reporting + county.whole(0, 8), "述法全覆盖": county.yes(), "述法入考核": county.yes(), "述职评议机制": county.yes(65),
    }  # fmt: skip


def extras(county: County) -> dict[str, object]:
    """Honours, methods adopted elsewhere, criticism, and what vetoes look at."""
    levels = ("市", "市", "省", "国家")
    bodies = ("政府系统", "政府系统", "基层组织", "其他机关")
    honours = [
        f"{{荣誉名称: 荣誉{county.id}-{place}, 荣誉项目: 项目{county.whole(1, 4)}, "
        f"荣誉级别: {levels[county.whole(0, 2 + county.level // 80)]}, 获奖主体: {bodies[county.whole(0, 3)]}}}"
        for place in range(1, county.whole(0, 2 + county.level // 30) + 1)
    ]
    adopted = [
        f"{{经验名称: 经验{county.id}-{place}, 推广形式: {('经验交流', '发文推广')[county.whole(0, 1)]}, "
        f"推广级别: {levels[county.whole(0, 2)]}, 推广主体: {bodies[county.whole(0, 3)]}}}"
        for place in range(1, county.whole(0, 1 + county.level // 30) + 1)
    ]
    topics = ("行政执法", "行政决策", "政务服务", "其他")
    criticised = [
        f"{{通报文号: 通报{county.id}-{place}, 通报级别: {('市', '市', '省')[county.whole(0, 2)]}, 通报领域: {topics[county.whole(0, 3)]}, "
        f"通报日期: 2023-{county.whole(1, 12):02d}-{county.whole(1, 28):02d}, 按期整改: {county.yes(60)}}}"
        for place in range(1, county.rare(3) + 1)
    ]
    return {
        "荣誉": honours, "经验推广": adopted, "通报": criticised, "不实数据": county.rare(3),
        "未履行裁判": 1 if county.whole(1, 100) > 92 else 0,
        "重大事故": 1 if county.whole(1, 100) > 92 else 0, "拒绝核查": 0,
    }  # fmt: skip


def answers(county: County) -> list[str]:
    """What the assessors say: each question is answered."""
    assessor = "assessor: 生成考核组"

    def said(indicator: str, rule: str, points: str | None) -> str:
        where = f'indicator: "{indicator}", rule: {rule}'
        if points is None:
            return f"{{{where}, answer: no, {assessor}, reason: 抽查未发现}}"
        return f"{{{where}, points: {points}, {assessor}, reason: 生成的理由}}"

    fault = county.rare(2)
    steps = county.rare(4)
    hollow = county.rare(5)
    quality = ("0.5", "1", "1.5", "2")[min(3, (county.level + county.whole(0, 40)) // 32)]
    novelty = county.whole(0, 5) if county.level > 40 else 0
    around = (
        "answer: yes, assessor: 生成考核组, reason: 生成的理由"
        if county.rare(1)
        else "answer: no, assessor: 生成考核组, reason: 抽查未发现"
    )
    return [
        said("1.2", "r2", ("0.5", "1")[fault - 1] if fault else None),
        f'{{indicator: "2.9", rule: r1, {around}}}',
        said("3.2", "r1", f"{steps // 2}.{steps % 2 * 5}" if steps else None),
        said("4.4", "r1", quality),
        said("10.4", "r1", f"{hollow * 2 // 10}.{hollow * 2 % 10}" if hollow else None),
        said("加分.3", "r1", f"{novelty * 2 // 10}.{novelty * 2 % 10}" if novelty else None),
        f"{{veto: v1, answer: no, {assessor}, reason: 抽查未发现}}",
        f"{{veto: v2, answer: no, {assessor}, reason: 抽查未发现}}",
    ]


PARTS = (hotline, services, decisions, enforcement, safety, disputes, oversight, digital, support, extras)


def written(county: County) -> list[str]:
    """The submission of one county, line by line."""
    lines = [f"  - unit: {county.id}", "    layer: verified", "    values:"]
    for part in PARTS:
        for name, value in part(county).items():
            if isinstance(value, list) and value:
                lines.append(f"      {name}:")
                lines += [f"        - {record}" for record in value]
            else:
                lines.append(f"      {name}: {value}")
    lines.append("    answers:")
    return lines + [f"      - {answer}" for answer in answers(county)]


def companions() -> list[County]:
    """The counties, their levels spread evenly over the scale and shuffled."""
    generator = random.Random(SEED)
    levels = [place * 100 // (COUNTIES - 1) for place in range(COUNTIES)]
    for place in range(COUNTIES - 1, 0, -1):
        other = int(generator.random() * (place + 1))
        levels[place], levels[other] = levels[other], levels[place]
    return [County(generator, place + 1, level) for place, level in enumerate(levels)]


def main() -> None:
    """Write the file."""
    counties = companions()
    roster = "".join(f"  - {{id: {county.id}, name: {county.name}, class: county}}\n" for county in counties)
    body = "\n".join(line for county in counties for line in written(county))
    TARGET.write_text(f"{HEADER}{roster}submissions:\n{body}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
