"""What all documents state about each unit and about the figures common to all, typed, before layers are settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final, NamedTuple, TypeAlias

from lawscore.classes import dataclass
from lawscore.expressions.values import Cause, Missing
from lawscore.facts.unit import Evidence, Given, Layer
from lawscore.models import shorten
from lawscore.problems import Problem, Severity
from lawscore.rubric.fields import Column
from lawscore.rules.basis import Basis
from lawscore.submission.document import AnswerEntry, Submission, ValueEntry
from lawscore.submission.merging import Statement, is_later
from lawscore.submission.names import Names
from lawscore.submission.places import Located, Path, Place
from lawscore.submission.records import Reading, read_field
from lawscore.submission.typing import Typed, absence
from lawscore.submission.words import fold


@dataclass(frozen=True, slots=True)
class Stated:
    """An assessor's entry before its question is looked for; `is_broken`: the reader had to leave out parts of it."""

    entry: AnswerEntry
    layer: Layer
    place: Place
    is_broken: bool


class Submitted(NamedTuple):
    """One submission, by its document and its number in it; `years` back from the year that is assessed."""

    document: Located
    number: int
    years: int = 0

    @property
    def submission(self) -> Submission:
        """The submission itself."""
        return self.document.document.submissions[self.number]

    @property
    def place(self) -> Place:
        """Where it names its unit."""
        return self.document.at("submissions", self.number, "unit")


def by_unit(submissions: Iterable[Submitted]) -> dict[str, list[Submitted]]:
    """The submissions of each unit by its id as it is compared, in the order of first appearance."""
    units: dict[str, list[Submitted]] = {}
    for submitted in submissions:
        units.setdefault(fold(submitted.submission.unit), []).append(submitted)
    return units


@dataclass(frozen=True, slots=True)
class UnitData:
    """All that is stated about one unit."""

    values: dict[str, list[Statement[Typed]]] = field(default_factory=dict)
    answers: list[Stated] = field(default_factory=list)
    #: Names that are no field: the unit meant to say something.
    strange: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the unit gave nothing at all."""
        return not (self.values or self.answers or self.strange)


@dataclass(frozen=True, slots=True)
class Collector:
    """Goes through documents and types what they state; problems are collected on the way."""

    names: Names
    problems: list[Problem]
    layer: Layer | None = None
    #: The layers in which anything was stated.
    stated: set[Layer] = field(default_factory=set)
    _readings: Kept = field(default_factory=dict, repr=False)

    def unit(self, submissions: Iterable[Submitted]) -> UnitData:
        """The data of one unit from all of its submissions."""
        data = UnitData()
        for submitted in submissions:
            self._submission(data, submitted)
        return data

    def layers(self, submissions: Iterable[Submitted]) -> frozenset[Layer]:
        """The layers in which submissions state anything that counts."""
        found: set[Layer] = set()
        for one in submissions:
            submission = one.submission
            found.update(entry.layer or submission.layer for entry in submission.answers if not one.years)
            if submission.values:
                found.add(submission.layer)
        return frozenset(layer for layer in found if self._takes(layer))

    def givens(self, documents: Iterable[Located]) -> dict[str, list[Statement[Typed]]]:
        """The statements about each figure common to all."""
        found: dict[str, list[Statement[Typed]]] = {}
        for document in documents:
            given = Given(source=_cite(document.document.source))
            for written, entry in document.document.givens.items():
                place = document.at("givens", written)
                name = self.names.givens.get(fold(written))
                if name is None:
                    self._unknown("given_unknown", written, place)
                    continue
                spec = self.names.rubric.document.givens[name]
                self._state(found, name, spec, entry, place, _given(entry, given, document.document.source))
            for name, path in self._refused(document, ("givens",), self.names.givens):
                found.setdefault(name, []).append(Statement(None, given, document.at(*path)))
        return found

    def _submission(self, data: UnitData, submitted: Submitted) -> None:
        submission, document, place = submitted.submission, submitted.document, submitted.number
        if self._takes(submission.layer):
            if submission.values:
                self.stated.add(submission.layer)
            self._values(data, submitted)
        for number, entry in enumerate(submission.answers if not submitted.years else ()):
            layer = entry.layer or submission.layer
            if self._takes(layer):
                self.stated.add(layer)
                path = ("submissions", place, "answers", number)
                data.answers.append(Stated(entry, layer, document.at(*path), path in document.refused))

    def _takes(self, layer: Layer) -> bool:
        return not is_later(layer, self.layer)

    def _values(self, data: UnitData, submitted: Submitted) -> None:
        submission, document, place = submitted.submission, submitted.document, submitted.number
        base = submission.source or document.document.source
        plain = Given(layer=submission.layer, source=_cite(base))
        fields = self.names.rubric.fields
        for written, entry in submission.values.items():
            where = Place(document, ("submissions", place, "values", written))
            spec = fields.get(written)
            name = written if spec is not None else self.names.fields.get(fold(written))
            if name is None:
                # Another year may have had fields of its own.
                self._unknown("field_unknown", written, where, "warning" if submitted.years else "error")
                data.strange.append(written)
                continue
            spec = spec or fields[name]
            self._state(data.values, name, spec, entry, where, _given(entry, plain, base))
        for name, path in self._refused(document, ("submissions", place, "values"), self.names.fields):
            data.values.setdefault(name, []).append(Statement(None, plain, document.at(*path)))

    @staticmethod
    def _refused(document: Located, above: Path, names: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
        """The names below a part whose values the reader left out; all names, where it left out the part itself."""
        if above in document.refused:
            yield from ((name, above) for name in names.values())
        for path in document.refused_below.get(above, ()):
            if fold(str(path[-1])) in names:
                yield names[fold(str(path[-1]))], path

    def _state(
        self,
        found: dict[str, list[Statement[Typed]]],
        name: str,
        spec: Column,
        entry: ValueEntry,
        place: Place,
        given: Given,
    ) -> None:
        reading = _read(spec, name, entry, self._readings)
        for wrong in reading.problems:
            self.problems.append(wrong.problem.at(place.inside("value", *wrong.path).where(key=wrong.key)))
        if reading.typed is not None or reading.problems:
            found.setdefault(name, []).append(Statement(reading.typed, given, place))

    def _unknown(self, code: str, written: str, place: Place, severity: Severity = "error") -> None:
        hint = self.names.hint(fold(written)) if code == "field_unknown" else self.names.given_hint(fold(written))
        facts = {"name": shorten(written)}
        where = place.where(key=True)
        self.problems.append(Problem(code=code, where=where, severity=severity, facts=facts, hint=hint))


#: How a value was read, by field, type and value.
Kept: TypeAlias = dict[tuple[str, type, object], Reading]

_KEPT_TYPES: Final = frozenset({str, int, bool, float})
#: Longer texts are not kept: they hardly come twice.
_LONGEST_KEPT: Final = 40
_MOST_KEPT: Final = 200_000


def _kept(spec: Column, name: str, raw: object, kept: Kept) -> Reading:
    """Read a value, or remember how the same value of the same field was read: most values come many times."""
    kind = type(raw)
    if kind not in _KEPT_TYPES or (kind is str and len(raw) > _LONGEST_KEPT):  # type: ignore[arg-type]
        return read_field(spec, name, raw)
    found = kept.get((name, kind, raw))
    if found is None:
        found = read_field(spec, name, raw)
        if len(kept) < _MOST_KEPT:
            kept[name, kind, raw] = found
    return found


def _read(spec: Column, name: str, entry: ValueEntry, kept: Kept) -> Reading:
    if entry.absent is not None:
        return Reading(absence(spec, entry.absent, Cause("value", name, detail=entry.reason or "")))
    reading = _kept(spec, name, entry.value, kept)
    if entry.reason is None or reading.typed is None or not isinstance(reading.typed.value, Missing):
        return reading
    causes = tuple(replace(cause, detail=entry.reason) for cause in reading.typed.value.causes)
    return Reading(replace(reading.typed, value=type(reading.typed.value)(causes)))


def _given(entry: ValueEntry, plain: Given, base: Basis | None) -> Given:
    """Where one value comes from; values that say nothing of their own share what holds for all."""
    if entry.model_fields_set <= {"value", "absent"}:
        return plain
    source = entry.source or base
    parts = (
        source.document if source else None,
        entry.part or (source.part if source else None),
        source.note if source else None,
    )
    return Given(
        layer=plain.layer,
        source=" ".join(part for part in parts if part),
        date=entry.date,
        evidence=tuple(Evidence(proof.name, proof.number or "", proof.hash or "") for proof in entry.evidence),
        assessor=entry.assessor or "",
        note="；".join(text for text in (entry.reason, entry.note) if text),
    )


def _cite(source: Basis | None) -> str:
    return str(source) if source is not None else ""
