"""One unit's score told from the start to the total: values, the rule's sentence, the arithmetic, limits, basis, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, phrase, say
from lawscore.expressions.layers import LAYERS_OF
from lawscore.expressions.values import Missing, NotApplicable
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.items import Item
from lawscore.facts.unit import UnitFacts
from lawscore.numbers import plain_text
from lawscore.reports.owed import cause_text
from lawscore.reports.standings import bounds_text
from lawscore.rubric.bound import BoundAlso, BoundNode, Rubric
from lawscore.rubric.fields import Column
from lawscore.rules.basis import cite
from lawscore.rules.history import HISTORY_OF
from lawscore.rules.saying import shown

_INDENT = "  "
#: A hyphen before a number is a minus; in dates and names it is not.
_MINUS = re.compile(r"(?<![\w\-./])-(?=\d)")


def explain(assessment: Assessment, unit: str, language: Language, indicator: str | None = None) -> str:
    """The whole scorecard of a unit, or one indicator and what is below it. Raises KeyError for an unknown one."""
    teller = _Teller(assessment, assessment[unit], language)
    lines = teller.whole() if indicator is None else teller.part(indicator)
    return _MINUS.sub("−", "\n".join(lines)) + "\n"


class _Teller:
    def __init__(self, assessment: Assessment, card: Card, language: Language) -> None:
        self.assessment, self.card, self.language = assessment, card, language
        self.rubric: Rubric = assessment.rubric
        self.facts: UnitFacts | None = assessment.facts.get(card.unit.id)
        self.results = {node.id: node for node in (*card.nodes, *card.also)}

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def whole(self) -> Iterator[str]:
        yield from self.head()
        for child in self.rubric.root.children:
            yield ""
            yield from self.branch(child)
        yield ""
        yield from self.total()
        for also in self.rubric.beside.values():
            yield ""
            yield from self.beside(also)

    def part(self, indicator: str) -> Iterator[str]:
        """One indicator and what is below it, or one result beside the total."""
        also = self.rubric.beside.get(indicator)
        return self.beside(also) if also is not None else self.branch(self.rubric.nodes[indicator])

    def head(self) -> Iterator[str]:
        document = self.rubric.document
        unit_class = document.classes.get(self.card.unit.unit_class or "", "")
        yield (
            f"{self.card.unit.name}（{self.card.unit.id}）{unit_class}"
            if self.language == "zh"
            else (f"{self.card.unit.name} ({self.card.unit.id}) {unit_class}".rstrip())
        )
        yield (
            f"{document.title}　{self.rubric.name}{self.draft()}"
            if self.language == "zh"
            else (f"{document.title}, {self.rubric.name}{self.draft()}")
        )

    def draft(self) -> str:
        return self.say("mark.draft") if self.rubric.document.status == "draft" else ""

    def total(self) -> Iterator[str]:
        card = self.card
        if card.state == "final" and card.score is not None:
            yield from self.steps(card.total, [item for item in card.items if item.indicator is None], 0)
            yield self.say("explain.total", score=card.shown.text(card.score), exact=plain_text(card.score))
        else:
            earned, of = card.so_far
            yield self.say(
                "explain.provisional", earned=card.shown.text(earned), of=plain_text(of), bounds=bounds_text(card)
            )
            yield from self.causes(card.causes, 1)
        for veto in card.vetoes:
            if not veto.struck and not veto.waived:
                yield self.say("explain.veto_open", id=veto.id, reason=veto.reason)
        yield from self.standing(card.standing, 0)

    def standing(self, standing: Standing | None, depth: int) -> Iterator[str]:
        """Grade and rank, and why they are not what the score alone would make them."""
        if standing is None:
            return
        if standing.grade is not None:
            yield _INDENT * depth + self.say("explain.grade", grade=standing.grade)
        if standing.rank is not None:
            tied = self.say("mark.tied") if standing.tied else ""
            yield _INDENT * depth + self.say("explain.rank", rank=str(standing.rank)) + tied
        for note in standing.notes:
            yield _INDENT * depth + say(note, self.language)
        yield from self.causes(standing.causes, depth + 1)

    def beside(self, also: BoundAlso) -> Iterator[str]:
        """A result beside the total: its members and what each brought, or its formula, then its limits."""
        result = self.results[also.spec.id]
        yield self.say("explain.beside", heading=self.heading(also.node, result))
        for member in also.node.children:
            yield _INDENT + self.heading(member, self.results[member.id])
        if result.state == "scored":
            yield from self.steps(result, result.items, 1)
        else:
            yield from self.reason(result, 1)
            yield from self.causes(result.causes, 1)
        yield from self.standing(result.standing, 1)

    def branch(self, node: BoundNode, depth: int = 0) -> Iterator[str]:
        result = self.results[node.id]
        yield _INDENT * depth + self.heading(node, result)
        yield from self.standing(result.standing, depth + 1)
        if node.is_leaf:
            yield from self.leaf(node, result, depth + 1)
            return
        if result.state == "not_applicable" or result.why is not None:
            yield from self.reason(result, depth + 1)
            return
        for child in node.children:
            yield from self.branch(child, depth + 1)
        if result.items or node.aggregate != "sum":
            yield from self.steps(result, result.items, depth + 1)

    def heading(self, node: BoundNode, result: NodeResult) -> str:
        label = node.id if node.title == node.id else f"{node.id} {node.title}"
        state = self.say(f"state.{result.state}")
        if result.state != "scored" or result.score is None:
            return self.say("explain.heading_open", label=label, points=node.points, state=state)
        if not result.points:
            return self.say("explain.heading_extra", label=label, score=result.shown.text(result.score))
        return self.say("explain.heading", label=label, points=result.points, score=result.shown.text(result.score))

    def leaf(self, node: BoundNode, result: NodeResult, depth: int) -> Iterator[str]:
        if result.why is not None:
            yield from self.reason(result, depth)
        if result.state == "not_applicable":
            return
        yield from self.values(node, depth)
        if result.state == "unscored":
            yield from self.causes(result.causes, depth)
            return
        if result.items:
            yield from self.steps(result, result.items, depth)
            basis = cite(node.spec.basis) if node.spec is not None else ()
            if basis:
                yield _INDENT * depth + self.say("explain.basis", basis=basis)

    def reason(self, result: NodeResult, depth: int) -> Iterator[str]:
        if result.why is not None:
            yield _INDENT * depth + say(result.why, self.language)

    def values(self, node: BoundNode, depth: int) -> Iterator[str]:
        """The facts that the leaf rests on, with their layer, source and evidence."""
        if self.facts is None:
            return
        for name in self.rubric.fields:
            if name in node.reads:
                yield _INDENT * depth + self.value(name, self.facts)
                yield from (_INDENT * depth + line for line in self.compared(name, node, self.facts))

    def compared(self, name: str, node: BoundNode, facts: UnitFacts) -> Iterator[str]:
        """What else the leaf looks at: the same field as it was reported, and in earlier years."""
        if LAYERS_OF + name in node.reads and name in facts.layers and facts.reported is not None:
            yield self.value(name, facts.reported)
        if HISTORY_OF + name in node.reads:
            past = ((years, then) for years, then in sorted(facts.history.items()) if name in then.provenance)
            yield from (self.value(name, then, years) for years, then in past)

    def value(self, name: str, facts: UnitFacts, years: int = 0) -> str:
        spec = self.rubric.fields[name]
        label = f"{spec.label}（{name}）" if spec.label and spec.label != name else name
        if years:
            label = self.say("explain.years_before", label=label, years=Fraction(years))
        text = self.value_text(facts.values[name], spec, is_none=name in facts.nones)
        given = facts.provenance.get(name)
        notes: list[str] = []
        if given is not None:
            notes = [self.say(f"layer.{given.layer}"), given.source, *given.evidence, given.note]
        told = self.say("explain.from", notes=tuple(note for note in notes if note)) if any(notes) else ""
        return self.say("explain.value", label=label, value=text) + told

    def value_text(self, value: object, spec: Column, *, is_none: bool) -> str:
        if is_none:
            return self.say("explain.none")
        if isinstance(value, tuple):
            return self.say("explain.records", count=Fraction(len(value)))
        if isinstance(value, Missing):
            return (
                say(phrase("word.unknown"), self.language)
                if not _gone(value)
                else say(phrase("word.not_applicable"), self.language)
            )
        return _as_text(value, spec, self.language)

    def causes(self, causes: Iterable[Any], depth: int) -> Iterator[str]:
        for cause in causes:
            yield _INDENT * depth + self.say("explain.owed", cause=cause_text(self.rubric, cause, self.language))

    def start_key(self, result: NodeResult) -> str:
        """How the start of a node came about: stated, or made of the parts by their aggregate."""
        if result.leaf:
            return "explain.start"
        also = self.rubric.beside.get(result.id)
        node = also.node if also is not None else self.rubric.nodes.get(result.id, self.rubric.root)
        return "explain.start_parts" if node.aggregate == "sum" else f"explain.start_{node.aggregate}"

    def steps(self, result: NodeResult, items: Iterable[Item], depth: int) -> Iterator[str]:
        """Start, each item with the running score, so that a reader adds up with a pencil."""
        if result.start is None:
            return
        running = result.start
        yield _INDENT * depth + self.say(self.start_key(result), start=running)
        for item in items:
            running += item.points
            sign = "+" if item.points > 0 else "−" if item.points < 0 else ""
            yield _INDENT * depth + self.say(
                "explain.step",
                kind=self.say(f"kind.{item.kind}"),
                sign=sign,
                points=abs(item.points),
                reason=item.reason,
                running=running,
            )
            if item.records:
                yield _INDENT * (depth + 1) + self.say("explain.which", records=item.records)
            if item.evidence:
                yield _INDENT * (depth + 1) + self.say("explain.evidence", evidence=item.evidence)


def _gone(value: Missing) -> bool:
    return isinstance(value, NotApplicable)


def _as_text(value: object, spec: Column, language: Language) -> str:
    fact: Any = value
    told = shown(fact, spec.kind)
    text = say(phrase("word.as_is", value=told), language)
    return f"{text} {spec.unit}" if spec.unit and isinstance(value, Fraction) else text
