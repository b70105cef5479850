"""What a sentence such as 每少1次扣0.5分 might be as a rule: a proposal for a comment, never a rule by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_POINTS: Final = r"(?P<points>\d+(?:\.\d+)?)\s*分"
_STEP: Final = r"(?P<step>\d+(?:\.\d+)?)\s*(?:个百分点|%|％)"
_AT_MOST: Final = re.compile(r"(?:最多|最高|累计不超过|不超过|合计不超过)[扣得加]?(\d+(?:\.\d+)?)分")

_PRICE: Final = re.compile(r"[扣得加]\s*\d+(?:\.\d+)?\s*分")
_PARTIAL: Final = (
    ("in_proportion", re.compile(r"不足[^，；。]*按比例")),
    ("ignored", re.compile(r"不足[^，；。]*不(扣|计|得)")),
    ("counts_as_whole", re.compile(r"不足[^，；。]*按[^，；。]*[计算扣]")),
)  # fmt: skip

#: The first that a sentence fits; {field} is where the office names what is submitted.
_FORMS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(rf"低于(?P<limit>\d+(?:\.\d+)?)[%％].*?每(?:低|少|下降|降低){_STEP}.*?扣{_POINTS}"),
     "deduct: {points}, per: {step}%, below: {limit}%, of: {field}{partial}"),
    (re.compile(rf"(?:超过|高于)(?P<limit>\d+(?:\.\d+)?)[%％].*?每(?:高|超|上升|超过){_STEP}.*?扣{_POINTS}"),
     "deduct: {points}, per: {step}%, above: {limit}%, of: {field}{partial}"),
    (re.compile(rf"不少于(?P<limit>\d+).*?每(?:少|缺)[一1]?\s*\S{{1,3}}?扣{_POINTS}"),
     "deduct: {points}, per: 1, below: {limit}, of: {field}"),
    (re.compile(rf"每(?!低|高|下降|上升)[^，,；;。]*?扣{_POINTS}"), "deduct: {points}, each: {field}"),
    (re.compile(rf"每[^，,；;。]*?[得加]{_POINTS}"), "award: {points}, each: {field}"),
    (re.compile(r"(?:未|没有|不|无)[^；;。]*?不得分"), "deduct: all, when: not {field}"),
    (re.compile(rf"(?:未|没有|不|无)[^；;。]*?扣{_POINTS}"), "deduct: {points}, when: not {field}"),
    (re.compile(rf"扣{_POINTS}"), "deduct: {points}, when: {field}"),
    (re.compile(rf"[得加]{_POINTS}"), "award: {points}, when: {field}"),
)  # fmt: skip


def proposal(sentence: str, field: str) -> str:
    """The rule that a sentence seems to say, in one line; empty where it says none that is known, or several prices."""
    if len(_PRICE.findall(_AT_MOST.sub("", sentence))) > 1:
        return ""
    for pattern, form in _FORMS:
        found = pattern.search(sentence)
        if found is not None:
            limit = _AT_MOST.search(sentence)
            cap = f", at_most: {limit[1]}" if limit is not None and "all" not in form else ""
            facts = {**found.groupdict(), "partial": _partial(sentence)}
            return "{" + _filled(form, facts, field) + cap + "}"
    return ""


def _partial(sentence: str) -> str:
    """What becomes of a begun step, where the sentence says it."""
    said = next((word for word, pattern in _PARTIAL if pattern.search(sentence)), "")
    return f", partial: {said}" if said else ""


def _filled(form: str, facts: dict[str, str | None], field: str) -> str:
    fill: Callable[..., str] = form.format
    return fill(field=field, **facts)


_AWARDS: Final = re.compile(r"[得加]\s*\d+(?:\.\d+)?\s*分")
_TAKES: Final = re.compile(r"扣|不得分|不计分")


def is_award(sentence: str) -> bool:
    """Whether a sentence only gives points."""
    return _AWARDS.search(sentence) is not None and _TAKES.search(sentence) is None
