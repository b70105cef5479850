"""Writes the tables of the format pages that follow from the code: keys, field types, functions, reserved names.

Each table stands between `<!-- generated: NAME -->` and `<!-- /generated -->`. `python docs/generate.py` fails where a
table is out of date or a key has no description here; `--write` brings the pages up to date.
"""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from pydantic import BaseModel

from lawscore.catalogue import Language, messages, phrase, say
from lawscore.expressions.layers import DIFFERS, VERIFIED
from lawscore.expressions.looks import LOOKS
from lawscore.expressions.operations import FUNCTIONS, IS_NONE
from lawscore.expressions.working_days import CALENDAR_FUNCTIONS
from lawscore.publishing.book.methods import LISTS
from lawscore.rubric.document import Document
from lawscore.rubric.fields import FieldSpec, FieldType
from lawscore.rubric.names import RESERVED
from lawscore.rubric.tree import Node, NodePart
from lawscore.rules.charging import Award, Deduct
from lawscore.rules.direct import FormulaRule, Import
from lawscore.rules.place import Place
from lawscore.rules.rule import FirstOf, HighestOf, SumOf

DOCS: Final = Path(__file__).parent
ENDINGS: Final[Mapping[Language, str]] = {"zh": ".zh-CN.md", "en": ".md"}

_MARK: Final = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- /generated -->)", re.DOTALL)

#: A word in both languages: Chinese, English.
Said = tuple[str, str]

#: The page that explains a key of rules.
RULE_PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "amounts": (
        "deduct", "award",
    ),
    "imports": (
        "import", "formula", "out_of", "as",
    ),
    "combinations": (
        "sum_of", "first_of", "highest_of",
    ),
    "place": (
        "place", "better", "within", "missing", "tied", "points", "from_last", "after", "top", "others",
    ),
    "occasions": (
        "when", "for", "optional", "may_not_apply", "essential", "each", "per", "below", "above", "of", "partial", "in_proportion_to",
    ),
    "records": (
        "where", "dated", "once_per", "keep", "best", "ordered_by",
    ),
    "cohort": (
        "charged_to",
    ),
    "modifiers": (
        "times", "plus", "averaged_over",
    ),
    "limits": (
        "unless", "round", "at_most",
    ),
}  # fmt: skip

#: What absent `none` means for each type of field, and an example.
FIELD_TYPES: Final[Mapping[str, tuple[Said, str]]] = {
    "count": (("0", "0"), "`3`"),
    "number": (("不适用", "not applicable"), "`4.6`"),
    "amount": (("不适用", "not applicable"), "`4450000`"),
    "percent": (("不适用", "not applicable"), "`92.02%`"),
    "yesno": (("不适用", "not applicable"), "`是` `否` `yes` `no` `true` `false`"),
    "date": (("不适用", "not applicable"), "`2023-12-31`"),
    "choice": (("不适用", "not applicable"), "`省`"),
    "text": (("不适用", "not applicable"), "`甲政发1号`"),
    "numbers": (("空", "empty"), "`8; 9.5; 7` `[8, 9.5, 7]`"),
    "records": (("空", "empty"), "`[{文号: 甲1号}]`"),
}

FUNCTION_TEXTS: Final[Mapping[str, Said]] = {
    "abs": ("绝对值", "the absolute value"),
    "min": ("最小的", "the least"),
    "max": ("最大的", "the greatest"),
    "round": (
        "四舍五入到若干位小数；第二个数不写为 0 位，-2 为取整到百",
        "rounded half up to so many decimals; to none without the second, to hundreds with -2",
    ),
    "sqrt": ("平方根", "the square root"),
    "root": ("开方：`root(x, 3)` 是 x 的立方根", "the n-th root: `root(x, 3)` is the cube root of x"),
    "ln": ("自然对数", "the natural logarithm"),
    "exp": ("e 的乘方", "e to the power of it"),
    "floor": ("不大于它的最大整数", "the greatest whole number not above it"),
    "ceiling": ("不小于它的最小整数", "the least whole number not below it"),
    "days": ("从前一日期到后一日期的天数", "days from the first date to the second"),
    "year": ("年", "the year"),
    "month": ("月", "the month"),
    "day": ("日", "the day of the month"),
    "working_days": (
        "从前一日期之后到后一日期的工作日数；后一日期在前的为负数",
        "working days after the first date up to and with the second; negative where the second is earlier",
    ),
    "next_working_day": ("当日是工作日的为当日，否则为下一个工作日", "the day itself, or the next working day"),
    "add_working_days": ("若干个工作日之后的日期", "the date so many working days later"),
    "differs": (
        "自评数与核查数相差是否超过容许的范围；是否和文字不写范围",
        "whether the reported and the verified figure are further apart than this; yes or no and texts take no tolerance",
    ),
    "verified": (
        "所用的填报项是否有一项经过核查或者复核",
        "whether one of the fields it reads is verified or reviewed",
    ),
    "score": ("另一个指标的得分", "the score of another indicator"),
    "rate": ("另一个指标的得分率：得分除以适用的满分", "its score divided by its applicable points"),
    "failed": (
        "从该指标起、连同下级，没有通过（`passes`）的个数",
        "how many indicators, from that one down, do not pass (`passes`)",
    ),
    IS_NONE: ("是否填为“没有发生”（`absent: none`）", "whether it was given as none (`absent: none`)"),
}
_ARGUMENTS: Final[Mapping[str, Said]] = {
    "number": ("数", "number"), "whole": ("整数", "whole number"), "date": ("日期", "date"), "name": ("名称", "name"),
    "any": ("值", "value"), "id": ("'编号'", "'id'"),
}  # fmt: skip
#: What those take that are more than a function of values.
_TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    IS_NONE: ("name",), DIFFERS: ("any", "number?"), VERIFIED: ("any",), **dict.fromkeys(LOOKS, ("id",)),
}  # fmt: skip


def _pick(said: Said, language: Language) -> str:
    return said[0] if language == "zh" else said[1]


def _keys(*models: type[BaseModel]) -> dict[str, Any]:
    return {(info.alias or name): info for model in models for name, info in model.model_fields.items()}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _complete(described: Iterable[str], found: Iterable[str], where: str) -> None:
    wrong = set(described) ^ set(found)
    if wrong:
        msg = f"{where}: described and found differ in {sorted(wrong)}"
        raise SystemExit(msg)


def _described(group: str, language: Language) -> dict[str, str]:
    """What the catalogue says of each key of a group, in its order."""
    stem = f"key.{group}."
    return {key.removeprefix(stem): say(phrase(key), language) for key in messages(language) if key.startswith(stem)}


def document_keys(language: Language) -> str:
    """The keys of a rubric."""
    found, described = _keys(Document), _described("document", language)
    _complete(described, found, "document")
    must = ("必写", "") if language == "zh" else ("required", "")
    head = ("键", "内容", "") if language == "zh" else ("key", "what it says", "")
    rows = ((f"`{key}`", said, must[not found[key].is_required()]) for key, said in described.items())
    return _table(head, rows)


def node_keys(language: Language) -> str:
    """The keys of an indicator."""
    return _plain_keys("node", _keys(NodePart, Node), language)


def field_keys(language: Language) -> str:
    """The keys of a field."""
    return _plain_keys("field", _keys(FieldSpec), language)


def _plain_keys(group: str, found: Iterable[str], language: Language) -> str:
    described = _described(group, language)
    _complete(described, found, group)
    head = ("键", "内容") if language == "zh" else ("key", "what it says")
    return _table(head, ((f"`{key}`", said) for key, said in described.items()))


def rule_keys(language: Language) -> str:
    """The keys of rules, with the page of each."""
    described = _described("rule", language)
    _complete(described, _keys(Deduct, Award, Import, FormulaRule, Place, SumOf, FirstOf, HighestOf), "rule")
    head = ("键", "内容", "见") if language == "zh" else ("key", "what it says", "page")
    titles = PAGE_TITLES[language]

    def link(page: str) -> str:
        return f"[{titles[page]}](rules/{page}{ENDINGS[language]})" if page else ""

    pages = {key: page for page, keys in RULE_PAGES.items() for key in keys}
    return _table(head, ((f"`{key}`", said, link(pages.get(key, ""))) for key, said in described.items()))


PAGE_TITLES: Final[Mapping[Language, Mapping[str, str]]] = {
    "zh": {
        "amounts": "分值", "occasions": "何时适用", "records": "事项记录", "modifiers": "系数和加扣",
        "limits": "限额", "combinations": "组合", "imports": "引用", "place": "名次", "cohort": "其他单位",
    },
    "en": {
        "amounts": "amounts", "occasions": "occasions", "records": "records", "modifiers": "modifiers",
        "limits": "limits", "combinations": "combinations", "imports": "imports", "place": "places", "cohort": "other units",
    },
}  # fmt: skip


def field_types(language: Language) -> str:
    """The types of fields."""
    _complete(FIELD_TYPES, get_args(FieldType), "field types")
    head = (
        ("类型", "填什么", "例", "`absent: none` 时")
        if language == "zh"
        else ("type", "value", "example", "with `absent: none`")
    )
    rows = (
        (
            f"`{name}`",
            say(phrase(f"value.type.{name}"), language),
            _english(example) if language == "en" else example,
            _pick(none, language),
        )
        for name, (none, example) in FIELD_TYPES.items()
    )
    return _table(head, rows)


def _english(example: str) -> str:
    words = {"`是` `否` ": "", "省": "province", "甲政发1号": "Order 1", "文号": "number", "甲1号": "A1"}
    for zh, en in words.items():
        example = example.replace(zh, en)
    return example


def functions(language: Language) -> str:
    """The functions of expressions."""
    _complete(FUNCTION_TEXTS, [*FUNCTIONS, *CALENDAR_FUNCTIONS, *_TAKES], "functions")
    head = ("函数", "结果") if language == "zh" else ("function", "result")
    rows = ((f"`{_signature(name, language)}`", _pick(said, language)) for name, said in FUNCTION_TEXTS.items())
    return _table(head, rows)


def _signature(name: str, language: Language) -> str:
    function = FUNCTIONS.get(name) or CALENDAR_FUNCTIONS.get(name)
    takes = function.takes if function is not None else _TAKES[name]
    words = [_pick(_ARGUMENTS[want.rstrip("?")], language) + ("?" if want.endswith("?") else "") for want in takes]
    if function is not None and function.many:
        words = [*words, *words, "…"]
    return f"{name}({', '.join(words)})"


def reserved(language: Language) -> str:
    """The names that a rubric cannot declare."""
    ours = ", ".join(f"`{name}`" for name in sorted(RESERVED))
    pythons = ", ".join(f"`{name}`" for name in sorted(keyword.kwlist))
    first, second = (
        ("格式自用", "表达式的保留字") if language == "zh" else ("the format's own", "words of the expression language")
    )
    return f"- {first}{'：' if language == 'zh' else ': '}{ours}\n- {second}{'：' if language == 'zh' else ': '}{pythons}\n"


def book_columns(language: Language) -> str:
    """The columns of the workbook of a result, sheet by sheet."""
    head = ("表", "栏", "写法") if language == "zh" else ("sheet", "column", "how it is written")
    rows = (
        (
            say(phrase(f"book.sheet.{sheet}"), language),
            say(phrase(f"book.column.{column.key}"), language),
            say(phrase(f"book.kind.{column.kind}"), language),
        )
        for sheet, columns in LISTS.items()
        for column in columns
    )
    return _table(head, rows)


def letter_places(letter: str) -> Callable[[Language], str]:
    """The places of a Word template, in both languages, and what stands there."""
    from lawscore.publishing.letters import SHAPES
    from lawscore.publishing.letters.places import told

    shape = SHAPES["notice" if letter == "notice" else "bulletin"]

    def table(language: Language) -> str:
        other: Language = "en" if language == "zh" else "zh"
        head = ("位置", "英文名", "内容") if language == "zh" else ("place", "in Chinese", "what stands there")
        rows = zip(told(shape, language), told(shape, other), strict=True)
        return _table(head, ((" › ".join(path), " › ".join(named), about) for (path, about), (named, _) in rows))

    return table


TABLES: Final[Mapping[str, Callable[[Language], str]]] = {
    "document-keys": document_keys, "node-keys": node_keys, "field-keys": field_keys, "rule-keys": rule_keys,
    "field-types": field_types, "functions": functions, "reserved": reserved,
    "book-columns": book_columns, "letter-notice": letter_places("notice"), "letter-bulletin": letter_places("bulletin"),
}  # fmt: skip


def updated(text: str, language: Language) -> str:
    """A page with its tables as they should be."""
    return _MARK.sub(lambda found: found[1] + TABLES[found["name"]](language) + found[3], text)


def language_of(path: Path) -> Language:
    """The language of a page, by its name."""
    return "zh" if path.name.endswith(ENDINGS["zh"]) else "en"


def main() -> int:
    """Compare or write the tables of all pages."""
    stale = []
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        new = updated(text, language_of(path))
        if new != text:
            stale.append(path.name)
            if "--write" in sys.argv:
                path.write_text(new, encoding="utf-8")
    if stale and "--write" not in sys.argv:
        print("out of date:", *stale)
    return int(bool(stale) and "--write" not in sys.argv)


if __name__ == "__main__":
    raise SystemExit(main())
