"""What every command does around its work: load, report problems to stderr, write the result, choose the exit status."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from lawscore.catalogue import Language, phrase, say
from lawscore.classes import dataclass
from lawscore.cli.language import locale_language
from lawscore.problems import Problem, QuestionError, errors, nearest

# What a command needs is imported when it asks for it: `fmt` starts without the engine, `versions` without the checks.
if TYPE_CHECKING:
    from lawscore.facts.unit import Layer
    from lawscore.library import Assessment
    from lawscore.loading.loaded import Loaded
    from lawscore.reports.tables import Format, Table
    from lawscore.rubric.bound import Rubric
    from lawscore.submission.gathering import Gathered

HELD, DID_NOT_HOLD, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Session:
    """The language, the folders of rubrics and the place of the output of one run."""

    language: Language
    rubrics: Sequence[Path] = ()
    output: Path | None = None
    #: That of the text files among the data; told by their bytes where there is none.
    encoding: str | None = None

    @classmethod
    def of(cls, lang: Any, rubrics: Sequence[Path] | None, output: Path | None, encoding: str | None = None) -> Session:
        """The session that the common options ask for; an encoding that nobody knows ends the run."""
        language = lang.value if lang is not None else locale_language()
        session = cls(language, rubrics or (Path("rubrics"),), output, encoding)
        if encoding is not None:
            session.must_be_encoding(encoding)
        return session

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the catalogue in the language of the run."""
        return say(phrase(key, **facts), self.language)

    def report(self, problems: Iterable[Problem]) -> None:
        """Show problems on stderr, in the order found."""
        shown = list(problems)
        if not shown:
            return
        from lawscore.reports.problem_text import render

        for problem in shown:
            label = self.say(f"severity.{problem.severity}")
            print(f"{label} {render(problem, self.language)}", file=sys.stderr)

    def leave(self, status: int) -> NoReturn:
        """End with a status."""
        import typer

        raise typer.Exit(status)

    def refuse(self, key: str, **facts: object) -> NoReturn:
        """End the run with a sentence that says why it cannot go on."""
        print(self.say(key, **facts), file=sys.stderr)
        self.leave(UNREADABLE)

    def find(self, reference: str) -> Loaded:
        """Look a rubric up without ending the run."""
        from lawscore.loading.rubrics import find_rubric

        return find_rubric(reference, self.rubrics)

    def rubric(self, reference: str) -> Rubric:
        """The rubric, or the end of the run with everything that is wrong with it; of what is odd, what reading says."""
        rubric = self.usable(reference).rubric
        assert rubric is not None
        return rubric

    def usable(self, reference: str) -> Loaded:
        """The same with what is known of the file: a rubric is there."""
        from lawscore.loading.judging import what_forbids

        loaded = self.find(reference)
        found = what_forbids(loaded, self.rubrics)
        self.report(found)
        if loaded.rubric is None:
            self.leave(UNREADABLE)
        if errors(found):
            print(self.say("cli.rubric_unsound", name=loaded.rubric.name), file=sys.stderr)
        return loaded

    def layer(self, name: str | None) -> Layer | None:
        """The layer that a word of either language names; an unknown one ends the run."""
        from lawscore.submission.words import layer_asked

        try:
            return layer_asked(name)
        except QuestionError as error:
            self.report(error.problems)
            self.leave(UNREADABLE)

    def assessment(
        self,
        reference: str,
        data: Sequence[str],
        *,
        about: str | None = None,
        layer: str | None = None,
        again: bool = False,
    ) -> Assessment:
        """The assessment of data files; problems are shown, and nothing readable at all ends the run.

        `about`: only of this unit are the figures shown that contradict each other; of none where it is empty. `layer`
        names the last layer that counts. Unless the facts are scored `again`, the documents are let go before scoring.
        """
        from lawscore.library import assess

        last = self.layer(layer)
        rubric = self.rubric(reference)
        gathered = self.gathered(rubric, data, last)
        found = assess(rubric, gathered if again else replace(gathered, origin=None))
        self.report(problem for problem in found.problems if about is None or _is_about(problem, about))
        return found

    def gathered(self, rubric: Rubric, data: Sequence[str], layer: Layer | None = None) -> Gathered:
        """What data files say of each unit; nothing readable at all ends the run."""
        from lawscore.cli.progress import progress
        from lawscore.loading.submissions import load_submissions

        stdin = self.standard_input() if "-" in data else None
        told = progress(self, "cli.reading_files")
        encoding = self.encoding
        gathered = load_submissions(rubric, data, stdin=stdin, layer=layer, progress=told, encoding=encoding)
        if not gathered.units:
            self.report(gathered.problems)
            self.leave(UNREADABLE)
        return gathered

    def standard_input(self) -> str:
        """What stands on the standard input, decoded as a file would be."""
        from lawscore.loading.encodings import decode_data

        if sys.stdin is None or sys.stdin.closed:
            return ""
        text, problems = decode_data(sys.stdin.buffer.read(), "-", self.encoding)
        self.report(problems)
        if text is None:
            self.leave(UNREADABLE)
        return text

    def must_be_encoding(self, name: str) -> None:
        """End the run where a name means no encoding of texts."""
        from lawscore.loading.encodings import encoding_asked

        try:
            encoding_asked(name)
        except QuestionError as error:
            self.report(error.problems)
            self.leave(UNREADABLE)

    def must_know(self, code: str, name: str, known: Sequence[str]) -> None:
        """End the run where a name on the command line is none of the known ones, and name the nearest."""
        if name in known:
            return
        guess = nearest(name, known)
        meant = self.say("cli.did_you_mean", name=guess) if guess else ""
        print(self.say(f"cli.{code}", name=name, known=tuple(known[:10])) + meant, file=sys.stderr)
        self.leave(UNREADABLE)

    def titled(self, table: Table, rubric: Rubric, form: Format, layer: Layer | None = None) -> str:
        """The table under the rubric's title, where people read it; drafts are marked."""
        from lawscore.reports.tables import render_table

        return self.headed(render_table(table, form), rubric, form, layer)

    def headed(self, body: str, rubric: Rubric, form: Format, layer: Layer | None = None) -> str:
        """A text under the rubric's title, where people read it; `layer` is the last one that was asked to count."""
        from lawscore.results.naming import marked

        if form not in ("table", "md"):
            self.tell_draft(rubric)
            return body
        last = self.say("mark.layer", layer=phrase(f"layer.{layer}")) if layer is not None else ""
        return (
            f"{'## ' if form == 'md' else ''}{rubric.document.title}  {marked(rubric, self.language)}{last}\n\n{body}"
        )

    def tell_draft(self, *rubrics: Rubric) -> None:
        """Say on stderr that the results are those of a draft: for outputs in which there is no place for the mark."""
        from lawscore.results.naming import is_draft

        for name in dict.fromkeys(rubric.name for rubric in rubrics if is_draft(rubric)):
            print(self.say("cli.draft", name=name), file=sys.stderr)

    def status(self, problems: Iterable[Problem]) -> int:
        """2 where a file could not be read, 1 where a value was refused, else 0."""
        wrong = errors(problems)
        if any(problem.code.startswith("file_") for problem in wrong):
            return UNREADABLE
        return DID_NOT_HOLD if wrong else HELD

    def write(self, text: str) -> None:
        """Write the result to stdout, or to a file in one step, so that no half file is ever left."""
        try:
            if self.output is not None:
                write_whole(self.output, text)
            else:
                sys.stdout.write(text)
                sys.stdout.flush()
        except BrokenPipeError:
            raise
        except (OSError, AttributeError, ValueError) as error:  # a full disk, or no standard output at all
            if self.output is None and sys.stdout is not None:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at the end
            self.cannot_write(str(self.output or "-"), error)

    def write_beside(self, path: Path, content: str | bytes) -> None:
        """Write a file of its own beside the result, in one step; where that cannot be, the run ends."""
        try:
            write_whole(path, content)
        except OSError as error:
            self.cannot_write(str(path), error)

    def cannot_write(self, path: str, error: Exception) -> None:
        """End the run where something cannot be written, and say why."""
        reason = getattr(error, "strerror", None) or str(error)
        print(self.say("cli.cannot_write", path=path, reason=reason), file=sys.stderr)
        self.leave(UNREADABLE)


def _is_about(problem: Problem, unit: str) -> bool:
    """Whether a problem is to be shown to who asks about one unit: figures of others do not concern it."""
    return problem.code != "check_failed" or problem.where.path[:1] == (unit,)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and move it there; a device or a pipe is written to, a link is followed."""
    path = path.resolve()
    content = content.encode() if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
