"""What became of the indicators and fields of one version of a rubric in another: the document, and its meaning.

Ids and names that stand in both versions need no line: they went on as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from lawscore.classes import dataclass
from lawscore.models import Code, Identifier, Model, Text, kind_of, refuse
from lawscore.rubric.document import Format

#: What is written for an indicator or a field that is gone.
GONE: Final = "none"


def _to_targets(value: Any) -> Any:
    """One id, a list of ids, or `none`."""
    if isinstance(value, list | tuple) and value:
        return value
    if isinstance(value, dict | list | tuple) or value is None:
        raise refuse("map_target", given=kind_of(value))
    return () if value == GONE else (value,)


Targets: TypeAlias = Annotated[
    tuple[Code, ...],
    BeforeValidator(_to_targets),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


class MigrationDocument(Model):
    """`{from: id@2016.1, to: id@2017.1, indicators: {"1.2": ["1.2", "1.3"], "4.4": none}, fields: {旧名: 新名, 旧项: none}}`."""

    lawscore: Format
    from_: Code = Field(alias="from")
    to: Code
    indicators: dict[Code, Targets] = Field(default_factory=dict)
    fields: dict[Identifier, Identifier] = Field(default_factory=dict)
    notes: Text | None = None


@dataclass(frozen=True)
class Migration:
    """Where the indicators and fields went. `indicators` and `fields` hold only what is written."""

    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: MigrationDocument) -> Migration:
        """The meaning of a document."""
        return cls(document.indicators, document.fields)

    @cached_property
    def _taken(self) -> frozenset[str]:
        return frozenset(target for targets in self.indicators.values() for target in targets)

    @cached_property
    def _taken_fields(self) -> frozenset[str]:
        return frozenset(self.fields.values())

    def targets(self, indicator: str, new: Collection[str]) -> tuple[str, ...]:
        """The indicators of the new version that an old one became; none where it is gone."""
        written = self.indicators.get(indicator)
        if written is not None:
            return written
        return (indicator,) if indicator in new and indicator not in self._taken else ()

    def field(self, name: str, new: Collection[str]) -> str | None:
        """The field of the new version that an old one became; None where it is gone."""
        written = self.fields.get(name)
        if written is not None:
            return None if written == GONE else written
        return name if name in new and name not in self._taken_fields else None

    def sources(self, old: Iterable[str], new: Collection[str]) -> dict[str, str]:
        """For each indicator of the new version that came of one: the old one."""
        return {target: indicator for indicator in old for target in self.targets(indicator, new)}


#: Everything went on under its own id and name.
UNCHANGED: Final = Migration()
