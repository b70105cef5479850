"""A percentage in a cell, in a CSV file and in YAML: what lacks its sign is refused alike; 9600% is remarked on."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lawscore.expressions.values import Unknown
from lawscore.loading.submissions import load_submissions
from tests.office.test_template_reading import read, said
from tests.support_data import RUBRIC, unit
from tests.support_forms import FIELD, row_of


def percent(value: Any, shown: str):
    def change(book: Any) -> None:
        sheet = book["填报表"]
        cell = sheet.cell(row_of(sheet, "满意率"), FIELD["value"])
        cell.value, cell.number_format = value, shown

    return change


@pytest.mark.parametrize(
    ("stored", "meant", "typed"),
    [(96, "9600%", "96"), (95.5, "9550%", "95.5"), (5, "500%", "5"), (12.25, "1225%", "12.25")],
)
def test_a_number_of_percent_in_a_percent_cell_is_remarked_on(tmp_path: Path, stored, meant, typed):
    found = read(tmp_path, percent(stored, "0.00%"))
    assert said(found, tmp_path) == [
        (
            f"a.xlsx!填报表!E8 warning: 百分比格式的单元格里存的是 {typed}，读作 {meant} → 如果指 {typed}%，请在格中输入 {typed}%；"
            f"确实是 {meant} 的，不必改"
        )
    ]
    assert said(found, tmp_path, "en") == [
        (
            f"a.xlsx!填报表!E8 warning: the cell has a percent format and holds {typed}, which is read as {meant} "
            f"→ if {typed}% is meant, type {typed}% into the cell; if it is {meant}, leave it as it is"
        )
    ]
    assert unit(found).values["满意率"] == Fraction(typed)


@pytest.mark.parametrize("stored", [0.96, 1, 0, 1.2, 2.5])
def test_a_likely_percentage_is_not(tmp_path: Path, stored):
    found = read(tmp_path, percent(stored, "0.00%"))
    assert said(found, tmp_path) == []
    assert unit(found).values["满意率"] == Fraction(str(stored))


@pytest.mark.parametrize("shown", ["General", "@", "0.00"])
def test_without_its_sign_it_is_refused_in_a_cell_as_in_csv_and_yaml(tmp_path: Path, shown):
    refused = "此处应为百分比（如 92.02%），“96”缺少百分号"
    found = read(tmp_path, percent(96, shown))
    (problem,) = [one for one in found.problems if one.severity == "error"]
    assert problem.message("zh") == refused
    assert str(problem.where).endswith("a.xlsx!填报表!E8")
    assert isinstance(unit(found).values["满意率"], Unknown)
    table, entry = tmp_path / "a.csv", tmp_path / "a.yaml"
    table.write_text("unit,name,class,满意率\ntieling,铁岭县,county,96\n", encoding="utf-8")
    entry.write_text(
        "lawscore: 1\nperiod: 2023\nunits: [{id: tieling, name: 铁岭县, class: county}]\n"
        "submissions: [{unit: tieling, values: {满意率: 96}}]\n",
        encoding="utf-8",
    )
    for path in (table, entry):
        there = load_submissions(RUBRIC, [path])
        assert refused in [one.message("zh") for one in there.problems if one.severity == "error"]
        assert isinstance(unit(there).values["满意率"], Unknown)
