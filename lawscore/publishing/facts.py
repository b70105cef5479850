"""Parts of a result as people read them: values and where they come from, what items and adjustments are about."""

from __future__ import annotations

from collections.abc import Iterable

from lawscore.catalogue import Language, listed, phrase, say
from lawscore.reports.values import field_text
from lawscore.results.model import AdjustmentPart, EvidencePart, FactPart, ItemPart
from lawscore.rubric.bound import Rubric
from lawscore.rubric.fields import Column

_WORDS = {"yes": "word.yes", "no": "word.no", "not_applicable": "word.not_applicable", "none": "explain.none"}
#: So many signs tell one digest from another.
_DIGEST = len("sha256:") + 12


def label_of(name: str, rubric: Rubric, language: Language) -> str:
    """A field by its label, its name beside it; the bare name where the rubric does not know it."""
    spec = rubric.fields.get(name)
    return name if spec is None else field_text(name, spec, language)


def fact_text(fact: FactPart, rubric: Rubric, language: Language) -> str:
    """The value of a fact in words: how many records a list has, yes or no, the unit of measure behind a number."""
    spec, value = rubric.fields.get(fact.field), fact.value
    if isinstance(value, list):
        if spec is not None and spec.type == "numbers":
            return listed(map(str, value), language)
        return say(phrase("explain.records", count=str(len(value))), language)
    return scalar_text(value, spec, language)


def scalar_text(value: str | None, spec: Column | None, language: Language) -> str:
    """One value in words."""
    if value is None:
        return say(phrase("word.unknown"), language)
    if value in ("none", "not_applicable") or (spec is not None and spec.type == "yesno" and value in _WORDS):
        return say(phrase(_WORDS[value]), language)
    return f"{value} {spec.unit}" if spec is not None and spec.unit else value


def origin_of(fact: FactPart, language: Language) -> str:
    """Where a value comes from: layer, source, date, assessor, note; its evidence is told by `evidence_text`."""
    layer = say(phrase(f"layer.{fact.layer}"), language)
    told = (layer, fact.source, fact.date or "", fact.assessor, fact.note)
    return say(phrase("word.listed", parts=tuple(part for part in told if part)), language)


def evidence_text(evidence: EvidencePart) -> str:
    """A document by its name and number."""
    return " ".join(part for part in (evidence.name, evidence.number) if part)


def evidence_texts(evidence: Iterable[EvidencePart], language: Language) -> str:
    """Several documents as one text."""
    return say(phrase("page.joiner"), language).join(map(evidence_text, evidence))


def kind_key(item: ItemPart) -> str:
    """What an item is, as a key of the catalogue; a cut by what it was."""
    return f"kind.cut.{item.cause}" if item.kind == "cut" and item.cause is not None else f"kind.{item.kind}"


def target_of(part: AdjustmentPart, rubric: Rubric) -> tuple[str, ...]:
    """What an adjustment is about: the indicator and the rule, or the field and its column; and the record."""
    if part.indicator:
        node = rubric.nodes.get(part.indicator)
        named = part.indicator if node is None or node.title == node.id else f"{node.id} {node.title}"
        return tuple(one for one in (named, part.rule, part.record) if one)
    spec = rubric.fields.get(part.field)
    label = part.field if spec is None or not spec.label else spec.label
    return tuple(one for one in (label, part.record, part.column) if one)


def short_digest(digest: str) -> str:
    """The beginning of a digest."""
    return digest[:_DIGEST]
