"""Runs the examples of the pages on rectification and years.

A ```yaml block whose first line is `# NAME` is a file of that name. Each line `$ lawscore …` of a ```text block is run in
a folder that holds the files of the page so far, in the page's language; the lines below it are what it prints, the
problems first. A word `> NAME` leaves the output in a file.

`python docs/years.py` compares the pages with the command; `--write` puts what the command prints into the pages.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lawscore.catalogue import Language
from lawscore.cli.app import build

DOCS: Final = Path(__file__).parent
PAGES: Final[Mapping[Language, Path]] = {"en": DOCS / "years.md", "zh": DOCS / "years.zh-CN.md"}
FENCE: Final = "```"
PROMPT: Final = "$ lawscore "


def executed(page: Path, language: Language) -> str:
    """The page with what the commands print."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return "\n".join(_lines(page.read_text(encoding="utf-8").splitlines(), language)) + "\n"


def _lines(lines: list[str], language: Language) -> Iterator[str]:
    kind, block = "", list[str]()
    for line in lines:
        if not line.startswith(FENCE):
            block.append(line)
            continue
        yield from _shown(kind, block, language)
        kind, block = ("", []) if kind else (line.removeprefix(FENCE) or "other", [])
        yield line
    yield from block


def _shown(kind: str, block: list[str], language: Language) -> Iterator[str]:
    """A block as it should be: files are kept, commands are run."""
    if kind == "yaml" and block[0].startswith("# "):
        path = Path(block[0].removeprefix("# "))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(block) + "\n", encoding="utf-8")
    if kind != "text" or not block[0].startswith(PROMPT):
        yield from block
        return
    commands = [line for line in block if line.startswith(PROMPT)]
    for number, line in enumerate(commands):
        if number:
            yield ""
        yield line
        yield from _run(line.removeprefix(PROMPT), language)


def _run(command: str, language: Language) -> list[str]:
    words, _, file = command.partition(" > ")
    arguments = [*shlex.split(words), "--lang", language]
    told, problems = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(problems),
        contextlib.suppress(SystemExit),
    ):
        build(arguments)(arguments, standalone_mode=True)
    if file:
        Path(file).write_text(told.getvalue(), encoding="utf-8")
        told = io.StringIO()
    return [line.rstrip() for line in (problems.getvalue() + told.getvalue()).rstrip().splitlines()]


def main() -> int:
    """Compare the pages, or write what the commands print into them."""
    os.environ.setdefault("COLUMNS", "200")
    wrong = 0
    for language, page in PAGES.items():
        text = executed(page, language)
        if "--write" in sys.argv:
            page.write_text(text, encoding="utf-8")
        elif text != page.read_text(encoding="utf-8"):
            wrong = 1
            print(f"{page.name} is out of date: python docs/years.py --write")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
