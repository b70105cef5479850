"""The coverage of rubrics as one self-contained HTML page: the tree of each with every part that cases reach or do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lawscore.cases.coverage import Coverage
from lawscore.cases.report import coverage_share
from lawscore.cases.running import Verdict
from lawscore.cases.tree import Counts, GroupCovered, Marked, NodeCovered, RubricCovered, RuleCovered
from lawscore.catalogue import LANGUAGE_TAGS, Language, Phrase, phrase, say
from lawscore.classes import dataclass
from lawscore.numbers import plain_text
from lawscore.office.sentences import sentence
from lawscore.office.templating import template
from lawscore.results.naming import mark_of
from lawscore.rubric.bound import Rubric
from lawscore.rules.combining import BoundCombination

#: Of more cases that reach a part, the others are counted: a rule that awards points is reached by nearly all.
_MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Covered:
    """The cases of a rubric that were run, and what they reach."""

    rubric: Rubric
    verdicts: Sequence[Verdict]
    coverage: Coverage


def coverage_page(runs: Sequence[Covered], language: Language) -> str:
    """The page. Every text in it is escaped by the template engine."""
    sections = [_Section(run, language) for run in runs]
    page = template("lawscore.cases", "coverage.html.j2")
    return page.render(lang=LANGUAGE_TAGS[language], say=_Sayer(language), most=_MOST_NAMED, rubrics=sections)


@dataclass(frozen=True, slots=True)
class _Sayer:
    """A sentence of the catalogue, for the template."""

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)


class _Section:
    """One rubric, as the template goes through it."""

    def __init__(self, run: Covered, language: Language) -> None:
        self.run, self.language, self.say = run, language, _Sayer(language)
        self.rubric = run.rubric
        self.covered = RubricCovered.of(run.rubric, run.coverage)
        self.nodes: Sequence[NodeCovered] = self.covered.nodes
        self.groups: Sequence[GroupCovered] = self.covered.groups
        self.unknown = run.coverage.unknown
        self.cases = len(run.verdicts)
        self.failing = [verdict.case.case for verdict in run.verdicts if not verdict.passed]
        self.counts = Counts.of(self.covered.marks())

    @property
    def title(self) -> str:
        """The title of the rubric; drafts are marked."""
        return self.rubric.document.title + mark_of(self.rubric, self.language)

    @property
    def share(self) -> Phrase:
        """How much is reached or argued."""
        return coverage_share(self.run.coverage)

    def totals(self) -> Iterator[tuple[str, str, Counts]]:
        """Where each part of the page begins, what it is called, and its counts."""
        for node in self.nodes:
            yield self.anchor(node), f"{node.node.id} {node.node.title}", node.counts
        for group in self.groups:
            yield self.anchor(group), self.say(f"coverage.group.{group.kind}"), group.counts

    def anchor(self, of: NodeCovered | GroupCovered) -> str:
        """A name for links that no other rubric of the page has."""
        return f"{self.rubric.name}:{of.node.id if isinstance(of, NodeCovered) else of.kind}"

    def sentence(self, rule: RuleCovered) -> str:
        """What a rule says; of a combination without a sentence, how the rules in it count."""
        model = rule.rule.model
        if isinstance(rule.rule, BoundCombination) and model.text is None:
            return self.say(f"coverage.{model.key}")
        return sentence(rule.rule, self.rubric, self.language)

    def limit(self, mark: Marked) -> str:
        """What changes or limits a rule or an indicator, as it is written."""
        part = mark.part
        if part.kind == "not_applicable":
            return self.say("why.does_not_apply", condition=part.written)
        return self.say("coverage.limit", kind=phrase(f"part.{part.kind}"), written=part.written)

    def outside(self, mark: Marked) -> str:
        """A veto, a check, a grade, a quota."""
        part = mark.part
        if part.kind == "waiver":
            return self.limit(mark)
        return self.say("coverage.with_formula", text=part.text, formula=part.written) if part.written else part.text

    def points(self, node: NodeCovered) -> str:
        """The points of an indicator."""
        return self.say("coverage.points", points=plain_text(node.node.points))
