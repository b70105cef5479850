"""`lawscore check` with folders, mends and SARIF, as its users meet it."""

import json
from pathlib import Path

import jsonschema
import pytest
from support_editing import run

from lawscore.checking import CHECKS

ROOT = Path(__file__).parents[2]
SLIPPED = """\
lawscore: 1
calculation: 1
rubric: county
version: "2023.1"
status: draft
title: 考核细则
issued: {note: 示例}
period: {from: 2023-01-01, to: 2023-12-31}
points: 6
basis: {document: 某办法}
fields:
  # 由司法局填报
  迟报件数: {type：count, label: 迟报的件数}
indicators:
  - id: "1"
    title: 报送
    points: 5
    rules:
      - id: r1
        deduct：1  # 每件
        each: 迟报件数
        text: 迟报的，每件扣1分
"""

#: The essential requirements of SARIF 2.1.0 (OASIS Standard incorporating Approved Errata 01), written down from its
#: text, since the official schema cannot be fetched where the tests run; the paragraph stands beside each part.
REGION = {  # 3.30
    "type": "object",
    "required": ["startLine"],
    "additionalProperties": False,
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
}
ARTIFACT = {  # 3.4
    "type": "object", "required": ["uri"], "additionalProperties": False,
    "properties": {"uri": {"type": "string", "pattern": r"^[!-~]+$"}},
}  # fmt: skip
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}  # 3.11
RULE = {  # 3.49 reportingDescriptor
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "helpUri": {"type": "string", "format": "uri"},
        "defaultConfiguration": {
            "type": "object", "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
        },
    },
}  # fmt: skip
RESULT = {  # 3.27
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {  # 3.28, 3.29
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "physicalLocation": {
                        "type": "object", "required": ["artifactLocation"], "additionalProperties": False,
                        "properties": {"artifactLocation": ARTIFACT, "region": REGION},
                    }
                },
            },
        },
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "fixes": {  # 3.55, 3.56, 3.57
            "type": "array",
            "items": {
                "type": "object",
                "required": ["artifactChanges"],
                "properties": {
                    "description": TEXT,
                    "artifactChanges": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["artifactLocation", "replacements"],
                            "properties": {
                                "artifactLocation": ARTIFACT,
                                "replacements": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "type": "object",
                                        "required": ["deletedRegion"],
                                        "properties": {
                                            "deletedRegion": REGION,
                                            "insertedContent": {"type": "object", "required": ["text"]},
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip
LOG = {  # 3.13, 3.14, 3.18, 3.19
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "pattern": "^https://"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string", "minLength": 1},
                                    "semanticVersion": {"type": "string"},
                                    "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                                    "rules": {"type": "array", "uniqueItems": True, "items": RULE},
                                },
                            }
                        },
                    },
                    "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"]}},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


@pytest.fixture
def slipped(tmp_path, monkeypatch):
    """A rubric with two slips and a sum that does not come out."""
    folder = tmp_path / "rubrics" / "county"
    folder.mkdir(parents=True)
    path = folder / "2023.1.yaml"
    path.write_text(SLIPPED, "utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("rubrics/county/2023.1.yaml")


def test_fix_mends_the_file_and_tells_what_it_mended_and_what_is_left(slipped, capsys):
    status, told, said = run(capsys, "check", "--fix", slipped)
    lines = told.splitlines()
    assert lines[:2] == [
        f"已改 {slipped}:13：迟报件数: {{type：count, label: 迟报的件数}} → 迟报件数: {{type: count, label: 迟报的件数}}",
        f"已改 {slipped}:20：deduct：1  # 每件 → deduct: 1  # 每件",
    ]
    assert lines[-2:] == ["改正2处。", "检查了 1 份细则：错误 1，警告 0，提示 0"]
    assert (status, said) == (1, "")
    assert slipped.read_text("utf-8") == SLIPPED.replace("type：count", "type: count").replace("deduct：1", "deduct: 1")
    assert (
        run(capsys, "check", "--fix", slipped, lang="en")[1]
        .splitlines()[-1]
        .startswith("checked rubrics: 1; errors: 1")
    )


def test_fix_says_the_same_in_english(slipped, capsys):
    lines = run(capsys, "check", "--fix", slipped, lang="en")[1].splitlines()
    assert lines[1] == f"mended {slipped}:20: deduct：1  # 每件 → deduct: 1  # 每件"
    assert lines[-2] == "2 mends made."


def test_diff_shows_the_mends_and_writes_nothing(slipped, capsys):
    status, told, said = run(capsys, "check", "--fix", "--diff", slipped)
    changed = [line for line in told.splitlines() if line[:1] in "+-"]
    assert changed == [
        f"--- {slipped}", f"+++ {slipped}",
        "-  迟报件数: {type：count, label: 迟报的件数}", "+  迟报件数: {type: count, label: 迟报的件数}",
        "-        deduct：1  # 每件", "+        deduct: 1  # 每件",
    ]  # fmt: skip
    assert (status, said) == (1, "")
    assert slipped.read_text("utf-8") == SLIPPED
    assert run(capsys, "check", "--diff", slipped)[::2] == (2, "--diff 显示 --fix 会改什么，两个选项要一起写\n")


def test_json_is_what_is_left_and_the_mends_go_to_stderr(slipped, capsys):
    status, told, said = run(capsys, "check", "--fix", "--format", "json", slipped)
    assert [part["code"] for part in json.loads(told)] == ["parts_sum"]
    assert said.count("已改") == 2
    assert status == 1


def test_a_locked_version_is_not_mended(slipped, capsys):
    slipped.with_suffix(".lock").write_text("", "utf-8")
    _, _, said = run(capsys, "check", "--fix", slipped, lang="en")
    assert said == f"{slipped} is locked: it is not mended; prepare a new version\n"
    assert slipped.read_text("utf-8") == SLIPPED


def test_a_folder_stands_for_all_its_rubrics(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert (
        run(capsys, "check", "rubrics/department-assessment", lang="en")[1]
        .splitlines()[-1]
        .startswith("checked rubrics: 2;")
    )
    every = len([path for path in ROOT.glob("rubrics/*/*.yaml") if not path.name.endswith(".cases.yaml")])
    last = run(capsys, "check", "rubrics", lang="en")[1].splitlines()[-1]
    assert last.startswith(f"checked rubrics: {every}; errors: 0")


def log(capsys, *files, lang="zh"):
    _, told, _ = run(capsys, "check", "--format", "sarif", *files, lang=lang)
    found = json.loads(told)
    jsonschema.validate(found, LOG, format_checker=jsonschema.FormatChecker())
    return found["runs"][0]


def test_sarif_has_every_check_and_a_result_for_each_problem_at_its_place(slipped, capsys):
    slipped.write_text(SLIPPED.replace("：1", ": 1").replace("：count", ": count"), "utf-8")
    found = log(capsys, slipped, lang="en")
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.id for check in CHECKS]
    (result,) = found["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "parts-sum"
    assert result["level"] == "error"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "rubrics/county/2023.1.yaml"},
                "region": {"startLine": 9, "startColumn": 9},
            }
        }
    ]
    assert found["language"] == "en"
    assert "fixes" not in result


def test_the_fixes_of_sarif_make_the_file_that_fix_writes(slipped, capsys):
    found = log(capsys, slipped)
    lines = SLIPPED.splitlines(keepends=True)
    fixes = [fix for result in found["results"] for fix in result.get("fixes", [])]
    assert len(fixes) == 2
    for fix in fixes:
        (change,) = fix["artifactChanges"]
        for replacement in change["replacements"]:
            region, text = replacement["deletedRegion"], replacement["insertedContent"]["text"]
            assert region["startLine"] == region["endLine"]
            line = lines[region["startLine"] - 1]
            lines[region["startLine"] - 1] = line[: region["startColumn"] - 1] + text + line[region["endColumn"] - 1 :]
    run(capsys, "check", "--fix", slipped)
    assert "".join(lines) == slipped.read_text("utf-8")


def prints(found):
    return [result["partialFingerprints"]["lawscore/v1"] for result in found["results"]]


def test_fingerprints_stay_where_lines_and_entries_are_put_in_above(slipped, capsys):
    before = prints(log(capsys, slipped))
    moved = SLIPPED.replace("lawscore: 1\n", "# 新加的说明\n\nlawscore: 1\n").replace(
        "indicators:\n",
        'indicators:\n  - {id: "0", points: 0, ceiling: 1, rules: [{id: r1, award: 1, for: 创新, text: 创新的，加1分}]}\n',
    )
    slipped.write_text(moved, "utf-8")
    after = prints(log(capsys, slipped))
    assert set(before) <= set(after)
    assert len(set(after)) == len(after)


def test_a_path_with_chinese_is_an_address(tmp_path, capsys):
    path = tmp_path / "考核 细则.yaml"
    path.write_text(SLIPPED, "utf-8")
    uri = log(capsys, path)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == path.as_uri()
    assert uri.startswith("file:///")
