"""A rubric of 100 indicators and the facts of units for it: made up, the same for the same seed.

The mix of rules is that of the rubrics in this repository: mostly conditions, steps below a limit and counts; some
questions to assessors, rates, bands, combinations and records. `python benchmarks/make_rubric.py` prints the rubric.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, Final, NamedTuple

from lawscore.expressions.values import Value
from lawscore.facts.unit import Answer, Question, Record, Unit, UnitFacts
from lawscore.rubric.questions import VETO

SEED: Final = 2024
_TOPICS: Final = (
    "规范性文件备案", "行政复议办理", "负责人出庭应诉", "重大决策听证", "执法案卷评查", "执法人员培训", "法律顾问参与",
    "政务公开更新", "权责清单调整", "公平竞争审查", "普法责任落实", "人民调解组织", "信访事项办结", "行政合同审查",
    "双随机抽查", "应急预案演练", "营商环境整治", "督察问题整改", "年度报告公开", "会前学法安排",
)  # fmt: skip
_OFFICES: Final = ("司法局", "政府办公室", "市场监督管理局", "行政审批局", "市中级人民法院", "考核组")
_LEVELS: Final = {"国家": 3, "省": 2, "市": 1}
_DEADLINE: Final = date(2024, 1, 31)

#: Makes up a value, one that costs points where the second argument is true.
Draw = Callable[[Random, bool], Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A field of the rubric or a question to an assessor, and how its value is made up."""

    name: str
    draw: Draw
    declared: str = ""
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator: its lines of YAML, what it reads, and its first rule as a formula in floats."""

    points: str
    rules: Sequence[str]
    figures: Sequence[Figure]
    formula: str
    measures: Sequence[str] = ()
    more: Sequence[str] = ()


class Made(NamedTuple):
    """The rubric as YAML, its figures, and the formula of each indicator's first rule for the peers."""

    text: str
    figures: tuple[Figure, ...]
    formulas: tuple[str, ...]


@dataclass(slots=True)
class _Names:
    """The names of one indicator."""

    topic: str
    number: int
    indicator: str
    figures: list[Figure] = field(default_factory=list)

    def _add(self, aspect: str, declared: str, draw: Draw) -> str:
        name = f"{self.topic}{aspect}{self.number}"
        self.figures.append(Figure(name, draw, declared.format(topic=self.topic)))
        return name

    def count(self, aspect: str, good: tuple[int, int], bad: tuple[int, int], absent: str = "") -> str:
        def draw(random: Random, slip: bool) -> Fraction:  # noqa: FBT001
            return Fraction(random.randint(*(bad if slip else good)))

        declared = '{{type: count, label: "{topic}%s", unit: 件, source: %s%s}}'
        return self._add(aspect, declared % (aspect, _OFFICES[self.number % len(_OFFICES)], absent), draw)

    def yesno(self, aspect: str) -> str:
        declared = '{{type: yesno, label: "{topic}%s", source: %s}}'
        office = _OFFICES[self.number % len(_OFFICES)]
        return self._add(aspect, declared % (aspect, office), lambda _random, slip: not slip)

    def day(self, aspect: str) -> str:
        def draw(random: Random, slip: bool) -> date:  # noqa: FBT001
            return _DEADLINE + timedelta(days=random.randint(1, 9) if slip else -random.randint(0, 20))

        return self._add(aspect, '{{type: date, label: "{topic}日期", absent: none}}', draw)

    def records(self, aspect: str) -> str:
        def draw(random: Random, slip: bool) -> tuple[Record, ...]:  # noqa: FBT001
            found = random.randint(1, 4) if slip else 0
            return tuple(_record(random, f"{self.number}-{place}") for place in range(found))

        columns = "{{文号: text, 事项: text, 级别: {{choice: [国家, 省, 市]}}, 发布日期: date, 已整改: yesno}}"
        declared = f'{{{{type: records, label: "{{topic}}{aspect}", absent: none, key: 文号, fields: {columns}}}}}'
        return self._add(aspect, declared, draw)

    def question(self, rule: str, draw: Draw) -> str:
        name = f"问{self.number}_{rule}"
        self.figures.append(Figure(name, draw, question=Question(self.indicator, rule)))
        return name


def _record(random: Random, key: str) -> Record:
    values: dict[str, Value] = {
        "文号": f"通报〔2023〕{key}号",
        "事项": f"事项{random.randint(1, 3)}",
        "级别": random.choice(list(_LEVELS)),
        "发布日期": date(2023, 1, 1) + timedelta(days=random.randint(0, 364)),
        "已整改": random.random() < 0.5,
    }
    return Record(key, values)


def _rule(rule: str, *lines: str) -> str:
    return "\n  ".join((f"- id: {rule}", *lines))


def _established(names: _Names, random: Random) -> Part:
    there = names.yesno("已落实")
    missed = names.count("缺漏", (0, 0), (1, 6), ", absent: none")
    price = random.choice(("0.2", "0.3", "0.5"))
    text = f"text: 未落实{names.topic}要求的，扣{price}分"
    more = f"text: {names.topic}有缺漏的，每件扣0.1分，最多扣0.4分"
    rules = (
        _rule("r1", f"deduct: {price}", f"when: not {there}", text),
        _rule("r2", "deduct: 0.1", f"each: {missed}", "at_most: 0.4", more),
    )
    return Part("1", rules, names.figures, f"{price} if not {there} else 0")


def _meetings(names: _Names, random: Random) -> Part:
    least = random.randint(2, 12)
    held = names.count("次数", (least, least + 9), (0, least - 1))
    there = names.yesno("有记录")
    text = f"text: 全年{names.topic}少于{least}次的，每少1次扣0.5分，最多扣1.5分"
    rules = (
        _rule("r1", "deduct: 0.5", "per: 1", f"below: {least}", f"of: {held}", "at_most: 1.5", text),
        _rule("r2", "deduct: 0.5", f"when: ({held} > 0) and (not {there})", "text: 没有记录的，扣0.5分"),
    )
    return Part("2", rules, names.figures, f"min(0.5 * ({least} - {held}), 1.5) if {held} < {least} else 0")


def _rate(names: _Names, random: Random) -> Part:
    due = names.count("应办", (20, 60), (20, 60))
    done = names.count("已办", (60, 80), (5, 19))
    rate, limit = f"{names.topic}率{names.number}", random.choice((80, 90, 95))
    text = f"text: {names.topic}率低于{limit}%的，每低1个百分点扣0.1分，最多扣2分"
    steps = ("deduct: 0.1", "per: 1%", f"below: {limit}%", f"of: {rate}", "partial: in_proportion")
    rules = (_rule("r1", *steps, "at_most: 2", "round: {places: 2}", text),)
    more = (f"applies: {{when: {due} > 0, otherwise: full, text: 全年没有应办事项的，本项得满分}}",)
    share = f"{done} / {due}"
    formula = f"min((0.{limit} - {share}) * 10, 2) if ({due} > 0) and ({share} < 0.{limit}) else 0"
    return Part("3", rules, names.figures, formula, (f"{rate}: {share}",), more)


def _found(names: _Names, random: Random) -> Part:
    found = names.count("核查发现", (0, 0), (1, 5), ", absent: none")
    mended = names.yesno("已整改")
    price = random.choice(("0.3", "0.5", "1"))
    text = f"text: 核查发现{names.topic}不合规的，每件扣{price}分，最多扣2分，已整改的不扣"
    rules = (_rule("r1", f"deduct: {price}", f"each: {found}", f"unless: {mended}", "at_most: 2", text),)
    return Part("2", rules, names.figures, f"min({price} * {found}, 2) if {found} > 0 and not {mended} else 0")


def _elements(names: _Names, _random: Random) -> Part:
    def answer(_: Random, slip: bool) -> Answer:  # noqa: FBT001
        return Answer(verdict="no" if slip else "yes", assessor="考核组", reason="查阅台账")

    first, second = names.question("r1", answer), names.question("r2", answer)
    asked = (("r1", f"{names.topic}有方案"), ("r2", f"{names.topic}有总结"))
    rules = tuple(_rule(rule, "award: 1", f"for: {what}", f"text: {what}的，得1分") for rule, what in asked)
    return Part("2", rules, names.figures, f"(1 if {first} else 0) + (1 if {second} else 0)")


def _one_of_two(names: _Names, _random: Random) -> Part:
    signed, regular = names.yesno("已签订"), names.yesno("规范")
    arms = (
        f"  - {{deduct: all, when: not {signed}, text: 没有签订的，本项不得分}}",
        f"  - {{deduct: 1, when: not {regular}, text: 签订不规范的，扣1分}}",
    )
    formula = f"2 if not {signed} else (1 if not {regular} else 0)"
    return Part("2", (_rule("r1", "first_of:", *arms),), names.figures, formula)


def _bands(names: _Names, _random: Random) -> Part:
    asked = names.count("测评", (100, 100), (100, 100), ", min: 1")
    content = names.count("满意", (91, 100), (40, 89))
    rate = f"{names.topic}满意率{names.number}"
    bands = "  bands: [{from: 90%, points: 3}, {from: 80%, points: 2}, {from: 60%, points: 1}]"
    text = "text: 满意率90%以上的得3分，80%以上的得2分，60%以上的得1分"
    rules = (_rule("r1", "award:", f"  by: {rate}", bands, "  else: 0", text),)
    share = f"({content} / {asked})"
    formula = f"3 if {share} >= 0.9 else (2 if {share} >= 0.8 else (1 if {share} >= 0.6 else 0))"
    return Part("3", rules, names.figures, formula, (f"{rate}: {content} / {asked}",))


def _proportion(names: _Names, _random: Random) -> Part:
    goal = names.count("目标", (12, 12), (12, 12), ", min: 1")
    done = names.count("完成", (12, 14), (3, 11))
    share = f"{names.topic}完成率{names.number}"
    text = f"text: 按{names.topic}目标的完成比例得分，全部完成的得3分"
    rules = (_rule("r1", "award: 3", f"in_proportion_to: {share}", text),)
    return Part("3", rules, names.figures, f"3 * min({done} / {goal}, 1)", (f"{share}: {done} / {goal}",))


def _criticised(names: _Names, _random: Random) -> Part:
    listed = names.records("通报")
    prices = ", ".join(f"{level}: {price}" for level, price in _LEVELS.items())
    dated = "dated: {by: 发布日期, from: 2023-01-01, to: 2023-12-31}"
    matter = ("once_per: 事项", "keep: highest", "times: [{factor: 0.5, where: 已整改}]", "at_most: 4")
    text = f"text: {names.topic}被通报的，国家级扣3分，省级扣2分，市级扣1分，已整改的减半，同一事项按最高级别计一次"
    rules = (_rule("r1", f"deduct: {{by: 级别, prices: {{{prices}}}}}", f"each: {listed}", dated, *matter, text),)
    terms = " + ".join(f"{price} * {listed}_{level}" for level, price in _LEVELS.items())
    return Part("4", rules, names.figures, f"min({terms}, 4)")


def _assessed(names: _Names, _random: Random) -> Part:
    def answer(random: Random, slip: bool) -> Answer:  # noqa: FBT001
        points = Fraction(random.randint(1, 4), 2) if slip else Fraction(0)
        return Answer(points=points, assessor="考核组", reason="推进迟缓，资料不齐")

    given = names.question("r1", answer)
    text = f"text: {names.topic}推进不力的，视情节扣0.5分至2分"
    rules = (_rule("r1", "deduct: {from: 0.5, up_to: 2, step: 0.5}", f"for: {names.topic}推进不力", text),)
    return Part("2", rules, names.figures, f"min(max({given}, 0), 2)")


def _escalating(names: _Names, _random: Random) -> Part:
    found = names.count("问责", (0, 0), (1, 3), ", absent: none")
    text = f"text: 因{names.topic}被问责的，首次扣1分，以后每次扣2分"
    rules = (_rule("r1", "deduct: {first: 1, then: 2}", f"each: {found}", text),)
    return Part("5", rules, names.figures, f"1 + 2 * ({found} - 1) if {found} > 0 else 0")


def _late(names: _Names, _random: Random) -> Part:
    day, deadline = names.day("报送日期"), _DEADLINE.toordinal()
    days = f"deduct: 0.1, per: 1 day, above: {_DEADLINE}, of: {day}, at_most: 0.5"
    arms = (
        f"  - {{deduct: 1, when: is_none({day}), text: 没有报送的，扣1分}}",
        f'  - {{{days}, text: "迟报的，每天扣0.1分，最多扣0.5分"}}',
    )
    formula = f"min(0.1 * ({day} - {deadline}), 0.5) if {day} > {deadline} else 0"
    return Part("1", (_rule("r1", "first_of:", *arms),), names.figures, formula)


#: Of a hundred indicators, how many are of which sort.
_SORTS: Final[tuple[tuple[int, Callable[[_Names, Random], Part]], ...]] = (
    (30, _established), (16, _meetings), (12, _rate), (10, _found), (8, _elements), (6, _one_of_two), (5, _bands),
    (4, _proportion), (4, _criticised), (2, _assessed), (2, _escalating), (1, _late),
)  # fmt: skip


def make(seed: int = SEED, indicators: int = 100) -> Made:
    """Make a rubric up: sections of ten indicators, about fifteen lines for each indicator with its fields."""
    random = Random(seed)
    sorts = [sort for share, sort in _SORTS for _ in range(share)]
    random.shuffle(sorts)
    parts: list[tuple[_Names, Part]] = []
    for number in range(indicators):
        names = _Names(_TOPICS[number % len(_TOPICS)], number + 1, f"{number // 10 + 1}.{number % 10 + 1}")
        parts.append((names, sorts[number % len(sorts)](names, random)))
    figures = tuple(figure for _, part in parts for figure in part.figures)
    text = "\n".join((*_head(parts), *_tree(parts), *_foot())) + "\n"
    return Made(text, figures, tuple(part.formula for _, part in parts))


def _head(parts: Sequence[tuple[_Names, Part]]) -> Iterator[str]:
    total = sum(int(part.points) for _, part in parts)
    yield "lawscore: 1\ncalculation: 1\nrubric: benchmark\nversion: '1'\nstatus: draft\ntitle: 性能测试用细则"
    yield "issued: {note: 由程序生成，未经任何机关印发}\nperiod: {from: 2023-01-01, to: 2023-12-31}"
    yield f"points: {total}\nshown: {{places: 2, mode: half_up}}\nclasses: {{county: 县（市、区）}}\nfields:"
    figures = [figure for _, part in parts for figure in part.figures if figure.declared]
    yield from (f"  {figure.name}: {figure.declared}" for figure in figures)
    yield "measures:"
    yield from (f"  {measure}" for _, part in parts for measure in part.measures)


def _tree(parts: Sequence[tuple[_Names, Part]]) -> Iterator[str]:
    yield "indicators:"
    for number, (names, part) in enumerate(parts):
        if number % 10 == 0:
            yield f'  - id: "{number // 10 + 1}"\n    title: 第{number // 10 + 1}部分\n    indicators:'
        lines = [
            f'- id: "{names.indicator}"',
            f"  title: {names.topic}",
            f"  points: {part.points}",
            f"  responsible: {{lead: {_OFFICES[number % len(_OFFICES)]}, support: [各部门]}}",
            f"  basis: {{document: 法治政府建设实施纲要（2021—2025年）, part: 第{number + 1}条}}",
            f"  evidence: {names.topic}台账、会议纪要",
            *(f"  {line}" for line in part.more),
            "  rules:",
            *(f"    {line}" for rule in part.rules for line in rule.split("\n")),
        ]
        yield from (f"      {line}" for line in lines)


def _foot() -> Iterator[str]:
    yield "vetoes:\n  - {id: v1, for: 发生重大违法行政行为, effect: {grade_at_most: 合格}}"
    yield "ranking: {within: class, using: shown, method: competition}"
    yield "grades:\n  using: shown\n  bands: [{grade: 优秀, from: 90}, {grade: 合格, from: 60}, {grade: 不合格, else: true}]"


def facts(made: Made, seed: int, slips: float) -> UnitFacts:
    """A unit's facts: complete, and each figure one that costs points with the probability `slips`."""
    random = Random(seed)
    values: dict[str, Any] = {}
    answers = {Question(VETO, "v1"): Answer(verdict="no", assessor="考核组")}
    for figure in made.figures:
        drawn = figure.draw(random, random.random() < slips)
        if figure.question is None:
            values[figure.name] = drawn
        else:
            answers[figure.question] = drawn
    unit = Unit(id=f"u{seed}", name=f"第{seed}县", unit_class="county")
    return UnitFacts(unit=unit, values=values, answers=answers)


def floats(made: Made, unit: UnitFacts) -> dict[str, Any]:
    """The same facts for the peers: floats, dates as days, records as counts by level, answers under names."""
    names: dict[str, Any] = {}
    for figure in made.figures:
        value = unit.values[figure.name] if figure.question is None else unit.answers[figure.question]
        names.update(_plain(figure.name, value))
    return names


def _plain(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Answer):
        return {name: float(value.points) if value.points is not None else value.verdict == "yes"}
    if isinstance(value, tuple):
        return {f"{name}_{level}": sum(one.values["级别"] == level for one in value) for level in _LEVELS}
    if isinstance(value, date):
        return {name: value.toordinal()}
    return {name: float(value) if isinstance(value, Fraction) else value}


if __name__ == "__main__":
    sys.stdout.write(make().text)
