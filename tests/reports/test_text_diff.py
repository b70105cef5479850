"""The difference of two texts, as `diff -u` writes it: also where the last line has no end."""

from __future__ import annotations

import pytest

from lawscore.reports.text_diff import text_diff

NONE = "\\ No newline at end of file\n"


@pytest.mark.parametrize(
    ("before", "after", "body"),
    [
        ("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("a", "b", f"@@ -1 +1 @@\n-a\n{NONE}+b\n{NONE}"),
        ("a", "a\n", f"@@ -1 +1 @@\n-a\n{NONE}+a\n"),
        ("a\nb", "c\nb", f"@@ -1,2 +1,2 @@\n-a\n+c\n b\n{NONE}"),
        ("a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n"),
        ("a\x85b\u2028c\n", "d\n", "@@ -1 +1 @@\n-a\x85b\u2028c\n+d\n"),
    ],
)
def test_what_is_told(before: str, after: str, body: str) -> None:
    assert text_diff("x.yaml", before, after) == f"--- x.yaml\n+++ x.yaml\n{body}"


def test_where_nothing_changes_nothing_is_told() -> None:
    assert text_diff("x.yaml", "a", "a") == ""
