"""Files and plain Python values in, the facts of units out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lawscore.expressions.values import Cause, Unknown
from lawscore.facts.unit import Answer, Question
from lawscore.loading.plain_values import from_values
from lawscore.loading.submissions import load_submissions
from lawscore.loading.yaml_reader import read_yaml
from lawscore.submission.document import DataDocument
from lawscore.submission.gathering import Gathered
from tests.support_data import RUBRIC, said, unit

YAML = """lawscore: 1
units: [{id: tieling, name: 铁岭县, class: county}]
submissions: [{unit: tieling, values: {出庭: 16}}]
"""
JSON = '{"lawscore": 1, "submissions": [{"unit": "tieling", "values": {"应出庭": 17, "已公开": true, "支出": null}}]}'


KINDS = ".yaml、.yml、.json、.csv、.xlsx、.xlsm、.parquet、.arrow、.feather、.sqlite、.sqlite3、.db"


def load(folder: Path, files: dict[str, str | bytes], **options: Any) -> Gathered:
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return load_submissions(RUBRIC, paths, **options)


def errors(found: Gathered, folder: Path) -> list[str]:
    return [line.replace(f"{folder}/", "") for line in said(found)]


class TestFiles:
    def test_files_of_every_kind_are_merged(self, tmp_path: Path) -> None:
        files: dict[str, str | bytes] = {
            "a.yaml": YAML,
            "b.json": JSON,
            "c.CSV": "unit,备注\ntieling,甲\n",
            "d.通报.csv": "unit,文号\ntieling,1号\n",
        }
        found = load(tmp_path, files)
        assert found.problems == ()
        facts = unit(found)
        assert (facts.values["出庭"], facts.values["应出庭"], facts.values["备注"]) == (16, 17, "甲")
        assert facts.values["已公开"] is True
        assert facts.values["支出"] == Unknown((Cause("value", "支出"),))
        assert [record.key for record in facts.values["通报"]] == ["1号"]  # type: ignore[union-attr]

    def test_the_order_of_files_does_not_count(self, tmp_path: Path) -> None:
        files: dict[str, str | bytes] = {"a.yaml": YAML, "b.json": JSON, "c.csv": "unit,出庭\ntieling,x\n"}
        backwards = dict(reversed(list(files.items())))
        assert load(tmp_path, files) == load(tmp_path, backwards)

    def test_csv_in_the_encodings_of_offices(self, tmp_path: Path) -> None:
        text = "unit,name,class,备注\ntieling,铁岭县,county,已按期报送\n"
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            found = load(tmp_path, {"a.csv": text.encode(encoding)})
            assert unit(found).values["备注"] == "已按期报送"
            assert [problem.code for problem in found.problems] == (["file_gb18030"] if encoding == "gb18030" else [])

    def test_all_problems_of_all_files(self, tmp_path: Path) -> None:
        files: dict[str, str | bytes] = {
            "a.yaml": YAML.replace("16", "x"),
            "b.json": '{"lawscore": 1, "submissions": {}}',
            "c.csv": "出庭\n16\n",
            "d.xlsx": b"PK",
            "e.yaml": "lawscore: 1\n",
        }
        found = load(tmp_path, files)
        assert unit(found).values["出庭"] == Unknown((Cause("value", "出庭"),))
        assert [problem.code for problem in found.problems] == [
            "not_a_number", "expected_list", "csv_unit_column_missing", "file_workbook_broken", "data_empty",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "zh", "hint"),
        [
            ("a.xls", f"不能读取“.xls”文件；数据文件应为 {KINDS}", "请在表格软件中打开，另存为“Excel 工作簿（.xlsx）”"),
            ("a.pdf", f"不能读取“.pdf”文件；数据文件应为 {KINDS}", ""),
            ("报表", f"不能读取“报表”文件；数据文件应为 {KINDS}", ""),
            ("none.yaml", "找不到此文件", "请核对路径和文件名"),
            ("none", "找不到此文件", "请核对路径和文件名"),
            (".", f"文件夹中没有数据文件（{KINDS}）", ""),
        ],
    )
    def test_what_cannot_be_read_is_one_sentence(self, tmp_path: Path, name: str, zh: str, hint: str) -> None:
        path = tmp_path / name
        if name.endswith(("xls", "pdf", "报表")):
            path.write_bytes(b"x")
        (problem,) = load_submissions(RUBRIC, [path]).problems
        assert (problem.message("zh").replace(f"{tmp_path}/", ""), problem.hint_text("zh")) == (zh, hint)

    def test_givens_alone_are_data(self, tmp_path: Path) -> None:
        found = load(tmp_path, {"a.yaml": "lawscore: 1\ngivens: {全省安全感: 95%}\n", "b.yaml": YAML})
        assert found.problems == ()
        assert found.givens == {"全省安全感": Fraction(19, 20)}

    def test_up_to_a_layer(self, tmp_path: Path) -> None:
        later = "lawscore: 1\nsubmissions: [{unit: tieling, layer: reviewed, values: {出庭: 15}}]\n"
        files: dict[str, str | bytes] = {"a.yaml": YAML, "b.yaml": later}
        assert unit(load(tmp_path, files)).values["出庭"] == 15
        assert unit(load(tmp_path, files, layer="verified")).values["出庭"] == 16


class TestStandardInput:
    @pytest.mark.parametrize("text", [YAML, "\ufeff" + YAML, JSON, "\n " + JSON])
    def test_yaml_or_json(self, text: str) -> None:
        assert [facts.unit.id for facts in load_submissions(RUBRIC, ["-"], text).units] == ["tieling"]

    @pytest.mark.parametrize("text", [None, "", "  \n"])
    def test_nothing(self, text: str | None) -> None:
        assert [str(problem) for problem in said(load_submissions(RUBRIC, ["-"], text))] == ["- the file is empty"]

    def test_a_csv_is_not_taken_for_anything_else(self) -> None:
        assert load_submissions(RUBRIC, ["-"], "unit,出庭\ntieling,16\n").problems


class TestPartsLeftOut:
    """Where the reader has to leave something out, what hangs on it is unknown, and never what absence would mean."""

    def load(self, body: str, folder: Path) -> Gathered:
        head = "lawscore: 1\nunits: [{id: tieling, class: county}, {id: faku, class: county}]\nsubmissions:\n"
        return load(folder, {"a.yaml": head + "  - {values: {出庭: 3}}\n" + body})

    @pytest.mark.parametrize(
        "values",
        [
            "听证次数: {absnt: none}",
            "听证次数: {value: 3, absent: none}",
            "听证次数: {absent: nil}",
            "听证次数: {part: 一}",
        ],
    )
    def test_a_value_whose_entry_is_broken(self, tmp_path: Path, values: str) -> None:
        found = self.load(f"  - {{unit: tieling, values: {{{values}, 出庭: 2}}}}\n", tmp_path)
        assert unit(found).values["听证次数"] == Unknown((Cause("value", "听证次数"),))
        assert unit(found).values["出庭"] == 2

    def test_a_record_with_a_key_without_value(self, tmp_path: Path) -> None:
        found = self.load("  - {unit: tieling, values: {培训: [{培训主题: 甲, 人数: }]}}\n", tmp_path)
        assert unit(found).values["培训"] == Unknown((Cause("value", "培训"),))

    def test_what_is_said_about_a_value_does_not_touch_it(self, tmp_path: Path) -> None:
        found = self.load("  - {unit: tieling, values: {听证次数: {value: 3, date: 去年, remark: x}}}\n", tmp_path)
        assert unit(found).values["听证次数"] == 3
        assert len(said(found)) == 3

    def test_all_values_of_a_unit(self, tmp_path: Path) -> None:
        found = self.load("  - {unit: tieling, values: [3]}\n  - {unit: faku, values: {听证次数: 1}}\n", tmp_path)
        assert unit(found).values["听证次数"] == Unknown((Cause("value", "听证次数"),))
        assert unit(found, "faku").values["听证次数"] == 1

    def test_a_layer_that_cannot_be_read_may_overrule(self, tmp_path: Path) -> None:
        body = "  - {unit: tieling, layer: verifed, values: {出庭: 3}}\n  - {unit: tieling, layer: verified, values: {出庭: 2}}\n"
        found = self.load(body, tmp_path)
        assert unit(found).values["出庭"] == Unknown((Cause("value", "出庭"),))

    def test_an_answer(self, tmp_path: Path) -> None:
        entries = (
            '[3, {indicator: "2", rule: extra, answer: yes, assesor: 甲}, {indicator: "2", rule: plan, answer: no}]'
        )
        found = self.load(f"  - {{unit: tieling, answers: {entries}}}\n", tmp_path)
        assert unit(found).answers == {Question("2", "extra"): Answer(), Question("2", "plan"): Answer(verdict="no")}
        assert len(said(found)) == 3

    def test_a_given(self, tmp_path: Path) -> None:
        found = load(tmp_path, {"a.yaml": YAML + "givens: {全省安全感: {valu: 95%}}\n"})
        assert found.givens == {"全省安全感": Unknown((Cause("value", "全省安全感"),))}


class TestPlainValues:
    def test_units_by_id(self) -> None:
        data = {"tieling": {"出庭": 16, "满意率": "92.02%", "已公开": True, "报送日期": date(2023, 5, 6), "备注": None}}
        found = from_values(RUBRIC, data)
        assert said(found) == []
        values = unit(found).values
        assert (values["出庭"], values["满意率"], values["已公开"]) == (16, Fraction(9202, 10000), True)
        assert values["报送日期"] == date(2023, 5, 6)

    def test_numbers_of_python(self) -> None:
        numbers = [Decimal("117.70"), 117.7, Fraction(1177, 10), "117.7"]
        found = from_values(RUBRIC, {str(place): {"支出": number} for place, number in enumerate(numbers)})
        assert {facts.values["支出"] for facts in found.units} == {Fraction(1177, 10)}

    def test_rows(self) -> None:
        rows = [
            {"unit": "tieling", "name": "铁岭县", "class": "county", "出庭": 16},
            {"unit": "tieling", "layer": "verified", "出庭": 15},
            {"unit": "faku", "class": "county", "通报": [{"文号": "1号", "级别": "市"}]},
        ]
        found = from_values(RUBRIC, rows)
        assert found.problems == ()
        assert unit(found).unit.name == "铁岭县"
        assert unit(found).values["出庭"] == 15
        assert [record.key for record in unit(found, "faku").values["通报"]] == ["1号"]  # type: ignore[union-attr]

    def test_submissions_and_documents(self) -> None:
        answers = [{"indicator": "2", "rule": "attitude", "points": Decimal("1.5"), "assessor": "甲", "reason": "乙"}]
        answers.append({"indicator": "2", "rule": "plan", "answer": False})
        items = [
            {"units": [{"id": "tieling", "class": "county"}]},
            {"unit": "tieling", "values": {"出庭": {"value": 16, "part": "一"}}, "answers": answers},
        ]
        found = from_values(RUBRIC, items)
        assert found.problems == ()
        assert unit(found).provenance["出庭"].source == "一"
        assert unit(found).answers[Question("2", "attitude")].points == Fraction(3, 2)
        assert unit(found).answers[Question("2", "plan")].verdict == "no"
        assert from_values(RUBRIC, {"lawscore": 1, "submissions": items[1:]}).units[0].values["出庭"] == 16

    def test_up_to_a_layer(self) -> None:
        rows = [{"unit": "a", "出庭": 1}, {"unit": "a", "layer": "reviewed", "出庭": 2}]
        assert from_values(RUBRIC, rows, layer="verified").units[0].values["出庭"] == 1

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ({"a": {"出庭": "x"}}, ["a.出庭 expected a number, got 'x'"]),
            ({"a": {"出庭": float("nan")}}, ["a.出庭 'nan' is not a finite number"]),
            ({"a": {"出亭": 1}}, ["a.出亭 the rubric has no field '出亭'"]),
            ({"a": 3}, ["a 'values' must be a mapping, got a number"]),
            ([{"unit": "a", "出庭": 1.5}], ["0.出庭 expected a whole number, got '1.5'"]),
            ([{"出庭": 1}], ["0 this entry of 'submissions' lacks the key 'unit'"]),
            (
                [{"unit": "a", "class": "x"}],
                ["0.class the class 'x' of unit 'a' is not declared; the classes are: county, zone"],
            ),
            (
                [{"unit": "a", "values": {"通报": [{"文号": 1}, {"文号": "1"}]}}],
                ["0.values.通报.1.文号 '1' stands twice in '通报': in records 1 and 2"],
            ),
            (
                [{"units": [{"id": "a", "class": "x"}]}],
                ["0.units.0.class the class 'x' of unit 'a' is not declared; the classes are: county, zone"],
            ),
            (
                [{"lawscore": 1, "submissions": [3]}],
                ["0.submissions.0 this entry of 'submissions' must be a mapping, got a number"],
            ),
            ({"lawscore": None, "submissions": []}, ["lawscore 'lawscore' is null"]),
            ([3], ["0 this entry of 'submissions' must be a mapping, got a number"]),
            ("tieling", [" a data file must be a mapping (lawscore, units, submissions, …)"]),
        ],
    )
    def test_problems_name_the_place_in_what_was_given(self, data: Any, expected: list[str]) -> None:
        assert said(from_values(RUBRIC, data)) == expected

    def test_nan_has_a_hint(self) -> None:
        problem = from_values(RUBRIC, {"a": {"出庭": float("nan")}}).problems[-1]
        assert problem.hint_text("zh") == "没有填报的值请用 None 表示，不要用 NaN"


EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))


@cache
def schema_of_data() -> Any:
    """What checks data, with a schema that was checked itself."""
    schema = DataDocument.model_json_schema(by_alias=True)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_examples_fit_the_schema(path: Path) -> None:
    source, _ = read_yaml(path.read_text("utf-8"), path.name)
    assert source is not None
    schema_of_data().validate(json.loads(json.dumps(source.data)))
