"""The examples give the committed digits, and every scored node adds up exactly."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from lawscore.schemas import SCHEMAS

sys.path.insert(0, str(Path(__file__).parent.parent / "examples"))
import runs

RESULT = jsonschema.Draft7Validator(SCHEMAS["result"]())
NAMES = [f"{run.example}/{run.name}" for run in runs.RUNS]


@pytest.mark.parametrize("run", runs.RUNS, ids=NAMES)
def test_an_example_gives_the_committed_result(run):
    found = json.loads(runs.relative(runs.assess_run(run).to_json("zh")))
    assert found == json.loads(run.expected.read_text(encoding="utf-8")), "a digit changed: see CHANGELOG, Scores"


@pytest.mark.parametrize("run", runs.RUNS, ids=NAMES)
def test_a_result_has_the_shape_of_the_schema(run):
    RESULT.validate(json.loads(run.expected.read_text(encoding="utf-8")))


@pytest.mark.parametrize("run", runs.RUNS, ids=NAMES)
def test_start_and_items_make_the_score_exactly(run):
    result = json.loads(run.expected.read_text(encoding="utf-8"))
    for unit in result["units"]:
        if unit["exact"] is not None:
            items = [Fraction(item["exact"]) for item in unit["items"] if item["indicator"] is None]
            assert Fraction(unit["start"]) + sum(items) == Fraction(unit["exact"]), unit["id"]
        for node in unit["indicators"]:
            if node["state"] != "scored":
                assert node["score"] is None
                continue
            items = [Fraction(item["exact"]) for item in unit["items"] if item["indicator"] == node["id"]]
            assert Fraction(node["start"]) + sum(items) == Fraction(node["exact"]), (unit["id"], node["id"])


@pytest.mark.parametrize(
    "path", sorted(runs.HERE.glob("*/make_*.py")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_generated_data_say_so_and_come_from_their_script(path, tmp_path):
    before = {file: file.read_bytes() for file in path.parent.glob("*.generated.yaml")}
    subprocess.run([sys.executable, str(path)], check=True, capture_output=True, cwd=runs.HERE.parent)
    for file, content in before.items():
        assert file.read_bytes() == content, file.name
        first = content.decode("utf-8").splitlines()[0]
        assert first.startswith("#")
        assert "生成" in first


@pytest.mark.parametrize("example", sorted({run.example for run in runs.RUNS}))
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_recomputes_the_total_by_hand(example, readme):
    text = (runs.HERE / example / readme).read_text(encoding="utf-8")
    assert "by hand" in text or "手算" in text or "手工" in text
