"""`make demo`: score the five examples, print the standings, explain one indicator, leave all results under out/."""

import subprocess
import sys
from pathlib import Path

from runs import HERE, RUNS

ROOT = HERE.parent
OUT = ROOT / "out"
COMMAND = [str(Path(sys.executable).parent / "lawscore")]
ENOUGH_ROWS = 16


def run(arguments):
    """Run the command; problems of the data go to a file beside the results, counted on the screen."""
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT
    )


def main():
    OUT.mkdir(exist_ok=True)
    failed = 0
    for one in RUNS:
        files = [str(file.relative_to(ROOT)) for file in one.files]
        common = [one.rubric, *files, "--rubrics", "rubrics", "--lang", "zh"]
        name = f"{one.example}.{one.name}"
        result = run(["score", *common, "--format", "json", "--output", str(OUT / f"{name}.json")])
        standings = run(["score", *common])
        (OUT / f"{name}.items.csv").write_text(
            run(["score", *common, "--view", "items", "--format", "csv"]).stdout, encoding="utf-8"
        )
        (OUT / f"{name}.problems.txt").write_text(standings.stderr, encoding="utf-8")
        print(f"\n■ {one.example}：lawscore score {one.rubric} {' '.join(files)}\n")
        lines = standings.stdout.splitlines()
        print("\n".join(lines[: ENOUGH_ROWS + 4]))
        if len(lines) > ENOUGH_ROWS + 4:
            print(f"  …… 另有 {len(lines) - ENOUGH_ROWS - 4} 行，见 out/{name}.json")
        findings = [line for line in standings.stderr.splitlines() if line[:2] in ("错误", "警告", "提示")]
        if findings:
            print(f"\n  数据问题 {len(findings)} 条（out/{name}.problems.txt），例如：\n  {findings[0]}")
        failed += result.returncode not in (0, 1)
        if one.unit:
            told = run(["explain", *common, "--unit", one.unit])
            (OUT / f"{name}.{one.unit}.txt").write_text(told.stdout, encoding="utf-8")
    explained = next(one for one in RUNS if one.indicator and one.example == "tieling-2023")
    files = [str(file.relative_to(ROOT)) for file in explained.files]
    arguments = ["explain", explained.rubric, *files, "--unit", explained.unit, "--indicator", explained.indicator]
    print(f"\n■ lawscore {' '.join(arguments)}\n")
    print(run([*arguments, "--rubrics", "rubrics", "--lang", "zh"]).stdout)
    print(
        "全部结果在 out/ 下：*.json（结果）、*.items.csv（扣分加分明细）、*.problems.txt（数据问题）、*.txt（逐项说明）"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
