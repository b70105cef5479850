"""A form that is filled in scores as the YAML does: the examples of the repository, unit by unit, digit by digit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import lawscore
from lawscore.facts.unit import Unit
from lawscore.loading.submissions import read_documents
from lawscore.rubric.bound import Rubric
from lawscore.submission.document import RosterUnit, Submission
from tests.support_forms import blank, fill, saved
from tests.support_libreoffice import Convert

ROOT = Path(__file__).parents[2]

#: Rubric, data of one unit each, and what else is common to all.
EXAMPLES = {
    "county": ("county-government/2023.1", "tieling-2023/county.yaml", ["tieling"]),
    "township": ("township-government/2023.1", "heyan-2023/township.yaml", ["heyan"]),
    "departments": ("department-assessment/2017.1", "daying-2017/departments.generated.yaml", ["huanbao", "tongxian"]),
}


def rubric_of(name: str) -> Rubric:
    return lawscore.load_rubric(ROOT / "rubrics" / f"{name}.yaml")


def result(rubric: Rubric, paths: list[Path]) -> Any:
    """All digits of the units, without the names of files."""
    units = lawscore.assess(rubric, paths).to_dict()["units"]
    return [
        {key: unit[key] for key in ("id", "state", "score", "exact", "bounds", "indicators", "items")} for unit in units
    ]


def filled(rubric: Rubric, data: Path, folder: Path, wanted: list[str]) -> list[Path]:
    """The forms of the units, filled in with what the data say of them; and the rest of the data as YAML."""
    document = read_documents(rubric, [data])[0][0].document
    paths: list[Path] = []
    for about in document.units:
        parts = [one for one in document.submissions if one.unit == about.id]
        if about.id not in wanted or not parts:
            continue
        paths += [_form(rubric, about, part, folder) for part in parts]
    return paths


def _form(rubric: Rubric, about: RosterUnit, part: Submission, folder: Path) -> Path:
    unit = Unit(id=about.id, name=about.name or about.id, unit_class=about.unit_class)
    plan, book = blank(rubric, unit, layer=part.layer, answers=True)
    fill(plan, book, part)
    return saved(book, folder / f"{about.name}-{part.layer}.xlsx")


def only(data: Path, units: list[str], folder: Path) -> Path:
    """The data of some units only, as YAML."""
    import yaml

    tree = yaml.load(data.read_text("utf-8"), yaml.BaseLoader)
    tree["units"] = [one for one in tree["units"] if one["id"] in units]
    tree["submissions"] = [one for one in tree["submissions"] if one["unit"] in units]
    path = folder / "only.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return path


def common(data: Path, folder: Path) -> list[Path]:
    """What the data say of all units: figures that are common to them."""
    import yaml

    tree = yaml.load(data.read_text("utf-8"), yaml.BaseLoader)
    if "givens" not in tree:
        return []
    path = folder / "givens.yaml"
    path.write_text(yaml.safe_dump({"lawscore": "1", "givens": tree["givens"]}, allow_unicode=True), encoding="utf-8")
    return [path]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_filled_form_scores_as_the_yaml_does(example: str, tmp_path: Path) -> None:
    name, file, units = EXAMPLES[example]
    rubric, data = rubric_of(name), ROOT / "examples" / file
    forms = filled(rubric, data, tmp_path, units)
    assert forms
    expected = result(rubric, [only(data, units, tmp_path)])
    assert result(rubric, [*forms, *common(data, tmp_path)]) == expected


def test_a_form_saved_by_libreoffice_scores_the_same(tmp_path: Path, converted: Convert) -> None:
    name, file, units = EXAMPLES["county"]
    rubric, data = rubric_of(name), ROOT / "examples" / file
    [path] = filled(rubric, data, tmp_path, units)
    saved_again = tmp_path / "saved"
    converted(path, "xlsx", saved_again)
    assert result(rubric, [saved_again / path.name]) == result(rubric, [data])
