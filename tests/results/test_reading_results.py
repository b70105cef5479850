"""A result is read back as it was written; every mistake in it is one located sentence in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lawscore
from lawscore.problems import ResultError
from lawscore.results.model import Result
from lawscore.results.reading import load_result, load_result_text, read_result
from lawscore.results.soundness import sound
from tests.support import rubric_of

HERE = Path(__file__).parent.parent / "bad_results"
CASES = sorted(HERE.glob("*.json"))
RUBRIC = rubric_of("""
fields: {出庭: count, 应出庭: {type: count, min: 1}}
points: 10
rules: [{id: r, award: 10 * 出庭 / 应出庭, text: 出庭率}]
ranking: {within: all, using: exact}
""")


def told(problem: Any, language: Any) -> str:
    hint = problem.hint_text(language)
    return f"{problem.where.line}:{problem.where.column} {problem.message(language)}" + (f" → {hint}" if hint else "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_bad_result_says_what_it_promises(path, language):
    said = path.with_name(path.name + ".said").read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix(f"{language} ") for line in said if line.startswith(f"{language} ")]
    found = sound(load_result(path))
    assert found.result is None
    assert [told(problem, language).replace(f"{HERE}/", "") for problem in found.problems] == expected


def result_of(*values: dict[str, Any]) -> str:
    data = [{"unit": f"u{number}", **one} for number, one in enumerate(values)]
    found: str = lawscore.assess(RUBRIC, data).to_json("en")
    return found


def test_what_was_written_is_read_back():
    text = result_of({"出庭": "1", "应出庭": "3"}, {"出庭": "2"})
    result = read_result(text)
    assert [unit.state for unit in result.units] == ["final", "provisional"]
    assert (result.units[0].exact, result.units[0].score, result.units[0].rank) == ("10/3", "3.33", 1)
    assert result.model_dump(mode="json", by_alias=True, exclude_unset=True) == json.loads(text)


EXPECTED = sorted((Path(__file__).parents[2] / "examples").glob("*/expected/*.json"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_what_was_published_agrees_with_itself(path):
    assert sound(load_result(path)).problems == ()


def test_a_result_that_contradicts_itself_is_compared_but_not_built_upon():
    told = json.loads(result_of({"出庭": "1", "应出庭": "2"}))
    told["units"][0]["indicators"][0]["exact"] = "4"
    text = json.dumps(told, ensure_ascii=False)
    assert [
        problem.code for problem in lawscore.verify(text, RUBRIC, [{"unit": "u0", "出庭": "1", "应出庭": "2"}])
    ] == ["result_differs"]
    with pytest.raises(ResultError) as raised:
        read_result(text)
    assert [problem.code for problem in raised.value.problems] == ["result_sum_differs"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=4))
def test_reading_is_the_inverse_of_writing(figures):
    text = result_of(*({"出庭": str(one), "应出庭": str(all_)} for one, all_ in figures))
    result = read_result(text)
    assert result == Result.model_validate(json.loads(text))
    assert read_result(json.dumps(json.loads(text))) == result


def test_a_result_without_values_and_provenance_is_taken():
    whole = json.loads(result_of({"出庭": "1", "应出庭": "2"}))
    del whole["provenance"]
    for unit in whole["units"]:
        del unit["facts"]
    result = read_result(json.dumps(whole, ensure_ascii=False))
    assert result.provenance is None
    assert result.units[0].facts == []


def test_a_mapping_is_read_like_a_text():
    assessment = lawscore.assess(RUBRIC, [{"unit": "u", "出庭": "1", "应出庭": "2"}])
    assert load_result(assessment.to_dict()).result == read_result(assessment.to_json())


def test_a_place_in_the_file_is_known():
    found = load_result_text(result_of({"出庭": "1", "应出庭": "2"}), "r.json")
    where = found.where("units", 0, "facts", 1, "value")
    assert where.source is not None
    assert where.source[(where.column or 1) - 1 :].startswith('"2"')
    assert str(where) == f"r.json:{where.line}:{where.column}"


@pytest.mark.parametrize("cut", [1, 200, 700, -3])
def test_a_file_that_was_cut_off_is_one_problem(cut, tmp_path):
    path = tmp_path / "r.json"
    path.write_text(result_of({"出庭": "1", "应出庭": "2"})[:cut], encoding="utf-8")
    with pytest.raises(ResultError) as raised:
        read_result(path)
    (problem,) = raised.value.problems
    assert problem.where.file == str(path)
    assert problem.where.line is not None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.json", None, "there is no such file"),
        ("empty.json", b"", "the file is empty"),
        ("book.json", b"PK\x03\x04\x00\x00", "this is not a text file"),
    ],
)
def test_what_is_no_text_is_one_problem(name, content, message, tmp_path):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    (problem,) = load_result(path).problems
    assert problem.message("en").startswith(message)
