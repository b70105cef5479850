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
from lawscore.loading.yaml_mends import Mend, mends
from lawscore.loading.yaml_syntax import Fault, explain
from lawscore.problems import Problem

#: libyaml where PyYAML has it, else PyYAML's own parser: the same events, more slowly.
LOADER: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MOST_MENDS: Final = 40
#: Every mend is another parse: a large text gets fewer.
_MENDED_CHARACTERS: Final = 20_000_000


def read_yaml(text: str, name: str, *, loader: type[Any] = LOADER) -> tuple[Source | None, list[Problem]]:
    """Read a YAML document into a tree of texts.

    Returns the source and every problem found, in the order of the text. There may be a source beside the problems:
    what could be understood of the document, so that the mistakes of its meaning are found in the same run.
    """
    text = text.removeprefix("\ufeff")
    lines = Lines(name, text)
    problems = list(unseen(lines))
    composition = _compose(Draft(UNSEEN.sub(" ", text)), lines, loader)
    for _ in range(min(_MOST_MENDS, _MENDED_CHARACTERS // (len(text) + 1))):
        if composition.error is None:
            break
        step = _further(composition, loader)
        if step is None:
            break
        mend, better = step
        problems.append(_placed(mend, composition))
        composition = better
    problems += composition.problems
    if composition.error is not None and not _explained(composition):
        complaint = explain(composition)
        where = lines.where(composition.draft.original(complaint.at))
        problems.append(Problem(code=complaint.code, where=where, facts=complaint.facts, hint=complaint.hint))
    problems.sort(key=lambda problem: (problem.where.line or 0, problem.where.column or 0))
    return _source(name, composition), problems


def _compose(draft: Draft, lines: Lines, loader: type[Any]) -> Composition:
    return compose(draft, lines, yaml.parse(draft.text, Loader=loader))


def _further(composition: Composition, loader: type[Any]) -> tuple[Mend, Composition] | None:
    """The first mend that gets the parser further, and how far it then comes."""
    reached = _reach(composition)
    for mend in mends(composition):
        better = _compose(mend.draft, composition.lines, loader)
        if better.error is None or _reach(better) > reached:
            return mend, better
    return None


def _reach(composition: Composition) -> tuple[int, int]:
    return composition.reach, composition.draft.original(Fault.of(composition).at)


def _placed(mend: Mend, composition: Composition) -> Problem:
    complaint = mend.complaint
    where = composition.lines.where(composition.draft.original(complaint.at))
    return Problem(code=complaint.code, where=where, facts=complaint.facts, hint=complaint.hint)


def _explained(composition: Composition) -> bool:
    """Whether a text cut by ` #` has swallowed the bracket whose absence the parser would now complain of."""
    last = composition.problems[-1:]
    context = str(getattr(composition.error, "context", ""))
    return bool(last) and last[0].code == "text_cut" and "flow" in context


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
