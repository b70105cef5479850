"""A digit of an example that changes must be named in the changelog: each run by the fingerprint of its digits."""

import copy
import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "examples"))
import runs

ROOT = Path(__file__).parent.parent
NAMES = [f"{run.example}/{run.name}" for run in runs.RUNS]


def expected(run):
    return json.loads(run.expected.read_text(encoding="utf-8"))


def newest_scores():
    """What the newest `Scores` heading of the changelog says of each run."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    listed = re.search(r"^### Scores$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert listed is not None
    return dict(re.findall(r"`([\w-]+/[\w-]+) ([0-9a-f]{12})`", listed[1]))


@pytest.mark.parametrize("run", runs.RUNS, ids=NAMES)
def test_the_digits_of_a_run_are_those_that_the_changelog_names(run):
    name, now = f"{run.example}/{run.name}", runs.fingerprint(expected(run))
    assert newest_scores().get(name) == now, (
        f"the digits of {name} changed: say under Scores in CHANGELOG.md what changed and why, and name `{name} {now}`"
    )


@pytest.mark.parametrize("run", runs.RUNS[:1], ids=NAMES[:1])
def test_every_digit_counts_in_a_fingerprint(run):
    before = expected(run)
    seen = {runs.fingerprint(before)}
    for change in (
        lambda result: result["units"][0].update(state="else"),
        lambda result: result["units"][0].update(bounds=["0", "1"]),
        lambda result: result["units"][0]["indicators"][0].update(exact="1/3"),
        lambda result: result["units"][0]["items"][0].update(exact="1/3"),
        lambda result: result["units"][0]["items"].pop(),
    ):
        after = copy.deepcopy(before)
        change(after)
        seen.add(runs.fingerprint(after))
    assert len(seen) == 6


@pytest.mark.parametrize("run", runs.RUNS[:1], ids=NAMES[:1])
def test_wording_does_not_count(run):
    after = expected(run)
    after["units"][0]["items"][0]["reason"] = "otherwise said"
    assert runs.fingerprint(after) == runs.fingerprint(expected(run))
