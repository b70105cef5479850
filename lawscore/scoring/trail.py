"""The results that are being worked out, each for the sake of the one before: where they go in a circle is found here."""

from __future__ import annotations

from typing import TypeAlias

#: A unit and one of its results.
Key: TypeAlias = tuple[str, str]


class Trail:
    """From the result that was asked for first to the one at work now."""

    def __init__(self) -> None:
        self._places: dict[Key, int] = {}
        self._circular: list[bool] = []

    def meets(self, key: Key) -> bool:
        """Whether a result is being worked out already: then it, and all that were begun since, go in a circle."""
        place = self._places.get(key)
        if place is None:
            return False
        self._circular[place:] = [True] * (len(self._circular) - place)
        return True

    def begin(self, key: Key) -> None:
        """A result is worked out now."""
        self._places[key] = len(self._circular)
        self._circular.append(False)

    def end(self) -> bool:
        """The last one is worked out; whether it goes in a circle."""
        self._places.popitem()
        return self._circular.pop()
