"""The roster: who is assessed, in which class, below which unit, in which role. Several files may say it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.facts.unit import Unit
from lawscore.models import shorten
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric
from lawscore.submission.differing import Contradiction, DifferingFacts
from lawscore.submission.document import RosterUnit
from lawscore.submission.names import Names
from lawscore.submission.places import Located, Path, Place, order
from lawscore.submission.words import VERDICT_WORDS, fold, suggest, suggest_id, word

#: Why a unit is not assessed this year.
NOT_ASSESSED: Final = "not_assessed"
#: The facts of a unit beside its roles: the attribute, and the key it is written under.
_FACTS: Final = (("name", "name"), ("unit_class", "class"), ("parent", "parent"), (NOT_ASSESSED, NOT_ASSESSED))


@dataclass(frozen=True, slots=True)
class Listed:
    """One unit of the roster, and the first place that lists it."""

    unit: Unit
    place: Place
    #: The first place that says which unit is above it.
    parent: Place | None = None
    #: Every place that lists it, where several do and agree.
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The units by their ids as they are compared, in order. Without a roster, whoever submits is assessed."""

    units: Mapping[str, Listed]
    #: What else is known of units that are not listed: names, from tables of values.
    described: Mapping[str, Listed]

    @property
    def exists(self) -> bool:
        """Whether there is a roster at all."""
        return bool(self.units)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids as they are written."""
        return tuple(listed.unit.id for listed in self.units.values())


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a roster, or of a table that describes its units."""

    entry: RosterUnit
    place: Place
    lists: bool


def read_roster(names: Names, documents: Sequence[Located], problems: list[Problem]) -> Roster:
    """The roster of all documents. A table of values that names its units is a roster only where there is no other."""
    lines: dict[str, list[_Line]] = {}
    for line in _lines(documents):
        lines.setdefault(fold(line.entry.id), []).append(line)
    some_list = any(line.lists for group in lines.values() for line in group)
    listed: dict[str, Listed] = {}
    described: dict[str, Listed] = {}
    for key, group in lines.items():
        is_listed = not some_list or any(line.lists for line in group)
        first = min((line for line in group if line.lists or not some_list), key=_line_order, default=group[0])
        before = len(problems)
        unit = _unit(names, group, problems, is_listed=is_listed)
        agree = all(problem.code != "unit_facts_differ" for problem in problems[before:])
        places = tuple(line.place for line in sorted(group, key=_line_order) if line.lists) if len(group) > 1 else ()
        again = places if agree else ()  # a contradiction is told already
        (listed if is_listed else described)[key] = Listed(unit, first.place, _parent_place(group), again)
    return Roster(listed, described)


def _parent_place(lines: Sequence[_Line]) -> Place | None:
    stating = [line for line in lines if line.entry.parent is not None]
    return min(stating, key=_line_order).place.inside("parent") if stating else None


def _lines(documents: Sequence[Located]) -> Iterator[_Line]:
    for document in sorted(documents, key=lambda one: not one.is_roster):
        for place, entry in enumerate(document.document.units):
            yield _Line(entry, document.at("units", place), document.is_roster)


def _line_order(line: _Line) -> tuple[str, int, int, str, tuple[str, ...]]:
    return order(line.place.where())


def _unit(names: Names, lines: Sequence[_Line], problems: list[Problem], *, is_listed: bool) -> Unit:
    lines = sorted(lines, key=_line_order) if len(lines) > 1 else lines
    contradictions = DifferingFacts(lines[0].entry.id)
    facts = {attribute: _agreed(attribute, key, lines, contradictions) for attribute, key in _FACTS}
    unit_id = min(line.entry.id.strip() for line in lines)
    aside = _reason(unit_id, facts[NOT_ASSESSED], lines, problems)
    unit_class = None
    if is_listed:
        stated = facts["unit_class"]
        unit_class = _class(names.rubric, unit_id, stated, lines, problems, is_needed=aside is None)
    roles = _roles(names, lines, contradictions, problems)
    problems.extend(contradictions.problems())
    return Unit(
        id=unit_id,
        name=facts["name"] or unit_id,
        unit_class=unit_class,
        parent=fold(facts["parent"]) if facts["parent"] is not None else None,
        roles=roles,
        not_assessed=aside,
    )


def _reason(unit: str, agreed: str | None, lines: Sequence[_Line], problems: list[Problem]) -> str | None:
    """Why a unit is not assessed: a reason, and not a yes or no. Of several that contradict each other, the first."""
    stating = [line for line in lines if line.entry.not_assessed is not None]
    if not stating:
        return None
    reason = agreed or stating[0].entry.not_assessed or ""
    if word(VERDICT_WORDS, reason) not in ("yes", "no"):
        return reason
    where = stating[0].place.inside(NOT_ASSESSED).where()
    facts: dict[str, object] = {"unit": unit, "given": reason}
    hint = phrase("hint.not_assessed_reason")
    problems.append(Problem(code="not_assessed_reason", where=where, facts=facts, hint=hint))
    return None if word(VERDICT_WORDS, reason) == "no" else reason


def _agreed(attribute: str, key: str, lines: Sequence[_Line], contradictions: DifferingFacts) -> str | None:
    """What the lines say of one fact; None where none does, or where they contradict each other."""
    said = [(fact, line) for line in lines if (fact := getattr(line.entry, attribute)) is not None]
    return _same((key,), said, contradictions)


def _same(path: Path, said: Sequence[tuple[str, _Line]], contradictions: DifferingFacts) -> str | None:
    if not said:
        return None
    agreed, first = said[0]
    for fact, line in said[1:]:
        if fold(fact) != fold(agreed):
            contradictions.add(Contradiction(path, agreed, first.place, fact, line.place))
            return None
    return min(fact.strip() for fact, _ in said)


def _class(
    rubric: Rubric, unit: str, given: str | None, lines: Sequence[_Line], problems: list[Problem], *, is_needed: bool
) -> str | None:
    """The class, if it is one of the rubric's; a rubric without classes takes what the roster says."""
    classes = rubric.document.classes
    if not classes:
        return fold(given) if given is not None else None
    stating = [line for line in lines if line.entry.unit_class is not None]
    if not stating and is_needed:
        problems.append(class_missing(unit, lines[0].place, rubric))
    if given is None or fold(given) in classes:
        return fold(given) if given is not None else None
    facts = {"unit": unit, "given": shorten(given), "classes": tuple(classes)}
    where = stating[0].place.inside("class").where()
    problems.append(Problem(code="unit_class_unknown", where=where, facts=facts, hint=suggest_id(given, classes)))
    return None


def class_missing(unit: str, place: Place, rubric: Rubric) -> Problem:
    """The warning that nobody says in which class a unit is."""
    facts = {"unit": unit, "classes": tuple(rubric.document.classes)}
    return Problem(code="unit_class_missing", where=place.where(), severity="warning", facts=facts)


def _roles(
    names: Names, lines: Sequence[_Line], contradictions: DifferingFacts, problems: list[Problem]
) -> dict[str, str]:
    said: dict[str, list[tuple[str, _Line]]] = {}
    for line in lines:
        for indicator, role in line.entry.roles.items():
            problem = _role_problem(names, line.entry.id, indicator, role)
            if problem is None:
                said.setdefault(names.indicators[fold(indicator)], []).append((role, line))
            else:
                key = problem.code == "role_indicator_unknown"
                problems.append(problem.at(line.place.inside("roles", indicator).where(key=key)))
    agreed = {indicator: _same(("roles", indicator), roles, contradictions) for indicator, roles in said.items()}
    return {indicator: fold(role) for indicator, role in sorted(agreed.items()) if role is not None}


def _role_problem(names: Names, unit: str, indicator: str, role: str) -> Problem | None:
    roles: Mapping[str, str] = names.rubric.document.roles
    if fold(indicator) not in names.indicators:
        facts = {"unit": unit, "id": shorten(indicator)}
        return Problem(code="role_indicator_unknown", facts=facts, hint=suggest(indicator, names.rubric.nodes))
    if fold(role) not in roles:
        told: dict[str, object] = {"unit": unit, "given": shorten(role), "roles": tuple(roles)}
        code = "role_unknown" if roles else "roles_not_declared"
        return Problem(code=code, facts=told, hint=suggest_id(role, roles))
    return None


def not_listed(unit: str, place: Place, ids: Iterable[str]) -> Problem:
    """A unit that submits and is not in the roster."""
    facts = {"id": shorten(unit)}
    return Problem(code="unit_not_listed", where=place.where(), facts=facts, hint=suggest(unit, ids))
