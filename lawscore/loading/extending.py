"""`extends`: a rubric put together from another, which is looked up, and its own parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lawscore.catalogue import phrase
from lawscore.classes import dataclass
from lawscore.loading.loaded import Loaded
from lawscore.loading.merging import merge
from lawscore.loading.others import Load
from lawscore.loading.references import Library, is_latest
from lawscore.loading.source import Source
from lawscore.problems import Problem, Where, nearest
from lawscore.rubric.document import Document

EXTENDS = "extends"
#: The keys that say how a document is put together, and nothing of what it is.
JOINING = (EXTENDS, "without")


@dataclass(frozen=True, slots=True)
class Extended:
    """A document with the parts of the one that it extends.

    Without a `base` there is nothing to extend with, or it cannot be used. `is_whole` says whether more can be told of
    the document than what `problems` say.
    """

    source: Source
    base: Loaded | None = None
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True


def extended(own: Source, library: Library, load: Load) -> Extended:
    """The document as it is where it extends no other; else put together with that one, or what is wrong with it."""
    name = own.data.get(EXTENDS) if isinstance(own.data, dict) else None
    if not isinstance(name, str) or (EXTENDS,) in own.spoiled:
        return Extended(own)
    inside = replace(library, open=(*library.open, _own_name(own)))
    path = inside.path(name)
    if name in inside.open or path is None:
        return Extended(own, problems=(_not_there(own, name, inside),), is_whole=False)
    base = load(name, path, inside)
    if base.source is None or base.rubric is None:
        broken = _refuse(own, "extends_broken", name=name)
        return _with_broken(own, base, (broken, *base.problems), name)
    merged = merge(base.source, own, name)
    return Extended(merged.source, base, tuple(merged.problems))


def _with_broken(own: Source, base: Loaded, problems: tuple[Problem, ...], name: str) -> Extended:
    """What is wrong with the document itself can be told where there is at least a tree of the other."""
    if base.source is None:
        return Extended(own, base, problems, is_whole=False)
    merged = merge(base.source, own, name)
    return Extended(merged.source, base, (*problems, *merged.problems), is_whole=False)


def bare(source: Source) -> Source:
    """The document without the keys by which it was put together: it loads as it is."""
    if not isinstance(source.data, dict) or not any(key in source.data for key in JOINING):
        return source
    return replace(source, data={key: value for key, value in source.data.items() if key not in JOINING})


def whole(document: Document) -> Document:
    """The same of a document that was put together: from here on it is one that says all of it itself."""
    if document.extends is None:
        return document
    found = document.model_copy(update=dict.fromkeys(JOINING))
    found.model_fields_set.difference_update(JOINING)
    return found


def _own_name(own: Source) -> str:
    data = own.data if isinstance(own.data, dict) else {}
    return f"{data.get('rubric')}@{data.get('version')}"


def _not_there(own: Source, name: str, library: Library) -> Problem:
    """Why there is no rubric of this name to extend."""
    if name in library.open:
        return _refuse(own, "extends_circle", name=name)
    if is_latest(name):
        return _refuse(own, "extends_latest", name=name)
    if "@" not in name:
        return replace(_refuse(own, "extends_without_version", name=name), hint=phrase("hint.with_version", name=name))
    guess = nearest(name, library.known())
    looked = phrase("hint.looked_in", folders=tuple(dict.fromkeys(map(str, library.places))))
    hint = phrase("hint.nearest", name=guess) if guess is not None else looked
    return replace(_refuse(own, "extends_unknown", name=name), hint=hint)


def unlike(document: Document, base: Loaded | None) -> Iterator[Problem]:
    """What is wrong with how a document and the one that it extends go together."""
    if document.without is not None and document.extends is None:
        yield Problem(code="without_alone", where=Where(path=("without",)))
    other = base.rubric.document if base is not None and base.rubric is not None else None
    if other is None:
        return
    name = str(document.extends)
    if document.status == "published" and other.status == "draft":
        yield Problem(code="extends_draft", where=Where(path=(EXTENDS,)), facts={"name": name})
    for key in ("lawscore", "calculation"):
        given, there = getattr(document, key), getattr(other, key)
        if given != there:
            facts = {"key": key, "given": str(given), "base": name, "there": str(there)}
            yield Problem(code="extends_unlike", where=Where(path=(key,)), facts=facts)


def _refuse(own: Source, code: str, **facts: object) -> Problem:
    return Problem(code=code, where=own.where((EXTENDS,)), facts=facts)
