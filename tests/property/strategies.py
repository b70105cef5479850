"""Rubrics that nobody wrote and facts that nobody reported: every kind of rule, tree and absence, at random.

Everything is drawn through `Chance`, whose first option is the plainest: a failing example shrinks towards it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from lawscore.expressions.values import Cause, Missing, NotApplicable, Numbers, Unknown, Value
from lawscore.facts.unit import Answer, Question, Record, Unit, UnitFacts
from lawscore.loading.rubrics import load_file, rubric_files
from lawscore.numbers import plain_text
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Asked, Rubric
from lawscore.rubric.document import Document
from lawscore.rubric.fields import Column, FieldSpec
from lawscore.rules.amounts import Assessed, OneOf, PriceList
from lawscore.rules.charging import BoundRule
from lawscore.rules.combining import BoundCombination, charging_rules
from tests.property import comparisons
from tests.support import HEAD

T = TypeVar("T")
Written = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "rubrics"


class Chance:
    """Choices out of a random source: hypothesis' own, so that examples shrink, or a seeded one, which is quick."""

    def __init__(self, source: Random) -> None:
        self.source = source

    def one(self, *options: T) -> T:
        """One of the options."""
        return self.source.choice(options)

    def luck(self, once_in: int) -> bool:
        """Yes once in so many times."""
        return self.source.randrange(once_in) == once_in - 1

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self.source.choice(range(least, most + 1))

    def some(self, options: Sequence[T], least: int = 0) -> list[T]:
        """Some of the options, in their order."""
        kept = [option for option in options if self.luck(2)]
        return kept if len(kept) >= least else list(options[:least])

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """All of the options in another order."""
        return self.source.sample(list(options), len(options))


# --- rubrics -----------------------------------------------------------------------------------------------------------

_COLUMNS: Mapping[str, Any] = {
    "人员": "text", "等级": {"choice": ["高", "中", "低"]}, "日期": "date", "严重": "yesno", "人数": "count", "罚款": "number",
    "打分": "numbers",
}  # fmt: skip
_COMPUTED: Mapping[str, Any] = {
    "双分": "均分 * 2",
    "均分": {"median": "打分", "round": {"places": "1"}},
    "重": "人数 > 2",
}
_FIELDS: Mapping[str, Any] = {
    "件数": {"type": "count"},
    "次数": {"type": "count"},
    "应出庭": {"type": "count"},
    "金额": {"type": "amount"},
    "得分": {"type": "number"},
    "满意率": {"type": "percent"},
    "立": {"type": "yesno"},
    "报备": {"type": "yesno"},
    "报送日期": {"type": "date"},
    "级别": {"choice": ["中央", "省", "市"]},
    "评分": {"type": "numbers"},
    "通报": {"type": "records", "key": "文号", "fields": {"文号": "text", **_COLUMNS}, "columns": _COMPUTED},
    "违纪": {"type": "records", "fields": _COLUMNS, "columns": _COMPUTED},
}
_MEASURES: Mapping[str, Any] = {
    "出庭率": "件数 / 应出庭",
    "超期天数": "报送日期 - 2024-01-15",
    "严重数": {"count": "通报", "where": "严重"},
    "人均": {"mean": "通报", "of": "人数"},
    "罚款合计": {"sum": "违纪", "of": "罚款 * 2", "where": "人数 > 0"},
    "人员数": {"count": "违纪", "distinct": ["人员", "等级"]},
    "最多": {"max": "违纪", "of": "人数", "round": {"places": "0"}},
    "评委分": {"mean": "评分", "trim": "1"},
    "分层": {"mean": "通报", "of": "双分", "over": ["等级", "严重"]},
    "测评": {"panel": "违纪", "of": "人数", "pools": {"高": "50%", "中": "30%", "低": "20%"}, "trim": "10%"},
    "民意": {"panel": "通报", "marks": {"高": "90", "中": "75", "低": "60"}, "where": "not 重", "at_least": "1"},
}
#: Conditions on the unit: such as no count and no list of records has a part in, and others.
_STEADY = (
    "立", "not 报备", "满意率 < 90%", "级别 == '省'", "报送日期 > 2024-01-15", "unit_class == 'county'", "满意率 > 全省率",
    "得分 > 0 if 立 else 报备",
)  # fmt: skip
_CONDITIONS = (
    "件数 > 2", "is_none(报送日期)", "出庭率 >= 80%", "(立 or 报备) and 次数 == 0", "严重数 > 1", "人均 > 1", "is_none(通报)",
    "金额 > 得分", "件数 <= 次数", "金额 / 得分 >= 2", "得分 - 金额 < 满意率", "满意率 * 应出庭 == 件数", "件数 < 次数 < 应出庭",
)  # fmt: skip
_ON_RECORDS = (
    "严重", "not 严重", "人数 > 1", "等级 == '高'", "严重 or 立", "日期 > 2023-06-01", "罚款 > 0 and 报备", "重", "均分 > 2",
)  # fmt: skip
_POINTS = ("1", "0.5", "2", "0.3", "1.25", "3")
_NUMBERS = (
    "得分", "件数", "金额", "出庭率", "人均", "罚款合计", "件数 - 次数", "最多", "人员数", "max(件数, 次数)", "评委分", "分层",
    "测评", "民意",
)  # fmt: skip
_SHARES = ("件数 / 12", "出庭率", "满意率", "得分 / 100")
_OTHER_AGGREGATES = ("geometric_mean", "harmonic_mean", "median", "minimum", "maximum")
_WINDOWS = ({"from": "2023-03-01"}, {"to": "2023-09-30"}, {"from": "2023-03-01", "to": "2023-09-30"})


@dataclass
class Author:
    """Writes one rubric. `monotone`: only rules whose sum cannot fall when a record or a count is added."""

    chance: Chance
    monotone: bool = False
    used: int = 0
    #: The points of the leaf that is being written.
    points: str = "0"
    #: Leaves that charge records, by column that tells matters apart.
    charging: dict[str, list[str]] = field(default_factory=dict)
    #: Whether units are compared (never with `monotone`), and what becomes of a figure where one of them owes its value.
    compares: bool = False
    missing: str = "unscored"
    #: Whether scores of the units below may count; else those of peers may, since both together go in circles.
    from_below: bool = False

    def __post_init__(self) -> None:
        if self.compares:
            self.from_below = self.chance.luck(2)
        if not self.monotone:
            self.missing = self.chance.one("unscored", "unscored", "leave_out")

    def new(self, what: str) -> str:
        """An id that no other part has."""
        self.used += 1
        return f"{what}{self.used}"

    def document(self) -> Written:
        """A whole rubric."""
        chance = self.chance
        fields = {name: {**spec, **self.absence()} for name, spec in _FIELDS.items()}
        parts, keys = self.parts(2, chance.number(1, 4))
        whole: Written = {
            **HEAD, "points": "100", "classes": {"county": "县", "zone": "开发区"}, "roles": {"lead": "牵头", "support": "配合"},
            "givens": {"全省率": "percent"}, "fields": fields, "measures": self.measures(), **keys, **self.limits(branch=True),
            "indicators": parts,
        }  # fmt: skip
        if chance.luck(2):
            whole["shown"] = {"places": chance.one("2", "1", "0"), "mode": chance.one("half_up", "half_even", "down")}
        for key, made in (
            ("once", self.once()), ("vetoes", self.vetoes()), ("grades", self.grades()), ("ranking", self.ranking(parts)),
            ("checks", [{"id": "c", "that": "件数 <= 应出庭", "message": "件数有误"}] if chance.luck(4) else []),
        ):  # fmt: skip
            if made:
                whole[key] = made
        whole["ranking"] |= self.places(whole)
        return whole

    def condition(self) -> str:
        """A condition on the unit; in a monotone rubric one that no recorded fault can change."""
        if self.monotone:
            return self.chance.one(*_STEADY)
        return self.chance.one(*_STEADY, *_CONDITIONS, *(comparisons.CONDITIONS if self.compares else ()))

    def measures(self) -> Written:
        """All measures; those that compare only where they are used."""
        return {**_MEASURES, **(comparisons.measures(self.missing) if self.compares else {})}

    def numbers(self) -> tuple[str, ...]:
        """Figures that a rule may count."""
        if not self.compares:
            return _NUMBERS
        return (*_NUMBERS, *comparisons.NUMBERS, *(["下级总"] * 3 if self.from_below else ()))

    def absence(self) -> Written:
        if self.chance.luck(3):
            return {"absent": self.chance.one("none", "not_applicable")}
        return {}

    def parts(self, depth: int, count: int) -> tuple[list[Written], Written]:
        """The indicators of one branch, and the keys of the branch that say how they are added up."""
        chance = self.chance
        aggregate = chance.one(*["sum"] * 6, "mean", "mean", "weighted_mean", "weighted_mean", *_OTHER_AGGREGATES)
        parts = [self.branch(depth) if depth and chance.luck(3) else self.leaf() for _ in range(count)]
        keys: Written = {}
        if aggregate != "sum":
            keys["aggregate"] = aggregate
        if aggregate == "weighted_mean" or (aggregate in ("geometric_mean", "harmonic_mean") and chance.luck(2)):
            weights = ["100%"] if count == 1 else ["0%" if chance.luck(8) else "20%"] * (count - 1)
            left = 100 - sum(int(weight[:-1]) for weight in weights) if count > 1 else 0
            weights = [*weights, f"{left}%"] if count > 1 else weights
            parts = [{**part, "weight": weight} for part, weight in zip(parts, weights, strict=True)]
        if aggregate not in ("sum", "weighted_mean"):
            keys["of"] = chance.one("scores", "rates") if all(_is_worth(part) for part in parts) else "scores"
            if keys["of"] == "rates":
                keys["points"] = chance.one("10", "100")
        if chance.luck(3):
            keys["scaled_to"] = chance.one("10", "100", "7")
        if chance.luck(6):
            keys["missing"] = chance.one("leave_out", "unscored")
        if chance.luck(6):
            there = sum("uncounted" not in part for part in parts)
            keys["at_least"] = chance.one("50%", "100%", *(["1"] if there else []))
        return parts, keys

    def branch(self, depth: int) -> Written:
        chance = self.chance
        if chance.luck(6) and not self.monotone:
            return self.table()
        node: Written = {"id": self.new("b")}
        parts, keys = self.parts(depth - 1, chance.number(1, 3))
        node |= keys | self.limits(branch=True) | self.standing(parts)
        node["indicators"] = parts
        if chance.luck(5):
            node["rules"] = [{"deduct": "all", "id": self.new("r"), **self.all_occasion()}]
        return node

    def table(self) -> Written:
        """Many like leaves, each with a field of its own."""
        ids = [self.new("t") for _ in range(self.chance.number(1, 3))]
        every = {"points": "1", "field": {"type": "number", "absent": "not_applicable"}, "rules": [{"award": "value"}]}
        return {"id": self.new("b"), "aggregate": "mean", "every": every, "indicators": [*ids]}

    def limits(self, *, branch: bool) -> Written:
        """Floor, ceiling and rounding."""
        chance = self.chance
        limits: Written = {}
        if chance.luck(3):
            high = () if not branch and Fraction(self.points) < Fraction("0.5") else ("0.5",)
            limits["floor"] = chance.one("-2", "none", "0", "-0.125", *high)
        if chance.luck(3):
            limits["ceiling"] = chance.one("10", "none", "3", "2.125", "100")
        if chance.luck(4):
            limits["round"] = self.rounding()
        return limits if not branch or chance.luck(2) else {}

    def rounding(self) -> Written:
        modes = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
        return {"places": self.chance.one("2", "1", "0"), "mode": self.chance.one(*modes)}

    def standing(self, parts: Sequence[Written | str] = ()) -> Written:
        """For which units a node is there."""
        chance = self.chance
        standing: Written = {}
        if chance.luck(5):
            otherwise = chance.one("leave_out", "full", "zero")
            condition = "role == 'lead'" if chance.luck(6) else self.condition()
            standing["applies"] = {"when": condition, "otherwise": self.mean_of_peers(parts) or otherwise}
        if chance.luck(8):
            standing["only_for"] = chance.some(("county", "zone"), 1)
        if chance.luck(12):
            standing["uncounted"] = "yes"
        return standing

    def mean_of_peers(self, parts: Sequence[Written | str]) -> Written | None:
        """Where it does not apply, the others count: not where that holds of something below it too."""
        if not self.compares or self.from_below or self.chance.luck(2) or any(map(_at_mean, parts)):
            return None
        within = self.chance.one("all", "class", "级别", "parent")
        return {"peers_mean": {"within": within, "missing": self.missing}}

    def leaf(self) -> Written:
        chance = self.chance
        sign = "deduct" if self.monotone else chance.one("deduct", "award", "both")
        signs = ["deduct", "award"] if sign == "both" else [sign] * chance.number(1, 3)
        self.points = chance.one("5", "2", "10", "1.5", "0.125", "0")
        node: Written = {"id": self.new("i"), "points": self.points}
        rules = [self.rule(one, 1) for one in signs]
        if not self.monotone and "award" not in signs and chance.luck(4):
            rules.append({"deduct": "all", "id": self.new("r"), **self.all_occasion()})
        if sign == "both" or chance.luck(6):
            node["start"] = chance.one("full", "zero", "0.5")
        node |= self.limits(branch=False) | self.standing()
        node["rules"] = rules
        self.note(node)
        return node

    def note(self, node: Written) -> None:
        """Keep in mind which matters a leaf charges, and sometimes have it charge each only once."""
        lists = {rule["each"] for rule in _flat(node["rules"]) if rule.get("each") in ("通报", "违纪")}
        if not lists or self.monotone:
            return
        column = self.chance.one("人员", "等级")
        self.charging.setdefault(column, []).append(node["id"])
        if self.chance.luck(4):
            node |= {"once_per": column, "keep": self.chance.one("highest", "first", "last")}

    def all_occasion(self) -> Written:
        chance = self.chance
        if chance.luck(2):
            return {"for": f"性质恶劣{self.new('q')}"}
        return {"when": self.condition()}

    # --- rules -------------------------------------------------------------------------------------------------------

    def rule(self, sign: str, depth: int) -> Written:
        """A rule of any kind, or a combination of some."""
        chance = self.chance
        if self.monotone:
            return {"id": self.new("r"), **self.monotone_rule()}
        if depth and chance.luck(4):
            return {"id": self.new("r"), **self.combination(sign, depth)}
        made = chance.one(
            self.on_condition, self.each_count, self.each_record, self.steps, self.steps_of_records, self.share, self.question,
            self.assessed, self.measured, self.listed, self.banded, self.imported, self.each_assessed,
            self.formula, self.place,
        )(sign)  # fmt: skip
        return {"id": self.new("r"), **made}

    def combination(self, sign: str, depth: int) -> Written:
        chance = self.chance
        key = chance.one("sum_of", "first_of", "highest_of")
        parts = [self.rule(sign, depth - 1) for _ in range(chance.number(2, 3))]
        if sign == "deduct" and chance.luck(4):
            parts.insert(0, {"deduct": "all", "id": self.new("r"), **self.all_occasion()})
        made: Written = {key: parts}
        if chance.luck(3) and not any(part.get("deduct") == "all" for part in parts):
            made["at_most"] = chance.one("1", "2.5")
        if chance.luck(4) and any(part.get("each") in ("通报", "违纪") for part in parts):
            made |= {"once_per": chance.one("人员", "等级"), "keep": chance.one("highest", "first", "last")}
        return made

    def monotone_rule(self) -> Written:
        chance = self.chance
        if chance.luck(3):
            return {"deduct": chance.one(*_POINTS), "each": chance.one("件数", "次数"), **self.held()}
        rule = self.each_record("deduct", escalates=False)
        if rule.get("keep") in ("first", "last"):
            rule["keep"] = "highest"
        return rule

    def on_condition(self, sign: str) -> Written:
        return {sign: self.chance.one(*_POINTS), "when": self.condition(), **self.held()}

    def each_count(self, sign: str) -> Written:
        chance = self.chance
        amount = {"first": "1", "then": chance.one("2", "0.5")} if chance.luck(3) else chance.one(*_POINTS)
        return {
            sign: amount,
            "each": chance.one("件数", "次数", "严重数", "件数 + 次数"),
            **self.changed(),
            **self.held(),
        }

    def each_record(self, sign: str, *, escalates: bool = True) -> Written:
        chance = self.chance
        amounts: list[Any] = [
            chance.one(*_POINTS),
            {"by": "等级", "prices": {"高": "3", "中": "2"}, "else": chance.one("0", "0.5")},
            {
                "by": ["等级", "严重"],
                "prices": {"高": {"是": "4", "否": "2"}, "中": {"是": "1", "否": "1"}},
                "else": "0.25",
            },
            {"by": "人数", "bands": [{"from": "3", "points": "2"}, {"above": "0", "points": "1"}], "else": "0"},
        ]
        if escalates:
            amounts += [{"first": "1", "then": "2"}, {"first": "2", "then": "0.5"}, "人数 * 0.5", "罚款"]
        amount = chance.one(*amounts)
        rule: Written = {sign: amount, "each": chance.one("通报", "违纪")}
        escalation = isinstance(amount, dict) and "first" in amount
        if chance.luck(3):
            rule["once_per"] = chance.one("人员", "等级", ["人员", "等级"])
            rule["keep"] = chance.one("first", "last") if escalation else chance.one("highest", "first", "last")
        if escalation or chance.luck(5):
            rule["ordered_by"] = "日期"
        if self.compares and chance.luck(2):
            rule["charged_to"] = "人员"
        return rule | self.chosen() | self.changed(records=True) | self.held()

    def each_assessed(self, sign: str) -> Written:
        amount = self.chance.one({"from": "1", "up_to": "3", "step": "0.5"}, {"one_of": ["3", "1"]}, {"up_to": "2"})
        return {sign: amount, "each": "通报", **self.chosen()}

    def chosen(self) -> Written:
        """Which records a rule charges."""
        chance = self.chance
        chosen: Written = {}
        if chance.luck(3):
            chosen["where"] = chance.one(*_ON_RECORDS)
        if chance.luck(5):
            chosen["dated"] = {"by": "日期", **chance.one(*_WINDOWS)}
        if chance.luck(5):
            chosen["best"] = chance.one("1", "2")
        return chosen

    def steps(self, sign: str) -> Written:
        chance = self.chance
        side = chance.one("below", "above")
        made = chance.one(
            {"per": "1", side: "3", "of": "件数"},
            {"per": "1%", side: "90%", "of": "出庭率"},
            {"per": "10%", side: "全省率", "of": "满意率"},
            {"per": "0.5", side: "2", "of": "得分"},
            {"per": "1 day", side: "2024-01-15", "of": "报送日期"},
            {"per": "7天", side: "0", "of": "超期天数"},
            *(comparisons.STEPS if self.compares else ()),
        )
        if made["of"] not in ("件数", "报送日期"):
            made = {**made, "partial": self.partial()}
        return {sign: chance.one(*_POINTS), **made, **self.changed(), **self.held()}

    def partial(self) -> str:
        return self.chance.one("in_proportion", "counts_as_whole", "ignored")

    def steps_of_records(self, sign: str) -> Written:
        chance = self.chance
        steps = chance.one(
            {"per": "1", "below": "3", "of": "人数"},
            {"per": "2", "above": "1", "of": "罚款", "partial": self.partial()},
            {"per": "30 days", "above": "2023-06-01", "of": "日期", "partial": self.partial()},
        )
        return {sign: chance.one(*_POINTS), "each": chance.one("通报", "违纪"), **steps, **self.chosen(), **self.held()}

    def share(self, sign: str) -> Written:
        return {
            sign: self.chance.one(*_POINTS),
            "in_proportion_to": self.chance.one(*_SHARES, *(comparisons.SHARES if self.compares else ())),
            **self.held(),
        }

    def question(self, sign: str) -> Written:
        chance = self.chance
        asked = chance.some(("essential", "may_not_apply", "optional"))
        made = {sign: chance.one(*_POINTS), "for": f"问{self.new('q')}", **dict.fromkeys(asked, "yes")}
        if chance.luck(6):
            made["each"] = "通报"
            made.pop("essential", None)
        return {**made, **self.held()}

    def assessed(self, sign: str) -> Written:
        chance = self.chance
        amount = chance.one({"up_to": "2"}, {"from": "0.5", "up_to": "2", "step": "0.5"}, {"one_of": ["5", "3", "1"]})
        asked = chance.some(("may_not_apply", "optional"))
        return {sign: amount, "for": f"评{self.new('q')}", **dict.fromkeys(asked, "yes"), **self.held()}

    def measured(self, sign: str) -> Written:
        chance = self.chance
        amount = chance.one(
            *self.numbers(), {"sum": "通报", "of": "人数", "where": "严重"}, {"count": "违纪", "where": "人数 > 1"},
            *(comparisons.IN_PLACE if self.compares else ()),
        )  # fmt: skip
        made: Written = {sign: amount}
        if chance.luck(3) and self.points != "0":
            made["out_of"] = chance.one("100", "12")
        if chance.luck(3):
            made["when"] = self.condition()
        return made | self.held()

    def listed(self, sign: str) -> Written:
        chance = self.chance
        amount = chance.one(
            {"by": "级别", "prices": {"中央": "3", "省": chance.one("2", "件数"), "市": "1"}},
            {"by": "立", "prices": {"是": "2"}, "else": "0"},
            {"by": "件数", "prices": {"0": "3", "1": "1"}, "else": chance.one("0", "0.1")},
            {"by": "次数", "prices": {"1": {"up_to": "2"}, "2": "1"}, "else": "0"},
        )
        return {sign: amount, **self.held()}

    def banded(self, sign: str) -> Written:
        low, high = ("0", "2") if sign == "award" else ("2", "0")
        bands = [
            {"from": self.chance.one("90%", "全省率"), "points": high},
            {"above": "60%", "to": "89%", "points": "1"},
        ]
        bands = bands if self.chance.luck(2) else [{"below": "50%", "points": low}, *bands]
        return {sign: {"by": self.chance.one("满意率", "出庭率"), "bands": bands, "else": low}, **self.held()}

    def imported(self, sign: str) -> Written:
        made: Written = {"import": self.chance.one("得分", "金额"), "as": sign}
        if self.chance.luck(2) and self.points != "0":
            made["out_of"] = "100"
        if self.chance.luck(3):
            made["round"] = self.rounding()
        return made

    def formula(self, sign: str) -> Written:
        return {"formula": self.chance.one("得分 / 2 + 1", "件数 * 0.5", "评委分"), "as": sign}

    def place(self, sign: str) -> Written:
        chance = self.chance
        how: Written = {"top": chance.one("6", "1.5"), "others": "in_proportion"}
        if chance.luck(2):
            how = {
                chance.one("points", "from_last"): chance.one(["3", "2", "1"], ["2"]),
                "after": chance.one("0", "0.5", {"step": "-0.1", "down_to": "0"}),
                "tied": chance.one("shared", "mean"),
            }
        asked = {"place": chance.one("件数", "得分", "出庭率", "评委分"), "better": chance.one("higher", "lower")}
        return {
            **asked,
            "within": chance.one("all", "class"),
            "missing": self.missing,
            **how,
            "as": sign,
        }

    def changed(self, *, records: bool = False) -> Written:
        """Factors and surcharges."""
        chance = self.chance
        held = {"where": chance.one(*_ON_RECORDS)} if records and chance.luck(2) else {"when": self.condition()}
        changed: Written = {}
        if chance.luck(4):
            changed["times"] = [{"factor": chance.one("2", "0.5"), **held}]
        if chance.luck(6):
            changed["plus"] = [{"add": chance.one("1", "0.2"), **held}]
        return changed

    def held(self) -> Written:
        """What holds a rule back."""
        chance = self.chance
        held: Written = {}
        if chance.luck(4):
            held["at_most"] = chance.one("1", "2.5") if self.monotone else chance.one("1", "2.5", "次数")
        if chance.luck(6):
            held["unless"] = chance.one("立", "级别 == '省'", {"for": f"不可抗力{self.new('q')}"})
        if chance.luck(8):
            held["averaged_over"] = chance.one("4") if self.monotone else chance.one("4", "应出庭")
        if chance.luck(6):
            held["round"] = self.rounding()
        return held

    # --- the whole ---------------------------------------------------------------------------------------------------

    def once(self) -> list[Written]:
        found = []
        for column, leaves in sorted(self.charging.items()):
            if len(leaves) > 1 and self.chance.luck(2):
                keep = self.chance.one("highest", "first", "last")
                found.append({"once_per": column, "across": leaves[:3], "keep": keep})
        return found

    def vetoes(self) -> list[Written]:
        chance = self.chance
        effects: list[Any] = ["zero_total", {"grade": "差"}, {"grade_at_most": "中"}, {"ineligible_for": "优"}]
        found = []
        for _ in range(chance.one(0, 1, 2)):
            veto: Written = {"id": self.new("v"), "effect": chance.one(*effects)}
            veto |= (
                {"for": "发生重大违法行政行为"} if chance.luck(2) else {"when": self.condition(), "text": "一票否决"}
            )
            if chance.luck(2):
                veto["unless"] = chance.one("报备", {"for": "系不可抗力造成"})
            found.append(veto)
        return found

    def grades(self) -> Written:
        """Always there, since vetoes name them."""
        bands = [{"grade": "优", "from": "20"}, {"grade": "良", "above": "8"}, {"grade": "中", "from": "2"}]
        return {"using": self.chance.one("shown", "exact"), "bands": [*bands, {"grade": "差", "else": "yes"}]}

    def ranking(self, parts: Sequence[Written]) -> Written:
        chance = self.chance
        named = [part["id"] for part in parts if isinstance(part, dict)]
        ties = [
            chance.one({"higher": named[0]}, {"lower": named[-1]}, {"fewer": "vetoes"})
            for _ in range(chance.one(0, 1, 2))
        ]
        within, using = chance.one("class", "all"), chance.one("shown", "exact")
        return {"within": within, "using": using, "method": chance.one("competition", "dense"), "ties": ties}

    def places(self, whole: Written) -> Written:
        """The rank among all units, and where vetoed and ineligible units stand, as far as there are such vetoes."""
        chance = self.chance
        barring = {
            isinstance(veto["effect"], dict) and "ineligible_for" in veto["effect"] for veto in whole.get("vetoes", ())
        }
        found: Written = {"overall": "yes"} if whole["ranking"]["within"] == "class" and chance.luck(2) else {}
        for key, bars in (("vetoed", False), ("ineligible", True)):
            if bars in barring:
                found[key] = chance.one("ranked", "last", "out")
        return found


def _at_mean(part: Written | str) -> bool:
    """Whether a part, or something below it, stands at the mean of its peers where it does not apply."""
    if isinstance(part, str):
        return False
    own = "peers_mean" in part.get("applies", {}).get("otherwise", "")
    return own or any(map(_at_mean, part.get("indicators", ())))


def _is_worth(part: Written) -> bool:
    """Whether a part has points above zero."""
    if "rules" in part and "indicators" not in part:
        return part["points"] != "0"
    inner = [
        one
        for one in part["indicators"]
        if isinstance(one, str) or ("uncounted" not in one and one.get("weight") != "0%")
    ]
    return "scaled_to" in part or "points" in part or any(isinstance(one, str) or _is_worth(one) for one in inner)


def _flat(rules: Sequence[Written]) -> list[Written]:
    found = []
    for rule in rules:
        for key in ("sum_of", "first_of", "highest_of"):
            found.extend(_flat(rule.get(key, [])))
        found.append(rule)
    return found


def bound(document: Mapping[str, Any]) -> Rubric:
    """The rubric of a document that must be sound."""
    rubric, problems = bind_rubric(Document.model_validate(document))
    assert rubric is not None, [(problem.where.path, problem.message("en")) for problem in problems]
    return rubric


def chances() -> st.SearchStrategy[Chance]:
    """Choices that hypothesis keeps track of."""
    return st.randoms(use_true_random=False).map(Chance)


def seeds() -> st.SearchStrategy[Chance]:
    """Choices from a seed: a failure names it, and nothing is kept track of, which takes longer than most laws do."""
    return st.integers(0, 2**32).map(lambda seed: Chance(Random(seed)))


def documents(*, monotone: bool = False) -> st.SearchStrategy[Written]:
    """Rubrics as they are written."""
    return chances().map(lambda chance: Author(chance, monotone).document())


def rubrics(*, monotone: bool = False) -> st.SearchStrategy[Rubric]:
    """Rubrics that are ready."""
    return documents(monotone=monotone).map(bound)


@cache
def rubrics_of_the_repository() -> Mapping[str, Rubric]:
    """Every rubric under rubrics/, by name."""
    found = {}
    for path in rubric_files(FOLDER):
        rubric = load_file(path).rubric
        assert rubric is not None, path
        found[rubric.name] = rubric
    return found


# --- facts -------------------------------------------------------------------------------------------------------------

_DAYS = (date(2023, 6, 1), date(2023, 2, 1), date(2023, 9, 30), date(2024, 1, 15), date(2024, 1, 18), date(2023, 12, 1))
_SHARES_GIVEN = ("1", "0.9", "0.8999", "0", "0.6", "0.75", "0.95", "0.501")
_NUMBERS_GIVEN = ("1", "0", "2", "92.3", "3.5", "12", "0.25", "100")


@dataclass(frozen=True)
class Reporter:
    """Makes up what is known about units under a rubric. `gaps`: once in so many times a value is missing."""

    chance: Chance
    rubric: Rubric
    gaps: int = 8

    def roster(self, count: int) -> list[Unit]:
        """The units: each may stand below any, itself too, or below one that is not assessed."""
        ids = [f"u{place + 1}" for place in range(count)]
        if not self.rubric.looks_around:
            return [self.listed(name) for name in ids]
        above = [None, None, *ids, "外省"]
        names = ("甲", "乙", "丙", *ids[3:])
        return [
            replace(self.listed(one), name=name, parent=self.chance.one(*above))
            for one, name in zip(ids, names, strict=False)
        ]

    def listed(self, name: str) -> Unit:
        """Who a unit is."""
        chance = self.chance
        classes = [*self.rubric.document.classes, None] if self.rubric.document.classes else [None]
        roles = {}
        if self.rubric.document.roles:
            roles = {node: chance.one(*self.rubric.document.roles) for node in self.rubric.nodes if chance.luck(4)}
        return Unit(id=name, name=name, unit_class=chance.one(*classes), roles=roles)

    def unit(self, unit: Unit) -> UnitFacts:
        """One unit with all its facts."""
        facts = self.reported(unit)
        past = {years: self.reported(unit) for years in (1, 2) if not self.chance.luck(self.gaps)}
        history = past if self.rubric.looks_around else {}
        answers = {asked: answer for asked, answer in self.answers(facts) if answer is not None}
        return replace(facts, answers=answers, history=history)

    def reported(self, unit: Unit) -> UnitFacts:
        """The figures of one year."""
        values: dict[str, Any] = {}
        nones = set()
        for field_name, spec in self.rubric.fields.items():
            values[field_name], none = self.value(spec, field_name)
            if none:
                nones.add(field_name)
        return UnitFacts(unit=unit, values=values, nones=frozenset(nones))

    def givens(self) -> dict[str, Value]:
        """The figures common to all; one may not have come."""
        found = {name: self.typed(spec) for name, spec in self.rubric.document.givens.items()}
        return {name: value for name, value in found.items() if not self.chance.luck(self.gaps)}

    def value(self, spec: FieldSpec, name: str) -> tuple[Any, bool]:
        """A value, or that it is unknown, not applicable, or none; whether it was said to be none."""
        cause = (Cause("value", name),)
        if self.chance.luck(self.gaps):
            return Unknown(cause), False
        if self.chance.luck(8):
            return self.chance.one((self.nothing(spec, cause), True), (NotApplicable(cause), False))
        return (self.records(spec) if spec.type == "records" else self.typed(spec)), False

    @staticmethod
    def nothing(spec: Column, cause: tuple[Cause, ...]) -> Any:
        if spec.type in ("records", "numbers"):
            return () if spec.type == "records" else Numbers(())
        return Fraction(0) if spec.type == "count" else NotApplicable(cause)

    def typed(self, spec: Column) -> Any:
        """A value of the type of a field."""
        chance = self.chance
        if spec.choice is not None:
            return chance.one(*spec.choice)
        if spec.type in ("count", "number", "amount", "percent"):
            return self.within(spec, self.figure(spec))
        if spec.type == "numbers":
            return Numbers(tuple(Fraction(chance.one(*_NUMBERS_GIVEN)) for _ in range(chance.number(0, 4))))
        return {"yesno": chance.one(True, False), "date": chance.one(*_DAYS), "text": chance.one("甲", "乙", "丙")}[
            spec.type
        ]

    def figure(self, spec: Column) -> Fraction:
        if spec.type == "count":
            return Fraction(self.chance.number(0, 4))
        text = self.chance.one(*(_SHARES_GIVEN if spec.type == "percent" else _NUMBERS_GIVEN))
        return Fraction(text) * (-1 if spec.type == "number" and self.chance.luck(8) else 1)

    @staticmethod
    def within(spec: Column, value: Fraction) -> Fraction:
        if spec.min is not None:
            value = max(value, spec.min)
        return value if spec.max is None else min(value, spec.max)

    def records(self, spec: FieldSpec) -> tuple[Record, ...]:
        """A list of records: under its keys, or else numbered by what they say, as the submission does."""
        drafts = [self.columns(spec) for _ in range(self.chance.number(0, 3))]
        if spec.key is not None:
            keyed = [self.keyed(spec, values, place) for place, (values, _) in enumerate(drafts)]
            return tuple(Record(key, values, nones) for (key, values), (_, nones) in zip(keyed, drafts, strict=True))
        drafts.sort(key=lambda draft: str(sorted(draft[0].items(), key=lambda item: item[0])))
        return tuple(Record(str(place), values, nones) for place, (values, nones) in enumerate(drafts, start=1))

    def columns(self, spec: FieldSpec) -> tuple[dict[str, Any], frozenset[str]]:
        values: dict[str, Any] = {}
        nones = set()
        for column, inner in (spec.fields or {}).items():
            cause = (Cause("record", column),)
            values[column] = Unknown(cause) if self.chance.luck(self.gaps * 4) else self.typed(inner)
            if self.chance.luck(24):
                values[column], none = self.chance.one(
                    (self.nothing(inner, cause), True), (NotApplicable(cause), False)
                )
                if none:
                    nones.add(column)
        return values, frozenset(nones)

    def keyed(self, spec: FieldSpec, values: dict[str, Any], place: int) -> tuple[str, dict[str, Any]]:
        assert spec.key is not None
        inner = (spec.fields or {})[spec.key]
        if inner.type in ("count", "number", "amount"):
            key: Any = Fraction(place + 1)
        else:
            key = date(2023, 5, place + 1) if inner.type == "date" else f"文{place + 1}"
        text = plain_text(key) if isinstance(key, Fraction) else str(key)
        return text, {**values, spec.key: key}

    # --- answers -----------------------------------------------------------------------------------------------------

    def answers(self, facts: UnitFacts, *, all_of_them: bool = False) -> list[tuple[Question, Answer | None]]:
        """An answer to each question of the rubric, or none yet; the optional ones may stay without."""
        found = []
        for asked in self.rubric.questions:
            for question in self.questions(asked, facts):
                open_ = self.chance.luck(3) if asked.optional else self.chance.luck(self.gaps) and not all_of_them
                found.append((question, None if open_ else self.answer(asked)))
        return found

    @staticmethod
    def questions(asked: Asked, facts: UnitFacts) -> list[Question]:
        if asked.records is None:
            return [asked.question]
        records = facts.values[asked.records]
        listed = () if isinstance(records, Missing) else records
        return [replace(asked.question, record=record.key) for record in listed]  # type: ignore[union-attr]

    def answer(self, asked: Asked) -> Answer:
        chance = self.chance
        who = {"assessor": "省考核组", "reason": "见会议纪要"}
        if asked.may_not_apply and chance.luck(3):
            return Answer(verdict="not_applicable", **who)
        if asked.amount is not None:
            figures = self.figures(asked.amount)
            return Answer(points=chance.one(*figures), **who) if not chance.luck(4) else Answer(verdict="no", **who)
        return Answer(verdict=chance.one("yes", "no"), **who)

    def figures(self, amount: object) -> list[Fraction]:
        """Figures that an assessor may enter."""
        if isinstance(amount, OneOf):
            return list(amount.one_of)
        if isinstance(amount, Assessed):
            low = amount.from_ or Fraction(0)
            return [amount.up_to, low, low + (amount.step or Fraction(1, 10))]
        assert isinstance(amount, PriceList)
        return [
            figure for entry in amount.prices.values() if isinstance(entry, Assessed) for figure in self.figures(entry)
        ]

    # --- completions -------------------------------------------------------------------------------------------------

    def completed(self, facts: UnitFacts) -> UnitFacts:
        """The same facts with everything that was owed: nothing that was known is changed.

        Where units are compared each keeps its class: one that has none is in no group.
        """
        known = self.filled_in(facts)
        if self.rubric.looks_around:
            complete = replace(self, gaps=10**6)
            past = {years: complete.reported(facts.unit) for years in (1, 2)} | facts.history
            known = replace(known, history={years: self.filled_in(then) for years, then in past.items()})
        else:
            classes = self.rubric.document.classes
            unit_class = facts.unit.unit_class or (self.chance.one(*classes) if classes else None)
            known = replace(known, unit=replace(facts.unit, unit_class=unit_class))
        asked = replace(self, gaps=10**6).answers(known, all_of_them=True)
        owed = {question: answer for question, answer in asked if answer is not None and not self.optional(question)}
        return replace(known, answers={**owed, **facts.answers})

    def filled_in(self, facts: UnitFacts) -> UnitFacts:
        """The same figures of one year with those that were owed."""
        complete = replace(self, gaps=10**6)
        values: dict[str, Any] = {}
        nones = set(facts.nones)
        for name, value in facts.values.items():
            spec = self.rubric.fields[name]
            if isinstance(value, Unknown):
                values[name], none = complete.value(spec, name)
                nones |= {name} if none else set()
            else:
                values[name] = complete.filled(spec, value) if isinstance(value, tuple) else value
        return replace(facts, values=values, nones=frozenset(nones))

    def optional(self, question: Question) -> bool:
        """Whether no answer is an answer too: then there is nothing owed."""
        if not question.indicator or question.about == "unless":
            return False
        rules = charging_rules(self.rubric.nodes[question.indicator].rules)
        return any(rule.id == question.rule and rule.model.optional for rule in rules)

    def filled(self, spec: FieldSpec, records: tuple[Record, ...]) -> tuple[Record, ...]:
        return tuple(
            replace(record, values={
                column: self.typed((spec.fields or {})[column]) if isinstance(value, Unknown) else value
                for column, value in record.values.items()
            })
            for record in records
        )  # fmt: skip

    def completed_givens(self, givens: Mapping[str, Value]) -> dict[str, Value]:
        """The same figures with those that had not come."""
        return {name: givens.get(name, self.typed(spec)) for name, spec in self.rubric.document.givens.items()}


@dataclass(frozen=True)
class Case:
    """A rubric, what is known about some units, and the choices that are still to be made."""

    #: The rubric as it is written, where every rule has the id that it is known by.
    document: Written = field(repr=False)
    rubric: Rubric = field(repr=False)
    facts: tuple[UnitFacts, ...]
    givens: Mapping[str, Value]
    chance: Chance = field(repr=False)

    @property
    def reporter(self) -> Reporter:
        """Makes up more about these units."""
        return Reporter(self.chance, self.rubric)


def case_of(document: Written, rubric: Rubric, chance: Chance, units: int = 1, gaps: int = 8) -> Case:
    """What is known about some units under a rubric."""
    reporter = Reporter(chance, rubric, gaps)
    facts = tuple(reporter.unit(unit) for unit in reporter.roster(units))
    return Case(document, rubric, facts, reporter.givens(), chance)


def facts_for(rubric: Rubric, units: int = 1, gaps: int = 8) -> st.SearchStrategy[tuple[UnitFacts, ...]]:
    """What is known about some units under any rubric."""
    return seeds().map(lambda chance: case_of({}, rubric, chance, units, gaps).facts)


def made_up(chance: Chance, units: int = 1, *, monotone: bool = False, gaps: int = 8, compares: bool = False) -> Case:
    """A made-up rubric with made-up units."""
    document = Author(chance, monotone, compares=compares).document()
    return case_of(document, bound(document), chance, units, gaps)


def cases(units: int = 1, *, monotone: bool = False, gaps: int = 8) -> st.SearchStrategy[Case]:
    """Made-up rubrics with made-up units."""
    return seeds().map(lambda chance: made_up(chance, units, monotone=monotone, gaps=gaps))


def cases_of(name: str, units: int = 1, gaps: int = 8) -> st.SearchStrategy[Case]:
    """A rubric of the repository with made-up units."""
    rubric = rubrics_of_the_repository()[name]
    return seeds().map(lambda chance: case_of(written(rubric), rubric, chance, units, gaps))


@cache
def _written(rubric_name: str) -> Written:
    rubric = rubrics_of_the_repository()[rubric_name]
    document = rubric.document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for node in _nodes_in(document["indicators"]):
        node.pop("every", None)
        for spec, rule in zip(node.get("rules", ()), rubric.nodes[node["id"]].rules, strict=True):
            _name(spec, rule)
    return document


def written(rubric: Rubric) -> Written:
    """The document of a rubric of the repository, where every rule has the id that it is known by."""
    return _written(rubric.name)


def _nodes_in(nodes: Sequence[Written]) -> Iterator[Written]:
    for node in nodes:
        yield node
        yield from _nodes_in(node.get("indicators", ()))


def _name(spec: Written, rule: BoundRule | BoundCombination) -> None:
    spec["id"] = rule.id
    if isinstance(rule, BoundCombination):
        for part, inner in zip(spec[rule.key], rule.parts, strict=True):
            _name(part, inner)
