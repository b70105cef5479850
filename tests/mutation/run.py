"""Mutation testing of what computes, with the conformance kit as the only judge. See README.md.

`python tests/mutation/run.py` runs all; with names of modules (`numbers`, `rules.place`) only those.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from judge import Verdict, judge
from mutants import Mutant, mutants_of
from page import Argued, arguments, stale, table, write_pages

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "lawscore"
VERDICTS: Final = ROOT / "out" / "mutation" / "verdicts.json"
#: They word sentences, and the standard leaves the wording free.
WORDING: Final = {"telling", "saying", "basis", "__init__"}


def main() -> int:
    """Judge the mutants, say what survived; 1 where a survivor is not argued, or an argument has none."""
    options = _options()
    modules = {name: path for name, path in _modules() if not options.modules or name in options.modules}
    start = time.monotonic()
    mutants = [mutant for name, path in modules.items() for mutant in mutants_of(name, path)]
    before = _before() if options.again else {}
    settled = [before[mutant.id] for mutant in mutants if mutant.id in before and not before[mutant.id].survived]
    mutants = [mutant for mutant in mutants if mutant.id not in {verdict.id for verdict in settled}]
    if options.of:
        mutants = [mutant for mutant in mutants if any(part in mutant.id for part in options.of)]
    print(f"{len(mutants)} mutants of {len(modules)} modules, made in {time.monotonic() - start:.0f} s", flush=True)
    if options.list:
        print(*(mutant.id for mutant in mutants), sep="\n")
        return 0
    whole = not (options.modules or options.of)
    verdicts = sorted(
        [*settled, *_judged(modules, mutants, options.jobs)], key=lambda verdict: (verdict.module, verdict.id)
    )
    if whole:
        _keep(verdicts)
    print(f"\n{table(verdicts)}\n{time.monotonic() - start:.0f} s")
    return _closed(verdicts, arguments(), whole=whole, write=options.write)


def _before() -> dict[str, Verdict]:
    """The verdicts of the last time. What was killed then is taken as killed: cases are added, seldom taken away."""
    listed = json.loads(VERDICTS.read_text("utf-8"))
    return {one["id"]: Verdict(**one) for one in listed}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="modules, such as numbers or rules.place; all where none is named")
    parser.add_argument("--of", action="append", default=[], metavar="TEXT", help="only mutants whose id has this text")
    parser.add_argument("--again", action="store_true", help="only what survived the last time, and what is new")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes at a time")
    parser.add_argument("--list", action="store_true", help="only list the mutants")
    parser.add_argument("--write", action="store_true", help="write docs/mutation.md and .zh-CN.md")
    return parser.parse_args()


def _modules() -> Iterable[tuple[str, Path]]:
    for path in (PACKAGE / "numbers.py", PACKAGE / "irrational.py", *sorted((PACKAGE / "rules").glob("*.py"))):
        if path.stem not in WORDING:
            yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts), path


def _judged(modules: dict[str, Path], mutants: Sequence[Mutant], jobs: int) -> list[Verdict]:
    verdicts: list[Verdict] = []

    def tell(verdict: Verdict) -> None:
        verdicts.append(verdict)
        if verdict.survived:
            print(f"survives: {verdict.id}", flush=True)

    judge(modules, mutants, jobs, tell)
    return verdicts


def _keep(verdicts: Sequence[Verdict]) -> None:
    VERDICTS.parent.mkdir(parents=True, exist_ok=True)
    listed = [verdict._asdict() for verdict in verdicts]
    VERDICTS.write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _closed(verdicts: Sequence[Verdict], argued: Sequence[Argued], *, whole: bool, write: bool) -> int:
    known = {mutant for each in argued for mutant in each.mutants}
    fresh = [verdict.id for verdict in verdicts if verdict.survived and verdict.id not in known]
    old = stale(verdicts, known, whole=whole)
    if fresh:
        print(f"\n{len(fresh)} survive without an argument")
    if old:
        print(f"\n{len(old)} are argued and do not survive (take them out of survivors.yaml):", *old, sep="\n  ")
    if write and whole and not fresh and not old:
        write_pages(verdicts, argued, ROOT / "docs")
        print("\nwritten: docs/mutation.md, docs/mutation.zh-CN.md")
    return 1 if fresh or old else 0


if __name__ == "__main__":
    sys.exit(main())
