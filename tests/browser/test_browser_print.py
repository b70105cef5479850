"""Printed to PDF: the standings with their heads, a unit as a paper of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.support import open_unit


def text_of(content: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext to read the PDF with")
    path = folder / "printed.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_page_prints_its_standings_and_no_controls(visit, tmp_path):
    found = visit("tieling", theme="dark")
    found.locator("#map td").first.wait_for()
    content = found.pdf(prefer_css_page_size=True)
    assert content.startswith(b"%PDF")
    text = text_of(content, tmp_path)  # its Chinese can be read only where the machine has a font for it
    assert "c05" in text
    assert "96.81" in text
    assert "English" not in text
    assert re.search(r"\b1 ?/ ?[1-9]", text)


def test_an_opened_unit_prints_alone(visit, tmp_path):
    found = visit("tieling")
    open_unit(found, "铁岭县")
    text = text_of(found.pdf(prefer_css_page_size=True), tmp_path)
    assert "tieling" in text
    assert "86.52" in text
    assert "−0.03" in text
    assert "c05" not in text
    assert "county-government" not in text
