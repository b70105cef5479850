"""Things under their codes, of which some are made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Deferred(Sequence[T], Generic[T]):
    """A list that grows; what is made later is made once."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._things: list[Any] = list(things)
        #: How those are made that nobody has asked for yet; in their places stands nothing.
        self._later: dict[int, Callable[[], T]] = {}

    def append(self, thing: T) -> None:
        """Enter one more."""
        self._things.append(thing)

    def append_later(self, make: Callable[[], T]) -> None:
        """Enter one more, to be made when it is asked for."""
        self._later[len(self._things)] = make
        self._things.append(None)

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, code: int) -> T: ...
    @overload
    def __getitem__(self, code: slice) -> list[T]: ...
    def __getitem__(self, code: int | slice) -> T | list[T]:
        if isinstance(code, slice):
            return [self[one] for one in range(*code.indices(len(self)))]
        if self._later:
            make = self._later.get(code if code >= 0 else code + len(self))
            if make is not None:
                self._things[code] = make()
                self._later.pop(code if code >= 0 else code + len(self), None)
        found: T = self._things[code]
        return found
