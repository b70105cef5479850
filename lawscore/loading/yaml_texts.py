"""What there is to say of one text or key of a YAML document, and what it is then taken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from yaml.events import ScalarEvent

from lawscore.catalogue import Phrase, phrase
from lawscore.loading.characters import UNSEEN, code_point
from lawscore.loading.yaml_events import begin, end, is_plain
from lawscore.loading.yaml_slips import (
    FREE_TEXT,
    Place,
    Slip,
    cut_by_comment,
    meant_as_syntax,
    unpaired_quote,
    wide_space,
    wrapped,
)
from lawscore.models import shorten


class Setting(NamedTuple):
    """Where a value stands: the nearest key above it, and how it stands there."""

    key: str = ""
    place: Place = "root"


class Remark(NamedTuple):
    """A problem at an offset, and what the text is taken for then; None where it is spoiled."""

    code: str
    at: int
    hint: Phrase | None
    facts: Mapping[str, object]
    taken: str | None


def remarks(text: str, event: ScalarEvent, setting: Setting) -> Iterator[Remark]:
    """What is wrong with a value that is a text."""
    value, start = event.value, begin(event)
    if not is_plain(event):
        control = UNSEEN.search(value) if event.style == '"' else None
        if control is not None:
            yield Remark("control_escape", start, None, {"sign": code_point(control[0])}, None)
        return
    hash_at = cut_by_comment(text, end(event), setting.key)
    if hash_at is not None:
        taken = value if setting.key in FREE_TEXT else None
        yield Remark("text_cut", hash_at, phrase("hint.text_cut"), {"text": shorten(value)}, taken)
    slip = meant_as_syntax(value, setting.place, setting.key) or wrapped(value, setting.key) or unpaired_quote(value)
    if slip is not None:
        at = start + slip.at if text.startswith(value[: slip.at], start) else start
        yield _remark(slip, at, value[1:-1] if slip.code == "fullwidth_quotes" else None)


def key_remark(key: str, start: int) -> Remark | None:
    """What is wrong with a plain key."""
    space = wide_space(key)
    if space is not None:
        return _remark(space, start + space.at, key.strip())
    slip = wrapped(key, "") or unpaired_quote(key)
    if slip is None:
        return None
    return _remark(slip, start + slip.at, key[1:-1] if slip.code == "fullwidth_quotes" else key)


def _remark(slip: Slip, at: int, taken: str | None) -> Remark:
    return Remark(slip.code, at, phrase(f"hint.{slip.code}"), {"sign": slip.sign}, taken)
