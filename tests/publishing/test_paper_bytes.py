"""The law of all papers: the same result and rubric give the same bytes, in every process, hash seed and time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lawscore.office.extras import lacking
from lawscore.publishing.papers import PAPERS

ROOT = Path(__file__).parents[2]
_DRAWN = """
import hashlib, json, sys
from lawscore.publishing.opening import edition_of
from lawscore.publishing.papers import NO_WISHES, PAPERS
from tests.support_reports import kept_result

result, rubric = kept_result("heyan-2023", "villages")
found = {}
for language in ("zh", "en"):
    edition = edition_of(result, rubric, language)
    for key in sys.argv[1:]:
        for name, content in PAPERS[key].files(edition, NO_WISHES):
            found[f"{language} {key} {name}"] = hashlib.sha256(content).hexdigest()
print(json.dumps(found))
"""


def drawn(keys: list[str], seed: str, zone: str) -> dict[str, str]:
    """The digests of all files of the papers, drawn in a process of their own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    made = subprocess.run(
        [sys.executable, "-c", _DRAWN, *keys], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(made.stdout)
    return found


def test_the_same_result_gives_the_same_papers():
    keys = [key for key, paper in PAPERS.items() if lacking(paper.form) is None]
    if not keys:
        pytest.skip("no library of any paper is installed")
    first, second = drawn(keys, "1", "UTC"), drawn(keys, "2", "Asia/Shanghai")
    assert first == second
    assert {name.split()[1] for name in first} == set(keys)
