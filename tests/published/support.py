"""The replays of the published indices, for tests: where the published values are, and how an index is run once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).parents[2] / "examples" / "published"
sys.path.insert(0, str(PUBLISHED))

import replay  # noqa: E402 - found by the line above

needs_truth = pytest.mark.skipif(
    not replay.truth_folder().is_dir(),
    reason=f"the published values are not here: {replay.truth_folder()} (LAWSCORE_TRUTH names their folder)",
)


__all__ = ["PUBLISHED", "needs_truth", "replay"]
