"""From the text of a rubric's file to its tree: YAML, or JSON by the ending of the name."""

from __future__ import annotations

from typing import Final

from lawscore.loading.source import Source
from lawscore.loading.yaml_reader import read_yaml
from lawscore.problems import Problem

LARGEST_RUBRIC: Final = 16 * 1024 * 1024


def read_document(text: str, name: str) -> tuple[Source | None, list[Problem]]:
    """Read a document by the ending of its name."""
    return _read_json(text, name) if name.endswith(".json") else read_yaml(text, name)


def _read_json(text: str, name: str) -> tuple[Source | None, list[Problem]]:
    from lawscore.loading.json_reader import read_json  # with the first rubric that is written so

    return read_json(text, name)
