"""Computes published indices again, digit for digit, and prints how many of the published values came out.

    python examples/published/replay.py             all of them
    python examples/published/replay.py hdi wjp     some of them
    python examples/published/replay.py --write     all of them, and the table goes into README.md and README.zh-CN.md

The inputs and the published values are read from the folder that LAWSCORE_TRUTH names, by default ../shared/truth beside
the checkout. They belong to their publishers and are not part of this project. The exit code is 0 if every value matched.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from replays import asem, dmn_rounding, dmn_tables, freedom_house, hdi, wjp
from replays.tally import Tally

HERE: Final = Path(__file__).resolve().parent


class Replay(NamedTuple):
    """One row of the table: its words in both languages, and what computes it."""

    run: Callable[[Path], Tally]
    title: Mapping[str, str]
    closeness: Mapping[str, str]


REPLAYS: Final[Mapping[str, Replay]] = {
    "wjp": Replay(
        wjp.replay,
        {
            "en": "World Justice Project Rule of Law Index, 2012–2025: 8 factors and the score of 1,484 countries and years",
            "zh": "世界正义工程法治指数2012—2025年：1484个国家和年份的8个因素和总分",
        },
        {"en": "1e-12; factors of 2012–2013: 0.005", "zh": "1e-12；2012—2013年的因素：0.005"},
    ),
    "freedom-house": Replay(
        freedom_house.replay,
        {
            "en": "Freedom in the World, 2013–2024: 13 results of 2,515 countries and years",
            "zh": "世界自由度评估2013—2024年版：2515个国家和年份的13项结果",
        },
        {"en": "exact", "zh": "逐位相同"},
    ),
    "hdi": Replay(
        hdi.replay,
        {
            "en": "Human Development Index, 1990–2021: 5,571 values, ranks and tiers of 2021",
            "zh": "人类发展指数1990—2021年：5571个值，2021年的位次和组别",
        },
        {"en": "exact", "zh": "逐位相同"},
    ),
    "asem": Replay(
        asem.replay,
        {
            "en": "ASEM Sustainable Connectivity: 49 indicators, 11 means, scores and ranks of 51 countries",
            "zh": "亚欧会议可持续联通指数：51个国家的49项指标、11项平均、得分和位次",
        },
        {"en": "1e-9; scores of two decimals and ranks exact", "zh": "1e-9；两位小数的得分和位次逐位相同"},
    ),
    "dmn-tables": Replay(
        dmn_tables.replay,
        {
            "en": "DMN conformance: 17 decision tables of every hit policy, 51 cases",
            "zh": "DMN一致性测试：17张决策表，各种命中策略，51个用例",
        },
        {"en": "exact", "zh": "逐位相同"},
    ),
    "dmn-rounding": Replay(
        dmn_rounding.replay,
        {"en": "DMN conformance: 44 calls of the rounding functions", "zh": "DMN一致性测试：44次舍入函数调用"},
        {"en": "exact", "zh": "逐位相同"},
    ),
}
READMES: Final = {"en": HERE / "README.md", "zh": HERE / "README.zh-CN.md"}
_HEADS: Final = {"en": ("published", "how close", "matched", "of"), "zh": ("公布的结果", "允许的差", "相符", "共")}
_MARKED: Final = re.compile(r"(<!-- generated: replay -->\n)(.*?)(<!-- /generated -->)", re.DOTALL)


def truth_folder() -> Path:
    """Where the inputs and the published values are."""
    return Path(os.environ.get("LAWSCORE_TRUTH") or HERE.parents[2] / "shared" / "truth")


def table(tallies: Mapping[str, Tally], language: str) -> str:
    """How many of the published values came out, as a table of the README."""
    rows = "".join(row(name, tally, language) for name, tally in tallies.items())
    return _line(_HEADS[language]) + _line(("---", "---", "---:", "---:")) + rows


def row(name: str, tally: Tally, language: str) -> str:
    """The line of one index."""
    replay = REPLAYS[name]
    return _line((replay.title[language], replay.closeness[language], f"{tally.matched:,}", f"{tally.total:,}"))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def table_in(text: str) -> str:
    """The table that stands in the text of a README."""
    found = _MARKED.search(text)
    return found[2] if found else ""


def with_table(text: str, written: str) -> str:
    """The text of a README with its table replaced."""
    return _MARKED.sub(lambda marks: marks[1] + written + marks[3], text)


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a value did not match, 2 where nothing could be compared."""
    names = [name for name in arguments if name != "--write"] or list(REPLAYS)
    if not set(names) <= set(REPLAYS):
        print(__doc__, f"\nNames: {', '.join(REPLAYS)}", file=sys.stderr)
        return 2
    if not truth_folder().is_dir():
        print(f"the published values are not here: {truth_folder()} (set LAWSCORE_TRUTH)", file=sys.stderr)
        return 2
    tallies = {name: REPLAYS[name].run(truth_folder()) for name in names}
    print(table(tallies, "en"), end="")
    print(*(line for tally in tallies.values() for line in tally.mismatches), sep="\n", end="")
    if "--write" in arguments and len(tallies) == len(REPLAYS):
        for language, path in READMES.items():
            path.write_text(with_table(path.read_text(encoding="utf-8"), table(tallies, language)), encoding="utf-8")
    return int(any(tally.matched < tally.total for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
