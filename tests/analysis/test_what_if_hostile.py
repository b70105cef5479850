"""What-if on any rubric: a setting that changes nothing is taken everywhere; odd addresses and files are refused in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lawscore.analysis.diff import diff_rubrics
from lawscore.analysis.diff.addresses import Addresses
from lawscore.analysis.diff.tree import tree_of
from lawscore.analysis.effect.setting import set_rubric
from lawscore.conformance.running import load_case
from lawscore.loading.rubrics import find_rubric, rubric_files
from lawscore.loading.what_if import load_changes
from lawscore.rubric.bound import Rubric
from lawscore.rubric.migration import UNCHANGED
from tests.support import rubric_of
from tests.support_kit import KIT

RUBRICS = Path(__file__).parents[2] / "rubrics"
BASE = """
points: 10
fields: {n: count}
indicators: [{id: "1.1", points: 10, ceiling: 9.5, rules: [{id: r, deduct: 1, each: n}]}]
grades: {using: exact, bands: [{grade: 好, from: 5}, {grade: 差, else: true}]}
"""


def _every_rubric() -> Iterator[tuple[str, Rubric]]:
    loaded = [(case.id, load_case(file, case, KIT.base)) for file, case in KIT.cases()]
    loaded += [(str(path), find_rubric(path)) for path in rubric_files(RUBRICS)]
    return ((name, one.rubric) for name, one in loaded if one.rubric is not None)


def test_every_rubric_takes_a_setting_that_changes_nothing():
    refused = {}
    for name, rubric in _every_rubric():
        leaf = next(iter(rubric.document.indicators))
        tree = tree_of(rubric.document)
        address = f"{leaf.id}.points" if leaf.points is not None else "title"
        path = Addresses(tree).find(address)
        assert path is not None
        wanted, _ = load_changes({"set": {address: Addresses(tree).value(path)}})
        assert wanted is not None
        changed, problems = set_rubric(rubric, wanted)
        if changed is None or tree_of(changed.document) != tree:
            refused[name] = [problem.message("en") for problem in problems]
    assert refused == {}


def _set(address: str, value: object) -> tuple[Rubric | None, list[tuple[str, str]]]:
    wanted, _ = load_changes({"set": {address: value}})
    assert wanted is not None
    changed, problems = set_rubric(rubric_of(BASE), wanted)
    return changed, [(problem.message("en"), problem.hint_text("en") or "") for problem in problems]


def test_a_limit_with_decimals_is_told_with_decimals():
    changed, problems = _set("1.1.ceiling", "9")
    assert (problems, changed is None) == ([], False)
    assert changed is not None
    (change,) = diff_rubrics(rubric_of(BASE), changed, UNCHANGED)
    assert (change.before, change.after) == ("9.5", "9")


@pytest.mark.parametrize(
    "address",
    ["1.1/r.deduct.first", "fields.n.absent.x", "grades.using.foo", "1.1.rules.9.deduct", "grades.bands.0.from"],
)
def test_what_cannot_have_a_part_is_no_address(address: str):
    _, ((message, hint),) = _set(address, "2")
    assert message == f"the rubric has no address '{address}'"
    assert hint.startswith("did you mean ")


def test_places_in_lists_count_from_one():
    for address, told in (("grades.bands.1.from", "grades.好.from"), ("1.1.rules.1.deduct", "1.1/r.deduct")):
        changed, problems = _set(address, "2")
        assert changed is not None, problems
        assert [one.address for one in diff_rubrics(rubric_of(BASE), changed, UNCHANGED)] == [told]


def test_an_address_without_end_is_shortened():
    _, ((message, _),) = _set("x" * 300, "2")
    assert re.fullmatch(r"the rubric has no address 'x{39}…'", message)


@pytest.mark.parametrize("text", ['units: {"": {n: 1}}', 'answers: {"": {a: 1}}', 'set: {"": 1}'])
def test_a_name_of_nothing_is_told_at_its_line(tmp_path: Path, text: str):
    file = tmp_path / "changes.yaml"
    file.write_text(f"{text}\n", encoding="utf-8")
    wanted, (problem,) = load_changes(file)
    assert wanted is None
    assert (problem.where.line, problem.message("en")) == (1, "'' must not be empty")


def test_a_file_takes_a_key_out_with_an_empty_text(tmp_path: Path):
    file = tmp_path / "changes.yaml"
    file.write_text('set: {1.1.ceiling: ""}\n', encoding="utf-8")
    wanted, _ = load_changes(file)
    assert wanted is not None
    changed, problems = set_rubric(rubric_of(BASE), wanted)
    assert changed is not None, problems
    assert changed.document.indicators[0].ceiling is None


def test_what_is_set_over_a_file_is_one_name_whatever_its_width():
    file, _ = load_changes({"units": {"d1": {"n": 1, "m": 5}}, "givens": {"g": 1}})
    line, _ = load_changes({"units": {"ｄ1": {"ｎ": 2}}, "givens": {"ｇ": 2}})
    assert file is not None
    assert line is not None
    both = file.plus(line).document
    assert (both.units, both.givens) == ({"ｄ1": {"m": 5, "ｎ": 2}}, {"ｇ": 2})


@pytest.mark.parametrize("name", ["*@latest", "?emo@latest", "../rub/demo@latest", "/tmp/x@latest", "..@latest"])
def test_an_id_is_meant_as_it_is_written(tmp_path: Path, name: str):
    folder = tmp_path / "rub" / "demo"
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text("rubric: demo\n", encoding="utf-8")
    (problem,) = find_rubric(name, [tmp_path / "rub"]).problems
    assert problem.code == "rubric_not_found"
    assert problem.facts["name"] == name


def test_the_year_nought_is_no_year(tmp_path: Path):
    (problem,) = find_rubric("demo@latest:0000", [tmp_path]).problems
    assert problem.code == "latest_form"
