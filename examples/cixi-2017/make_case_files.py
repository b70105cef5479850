"""Write case-files.generated.yaml: 110 invented case files with complete, invented answers.

Nothing in the output is real. Only three numbers rest on the report: 52 penalty files and 58 licence files of 45
bodies, and 157 opinions. An opinion is one element (one rule of the rubric) that a file does not meet: a question
answered no, a yes-or-no field that says no, fewer than two officers, or a time limit overrun. Each of them carries
a remark that begins with 评查意见, and there are exactly as many as the report says.

The questions are read from the rubric. The draws come from one seed, whole numbers only, so that the file is the
same on every machine. Working days here are Monday to Friday. Run it with no arguments; it replaces the file that
lies next to it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).parent
RUBRIC = HERE.parent.parent / "rubrics" / "case-file" / "2017.1.yaml"
OUTPUT = HERE / "case-files.generated.yaml"
SEED = "case-files-4"
FILES = {"penalty": 52, "licence": 58}
NAMES = {"penalty": "行政处罚案卷", "licence": "行政许可案卷"}
BODIES = 45
OPINIONS = 157
ASSESSOR = "评查组（生成）"
#: How careless the makers of a file are: most are careful, a few are not.
CARELESS = [1, 1, 1, 1, 2, 2, 2, 3, 4, 12]
#: In how many of a hundred files an element that may not apply does apply; half where it is not named.
APPLIES = {
    "1.2/avoid": 5, "2.2/party": 80, "3.3/seizure": 30, "3.3/expert": 25, "3.6/answer": 25, "3.7/held": 40,
    "3.8/panel": 35, "3.8/legal": 40, "4.2/once": 30, "4.3/visit": 45, "4.3/expert": 30,
}  # fmt: skip
#: Elements that are fields, or limits on a number: the remark on a file that does not meet them.
COMMON = {
    "主体适格": "实施机关没有法定职权又未依法受委托", "职权依据已载明": "文书未载明职权依据",
    "目录页码完整": "卷内目录或者页码不完整", "一案一卷": "未做到一案一卷", "归档日期": "结案后超过30日归档",
}  # fmt: skip
OWN = {
    "penalty": {
        "调查人员数": "参加调查的执法人员少于2人", "证件已出示": "调查时未出示执法证件或者未记录在卷",
        "送达日期": "处罚决定书超过7日送达", "执行材料齐全": "执行和结案材料不齐全",
    },
    "licence": {
        "办理工作日": "超过20个工作日作出决定且未经批准延期", "时限已告知": "未书面告知办理期限和依法扣除的时间",
        "送证工作日": "超过10个工作日送达许可证件", "送达回证齐全": "送达回证不齐全",
    },
}  # fmt: skip
#: How easily an element goes wrong; 6 where it is not named. Essential questions go wrong as rarely as 主体适格.
EASE = {
    "主体适格": 1,
    "调查人员数": 2,
    "送达日期": 3,
    "办理工作日": 2,
    "送证工作日": 3,
    "目录页码完整": 10,
    "归档日期": 8,
}
HEADER = f"""\
# 生成的演示数据，不是真实案卷（generated, not real）：由 make_case_files.py 生成，只有案卷数和意见总数取自报告。
# 行政处罚案卷{FILES["penalty"]}卷、行政许可案卷{FILES["licence"]}卷，不符合的要素合计{OPINIONS}个；承办单位 o01 至 o{BODIES} 是虚构的编号。
lawscore: 1
rubric: case-file@2017.1
period: {{from: 2017-01-01, to: 2017-12-31}}
source: {{document: make_case_files.py（生成，非真实）}}
"""


class Question:
    """A question of the rubric: where it stands and whether it may fail or not apply."""

    def __init__(self, indicator: str, rule: dict[str, Any]) -> None:
        self.indicator, self.rule, self.text = indicator, rule["id"], rule["for"]
        self.key = f"{indicator}/{self.rule}"
        self.ease = 1 if rule.get("essential", False) else 6
        self.may_not_apply = rule.get("may_not_apply", False)


def questions(node: dict[str, Any], unit_class: str) -> Iterator[Question]:
    """The questions asked about the files of a class, in the order of the rubric."""
    if unit_class not in node.get("only_for", [unit_class]):
        return
    for rule in node.get("rules", []):
        if "for" in rule:
            yield Question(node["id"], rule)
    for child in node.get("indicators", []):
        yield from questions(child, unit_class)


def weekdays_after(day: date, count: int) -> date:
    """The day that many weekdays later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


class CaseFile:
    """One invented file: what applies to it, what goes wrong in it, and its lines."""

    def __init__(self, number: int, unit_class: str, body: int, rubric: dict[str, Any]) -> None:
        self.unit, self.unit_class, self.body = f"{unit_class[0]}{number:03}", unit_class, body
        self.name = f"{NAMES[unit_class]}{number:03}（生成）"
        self.random = Random(f"{SEED}/{self.unit}")
        self.careless = CARELESS[self.random.randrange(len(CARELESS))]
        self.hearing = self.happens(30 if unit_class == "penalty" else 15)
        self.refused = unit_class == "licence" and self.happens(8)
        self.extended = self.happens(6)
        self.questions = [one for one in questions(rubric, unit_class) if one.indicator not in self.left_out()]
        self.applying = {one.key for one in self.questions if self.applies(one)}
        self.failed: set[str] = set()

    def happens(self, chance: int) -> bool:
        """Whether it happens, as it does in `chance` of a hundred draws."""
        return self.random.randrange(100) < chance

    def left_out(self) -> set[str]:
        """The indicators that the file is not reviewed for."""
        return set() if self.hearing else {"3.7", "4.4"}

    def applies(self, question: Question) -> bool:
        """Whether a question applies to the file."""
        settled = {"4.5/refusal": self.refused, "4.8/open": not self.refused}
        if not question.may_not_apply:
            return True
        return settled[question.key] if question.key in settled else self.happens(APPLIES.get(question.key, 50))

    def tickets(self) -> Iterator[tuple["CaseFile", str]]:
        """What can go wrong, each as many times as it is likely."""
        remarks = COMMON | OWN[self.unit_class]
        ease = {name: EASE.get(name, 6) for name in remarks}
        ease |= {one.key: one.ease for one in self.questions if one.key in self.applying}
        for name, times in ease.items():
            yield from [(self, name)] * (times * self.careless)

    def can_fail(self, name: str) -> bool:
        """Not twice; 1.1 takes off for one thing only; an approved extension is no overrun."""
        body = {"主体适格", "职权依据已载明"}
        if name in self.failed or (name in body and self.failed & body):
            return False
        return not (name == "办理工作日" and self.extended)

    def dates(self) -> dict[str, object]:
        """The dates and the time taken, late where that is one of the things that went wrong."""
        start = date(2017, 1, 3) + timedelta(days=self.random.randrange(120))
        if self.unit_class == "penalty":
            decided = start + timedelta(days=10 + self.random.randrange(70))
            served = decided + timedelta(days=self.within("送达日期", 7, 6))
            closed = served + timedelta(days=5 + self.random.randrange(25))
            found: dict[str, object] = {"立案日期": start, "送达日期": served}
        else:
            taken = 21 + self.random.randrange(8) if self.extended else self.within("办理工作日", 20, 6)
            brought = self.within("送证工作日", 10, 6)
            decided = weekdays_after(start, taken)
            closed = weekdays_after(decided, brought)
            found = {"受理日期": start, "办理工作日": taken, "送证工作日": brought}
        filed = closed + timedelta(days=self.within("归档日期", 30, 25))
        return {**found, "决定日期": decided, "结案日期": closed, "归档日期": filed}

    def within(self, name: str, limit: int, overrun: int) -> int:
        """A number of days within the limit, or beyond it where that went wrong."""
        if name in self.failed:
            return limit + 1 + self.random.randrange(overrun)
        return 1 + self.random.randrange(limit)

    def values(self) -> dict[str, object]:
        """The fields of the file."""
        remarks = COMMON | OWN[self.unit_class]
        found: dict[str, object] = {name: "no" if name in self.failed else "yes" for name in remarks}
        if self.unit_class == "penalty":
            found |= {"调查人员数": 1 if "调查人员数" in self.failed else 2 + self.random.randrange(2)}
            found |= {"属于听证范围": "yes" if self.hearing else "no"}
        else:
            found |= {
                "涉及重大利益关系": "yes" if self.hearing else "no",
                "延期已批准": "yes" if self.extended else "no",
            }
        return found | self.dates()

    def value_lines(self) -> Iterator[str]:
        """One line for each field, with the remark where there is one."""
        remarks = COMMON | OWN[self.unit_class]
        for name, value in self.values().items():
            remark = f', note: "评查意见：{remarks[name]}"' if name in self.failed else ""
            yield f"      {name}: " + (f"{{value: {value}{remark}}}" if remark else f"{value}")

    def answer_lines(self) -> Iterator[str]:
        """One line for each question, with the remark where the answer is no."""
        for one in self.questions:
            answer = "not_applicable" if one.key not in self.applying else "no" if one.key in self.failed else "yes"
            remark = f', reason: "评查意见：不符合“{one.text}”"' if answer == "no" else ""
            yield f'      - {{indicator: "{one.indicator}", rule: {one.rule}, answer: {answer}, assessor: {ASSESSOR}{remark}}}'
        yield f"      - {{veto: v2, answer: no, assessor: {ASSESSOR}}}"

    def roster(self) -> str:
        """The line of the roster."""
        return f"  - {{id: {self.unit}, name: {self.name}, class: {self.unit_class}, parent: o{self.body:02}}}"

    def submission(self) -> list[str]:
        """The lines of the submission."""
        head = [f"  - unit: {self.unit}", "    layer: verified", "    values:"]
        return [*head, *self.value_lines(), "    answers:", *self.answer_lines()]


def bodies(random: Random, count: int) -> list[int]:
    """The body of each file: every body has at least one."""
    drawn = list(range(1, BODIES + 1))
    drawn += [1 + random.randrange(BODIES) for _ in range(count - BODIES)]
    random.shuffle(drawn)
    return drawn


def case_files() -> list[CaseFile]:
    """All files, with what went wrong in each settled."""
    rubric = yaml.safe_load(RUBRIC.read_text(encoding="utf-8"))
    random = Random(SEED)
    body = iter(bodies(random, sum(FILES.values())))
    files = [
        CaseFile(number, unit_class, next(body), rubric)
        for unit_class, count in FILES.items()
        for number in range(1, count + 1)
    ]
    tickets = [ticket for one in files for ticket in one.tickets()]
    random.shuffle(tickets)
    for one, name in tickets:
        if sum(len(each.failed) for each in files) == OPINIONS:
            break
        if one.can_fail(name):
            one.failed.add(name)
    return files


def document() -> str:
    """The whole file."""
    files = case_files()
    lines = ["units:", *(one.roster() for one in files), "submissions:"]
    for one in files:
        lines += one.submission()
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUTPUT.write_text(document(), encoding="utf-8")
