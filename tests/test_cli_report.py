"""`lawscore report` as its users meet it: which papers, in which language, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest

from lawscore.cli.letterhead import LetterKind
from lawscore.cli.report import PaperKind
from lawscore.publishing.letters import Letter
from lawscore.publishing.papers import PAPERS
from tests.support_cli import ROOT, run

RESULT = "examples/heyan-2023/expected/villages.json"
RUBRIC = "village@2023.1"
DATA = "examples/heyan-2023/villages.generated.yaml"
DRAFT = {"zh": "village@2023.1 是草案\n", "en": "village@2023.1 is a draft\n"}


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, str]:
    """The same result as it is written in each language."""
    folder = tmp_path_factory.mktemp("results")
    for lang in ("zh", "en"):
        done = run("score", RUBRIC, DATA, "--format", "json", "--output", str(folder / f"{lang}.json"), lang=lang)
        assert done.returncode == 0
    return {lang: str(folder / f"{lang}.json") for lang in ("zh", "en")}


def report(*arguments: str, lang: str = "en", status: int = 0, stdin: str | None = None) -> str:
    """What goes to stdout, or, where it does not end well, the whole of stderr."""
    done = run("report", *arguments, lang=lang, stdin=stdin)
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


@pytest.mark.parametrize(("of", "into"), [("zh", "en"), ("en", "zh"), ("zh", "zh")])
def test_a_result_told_again_in_the_other_language_is_the_one_written_in_it(results, of, into):
    told = report(results[of], "--paper", "json", lang=into)
    assert told == Path(results[into]).read_text(encoding="utf-8")


def test_without_an_output_the_markdown_is_shown(results):
    assert report(results["zh"]) == report(results["zh"], "--paper", "markdown")


def test_a_result_may_come_from_the_standard_input(results):
    text = Path(results["zh"]).read_text(encoding="utf-8")
    assert report("-", stdin=text) == report(results["zh"])


def test_a_folder_gets_every_paper_and_a_notice_for_each_unit(results, tmp_path):
    folder = tmp_path / "papers"
    done = run("report", results["zh"], "--output", str(folder), lang="en")
    assert done.returncode == 0
    written = sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
    top = [one for one in written if "/" not in one]
    assert top == ["bulletin.docx", "report.html", "report.md", "report.xlsx", "result.json"]
    units = json.loads(Path(results["zh"]).read_text(encoding="utf-8"))["units"]
    assert len([one for one in written if one.startswith("notices/")]) == len(units)
    assert done.stderr.splitlines()[-1] == f"written to {folder}: {len(written)} files"


def test_the_ending_of_a_file_says_which_paper_it_is(results, tmp_path):
    for name, begins in (("r.html", b"<!DOCTYPE html>"), ("r.xlsx", b"PK"), ("r.docx", b"PK"), ("r.md", b"#")):
        report(results["zh"], "--output", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(begins), name


def test_a_word_file_of_one_unit_is_its_notice(results, tmp_path):
    from docx import Document

    report(results["zh"], "--unit", "v01", "--output", str(tmp_path / "one.docx"))
    name = next(one["name"] for one in json.loads(Path(results["zh"]).read_text())["units"] if one["id"] == "v01")
    document = Document(str(tmp_path / "one.docx"))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert name in "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_folder_may_be_named_like_a_version(results, tmp_path):
    report(results["zh"], "--paper", "markdown", "--output", str(tmp_path / "2023.1"))
    assert (tmp_path / "2023.1" / "report.md").is_file()


def test_options_that_do_nothing_are_told(results, tmp_path):
    path = tmp_path / "r.md"
    done = run("report", results["zh"], "--pdf", "--output", str(path), lang="en")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "nothing here uses --pdf: what is drawn is markdown",
        "village@2023.1 is a draft",
        f"written to {path}: 1 file",
    ]


def test_without_libreoffice_all_else_is_written_and_the_status_says_so(results, tmp_path):
    folder = tmp_path / "papers"
    done = run("report", results["zh"], "--paper", "bulletin", "--pdf", "--output", str(folder), lang="en", PATH="")
    assert done.returncode == 1
    assert (folder / "bulletin.docx").is_file()
    assert "LibreOffice" in done.stderr


def test_the_choices_of_the_command_are_those_of_the_library():
    assert [one.value for one in PaperKind] == list(PAPERS)
    assert [one.value for one in LetterKind] == list(get_args(Letter))


class TestLetterheads:
    def test_the_shipped_one_is_written_and_can_be_used(self, tmp_path):
        path = tmp_path / "own.docx"
        assert run("letterhead", "notice", "--output", str(path), lang="en").returncode == 0
        done = run("letterhead", "notice", "--check", str(path), lang="en")
        assert (done.returncode, done.stdout) == (0, f"{path}: the template can be used\n")

    @pytest.mark.parametrize("options", [(), ("--output", "a.docx", "--check", "b.docx")])
    def test_either_a_file_to_write_or_one_to_check(self, options):
        done = run("letterhead", "notice", *options, lang="en")
        assert (done.returncode, done.stderr) == (
            2, "name either the Word file to write with --output, or a template to check with --check\n"
        )  # fmt: skip


class TestRefusals:
    def test_a_rubric_that_says_something_else(self, results, tmp_path):
        folder = tmp_path / "village"
        shutil.copytree(ROOT / "rubrics" / "village", folder)
        text = (folder / "2023.1.yaml").read_text(encoding="utf-8")
        (folder / "2023.1.yaml").write_text(text.replace("title: ", "title: 另", 1), encoding="utf-8")
        told = report(results["zh"], "--rubric", str(folder / "2023.1.yaml"), lang="en", status=2)
        assert "it cannot explain these points" in told
        assert "hint: name the rubric as it was with --rubric" in told

    def test_a_unit_that_is_not_in_the_result(self, results):
        told = report(results["zh"], "--unit", "v99", status=2)
        assert told.splitlines()[-1].startswith("there is no unit 'v99'")

    def test_an_ending_that_no_paper_has(self, results, tmp_path):
        path = tmp_path / "report.ppt"
        assert report(results["zh"], "--output", str(path), status=2) == (
            f"{path}: it is not known which paper this is to be; a file may end in .html, .htm, .xlsx, .docx, .pdf, .md, "
            ".json, a folder has no ending\n"
        )

    def test_a_paper_that_does_not_fit_the_file(self, results, tmp_path):
        path = tmp_path / "report.html"
        assert report(results["zh"], "--paper", "workbook", "--output", str(path), lang="zh", status=2) == (
            f"{path}：这个文件只能放 page；要生成其他材料，请用 --output 指定文件夹\n"
        )

    def test_several_papers_cannot_be_shown_at_once(self, results):
        assert report(results["zh"], "--paper", "csv", status=2) == (
            "only markdown, json, page can be shown here, one at a time; for other papers name a file or a folder with "
            "--output\n"
        )

    @pytest.mark.parametrize(
        ("units", "name"), [(("v01", "v02"), "n.docx"), (("v01",), "n.html"), (("v01",), "n.xlsx")]
    )
    def test_who_asks_for_some_units_is_not_given_the_paper_of_all(self, results, tmp_path, units, name):
        asked = [word for unit in units for word in ("--unit", unit)]
        told = report(results["zh"], *asked, "--output", str(tmp_path / name), status=2)
        paper = {"docx": "bulletin", "html": "page", "xlsx": "workbook"}[name[2:]]
        assert told == (
            f"{tmp_path / name}: this file would be the {paper} of all units; for the notices of some, name a folder with "
            "--output and write --paper notices, or name one unit\n"
        )

    def test_a_pdf_without_libreoffice(self, results, tmp_path):
        done = run("report", results["zh"], "--output", str(tmp_path / "b.pdf"), lang="en", PATH="")
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == (
            "LibreOffice is not on this machine, so nothing can be written as PDF; let --output end in .docx, and save it "
            "as PDF with Word or WPS"
        )

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (
                lambda unit: unit.update(score="12.00"),
                "'红旗村', total: the score 12.00 is not what the exact one",
            ),
            (
                lambda unit: unit["indicators"].append({**unit["indicators"][-1], "id": "zz"}),
                "has indicator zz, and rubric village@2023.1 has not: the result was changed, or another rubric made it",
            ),
        ],
    )
    def test_a_result_that_its_rubric_would_not_have_made(self, results, tmp_path, change, sentence):
        result = json.loads(Path(results["zh"]).read_text(encoding="utf-8"))
        result["units"][0]["name"] = "红旗村"
        change(result["units"][0])
        path = tmp_path / "changed.json"
        path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        assert sentence in report(str(path), status=2)

    def test_a_template_that_is_not_there(self, results, tmp_path):
        path = tmp_path / "none.docx"
        told = report(results["zh"], "--notice", str(path), "--output", str(tmp_path / "x"), status=2)
        assert told.splitlines()[-1] == f"cannot read {path}: No such file or directory"

    def test_a_result_that_contradicts_itself(self, results, tmp_path):
        result = json.loads(Path(results["zh"]).read_text(encoding="utf-8"))
        result["units"][0]["exact"] = "1"
        path = tmp_path / "wrong.json"
        path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        assert report(str(path), status=2)
