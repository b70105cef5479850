"""Letters as PDF through LibreOffice: its own profile, a time limit, one sentence where it is not there."""

from __future__ import annotations

import os
import re
import select
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from lawscore.publishing.letters import bulletin, find_office, notices, pdf, printing
from lawscore.publishing.letters.pdf_bytes import settled_pdf
from tests.support_letters import small_report

OFFICE = find_office()
needs_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice (soffice) is not on this machine: letters are not converted to PDF"
)


def written(folder: Path, language: str = "zh") -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in [*notices(small_report(language)), ("通报.docx", bulletin(small_report(language)))]:
        files.append(folder / name)
        files[-1].write_bytes(content)
    return files


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The letters in both languages, from one run of the program."""
    folder = tmp_path_factory.mktemp("letters")
    chinese = written(folder / "zh")
    english = [file.rename(file.with_stem(f"en-{file.stem}")) for file in written(folder / "en", "en")]
    return chinese, pdf([*chinese, *english], folder / "pdf")


@needs_office
def test_libreoffice_opens_every_letter(printed):
    _, found = printed
    names = ["乙局", "甲局", "丙镇", "丁镇", "通报"]
    assert [str(problem) for problem in found.problems] == []
    assert [file.stem for file in found.files] == [*names, *(f"en-{name}" for name in names)]
    assert all(file.read_bytes().startswith(b"%PDF") for file in found.files)


@needs_office
@pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not on this machine: the PDF is not read back"
)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("甲局", ("扣分通知书", "一、考核结果", "二、失分情况", "1.有异议的明细序号和指标编号；", "−6.00", "— 1 —")),
        ("通报", ("考核结果通报", "二、各组情况", "（一）部门（2 个单位）", "（二）镇（街道）（2 个单位）", "三、结果未定和不参加考核的单位")),
        ("en-甲局", ("Notice of Deductions", "1. Result", "2. Where points were lost", "(a) the numbers of the entries", "−6.00")),
        ("en-通报", ("Bulletin of Results", "2. Class by class", "2.1 部门 (2 units)", "3. Units that are not final")),
    ],
)  # fmt: skip
def test_what_the_pages_say_with_their_numbers(printed, name, said):
    file = next(one for one in printed[1].files if one.stem == name)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    together = re.sub(r"\s+", "", text)  # where lines break is the fonts' business
    assert [one for one in said if re.sub(r"\s+", "", one) not in together] == []


@needs_office
def test_the_bytes_are_the_same_each_time_and_every_byte_stays_at_its_place(printed, tmp_path):
    chinese, found = printed
    first, second = found.files[0].read_bytes(), pdf(chinese[:1], tmp_path).files[0].read_bytes()
    assert first == second
    assert re.search(rb"CreationDate\(D:19800101000000", first)
    start = int(re.findall(rb"startxref\s+(\d+)", first)[-1])
    assert first[start : start + 4] == b"xref"


def test_what_says_when_a_pdf_was_made_is_settled():
    def made(moment: bytes, stated: bytes, one: bytes) -> bytes:
        return (
            b"%PDF-1.6 /CreationDate(D:"
            + moment
            + b"+08'00')<xmp:CreateDate>"
            + stated
            + b"</xmp:CreateDate>/ID [ <"
            + one
            + b">\n<"
            + one
            + b"> ]\n"
            b"/DocChecksum /" + one
        )

    first = settled_pdf(made(b"20261122180406", b"2026-11-22T18:04:06", b"85BAF0F8EE95C44C292E6FBA004E7992"))
    second = settled_pdf(made(b"20270101000000", b"2027-01-01T00:00:00", b"F88603EF3C03B518E2E73078A7116156"))
    assert first == second
    assert len(first) == len(made(b"20270101000000", b"2027-01-01T00:00:00", b"F88603EF3C03B518E2E73078A7116156"))
    assert settled_pdf(first) == first
    assert settled_pdf(b"%PDF other") != first


def test_where_it_is_missing_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    printed = pdf([tmp_path / "甲.docx"], tmp_path)
    assert printed.files == ()
    assert [problem.message("zh") for problem in printed.problems] == [
        "这台机器没有 LibreOffice，不能转成 PDF；Word 文件已经生成，可以在 Word 或 WPS 中另存为 PDF"
    ]
    assert [problem.message("en") for problem in printed.problems] == [
        "there is no LibreOffice on this machine to make PDF with; the Word files are there, and Word or WPS can save them as PDF"
    ]


def test_it_runs_in_a_profile_of_its_own_and_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "BATCH", 2)
    fake = program(
        tmp_path / "soffice",
        f'echo "$1" >> {tmp_path}/profiles; out=; for f in "$@"; do [ "$last" = --outdir ] && out="$f"; last="$f"; '
        'case "$f" in *.docx) mkdir -p "$out"; echo %PDF > "$out/$(basename "$f" .docx).pdf";; esac; done',
    )
    files = [tmp_path / f"{name}.docx" for name in "甲乙丙"]
    printed = pdf(files, tmp_path / "out", program=fake)
    assert (printed.problems, [file.name for file in printed.files]) == ((), ["甲.pdf", "乙.pdf", "丙.pdf"])
    profiles = (tmp_path / "profiles").read_text().split()
    assert len(profiles) == 2
    for profile in profiles:
        assert profile.startswith("-env:UserInstallation=file:///")
        assert "lawscore-office-" in profile
        assert not Path(profile.partition("file://")[2]).exists()


def test_what_stood_there_before_is_not_taken_for_what_was_made(tmp_path):
    (tmp_path / "甲.pdf").write_text("old")
    printed = pdf([tmp_path / "甲.docx"], tmp_path, program=program(tmp_path / "losing", "exit 0"))
    assert printed.files == ()
    assert (tmp_path / "甲.pdf").read_text() == "old"


def test_one_that_does_not_end_is_ended_with_all_that_it_started(tmp_path):
    fake = program(tmp_path / "soffice", f"sleep 600 & echo $! > {tmp_path}/child; wait")
    printed = pdf([tmp_path / "甲.docx"], tmp_path / "out", program=fake, seconds=1)
    assert [problem.message("en") for problem in printed.problems] == [
        f"{fake} did not finish 1 document within 1 seconds and was ended"
    ]
    child = int((tmp_path / "child").read_text())
    assert ends(child)


def ends(process: int) -> bool:
    """Whether a process that was told to end does so: the system may take a moment over it."""
    try:
        opened = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([opened], [], [], 30)[0])
    finally:
        os.close(opened)


def test_one_that_fails_or_loses_a_file_is_told(tmp_path):
    failing = program(tmp_path / "failing", "exit 3")
    assert [problem.message("zh") for problem in pdf([tmp_path / "甲.docx"], tmp_path, program=failing).problems] == [
        f"{failing} 没有完成 PDF 转换（3）"
    ]
    telling = program(tmp_path / "telling", 'echo first >&2; echo "no room in $TZ" >&2; echo >&2; exit 1')
    assert [problem.message("zh") for problem in pdf([tmp_path / "甲.docx"], tmp_path, program=telling).problems] == [
        f"{telling} 没有完成 PDF 转换（no room in UTC）"
    ]
    losing = program(tmp_path / "losing", "exit 0")
    assert [str(problem) for problem in pdf([tmp_path / "甲.docx"], tmp_path, program=losing).problems] == [
        f"{tmp_path}/甲.docx: 这份文件没有转成 PDF"
    ]
    none = str(tmp_path / "none")
    assert "没有完成 PDF 转换" in pdf([tmp_path / "甲.docx"], tmp_path, program=none).problems[0].message("zh")
