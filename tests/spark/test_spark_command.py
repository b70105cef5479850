"""`lawscore score --engine spark` where it cannot start: one plain sentence in either language, and status 2."""

from __future__ import annotations

import pytest

from lawscore.spark import java
from tests.support_cli import run

NO_PYSPARK = {
    "zh": "在 Spark 上计分需要 PySpark：pip install 'lawscore[spark]'",
    "en": "scoring on Spark needs PySpark: pip install 'lawscore[spark]'",
}
NO_JAVA = {
    "zh": "在 Spark 上计分需要 Java 17 或更高版本；请安装，或在 JAVA_HOME 中写明其位置",
    "en": "scoring on Spark needs Java 17 or later; install it, or say in JAVA_HOME where it is",
}
OLD_JAVA = {
    "zh": "在 Spark 上计分需要 Java 17 或更高版本，找到的是 Java 11；请安装新版本，或在 JAVA_HOME 中写明其位置",
    "en": "scoring on Spark needs Java 17 or later and found Java 11; install a newer one, or say in JAVA_HOME where it is",
}
NO_FOLDER = {
    "zh": "在 Spark 上计分的结果写入文件夹，请用 --output 文件夹/ 写明",
    "en": "what is scored on Spark is written into a folder: name it by --output FOLDER/",
}
NO_PARQUET = {
    "zh": "在 Spark 上只能读取 Parquet 文件或其文件夹，每行一个单位",
    "en": "on Spark only Parquet files and folders of them are read, a row for each unit",
}
OPTIONS = {"zh": "在 Spark 上计分不能使用 --view、--resume", "en": "scoring on Spark does not take --view, --resume"}
NO_FILE = {"zh": "没有找到 villages.parquet", "en": "there is no villages.parquet"}


def refused(language: str, *more: str, data: str = "villages.parquet") -> str:
    done = run("score", "rubrics/village/2023.1.yaml", data, "--engine", "spark", *more, lang=language)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.rstrip("\n")


@pytest.fixture
def found(monkeypatch):
    """Whatever this machine has: PySpark, and a Java of this version."""

    def have(*, pyspark: object = True, version: int | None = 17) -> None:
        monkeypatch.setattr(java, "find_spec", lambda _: pyspark)
        monkeypatch.setattr(java, "java", lambda: version)

    return have


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_missing_is_said(found, language):
    found(pyspark=None)
    assert refused(language) == NO_PYSPARK[language]
    found(version=None)
    assert refused(language) == NO_JAVA[language]
    found(version=11)
    assert refused(language) == OLD_JAVA[language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_asked_for_must_be_a_folder_of_parquet_files(found, language):
    found()
    assert refused(language) == NO_FOLDER[language]
    assert refused(language, "--resume", "--view", "items", "--output", "out/") == OPTIONS[language]
    assert (
        refused(language, "--output", "out/", data="examples/heyan-2023/villages.generated.yaml")
        == NO_PARQUET[language]
    )
    assert refused(language, "--output", "out/") == NO_FILE[language]


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_412"', 8),
        ('openjdk version "25-ea" 2025-09-16', 25),
        ("no such thing", None),
    ],
)
def test_the_version_of_java_is_read(tmp_path, monkeypatch, told, version):
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java.java() == version
    program.unlink()
    assert java.java() is None
