"""From a rubric to its printed table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lawscore.catalogue import Language, phrase, say
from lawscore.numbers import ZERO
from lawscore.office.below import sections
from lawscore.office.citing import cited
from lawscore.office.numbering import numbered
from lawscore.office.remarks import remarks
from lawscore.office.sentences import sentences
from lawscore.office.table import Branch, Kind, Printed, Row
from lawscore.results.naming import mark_of
from lawscore.rubric.bound import BoundNode, Rubric
from lawscore.rubric.tree import Node


def printed(rubric: Rubric, language: Language, *, is_extending: bool = False) -> Printed:
    """The rubric as the table that an office would print; one that extends another has been put together."""
    document = rubric.document
    return Printed(
        language=language,
        rubric=rubric.id,
        version=rubric.version,
        digest=rubric.digest,
        title=document.title,
        period=(document.period.from_.isoformat(), document.period.to.isoformat()),
        note=document.issued.note or "",
        heading=tuple(_heading(rubric, language)),
        rows=tuple(_rows(parts_of(rubric, is_extending=is_extending), rubric, language)),
        total=rubric.root.points,
        total_label=_total_label(rubric, language),
        sections=tuple(sections(rubric, language)),
    )


def kind_of(node: BoundNode) -> Kind:
    """Whether a node only adds to the total or only takes from it: `points: 0` with a ceiling, or with a floor below 0."""
    spec = node.spec
    if spec is None or node.points != ZERO:
        return "plain"
    adds = isinstance(spec.ceiling, Fraction) and spec.ceiling > 0
    takes = isinstance(spec.floor, Fraction) and spec.floor < 0
    if adds == takes:
        return "plain"
    return "bonus" if adds else "penalty"


def parts_of(rubric: Rubric, *, is_extending: bool) -> tuple[BoundNode, ...]:
    """The parts of the total; what an extending rubric adds to the end stands before bonuses and penalties."""
    parts = rubric.root.children
    return tuple(sorted(parts, key=lambda part: kind_of(part) != "plain")) if is_extending else tuple(parts)


def points_of(node: BoundNode) -> Fraction:
    """The figure in the column of points: of a bonus its ceiling, of a penalty its floor."""
    limit = {"plain": node.points, "bonus": node.ceiling, "penalty": node.floor}[kind_of(node)]
    return ZERO if limit is None else limit


def _heading(rubric: Rubric, language: Language) -> Iterator[str]:
    document, issued = rubric.document, rubric.document.issued
    period = {"start": document.period.from_, "end": document.period.to}
    facts = (
        ("version", {"name": rubric.name, "draft": mark_of(rubric, language)}),
        ("period", period),
        ("points", {"points": rubric.root.points}),
    )
    yield say(phrase("printed.gap"), language).join(
        say(phrase(f"printed.{key}", **told), language) for key, told in facts
    )
    by = (("by", issued.by), ("number", issued.number), ("on", issued.on))
    told = [say(phrase(f"printed.issued.{key}", value=value), language) for key, value in by if value is not None]
    if told:
        yield say(phrase("printed.gap"), language).join(told)
    if issued.note is not None:
        yield issued.note


def _total_label(rubric: Rubric, language: Language) -> str:
    beside = any(kind_of(node) != "plain" for node in rubric.nodes.values())
    return say(phrase("printed.total_plain" if beside else "printed.total"), language)


def _rows(parts: Iterable[BoundNode], rubric: Rubric, language: Language) -> Iterator[Row]:
    for part in parts:
        yield from _below(part, (), rubric, language)


def _below(node: BoundNode, above: tuple[Branch, ...], rubric: Rubric, language: Language) -> Iterator[Row]:
    if node.is_leaf:
        yield _row(node, above, rubric, language)
        return
    branch = _branch(node, len(above) + 1, language)
    for child in node.children:
        yield from _below(child, (*above, branch), rubric, language)


def _branch(node: BoundNode, level: int, language: Language) -> Branch:
    kind, points = kind_of(node), points_of(node)
    facts = {"id": node.id, "title": node.title, "points": abs(points)}
    label = say(phrase(f"printed.branch.{kind if points else 'bare'}", **facts), language)
    return Branch(id=node.id, title=node.title, level=level, points=points, kind=kind, label=label)


def _row(node: BoundNode, above: tuple[Branch, ...], rubric: Rubric, language: Language) -> Row:
    spec = node.spec
    assert spec is not None
    cells = {
        "content": _text(spec.text),
        "sentences": tuple(numbered(sentences(node, rubric, language))),
        "basis": cited(spec.basis),
        "responsible": tuple(responsible(spec, language)),
        "scored_by": _text(spec.scored_by),
        "evidence": _text(spec.evidence),
        "sources": tuple(_sources(node, rubric, language)),
        "remarks": tuple(remarks(node, rubric, language)),
    }
    return Row(
        id=node.id, title=node.title, branches=above, points=points_of(node), kind=kind_of(node), cells=cells
    )  # fmt: skip


def _text(text: str | None) -> tuple[str, ...]:
    return (" ".join(text.split()),) if text else ()


def responsible(spec: Node, language: Language) -> Iterator[str]:
    """Who leads, and below it who supports; the words only where there are both."""
    if spec.responsible is None:
        return
    lead, support = spec.responsible.lead, spec.responsible.support
    if lead and not support:
        yield lead
        return
    if lead:
        yield say(phrase("printed.lead", names=lead), language)
    if support:
        yield say(phrase("printed.support", names=support), language)


def _sources(node: BoundNode, rubric: Rubric, language: Language) -> Iterator[str]:
    """The fields that the indicator reads and where their figures come from, grouped by source."""
    labels: dict[str, list[str]] = {}
    for name in rubric.fields:
        field = rubric.fields[name]
        if name in node.reads and field.source:
            labels.setdefault(field.source, []).append(field.label or name)
    for source, names in labels.items():
        yield say(phrase("printed.source", source=source, fields=tuple(names)), language)
