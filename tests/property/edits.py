"""Edits of rubrics and of facts as somebody at a desk makes them: a figure, a sentence, a part taken out or put elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError

from lawscore.facts.unit import UnitFacts
from lawscore.rubric.binding import bind_rubric
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Document
from tests.property.strategies import Chance, Reporter, Written

Steps = tuple[Any, ...]

_TRIES: Final = 40
#: What tells a rubric from others: to change it is another matter.
_HEAD: Final = ("lawscore", "calculation", "rubric", "version", "status", "issued", "period")


def edited(chance: Chance, document: Mapping[str, Any], others: Mapping[str, Rubric] | None = None) -> Rubric | None:
    """The rubric after an edit or two; None where no edit that was tried leaves it sound."""
    for _ in range(_TRIES):
        draft = deepcopy(dict(document))
        for _ in range(chance.one(1, 1, 2)):
            _edit(chance, draft)
        found = _bound(draft, others)
        if found is not None:
            return found
    return None


def _bound(document: Mapping[str, Any], others: Mapping[str, Rubric] | None) -> Rubric | None:
    try:
        return bind_rubric(Document.model_validate(document), others)[0]
    except ValidationError:
        return None


def _edit(chance: Chance, document: Written) -> None:
    places = list(_places(document))
    sections = sorted({steps[0] for steps in places})
    if places:
        section = chance.one(*["indicators"] * len(sections), *sections)
        steps = chance.one(*(steps for steps in places if steps[0] == section))
        chance.one(_say_otherwise, _say_otherwise, _say_otherwise, _take_out, _turn_round, _take_over)(
            chance, document, steps, places
        )


def _places(part: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every part of a document by the way to it."""
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        if steps or key not in _HEAD:
            yield (*steps, key)
            yield from _places(part[key], (*steps, key))


def _at(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document


def _key(steps: Steps) -> str:
    """The key under which a part stands."""
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _like(document: Written, steps: Steps, places: list[Steps]) -> list[Any]:
    """What stands elsewhere under the same key."""
    return [_at(document, other) for other in places if _key(other) == _key(steps) and isinstance(other[-1], str)]


def _say_otherwise(chance: Chance, document: Written, steps: Steps, places: list[Steps]) -> None:
    """Another figure, or what is said elsewhere under the same key."""
    part = _at(document, steps)
    like = [one for one in _like(document, steps, places) if not isinstance(one, dict | list)]
    if isinstance(part, str):
        numeric = part.replace(".", "").isdigit()
        _at(document, steps[:-1])[steps[-1]] = chance.one(
            *(["3", "0.5", "7", "1"] if numeric else like or [part + "。"])
        )


def _take_out(_chance: Chance, document: Written, steps: Steps, _places: list[Steps]) -> None:
    del _at(document, steps[:-1])[steps[-1]]


def _turn_round(_chance: Chance, document: Written, steps: Steps, _places: list[Steps]) -> None:
    """A list in the other order."""
    part = _at(document, steps)
    if isinstance(part, list):
        part.reverse()


def _take_over(chance: Chance, document: Written, steps: Steps, places: list[Steps]) -> None:
    """A whole part as it stands elsewhere under the same key."""
    like = _like(document, steps, places)
    if like and isinstance(steps[-1], str):
        _at(document, steps[:-1])[steps[-1]] = deepcopy(chance.one(*like))


def facts_for(chance: Chance, before: Rubric, after: Rubric, facts: UnitFacts) -> UnitFacts:
    """The same facts under another rubric: made up where it asks for something else."""
    made = Reporter(chance, after).unit(facts.unit)
    kept = {
        name for name, spec in after.fields.items()
        if before.fields.get(name) == spec and name in facts.values and name in made.values
    }  # fmt: skip
    values = {name: facts.values[name] if name in kept else value for name, value in made.values.items()}
    nones = frozenset({*(made.nones - kept), *(facts.nones & kept)})
    known = {question: facts.answers[question] for question in made.answers if question in facts.answers}
    return replace(made, values=values, nones=nones, answers={**made.answers, **known}, history=facts.history)


def corrected(chance: Chance, rubric: Rubric, facts: UnitFacts) -> UnitFacts:
    """The facts after a field or two of them were entered anew."""
    made = Reporter(chance, rubric).reported(facts.unit)
    names = [name for name in rubric.fields if chance.luck(len(rubric.fields))]
    values = {**facts.values, **{name: made.values[name] for name in names}}
    nones = frozenset({*(facts.nones - set(names)), *(made.nones & set(names))})
    return replace(facts, values=values, nones=nones)
