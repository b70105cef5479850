"""YAML as this project reads it: every scalar is text, and nothing that YAML would guess or hide gets through."""

from __future__ import annotations

from typing import Any, Final

import yaml

from lawscore.loading.characters import UNSEEN, unseen
from lawscore.loading.lines import Lines
from lawscore.loading.source import Layout, Part, Source, Step
from lawscore.loading.yaml_composing import compose
from lawscore.loading.yaml_composition import Composition
from lawscore.loading.yaml_draft import Draft
from lawscore.problems import Problem

#: libyaml where PyYAML has it, else PyYAML's own parser: the same events, more slowly.
LOADER: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, name: str, *, loader: type[Any] = LOADER) -> tuple[Source | None, list[Problem]]:
    """Read a YAML document into a tree of texts.

    Returns the source and every problem found, in the order of the text. There may be a source beside the problems:
    what could be understood of the document, so that the mistakes of its meaning are found in the same run.
    """
    text = text.removeprefix("\ufeff")
    lines = Lines(name, text)
    problems = list(unseen(lines))
    composition = _compose(Draft(UNSEEN.sub(" ", text)), lines, loader)
    if composition.error is not None:
        from lawscore.loading.yaml_mending import mended  # with the first file that the parser stops in

        composition, told = mended(composition, lambda draft: _compose(draft, lines, loader))
    else:
        told = composition.problems
    problems += told
    problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    return _source(name, composition), problems


def _compose(draft: Draft, lines: Lines, loader: type[Any]) -> Composition:
    return compose(draft, lines, yaml.parse(draft.text, Loader=loader))


def _source(name: str, composition: Composition) -> Source | None:
    if composition.data is None or composition.error is not None:
        return None
    original = composition.draft.original
    parts = _original_parts(composition) if composition.draft.inserted else composition.parts
    nothing: dict[Step, Part] = {}
    layout = Layout(composition.lines, original(composition.root), lambda start: parts.get(start, nothing))
    return Source(name, composition.data, layout, frozenset(composition.spoiled))


def _original_parts(composition: Composition) -> dict[int, dict[Step, Part]]:
    """The layout in the offsets of the author's text."""
    original = composition.draft.original

    def moved(part: Part) -> Part:
        return Part(None if part.key is None else original(part.key), original(part.value))

    return {
        original(start): {step: moved(part) for step, part in inside.items()}
        for start, inside in composition.parts.items()
    }
