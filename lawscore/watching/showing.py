"""One look as text: what the edit changed, what the check and the cases say, and where the units stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.numbers import Rounding
from lawscore.problems import SEVERITIES
from lawscore.reports.tables import render_table
from lawscore.results.naming import marked
from lawscore.watching.desk import View
from lawscore.watching.judged import Judged, Line, lines
from lawscore.watching.standings import Standings

_TWO_PLACES = Rounding(2)


@dataclass(frozen=True, slots=True)
class Shower:
    """Puts looks into words; of problems, cases and units so many `rows` at most."""

    language: Language
    rows: int = 10

    def text(self, view: View, seconds: Fraction | None = None) -> str:
        """Everything there is to show, in parts with a blank line between them."""
        parts = (
            self._head(view, seconds),
            view.judged.edit,
            self._check(view),
            self._cases(view.judged),
            self._standings(view),
        )
        return "\n\n".join(part for part in parts if part) + "\n"

    def _say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def _head(self, view: View, seconds: Fraction | None) -> str:
        rubric = view.assessment.rubric if view.assessment is not None else view.scores.loaded.rubric
        if rubric is None:
            head = view.scores.loaded.name
        else:
            head = f"{rubric.document.title}  {marked(rubric, self.language)}"
        if seconds is not None:
            head += "  " + self._say("watch.took", seconds=_TWO_PLACES.text(seconds))
        return head

    # --- check and cases -------------------------------------------------------------------------------------------------

    def _check(self, view: View) -> str:
        """How many problems there are; at first the grave ones, then those that are new and the errors that stay."""
        now, earlier = view.judged, view.earlier
        counts = Counter(line.severity for line in now.problems)
        told = {severity: str(counts[severity]) for severity in SEVERITIES}
        if now.is_stale or earlier is None:
            head, listed = self._say("watch.check", **told), [line for line in now.problems if line.severity != "note"]
        else:
            new, gone = _beyond(now.problems, earlier.problems), _beyond(earlier.problems, now.problems)
            key = "watch.check_again" if new or gone else "watch.check"
            head = self._say(key, **told, new=str(len(new)), gone=str(len(gone)))
            listed = [line for line in now.problems if line.severity == "error" or line in new]
        return "\n".join([head, *self._listed(listed)])

    def _listed(self, found: Iterable[Line]) -> list[str]:
        return self._few(_indented(f"{self._say(f'severity.{line.severity}')} {line.text}") for line in found)

    def _few(self, texts: Iterable[str]) -> list[str]:
        """The first of some texts, and how many more there are."""
        every = list(texts)
        more = ["  " + self._say("watch.more", count=str(len(every) - self.rows))] if len(every) > self.rows else []
        return [*every[: self.rows], *more]

    def _cases(self, now: Judged) -> str:
        """How many cases pass, and what differs in those that do not."""
        if now.cases is None and now.is_unread:
            return self._say("watch.cases_not_read")
        if now.cases is None:
            return self._say("watch.no_cases") if not now.is_stale else ""
        facts = {
            "cases": str(now.cases),
            "passed": str(now.cases - len(now.failures)),
            "failed": str(len(now.failures)),
        }
        key = "watch.cases_unread" if now.is_unread else "watch.cases_stale" if now.is_stale else "watch.cases"
        return "\n".join([self._say(key, **facts), *self._few(_indented(text) for _, text in now.failures)])

    # --- standings -------------------------------------------------------------------------------------------------------

    def _standings(self, view: View) -> str:
        if view.assessment is None:
            return ""
        units = {"units": str(len(view.assessment))}
        if view.scores.is_stale or view.scores.unread:
            head = self._say("watch.standings_stale" if view.scores.is_stale else "watch.standings_unread", **units)
        elif view.moves:
            counts = view.moves.counts
            head = self._say("watch.moved", **units, **counts)
            head += "".join(
                self._say(f"watch.{key}", count=counts[key]) for key in ("joined", "left") if counts[key] != "0"
            )
        else:
            head = self._say("watch.standings" if view.earlier is None else "watch.nobody_moved", **units)
        standings = Standings(view.assessment, self.language, self.rows)
        table = standings.moved(view.moves) if view.moves.moved else standings.first_and_last()
        return "\n".join([head, *self._data(view), "", render_table(table, "table").rstrip()])

    def _data(self, view: View) -> Iterator[str]:
        """What is wrong with the data: how much, and what is new."""
        every = view.scores.problems
        if every:
            counts = Counter(problem.severity for problem in every)
            yield self._say("watch.data", **{severity: str(counts[severity]) for severity in SEVERITIES})
        yield from self._listed(lines((one for one in view.fresh if one.severity != "note"), self.language))


def _beyond(now: Iterable[Line], before: Iterable[Line]) -> list[Line]:
    """The problems that were not there before, each as often as it is new."""
    left = Counter(line.key for line in before)
    found: list[Line] = []
    for line in now:
        if left[line.key]:
            left[line.key] -= 1
        else:
            found.append(line)
    return found


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
