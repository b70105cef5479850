"""A rubric document as a mapping of what is written in it, from which it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lawscore.analysis.diff.tree import Tree, nodes
from lawscore.checking.walking import key_names, written_in
from lawscore.models import Model
from lawscore.rubric.document import Document


def written_tree(document: Document) -> Tree:
    """What a document says under the keys of the format; a table has given its parts `every`.

    Values stay what they are (numbers exact, dates), and what goes without saying stays unsaid: some keys are judged
    otherwise once they are written.
    """
    tree: Tree = _plain(document)
    for _, node in nodes(tree):
        node.pop("every", None)
    return tree


def _plain(part: Any) -> Any:
    if isinstance(part, Model):
        names = key_names(type(part))
        return {names.get(key, key): _plain(value) for key, value in written_in(part) if value is not None}
    if isinstance(part, Mapping):
        return {key: _plain(value) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return [_plain(value) for value in part]
    return part
