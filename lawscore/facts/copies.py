"""A frozen value with some of its parts changed, where many are made."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

_set = object.__setattr__


def copied(value: T, **changes: object) -> T:
    """What `dataclasses.replace` gives for a frozen dataclass with slots that checks nothing when it is made, in a third of the time."""
    made = object.__new__(type(value))
    for name in value.__slots__:  # type: ignore[attr-defined]
        _set(made, name, changes[name] if name in changes else getattr(value, name))
    return made
