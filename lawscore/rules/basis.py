"""What an indicator, a rule or a figure rests on: a document and the part of it."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, model_validator

from lawscore.models import ShortForm, Text


class Basis(ShortForm):
    """`{document: 行政诉讼法, part: 第三条}`: a law, an outline, or the document that a figure was read in."""

    document: Text
    part: Text | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"document": value} if isinstance(value, str) else value

    @property
    def cited(self) -> str:
        """The basis as a text."""
        return " ".join(part for part in (self.document, self.part, self.note) if part)

    def __str__(self) -> str:
        return self.cited


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict | Basis) else value


#: One basis or a list of them.
Bases: TypeAlias = Annotated[
    tuple[Basis, ...], BeforeValidator(_as_list, json_schema_input_type=Basis | tuple[Basis, ...])
]


def cite(bases: tuple[Basis, ...] | None) -> tuple[str, ...]:
    """The bases as texts."""
    return tuple([basis.cited for basis in bases]) if bases else ()
