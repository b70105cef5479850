"""The keys of a document are those of its own parts, whatever else was imported."""

from __future__ import annotations

import subprocess
import sys

from lawscore.analysis.diff.tree import COMBINATIONS
from lawscore.cases.document import CasesDocument
from lawscore.rubric.document import Document
from lawscore.rubric.keys import format_keys

COUNT = "from lawscore.rubric.keys import format_keys; from lawscore.rubric.document import Document; print(len(format_keys(Document)))"


def test_the_keys_of_a_rubric() -> None:
    keys = format_keys(Document)
    deep = {"from", "for", "once_per", "bands", "below", "places", "responsible"}
    assert {*deep, *COMBINATIONS} <= keys
    assert not {"submissions", "adjustments", "cases", "expect", "map"} & keys
    assert {"cases", "expect"} <= format_keys(CasesDocument)


def test_they_do_not_depend_on_what_is_imported() -> None:
    counts = [
        subprocess.run([sys.executable, "-c", first + COUNT], capture_output=True, text=True, check=True).stdout
        for first in ("", "import lawscore.cases.document, lawscore.submission.document, lawscore.rubric.migration; ")
    ]
    assert counts == [f"{len(format_keys(Document))}\n"] * 2
