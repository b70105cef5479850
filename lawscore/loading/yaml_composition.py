"""What comes of one draft of a YAML text."""

from __future__ import annotations

from dataclasses import field

from yaml import YAMLError
from yaml.events import Event

from lawscore.catalogue import Phrase
from lawscore.classes import dataclass
from lawscore.loading.lines import Lines
from lawscore.loading.source import Part, Path, Step, Tree
from lawscore.loading.yaml_draft import Draft
from lawscore.problems import Problem


@dataclass(slots=True)
class Composition:
    """What came of one draft: the tree (None where nothing is left of it), the problems, and how far the parser got."""

    draft: Draft
    lines: Lines
    data: Tree = None
    root: int = 0
    parts: dict[int, dict[Step, Part]] = field(default_factory=dict)
    spoiled: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    error: YAMLError | None = None
    #: How many events the parser gave, and the last of them: a mend is believed when it gets the parser further.
    reach: int = 0
    last: Event | None = None

    def note(self, code: str, offset: int, hint: Phrase | None = None, path: Path = (), **facts: object) -> None:
        """Add a problem at an offset of the draft."""
        where = self.lines.where(self.draft.original(offset), path)
        self.problems.append(Problem(code=code, where=where, facts=facts, hint=hint))
