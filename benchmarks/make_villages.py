"""Many small units under a rubric of 100 indicators of counts and flags: made up, the same for the same seed.

Each indicator is told four times: as rules of the rubric, as one formula (`peer_formulas` reads it, in floats or exactly), and
as what somebody would write by hand in numpy and in polars. Points are tenths and twelfths, so that sums of floats are not
exact and ours are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, Final, NamedTuple

import numpy as np

SEED: Final = 2024
INDICATORS: Final = 100
_IN_SECTION: Final = 10

Columns = Mapping[str, Any]
#: From the columns of the units to the score of one indicator.
ByHand = Callable[[Columns], Any]
#: From what finds a column by the first part of its name to the score of one indicator, as an expression of polars.
ByExpression = Callable[[Callable[[str], Any]], Any]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of indicator: its points, fields and rules as they are written, how figures come about, and it by hand."""

    points: int
    fields: Mapping[str, str]
    rules: str
    draw: Callable[[np.random.Generator, int], Mapping[str, Any]]
    formula: str
    by_hand: Callable[[Columns, int], Any]
    polars: ByExpression
    #: The fields that come as exact decimals, and how many places they have.
    decimals: Mapping[str, int] = field(default_factory=dict)


class Villages(NamedTuple):
    """The rubric as YAML, the columns by field, each indicator by hand, and the points and names of all."""

    text: str
    columns: Columns
    by_hand: tuple[ByHand, ...]
    flags: frozenset[str]
    formulas: tuple[str, ...]
    polars: tuple[Callable[[Any], Any], ...]
    decimals: Mapping[str, int]
    ids: tuple[str, ...]

    def table(self) -> Any:
        """The units as they come: an Arrow table, a row for each."""
        import pyarrow as pa

        columns = {name: _decimal(drawn, self.decimals.get(name)) for name, drawn in self.columns.items()}
        units = len(next(iter(self.columns.values())))
        return pa.table({"unit": pa.array([f"v{number}" for number in range(units)]), **columns})


def _decimal(drawn: Any, places: int | None) -> Any:
    """A column of so many places, as decimals of 128 bits; any other as it is."""
    import pyarrow as pa

    if places is None:
        return pa.array(drawn)
    wide = np.zeros((len(drawn), 2), np.int64)  # the low half and the high one; nothing is below zero
    wide[:, 0] = np.rint(drawn * 10**places)
    return pa.Array.from_buffers(pa.decimal128(18, places), len(drawn), [None, pa.py_buffer(wide)])


def _few(random: np.random.Generator, units: int, most: int) -> Any:
    return np.where(random.random(units) < 0.1, random.integers(1, most, units), 0)


SORTS: Final = (
    Sort(
        1,
        {"落实": "yesno", "缺漏": "count"},
        "[{{deduct: 0.3, when: not 落实{n}, text: 未落实的扣0.3分}},"
        " {{deduct: 0.1, each: 缺漏{n}, at_most: 0.4, text: 每件缺漏扣0.1分}}]",
        lambda random, units: {"落实": random.random(units) > 0.1, "缺漏": _few(random, units, 7)},
        "max(1 - (0 if 落实{n} else 0.3) - min(0.1 * 缺漏{n}, 0.4), 0)",
        lambda of, n: np.maximum(1 - np.where(of[f"落实{n}"], 0, 0.3) - np.minimum(0.1 * of[f"缺漏{n}"], 0.4), 0),
        lambda of: (1 - (~of("落实")).cast(float) * 0.3 - (of("缺漏") * 0.1).clip(upper_bound=0.4)).clip(lower_bound=0),
    ),
    Sort(
        2,
        {"次数": "count", "记录": "yesno"},
        "[{{deduct: 0.5, per: 1, below: 6, of: 次数{n}, at_most: 1.5, text: 每少1次扣0.5分}},"
        " {{deduct: 0.5, when: (次数{n} > 0) and (not 记录{n}), text: 没有记录的扣0.5分}}]",
        lambda random, units: {"次数": random.integers(5, 14, units), "记录": random.random(units) > 0.1},
        "max(2 - min(0.5 * max(6 - 次数{n}, 0), 1.5) - (0.5 if 次数{n} > 0 and not 记录{n} else 0), 0)",
        lambda of, n: np.clip(
            2 - np.minimum(0.5 * np.maximum(6 - of[f"次数{n}"], 0), 1.5)
            - np.where((of[f"次数{n}"] > 0) & ~of[f"记录{n}"], 0.5, 0), 0, 2,
        ),
        lambda of: (
            2 - ((6 - of("次数")).clip(lower_bound=0) * 0.5).clip(upper_bound=1.5)
            - ((of("次数") > 0) & ~of("记录")).cast(float) * 0.5
        ).clip(lower_bound=0),
    ),
    Sort(
        2,
        {"发现": "count", "整改": "yesno"},
        "[{{deduct: 0.5, each: 发现{n}, unless: 整改{n}, at_most: 2, text: 每件扣0.5分，已整改的不扣}}]",
        lambda random, units: {"发现": _few(random, units, 6), "整改": random.random(units) > 0.5},
        "max(2 - (0 if 整改{n} else min(0.5 * 发现{n}, 2)), 0)",
        lambda of, n: np.maximum(2 - np.where(of[f"整改{n}"], 0, np.minimum(0.5 * of[f"发现{n}"], 2)), 0),
        lambda of: (2 - (~of("整改")).cast(float) * (of("发现") * 0.5).clip(upper_bound=2)).clip(lower_bound=0),
    ),
    Sort(
        3,
        {"应办": "{type: count, min: 1}", "未办": "count"},
        "[{{deduct: 3, in_proportion_to: 未办{n} / 应办{n}, text: 按未办的比例扣分}}]",
        lambda random, units: {"应办": np.full(units, 12), "未办": _few(random, units, 12)},
        "3 - 3 * min(max(未办{n} / 应办{n}, 0), 1)",
        lambda of, n: 3 - 3 * np.clip(of[f"未办{n}"] / of[f"应办{n}"], 0, 1),
        lambda of: 3 - (of("未办") / of("应办")).clip(0, 1) * 3,
    ),
)  # fmt: skip

_HEAD: Final = """lawscore: 1
calculation: 1
rubric: villages
version: "2024"
status: draft
title: 村级考核
issued: {note: 仅供测速}
period: {from: 2024-01-01, to: 2024-12-31}
"""


def make(units: int, seed: int = SEED, sorts: Sequence[Sort] = SORTS, indicators: int = INDICATORS) -> Villages:
    """The rubric and the figures of so many units."""
    random = np.random.default_rng(seed)
    fields: list[str] = []
    sections: list[list[str]] = []
    columns: dict[str, Any] = {}
    decimals: dict[str, int] = {}
    chosen = tuple(islice(cycle(sorts), indicators))
    ids = tuple(f"{number // _IN_SECTION + 1}.{number % _IN_SECTION + 1}" for number in range(indicators))
    for number, sort in enumerate(chosen):
        fields += [f"  {name}{number}: {kind}" for name, kind in sort.fields.items()]
        columns |= {f"{name}{number}": drawn for name, drawn in sort.draw(random, units).items()}
        decimals |= {f"{name}{number}": places for name, places in sort.decimals.items()}
        section, place = divmod(number, _IN_SECTION)
        if not place:
            sections.append([f'- id: "{section + 1}"', "  indicators:"])
        rules = sort.rules.format(n=number)
        sections[-1].append(f'  - {{id: "{ids[number]}", points: {sort.points}, rules: {rules}}}')
    points = sum(sort.points for sort in chosen)
    lines = [f"points: {points}", "fields:", *fields, "indicators:", *(line for part in sections for line in part)]
    return Villages(
        _HEAD + "\n".join(lines) + "\n",
        columns,
        tuple(lambda of, sort=sort, n=n: sort.by_hand(of, n) for n, sort in enumerate(chosen)),
        frozenset(name for name, drawn in columns.items() if drawn.dtype == np.bool_),
        tuple(sort.formula.format(n=n) for n, sort in enumerate(chosen)),
        tuple(lambda col, sort=sort, n=n: sort.polars(lambda name: col(f"{name}{n}")) for n, sort in enumerate(chosen)),
        decimals,
        ids,
    )
