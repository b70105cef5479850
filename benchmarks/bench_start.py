"""How long the command takes from a cold start, each time in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from timing import OURS, Bar, Row, Way, rows, take_turns

START: Final = "start"
BASE: Final = 'python -c "import pydantic, yaml"'
#: What pydantic puts off until a model is first named.
MODELS: Final = 'python -c "import pydantic, yaml; pydantic.BaseModel"'
PYTHON: Final = 'python -c "pass"'
#: The command may take this many times as long as the imports it cannot do without, and so many seconds more.
TIMES, MORE = 1.5, 0.15

_RUBRIC: Final = """\
lawscore: 1
calculation: 1
rubric: small
version: '1'
status: draft
title: 小细则
issued: {note: 用于计时}
period: {from: 2023-01-01, to: 2023-12-31}
points: 5
fields:
  制度已建立: {type: yesno}
  会议次数: {type: count}
  应出庭: {type: count, min: 1}
  出庭: {type: count}
measures:
  出庭率: 出庭 / 应出庭
indicators:
  - {id: "1", points: 2, rules: [{deduct: 0.5, when: not 制度已建立}, {deduct: 0.5, per: 1, below: 4, of: 会议次数}]}
  - {id: "2", points: 3, rules: [{deduct: 0.2, per: 1%, below: 90%, of: 出庭率, partial: in_proportion}]}
"""
_DATA: Final = """\
lawscore: 1
rubric: small@1
period: {from: 2023-01-01, to: 2023-12-31}
units: [{id: a, name: 甲县}]
submissions:
  - unit: a
    values: {制度已建立: yes, 会议次数: 3, 应出庭: 19, 出庭: 17}
"""


#: What is run: the command, and the imports that it cannot do without.
RUN: Final = "from lawscore.cli import main; main()"
BASE_CODE: Final = "import pydantic, yaml"


def measure(rounds: int = 15) -> list[Row]:
    """Time all of it."""
    with TemporaryDirectory() as folder:
        # Compiled modules are kept, as they are where a package is installed.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        ways = {
            OURS: _fresh(environment, RUN, *given(Path(folder))),
            BASE: _fresh(environment, BASE_CODE),
            MODELS: _fresh(environment, "import pydantic, yaml; pydantic.BaseModel"),
            PYTHON: _fresh(environment, "pass"),
        }
        medians = take_turns(ways, rounds)
    return rows(START, medians, {BASE: Bar("within", TIMES, MORE)})


def given(folder: Path) -> tuple[str, str, str]:
    """What the command is given: to score a small file."""
    rubric, data = folder / "rubric.yaml", folder / "data.yaml"
    rubric.write_text(_RUBRIC, encoding="utf-8")
    data.write_text(_DATA, encoding="utf-8")
    return "score", str(rubric), str(data)


def _fresh(environment: Mapping[str, str], code: str, *arguments: str) -> Way:
    command = [sys.executable, "-c", code, *arguments]

    def run() -> None:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stderr}")

    return run
