"""Evident mistakes that stop the parser, each with the mend that lets it go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.characters import code_point
from lawscore.loading.yaml_composition import Composition
from lawscore.loading.yaml_draft import Draft
from lawscore.loading.yaml_events import begin
from lawscore.loading.yaml_slips import WIDE_SPACES
from lawscore.loading.yaml_syntax import Complaint, Fault, explain

_LINES_BACK: Final = 30
_QUOTED: Final = r"""(?:"[^"\r\n]*"|'[^'\r\n]*')"""
_KEY: Final = rf"""[ ]*(?:-[ ]+)*(?:{_QUOTED}|[^\s"'：:#{{}}\[\]-][^\s"'：:#{{}}\[\],]*)[ ]?"""
_WIDE_COLON: Final = re.compile(_KEY + "(：)")
_TIGHT_COLON: Final = re.compile(_KEY + r"(:)(?=[^\s/])")
_WIDE_SPACE: Final = re.compile(rf"[^#\r\n]*?[:-]([{WIDE_SPACES}])")
_TIGHT_DASH: Final = re.compile(r"[ ]*(?:-[ ]+)*([-－])(?=[^\s-])")


@dataclass(frozen=True, slots=True)
class Mend:
    """A complaint, and the draft in which it is mended."""

    complaint: Complaint
    draft: Draft


def mends(composition: Composition) -> Iterator[Mend]:
    """What may be wrong where the parser gave up. A mend that does not get it further was not it: try the next."""
    fault, draft = Fault.of(composition), composition.draft
    if "," in fault.problem:
        yield from _wide_comma(fault, draft)
    for start in _suspects(fault):
        yield from _line(fault.text, start, draft)
    complaint = explain(composition)
    if complaint.neutral:
        yield Mend(complaint, draft.neutralise(*complaint.neutral, value_at=complaint.value_at))


def _suspects(fault: Fault) -> list[int]:
    """Where the lines begin that may hold the mistake: from the last thing understood to the place of the fault."""
    first = fault.line_start(begin(fault.last) if fault.last is not None else fault.at)
    starts = [fault.line_start(fault.at)]
    while starts[-1] > first and len(starts) < _LINES_BACK:
        starts.append(fault.line_start(starts[-1] - 1))
    return starts[::-1]


def _line(text: str, start: int, draft: Draft) -> Iterator[Mend]:
    found = _WIDE_COLON.match(text, start)
    if found is not None:
        yield Mend(_complain("fullwidth_colon", found), _spaced(draft.put(found.start(1), ":"), found.end(1)))
    found = _TIGHT_COLON.match(text, start)
    if found is not None:
        yield Mend(_complain("blank_after_colon", found), draft.insert_blank(found.end(1)))
    found = _WIDE_SPACE.match(text, start)
    if found is not None:
        yield Mend(_complain("fullwidth_space", found, code_point(found[1])), draft.put(found.start(1), " "))
    found = _TIGHT_DASH.match(text, start)
    if found is not None:
        code = "fullwidth_dash" if found[1] == "－" else "blank_after_dash"
        yield Mend(_complain(code, found), _spaced(draft.put(found.start(1), "-"), found.end(1)))


def _complain(code: str, found: re.Match[str], sign: str | None = None) -> Complaint:
    sign = found[0].lstrip(" -") if sign is None else sign
    return Complaint(code, found.start(1), phrase(f"hint.{code}"), {"sign": sign})


def _spaced(draft: Draft, at: int) -> Draft:
    return draft if draft.text[at : at + 1] in (" ", "\n", "\r", "") else draft.insert_blank(at)


def _wide_comma(fault: Fault, draft: Draft) -> Iterator[Mend]:
    """`{deduct: 1，each: 次数}`: the comma before the place of the fault."""
    start = begin(fault.last) if fault.last is not None else 0
    at = fault.text.rfind("，", start, fault.at + 1)
    if at >= 0:
        complaint = Complaint("fullwidth_comma", at, phrase("hint.fullwidth_comma"), {"sign": "，"})
        yield Mend(complaint, _spaced(draft.put(at, ","), at + 1))
