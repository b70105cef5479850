"""Write ledger.generated.yaml: invented progress for the 43 tasks of roster.yaml.

Nothing in the output is real. Every draw is a digest of the seed and of what is drawn, so the file
is the same on every machine and does not depend on the order of the units.
"""

import hashlib
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SEED = "liaoyang-2015"
DEADLINE = "2015-11-30"
STATES = [("按期完成", 48), ("正常推进", 74), ("逾期完成", 88), ("明显滞后", 96), ("尚未启动", 100)]
HEADER = f"""\
# 生成的演示数据，不是真实情况（generated, not real）：由 make_ledger.py 按花名册生成。
# 任何单位都没有报送过这些数字。
lawscore: 1
rubric: department-tasks@2015.1
period: {{from: 2015-01-01, to: 2015-12-31}}
givens:
  台账报送期限: {DEADLINE}               # 来文写作“11月31日”，演示数据改用当月最后一日
submissions:
"""


def draw(*what: str) -> int:
    """Draw a number from 0 to 99 that belongs to `what`."""
    digest = hashlib.sha256("/".join((SEED, *what)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100


def happens(chance: int, *what: str) -> bool:
    """Say whether it happens, as it does in `chance` of a hundred draws."""
    return draw(*what) < chance


def yes(chance: int, *what: str) -> str:
    """是 if it happens, else 否."""
    return "是" if happens(chance, *what) else "否"


def state(unit: str, task: str) -> str:
    """Draw the progress of one task in one unit."""
    drawn = draw(unit, task, "state")
    return next(name for name, below in STATES if drawn < below)


def ledger(unit: str, own: list[str]) -> list[str]:
    """Draw the rows of a unit's ledger: one for each task it leads, now and then one forgotten."""
    kept = [task for task in own if len(own) == 1 or happens(95, unit, task, "kept")]
    return [
        f'        - {{任务编号: "{task}", 要素缺项: {max(0, draw(unit, task, "gaps") - 85) // 5}, '
        f"成效已报: {yes(90, unit, task, 'reported')}}}"
        for task in kept
    ]


def filed(unit: str) -> str:
    """Draw the day the ledger was filed: by the end of November, or a few days into December."""
    late = max(0, draw(unit, "late") - 75) // 4
    return f"2015-12-{late:02}" if late else f"2015-11-{20 + draw(unit, 'day') % 11}"


def spread(unit: str) -> list[str]:
    """Draw one good practice taken up elsewhere, which one unit in four has."""
    if not happens(25, unit, "spread"):
        return []
    number = f"演示〔2015〕{draw(unit, 'number') + 1}号"
    level = "省" if happens(40, unit, "level") else "市"
    day = f"2015-{draw(unit, 'month') % 12 + 1:02}-15"
    row = f"推广文号: {number}, 推广事项: 示范做法, 推广级别: {level}, 推广日期: {day}"
    return ["      经验推广:", f"        - {{{row}}}"]


def submission(unit: dict) -> list[str]:
    """Write one unit's part of the file."""
    name = unit["id"]
    own = [task for task, role in unit["roles"].items() if role != "support"]
    before = 3 + draw(name, "weight") % 4
    planned = 10 + draw(name, "planned") % 11
    meetings = (
        f"      听取汇报次数: {1 + happens(70, name, 'briefings')}"
        if unit["class"] == "county"
        else f"      推进会次数: {2 + draw(name, 'meetings') % 4}"
    )
    return [
        f"  - unit: {name}",
        "    layer: verified",
        "    values:",
        *(f'      "{task}": {state(name, task)}' for task in unit["roles"]),
        f"      牵头任务数: {len(own)}",
        f"      配合任务数: {len(unit['roles']) - len(own)}",
        "      台账:",
        *ledger(name, own),
        f"      台账报送日期: {filed(name)}",
        f"      分管副市长审阅: {yes(90, name, 'read')}",
        meetings,
        "      纳入绩效考核: 是",
        f"      上年考核权重: {before}%",
        f"      本年考核权重: {before + happens(65, name, 'raised')}%",
        f"      已制定规划: {yes(90, name, 'plan')}",
        f"      已制定年度计划: {yes(95, name, 'year plan')}",
        f"      计划指标数: {planned}",
        f"      已分解指标数: {planned - max(0, draw(name, 'divided') - 70) // 10}",
        *spread(name),
        "    answers:",
        *(f"      - {{veto: {veto}, answer: 否, assessor: 演示核查组}}" for veto in ("V1", "V2")),
    ]


def main() -> None:
    """Read the roster, write the ledger beside it."""
    roster = yaml.safe_load((HERE / "roster.yaml").read_text(encoding="utf-8"))
    lines = [line for unit in roster["units"] for line in submission(unit)]
    text = HEADER + "\n".join(lines) + "\n"
    (HERE / "ledger.generated.yaml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
