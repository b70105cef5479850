"""What people call the groups in which units are compared: a class by its title, a field by its label and value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.expressions.binding import Name, Names
from lawscore.rules.cohort import Within
from lawscore.rules.saying import shown

#: The group of all units.
EVERYBODY: Final = "all"
_CLASS: Final = "class"
_PARENT: Final = "parent"


@dataclass(frozen=True, slots=True)
class GroupNames:
    """The names of the groups of one `within`."""

    within: str
    #: The titles of classes.
    classes: Mapping[str, str]
    #: The field that units of a group share; None where it is no field.
    field: Name | None

    @property
    def goes_by_class(self) -> bool:
        """Whether the groups are classes, or one of them."""
        return self.within == _CLASS or (self.within in self.classes and self.field is None)

    @property
    def label(self) -> Phrase | str:
        """What the groups go by."""
        if self.within in (_CLASS, _PARENT):
            return phrase(f"rank.by.{self.within}")
        if self.field is not None:
            return self.field.label or self.within
        return self.classes.get(self.within, self.within)

    def title(self, key: Hashable) -> Phrase | str:
        """One of the groups."""
        if self.within == EVERYBODY:
            return phrase("rank.everybody")
        if self.goes_by_class:
            return self.classes.get(str(key), str(key))
        if self.field is None:
            return phrase("rank.below", parent=str(key))
        value: Any = key
        return phrase("rank.group", name=self.label, value=shown(value, self.field.kind))


def names_of_groups(within: Within, classes: Mapping[str, str], names: Names) -> GroupNames:
    """The names of the groups of this `within`."""
    plain = within.text in (EVERYBODY, _CLASS, _PARENT)
    return GroupNames(within.text, classes, None if plain else names.find(within.text))
