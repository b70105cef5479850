"""One word for one thing: what the Chinese sentences and pages call it, and what they never do."""

import re
from pathlib import Path

import pytest

from lawscore.catalogue import messages

ROOT = Path(__file__).parent.parent
#: A word that is not used, and the one that is.
VARIANTS = {
    "单位代码": "单位编号", "(?<!花)名册": "花名册", "记录表": "事项记录", "以前年度|历年": "往年", "豁免|免除": "免予",
    "评审人|考核人(?!员)": "评审方", "(?<!整)倍数": "系数", "是否要写": "是否应为", "限额或折算": "限额、折算",
    # 目录 is a list of contents, never a place for files
    "(?:的|这个|一个|各|或|或者|写|到|<|级)目录|目录(?=里|中|下|旁)": "文件夹",
}  # fmt: skip
PAGES = sorted((*ROOT.glob("docs/**/*.zh-CN.md"), ROOT / "README.zh-CN.md"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_sentences_use_one_word_for_one_thing(variant):
    assert [text for text in messages("zh").values() if re.search(variant, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_pages_use_the_same_words(page):
    text = page.read_text(encoding="utf-8")
    assert [variant for variant in VARIANTS if re.search(variant, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_of_the_format_is_always_called_the_same(page):
    links = re.findall(r"\[([^\]]*)\]\([./a-z]*format\.zh-CN\.md(?:#示例的读法)?\)", page.read_text(encoding="utf-8"))
    assert {link for link in links if not link.endswith(".md")} <= {"评分细则的写法"}
