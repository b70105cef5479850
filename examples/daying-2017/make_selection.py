"""Write selection.generated.yaml: what the selection of model units takes from the finished assessment.

The basic score, the grade and two figures are those of departments.generated.yaml under
`department-assessment@2017.1`; who applied is invented here. Nothing in the output is real.
"""

from pathlib import Path

import yaml

import lawscore

HERE = Path(__file__).resolve().parent
ASSESSED = "department-assessment@2017.1"
DID_NOT_APPLY = {"gongan"}
FIGURES = ("案卷评查得分", "无证执法次数")
HEADER = """\
# 生成的演示数据，不是真实情况（generated, not real）：由 make_selection.py 生成。
# 基础分、等次和两项数字取自 departments.generated.yaml 的考核结果；是否申报为虚构。
lawscore: 1
rubric: model-unit@2017.1
period: {from: 2017-01-01, to: 2017-12-31}
source: {document: department-assessment@2017.1的结果}
units:
"""


def roster(result):
    """Write the units under the names that they were assessed by."""
    return [f"  - {{id: {unit['id']}, name: {unit['name']}, class: {unit['class']}}}" for unit in result["units"]]


def submission(unit, figures):
    """Write what the selection looks at for one unit."""
    basic = next(node for node in unit["indicators"] if node["id"] == "基础")
    values = {
        "已申报": "否" if unit["id"] in DID_NOT_APPLY else "是",
        "基础分": basic["score"],
        "年度等次": unit["grade"],
    } | {name: str(figures[name]) for name in FIGURES}
    written = "".join(f"      {name}: {value}\n" for name, value in values.items())
    return f"  - unit: {unit['id']}\n    layer: verified\n    values:\n{written}".rstrip()


def main() -> None:
    """Assess departments.generated.yaml, write the file beside it."""
    rubric = lawscore.load_rubric(ASSESSED, [HERE.parent.parent / "rubrics"])
    data = HERE / "departments.generated.yaml"
    result = lawscore.assess(rubric, data).to_dict("zh")
    stated = yaml.load(data.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["submissions"]  # noqa: S506 (texts only)
    figures = {given["unit"]: given["values"] for given in stated}
    lines = [*roster(result), "submissions:", *(submission(unit, figures[unit["id"]]) for unit in result["units"])]
    path = HERE / "selection.generated.yaml"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
