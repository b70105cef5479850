"""What is to be delivered, and what it is made of: by that a run is known again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from lawscore.catalogue import Language
from lawscore.classes import dataclass
from lawscore.columns import arrow
from lawscore.columns.files import digest_of
from lawscore.columns.sources import BATCH
from lawscore.rubric.bound import Rubric
from lawscore.version import __version__

#: So many batches make a part.
TOGETHER: Final = 8
#: A part has so many units; fewer where the row groups of the data are smaller than a batch.
MOST_IN_PART: Final = TOGETHER * BATCH
#: The tables that come in parts, and those that are written when all units are scored.
IN_PARTS: Final = ("scores", "states", "items")
AT_THE_END: Final = ("standings", "problems")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be delivered. `made_of` is what the run is made of: a run goes on only where all of it is the same."""

    folder: Path
    language: Language
    made_of: Mapping[str, Any]
    tables: Sequence[str] = IN_PARTS
    #: The one table that is asked for as a single file, whose name `folder` then is.
    single: str | None = None
    figures: arrow.Figures = "exact"
    #: What else was asked for that may change what is written, by its name.
    asked: Mapping[str, str | None] = field(default_factory=dict)
    together: int = TOGETHER
    resume: bool = False


def made_of(rubric: Rubric, files: Sequence[Path]) -> dict[str, Any]:
    """What a run is made of: the program, the rubric and the files by their digests."""
    document = rubric.document
    return {
        "lawscore": __version__,
        "calculation": document.calculation,
        "rubric": {
            "id": document.rubric,
            "version": document.version,
            "digest": rubric.digest,
            "title": document.title,
            "status": document.status,
        },
        "data": [{"file": str(path), "size": path.stat().st_size, "digest": digest_of(path)} for path in files],
    }


def manifest_of(order: Order) -> dict[str, Any]:
    """What a run is made of, and how it is written: a run with the same manifest makes the same bytes."""
    options = {
        "tables": list(order.tables),
        "figures": order.figures,
        "language": order.language,
        "view": order.single,
        "together": order.together,
        **order.asked,
    }
    return {**order.made_of, "options": options}


def difference(now: Mapping[str, Any], then: Mapping[str, Any]) -> str | None:
    """The first thing that is not as it was; of options, which."""
    for what, value in json.loads(json.dumps(now)).items():
        was = then.get(what)
        if was != value:
            return _option(value, was) if what == "options" and isinstance(was, dict) else str(what)
    return None


def _option(now: Mapping[str, Any], then: Mapping[str, Any]) -> str:
    return next((name for name, value in now.items() if name not in then or then[name] != value), "options")
