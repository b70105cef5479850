"""How long it takes to load a rubric of 100 indicators: read the file, validate it, bind every rule."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml
from make_rubric import make
from timing import OURS, Row, Way, rows, take_turns

from lawscore.loading.rubrics import load_file

LOAD: Final = "load"
#: The longest that loading may take, in seconds.
BAR: Final = 0.3


def measure() -> list[Row]:
    """Time all of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rubric.yaml"
        path.write_text(make().text, encoding="utf-8")
        ways: dict[str, Way] = {OURS: lambda: load_file(path)}
        if hasattr(yaml, "CSafeLoader"):
            ways["yaml (libyaml)"] = lambda: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        ways["yaml (pure)"] = lambda: yaml.safe_load(path.read_text(encoding="utf-8"))
        return rows(LOAD, take_turns(ways, 15), BAR)
