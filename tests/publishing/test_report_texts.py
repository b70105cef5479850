"""The report as Markdown and CSV: every figure of the result, exact beside shown, and nothing that runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lawscore.catalogue import LANGUAGES, Language
from lawscore.publishing.report import Report, report_of
from lawscore.publishing.texts import csv_files, markdown
from lawscore.publishing.texts.columns import FILES, documented
from lawscore.publishing.texts.marking import bullet, heading, table
from lawscore.publishing.visible import visible
from tests.support_reports import changed_report, kept_report, kept_result

DOCS = Path(__file__).parents[2] / "docs"
KEPT = pytest.mark.parametrize(
    ("example", "name"),
    [
        ("cixi-2017", "round-2017"),
        ("tieling-2023", "cohort"),
        ("daying-2017", "model-units"),
        ("liaoyang-2015", "tasks"),
    ],
    ids=lambda one: one,
)
PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def with_earlier(language: Language = "zh") -> Report:
    result, rubric = kept_result("cixi-2017", "round-2017")
    return report_of(result, rubric, kept_result("cixi-2017", "round-2016")[0], language=language)


def rows_of(report: Report, name: str) -> list[dict[str, str]]:
    """The rows of a file by the keys of its columns."""
    content = dict(csv_files(report))[f"{name}.csv"]
    first, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert first == FILES[name].heads(report.language)
    return [dict(zip(FILES[name].keys, row, strict=True)) for row in rows]


def number(text: str) -> Fraction | None:
    """What a cell of exact values says."""
    return Fraction(text.removeprefix("'")) if text else None


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


# --- CSV -----------------------------------------------------------------------------------------------------------------


@KEPT
def test_every_figure_of_the_result_is_in_the_files(example: str, name: str):
    report = kept_report(example, name)
    units = {unit.id: unit for unit in report.result.units}
    standings = rows_of(report, "standings")
    assert [row["unit"] for row in standings] == [card.id for card in report.units]
    for row in standings:
        unit = units[row["unit"]]
        assert (row["score"] or None, row["grade"] or None) == (unit.score, unit.grade)
        assert number(row["exact"]) == exact(unit.exact)
        assert row["rank"] == ("" if unit.rank is None else str(unit.rank))
    found = [
        (row["unit"], row["indicator"], row["score"], number(row["exact"])) for row in rows_of(report, "indicators")
    ]
    assert sorted(found, key=repr) == sorted(
        [(unit.id, one.id, one.score or "", exact(one.exact)) for unit in units.values() for one in unit.indicators],
        key=repr,
    )
    items = [
        (row["unit"], row["indicator"], row["item_points"], number(row["item_exact"]))
        for row in rows_of(report, "items")
    ]
    beside = [(unit.id, item) for unit in units.values() for also in unit.also for item in also.items]
    of_all = [*((unit.id, item) for unit in units.values() for item in unit.items), *beside]
    assert sorted(items, key=repr) == sorted(
        [(unit, item.indicator or "", item.points, exact(item.exact)) for unit, item in of_all], key=repr
    )
    assert len(rows_of(report, "owed")) == sum(len(unit.owed) for unit in units.values())
    assert len(rows_of(report, "adjustments")) == sum(len(unit.adjustments) for unit in units.values())
    assert [row["message"] for row in rows_of(report, "problems")] == [one.message for one in report.problems]
    given = {(unit.id, fact.field) for unit in units.values() for fact in unit.facts}
    assert {(row["unit"], row["field"]) for row in rows_of(report, "facts")} == given


@KEPT
def test_indicators_add_up_in_the_files_too(example: str, name: str):
    """What a spreadsheet sums: points less score is what was lost, and the means are those of the classes."""
    report = kept_report(example, name, "en")
    scored: dict[tuple[str, str], list[Fraction]] = {}
    rows = [(row, number(row["exact"])) for row in rows_of(report, "indicators")]
    for row, score in rows:
        if score is not None:
            assert number(row["lost_exact"]) == Fraction(row["points"]) - score
            if report.cards[row["unit"]].score is not None:  # means are those of the units whose total stands
                scored.setdefault((report.cards[row["unit"]].group, row["indicator"]), []).append(score)
    for row, _ in rows:
        scores = scored.get((report.cards[row["unit"]].group, row["indicator"]))
        assert number(row["class_mean_exact"]) == (None if scores is None else sum(scores) / len(scores))


def test_the_earlier_result_stands_beside_this_one():
    report = with_earlier("en")
    row = rows_of(report, "standings")[0]
    assert (row["score"], row["earlier_score"], row["earlier_rank"], row["change"]) == ("97.47", "84.29", "12", "13.18")
    assert number(row["change_exact"]) == Fraction("532661/40420")
    lone = rows_of(kept_report("cixi-2017", "round-2017"), "standings")[0]
    assert (lone["earlier_score"], lone["change"], lone["change_exact"]) == ("", "", "")


def test_the_files_are_as_excel_and_rfc_4180_want_them():
    for name, content in csv_files(kept_report("tieling-2023", "cohort")):
        assert re.fullmatch(r"[a-z]+\.csv", name)
        assert content.startswith(b"\xef\xbb\xbf")
        assert not content.startswith(b"\xef\xbb\xbf", 3)
        text = content.decode("utf-8-sig")
        assert text.endswith("\r\n")
        assert not re.search(r"(?<!\r)\n", re.sub(r'"[^"]*"', "", text))


HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    'a"b,c\nd',
    "\x00\x1b[31m",
    "<script>",
    "",
    "1\r\n=2",
)


def test_no_cell_begins_a_formula():
    def renamed(units):
        made = [{**unit, "name": HOSTILE[place % len(HOSTILE)]} for place, unit in enumerate(units)]
        made[0]["facts"] = [{**made[0]["facts"][0], "value": "=1+1", "source": "@x", "note": "=HYPERLINK(1)"}]
        return made

    report = changed_report("cixi-2017", "round-2017", renamed)
    for _, content in csv_files(report):
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not re.match(r"[=@\t\r＝＋－＠]|[+-](?!\d+(\.\d+)?$)", cell), cell
                assert not re.search(r"[\x00-\x08\x0b-\x0c\x0e-\x1f]", cell)
    names = [row["name"].removeprefix("'") for row in rows_of(report, "standings")]
    assert set(names) == {visible(name) for name in HOSTILE} | {""}


def test_a_fraction_is_no_date_for_a_spreadsheet():
    report = kept_report("cixi-2017", "round-2017")
    cells = [row[key] for row in rows_of(report, "indicators") for key in ("exact", "lost_exact", "class_mean_exact")]
    assert any(cell.startswith("'") for cell in cells)
    assert all(re.fullmatch(r"|-?\d+(\.\d+)?|'-?\d+/\d+", cell) for cell in cells)


def test_records_stand_column_by_column():
    rows = [
        row
        for row in rows_of(kept_report("cixi-2017", "round-2017"), "facts")
        if row["field"] == "重大决策" and row["record"]
    ]
    assert [(row["record"], row["column"], row["value"]) for row in rows[:6]] == [
        ("1", "决策事项", "演示决策1"), ("1", "公众参与", "是"), ("1", "专家论证", "是"), ("1", "风险评估", "是"),
        ("1", "合法性审查", "是"), ("1", "集体讨论", "是"),
    ]  # fmt: skip


PAGES: Mapping[Language, str] = {"zh": "report-texts.zh-CN.md", "en": "report-texts.md"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_the_columns_of_every_file(language: Language):
    page = (DOCS / PAGES[language]).read_text(encoding="utf-8")
    for name in FILES:
        assert f"### `{name}.csv`\n\n{documented(name, language)}" in page, documented(name, language)


# --- Markdown ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_memo_has_all_its_parts(language: Language):
    text = markdown(kept_report("tieling-2023", "cohort", language))
    zh = ["排名", "等次", "各项指标的平均得分", "总分暂定的单位和所缺的数据", "数据问题", "来源与核验"]
    en = [
        "Standings", "Grades", "Mean scores of the indicators", "Provisional units, and what they owe",
        "Problems of the data", "Provenance and verification",
    ]  # fmt: skip
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == {"zh": zh, "en": en}[language]
    assert text.startswith(
        {
            "zh": "# 县（市、区）2023年度法治政府建设考核细则（草案）\n",
            "en": "# 县（市、区）2023年度法治政府建设考核细则 (draft)\n",
        }[language]
    )
    assert "sha256:" in text
    assert "\n\n\n" not in text
    assert text.endswith("\n")


def test_the_standings_stand_by_class_with_the_earlier_result():
    lines = markdown(with_earlier()).splitlines()
    at = lines.index("### 镇（街道）")
    assert lines[at + 2 : at + 6] == [
        "| 名次 | 被考核单位 |  得分 | 等次 |  前次 |   增减 |",
        "| ---: | ---------- | ----: | ---- | ----: | -----: |",
        "|    1 | 演示镇二   | 94.41 | 优秀 | 83.87 | +10.54 |",
        "|    2 | 演示镇一   | 88.46 | 良好 | 82.78 |  +5.68 |",
    ]


def test_a_provisional_unit_stands_with_what_it_owes():
    text = markdown(kept_report("tieling-2023", "county", "en"))
    assert "- 86.52 points so far, of 89.5; the total lies within 86.52 – 97.73" in text
    owed = text.partition("### 铁岭县\n")[2].partition("\n## ")[0].strip().splitlines()[1:]
    assert len(owed) == 10
    assert "查摆问题中已整改的 (清理整改)" in owed[1]
    assert owed[1].endswith("; 营商环境建设局 answers for it")


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40) | st.sampled_from(
    ["# x", "- x", "1. x", "1) x", "+ x", "> x", "| a | b |", "`x`", "![x](http://a)", "[x](y)", "<b>", "&lt;", "*x*", "__x__", "~~x~~", "\\", "\\*", "---", "===", "-", "--", "- -", "-1.5", "```"]
)  # fmt: skip


def plain(text: str) -> list[str]:
    """The texts of a document of one block, and that nothing else came of them."""
    tokens = PARSER.parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    for token in inline:
        assert {child.type for child in token.children or ()} <= {"text", "text_special"}, token
    return ["".join(child.content for child in token.children or ()) for token in inline]


@given(text=TEXTS)
def test_any_text_is_shown_as_it_is(text: str):
    told = " ".join(visible(text).split())
    for made in (bullet(text), heading(2, text), "\n".join(table(["a", "b"], [[text, "x"]]))):
        found = plain(made)
        assert told in found or not told, (made, found)
        assert len(found) == (4 if made.startswith("|") else 1)


def test_long_cells_do_not_make_the_others_long():
    lines = list(table(["a", "b"], [["x" * 10_000, "y"], ["z", "w"]]))
    assert [len(line) for line in lines] == [50, 50, 10_010, 50]


@KEPT
def test_the_same_report_gives_the_same_text(example: str, name: str):
    first, second = (kept_report(example, name) for _ in range(2))
    assert markdown(first) == markdown(second)
    assert list(csv_files(first)) == list(csv_files(second))
