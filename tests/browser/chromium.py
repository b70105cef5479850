"""Which Chromium the browser tests use: `python tests/browser/chromium.py` says it, and what to do where there is none."""

from __future__ import annotations

import os
import shutil

#: Names under which systems have it.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = (
    "no Chromium was found: the browser tests are skipped (on Debian: apt-get install chromium; elsewhere name yours in"
    " LAWSCORE_CHROMIUM)"
)


def chromium() -> str | None:
    """The program that LAWSCORE_CHROMIUM names, else the first on the PATH."""
    named = os.environ.get("LAWSCORE_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__":
    path = chromium()
    print(NONE if path is None else f"the browser tests use {path}")
