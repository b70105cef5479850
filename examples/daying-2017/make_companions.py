"""Write departments.generated.yaml: departments.yaml with every missing figure invented.

What departments.yaml transcribes is kept; all the rest is not real. The draws are those of the
invented departments in examples/cixi-2017.
"""

import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "cixi-2017"))

from make_departments import Unit, roster, submission  # noqa: E402

HEADER = """\
# 生成的演示数据，不是真实情况（generated, not real）：由 make_companions.py 生成。
# 只有示范单位、案卷质量优秀、已报送的后评估报告三类数字照录自 departments.yaml，其余全部为生成。
lawscore: 1
rubric: department-assessment@2017.1
period: {from: 2017-01-01, to: 2017-12-31}
givens:
  年度报告截止日: 2017-03-31
  自查截止日: 2017-11-10
  记录起始日: 2016-11-01
  记录截止日: 2017-10-31
units:
"""


def stated(values: dict[str, dict[str, str]]) -> dict[str, str]:
    """Keep the transcribed values as they are written."""
    written = {name: given["value"] for name, given in values.items()}
    if "已后评估数" in written:
        written["应后评估数"] = written["已后评估数"]
    return written


def main() -> None:
    """Read departments.yaml, write its companion beside it."""
    text = (HERE / "departments.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (texts only)
    kept = {given["unit"]: stated(given["values"]) for given in data["submissions"]}
    units = [
        Unit(
            id=unit["id"],
            name=f"{unit['name']}（生成数据）",
            unit_class=unit["class"],
            seed="daying-2017",
        )
        for unit in data["units"]
    ]
    lines = [*roster(units), "submissions:"]
    lines += [line for unit in units for line in submission(unit, kept[unit.id])]
    path = HERE / "departments.generated.yaml"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
