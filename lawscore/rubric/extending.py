"""How a rubric is put together from another and its own parts (`extends`, `without`): which parts go by what."""

from __future__ import annotations

from typing import Final, Literal

from lawscore.models import Code, Identifier, Model

#: What is always the document's own, never taken from the rubric that it extends.
HEADER: Final = (
    "lawscore", "calculation", "rubric", "version", "status", "title", "issued", "supersedes", "extends", "without",
    "period",
)  # fmt: skip
#: Mappings: an own entry takes the place of the entry of that name, whole.
BY_NAME: Final = ("classes", "roles", "givens", "fields", "measures", "accepts")
#: Lists: an own entry changes the keys that it states of the entry with its id.
BY_ID: Final = ("checks", "indicators", "vetoes", "also")
#: What tells that an entry with a new id is a whole one: one of these keys.
WHOLE_BY: Final = {
    "checks": ("that",),
    "indicators": ("rules", "indicators"),
    "vetoes": ("effect",),
    "also": ("formula", "members"),
}

TakenKey = Literal[
    "floor", "ceiling", "scaled_to", "aggregate", "of", "missing", "at_least", "round", "shown", "once", "ranking",
    "grades", "basis", "notes",
]  # fmt: skip


class Without(Model):
    """`without: {indicators: ["3.4"], fields: [网站]}`: parts of the extended rubric that this one does not have."""

    classes: tuple[Identifier, ...] = ()
    roles: tuple[Identifier, ...] = ()
    givens: tuple[Identifier, ...] = ()
    fields: tuple[Identifier, ...] = ()
    measures: tuple[Identifier, ...] = ()
    accepts: tuple[Code, ...] = ()
    checks: tuple[Code, ...] = ()
    indicators: tuple[Code, ...] = ()
    vetoes: tuple[Code, ...] = ()
    also: tuple[Code, ...] = ()
    #: Keys of the document that are taken out altogether.
    keys: tuple[TakenKey, ...] = ()
