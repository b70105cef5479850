"""LibreOffice for the tests that have it save a file: with one profile for all of them, since to make one takes longer than to convert."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

#: Saves a file in another form, or in the same anew, in a folder.
Convert = Callable[[Path, str, Path], None]


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """How LibreOffice saves a file; without it the test is skipped."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def convert(file: Path, to: str, folder: Path) -> None:
        subprocess.run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir", str(folder), str(file)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip

    return convert


__all__ = ["Convert", "converted"]
