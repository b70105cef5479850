"""The problems that a result tells, against those that are found again: put in, left out, or told otherwise."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias

from lawscore.catalogue import Language, Phrase, messages, phrase
from lawscore.problems import Problem, Severity
from lawscore.results.model import ProblemPart
from lawscore.results.reading import LoadedResult

#: What tells one problem from another.
Key: TypeAlias = Callable[[ProblemPart], Hashable]

#: Facts that are places in other files: the same problem names others where the data stand in other files.
_PLACES: Final = frozenset({"other", "first"})


class ProblemDifference(NamedTuple):
    """A problem that only one of two results tells, or that they tell otherwise; `place` is its number in the first."""

    place: int | None
    recorded: ProblemPart | None
    computed: ProblemPart | None

    @property
    def severity(self) -> Severity:
        """An error, unless nobody calls it more than a note."""
        told = [one for one in (self.recorded, self.computed) if one is not None]
        return "note" if all(one.severity == "note" for one in told) else "error"

    def problem(self, source: LoadedResult) -> Problem:
        """What is said of it, at its place in the first result, which is `source`."""
        old, new = self.recorded, self.computed
        path = ("problems",) if self.place is None else ("problems", self.place)
        if old is not None and new is not None:
            key: Literal["severity", "message"] = "severity" if old.severity != new.severity else "message"
            what = phrase("verify.figure", of=old.code, what=phrase(f"verify.key.{key}"))
            facts = {
                "unit": phrase("verify.problems"),
                "what": what,
                "recorded": _told(old, key),
                "computed": _told(new, key),
            }
            where = source.where(*path, key)
            return Problem(code="result_differs", where=where, severity=self.severity, facts=facts)
        code = "result_problem_missing" if old is None else "result_problem_unknown"
        only = old or new
        assert only is not None  # one of the two tells it
        kind = phrase(f"severity.{only.severity}")
        facts = {"code": only.code, "kind": kind, "message": only.message}
        return Problem(code=code, where=source.where(*path), severity=self.severity, facts=facts)


def problem_differences(
    recorded: Sequence[ProblemPart], computed: Iterable[ProblemPart], language: Language, *, wording: bool
) -> Iterator[ProblemDifference]:
    """What differs, in the order of the recorded ones; their order and where the data stand make no difference.

    Messages, which are in `language`, are compared where `wording` asks for it.
    """

    def same(one: ProblemPart) -> Hashable:
        return one.code, one.severity, _without_places(one, language) if wording else ""

    left, others = _unpaired(list(enumerate(recorded)), computed, same)
    alike: dict[str, deque[ProblemPart]] = defaultdict(deque)
    for one in others:
        alike[one.code].append(one)
    for place, one in left:
        same_code = alike[one.code]
        yield ProblemDifference(place, one, same_code.popleft() if same_code else None)
    for rest in alike.values():
        yield from (ProblemDifference(None, None, one) for one in rest)


def _told(problem: ProblemPart, key: Literal["severity", "message"]) -> str | Phrase:
    return phrase(f"severity.{problem.severity}") if key == "severity" else problem.message


def _unpaired(
    recorded: Iterable[tuple[int, ProblemPart]], computed: Iterable[ProblemPart], key: Key
) -> tuple[list[tuple[int, ProblemPart]], list[ProblemPart]]:
    """What is left on each side when every problem has met one of the same key."""
    pool: dict[Hashable, deque[ProblemPart]] = defaultdict(deque)
    for one in computed:
        pool[key(one)].append(one)
    left: list[tuple[int, ProblemPart]] = []
    for place, one in recorded:
        met = pool[key(one)]
        if met:
            met.popleft()
        else:
            left.append((place, one))
    return left, [one for rest in pool.values() for one in rest]


def _without_places(one: ProblemPart, language: Language) -> Hashable:
    """The message without the places that it names."""
    pattern = _pattern(one.code, language)
    found = pattern.fullmatch(one.message) if pattern is not None else None
    return one.message if found is None else found.groups()


@cache
def _pattern(code: str, language: Language) -> re.Pattern[str] | None:
    """What the sentence of a problem looks like, places left out; None where it names none."""
    parts = re.split(r"\{(\w+)[^}]*\}", messages(language).get(f"problem.{code}", ""))
    names = parts[1::2]
    if _PLACES.isdisjoint(names):
        return None
    facts = (".*" if name in _PLACES else "(.*)" for name in names)
    texts = map(re.escape, parts[::2])
    return re.compile("".join(f"{text}{fact}" for text, fact in zip(texts, [*facts, ""], strict=True)), re.DOTALL)
