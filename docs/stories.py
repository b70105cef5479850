"""Runs the pages that tell a piece of work from its beginning: copies, edits and commands, one after the other.

A story is a page whose first line is `<!-- story -->`. It is lived through in a copy of the folders that it needs, in its own
language: in a ```console block `$ cp FILE FILE` copies and `$ lawscore …` runs; a ```diff block edits the file that its
`+++` line names, each hunk at the one place where its lines stand. What commands print is compared with the page.

`python docs/stories.py` compares every story; `--write` puts what the commands print into the pages.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

import commands

#: What stands in the copy.
NEEDED: Final = ("rubrics", "examples/tuning-2018")
COPY: Final = "$ cp "


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: its line in the page (from 1), a command or the text of a diff, and what is printed."""

    line: int
    done: str
    printed: tuple[str, ...] = ()


def stories() -> Iterator[Path]:
    """The pages that are stories."""
    for page in sorted(commands.DOCS.glob("*.md")):
        if page.read_text(encoding="utf-8").startswith(commands.STORY):
            yield page


def steps(page: Path) -> Iterator[Step]:
    """What a story does, in order."""
    lines = page.read_text(encoding="utf-8").splitlines()
    shown = {one.line: one for one in commands.shown_in(page)}
    for number, line in enumerate(lines, 1):
        if number in shown:
            yield Step(number, f"{commands.PROMPT}{shown[number].command}", shown[number].printed)
        elif line.startswith(COPY):
            yield Step(number, line)
        elif line == f"{commands.FENCE}diff":
            end = lines.index(commands.FENCE, number)
            yield Step(number, "\n".join(lines[number:end]) + "\n")


def live(page: Path) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Go through a story in a copy: each step, and what it printed. What is left in the copy is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield from live_in(Path(folder), page)


def live_in(folder: Path, page: Path) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """The same in a folder, where what the story makes stays."""
    for needed in NEEDED:
        shutil.copytree(commands.ROOT / needed, folder / needed)
    for step in steps(page):
        with contextlib.chdir(folder):
            if step.done.startswith(COPY):
                source, target = step.done.removeprefix(COPY).split()
                shutil.copy(source, target)
            elif step.done.startswith(commands.PROMPT):
                shown = commands.Shown(page, step.line, step.done.removeprefix(commands.PROMPT), step.printed)
                yield step, shown.run(folder)
                continue
            else:
                edit(step.done)
        yield step, ()


def edit(diff: str) -> None:
    """Edit the file that a diff names. Each hunk must fit at exactly one place."""
    lines = diff.splitlines()
    path = Path(next(line for line in lines if line.startswith("+++ ")).removeprefix("+++ "))
    text = path.read_text(encoding="utf-8")
    for old, new in hunks(lines):
        found = text.count(old)
        if found != 1:
            msg = f"{path}: these lines stand there {found} times, not once:\n{old}"
            raise ValueError(msg)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def hunks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The lines of each hunk before and after."""
    old: list[str] = []
    new: list[str] = []
    for line in [*lines, "@@"]:
        if line.startswith("@@"):
            if old or new:
                yield "".join(old), "".join(new)
            old, new = [], []
        elif not line.startswith(("--- ", "+++ ")):
            if not line.startswith("+"):
                old.append(f"{line[1:]}\n")
            if not line.startswith("-"):
                new.append(f"{line[1:]}\n")


def updated(page: Path) -> str:
    """The page with what its commands print in place of what it shows."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for step, printed in reversed(list(live(page))):
        if step.done.startswith(commands.PROMPT):
            lines[step.line : step.line + len(step.printed)] = printed
    return "\n".join(lines) + "\n"


def main() -> int:
    """Compare all stories, or write what their commands print into them."""
    wrong = 0
    os.environ.setdefault("COLUMNS", "200")
    for page in stories():
        if "--write" in sys.argv:
            page.write_text(updated(page), encoding="utf-8")
        elif page.read_text(encoding="utf-8") != updated(page):
            wrong += 1
            print(f"{page.name}: out of date; python docs/stories.py --write")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
