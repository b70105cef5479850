"""The rubric's names as submissions may write them: full-width or half-width, they are the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column
from lawscore.submission.words import fold, suggest


@dataclass(frozen=True, slots=True)
class Names:
    """For each kind of name: the name as it is compared → the name as the rubric declares it."""

    rubric: Rubric
    fields: Mapping[str, str]
    givens: Mapping[str, str]
    indicators: Mapping[str, str]

    @classmethod
    def of(cls, rubric: Rubric) -> Names:
        """The names of a rubric."""
        return cls(rubric, folded(rubric.fields), folded(rubric.document.givens), folded(rubric.nodes))

    def hint(self, name: str) -> Phrase | None:
        """What to write instead of a name that is no field: a label's name, the right section, or the nearest field."""
        by_label = {fold(spec.label): field for field, spec in self.rubric.fields.items() if spec.label}
        if name in by_label:
            return phrase("hint.nearest", name=by_label[name])
        if name in self.givens:
            return phrase("hint.name_is_given", name=name)
        if name in self.rubric.document.measures:
            return phrase("hint.name_is_measure", name=name)
        holder = _holder(name, self.rubric.fields)
        return phrase("hint.name_is_column", name=name, records=holder) if holder else suggest(name, self.rubric.fields)

    def given_hint(self, name: str) -> Phrase | None:
        """What to write instead of a name that is no given."""
        if name in self.fields:
            return phrase("hint.name_is_field", name=self.fields[name])
        return suggest(name, self.rubric.document.givens)


def folded(names: Iterable[str]) -> dict[str, str]:
    """Names by what they are compared by."""
    return {fold(name): name for name in names}


def _holder(name: str, fields: Mapping[str, Column]) -> str | None:
    return next((field for field, spec in fields.items() if name in (getattr(spec, "fields", None) or {})), None)
