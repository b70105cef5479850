"""Write villages.generated.yaml: eight invented villages and communities with complete, invented answers.

Nothing in the output is real. The draws come from one seed, whole numbers only, so that the file is the
same on every machine. Run it with no arguments; it replaces the file that lies next to it.
"""

from pathlib import Path
from random import Random

SEED = 1
OUTPUT = Path(__file__).parent / "villages.generated.yaml"
VILLAGES = ["一", "二", "三", "四", "五", "六"]
COMMUNITIES = ["一", "二"]
#: How often something goes wrong in a unit, in a hundred draws.
CARELESS = [4, 12, 18, 45, 25, 8, 10, 30]
NO_CONTRACTS = {"v03", "v08"}
NO_DISPUTES = {"v06"}
DEFECTS = ["公开内容有一项与台账不符", "财务收支公开不完整", "公开资料缺两个季度的附件"]
HEADER = """\
# 生成的演示数据，不是真实情况（generated, not real）：由 make_villages.py 生成，村、社区和数字都是虚构的。
lawscore: 1
rubric: village@2023.1
period: {from: 2023-01-01, to: 2023-12-31}
source: {document: make_villages.py（生成，非真实）}
"""


class Village:
    """One invented village or community: its draws, and the lines of its submission."""

    def __init__(self, unit: str, name: str, unit_class: str, careless: int) -> None:
        self.unit, self.name, self.unit_class, self.careless = unit, name, unit_class, careless
        self.random = Random(f"{SEED}/{unit}")

    def fails(self) -> bool:
        """Whether something goes wrong."""
        return self.random.randrange(100) < self.careless

    def yes(self) -> str:
        """yes, unless it goes wrong."""
        return "no" if self.fails() else "yes"

    def reached(self, target: int, spare: int) -> int:
        """A count that reaches its target, or falls short by one to three where it goes wrong."""
        if self.fails():
            return max(0, target - 1 - self.random.randrange(3))
        return target + self.random.randrange(spare + 1)

    def share(self, whole: int) -> int:
        """How many of `whole` are in order: each one goes wrong on its own, half as often as anything else."""
        return sum(self.random.randrange(200) >= self.careless for _ in range(whole))

    def day(self) -> str:
        """A day of 2023."""
        return f"2023-{1 + self.random.randrange(12):02}-{1 + self.random.randrange(28):02}"

    def roster(self) -> str:
        """The line of the roster."""
        return f"  - {{id: {self.unit}, name: {self.name}, class: {self.unit_class}, parent: heyan}}"

    def values(self) -> dict[str, object]:
        """What the unit reports."""
        contracts = 0 if self.unit in NO_CONTRACTS else 3 + self.random.randrange(8)
        disputes = 0 if self.unit in NO_DISPUTES else 20 + self.random.randrange(40)
        return {
            "法治专题研究次数": self.reached(4, 2),
            "责任人已明确": self.yes(),
            "台账完整": self.yes(),
            **(self.of_a_village() if self.unit_class == "village" else self.of_a_community()),
            "公开次数": self.reached(4, 8),
            "集体合同数": contracts,
            "经审查合同": self.share(contracts),
            "排查次数": self.reached(12, 12),
            "调解受理": disputes,
            "调解成功": self.share(disputes),
            "法治宣传场次": self.reached(4, 2),
            "顾问服务次数": self.reached(12, 3),
            "两委刑事案件": 0,
        }

    def of_a_village(self) -> dict[str, object]:
        """What only a village reports."""
        return {
            "村规民约已备案": self.yes(),
            "违法规约条款": int(self.fails()),
            "未履行程序事项": sum(self.fails() for _ in range(3)),
            "法律明白人": self.reached(3, 4),
        }

    def of_a_community(self) -> dict[str, object]:
        """What only a community reports."""
        return {
            "居民公约已备案": self.yes(),
            "居民公约已评议": self.yes(),
            "议事协商次数": self.reached(4, 4),
            "法治宣传阵地已建成": self.yes(),
        }

    def visits(self) -> list[str]:
        """The petitions carried past the levels in between."""
        count = self.random.randrange(4) if self.fails() else 0
        levels = ["区", "区", "市", "中央"]
        return [
            f"          - {{登记编号: {self.unit}-访{number}, 到访层级: {levels[self.random.randrange(4)]}, "
            f"登记日期: {self.day()}, 重复走访: {'yes' if self.fails() else 'no'}}}"
            for number in range(1, count + 1)
        ]

    def honours(self) -> list[str]:
        """The distinctions: one project, sometimes honoured at two levels."""
        if self.fails() or self.random.randrange(2):
            return []
        levels = ["区", "市"][: 1 + self.random.randrange(2)]
        return [
            f"          - {{证书编号: {self.unit}-证{number}, 荣誉项目: 民主法治示范创建, 荣誉级别: {level}, 授予日期: {self.day()}}}"
            for number, level in enumerate(levels, 1)
        ]

    def answers(self) -> list[str]:
        """What the township's assessors entered."""
        found = "answer: no, assessor: 镇考核组（生成）"
        if self.fails():
            points = 1 + self.random.randrange(3)
            found = f'points: {points}, assessor: 镇考核组（生成）, reason: "{DEFECTS[points - 1]}"'
        return [
            f'      - {{indicator: "2.5", rule: content, {found}}}',
            "      - {veto: v2, answer: no, assessor: 镇考核组（生成）}",
        ]

    def submission(self) -> list[str]:
        """The lines of the submission."""
        lines = [f"  - unit: {self.unit}", "    layer: verified", "    values:"]
        lines += [f"      {name}: {value}" for name, value in self.values().items()]
        for name, records in (("越级访", self.visits()), ("法治荣誉", self.honours())):
            lines += [f"      {name}:", *(line[2:] for line in records)] if records else [f"      {name}: []"]
        return [*lines, "    answers:", *self.answers()]


def everyone() -> list[Village]:
    """The eight units in the order of their ids."""
    named = [(f"第{number}村（生成）", "village") for number in VILLAGES]
    named += [(f"第{number}社区（生成）", "community") for number in COMMUNITIES]
    return [
        Village(f"v{place:02}", name, unit_class, careless)
        for place, ((name, unit_class), careless) in enumerate(zip(named, CARELESS, strict=True), 1)
    ]


def document() -> str:
    """The whole file."""
    units = everyone()
    lines = ["units:", *(unit.roster() for unit in units), "submissions:"]
    for unit in units:
        lines += unit.submission()
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUTPUT.write_text(document(), encoding="utf-8")
