"""Measures that look at other units, at the units below and at earlier years, under the fields of `strategies`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Written = dict[str, Any]

#: What a figure does where a unit owes its value, and what growth then does.
MISSING = {"unscored": ("unscored",), "leave_out": ("not_applicable", "use_available")}


def measures(missing: str) -> Mapping[str, Written]:
    """By name. With `leave_out` figures may change when a late value comes."""
    waits = {"missing": missing}
    late = MISSING[missing]
    return {
        "级均": {"peers": "mean", "of": "得分", "within": "class", "include_self": "yes", **waits},
        "他人最多": {"peers": "max", "of": "件数", "within": "all", "include_self": "no", **waits},
        "同级中位": {"peers": "median", "of": "金额 - 次数", "within": "级别", "include_self": "yes", **waits},
        "加权均": {"peers": "mean", "of": "满意率", "weight": "件数", "within": "parent", "include_self": "yes", **waits},
        "县最低": {"peers": "min", "of": "得分", "within": "county", "include_self": "yes", **waits},
        "均值的均值": {"peers": "mean", "of": "级均", "within": "立", "include_self": "yes", **waits},
        "归一": {"normalise": "min_max", "of": "得分", "within": "all", "better": "lower", "flat": "0.5", **waits},
        "离差": {
            "normalise": "z_score", "of": "件数", "within": "all", "better": "higher", "deviation": "sample", "flat": "0",
            **waits,
        },
        "百分位": {"normalise": "percentile", "of": "件数", "within": "class", "better": "higher", **waits},
        "位次": {"normalise": "rank", "of": "得分", "within": "all", "better": "higher", "tied": "mean", **waits},
        "比最好": {
            "normalise": "distance_to_best", "of": "件数", "within": "class", "better": "higher", "flat": "not_applicable",
            **waits,
        },
        "桩间": {"normalise": "goalposts", "of": "得分", "low": "0", "high": "100", "beyond": "clip"},
        "下级均": {"units": "mean", "of": "得分", "weight": "件数", "below": "this", **waits},
        "下级数": {"units": "count", "below": "this"},
        "下级总": {"units": "sum", "of": "score", "below": "this", **waits},
        "增幅": {"growth": "件数", "against": {"years_back": "1"}, "from_zero": "100%", "missing": late[0]},
        "三年增幅": {"growth": "得分", "against": {"mean_of_years": "2"}, "from_zero": "unscored", "missing": late[-1]},
        "去年": {"earlier": "件数 - 次数", "years_back": "1", "missing": late[0]},
    }  # fmt: skip


NUMBERS = (
    "级均", "他人最多", "同级中位", "县最低", "均值的均值", "归一", "离差", "百分位", "位次", "比最好", "桩间", "下级均", "下级数",
    "去年", "得分 - 级均",
)  # fmt: skip
CONDITIONS = (
    "得分 > 级均", "位次 <= 2", "增幅 > 10%", "下级数 == 0", "满意率 >= 加权均", "三年增幅 < 0%", "归一 > 50%", "去年 < 件数",
)  # fmt: skip
SHARES = ("归一", "百分位", "比最好", "桩间")
STEPS: tuple[Written, ...] = (
    {"per": "0.5", "below": "级均", "of": "得分"},
    {"per": "1%", "below": "加权均", "of": "满意率"},
    {"per": "10%", "below": "5%", "of": "增幅"},
)
#: In the rule itself.
IN_PLACE: tuple[Written, ...] = (
    {"peers": "sum", "of": "次数", "within": "all", "include_self": "no"},
    {"units": "max", "of": "得分", "below": "this"},
    {"normalise": "rank", "of": "件数", "within": "class", "better": "lower", "tied": "shared"},
)
