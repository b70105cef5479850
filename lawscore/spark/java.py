"""Which Java there is: Spark 4 needs 17 or later."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from typing import Final

from lawscore.catalogue import Phrase, phrase

NEEDED: Final = 17
_VERSION: Final = re.compile(r'version "(?:1\.)?(\d+)')


def java() -> int | None:
    """The version of the Java that Spark would start: that of JAVA_HOME, else the first on the PATH; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=os.path.join(home, "bin")) if home else shutil.which("java")  # noqa: PTH118
    if program is None:
        return None
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - as found
    found = _VERSION.search(told.stderr + told.stdout)
    return int(found[1]) if found is not None else None


def lacking() -> Phrase | None:
    """What is missing for Spark to run here, in one sentence."""
    if find_spec("pyspark") is None:
        return phrase("spark.no_pyspark")
    found = java()
    if found is None:
        return phrase("spark.no_java")
    return phrase("spark.old_java", found=str(found)) if found < NEEDED else None
