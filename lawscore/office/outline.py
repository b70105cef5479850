"""A rubric at a glance: what it is, its indicators with points, sentences and remarks, what becomes of the total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.catalogue import Language, phrase, say
from lawscore.office.below import sections
from lawscore.office.remarks import remarks
from lawscore.office.sentences import Sentence, sentences
from lawscore.office.table import Section
from lawscore.office.tabling import kind_of, parts_of, points_of
from lawscore.rubric.bound import BoundNode, Rubric

_INDENT = "  "
#: What stands below the indicators.
_BELOW = ("vetoes", "grades", "ranking", "also")


def outline(rubric: Rubric, language: Language, *, extends: str | None = None, markdown: bool = False) -> str:
    """The whole rubric; `extends` names the one on which it builds."""
    teller = _Teller(rubric, language, markdown=markdown)
    listed = parts_of(rubric, is_extending=extends is not None)
    tree = (line for part in listed for line in teller.node(part, 0))
    parts = (teller.head(extends), tree, *map(teller.section, teller.below()))
    return "\n\n".join(body for part in parts if (body := "\n".join(part))) + "\n"


def outline_of(node: BoundNode, rubric: Rubric, language: Language, *, markdown: bool = False) -> str:
    """One indicator and what is below it."""
    return "\n".join(_Teller(rubric, language, markdown=markdown).node(node, 0)) + "\n"


class _Teller:
    def __init__(self, rubric: Rubric, language: Language, *, markdown: bool) -> None:
        self.rubric, self.language, self.markdown = rubric, language, markdown

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(f"outline.{key}", **facts), self.language)

    def line(self, text: str, depth: int) -> str:
        return _INDENT * depth + ("- " if self.markdown else "") + text

    def head(self, extends: str | None) -> Iterator[str]:
        """The period, the points, what it rests on, and how much there is of everything."""
        document = self.rubric.document
        told = [
            self.say("period", start=document.period.from_, end=document.period.to),
            self.say("points", points=self.rubric.root.points),
        ]
        told += [self.say("extends", name=extends)] if extends else []
        told += [self.say("supersedes", version=document.supersedes)] if document.supersedes else []
        yield from (self.line(text, 0) for text in (*told, self.counts()))

    def counts(self) -> str:
        nodes = self.rubric.nodes.values()
        return self.say(
            "counts",
            indicators=str(len(nodes)),
            leaves=str(sum(node.is_leaf for node in nodes)),
            rules=str(sum(1 for node in nodes for _ in node.rules)),
            fields=str(len(self.rubric.fields)),
            checks=str(len(self.rubric.checks)),
            vetoes=str(len(self.rubric.vetoes)),
        )

    def node(self, node: BoundNode, depth: int) -> Iterator[str]:
        """An indicator, its sentences and remarks, and all below it."""
        yield self.line(f"{node.id} {node.title}{self.say('of', points=self.points(node))}", depth)
        told = sentences(node, self.rubric, self.language) if node.is_leaf else ()
        yield from (line for one in told for line in self.sentence(one, depth + 1))
        noted = tuple(remarks(node, self.rubric, self.language))
        if noted:
            yield self.line(self.say("remarks", remarks=noted), depth + 1)
        for child in node.children:
            yield from self.node(child, depth + 1)

    def sentence(self, told: Sentence, depth: int) -> Iterator[str]:
        yield self.line(told.text, depth)
        for part in told.parts:
            yield from self.sentence(part, depth + 1)

    def points(self, node: BoundNode) -> object:
        points: Fraction = abs(points_of(node))
        kind = kind_of(node)
        return points if kind == "plain" else phrase(f"outline.{kind}", points=points)

    def below(self) -> Iterator[Section]:
        """What becomes of the total; notes, basis and checks are left to the printed table."""
        titles = {say(phrase(f"below.title.{key}"), self.language) for key in _BELOW}
        return (section for section in sections(self.rubric, self.language) if section.title in titles)

    def section(self, section: Section) -> Iterator[str]:
        yield f"**{section.title}**\n" if self.markdown else section.title
        yield from (self.line(text, 1) for text in section.lines)
        yield from (self.line(self.say("veto", grounds=row[1], effect=row[2]), 1) for row in section.rows)
