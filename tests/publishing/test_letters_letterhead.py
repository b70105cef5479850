"""An office's own letterhead: its marks wherever Word put them, and one sentence for everything that is wrong with it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from lawscore.catalogue import LANGUAGES
from lawscore.publishing.letters import (
    SHAPES,
    LetterheadError,
    archive,
    bulletin,
    check_letterhead,
    letterhead,
    notices,
)
from lawscore.publishing.letters.drawing import LETTERS, TEMPLATES, drawn
from lawscore.publishing.letters.notice import Notice
from lawscore.publishing.letters.places import meant, name_of, told
from tests.support_letters import letterhead_of_lines, lines_of, saved, small_report

ROOT = Path(__file__).parents[2]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def filled(template: bytes, unit: str = "a", language: str = "zh") -> list[str]:
    ((_, content),) = notices(small_report(language), template, [unit])
    return lines_of(content)


def said(content: bytes, language: str = "zh", letter: str = "notice") -> list[str]:
    found = check_letterhead(content, letter, "信头.docx")
    assert all(str(problem.where) == "信头.docx" for problem in found)
    assert all(problem.hint_text("zh") and problem.hint_text("en") for problem in found)
    return [problem.message(language) for problem in found]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_letterheads_are_those_that_the_script_draws(letter, language):
    shipped = (TEMPLATES / f"{language}_{letter}.docx").read_bytes()
    assert shipped == drawn(letter, language), "python -m lawscore.publishing.letters.drawing --write"
    assert shipped == letterhead(letter, language)
    assert check_letterhead(shipped, letter) == ()


def test_the_script_says_whether_they_are():
    run = subprocess.run(
        [sys.executable, "-m", "lawscore.publishing.letters.drawing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "")


@pytest.mark.parametrize("letter", LETTERS)
def test_both_languages_use_the_same_places(letter):
    used = [
        {meant()[name] for name in re.findall(r"\{\{[#?^/]?([^{}]+)\}\}", everything(letterhead(letter, language)))}
        for language in LANGUAGES
    ]
    assert used[0] == used[1]


def everything(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as opened:
        return "".join(
            re.sub(r"<[^>]+>", "", opened.read(name).decode()) for name in opened.namelist() if name.endswith(".xml")
        )


def test_every_place_has_a_name_and_says_what_stands_there():
    for language in LANGUAGES:
        names = [name for path, about in told(Notice, language) for name in path if about]
        assert "unit" in {meant()[name] for name in names}
        assert len(set(meant().values())) == len({name_of(one, language) for one in set(meant().values())})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_the_places_that_the_letters_offer(language):
    sys.path.insert(0, str(ROOT / "docs"))
    import generate

    page = ROOT / "docs" / ("letters.md" if language == "en" else "letters.zh-CN.md")
    text = page.read_text(encoding="utf-8")
    assert generate.updated(text, language) == text, "python docs/generate.py --write"
    for shape in SHAPES.values():
        for path, about in told(shape, language):
            assert f"| {' › '.join(path)} | " in text
            assert f" | {about} |" in text


def test_both_pages_say_the_same():
    zh, en = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("letters.zh-CN.md", "letters.md"))
    assert [re.findall(r"^(#+ |\||- |\d\. |```\w*)", text, flags=re.MULTILINE) for text in (zh,)] == [
        re.findall(r"^(#+ |\||- |\d\. |```\w*)", en, flags=re.MULTILINE)
    ]


def test_an_office_writes_its_own_in_either_language():
    template = letterhead_of_lines(
        "某市法治政府建设领导小组办公室",
        "{{单位}}：{{result}}",
        [["序号", "分", "事由"], ["{{#losses}}", "", ""], ["{{指标}}", "{{得分}}", ""], ["{{#明细}}{{序号}}", "{{增减分}}", "{{事实与算式}}{{/明细}}"], ["", "", "{{/losses}}"]],
    )  # fmt: skip
    assert filled(template) == [
        "某市法治政府建设领导小组办公室",
        "甲局：总分 4.50 分（满分 10 分），在部门的 2 个单位中名次第 2 名，等次为不合格。",
        "序号|分|事由",
        "1 行政应诉|3.00|",
        "1|−1.00|出庭率为 98%，低于 100%，每档 1%，计 2 档（按比例）；2 × 0.5 分 = 1 分",
        "2 行政执法|0.00|",
        "2|−6.00|2 × 3 分 = 6 分",
        "3|+2.00|最低为 0 分",
        "3 制度建设|1.50|",
        "4|+1.00|1 分",
        "5|+0.50|市司法局 2024-02-01 调整：申诉成立",
    ]


def test_a_section_holds_lines_paragraphs_or_a_list():
    template = letterhead_of_lines(
        "甲{{?尚缺}}有{{/尚缺}}{{^尚缺}}无{{/尚缺}}乙", "{{#尚缺}}缺 {{文字}}{{/尚缺}}", "{{?暂定}}", "一段", "又一段", "{{/暂定}}", "{{?暂定}}{{单位}}{{/暂定}}"
    )  # fmt: skip
    assert filled(template) == ["甲无乙"]
    assert filled(template, "d") == [
        "甲有乙",
        "缺 填报数据：负责人出庭率（出庭率）（涉及 1 行政应诉）",
        "一段",
        "又一段",
        "丁镇",
    ]


def test_a_place_of_the_paper_is_there_inside_a_list():
    template = letterhead_of_lines(
        "{{#失分指标}}{{单位}} {{指标}} {{#明细}}[{{得分}} {{增减分}}]{{/明细}}{{/失分指标}}"
    )
    assert filled(template)[0] == "甲局 1 行政应诉 [3.00 −1.00]"


def test_marks_that_word_cut_into_runs_and_those_of_a_chinese_keyboard_are_read():
    document = Document()
    paragraph = document.add_paragraph()
    for place, text in enumerate(("{", "{单", "位", "}}，｛｛＃备注｝｝", "x｛｛／备注｝", "｝{{ 总分 ", "}}")):
        paragraph.add_run(text).font.size = Pt(10 + place)
    assert filled(saved(document)) == ["甲局，4.50"]


def test_headers_footers_and_tables_in_tables_are_filled_in():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{单位}}"
    document.sections[0].footer.paragraphs[0].text = "{{?草案说明}}草案{{/草案说明}}"
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.paragraphs[0].text = "{{?暂定}}{{暂定}}{{/暂定}}"
    inner = cell.add_table(1, 1)
    inner.rows[0].cells[0].paragraphs[0].text = "{{#失分指标}}{{指标}}{{/失分指标}}"
    ((_, content),) = notices(small_report(), saved(document), ["a"])
    paper = Document(io.BytesIO(content))
    assert paper.sections[0].header.paragraphs[0].text == "甲局"
    assert paper.sections[0].footer.paragraphs[0].text == "草案"
    assert [one.text for one in paper.tables[0].rows[0].cells[0].tables[0].rows[0].cells[0].paragraphs] == [
        "1 行政应诉",
        "2 行政执法",
        "3 制度建设",
    ]


def test_the_look_of_the_office_stays():
    document = Document()
    run = document.add_paragraph().add_run("{{单位}}")
    run.bold = True
    run.font.size = Pt(22)
    ((_, content),) = notices(small_report(), saved(document), ["a"])
    found = Document(io.BytesIO(content)).paragraphs[0].runs[0]
    assert (found.text, found.bold, found.font.size) == ("甲局", True, Pt(22))


def test_a_template_of_word_becomes_a_document():
    with ZipFile(io.BytesIO(letterhead("notice", "zh"))) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    assert "甲局：" in filled(archived(parts))


BROKEN = [
    (["{{单位称}}"], "正文第 1 段（{{单位称}}）：没有名为“单位称”的位置", "body, paragraph 1 ({{单位称}}): there is no place '单位称'", "单位"),
    (["甲", "{{unti}}"], "正文第 2 段（{{unti}}）：没有名为“unti”的位置", "body, paragraph 2 ({{unti}}): there is no place 'unti'", "unit"),
    (["{{增减分}}"], "正文第 1 段（{{增减分}}）：没有名为“增减分”的位置", "body, paragraph 1 ({{增减分}}): there is no place '增减分'", "明细"),
    (["{{失分指标}}"], "正文第 1 段（{{失分指标}}）：“失分指标”是若干行，不能写成 {{失分指标}}", "body, paragraph 1 ({{失分指标}}): '失分指标' has rows, it cannot be written {{失分指标}}", "{{#失分指标}}"),
    (["{{#失分指标}}"], "正文第 1 段（{{#失分指标}}）：{{#失分指标}} 没有结束", "body, paragraph 1 ({{#失分指标}}): {{#失分指标}} has no end", "{{/失分指标}}"),
    (["{{/losses}}"], "正文第 1 段（{{/losses}}）：{{/losses}} 没有对应的开始", "body, paragraph 1 ({{/losses}}): {{/losses}} ends what did not begin", "{{/losses}}"),
    (["{{单位}"], "正文第 1 段（{{单位}）：标记不完整，应为 {{名称}}", "body, paragraph 1 ({{单位}): half a mark, it should be {{name}}", ""),
    (["{{}}"], "正文第 1 段（{{}}）：标记不完整，应为 {{名称}}", "body, paragraph 1 ({{}}): half a mark, it should be {{name}}", ""),
    (
        ["{{#备注}}", "文{{/备注}}"],
        "正文第 1 段（{{#备注}}）：{{#备注}} 与 {{/备注}}（正文第 2 段（文{{/备注}}））一个在行内，一个单独成段或者在另一格",
        "body, paragraph 1 ({{#备注}}): of {{#备注}} and {{/备注}} (body, paragraph 2 (文{{/备注}})) one stands in a line, the other in a paragraph or cell of its own",
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "zh", "en", "hint"), BROKEN)
def test_what_is_wrong_with_a_mark_is_said_at_its_paragraph(lines, zh, en, hint):
    content = letterhead_of_lines(*lines)
    assert said(content) == [zh]
    assert said(content, "en") == [en]
    assert hint in check_letterhead(content, "notice")[0].hint_text("zh")


def test_all_that_is_wrong_is_said_at_once():
    content = letterhead_of_lines("{{甲}}{{乙}}", "{{#失分指标}}", "{{丙}")
    assert said(content) == [
        "正文第 3 段（{{丙}）：标记不完整，应为 {{名称}}",
        "正文第 2 段（{{#失分指标}}）：{{#失分指标}} 没有结束",
        "正文第 1 段（{{甲}}{{乙}}）：没有名为“甲”的位置",
        "正文第 1 段（{{甲}}{{乙}}）：没有名为“乙”的位置",
    ]


def test_a_place_of_the_other_letter_is_unknown():
    assert said(letterhead_of_lines("{{#各组}}{{/各组}}")) == [
        "正文第 1 段（{{#各组}}{{/各组}}）：没有名为“各组”的位置"
    ]
    assert said(letterhead_of_lines("{{#各组}}{{/各组}}"), letter="bulletin") == []


def archived(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()


def changed(**parts: bytes) -> bytes:
    """A sound letterhead with other parts."""
    with ZipFile(io.BytesIO(letterhead_of_lines("{{单位}}"))) as opened:
        return archived({**{name: opened.read(name) for name in opened.namelist()}, **parts})


DOCUMENT = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
FILES = [
    (b"", "这不是 Word 文件（.docx），不能作模板", "this is no Word file (.docx), it cannot be a template"),
    ("单位".encode(), "这不是 Word 文件（.docx），不能作模板", "this is no Word file (.docx), it cannot be a template"),
    (archived({"readme.txt": b"x"}), "这不是 Word 文件（.docx），不能作模板", "this is no Word file (.docx), it cannot be a template"),
    (OLE, "这是旧版 Word 文件（.doc），不能作模板", "this is an old Word file (.doc), which cannot be a template"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "这份 Word 文件设有打开密码，不能作模板", "this Word file has a password, it cannot be a template"),
    (b"PK\x03\x04 and then nothing", "这份 Word 文件已损坏，打不开", "this Word file is damaged and cannot be opened"),
    (changed(**{"word/document.xml": b"<w:document"}), "这份 Word 文件已损坏，打不开", "this Word file is damaged and cannot be opened"),
    (
        changed(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + DOCUMENT}),
        "这份 Word 文件已损坏，打不开", "this Word file is damaged and cannot be opened",
    ),
    (changed(**{"word/document.xml": b"<html/>"}), "这不是 Word 文件（.docx），不能作模板", "this is no Word file (.docx), it cannot be a template"),
    (changed(**{"word/vbaProject.bin": b"x"}), "这份 Word 文件带有宏，不能作模板", "this Word file has macros, it cannot be a template"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "zh", "en"), FILES)
def test_a_file_that_cannot_be_a_letterhead_is_refused_in_one_sentence(content, zh, en):
    assert said(content) == [zh]
    assert said(content, "en") == [en]
    with pytest.raises(LetterheadError, match=re.escape(zh)):
        notices(small_report(), content or b"\0")
    with pytest.raises(LetterheadError):
        bulletin(small_report(), content or b"\0")


def test_a_document_with_macros_is_refused_by_its_kind():
    with ZipFile(io.BytesIO(letterhead_of_lines("{{单位}}"))) as opened:
        types = opened.read("[Content_Types].xml")
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert said(
        changed(
            **{"[Content_Types].xml": types.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")}
        )
    ) == ["这份 Word 文件带有宏，不能作模板"]


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, *, outside: bool = True) -> bytes:
    """A letterhead that is related to something of a kind."""
    mode = ' TargetMode="External"' if outside else ""
    return changed(**{
        "word/_rels/settings.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="http://x.example/a.dotm"{mode}/></Relationships>'
        ).encode()
    })  # fmt: skip


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (related("attachedTemplate"), "另一份模板", "another template"),
        (related("image"), "图片", "a picture"),
        (related("oleObject"), "嵌入对象", "an object"),
        (related("frame"), "内容", "contents"),
        (related("aFChunk", outside=False), "另一份文件", "another file"),
    ],
)
def test_what_is_fetched_from_elsewhere_is_refused(content, zh, en):
    assert said(content) == [f"这份 Word 文件在打开时要从外部取入{zh}，不能作模板"]
    assert said(content, "en") == [
        f"this Word file takes in {en} from outside when it is opened, it cannot be a template"
    ]


def test_a_link_that_is_clicked_is_none_of_that():
    assert said(related("hyperlink")) == []
    assert said(related("image", outside=False)) == []


def test_relations_that_are_no_xml_are_a_damaged_file():
    assert said(changed(**{"word/_rels/settings.xml.rels": b"<Relationships"})) == ["这份 Word 文件已损坏，打不开"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_of_the_other_letter_is_told_in_one_sentence(language):
    assert said(letterhead("notice", language), letter="bulletin") == ["这是通知书的模板，不是通报的模板"]
    assert said(letterhead("bulletin", language), "en") == ["this is a template of the bulletin, not of the notice"]
    with pytest.raises(LetterheadError, match="这是通报的模板，不是通知书的模板"):
        notices(small_report(), letterhead("bulletin", language))
    with pytest.raises(LetterheadError, match="这是通知书的模板，不是通报的模板"):
        bulletin(small_report(), letterhead("notice", language))


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_PART", 1_000_000)
    content = changed(**{"word/media/bomb.bin": b"\0" * 2_000_000})
    assert len(content) < 100_000
    assert said(content) == ["这份 Word 文件解压后过大（超过 0 MiB），不予打开"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{{#失分指标}}",
                "{{/失分指标}}",
                "{{?备注}}",
                "{{^备注}}",
                "{{/备注}}",
                "{{指标}}",
                "{{单位}}",
                "{{",
                "}}",
                "文",
                "｛｛单位｝｝",
            ]
        ),
        max_size=12,
    ),
    st.lists(st.integers(0, 12), max_size=4),
)
def test_any_order_of_marks_is_filled_in_or_told(pieces, breaks):
    """Never an error of ours: a letterhead is sound and makes a document that opens, or it is told what is wrong."""
    lines, line = [], ""
    for place, piece in enumerate(pieces):
        line += piece
        if place in breaks:
            lines.append(line)
            line = ""
    content = letterhead_of_lines(*lines, line, [[line, "{{单位}}"], ["", line]])
    if not check_letterhead(content, "notice"):
        assert filled(content)
