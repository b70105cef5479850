"""From an office's table to a rubric that loads: an assessor judges each sentence, until the office sharpens it into a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.editing.canon import ordered
from lawscore.editing.formatting import formatted
from lawscore.editing.values import entry_lines
from lawscore.loading.source import Tree
from lawscore.numbers import ZERO, written
from lawscore.office.citing import read_basis
from lawscore.office.lines import Line, Table
from lawscore.office.parts import Part
from lawscore.office.proposing import is_award, proposal
from lawscore.office.wording import listed
from lawscore.problems import Problem, Where

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ZERO_TOTAL: Final = re.compile(r"(总分|全部得分)[^，；。]*(零分|0分|不得分)|(计|记|得)(零|0)分")
_NAMES: Final = re.compile(r"[、，,；;\s]+")
_LED: Final = re.compile(r"(?:牵头(?:单位|部门)?|lead)\s*[:：]\s*(.+)", re.IGNORECASE)
_SUPPORTED: Final = re.compile(r"(?:配合(?:单位|部门)?|协办(?:单位)?|support)\s*[:：]\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the table does not say of the rubric and the command may: its id, version, title, year."""

    id: str | None = None
    version: str | None = None
    title: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of the new rubric."""

    id: str
    version: str
    title: str
    start: str
    end: str
    note: str


def head_of(table: Table, wanted: Wanted, file: str, language: Language) -> Head | Problem:
    """The head that the table and the command give; a year that neither names is a problem."""
    title = wanted.title or table.title or Path(file).stem
    year = wanted.year or _year(title) or _year(Path(file).stem)
    marks = table.marks
    if marks is not None and wanted.year is None:
        return Head(
            id=wanted.id or marks.rubric, version=wanted.version or marks.version, title=title, start=marks.start,
            end=marks.end, note=marks.note or _note(table, file, language),
        )  # fmt: skip
    if year is None:
        return Problem(code="table_without_year", where=Where(file=file), hint=phrase("hint.table_year"))
    return Head(
        id=wanted.id or "imported", version=wanted.version or f"{year}.1", title=title, start=f"{year}-01-01",
        end=f"{year}-12-31", note=_note(table, file, language),
    )  # fmt: skip


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found is not None else None


def _note(table: Table, file: str, language: Language) -> str:
    return say(phrase("skeleton.note", file=Path(file).name, sheet=table.sheet.name), language)


def skeleton(table: Table, parts: Sequence[Part], head: Head, language: Language) -> str:
    """The rubric as YAML in the canonical layout, with a proposal above each rule whose sentence seems to say one."""
    return formatted("\n".join(_Writer(table, head, language).lines(parts)) + "\n")


class _Writer:
    def __init__(self, table: Table, head: Head, language: Language) -> None:
        self.table, self.head, self.language = table, head, language

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(f"skeleton.{key}", **facts), self.language)

    def lines(self, parts: Sequence[Part]) -> Iterator[str]:
        head = self.head
        yield from (f"# {line}" for line in self.say("head").split("\n"))
        points = sum((part.stated for part in parts), ZERO)
        top: list[tuple[str, Tree]] = [
            ("lawscore", "1"), ("calculation", "1"), ("rubric", head.id), ("version", head.version), ("status", "draft"),
            ("title", head.title), ("issued", {"note": head.note}),
            ("period", {"from": head.start, "to": head.end}), ("points", written(points)), *_ceiling(parts, points),
        ]  # fmt: skip
        for key, value in top:
            yield from entry_lines(key, value, 0)
        yield from ("", "indicators:")
        for place, part in enumerate(parts):
            yield from ("",) if place and part.parts else ()
            yield from self.node(part, 2)
        yield from self.vetoes()

    def node(self, part: Part, column: int) -> Iterator[str]:
        """An indicator with a comment for its remark."""
        if part.line is not None and part.line.text("remarks"):
            yield from self.comment(column, self.say("remark", text=_flat(part.line.text("remarks"))))
        first = True
        for key, value in head_keys(part):
            yield from _under(entry_lines(key, value, column + 2), column, first=first)
            first = False
        if part.line is None:
            yield " " * (column + 2) + "indicators:"
            for inner in part.parts:
                yield from self.node(inner, column + 4)
            return
        yield " " * (column + 2) + "rules:"
        for sentence, rule in rules(part):
            proposed = proposal(sentence, self.say("field"))
            yield from self.comment(column + 4, self.say("proposal", rule=proposed)) if proposed else ()
            for place, (key, value) in enumerate(rule.items()):
                yield from _under(entry_lines(key, value, column + 6), column + 4, first=not place)

    def vetoes(self) -> Iterator[str]:
        """Vetoes whose effect the table says; of the others a comment that asks for it."""
        if not self.table.vetoes:
            return
        told = [one for line in self.table.vetoes for one in (listed(line.text("sentences")) or [line.title])]
        clear = [text for text in told if _ZERO_TOTAL.search(text)]
        open_ = [text for text in told if text not in clear]
        yield ""
        yield from self.comment(0, self.say("veto")) if open_ else ()
        for text in open_:
            yield from self.comment(0, "- " + _flat(text))
        for place, text in enumerate(clear, 1):
            yield from ("vetoes:",) if place == 1 else ()
            veto: Tree = {"id": f"v{place}", "for": text, "effect": "zero_total", "text": text}
            yield from _under(entry_lines(None, veto, 2), 2, first=False)

    @staticmethod
    def comment(column: int, text: str) -> Iterator[str]:
        yield " " * column + f"# {text}"


def _ceiling(parts: Sequence[Part], points: Fraction) -> Iterator[tuple[str, Tree]]:
    """Where something is added on top, the total may be as high as all of it; that must be said."""
    added = sum((_added(part) for part in parts), ZERO)
    if added:
        yield "ceiling", written(points + added)


def _added(part: Part) -> Fraction:
    """The most that a part adds to the total."""
    inside = sum((_added(inner) for inner in part.parts), ZERO)
    if part.kind != "bonus":
        return inside
    return part.points if part.points is not None else inside


def _under(lines: Sequence[str], column: int, *, first: bool) -> Iterator[str]:
    """The lines of an entry, indented; the first entry of an item carries its dash."""
    head, *rest = lines
    indent = " " * column
    is_item = head.startswith("- ")
    yield indent + (head if is_item else f"- {head}" if first else f"  {head}")
    yield from rest


def head_keys(part: Part) -> Iterator[tuple[str, Tree]]:
    """What an indicator says of itself besides its rules and parts, in canonical order."""
    found = dict(_said(part))
    return ((key, found[key]) for key in ordered(list(found), "indicator"))


def _said(part: Part) -> Iterator[tuple[str, Tree]]:
    yield from (("id", part.id), ("title", part.title))
    line = part.line
    if line is not None and line.text("content"):
        yield "text", _flat(line.text("content"))
    yield "points", written(part.stated)
    if part.kind != "plain" and part.points:
        yield ("ceiling", written(part.points)) if part.kind == "bonus" else ("floor", written(-part.points))
    if line is not None:
        yield from _cells(line)


def _cells(line: Line) -> Iterator[tuple[str, Tree]]:
    responsible = read_responsible(line)
    if responsible:
        yield "responsible", responsible
    for key in ("scored_by", "evidence"):
        if line.text(key):
            yield key, _flat(line.text(key))
    bases: list[Tree] = [dict(read_basis(text)) for text in listed(line.text("basis"))]
    if bases:
        yield "basis", bases[0] if len(bases) == 1 else bases


def read_responsible(line: Line) -> dict[str, Tree]:
    """Who leads and who supports: from columns of their own, or from lines that say so; else the cell as it is leads."""
    lead, support = _flat(line.text("lead")), line.text("support")
    for text in line.text("responsible").split("\n"):
        led, supported = _LED.fullmatch(text.strip()), _SUPPORTED.fullmatch(text.strip())
        if supported is not None:
            support = supported[1]
        elif text.strip():
            said = led[1] if led is not None else text.strip()
            lead = f"{lead}、{said}" if lead else said
    names: list[Tree] = [name for name in _NAMES.split(support) if name]
    return {**({"lead": lead} if lead else {}), **({"support": names} if names else {})}


def rules(part: Part) -> Iterator[tuple[str, dict[str, Tree]]]:
    """One rule for each sentence: an assessor judges, within the points of the indicator, and gives a reason."""
    assert part.line is not None
    sentences = listed(part.line.text("sentences")) or [part.title]
    awards = part.kind == "bonus" or (part.kind == "plain" and all(map(is_award, sentences)))
    for sentence in sentences:
        yield sentence, rule_of(sentence, part.points or Fraction(0), awards=awards)


def rule_of(sentence: str, points: Fraction, *, awards: bool) -> dict[str, Tree]:
    """The rule of one sentence."""
    return {
        "award" if awards else "deduct": {"up_to": written(points)},
        "for": sentence.rstrip("。；;"),
        "text": sentence,
    }


def _flat(text: str) -> str:
    return " ".join(text.split())
