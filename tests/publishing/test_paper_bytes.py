"""The law of all papers: the same result and rubric give the same bytes, in every process, hash seed and time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from lawscore.office.extras import lacking
from lawscore.publishing.opening import edition_of
from lawscore.publishing.papers import NO_WISHES, PAPERS
from tests.support_reports import kept_result

ROOT = Path(__file__).parents[2]
_APART = "import json, sys; from tests.publishing.test_paper_bytes import drawn; print(json.dumps(drawn(sys.argv[1:])))"


def drawn(keys: list[str]) -> dict[str, str]:
    """The digests of all files of the papers."""
    result, rubric = kept_result("heyan-2023", "villages")
    editions = {language: edition_of(result, rubric, language) for language in ("zh", "en")}
    return {
        f"{language} {key} {name}": sha256(content).hexdigest()
        for language, edition in editions.items()
        for key in keys
        for name, content in PAPERS[key].files(edition, NO_WISHES)
    }


def drawn_apart(keys: list[str], seed: str, zone: str) -> dict[str, str]:
    """The same, drawn in a process of their own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    made = subprocess.run(
        [sys.executable, "-c", _APART, *keys], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(made.stdout)
    return found


def test_the_same_result_gives_the_same_papers():
    keys = [key for key, paper in PAPERS.items() if lacking(paper.form) is None]
    if not keys:
        pytest.skip("no library of any paper is installed")
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # another than that of this process
    first = drawn(keys)
    assert first == drawn_apart(keys, seed, "Pacific/Chatham")
    assert {name.split()[1] for name in first} == set(keys)
