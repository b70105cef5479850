"""The conformance kit holds for this engine on every path, covers what it says, and its command tells so."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from lawscore.conformance.case import Case, KitFile
from lawscore.conformance.comparing import compare
from lawscore.conformance.kit import Kit, installed_conformance, load_kit
from lawscore.conformance.report import failures_of, run_kit
from lawscore.conformance.running import run_case
from lawscore.expressions import reference
from lawscore.problems import errors
from lawscore.schemas import SCHEMAS
from tests.conformance.paths import PATHS
from tests.support_cli import Done
from tests.support_cli import run as run_command
from tests.support_kit import KIT

ROOT = Path(__file__).parent.parent.parent
FORMS = range(1, 61)
#: Edges that must be there, each under a name that some case's id holds.
EDGES = {
    "equal to the threshold": "equal-to-the-threshold",
    "zero denominator": "zero-denominator",
    "empty records": "empty-records",
    "missing layer": "layer-missing",
    "tie": "tie",
    "class of one": "class-of-one",
    "cap hit exactly": "cap-hit-exactly",
}


def test_the_files_of_the_kit_are_sound():
    assert [str(problem.where) + problem.message("en") for problem in errors(KIT.problems)] == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("file", KIT.files, ids=lambda file: file.about)
def test_every_case_holds(file: KitFile, path: str):
    with PATHS[path]():
        verdicts = run_kit(Kit(KIT.base, (file,)))
    assert failures_of(verdicts, "en") == ""


@cache
def schema_of_results() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(SCHEMAS["result"]())


@pytest.mark.parametrize("file", KIT.files, ids=lambda file: file.about)
def test_every_result_has_the_shape_of_the_schema(file: KitFile):
    for only in file.cases:
        found = run_case(file, only, KIT.base)
        if found.result is not None:
            schema_of_results().validate(json.loads(json.dumps(found.result)))


def test_the_reference_path_evaluates_by_reference(monkeypatch: pytest.MonkeyPatch):
    walked: list[str] = []
    value = reference.Reference.value

    def counted(self: reference.Reference) -> object:
        walked.append(self.program.text)
        return value(self)

    monkeypatch.setattr(reference.Reference, "value", counted)
    (file,) = KIT.about(13).files
    with PATHS["reference"]():
        assert all(verdict.passed for verdict in run_kit(Kit(KIT.base, (file,))))
    assert "办结 / 应办" in walked


def test_there_are_cases_enough():
    assert len(list(KIT.cases())) >= 180
    few = {form: len(list(KIT.about(form).cases())) for form in FORMS}
    assert {form: count for form, count in few.items() if count < 3} == {}


@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_has_a_case(edge: str):
    assert any(EDGES[edge] in case.id for _, case in KIT.cases())


def test_every_case_expects_something():
    def is_bare(case: Case) -> bool:
        expect = case.expect
        return not (expect.refused or expect.problems or expect.check or expect.units)

    assert [case.id for _, case in KIT.cases() if is_bare(case)] == []


def test_every_title_is_in_both_languages():
    titles = [title for file, case in KIT.cases() for title in (file.title, case.title)]
    assert [title for title in titles if not _is_chinese(title.zh) or _is_chinese(title.en)] == []


def _is_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


def case(text: str, tmp_path: Path) -> tuple[Kit, KitFile, Case]:
    """A kit of one case."""
    path = tmp_path / "case.yaml"
    head = "conformance: 1\ntopic: t\ntitle: {zh: 题, en: title}\ncases:\n"
    path.write_text(head + text, encoding="utf-8")
    kit = load_kit([path])
    assert errors(kit.problems) == []
    ((file, only),) = kit.cases()
    return kit, file, only


ONE = """
  - id: one
    title: {zh: 一, en: one}
    rubric:
      fields: {n: count}
      leaf: {points: 2, rules: [{deduct: 0.5, each: n}]}
    values: {u: {n: 5}}
    expect: EXPECT
"""


def test_a_leaf_that_is_none_is_refused_as_a_key_of_the_rubric(tmp_path: Path):
    text = ONE.replace("{points: 2, rules: [{deduct: 0.5, each: n}]}", "nothing").replace("EXPECT", "{units: {}}")
    kit, file, only = case(text, tmp_path)
    assert "unknown_key" in run_case(file, only, kit.base).refused


@pytest.mark.parametrize(
    ("expect", "differences"),
    [
        ("{units: {u: {score: 0, items: [{kind: deduction, points: -5/2}, {kind: cut, points: 1/2}]}}}", []),
        ("{units: {u: {score: 1}}}", ["u.score: 1 / 0"]),
        ("{units: {u: {shown: 0.0}}}", ["u.shown: 0.0 / 0.00"]),
        ("{units: {u: {score: none}}}", ["u.score: none / 0"]),
        ("{units: {v: {score: 1}}}", ["v: a unit / [u]"]),
        ("{units: {u: {indicators: {b: {score: 1}}}}}", ["u.indicators: b / [a]"]),
        ("{units: {u: {indicators: {a: {points: 3}}}}}", ["u.a.points: 3 / 2"]),
        ("{units: {u: {items: []}}}", ["u.items: [] / [a r1 deduction -5/2 -2.50 5 0.5, a cut 1/2 0.50]"]),
        ("{units: {u: {items: [{kind: cut, points: 1/2}, {kind: deduction, points: -5/2}]}}}", [
            "u.items[1].kind: cut / deduction", "u.items[1].points: 1/2 / -5/2",
            "u.items[2].kind: deduction / cut", "u.items[2].points: -5/2 / 1/2",
        ]),
        ("{units: {u: {owed: [{kind: value}]}}}", ["u.owed: [value] / []"]),
        ("{problems: [not_a_number]}", ["problems: [not_a_number] / []"]),
        ("{refused: [start_missing]}", ["refused: [start_missing] / []"]),
        ("{check: [wrong_sign]}", ["check: wrong_sign / [text_missing, basis_missing]"]),
    ],
)  # fmt: skip
def test_a_difference_is_told_at_its_place(expect: str, differences: list[str], tmp_path: Path):
    kit, file, only = case(ONE.replace("EXPECT", expect), tmp_path)
    found = compare(only, run_case(file, only, kit.base))
    told = [f"{one.place}: {one.expected} / {one.got}" for one in found]
    assert sorted(told) == sorted(differences) or (expect.startswith("{check") and len(told) == 1)


SUMS = """
  - id: sums
    title: {zh: 和, en: sums}
    rubric:
      fields: {n: count}
      points: 2
      ceiling: 1
      indicators:
        - {id: b, ceiling: 1.5, indicators: [{id: a, points: 2, rules: [{award: n}]}]}
      also: [{id: c, formula: n, ceiling: 0.5}]
      vetoes: [{id: v, when: n > 0, text: none, effect: zero_total}]
    values: {u: {n: 2}}
    expect: {units: {u: {score: 0}}}
"""


@pytest.mark.parametrize(
    ("part", "place", "expected"),
    [("indicators", "u.b", "3/2"), ("indicators", "u.a", "2"), ("also", "u.c", "1/2"), ("items", "u", "1")],
)
def test_everything_that_is_scored_must_add_up(part: str, place: str, expected: str, tmp_path: Path):
    kit, file, only = case(SUMS, tmp_path)
    found = run_case(file, only, kit.base)
    assert found.result is not None
    assert compare(only, found) == []
    (unit,) = found.result["units"]
    if part == "items":
        unit["items"].pop()  # the veto
    else:
        (scored,) = (one for one in unit[part] if f"u.{one['id']}" == place)
        scored["exact"] = "7"
    assert [(one.place, one.expected) for one in compare(only, found)] == [(f"{place}: start + items", expected)]


def test_a_refused_rubric_where_a_score_was_expected_is_a_difference(tmp_path: Path):
    kit, file, only = case(ONE.replace("each: n", "each: m").replace("EXPECT", "{units: {u: {score: 0}}}"), tmp_path)
    found = compare(only, run_case(file, only, kit.base))
    assert [(one.place, one.got) for one in found] == [("refused", "[name_undeclared]")]


def test_an_engine_that_breaks_fails_the_case_and_runs_the_others(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("lawscore.conformance.report.run_case", broken)
    verdicts = run_kit(KIT.about(1))
    assert not any(verdict.passed for verdict in verdicts)
    assert len(verdicts) >= 3


def run(*arguments: str, lang: str = "en") -> Done:
    return run_command("conformance", *arguments, lang=lang)


def test_the_command_prints_a_table_by_form():
    done = run("--form", "1")
    lines = done.stdout.splitlines()
    count = str(len(list(KIT.about(1).cases())))
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].split() == ["form", "title", "cases", "passed", "failed"]
    assert lines[2].split()[0] == "1"
    assert lines[2].split()[-3:] == [count, count, "0"]
    assert lines[-1] == f"cases: {count}; passed: {count}, failed: 0"


def test_the_command_tells_failures_and_ends_with_one(tmp_path: Path):
    case(ONE.replace("EXPECT", "{units: {u: {score: 1}}}"), tmp_path)
    done = run(str(tmp_path / "case.yaml"), lang="zh")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-4:] == ["one  一", "  u.score：应为 1，实为 0", "", "用例 1 个：通过 0，不通过 1"]
    told = json.loads(run(str(tmp_path), "--format", "json").stdout)
    assert told[0]["differences"] == [{"place": "u.score", "expected": "1", "got": "0"}]
    assert (told[0]["id"], told[0]["passed"], told[0]["topic"], told[0]["form"]) == ("one", False, "t", None)


def test_the_command_lists_ids_one_a_line():
    assert run("--list").stdout.splitlines() == [only.id for _, only in KIT.cases()]


def test_no_case_at_all_is_no_success():
    done = run("--form", "99")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "there was no case to run\n")


def test_what_is_wrong_with_a_file_of_cases_is_told_at_its_place(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text("conformance: 1\ntopic: t\ntitle: {zh: 题, en: t}\ncases: [{id: x, titel: y}]\n", encoding="utf-8")
    done = run(str(path))
    assert done.returncode == 2
    assert f"{path}:4:17" in done.stderr


def test_two_cases_of_one_id_are_refused(tmp_path: Path):
    path = tmp_path / "twice.yaml"
    text = ONE.replace("EXPECT", "{units: {u: {score: 0}}}")
    path.write_text(f"conformance: 1\ntopic: t\ntitle: {{zh: 题, en: t}}\ncases:{text}{text}", encoding="utf-8")
    assert [problem.code for problem in load_kit([path]).problems] == ["id_doubled"]


def test_the_kit_of_a_checkout_is_its_folder():
    assert installed_conformance() == ROOT / "conformance"
