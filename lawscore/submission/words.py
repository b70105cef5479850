"""The words of submissions (absence, answers, layers), and texts compared without their width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.facts.unit import LAYERS, Layer
from lawscore.problems import Problem, QuestionError, nearest
from lawscore.texts import folded

#: Texts of submissions are compared as all texts are.
fold: Final = folded

#: What a unit may write instead of a value.
ABSENT_WORDS: Final[Mapping[str, str]] = {
    "none": "none", "无": "none",
    "not_applicable": "not_applicable", "不适用": "not_applicable",
    "unknown": "unknown", "未知": "unknown",
}  # fmt: skip

VERDICT_WORDS: Final[Mapping[str, str]] = {
    "yes": "yes", "true": "yes", "是": "yes",
    "no": "no", "false": "no", "否": "no",
    "not_applicable": "not_applicable", "不适用": "not_applicable",
}  # fmt: skip

LAYER_WORDS: Final[Mapping[str, str]] = {
    "self_reported": "self_reported", "自评": "self_reported",
    "verified": "verified", "核查": "verified",
    "reviewed": "reviewed", "复核": "reviewed",
}  # fmt: skip

#: The layers that may be asked for: adjustments come after all that is submitted.
LAYERS_ASKED: Final[Mapping[str, str]] = {**LAYER_WORDS, "adjusted": "adjusted", "调整": "adjusted"}


def word(words: Mapping[str, str], value: Any) -> Any:
    """What a word stands for; anything that is none of the words stays as it is."""
    return words.get(fold(value).casefold(), value) if isinstance(value, str) else value


def layer_asked(name: str | None) -> Layer | None:
    """The layer that a word of either language names. Raises `QuestionError` for a word that names none."""
    layer = word(LAYERS_ASKED, name)
    if layer is None or layer in LAYERS:
        return layer  # type: ignore[no-any-return]  # a word of the table
    hint = suggest(fold(str(name)), LAYERS_ASKED)
    raise QuestionError(
        [Problem(code="layer_unknown", facts={"given": str(name), "layers": tuple(LAYERS_ASKED)}, hint=hint)]
    )


def suggest(name: str, known: Iterable[str]) -> Phrase | None:
    """'Did you mean …', where a known name comes near; of several equally near, one that begins alike."""
    pool = list(known)
    guess = nearest(name, pool)
    if guess is None:
        return None
    near = _likeness(name, guess)
    alike = [guess, *(other for other in pool if _likeness(name, other) == near)]
    return phrase("hint.nearest", name=max(alike, key=lambda other: _beginning(name, other)))


def _likeness(name: str, other: str) -> float:
    return SequenceMatcher(a=other, b=name).ratio()


def _beginning(name: str, other: str) -> int:
    """How many signs two names share at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))


def layer_hint(written: str) -> Phrase | None:
    """What to write instead of a word that is no layer of submissions."""
    if fold(written) in LAYERS_ASKED:
        return phrase("hint.layer_adjusted")
    return suggest(fold(written), LAYER_WORDS)


def suggest_id(name: str, labels: Mapping[str, str]) -> Phrase | None:
    """The same among ids that have labels: who wrote the label is told the id."""
    by_label = {fold(label): known for known, label in labels.items()}
    found = by_label.get(fold(name))
    return phrase("hint.nearest", name=found) if found is not None else suggest(name, labels)
