"""What the names of one version of a rubric are called in another, and what has no name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from lawscore.classes import dataclass
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.rubric.migrating import same_kind
from lawscore.rubric.migration import Migration
from lawscore.submission.names import Names
from lawscore.submission.words import fold


@dataclass(slots=True)
class Left:
    """What the other version has no place for, each once, in order of appearance: fields, questions, adjustments."""

    fields: dict[str, None] = field(default_factory=dict)
    answers: dict[str, None] = field(default_factory=dict)
    adjustments: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Relabelling:
    """From one version to another. `left` fills up on the way."""

    old: Rubric
    new: Rubric
    migration: Migration
    names: Names
    left: Left

    @classmethod
    def between(cls, old: Rubric, new: Rubric, migration: Migration, left: Left) -> Relabelling:
        """The way from the one to the other."""
        return cls(old, new, migration, Names.of(old), left)

    def field(self, written: str) -> str | None:
        """What a field becomes, where the other version has one of the same type and unit of measure."""
        name = self.names.fields.get(fold(written))
        return None if name is None else became(self.old.fields, self.new.fields, self.migration, name)

    def indicators(self, written: str) -> tuple[str, ...]:
        """What an indicator becomes."""
        name = self.names.indicators.get(fold(written))
        return () if name is None else self.migration.targets(name, self.new.nodes)

    def asks(self, indicator: str, rule: str, about: str) -> bool:
        """Whether the other version puts a question to assessors."""
        return (fold(indicator), fold(rule), about) in self._questions

    def has_rule(self, indicator: str, rule: str) -> bool:
        """Whether an indicator of the other version has a rule, or a combination."""
        return fold(rule) in {fold(one.id) for one in self.new.nodes[indicator].every_rule()}

    @cached_property
    def _questions(self) -> frozenset[tuple[str, str, str]]:
        return frozenset((fold(one), fold(rule), about) for one, rule, about in self.new.question_index)


def became(old: Mapping[str, Column], new: Mapping[str, Column], migration: Migration, name: str) -> str | None:
    """The field that one became; None where there is none of its type and unit of measure."""
    target = migration.field(name, new)
    if target is None or target not in new or name not in old:
        return None
    return target if same_kind(old[name], new[target]) else None


def is_for(rubric: Rubric, named: str | None) -> bool:
    """Whether a document that names a rubric is for this one, or for one below it."""
    if named is None:
        return False
    return named.strip() in (rubric.name, rubric.id) or any(is_for(other, named) for other in rubric.others.values())


def counterpart(below: Rubric, name: str, new: Rubric) -> Rubric | None:
    """The rubric of the units below that takes the place of an earlier one: itself, or another version of it."""
    if name in new.others:
        return new.others[name]
    return next((other for other in new.others.values() if other.id == below.id), None)
