"""The keys whose entries the office names are those that the models have as mappings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from lawscore.models import Model
from lawscore.rubric.document import Document
from lawscore.rubric.office_names import DECLARING, NAMED_BY_OFFICE, NAMED_SECTIONS

#: Reasons for what checks find: its keys are the names of checks, which the office does not choose.
NOT_NAMED = {"accepts"}


def mappings(model: type[Model], seen: set[type[Model]]) -> Iterator[str]:
    seen.add(model)
    for name, field in model.model_fields.items():
        for part in parts(field.annotation):
            if get_origin(part) in (dict, Mapping):
                yield field.alias or name
            elif isinstance(part, type) and issubclass(part, Model) and part not in seen:
                yield from mappings(part, seen)


def parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from parts(part)


def test_they_are_the_mappings_of_the_models():
    assert set(mappings(Document, set())) == NAMED_BY_OFFICE | NOT_NAMED
    assert DECLARING <= NAMED_BY_OFFICE


def test_the_sections_among_them_are_those_of_the_document():
    own = {name for name, field in Document.model_fields.items() if get_origin(field.annotation) is dict}
    assert own == set(NAMED_SECTIONS) | NOT_NAMED
