"""The items of a unit as its notice tells them: signed points, the sentence of the rule, facts and arithmetic, basis, records."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

from lawscore.catalogue import LANGUAGES, phrase, say
from lawscore.classes import dataclass
from lawscore.numbers import parse_exact, short_text
from lawscore.publishing.cards import Line as Scored
from lawscore.publishing.cards import UnitCard
from lawscore.publishing.facts import evidence_text, fact_text, label_of, origin_of
from lawscore.publishing.letters.heads import exact_change, exact_figure, points_text, score_text, shown_text
from lawscore.publishing.letters.places import Line
from lawscore.publishing.letters.records import records_of
from lawscore.publishing.letters.rules import Rules
from lawscore.publishing.report import Report
from lawscore.reports.signs import minus_sign
from lawscore.results.model import FactPart, ItemPart
from lawscore.rubric.bound import AnyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item; `number` runs through the notice, for an objection to name it by."""

    number: str
    kind: str
    change: str
    rule: str
    reason: str
    basis: str
    records: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator with its items and the values on which they rest."""

    indicator: str
    points: str
    start: str
    score: str
    lost: str
    mean: str
    before: str
    items: tuple[Entry, ...]
    unmet: tuple[Line, ...]
    values: str
    evidence: str


class Teller:
    """Tells the parts of one notice in their order, so that the numbers of the items run through."""

    def __init__(self, report: Report, card: UnitCard, rules: Rules) -> None:
        self.report, self.card, self.rules = report, card, rules
        self.numbers = count(1)

    def say(self, key: str, **facts: object) -> str:
        return self.report.say(key, **facts)

    def figure(self, text: str, exact: Fraction) -> str:
        """A figure with its exact value where it was rounded."""
        return exact_figure(self.report, text, exact)

    def losses(self) -> Iterator[Indicator]:
        """The indicators that have less than their points, and the branches that were cut."""
        for line in self.card.lines.values():
            if _is_loss(line):
                yield self.indicator(line)

    def gains(self) -> Iterator[Indicator]:
        """The indicators that have items, and all their points or more."""
        for line in self.card.lines.values():
            if line.items and not _is_loss(line):
                yield self.indicator(line)

    def whole(self) -> Iterator[Entry]:
        """The items of the total but the vetoes: limits, adjustments."""
        yield from (self.entry(item) for item in self.card.total_items if item.kind != "veto")

    def vetoes(self) -> Iterator[Entry]:
        """The vetoes that came true, and those that were waived."""
        yield from (self.entry(item) for item in self.card.total_items if item.kind == "veto")

    def indicator(self, line: Scored) -> Indicator:
        """One indicator."""
        mean, shown = self.report.means[self.card.group].of(line.heading.id), line.heading.shown
        start, lost = line.part.start, line.lost
        return Indicator(
            indicator=line.heading.label,
            points=points_text(self.report, line.points),
            start="" if start is None else self.figure(short_text(parse_exact(start)), parse_exact(start)),
            score=score_text(self.report, line),
            lost="" if lost is None or lost <= 0 else self.figure(shown.text(lost), lost),
            mean=shown_text(mean, shown),
            before=minus_sign(line.earlier.score or "") if line.earlier is not None else "",
            items=tuple(self.entry(item) for item in line.items),
            unmet=tuple(Line(text) for text in self.unmet(line)),
            values="\n".join(map(self.value, line.facts)),
            evidence="\n".join(dict.fromkeys(self.due(line))),
        )

    def entry(self, item: ItemPart) -> Entry:
        """One item."""
        rule = self.rules.found(item.indicator, item.rule)
        facts = self.card.lines[item.indicator].facts if item.indicator is not None else ()
        return Entry(
            number=str(next(self.numbers)),
            kind=self.say(f"kind.cut.{item.cause}" if item.kind == "cut" and item.cause else f"kind.{item.kind}"),
            change=exact_change(self.report, item.points, parse_exact(item.exact)),
            rule=self.rules.sentence(item.indicator, item.rule),
            reason=self.how(item, rule),
            basis="\n".join(item.basis),
            records="\n".join(records_of(item, facts, self.report)),
        )

    def how(self, item: ItemPart, rule: AnyRule | None) -> str:
        """The reason without the rule's own sentence, which stands beside it."""
        told, text = item.reason, None if rule is None else rule.model.text
        if text is not None:
            starts = (say(phrase("item.reason", text=text, how=""), language) for language in LANGUAGES)
            told = next((told.removeprefix(start) for start in starts if told.startswith(start)), told)
        return told

    def unmet(self, line: Scored) -> Iterator[str]:
        """The rules that would have given points and gave none, where the indicator lost some."""
        if line.heading.leaf and _is_loss(line):
            there = {item.rule for item in line.items}
            for rule in self.rules.giving(line.heading.id):
                if not there & rule.ids:
                    yield rule.sentence

    def due(self, line: Scored) -> Iterator[str]:
        """The evidence that the rubric asks for: of the indicator, of its rules."""
        node = self.report.rubric.nodes[line.heading.id]
        if node.spec is not None and node.spec.evidence:
            yield str(node.spec.evidence)
        yield from (str(rule.model.evidence) for rule in node.every_rule() if rule.model.evidence)

    def value(self, fact: FactPart) -> str:
        """A value that counts, where it comes from, and what proves it."""
        language = self.report.language
        proofs = tuple(evidence_text(one) for one in fact.evidence)
        proved = self.say("letters.proved", proofs=proofs) if proofs else ""
        facts = {
            "label": label_of(fact.field, self.report.rubric, language), "value": fact_text(fact, self.report.rubric, language),
            "origin": origin_of(fact, language), "proved": proved,
        }  # fmt: skip
        return self.say("letters.value", **facts)


def _is_loss(line: Scored) -> bool:
    if line.lost is None or line.part.state != "scored":
        return False
    return line.lost > 0 if line.heading.leaf else any(parse_exact(item.exact) < 0 for item in line.items)
