"""The cases of a condition, and the demands that a case is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Protocol

from lawscore.checking.elimination import Inequality
from lawscore.checking.regions import Region
from lawscore.classes import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """What is demanded in one case: where each name lies, which sums are not above zero, which parts are true or false."""

    regions: Mapping[str, Region] = field(default_factory=dict)
    sums: tuple[Inequality, ...] = ()
    parts: Mapping[str, bool] = field(default_factory=dict)


class Atom(Protocol):
    """A demand that is not taken apart."""

    def narrow(self, case: Case) -> Case | None:
        """The case with this demand too; None where it contradicts the case."""


@dataclass(frozen=True, slots=True)
class In:
    """A name lies in a region."""

    name: str
    limits: Region
    region: Region

    def narrow(self, case: Case) -> Case | None:
        left = case.regions.get(self.name, self.limits) & self.region
        return replace(case, regions={**case.regions, self.name: left}) if left else None


@dataclass(frozen=True, slots=True)
class Away:
    """Sums that are not above zero."""

    demands: tuple[Inequality, ...]

    def narrow(self, case: Case) -> Case | None:
        return replace(case, sums=(*case.sums, *self.demands))


@dataclass(frozen=True, slots=True)
class Part:
    """A part that cannot be read, and is true or false."""

    text: str
    wanted: bool

    def narrow(self, case: Case) -> Case | None:
        if case.parts.get(self.text, self.wanted) is not self.wanted:
            return None
        return replace(case, parts={**case.parts, self.text: self.wanted})
