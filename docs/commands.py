"""Runs the commands that pages show, so that no page shows what the command does not print.

In a page, each line `$ lawscore …` of a ```console block is run in the root of the repository and in the page's language,
and the lines below it, up to the next `$` (perhaps after an empty line), are what it prints: the output, then the problems. `| grep WORD` keeps the
lines with a word, `| head -n N` and `| tail -n N` the first or the last, `| tail -n +N` those from line N on; `> FILE` leaves a result under `out/`.

`python docs/commands.py` compares every page with the command; `--write` puts what the command prints into the pages.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lawscore.catalogue import Language
from lawscore.cli.app import build

ROOT: Final = Path(__file__).resolve().parent.parent
DOCS: Final = ROOT / "docs"
FENCE: Final = "```"
STORY: Final = "<!-- story -->"
PROMPT: Final = "$ lawscore "
FOLDERS: Final = ("docs", "docs/rules", *(f"examples/{one.name}" for one in sorted((ROOT / "examples").iterdir())))


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a page: the line of its `$` (from 1), the words after it, what the page shows below it."""

    page: Path
    line: int
    command: str
    printed: tuple[str, ...]

    @property
    def language(self) -> Language:
        return "zh" if self.page.name.endswith(".zh-CN.md") else "en"

    def run(self, folder: Path | None = None) -> tuple[str, ...]:
        """What the command prints, in a folder that stands for the root of the repository."""
        words, *filters = self.command.split(" | ")
        lines = tuple(line.rstrip() for line in run(words, self.language, folder or ROOT).splitlines())
        for one in filters:
            name, *options = shlex.split(one)
            lines = FILTERS[name](lines, options)
        return without_blank_end(lines)


def _grep(lines: tuple[str, ...], options: list[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if options[0] in line)


def _head(lines: tuple[str, ...], options: list[str]) -> tuple[str, ...]:
    return lines[: int(options[-1])]


def _tail(lines: tuple[str, ...], options: list[str]) -> tuple[str, ...]:
    """The last lines; with `+N` those from line N on."""
    count = options[-1]
    return lines[int(count) - 1 :] if count.startswith("+") else lines[-int(count) :]


FILTERS: Final[Mapping[str, Callable[[tuple[str, ...], list[str]], tuple[str, ...]]]] = {
    "grep": _grep,
    "head": _head,
    "tail": _tail,
}


def run(command: str, language: Language, folder: Path = ROOT) -> str:
    """What `lawscore` prints for these words, run in the root of the repository: the output, then the problems."""
    words, _, file = command.partition(" > ")
    arguments = [name for word in shlex.split(words) for name in _files(word, folder)] + ["--lang", language]
    told, problems = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(problems),
        contextlib.suppress(SystemExit),
    ):
        build(arguments)(arguments, standalone_mode=True)
    if file:
        path = folder / file.strip()
        path.parent.mkdir(exist_ok=True)
        path.write_text(told.getvalue(), encoding="utf-8")
        return problems.getvalue()
    return told.getvalue() + problems.getvalue()


def _files(word: str, folder: Path) -> list[str]:
    """The files that a pattern with `*` stands for, in order; any other word as it is."""
    if "*" not in word:
        return [word]
    return sorted(str(path.relative_to(folder)) for path in folder.glob(word))


def pages() -> Iterator[Path]:
    """The pages that show commands, but for stories (docs/stories.py)."""
    for folder in FOLDERS:
        for page in sorted((ROOT / folder).glob("*.md")):
            if any(shown_in(page)) and not page.read_text(encoding="utf-8").startswith(STORY):
                yield page


def shown_in(page: Path) -> Iterator[Shown]:
    """The commands of a page in order."""
    lines = page.read_text(encoding="utf-8").splitlines()
    inside = False
    for number, line in enumerate(lines, 1):
        if line.startswith(FENCE):
            inside = not inside and line == f"{FENCE}console"
        elif inside and line.startswith(PROMPT):
            below = lines[number:]
            ends = (place for place, one in enumerate(below) if one.startswith(("$ ", FENCE)))
            yield Shown(page, number, line.removeprefix(PROMPT), without_blank_end(tuple(below[: next(ends)])))


def without_blank_end(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines without the empty ones at their end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def updated(page: Path) -> str:
    """The page with what the commands print in place of what it shows."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for one in reversed(list(shown_in(page))):
        lines[one.line : one.line + len(one.printed)] = one.run()
    return "\n".join(lines) + "\n"


def main() -> int:
    """Compare all pages, or write what the commands print into them."""
    wrong = 0
    os.environ.setdefault("COLUMNS", "200")
    for page in pages():
        if "--write" in sys.argv:
            page.write_text(updated(page), encoding="utf-8")
            continue
        for one in shown_in(page):
            if one.printed != (printed := one.run()):
                wrong += 1
                print(f"{page.relative_to(ROOT)}:{one.line}:", *printed, sep="\n")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
