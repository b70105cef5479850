"""The benchmarks work: each runs once on a few units; nothing here asks how long anything takes."""

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
FEW = 10


@pytest.fixture(autouse=True)
def _beside(monkeypatch):
    """The scripts of the folder import one another, as they do when one of them is run."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.setattr(sys, "argv", sys.argv[:1])


def rows_of(name, *given):
    rows = import_module(f"bench_{name}").measure(*given)
    works = import_module("works").WORKS
    assert {row.work for row in rows} <= {*works}
    assert all(row.seconds > 0 for row in rows)
    assert {row.way for row in rows if row.ratio == 1} >= {"lawscore"}
    return {(row.work, row.way): row for row in rows}


def test_many_units_come_with_the_digits_of_fractions_and_with_their_peers():
    rows = rows_of("columns", FEW, 1)
    assert {work for work, _ in rows} == {"columns", "columns_items", "columns_ordinary"}
    assert ("columns", "numpy by hand") in rows
    assert rows["columns", "numpy by hand"].bar.sort == "within"


def test_measured_figures_come_with_the_digits_of_fractions():
    rows = rows_of("measured", FEW, 1)
    assert rows["measured", "simpleeval, parsed once"].bar.figure == 30
    assert rows["measured_unrounded", "simpleeval, parsed once"].bar.figure == 3


def test_one_unit_is_explained():
    assert ("explained", "simpleeval, parsed once") in rows_of("explained", 4, 1)


def test_a_file_is_streamed(monkeypatch):
    stream = import_module("bench_stream")

    def here(path):
        found = stream.once(path)
        return found["seconds"], found["mebibytes"]

    monkeypatch.setattr(stream, "_run", here)  # which starts processes of their own
    rows = rows_of("stream", 50, 200, 1)
    assert rows["stream", "lawscore, 1 M units"].bar.figure == pytest.approx(4.4)
    assert rows["stream_memory", "lawscore"].unit == "MiB"


def test_units_are_ranked():
    assert ("standings", "lawscore") in rows_of("standings", 3000)


def test_peers_are_told_the_same_formulas():
    zen, made = import_module("peer_zen"), import_module("make_villages").make(1)
    names = {name: f"f{place}" for place, name in enumerate(made.columns)}
    assert zen.told_of(made.formulas[1], 1, names) == [
        ("d1_0", "min([(0.5 * max([(6 - f2), 0])), 1.5])"),
        ("d1_1", "(((f2 > 0) and (not f3)) ? 0.5 : 0)"),
        ("s1", "max([((2 - $.d1_0) - $.d1_1), 0])"),
    ]


@pytest.mark.parametrize(
    ("sort", "figure", "more", "median", "held"),
    [
        ("most", 2, 0, 2, True),
        ("most", 2, 0, 2.1, False),
        ("faster", 3, 0, 3, True),
        ("faster", 3, 0, 2.9, False),
        ("within", 0.5, 0, 2, True),
        ("within", 0.5, 0, 1.9, False),
        ("within", 0.5, 0.5, 1, True),
        ("within", 0.5, 0.4, 1, False),
    ],
)
def test_a_bar_is_held_by_the_ratio_to_lawscore(sort, figure, more, median, held):
    """Lawscore takes a second, the peer of the bar `median` seconds."""
    timing = import_module("timing")
    assert timing.Row("work", "peer", median, median, timing.Bar(sort, figure, more)).held is held


def test_the_page_says_what_is_held_and_what_is_not():
    timing, page = import_module("timing"), import_module("page")
    rows = [
        timing.Row("explained", "lawscore", 0.002, 1),
        timing.Row("explained", "zen-engine with its trace, one node", 0.001, 0.5, timing.Bar("faster", 1)),
        timing.Row("start", 'python -c "import pydantic, yaml"', 0.1, 0.5, timing.Bar("within", 1.5, 0.15)),
    ]
    assert page.bars(rows, "en") == (
        "Held: 1 of 2 bars.\n\n"
        "- **Not held:** one unit, 100 indicators, every item explained, beside zen-engine with its trace, one node: "
        "asked is lawscore the faster one, measured 0.50 × as fast.\n"
    )
    assert page.bars(rows[2:], "zh") == "1 项要求全部达到。\n"
    assert page.table(
        rows, {"cpu": "c", "cores": 2, "system": "s", "python": "3", "load": 0.1}, {"numpy": "2"}, "zh"
    ) == (
        "| 工作 | 程序 | 中位数 | 与 lawscore 之比 | 要求 |\n"
        "|---|---|--:|--:|---|\n"
        "| 一个单位，100 项指标，逐条说明理由 | lawscore | 2.00 ms | 1.00 |  |\n"
        "|  | zen-engine 带 trace，一个节点 | 1.00 ms | 0.50 | lawscore 更快 ✗ 未达到 |\n"
        '| 命令行冷启动：`lawscore score` | `python -c "import pydantic, yaml"` | 100 ms | 0.50 |'
        " lawscore 用时不超过其 1.5 倍加 150 ms ✓ 达到 |\n"
        "\nc，2 核，s，Python 3，测量前系统负载 0.1；numpy 2。\n"
    )


def test_rows_are_kept_where_they_are_not_measured_again():
    run, timing = import_module("run"), import_module("timing")
    stream = timing.Row("stream", "lawscore", 100.0, 1.0, None)
    memory = timing.Row("stream_memory", "lawscore", 900.0, 1.0, timing.Bar("most", 2048), "MiB")
    again = [run.read(json.loads(json.dumps(run.told(row)))) for row in (stream, memory)]
    assert again == [stream, memory]
    start = timing.Row("start", "lawscore", 0.3, 1.0)
    assert run.kept([timing.Row("start", "lawscore", 0.4, 1.0), memory, stream], [start]) == [stream, memory, start]


def test_the_pages_have_the_places_that_the_scripts_fill():
    page = import_module("page")
    for path in page.PAGES.values():
        text = path.read_text(encoding="utf-8")
        for place in ("bars", "table", "profiles", "start", "tried"):
            assert "filled" in page.with_text(text, place, "filled\n")
