"""The libraries that papers need besides the core: one plain sentence where they are missing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple

from lawscore.problems import Problem, Where


class _Need(NamedTuple):
    """The modules of a paper, and the extra that brings them."""

    modules: tuple[str, ...]
    extra: str = "office"
    #: What the paper is called; its own name where none is given.
    told: str = ""


_NEEDS: Final[Mapping[str, _Need]] = {
    "html": _Need(("jinja2",)),
    "xlsx": _Need(("openpyxl",)),
    "docx": _Need(("docx",)),
    "letter": _Need(("lxml",), told="docx"),
    "charts": _Need(("altair", "vl_convert"), "report", "svg"),
    "page": _Need(("jinja2", "altair", "vl_convert"), "report", "html"),
}


def lacking(form: str, name: str = "") -> Problem | None:
    """The problem where a library of a paper is not installed; `name` is the file that it is for."""
    need = _NEEDS.get(form)
    if need is None or all(find_spec(module) is not None for module in need.modules):
        return None
    return Problem(
        code="extra_missing", where=Where(file=name), facts={"format": need.told or form, "extra": need.extra}
    )
