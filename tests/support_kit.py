"""The conformance kit, read once for all the tests that ask it."""

from __future__ import annotations

from typing import Final

from lawscore.conformance.kit import Kit, load_kit

KIT: Final[Kit] = load_kit()

__all__ = ["KIT"]
