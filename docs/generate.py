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

from lawscore.catalogue import Language
from lawscore.expressions.layers import DIFFERS, VERIFIED
from lawscore.expressions.looks import LOOKS
from lawscore.expressions.operations import FUNCTIONS, IS_NONE
from lawscore.expressions.working_days import CALENDAR_FUNCTIONS
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

DOCUMENT_KEYS: Final[Mapping[str, Said]] = {
    "lawscore": ("格式版本，写 `1`", "version of the format: `1`"),
    "calculation": ("计算标准的版本，写 `1`", "version of the calculation standard: `1`"),
    "rubric": ("细则的编号", "id of the rubric"),
    "version": ("细则的版本", "version of the rubric"),
    "status": ("`draft` 草稿，`published` 已印发", "`draft` or `published`"),
    "title": ("名称", "title"),
    "issued": ("由谁、何时印发", "who issued it, and when"),
    "supersedes": ("所替代的版本", "the version it replaces"),
    "period": ("考核期间 `{from, to}`，首尾两天都算", "the period assessed `{from, to}`, both days included"),
    "points": ("满分", "full marks"),
    "floor": ("总分最低是多少", "the total is never below this"),
    "ceiling": ("总分最高是多少", "the total is never above this"),
    "scaled_to": ("总分折算为多少分", "what the total is scaled to"),
    "aggregate": ("第一层怎样汇总，默认 `sum`", "how the top level adds up; default `sum`"),
    "of": ("平均等：对得分还是得分率", "for means and the like: of scores or of rates"),
    "missing": ("第一层：有未评的部分怎么办", "top level: what becomes of an unscored part"),
    "at_least": ("第一层：至少评出几项", "top level: how many parts must be scored"),
    "round": ("总分舍入", "rounds the total"),
    "shown": ("印出几位，默认两位小数", "decimals in print; default two"),
    "classes": ("考核组别：代码和名称", "classes: ids and names"),
    "roles": ("职责：代码和名称", "roles: ids and names"),
    "givens": ("公共数据", "figures common to all units"),
    "fields": ("填报项", "fields"),
    "measures": ("指标量", "named quantities"),
    "checks": ("数据核对", "consistency checks"),
    "indicators": ("指标", "indicators"),
    "once": ("跨指标只计一次", "matters charged once across indicators"),
    "vetoes": ("一票否决", "vetoes"),
    "ranking": ("排名", "ranking"),
    "grades": ("等次", "grades"),
    "also": ("总分之外的结果", "results beside the total"),
    "basis": ("依据", "basis"),
    "notes": ("说明", "notes"),
    "accepts": ("已知的不合", "known defects of the source"),
}

NODE_KEYS: Final[Mapping[str, Said]] = {
    "id": ("编号，全文不重复", "id, unique in the rubric"),
    "title": ("名称，不写就用编号", "title; the id where it is left out"),
    "points": ("分值", "points"),
    "start": ("末级：从 `full`、`zero` 或者一个数起算", "leaf: starts at `full`, `zero` or a number"),
    "floor": ("最低得分，`none` 为不限", "lowest score; `none` for no limit"),
    "ceiling": ("最高得分，`none` 为不限", "highest score; `none` for no limit"),
    "scaled_to": ("上级：按适用的满分折算为多少", "branch: scales the applicable part to this"),
    "aggregate": ("上级：怎样汇总，默认 `sum`", "branch: how its parts add up; default `sum`"),
    "of": ("上级：对 `scores`（得分）还是 `rates`（得分率）", "branch: of `scores` or of `rates`"),
    "missing": (
        "上级：有未评的部分时 `unscored`（默认，本级也未评）还是 `leave_out`（不计入）",
        "branch: an unscored part leaves it `unscored` (default), or is left out: `leave_out`",
    ),
    "at_least": (
        "上级：至少评出几项，写 `3` 或者 `50%`",
        "branch: how many parts must be scored, `3` or `50%`",
    ),
    "weight": ("在加权的平均中的权重", "weight in a mean that is weighted"),
    "only_for": ("只考核这些组别", "only for these classes"),
    "applies": ("何时适用，不适用怎么办", "when it applies, and what becomes of it otherwise"),
    "uncounted": ("`true` 为只列出、不计入上级", "`true`: listed, not counted in its parent"),
    "round": ("得分舍入，按舍入后的数计入上级", "rounds the score, which goes on rounded"),
    "shown": ("印出几位", "decimals in print"),
    "passes": ("得到多少算通过，`failed()` 数没有通过的", "what it must reach to pass; `failed()` counts the rest"),
    "ranking": ("按本指标排名", "ranks the units by it"),
    "grades": ("按本指标定等次", "grades the units by it"),
    "responsible": ("责任单位 `{lead, support}`", "departments `{lead, support}`"),
    "scored_by": ("评分单位", "who scores it"),
    "evidence": ("应附的佐证材料", "evidence that is due"),
    "basis": ("依据", "basis"),
    "text": ("细则原文", "the wording of the source"),
    "once_per": (
        "几条规则之间同一事项只计一次：按哪几栏",
        "one charge for each matter among its rules: by these columns",
    ),
    "keep": ("`once_per` 留哪一条", "which charge `once_per` keeps"),
    "accepts": ("已知的不合", "known defects of the source"),
    "field": (
        "末级：以编号为名的填报项，规则中称 `value`",
        "leaf: a field named by the id, called `value` in its rules",
    ),
    "rules": ("末级：规则；上级只能有 `deduct: all`", "leaf: rules; a branch only takes `deduct: all`"),
    "indicators": ("上级：下级指标", "branch: its parts"),
    "every": ("上级：各下级共同的部分", "branch: what its parts have in common"),
}

FIELD_KEYS: Final[Mapping[str, Said]] = {
    "type": ("类型", "type"),
    "choice": ("选项的取值", "the values of a choice"),
    "label": ("给填报人看的名称", "label for those who fill it in"),
    "unit": ("计量单位", "unit of measure"),
    "help": ("填报说明", "help text"),
    "source": ("数据来源，即由谁提供", "who supplies it"),
    "column": ("数据表中的列名", "heading of the column in a sheet"),
    "absent": ("没有填报是什么意思", "what it means where it is not given"),
    "codes": ("来源中的代码各是什么意思", "what codes of the source mean"),
    "given_as": (
        "没有百分号的百分比：`percent` 或者 `fraction`",
        "a percentage without its sign: `percent` or `fraction`",
    ),
    "min": ("最小值", "least value"),
    "max": ("最大值", "greatest value"),
    "key": ("记录：区分各条的栏", "records: the column that tells them apart"),
    "fields": ("记录：各栏", "records: the columns"),
    "columns": ("记录：由各栏算出来的栏", "records: columns worked out from the others"),
    "basis": ("依据", "basis"),
}

#: Description, then the page that explains the key.
RULE_KEYS: Final[Mapping[str, tuple[str, str, str]]] = {
    "deduct": ("扣多少", "how much it takes", "amounts"),
    "award": ("得多少", "how much it gives", "amounts"),
    "import": ("引用的得分", "a score of another body", "imports"),
    "formula": ("公式：最后的办法", "a formula: the last resort", "imports"),
    "sum_of": ("几条规则相加", "rules that add up", "combinations"),
    "first_of": ("取第一条扣（得）了分的规则", "the first rule that charges", "combinations"),
    "highest_of": ("取扣（得）分最多的规则", "the rule that charges most", "combinations"),
    "place": ("按名次计分", "points by rank", "place"),
    "better": ("高的在前（`higher`）还是低的在前（`lower`）", "`higher` or `lower`: which comes first", "place"),
    "within": ("在哪些单位之间排", "the units that are ranked together", "place"),
    "missing": ("有单位缺数时怎么办", "what becomes of it where a unit owes its figure", "place"),
    "tied": ("并列的怎么计分", "what units have that share a place", "place"),
    "points": ("从第一名起各名次的分", "points from the first place on", "place"),
    "from_last": ("从最后一名起各名次的分", "points from the last place on", "place"),
    "after": ("表以外的名次", "the places beyond the list", "place"),
    "top": ("最优的得多少", "what the best has", "place"),
    "others": ("其余的按比例（`in_proportion`）", "the others: `in_proportion`", "place"),
    "id": ("编号", "id", ""),
    "text": ("细则的原话", "the office's sentence", ""),
    "basis": ("依据", "basis", ""),
    "evidence": ("应附的佐证材料", "evidence that is due", ""),
    "when": ("条件", "a condition", "occasions"),
    "for": ("由评审方回答的问题", "a question to an assessor", "occasions"),
    "optional": ("问题可以不回答", "no answer means nothing", "occasions"),
    "may_not_apply": ("问题可以答“不适用”", "the answer may be: not applicable", "occasions"),
    "essential": ("关键要素，答“否”则整个指标不得分", "an essential element: a no leaves nothing", "occasions"),
    "each": ("每一件、每一条", "each one, or each record", "occasions"),
    "per": ("一档的大小", "the size of a step", "occasions"),
    "below": ("低于多少起算", "steps are counted below this", "occasions"),
    "above": ("高于多少起算", "steps are counted above this", "occasions"),
    "of": ("量什么", "what is measured", "occasions"),
    "partial": ("不足一档怎么办", "what becomes of a begun step", "occasions"),
    "in_proportion_to": ("按什么比例", "in proportion to this", "occasions"),
    "where": ("只计符合条件的记录", "only the records for which this holds", "records"),
    "dated": ("只计某段时间的记录", "only the records of this time", "records"),
    "once_per": ("同一事项只计一次", "one charge for each matter", "records"),
    "keep": ("同一事项留哪一条", "which charge stays", "records"),
    "best": ("只计最高的几条", "only the best so many", "records"),
    "ordered_by": ("按哪一栏的日期排先后", "the column of dates that puts records in order", "records"),
    "charged_to": ("计在这一栏所指的单位", "charged to the unit that this column names", "cohort"),
    "times": ("加倍、减半", "factors on the price", "modifiers"),
    "plus": ("加扣", "surcharges", "modifiers"),
    "averaged_over": ("除以多少", "divides the sum by this", "modifiers"),
    "out_of": ("原得分的满分", "full marks of what is imported", "imports"),
    "as": ("引用为 `award` 或者 `deduct`", "imported as `award` or `deduct`", "imports"),
    "unless": ("免予计算", "a waiver", "limits"),
    "round": ("扣（得）的分舍入", "rounds what the rule charges", "limits"),
    "at_most": ("最多多少", "at most this much", "limits"),
}

#: How a value is written, what absent `none` means, an example.
FIELD_TYPES: Final[Mapping[str, tuple[Said, Said, str]]] = {
    "count": (("件数，不小于 0 的整数", "a whole number, not below 0"), ("0", "0"), "`3`"),
    "number": (("数", "a number"), ("不适用", "not applicable"), "`4.6`"),
    "amount": (
        ("数量，如金额，另写 `unit`", "an amount, such as money; say its `unit`"),
        ("不适用", "not applicable"),
        "`4450000`",
    ),
    "percent": (("百分比，带百分号", "a percentage, with its sign"), ("不适用", "not applicable"), "`92.02%`"),
    "yesno": (("是或者否", "yes or no"), ("不适用", "not applicable"), "`是` `否` `yes` `no` `true` `false`"),
    "date": (("日期", "a date"), ("不适用", "not applicable"), "`2023-12-31`"),
    "choice": (("列出的取值之一", "one of the listed values"), ("不适用", "not applicable"), "`省`"),
    "text": (("文字", "a text"), ("不适用", "not applicable"), "`甲政发1号`"),
    "numbers": (
        ("几个数，用分号隔开", "several numbers, separated by semicolons"),
        ("空", "empty"),
        "`8; 9.5; 7` `[8, 9.5, 7]`",
    ),
    "records": (("事项记录，一件一条", "records, one for each matter"), ("空", "empty"), "`[{文号: 甲1号}]`"),
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

#: What the format names and this version does not compute.
LATER: Final[Mapping[str, Said]] = {
    "extends": ("在另一份细则的基础上改写", "building on another rubric"),
}


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


def document_keys(language: Language) -> str:
    """The keys of a rubric."""
    found = _keys(Document)
    _complete(DOCUMENT_KEYS, found, "document")
    must = ("必写", "") if language == "zh" else ("required", "")
    head = ("键", "内容", "") if language == "zh" else ("key", "what it says", "")
    rows = (
        (f"`{key}`", _pick(said, language), must[not found[key].is_required()]) for key, said in DOCUMENT_KEYS.items()
    )
    return _table(head, rows)


def node_keys(language: Language) -> str:
    """The keys of an indicator."""
    _complete(NODE_KEYS, _keys(NodePart, Node), "indicator")
    head = ("键", "内容") if language == "zh" else ("key", "what it says")
    return _table(head, ((f"`{key}`", _pick(said, language)) for key, said in NODE_KEYS.items()))


def field_keys(language: Language) -> str:
    """The keys of a field."""
    _complete(FIELD_KEYS, _keys(FieldSpec), "field")
    head = ("键", "内容") if language == "zh" else ("key", "what it says")
    return _table(head, ((f"`{key}`", _pick(said, language)) for key, said in FIELD_KEYS.items()))


def rule_keys(language: Language) -> str:
    """The keys of rules, with the page of each."""
    _complete(RULE_KEYS, _keys(Deduct, Award, Import, FormulaRule, Place, SumOf, FirstOf, HighestOf), "rule")
    head = ("键", "内容", "见") if language == "zh" else ("key", "what it says", "page")
    titles = PAGE_TITLES[language]

    def link(page: str) -> str:
        return f"[{titles[page]}](rules/{page}{ENDINGS[language]})" if page else ""

    rows = ((f"`{key}`", zh if language == "zh" else en, link(page)) for key, (zh, en, page) in RULE_KEYS.items())
    return _table(head, rows)


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
        (f"`{name}`", _pick(value, language), _english(example) if language == "en" else example, _pick(none, language))
        for name, (value, none, example) in FIELD_TYPES.items()
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


def later(language: Language) -> str:
    """What is named and not yet computed."""
    head = ("写法", "用途") if language == "zh" else ("name", "what it is for")
    return _table(head, ((f"`{name}`", _pick(said, language)) for name, said in LATER.items()))


TABLES: Final[Mapping[str, Callable[[Language], str]]] = {
    "document-keys": document_keys, "node-keys": node_keys, "field-keys": field_keys, "rule-keys": rule_keys,
    "field-types": field_types, "functions": functions, "reserved": reserved, "later": later,
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
