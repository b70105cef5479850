"""What the rows of the table are called, in both languages."""

from __future__ import annotations

from typing import Final, NamedTuple

Language = str


class Told(NamedTuple):
    """A name in English and in Chinese."""

    en: str
    zh: str


#: In the order of the table.
WORKS: Final[dict[str, Told]] = {
    "columns": Told("1 M units × 100 indicators, counts and flags: every score and total", "100 万个单位 × 100 项指标（件数和是否）：各项得分和总分"),
    "columns_items": Told("the same, with all items written to Parquet", "同上，全部明细写入 Parquet"),
    "columns_ordinary": Told("3,000 units × 100 indicators, all together", "3000 个单位 × 100 项指标，合计"),
    "measured": Told("a third of the indicators on decimals and ratios in steps or rounded, all rows distinct", "三分之一的指标为小数和分档或取整的比率，各行都不同"),
    "measured_unrounded": Told("the same with unrounded ratios", "同上，比率不取整"),
    "stream": Told("20 M units from one Parquet file into another", "2000 万个单位，从 Parquet 文件到 Parquet 文件"),
    "stream_memory": Told("the same: peak memory", "同上：内存峰值"),
    "explained": Told("one unit, 100 indicators, every item explained", "一个单位，100 项指标，逐条说明理由"),
    "standings": Told("rank and grade 1 M units in 1,000 classes, with ties and quotas", "100 万个单位分 1000 个组别排名定等次，有同分和名额"),
    "standings_chain": Told("the same with a chain that breaks ties", "同上，同分再依次比较"),
    "sensitivity": Told("sensitivity: 1,000 units × 200 rules × 1,000 draws", "排名稳健性：1000 个单位 × 200 条规则 × 1000 次变动"),
    "start": Told("`lawscore score` from a cold start", "命令行冷启动：`lawscore score`"),
    "spark": Told("Spark, 60 indicators", "Spark，60 项指标"),
    "one_unit": Told("score one unit, an ordinary one", "一个单位计分（一般情形）"),
    "one_unit_worst": Told("score one unit that loses points everywhere", "一个单位计分（处处扣分）"),
    "units": Told("score 200 units, for each of them", "两百个单位计分，平均每个"),
    "load": Told("load a rubric", "读入一份细则"),
    "workbooks": Told("read a filled-in form of 170 fields", "读入一份填好的填报表（170 项）"),
}  # fmt: skip

#: Those whose names are not the same in Chinese.
WAYS: Final[dict[str, str]] = {
    "numpy by hand": "手写 numpy",
    "numpy by hand, in blocks": "手写 numpy，分块",
    "polars by hand": "手写 polars",
    "simpleeval, parsed once": "simpleeval，只解析一次",
    "simpleeval, parsed at each call": "simpleeval，每次解析",
    "polars, ranks only": "polars，只排名次",
    "zen-engine with its trace, one node": "zen-engine 带 trace，一个节点",
    "zen-engine with its trace, a node for each indicator": "zen-engine 带 trace，每项指标一个节点",
    "lawscore, no items": "lawscore，不要明细",
    "lawscore, nothing written": "lawscore，不写文件",
    "lawscore, 1 M units": "lawscore，100 万个单位",
    "openpyxl (cells only)": "openpyxl（只读单元格）",
}

#: A bar of each sort, and whether it is held.
BARS: Final[dict[str, Told]] = {
    "most": Told("at most {figure}", "不超过 {figure}"),
    "faster": Told("lawscore at least {figure} × as fast", "lawscore 的速度至少为其 {figure} 倍"),
    "within": Told("lawscore at most {figure} × as long", "lawscore 用时不超过其 {figure} 倍"),
}
#: What is measured where a bar is asked.
FOUND: Final[dict[str, Told]] = {
    "faster": Told("{figure} × as fast", "为其 {figure} 倍"),
    "within": Told("{figure} × as long", "为其 {figure} 倍"),
}
FASTER: Final = Told("lawscore the faster one", "lawscore 更快")
MORE: Final = Told("{bar}, plus {more}", "{bar}加 {more}")
HELD: Final = Told("✓ held", "✓ 达到")
NOT_HELD: Final = Told("✗ not held", "✗ 未达到")


def work(key: str, language: Language) -> str:
    """The name of a piece of work; one that has none is told by its key."""
    told = WORKS.get(key)
    return key if told is None else getattr(told, language)


def way(key: str, language: Language) -> str:
    """The name of who does it."""
    if key.startswith("python -c"):
        return f"`{key}`"
    return WAYS.get(key, key) if language == "zh" else key
