"""The libraries that papers need besides the core: one plain sentence where they are missing."""

from __future__ import annotations

from importlib.util import find_spec

from lawscore.problems import Problem, Where

#: The module that a format needs.
_NEEDS = {"html": "jinja2", "xlsx": "openpyxl", "docx": "docx"}


def lacking(form: str, name: str = "") -> Problem | None:
    """The problem where the library of a format is not installed; `name` is the file that it is for."""
    module = _NEEDS.get(form)
    if module is None or find_spec(module) is not None:
        return None
    return Problem(code="extra_missing", where=Where(file=name), facts={"format": form, "extra": "office"})
