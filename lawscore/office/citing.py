"""A basis as a line of the printed table, and such a line read back."""

from __future__ import annotations

import re
from typing import Final

from lawscore.rules.basis import Bases, Basis

#: A law by its title and then a part of it: 《行政处罚法》（2021修订）第二十四条; or a file and then a part: report.txt 一（二）.
_PART: Final = re.compile(r"(《[^》]+》(?:（[^（）]*）)*)\s*(第.+)|([!-~]+) ([^\x00-\x7f].*)")


def cited(bases: Bases | None) -> tuple[str, ...]:
    """One line for each basis."""
    return tuple(_line(basis) for basis in bases or ())


def read_basis(line: str) -> dict[str, str]:
    """The basis that a line names: a document, and the part of it where one follows its title."""
    found = _PART.fullmatch(line.strip())
    if found is None:
        return {"document": line.strip()}
    return {"document": found[1] or found[3], "part": (found[2] or found[4]).strip()}


def _line(basis: Basis) -> str:
    """Chinese signs stand without blanks between them."""
    line = basis.document
    for part in (basis.part, basis.note):
        if part:
            line += part if not line[-1].isascii() and not part[0].isascii() else f" {part}"
    return " ".join(line.split())
