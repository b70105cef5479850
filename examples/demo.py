"""`make demo`: score the five examples, print standings of each, explain one indicator, leave all results under out/, and of
each example a report page.

It calls what the command calls; each heading is the command that prints the same table.
"""

import sys

from runs import HERE, RUNS, assess_run

import lawscore
from lawscore.reports.problem_text import render
from lawscore.reports.standings import items_table, standings_table
from lawscore.reports.tables import render_table

ROOT = HERE.parent
OUT = ROOT / "out"
ENOUGH_ROWS = 12
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
#: The run of each example whose standings are printed.
SHOWN = {"model-units", "round-2017", "cohort", "villages", "ledger"}
LAYERS = {"self_reported": "自查", "verified": "核查", "reviewed": "复核", "adjusted": "调整"}
MENDED = {
    "mended": "整改到位",
    "partly": "部分整改",
    "not_mended": "未整改",
    "worse": "加重",
    "not_comparable": "不可比",
    "new": "今年新增",
}


def keep(run):
    """Score one run and write everything about it to files."""
    found = assess_run(run)
    name = f"{run.example}.{run.name}"
    write(f"{name}.json", found.to_json("zh"))
    write(f"{name}.items.csv", render_table(items_table(found.results, "zh"), "csv"))
    write(
        f"{name}.problems.txt", "".join(f"{SEVERITIES[one.severity]} {render(one, 'zh')}\n" for one in found.problems)
    )
    if run.unit:
        write(f"{name}.{run.unit}.txt", found[run.unit].explain(language="zh"))
    return found


def publish(run, found, since=None):
    """Draw the page of a run."""
    name = f"{run.example}.{run.name}.html"
    ((_, page),) = found.papers("page", since=since)
    (OUT / name).write_bytes(page)


def show(run, found):
    """Print the standings of a run and its first finding."""
    name = f"{run.example}.{run.name}"
    print(f"\n■ {run.example}：lawscore score {run.rubric} {files(run)}\n")
    lines = render_table(standings_table(found.results, "zh"), "table").splitlines()
    print("\n".join(lines[: ENOUGH_ROWS + 2]))
    if len(lines) > ENOUGH_ROWS + 2:
        print(f"  …… 另有 {len(lines) - ENOUGH_ROWS - 2} 行，见 out/{name}.json")
    if found.problems:
        first = found.problems[0]
        print(f"\n  数据问题 {len(found.problems)} 条（out/{name}.problems.txt），例如：")
        print(f"  {SEVERITIES[first.severity]} {first.where}: {first.message('zh')}".replace(f"{ROOT}/", ""))


def tell_round(last_year, this_year):
    """Print what the round of cixi-2017 came to; its README goes through it command by command."""
    print("\n■ cixi-2017：自查、核查、复核、调整、整改（examples/cixi-2017/README.zh-CN.md 逐条命令说明）\n")
    steps = this_year.layers().assessments
    graded = [f"{LAYERS[layer]} {sum(card.grade == '优秀' for card in cards)} 个" for layer, cards in steps.items()]
    print(f"  评为优秀的单位：{'，'.join(graded)}")
    counts = this_year.rectification(since=OUT / "cixi-2017.round-2016.json").counts()
    print(f"  2016年度的整改清单：{'，'.join(f'{MENDED[state]} {number} 项' for state, number in counts.items())}")
    rose = [unit for unit in lawscore.compare(last_year, this_year) if unit.is_in_both and unit.total.score.whole > 0]
    facts = sum(unit.total.score.by_facts > 0 for unit in rose)
    print(f"  得分比2016年度高的单位 {len(rose)} 个；2016年度也按2017年度的分值计算，仍比它高的 {facts} 个")


def files(run):
    """The data files of a run as one types them."""
    return " ".join(str(file.relative_to(ROOT)) for file in run.files)


def write(name, text):
    (OUT / name).write_text(text.replace(f"{ROOT}/", ""), encoding="utf-8")


def explain(found, run):
    """Print how the unit of a run came to its score in one indicator."""
    options = f"--unit {run.unit} --indicator {run.indicator}"
    print(f"\n■ lawscore explain {run.rubric} {files(run)} {options}\n")
    print(found[run.unit].explain(run.indicator, "zh"))


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    OUT.mkdir(exist_ok=True)
    results = {(run.example, run.name): keep(run) for run in RUNS}
    for run in RUNS:
        if run.name in SHOWN:
            show(run, results[run.example, run.name])
            last_year = OUT / "cixi-2017.round-2016.json" if run.name == "round-2017" else None
            publish(run, results[run.example, run.name], last_year)
    run = next(run for run in RUNS if run.indicator and run.example == "tieling-2023")
    explain(results[run.example, run.name], run)
    tell_round(results["cixi-2017", "round-2016"], results["cixi-2017", "round-2017"])
    print(
        "\n全部结果在 out/ 下：*.json（结果）、*.items.csv（扣分加分明细）、*.problems.txt（数据问题）、*.txt（逐项说明）"
        "，\n每个例子还有一页报告："
        + "、".join(f"out/{run.example}.{run.name}.html" for run in RUNS if run.name in SHOWN)
    )


if __name__ == "__main__":
    main()
