"""The parts of a document, each with its path: only what is written, not what goes without saying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lawscore.checking.findings import Path
from lawscore.models import Model


def parts_of(part: Any, path: Path = ()) -> Iterator[tuple[Path, Model]]:
    """Every model inside a part of a document, itself first."""
    if isinstance(part, Model):
        yield path, part
        names = key_names(type(part))
        for key, value in written_in(part):
            if not isinstance(value, str):
                yield from parts_of(value, (*path, names.get(key, key)))
    elif isinstance(part, tuple):
        for place, inner in enumerate(part):
            yield from parts_of(inner, (*path, place))
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from parts_of(inner, (*path, key))


def written_in(part: Model) -> Iterator[tuple[str, Any]]:
    """The keys that a part states, with their values."""
    stated = part.model_fields_set
    return ((key, value) for key, value in part.__dict__.items() if key in stated)


@lru_cache(maxsize=256)
def key_names(model: type[Model]) -> Mapping[str, str]:
    """How the keys of a model are written where that is not their name: `from` for `from_`."""
    return {key: field.alias for key, field in model.model_fields.items() if field.alias is not None}
