"""The two pages of the result: per module how many mutants died, and of those that survive, why that is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final, Literal, NamedTuple

import yaml
from judge import Verdict

HERE: Final = Path(__file__).resolve().parent
Language = Literal["en", "zh"]

_PAGES: Final[dict[Language, str]] = {"en": "mutation.md", "zh": "mutation.zh-CN.md"}
_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "en": ("module", "mutants", "killed", "survived", ""),
    "zh": ("模块", "变异体", "杀死", "存活", ""),
}
_TEXT: Final[dict[Language, str]] = {
    "en": """# Mutation testing

[中文](mutation.zh-CN.md)

Each mutant is the engine with one small mistake: another operator, another number, a condition turned round, `min` for `max`,
unknown for not applicable. The conformance kit alone is the judge: a mutant is killed where at least one case comes to another
digit, state, item or code, or takes ten times its time. What only words a sentence, what only types read, and constants that only
set how much effort is made, are not mutated.
This page is written by `make mutants`; how it works stands in [tests/mutation](../tests/mutation/README.md).

{table}

## What survives, and why that is right

{arguments}""",
    "zh": """# 变异测试

[English](mutation.md)

每个变异体都是带有一处小错误的引擎：换一个运算符，换一个数，把条件反过来，`min` 换成 `max`，“未知”换成“不适用”。
只由一致性用例集来评判：至少有一个用例得出不同的数字、状态、明细或代码，或者用时超过十倍，变异体就被杀死。
只关措辞的代码、只供类型检查的代码和只决定费多少工夫的常数不作变异。本页由 `make mutants` 写成；做法见 [tests/mutation](../tests/mutation/README.md)。

{table}

## 存活的变异体及其理由

{arguments}""",
}


class Argued(NamedTuple):
    """Mutants that survive for one reason."""

    why: dict[Language, str]
    mutants: tuple[str, ...]


def arguments() -> list[Argued]:
    """The reasons of survivors.yaml."""
    read = yaml.safe_load((HERE / "survivors.yaml").read_text("utf-8")) or []
    return [Argued({"en": one["en"], "zh": one["zh"]}, tuple(one["mutants"])) for one in read]


def stale(verdicts: Sequence[Verdict], known: AbstractSet[str], *, whole: bool) -> list[str]:
    """Mutants that are argued and were killed, or do not exist."""
    killed = {verdict.id for verdict in verdicts if not verdict.survived}
    missing = known - {verdict.id for verdict in verdicts} if whole else set[str]()
    return sorted((known & killed) | missing)


def table(verdicts: Sequence[Verdict], language: Language = "en") -> str:
    """A row for each module, and their sum."""
    counted, survived = Counter(one.module for one in verdicts), Counter(one.module for one in verdicts if one.survived)
    rows = [(f"`{name}`", count, survived[name]) for name, count in counted.items()]
    rows.append(({"en": "all", "zh": "合计"}[language], len(verdicts), survived.total()))
    body = [
        f"| {name} | {count} | {count - alive} | {alive} | {100 * alive / max(count, 1):.1f}% |"
        for name, count, alive in rows
    ]
    return "\n".join([f"| {' | '.join(_HEADS[language])} |", "|---|--:|--:|--:|--:|", *body])


def write_pages(verdicts: Sequence[Verdict], argued: Iterable[Argued], folder: Path) -> None:
    """Both pages."""
    argued = list(argued)
    for language, name in _PAGES.items():
        told = "\n".join(_told(one, language) for one in argued)
        text = _TEXT[language].format(table=table(verdicts, language), arguments=told)
        (folder / name).write_text(text, "utf-8")


def _told(one: Argued, language: Language) -> str:
    count = len(one.mutants)
    head = f"{count} mutants" if language == "en" and count > 1 else "1 mutant" if language == "en" else f"{count} 个"
    listed = "\n".join(one.mutants)
    return f"**{head}.** {one.why[language].strip()}\n\n```text\n{listed}\n```\n"
