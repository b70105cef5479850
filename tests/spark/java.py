"""Whether the Spark tests can run: `python tests/spark/java.py` says it, and fails where there is no Java of 17 or later."""

from __future__ import annotations

import sys

from lawscore.spark.java import NEEDED, java

OLD = "the Spark tests need Java {needed} or later and found Java {found}: they are skipped"
NONE = (
    "no Java was found: the Spark tests are skipped, and PySpark is not installed"
    " (on Debian: apt-get install openjdk-17-jre-headless; elsewhere name yours in JAVA_HOME)"
)


def why_not() -> str | None:
    """Why there is no Java for Spark; None where there is one."""
    found = java()
    if found is None:
        return NONE
    return OLD.format(needed=NEEDED, found=found) if found < NEEDED else None


if __name__ == "__main__":
    reason = why_not()
    print(f"the Spark tests use Java {java()}" if reason is None else reason)
    sys.exit(reason is not None)
