"""Where the time of a cold start goes: cProfile in fresh processes, told by what is made.

Each part is the time below one function, so that parts do not overlap; `--write` puts them into the pages on performance.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import page
from bench_start import BASE_CODE, RUN, given
from works import Told

_ROUNDS: Final = 5
_CODE: Final = """
import cProfile, pstats, sys, json
profile = cProfile.Profile()
try:
    profile.runctx({code!r}, {{}}, {{}})
except SystemExit:
    pass
found = {{}}
for (path, line, name), (_, _, own, whole, _) in pstats.Stats(profile).stats.items():
    for part, (file, function) in {parts!r}.items():
        if name == function and path.replace("\\\\", "/").endswith(file):
            found[part] = found.get(part, 0) + whole
found["all"] = pstats.Stats(profile).total_tt
print(json.dumps(found), file=sys.stderr)
"""
#: The functions below which the parts are made.
_PARTS: Final = {
    "dataclasses": ("dataclasses.py", "_process_class"),
    "methods": ("lawscore/classes.py", "_written"),
    "models": ("_internal/_model_construction.py", "complete_model_class"),
    "regexes": ("re/_compiler.py", "compile"),
    "modules": ("~", "<built-in method marshal.loads>"),
    "finding": ("<frozen importlib._bootstrap>", "_find_spec"),
    "typer": ("typer/main.py", "get_command"),
}
_NAMES: Final = {
    "dataclasses": Told("making dataclasses", "生成数据类"),
    "methods": Told("writing methods of dataclasses when they are asked for", "按需生成数据类的方法"),
    "models": Told("making pydantic's models", "生成 pydantic 模型"),
    "regexes": Told("compiling regular expressions", "编译正则表达式"),
    "modules": Told("unpacking compiled modules", "读入编译好的模块"),
    "finding": Told("finding modules", "查找模块"),
    "typer": Told("the tree of commands", "命令树"),
    "rest": Told("the rest: running modules, loading, scoring, telling", "其余：执行模块、读入、计分、输出"),
}
_HEAD: Final = Told(
    "| Cold start, under cProfile | ms | {base}, ms |", "| 冷启动（cProfile 之下） | 毫秒 | {base}，毫秒 |"
)
_ALL: Final = Told("all", "合计")


def main() -> None:
    """Profile, print, and write where it is asked for."""
    with TemporaryDirectory() as folder:
        ours = _profiled(Path(folder), RUN, *given(Path(folder)))
        base = _profiled(Path(folder), BASE_CODE)
    tables = {language: _table(ours, base, language) for language in page.PAGES}
    print(tables["en"])
    if "--write" in sys.argv:
        page.put("start", tables)


def _profiled(folder: Path, code: str, *arguments: str) -> dict[str, float]:
    """The median of each part, in milliseconds; the first round compiles."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", _CODE.format(code=code, parts=_PARTS), *arguments]
    rounds = [_once(command, environment) for _ in range(_ROUNDS + 1)][1:]
    found = {part: median(one.get(part, 0) for one in rounds) * 1000 for part in ("all", *_PARTS)}
    return {**found, "rest": found["all"] - sum(found[part] for part in _PARTS)}


def _once(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
    return found


def _table(ours: dict[str, float], base: dict[str, float], language: str) -> str:
    head = getattr(_HEAD, language).format(base=f"`{BASE_CODE}`")
    ordered = sorted(_PARTS, key=lambda part: -ours[part])
    named = [(getattr(_NAMES[part], language), part) for part in (*ordered, "rest")]
    lines = [
        f"| {name} | {ours[part]:.0f} | {base[part]:.0f} |" for name, part in [*named, (getattr(_ALL, language), "all")]
    ]
    return "\n".join([head, "|---|--:|--:|", *lines]) + "\n"


if __name__ == "__main__":
    main()
