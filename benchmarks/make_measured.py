"""Units like those of `make_villages`, but a third of the indicators rests on measured figures, so that no two rows are alike.

Days with four places, amounts of money and quantities as decimals or floats, and ratios of them. `STEPPED` counts begun steps
and rounds; `PLAIN` leaves the same ratios as they are, and totals then have denominators of fifty digits and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from make_villages import SORTS, Sort


def _drawn(random: np.random.Generator, units: int, low: float, high: float, places: int) -> Any:
    """Figures of so many places, as floats nearest to them."""
    return random.integers(round(low * 10**places), round(high * 10**places), units) / 10**places


def _days(random: np.random.Generator, units: int) -> Mapping[str, Any]:
    return {"用时": _drawn(random, units, 28, 38, 4)}


def _money(random: np.random.Generator, units: int) -> Mapping[str, Any]:
    due = _drawn(random, units, 100, 10_000, 2)
    return {"应收": due, "到账": np.round(due * random.uniform(0.75, 1, units), 2)}


def _work(random: np.random.Generator, units: int) -> Mapping[str, Any]:
    aim = _drawn(random, units, 10, 1_000, 2)
    return {"目标": aim, "完成": np.round(aim * random.uniform(0.5, 1.05, units), 4)}


_DAYS: Final = Sort(
    2,
    {"用时": "number"},
    "[{{deduct: 0.25, per: 1, above: 30, of: 用时{n}, partial: in_proportion, at_most: 2, text: 超过30日的每日扣0.25分}}]",
    _days,
    "2 - min(0.25 * max(用时{n} - 30, 0), 2)",
    lambda of, n: 2 - np.minimum(0.25 * np.maximum(of[f"用时{n}"] - 30, 0), 2),
    lambda of: 2 - ((of("用时") - 30).clip(lower_bound=0) * 0.25).clip(upper_bound=2),
    {"用时": 4},
)
_MONEY: Final = {"应收": "{type: number, min: 1}", "到账": "number"}
_WORK: Final = {"目标": "{type: number, min: 1}", "完成": "number"}
_OF_MONEY: Final = "deduct: 0.2, per: 1%, below: 95%, of: 到账{n} / 应收{n}, at_most: 3, text: 每低1个百分点扣0.2分"
_OF_WORK: Final = "award: 3, in_proportion_to: 完成{n} / 目标{n}, text: 按完成的比例得分"

_STEPPED_MONEY: Final = Sort(
    3,
    _MONEY,
    f"[{{{{{_OF_MONEY}, partial: counts_as_whole}}}}]",
    _money,
    "3 - min(0.2 * ceil(max(0.95 - 到账{n} / 应收{n}, 0) * 100), 3)",
    lambda of, n: 3 - np.minimum(0.2 * np.ceil(np.maximum(0.95 - of[f"到账{n}"] / of[f"应收{n}"], 0) * 100), 3),
    lambda of: 3 - (((0.95 - of("到账") / of("应收")).clip(lower_bound=0) * 100).ceil() * 0.2).clip(upper_bound=3),
)
_PLAIN_MONEY: Final = Sort(
    3,
    _MONEY,
    f"[{{{{{_OF_MONEY}, partial: in_proportion}}}}]",
    _money,
    "3 - min(20 * max(0.95 - 到账{n} / 应收{n}, 0), 3)",
    lambda of, n: 3 - np.minimum(20 * np.maximum(0.95 - of[f"到账{n}"] / of[f"应收{n}"], 0), 3),
    lambda of: 3 - ((0.95 - of("到账") / of("应收")).clip(lower_bound=0) * 20).clip(upper_bound=3),
)
_ROUNDED_WORK: Final = Sort(
    3,
    _WORK,
    f"[{{{{{_OF_WORK}, round: {{{{places: 2}}}}}}}}]",
    _work,
    "rounded(3 * min(完成{n} / 目标{n}, 1), 2)",
    lambda of, n: np.floor(3 * np.minimum(of[f"完成{n}"] / of[f"目标{n}"], 1) * 100 + 0.5) / 100,
    lambda of: ((of("完成") / of("目标")).clip(upper_bound=1) * 3 * 100 + 0.5).floor() / 100,
    {"目标": 2, "完成": 4},
)
_PLAIN_WORK: Final = Sort(
    3,
    _WORK,
    f"[{{{{{_OF_WORK}}}}}]",
    _work,
    "3 * min(完成{n} / 目标{n}, 1)",
    lambda of, n: 3 * np.minimum(of[f"完成{n}"] / of[f"目标{n}"], 1),
    lambda of: (of("完成") / of("目标")).clip(upper_bound=1) * 3,
    {"目标": 2, "完成": 4},
)


def _mixed(measured: Sequence[Sort]) -> tuple[Sort, ...]:
    """One measured indicator before every two of counts and flags."""
    counted = len(SORTS)
    return tuple(
        sort
        for place in range(len(measured) * counted)
        for sort in (measured[place % len(measured)], SORTS[2 * place % counted], SORTS[(2 * place + 1) % counted])
    )


STEPPED: Final = _mixed((_DAYS, _STEPPED_MONEY, _ROUNDED_WORK))
PLAIN: Final = _mixed((_DAYS, _PLAIN_MONEY, _PLAIN_WORK))
