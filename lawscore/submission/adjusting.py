"""The adjustments of one unit: its facts as they are corrected, and what is changed when it is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Final

from lawscore.classes import dataclass
from lawscore.facts.adjustment import Adjustment, Effect, ran_out
from lawscore.facts.unit import Record, Unit
from lawscore.problems import Problem
from lawscore.submission.adjustments import Entered
from lawscore.submission.answers import KeysOf, Refused
from lawscore.submission.changes import Change, read_change
from lawscore.submission.corrections import Corrected, correct
from lawscore.submission.effects import effect_of, field_target
from lawscore.submission.names import Names
from lawscore.submission.score_changes import score_change
from lawscore.submission.typing import Typed
from lawscore.submission.words import fold


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What the adjustments of a unit come to: the fields that they correct, and all that stand, by date."""

    fields: Mapping[str, Corrected] = field(default_factory=dict)
    told: tuple[Adjustment, ...] = ()
    #: The keys of its records, those that a correction brought too.
    keys: KeysOf = field(default_factory=dict)


UNCHANGED: Final = Adjusted()


def adjust(
    names: Names,
    unit: Unit,
    settled: Mapping[str, Typed],
    refused: AbstractSet[str],
    entered: Sequence[Entered],
    keys: KeysOf,
    problems: list[Problem],
) -> Adjusted:
    """Correct the fields of a unit, and make its changes of scores ready; an adjustment that is refused is reported.

    `settled` is what its fields are worth before, `keys` the keys of its records; `entered` come by date.
    """
    effects: dict[Effect, list[Entered]] = {}
    changes: dict[str, list[Change]] = {}
    for one in entered:
        try:
            effect = effect_of(one.entry)
            if effect in ("points", "waiver"):
                effects.setdefault(effect, []).append(one)
                continue
            change = read_change(one, field_target(names, one.entry), problems)
        except Refused as found:
            problems.append(_problem(one, found))
        else:
            changes.setdefault(change.target.name, []).append(change)
    fields = {
        name: correct(unit.id, None if name in refused else settled[name], each, problems)
        for name, each in changes.items()
    }
    known = _with_corrected(keys, fields)
    told = [one for corrected in fields.values() for one in corrected.told]
    for effect, each in effects.items():
        for one in each:
            try:
                made = score_change(names, one, effect, known)
            except Refused as found:
                problems.append(_problem(one, found))
                continue
            told.append(made)
            if made.state == "expired":
                problems.append(ran_out(made, unit.name, names.rubric.document.period.to))
    places = {one.id: place for place, one in enumerate(entered)}
    return Adjusted(fields, tuple(sorted(told, key=lambda one: places[one.id])), known)


def _with_corrected(keys: KeysOf, fields: Mapping[str, Corrected]) -> KeysOf:
    """The keys of records, those that a correction brought too."""
    found = dict(keys)
    for name, corrected in fields.items():
        records = corrected.value.value if corrected.value is not None else None
        if name in keys and isinstance(records, tuple):
            own = {fold(one.key): one.key for one in records if isinstance(one, Record)}
            found[name] = {**(keys[name] or {}), **own}
    return found


def _problem(entered: Entered, refused: Refused) -> Problem:
    place = entered.place.inside(refused.part) if refused.part else entered.place
    return refused.problem.at(place.where())
