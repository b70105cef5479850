"""One unit's score told from the start to the total: values, the rule's sentence, the arithmetic, limits, basis, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from lawscore.assessing import Assessment
from lawscore.catalogue import Language, phrase, say
from lawscore.expressions.layers import LAYERS_OF
from lawscore.expressions.looks import GIVEN, MEASURE
from lawscore.expressions.values import Missing
from lawscore.facts.adjustment import Adjustment
from lawscore.facts.card import Card, NodeResult, Standing
from lawscore.facts.items import Item
from lawscore.facts.unit import Scope, UnitFacts
from lawscore.numbers import plain_text, short_text
from lawscore.reports.adjusted import adjusted, adjustments_of
from lawscore.reports.answers import denials
from lawscore.reports.figures import figure_text, percents
from lawscore.reports.owed import cause_text, year_before
from lawscore.reports.standings import bounds_text, kind_text, uncounted
from lawscore.reports.values import value_text
from lawscore.results.naming import mark_of
from lawscore.rubric.bound import BoundAlso, BoundNode, Rubric
from lawscore.rubric.grades import share_of
from lawscore.rubric.questions import VETO
from lawscore.rules.basis import cite
from lawscore.rules.history import HISTORY_OF

_INDENT = "  "
#: A hyphen before a number is a minus; in dates and names it is not.
_MINUS = re.compile(r"(?<![\w\-./])-(?=\d)")
#: Why a leaf stands at its full points or at zero by its rule on what does not apply.
_DOES_NOT_APPLY = ("why.does_not_apply", "why.stated")


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
        self.scope: Scope | None = assessment.scopes.get(card.unit.id)
        self.results = {node.id: node for node in (*card.nodes, *card.also)}

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def whole(self) -> Iterator[str]:
        yield from self.head()
        if self.card.unit.not_assessed is not None:
            yield from ("", self.say("why.not_assessed", reason=self.card.unit.not_assessed))
            yield from self.standing(self.card.standing, 0)
            return
        for child in self.rubric.root.children:
            yield ""
            yield from self.branch(child)
        yield ""
        yield from self.total()
        for also in self.rubric.beside.values():
            yield ""
            yield from self.beside(also)
        yield from self.adjustments(adjustments_of(self.card))

    def part(self, indicator: str) -> Iterator[str]:
        """One indicator and what is below it, or one result beside the total."""
        also = self.rubric.beside.get(indicator)
        if also is not None:
            yield from self.beside(also)
            return
        node = self.rubric.nodes[indicator]
        yield from self.branch(node)
        yield from self.adjustments(adjustments_of(self.card, node))

    def adjustments(self, listed: tuple[Adjustment, ...]) -> Iterator[str]:
        """What authorities changed, below all else."""
        if listed:
            yield ""
            yield from adjusted(listed, self.rubric, self.language)

    def head(self) -> Iterator[str]:
        document, unit = self.rubric.document, self.card.unit
        unit_class = document.classes.get(unit.unit_class or "", "")
        label = unit.name if unit.name == unit.id else self.say("owed.field", label=unit.name, name=unit.id)
        yield f"{label}{'' if label.endswith('）') else ' '}{unit_class}".rstrip()
        yield (
            f"{document.title}　{self.rubric.name}{self.draft()}{self.last_layer()}"
            if self.language == "zh"
            else (f"{document.title}, {self.rubric.name}{self.draft()}{self.last_layer()}")
        )

    def last_layer(self) -> str:
        """The mark of a scorecard for which later layers were left out."""
        layer = self.assessment.layer
        return self.say("mark.layer", layer=phrase(f"layer.{layer}")) if layer is not None else ""

    def draft(self) -> str:
        return mark_of(self.rubric, self.language)

    def total(self) -> Iterator[str]:
        card = self.card
        if card.state == "final" and card.score is not None:
            yield from self.steps(card.total, [item for item in card.items if item.indicator is None], 0)
            exact = plain_text(card.score)
            key = "explain.total_about" if exact.endswith("…") else "explain.total"
            yield self.say(key, score=card.shown.text(card.score), exact=exact)
        else:
            earned, of = card.so_far
            yield self.say(
                "explain.provisional", earned=card.shown.text(earned), of=short_text(of), bounds=bounds_text(card)
            )
            yield from self.causes(card.causes, 1)
        if self.facts is not None:
            yield from denials(self.facts, self.rubric, VETO, {item.rule for item in card.items}, self.language)
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
        if standing.overall is not None:
            tied = self.say("mark.tied") if standing.overall_tied else ""
            yield _INDENT * depth + self.say("explain.overall", rank=str(standing.overall)) + tied
        for note in standing.notes:
            yield _INDENT * depth + say(note, self.language)
        yield from self.causes(standing.causes, depth + 1)

    def beside(self, also: BoundAlso) -> Iterator[str]:
        """A result beside the total: its members and what each brought, or its formula, then its limits."""
        result = self.results[also.spec.id]
        yield self.say("explain.beside", heading=self.heading(also.node, result, index=also.formula is not None))
        yield from self.values(also.reads, 1)
        for member in also.node.children:
            yield _INDENT + self.heading(member, self.results[member.id])
        if result.state == "scored" and also.formula is not None:
            yield from self.bare_steps(result, 1)
        elif result.state == "scored":
            yield from self.steps(result, result.items, 1)
        else:
            yield from self.reason(result, 1)
            yield from self.causes(result.causes, 1)
        yield from self.standing(result.standing, 1)

    def branch(self, node: BoundNode, depth: int = 0) -> Iterator[str]:
        result = self.results[node.id]
        yield _INDENT * depth + self.heading(node, result) + uncounted(result, self.language)
        yield from self.passing(node, result, depth + 1)
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

    def passing(self, node: BoundNode, result: NodeResult, depth: int) -> Iterator[str]:
        """Whether the node passes, and the line that it must reach."""
        passes = node.spec.passes if node.spec is not None else None
        if passes is None or result.state != "scored" or result.score is None:
            return
        level = passes.from_ if passes.from_ is not None else passes.above or ""
        line = self.say("explain.line_from" if passes.from_ is not None else "explain.line_above", level=level)
        share = share_of(level)
        if share is not None:
            line = self.say("explain.line_of", line=line, points=share * result.points)
        passed = passes.passed(result.score, result.points)
        yield _INDENT * depth + self.say("explain.passed" if passed else "explain.not_passed", line=line)

    def heading(self, node: BoundNode, result: NodeResult, *, index: bool = False) -> str:
        label = node.id if node.title == node.id else f"{node.id} {node.title}"
        state = self.say(f"state.{result.state}")
        if result.state != "scored" or result.score is None:
            return self.say("explain.heading_open", label=label, points=node.points, state=state)
        if not result.points and index:
            return self.say("explain.heading_index", label=label, score=result.shown.text(result.score))
        if not result.points:
            return self.say("explain.heading_extra", label=label, score=result.shown.text(result.score))
        return self.say("explain.heading", label=label, points=result.points, score=result.shown.text(result.score))

    def leaf(self, node: BoundNode, result: NodeResult, depth: int) -> Iterator[str]:
        if all(item.reason != result.why for item in result.items):  # else its item says it
            yield from self.reason(result, depth)
        if result.state == "not_applicable":
            return
        yield from self.values(node.reads, depth, percents(node))
        if self.facts is not None:
            charged = {item.rule for item in result.items}
            for line in denials(self.facts, self.rubric, node.id, charged, self.language):
                yield _INDENT * depth + line
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
            key = _stands_at(result)
            yield _INDENT * depth + say(phrase(key, why=result.why) if key else result.why, self.language)

    def values(self, reads: frozenset[str], depth: int, percent: frozenset[str] = frozenset()) -> Iterator[str]:
        """The facts that a result rests on, with their layer, source and evidence; then the figures made of them."""
        if self.facts is None or self.scope is None:
            return
        for name in self.rubric.fields:
            if name in reads:
                yield _INDENT * depth + self.value(name, self.facts)
                yield from (_INDENT * depth + line for line in self.compared(name, reads, self.facts))
        for marker, names in ((GIVEN, self.rubric.document.givens), (MEASURE, self.rubric.document.measures)):
            for name in names:
                if marker + name in reads:
                    yield _INDENT * depth + self.figure(name, self.scope, percent=name in percent)

    def figure(self, name: str, scope: Scope, *, percent: bool) -> str:
        """A named figure: what it is worth for the unit, and how that came about; `percent`: rules take it as one."""
        meaning = self.rubric.names.names[name]
        value = meaning.fetch(scope)
        how = meaning.tell(scope) if meaning.tell is not None and not isinstance(value, Missing) else None
        told = self.say("explain.told", how=how) if how is not None else ""
        label = meaning.label if meaning.label == name else self.say("owed.field", label=meaning.label, name=name)
        return self.say("explain.value", label=label, value=figure_text(value, meaning.kind, percent=percent)) + told

    def compared(self, name: str, reads: frozenset[str], facts: UnitFacts) -> Iterator[str]:
        """What else the leaf looks at: the same field as it was reported, and in earlier years."""
        if LAYERS_OF + name in reads and name in facts.layers and facts.reported is not None:
            yield self.value(name, facts.reported)
        if HISTORY_OF + name in reads:
            past = ((years, then) for years, then in sorted(facts.history.items()) if name in then.provenance)
            yield from (self.value(name, then, years) for years, then in past)

    def value(self, name: str, facts: UnitFacts, years: int = 0) -> str:
        spec = self.rubric.fields[name]
        label = f"{spec.label}（{name}）" if spec.label and spec.label != name else name
        if years:
            year = year_before(self.rubric, years)
            if year is None:
                label = self.say("explain.years_before", label=label, years=Fraction(years))
            else:
                label = self.say("explain.in_year", label=label, year=str(year))
        text = value_text(facts.values[name], spec, self.language, is_none=name in facts.nones)
        given = facts.provenance.get(name)
        notes: list[str] = []
        if given is not None:
            notes = [
                self.say(f"layer.{given.layer}"),
                given.cited,
                given.assessor,
                *map(str, given.evidence),
                given.note,
            ]
        told = self.say("explain.from", notes=tuple(note for note in notes if note)) if any(notes) else ""
        return self.say("explain.value", label=label, value=text) + told

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

    def bare_steps(self, result: NodeResult, depth: int) -> Iterator[str]:
        """The steps of a formula: an index has no points."""
        running = Fraction(0)
        for item in result.items:
            running += item.points
            yield _INDENT * depth + self.say("explain.step_plain", reason=item.reason, running=running)

    def steps(self, result: NodeResult, items: Iterable[Item], depth: int) -> Iterator[str]:
        """Start, each item with the running score, so that a reader adds up with a pencil."""
        if result.start is None:
            return
        running = result.start
        yield _INDENT * depth + self.say(self.start_key(result), start=running)
        for item in items:
            running += item.points
            sign = "+" if item.points > 0 else "−" if item.points < 0 else ""
            key = "explain.veto" if item.kind == "veto" else "explain.step"
            if not item.points and item.kind in ("veto", "cut"):
                key = "explain.step_bare"  # it changes a grade, or only says what was left out
            kind = kind_text(item, self.language)
            yield _INDENT * depth + self.say(
                key, kind=kind, sign=sign, points=abs(item.points), reason=item.reason, running=running
            )
            if item.records:
                yield _INDENT * (depth + 1) + self.say("explain.which", records=item.records)
            if item.evidence:
                yield _INDENT * (depth + 1) + self.say("explain.evidence", evidence=item.evidence)


def _stands_at(result: NodeResult) -> str | None:
    """The sentence of a node that does not apply, and stands at its full points or at zero by its rule on that."""
    if result.state != "scored" or result.why is None or result.why.key not in _DOES_NOT_APPLY:
        return None
    return {Fraction(0): "why.zero", result.points: "why.full"}.get(result.score or Fraction(0))
