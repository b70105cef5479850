"""The figures that an office's sentence states, and what each is: a price, a cap, a step, a limit, a factor, a date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from lawscore.checking.numerals import CAPITAL, HALF, HAN, NUMBER, number_of
from lawscore.checking.units import converted, unit_of
from lawscore.classes import dataclass
from lawscore.numbers import ZERO

#: `full` is the whole of an indicator (满分4分), `grain` the step of an assessor's figure (以0.5分为一档), `plain` any count.
Role: TypeAlias = Literal["price", "cap", "full", "grain", "step", "limit", "plain", "factor", "date"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence. `readings` are the values that it may have: 20万元 is 200000, or 20 of 万元."""

    said: str
    role: Role
    readings: frozenset[Fraction]
    at: int
    #: It is a share: written with a percent sign or as percentage points.
    share: bool = False
    #: Which way the points go, where a verb says so.
    sign: int = 0
    #: What becomes of a part of a step, where the sentence says so: the key `partial` in the office's words.
    partial: str = ""
    #: How many of which unit, where it has one: 20 of 万元.
    count: Fraction = ZERO
    unit: str = ""

    def among(self, units: Collection[str]) -> Figure:
        """The same figure read in the units that it is compared in; where it is in none of them, as it was."""
        counts = (converted(self.count, self.unit, unit) for unit in units if self.unit)
        found = frozenset(count for count in counts if count is not None)
        return replace(self, readings=found) if found else self


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence says, as far as figures go."""

    text: str
    figures: tuple[Figure, ...]

    def of(self, *roles: Role) -> tuple[Figure, ...]:
        """The figures with some roles, in their order."""
        return tuple(figure for figure in self.figures if figure.role in roles)

    def among(self, units: Collection[str]) -> Sentence:
        """The sentence with its figures in the units that a rule is in."""
        return replace(self, figures=tuple(figure.among(units) for figure in self.figures)) if units else self


@lru_cache(maxsize=4096)
def sentence_of(text: str) -> Sentence:
    """Read a sentence."""
    folded = unicodedata.normalize("NFKC", text)
    if not _ANY.search(folded):
        return Sentence(folded, ())
    figures = sorted(_found(folded), key=lambda figure: figure.at)
    whole = [figure.readings for figure in figures if figure.role == "step" and not figure.partial]
    steps = frozenset[Fraction]().union(*whole)
    return Sentence(folded, tuple(_settled(figure, steps) for figure in figures))


def _found(text: str) -> Iterator[Figure]:
    plain = _BLANKED.sub(_blank, text)
    for pattern, read in _PATTERNS:
        matches = list(pattern.finditer(plain))
        for match in matches:
            yield from read(match, plain)
        if matches:
            plain = pattern.sub(_blank, plain)


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match.group())


def _settled(figure: Figure, steps: frozenset[Fraction]) -> Figure:
    """`不足10件的不扣分` speaks of a part of a step only where there is such a step; else it is a limit."""
    return figure if not figure.partial or figure.readings & steps else replace(figure, role="limit", partial="")


#: A sentence without any of these has no figure.
_ANY: Final = re.compile(rf"[\d%‰倍半成]|分之|[一二两三四五六七八九十]\s*分|{CAPITAL}")
#: What is no figure of a rule: names of documents, what is quoted, ordinals, notes on scales.
_BLANKED: Final = re.compile(
    r"《[^》]*》|“[^”]*”|\"[^\"]*\"|\(百分制\)|〔\d+〕\d*号?"
    r"|第\s*[\d.一二三四五六七八九十百]+\s*(?:项|条|款|章|节|季度|次|件|名|档|位|期|轮|批|类|步|个)?"
)
_POINTS: Final = rf"(?:{NUMBER})\s*分(?![别之钟管值数开析类段配担工局组成享解层级])(?:半(?!数))?"
_COUNTERS: Final = "个?工作日|家次|件次|人次|小时|公里|千米|平方公里|平方米|公顷|公斤|千克|吨|米|元|次|件|项|个|人|名|起|条|份|部|篇|期|场|张|间|家|日|天|年|户|栏|处|宗|卷"
#: Large ones stand before the unit where the number itself is in figures: 20万元.
_UNIT: Final = rf"(?:万亿|[千百]?万|[千亿])?(?:{_COUNTERS})"
_BEFORE_STEP: Final = re.compile(
    r"每(?:低于?|高[于出]?|少于?|多于?|超过?|超出|差|下降|上升|提高|增加|减少|降低|增长|逾期|推?迟|延误|缺|满|举办|开展)?"
    r"(?:于|出)?(?:全[国省市县]|本组|组|平均[数值]?|均值|上年|同期|目标[数值]?|基数|计划[数]?)*\s*$"
)
_VERB: Final = re.compile(r"扣|(?<![参增附])加(?!倍)|减(?![半少免])|(?<![不取获所])得|奖(?!项)")
_SIGNS: Final[Mapping[str, int]] = {"扣": -1, "减": -1, "加": 1, "得": 1, "奖": 1}
_CAP: Final = re.compile(
    r"(?:最多|至多|最高|不超过|不得超过|上限|封顶)(?:可|能|只)?(?:扣减|扣除|扣|加|得|减|计|给|为)?\s*$"
)
_FULL: Final = re.compile(r"(?:满分|总分|分值|折算[为成]|合计[为共]?)\s*(?:为|是)?$")
_BEFORE_LIMIT: Final = re.compile(
    r"(?:少于|多于|超过|低于|高于|不足|不满|至少|至多|达到?|满|大于|小于|等于|未达|以|[<>=]|不[少多低高]于)\s*$"
)
_BELOW: Final = re.compile(r"(?:少于|超过|低于|高于|不足|不满|达到)\s*$")
_AFTER_LIMIT: Final = re.compile(r"^\s*(?:\(含\)|以?[上下内外]|[之后前](?!分)|及以)")
_SHORT: Final = (
    r"不足\s*(?P<n>{number})\s*(?P<unit>{unit})\s*的?[,、]?\s*"
    r"(?P<then>按\s*(?:照?比例|实际)|[按视]\s*(?:{number})\s*(?:{unit})\s*计?算?|不计|不扣|不予|不加|舍去|忽略)"
)
_PARTIAL: Final[Mapping[str, str]] = {"按比": "in_proportion", "按照": "in_proportion", "按实": "in_proportion"}


def _points(match: re.Match[str], text: str) -> Iterator[Figure]:
    """`扣0.5分`, `0.5分至1分`, `3、2、1分`: each number of the list."""
    before, after = _clause(text, match.start()), text[match.end() :]
    verbs = _VERB.findall(before)
    sign, role = _SIGNS[verbs[-1]] if verbs else 0, _role_of_points(before, after)
    numbers = list(re.finditer(NUMBER, match.group().removesuffix("分半")))
    led = role != "price" or before.endswith(tuple(_SIGNS)) or len(numbers) > 1
    for number in numbers:
        value = number.group()
        if not led and not value[0].isdigit():
            continue  # 十分重要: a word, not a figure
        said = _led_by(before, role) if number.start() == 0 else ""
        half = "半" if number is numbers[-1] and match.group().endswith("半") and value != "半" else ""
        worth = number_of(value) + (HALF if half else ZERO)
        yield Figure(f"{said}{value}分{half}", role, frozenset({worth}), match.start() + number.start(), sign=sign)


def _role_of_points(before: str, after: str) -> Role:
    if _CAP.search(before) or after.startswith(("封顶", "为限", "为止")):
        return "cap"
    if after.startswith(("为一档", "为1档", "一档", "为一级")):
        return "grain"
    if _AFTER_LIMIT.search(after) or _BELOW.search(before):
        return "limit"  # 测评分90分以上, 低于60分的
    return "full" if _FULL.search(before) else "price"


def _led_by(before: str, role: Role) -> str:
    """The verb, or the words of a cap, that stand right before a figure."""
    cap = _CAP.search(before)
    if role == "cap" and cap is not None:
        return cap.group()
    return before[-1] if before.endswith(tuple(_SIGNS)) else ""


def _share(match: re.Match[str], text: str) -> Iterator[Figure]:
    value = number_of(match["n"])
    if match.group().endswith("成"):
        readings = {value / 10}
    elif match.group().startswith("千分之") or match.group().endswith("‰"):
        readings = {value / 1000}
    else:
        readings = {value / 100, value}
    role: Role = "step" if _BEFORE_STEP.search(_clause(text, match.start())) else "limit"
    yield Figure(match.group().strip(), role, frozenset(readings), match.start(), share=True)


def _count(match: re.Match[str], text: str) -> Iterator[Figure]:
    value = number_of(match["n"])
    before, after = _clause(text, match.start()), text[match.end() :]
    role: Role = "plain"
    if _BEFORE_STEP.search(before):
        role = "step"
    elif _BEFORE_LIMIT.search(before) or _AFTER_LIMIT.search(after):
        role = "limit"
    if role == "plain" and re.fullmatch(HAN, match["n"]):
        return  # 一案一卷, 两单两库: words, not figures
    unit = match["unit"]
    yield Figure(match.group(), role, _readings(value, unit), match.start(), count=value, unit=unit)


def _readings(value: Fraction, unit: str) -> frozenset[Fraction]:
    """20万元 may be 20 or 200,000 where nobody says in what the rule counts."""
    known = unit_of(unit)
    return frozenset({value, value * known.times if known is not None else value})


def _short_step(match: re.Match[str], _text: str) -> Iterator[Figure]:
    """`不足1个百分点的按1个百分点计` speaks of the step once more."""
    value = number_of(match["n"])
    share = "%" in match.group() or "百分点" in match.group()
    unit = "" if share else match["unit"]
    readings = frozenset({value / 100, value}) if share else _readings(value, unit)
    then = match["then"].replace(" ", "")
    partial = _PARTIAL.get(then[:2], "counts_as_whole" if then[0] in "按视" else "ignored")
    said = match.group().replace(" ", "")
    yield Figure(said, "step", readings, match.start(), share=share, partial=partial, count=value, unit=unit)


def _date(match: re.Match[str], _text: str) -> Iterator[Figure]:
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        return
    yield Figure(match.group(), "date", frozenset({Fraction(day.toordinal())}), match.start())


def _factor(match: re.Match[str], _text: str) -> Iterator[Figure]:
    number = match["n"]
    value = number_of(number) if number else _FACTORS[match.group()]
    yield Figure(match.group(), "factor", frozenset({value}), match.start())


def _nothing(_match: re.Match[str], _text: str) -> Iterator[Figure]:
    """A year, a month, a day without its year: no figure of a rule."""
    return iter(())


_FACTORS: Final[Mapping[str, Fraction]] = {
    "减半": HALF, "折半": HALF, "加倍": Fraction(2), "双倍": Fraction(2), "翻倍": Fraction(2), "翻番": Fraction(2),
}  # fmt: skip
#: What is looked for, in this order: what is found is blanked out for what comes later.
_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Iterator[Figure]]], ...]] = (
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"), _date),
    (re.compile(r"\d{4}\s*年(?:度|末|底|内|初)?(?:\d{1,2}月份?)?|\d{1,2}\s*月(?:份|\s*\d{1,2}\s*日|底|末|初)?"), _nothing),
    (re.compile(rf"(?P<n>{NUMBER})?(?:(?<=[\d一二两三四五六七八九十])倍|减半|折半|加倍|双倍|翻倍|翻番)"), _factor),
    (re.compile(_SHORT.format(number=NUMBER, unit="%|个?百分点")), _short_step),
    (re.compile(_SHORT.format(number=NUMBER, unit=_UNIT)), _short_step),
    (re.compile(rf"(?P<n>{NUMBER})\s*(?:%|个?百分点)"), _share),
    (re.compile(rf"(?P<n>{NUMBER})\s*‰"), _share),
    (re.compile(rf"千分之(?P<n>{NUMBER})"), _share),
    (re.compile(rf"百分之(?P<n>{HAN})"), _share),
    (re.compile(r"(?P<n>[一二三四五六七八九])成(?![功立果本员交绩效年])"), _share),
    (re.compile(rf"(?:(?:{NUMBER})\s*分?\s*[至到\-—~、]\s*)*{_POINTS}"), _points),
    (re.compile(rf"(?P<n>{NUMBER})\s*(?P<unit>{_UNIT})"), _count),
)  # fmt: skip


def _clause(text: str, at: int) -> str:
    """What stands before a place, in the same clause."""
    return re.split(r"[,;。:(]", text[:at])[-1]
