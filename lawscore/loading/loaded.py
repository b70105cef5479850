"""What became of a rubric's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from lawscore.classes import dataclass
from lawscore.loading.source import Source
from lawscore.problems import Problem
from lawscore.rubric.bound import Rubric


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a rubric file. `rubric` is None where there are errors; `readable` says whether there was a document."""

    name: str
    rubric: Rubric | None
    problems: tuple[Problem, ...]
    readable: bool = True
    #: The document as it was read, every part with its place, and with the parts of the rubric that it extends; None where
    #: nothing could be read.
    source: Source | None = field(default=None, repr=False)
    place: Callable[[Problem], Problem] = field(default=lambda problem: problem, repr=False)
    #: The digest of what it means; of a rubric that only rests on one that it may not rest on too. Else empty.
    digest: str = ""
    #: The rubric that it extends.
    base: Loaded | None = field(default=None, repr=False)

    @property
    def bases(self) -> Iterator[Loaded]:
        """The rubrics on which it rests: the one that it extends, the one that that one extends, and so on."""
        base = self.base
        while base is not None:
            yield base
            base = base.base

    @property
    def base_digests(self) -> Mapping[str, str]:
        """The digests of the rubrics on which it rests, by `id@version`."""
        return {base.rubric.name: base.rubric.digest for base in self.bases if base.rubric is not None}
