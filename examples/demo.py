"""`make demo`: score the five examples, print the standings, explain one indicator, leave all results under out/.

It calls what the command calls; each heading is the command that prints the same table.
"""

import sys

from runs import HERE, RUNS, assess_run

from lawscore.reports.problem_text import render
from lawscore.reports.standings import items_table, standings_table
from lawscore.reports.tables import render_table

ROOT = HERE.parent
OUT = ROOT / "out"
ENOUGH_ROWS = 16
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}


def show(run):
    """Score one run, print its standings and its first finding, write everything else to files."""
    found = assess_run(run)
    files = " ".join(str(file.relative_to(ROOT)) for file in run.files)
    name = f"{run.example}.{run.name}"
    write(f"{name}.json", found.to_json("zh"))
    write(f"{name}.items.csv", render_table(items_table(found.results, "zh"), "csv"))
    write(
        f"{name}.problems.txt", "".join(f"{SEVERITIES[one.severity]} {render(one, 'zh')}\n" for one in found.problems)
    )
    if run.unit:
        write(f"{name}.{run.unit}.txt", found[run.unit].explain(language="zh"))
    print(f"\n■ {run.example}：lawscore score {run.rubric} {files}\n")
    lines = render_table(standings_table(found.results, "zh"), "table").splitlines()
    print("\n".join(lines[: ENOUGH_ROWS + 2]))
    if len(lines) > ENOUGH_ROWS + 2:
        print(f"  …… 另有 {len(lines) - ENOUGH_ROWS - 2} 行，见 out/{name}.json")
    if found.problems:
        first = found.problems[0]
        print(f"\n  数据问题 {len(found.problems)} 条（out/{name}.problems.txt），例如：")
        print(f"  {SEVERITIES[first.severity]} {first.where}: {first.message('zh')}".replace(f"{ROOT}/", ""))
    return found


def write(name, text):
    (OUT / name).write_text(text.replace(f"{ROOT}/", ""), encoding="utf-8")


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    OUT.mkdir(exist_ok=True)
    results = {run: show(run) for run in RUNS}
    explained = next(run for run in RUNS if run.indicator and run.example == "tieling-2023")
    files = " ".join(str(file.relative_to(ROOT)) for file in explained.files)
    options = f"--unit {explained.unit} --indicator {explained.indicator}"
    print(f"\n■ lawscore explain {explained.rubric} {files} {options}\n")
    print(results[explained][explained.unit].explain(explained.indicator, "zh"))
    print(
        "全部结果在 out/ 下：*.json（结果）、*.items.csv（扣分加分明细）、*.problems.txt（数据问题）、*.txt（逐项说明）"
    )


if __name__ == "__main__":
    main()
