"""The parser's complaints, in our words: what was found, what was expected, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Any, Final

from yaml.events import CollectionStartEvent, Event, ScalarEvent, SequenceStartEvent

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.loading.characters import code_point
from lawscore.loading.yaml_composition import Composition
from lawscore.loading.yaml_events import begin, end, spans_lines
from lawscore.loading.yaml_slips import WIDE_SPACES, quoted
from lawscore.models import shorten

_TAB_INDENT: Final = re.compile(r"^ *\t[ \t]*(?=[^\s])", re.MULTILINE)
_LINE_REST: Final = re.compile(r"[^\r\n]*")
_ENTRY_REST: Final = re.compile(r"[^\r\n,\]}]*")
_WIDE_INDENT: Final = re.compile(rf" *([{WIDE_SPACES}])")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A code of the catalogue at an offset of the draft.

    `neutral` are the characters to take the meaning from, in the value that begins at `value_at`, so that the parser
    can go on; none where there is nothing to mend safely.
    """

    code: str
    at: int
    hint: Phrase | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    neutral: tuple[int, ...] = ()
    value_at: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of the parser: `at` is where it gave up, `since` where the broken part began, `last` what was before."""

    text: str
    problem: str
    context: str
    at: int
    since: int | None
    last: Event | None

    @classmethod
    def of(cls, composition: Composition) -> Fault:
        """The fault that ended a composition."""
        error, text = composition.error, composition.draft.text
        problem = getattr(error, "problem", None) or str(error)
        mark, since = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        at = mark.index if mark is not None else getattr(error, "position", 0) or 0
        context = getattr(error, "context", None) or ""
        return cls(text, problem, context, min(at, len(text)), since.index if since else None, composition.last)

    @property
    def begun(self) -> int:
        """Where the broken part began, else where the parser gave up."""
        return self.at if self.since is None else self.since

    @property
    def sign(self) -> str:
        """The character at which the parser gave up; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def scalar(self) -> ScalarEvent | None:
        """The text before the fault, if a text came last."""
        return self.last if isinstance(self.last, ScalarEvent) else None

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def rest(self, offset: int) -> str:
        """The text from an offset to the end of its line, or of its entry between brackets."""
        found = (_ENTRY_REST if "flow" in self.context else _LINE_REST).match(self.text, offset)
        return found[0].rstrip() if found else ""


def explain(composition: Composition) -> Complaint:
    """What is wrong where the parser gave up."""
    fault = Fault.of(composition)
    seen = f"{fault.context} | {fault.problem}"
    for pattern, reader in _READERS:
        if pattern.search(seen):
            found = _indentation_sign(fault) or reader(fault)
            if found is not None:
                return found
    return Complaint("yaml_syntax", fault.at, facts={"problem": shorten(fault.problem, 120)})


def _indentation_sign(fault: Fault) -> Complaint | None:
    """A tab or an ideographic space where the line is indented."""
    start = fault.line_start(fault.at)
    tab = _TAB_INDENT.match(fault.text, start)
    if tab is not None or fault.sign == "\t":
        facts: dict[str, Any] = {"count": sum(1 for _ in _TAB_INDENT.finditer(fault.text)) or 1}
        return Complaint("tab_indentation", fault.at if tab is None else start, phrase("hint.tab_indentation"), facts)
    for line in dict.fromkeys((fault.line_start(fault.begun), start)):
        wide = _WIDE_INDENT.match(fault.text, line)
        if wide is not None:
            sign = {"sign": code_point(wide[1])}
            return Complaint("fullwidth_space", wide.start(1), phrase("hint.fullwidth_space"), sign)
    return None


def _quote_hint(text: str) -> Phrase:
    return phrase("hint.quote_text", quoted=quoted(shorten(text, 80)))


def _after_quote(fault: Fault) -> Complaint | None:
    """Text behind a closing quote: `"放管服"改革`. A quoted text over several lines was rather never closed."""
    scalar = fault.scalar
    if scalar is None or scalar.style not in ("'", '"') or fault.text[end(scalar) : fault.at].strip():
        return None
    first, after = begin(scalar), end(scalar)
    if spans_lines(scalar):
        return Complaint("quote_unclosed", first, phrase("hint.quote_unclosed"))
    if not fault.sign or fault.sign in ":,]}\r\n" or fault.line_start(fault.at) > after:
        return None
    hint, facts = _quote_hint(fault.rest(first)), {"rest": shorten(fault.rest(fault.at))}
    return Complaint("text_after_quote", fault.at, hint, facts, (first, after - 1), first)


def _second_colon(fault: Fault) -> Complaint | None:
    """`a: b: c` on one line."""
    scalar = fault.scalar
    if scalar is None or fault.sign != ":" or fault.line_start(fault.at) > begin(scalar):
        return None
    start = begin(scalar)
    if not fault.text[fault.line_start(start) : start].strip(" -"):
        return None
    return Complaint("colon_in_text", fault.at, _quote_hint(fault.rest(start)), {}, (fault.at,), start)


def _colon(fault: Fault) -> Complaint:
    """A `: ` that cannot stand here: the line above is not finished, or this one is indented too far."""
    second = _second_colon(fault)
    if second is not None:
        return second
    scalar = fault.scalar
    line = fault.line_start(fault.at)
    if scalar is not None and begin(scalar) < line:
        before = fault.text[fault.line_start(begin(scalar)) : begin(scalar)]
        if not before.strip(" -"):
            return _no_colon(fault, begin(scalar))
    return _indentation(fault)


def _no_colon(fault: Fault, offset: int) -> Complaint:
    return Complaint("colon_missing", offset, phrase("hint.colon_missing"), {"text": shorten(fault.rest(offset))})


def _indentation(fault: Fault) -> Complaint:
    start = fault.line_start(fault.at)
    blanks = len(fault.rest(start)) - len(fault.rest(start).lstrip())
    return Complaint("bad_indentation", start + blanks, phrase("hint.bad_indentation"))


def _among_keys(fault: Fault) -> Complaint:
    if fault.sign and fault.sign in "]}":
        return _unexpected(fault)
    if fault.sign == "-":
        return Complaint("dash_among_keys", fault.at, phrase("hint.bad_indentation"))
    return _unexpected(fault) if fault.sign == ":" else _indentation(fault)


def _among_items(fault: Fault) -> Complaint:
    if fault.sign and fault.sign in "]}":
        return _unexpected(fault)
    return Complaint("key_among_items", fault.at, phrase("hint.bad_indentation"))


def _unclosed(code: str) -> Callable[[Fault], Complaint]:
    def read(fault: Fault) -> Complaint:
        second = _second_colon(fault)
        return second or Complaint(code, fault.begun, phrase("hint.close_bracket"))

    return read


def _unexpected(fault: Fault) -> Complaint:
    if not fault.sign.strip() and isinstance(fault.last, CollectionStartEvent):
        code = "list_unclosed" if isinstance(fault.last, SequenceStartEvent) else "mapping_unclosed"
        return Complaint(code, begin(fault.last), phrase("hint.close_bracket"))
    if not fault.sign.strip():
        return Complaint("unexpected_end", fault.begun)
    if fault.sign == ":":
        return Complaint("empty_key", fault.at)
    return Complaint("sign_unexpected", fault.at, phrase("hint.quote_sign"), {"sign": fault.sign})


def _after_end(fault: Fault) -> Complaint:
    return Complaint("after_end", fault.at)


def _bad_start(fault: Fault) -> Complaint:
    facts = {"sign": fault.sign}
    return Complaint("sign_unexpected", fault.at, _quote_hint(fault.rest(fault.at)), facts, (fault.at,), fault.at)


def _dash(fault: Fault) -> Complaint:
    hint = phrase("hint.dash_unexpected", quoted=quoted(shorten(fault.rest(fault.at), 80)))
    return Complaint("dash_unexpected", fault.at, hint)


def _marked(code: str) -> Callable[[Fault], Complaint]:
    """`*`, `&` or `!` before a text that is no name."""

    def read(fault: Fault) -> Complaint:
        text = fault.rest(fault.begun)
        facts = {"tag": shorten(text)} if code == "tag" else {"name": shorten(text[1:])}
        return Complaint(code, fault.begun, phrase(f"hint.{code}"), facts, (fault.begun,), fault.begun)

    return read


def _escape(fault: Fault) -> Complaint:
    backslash = fault.text.rfind("\\", 0, fault.at + 1)
    facts = {"escape": shorten(fault.text[backslash : backslash + 2])}
    return Complaint("bad_escape", backslash, phrase("hint.bad_escape"), facts, (backslash,), fault.begun)


def _block_header(fault: Fault) -> Complaint:
    text = fault.rest(fault.begun)
    facts = {"sign": text[:1]}
    return Complaint("block_header", fault.begun, _quote_hint(text), facts, (fault.begun,), fault.begun)


def _at_start(code: str) -> Callable[[Fault], Complaint]:
    def read(fault: Fault) -> Complaint:
        return Complaint(code, fault.begun, phrase(f"hint.{code}"))

    return read


#: Patterns over "context | problem" in the words of libyaml and of PyYAML; the first that gives a complaint counts.
_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[Fault], Complaint | None]], ...]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"unknown escape|hexdecimal|hexadecimal|invalid Unicode", _escape),
        (r"scanning a (simple )?key", lambda fault: _no_colon(fault, fault.begun)),
        (r"quoted scalar", _at_start("quote_unclosed")),
        (r"block scalar", _block_header),
        (r"an alias", _marked("alias")),
        (r"an anchor", _marked("anchor")),
        (r"a tag|undefined tag", _marked("tag")),
        (r"directive|incompatible YAML", _at_start("directive")),
        (r"cannot start any token|mapping keys are not allowed", _bad_start),
        (r"sequence entries are not allowed", _dash),
        (r".", _after_quote),
        (r"mapping values are not allowed", _colon),
        (r"flow sequence \|", _unclosed("list_unclosed")),
        (r"flow mapping \|", _unclosed("mapping_unclosed")),
        (r"node \|", _unexpected),
        (r"block (collection|sequence) \|", _among_items),
        (r"block mapping \|", _among_keys),
        (r"document start", _after_end),
    )
)
