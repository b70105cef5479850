"""Where marks stand once a letterhead is filled in: in a line, in place of a paragraph, or around rows of a table.

A mark that begins or ends something and stands alone in its paragraph takes the paragraph with it; alone in a row, the row.
Two that hold all that their paragraph says are about the paragraph; two in different cells of one row are about the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lawscore.publishing.letters.marks import TOKEN, Mark
from lawscore.publishing.letters.word import (
    CELL,
    PARAGRAPH,
    ROW,
    Element,
    above,
    holds_more,
    insert_before,
    kept,
    take_out,
    texts,
)


def pairs_of(marks: Iterable[Mark]) -> tuple[list[tuple[Mark, Mark]], list[Mark]]:
    """The marks that begin and end the same, and those that have no partner."""
    open_: list[Mark] = []
    pairs: list[tuple[Mark, Mark]] = []
    stray: list[Mark] = []
    for mark in marks:
        if mark.sign in ("#", "?", "^"):
            open_.append(mark)
        elif mark.sign == "/" and open_ and open_[-1].name == mark.name:
            pairs.append((open_.pop(), mark))
        elif mark.sign == "/":
            stray.append(mark)
    return pairs, [*open_, *stray]


def settle(marks: Sequence[Mark], pairs: Sequence[tuple[Mark, Mark]]) -> None:
    """Give every mark its level, and move those of rows and paragraphs out of them."""
    for mark in marks:
        mark.level = mark.paragraph
    _lift([(begin, end, row) for begin, end in pairs if (row := _row_of(begin, end)) is not None])
    _lift(list(_around_paragraphs(pairs)))
    _in_place_of_paragraphs(marks)


def _row_of(begin: Mark, end: Mark) -> Element | None:
    """The row of two marks that stand in different cells of it."""
    row = above(begin.paragraph, ROW)
    same_row = row is not None and row is above(end.paragraph, ROW)
    return row if same_row and above(begin.paragraph, CELL) is not above(end.paragraph, CELL) else None


def _around_paragraphs(pairs: Sequence[tuple[Mark, Mark]]) -> Iterator[tuple[Mark, Mark, Element]]:
    """The marks that hold all that their paragraph says, the outermost first."""
    left: dict[Element, str] = {}
    for begin, end in sorted(pairs, key=lambda pair: pair[0].number):
        paragraph = begin.paragraph
        if paragraph is end.paragraph and begin.level is paragraph and not holds_more(paragraph, breaks=False):
            text = left.get(paragraph) or "".join(one.text or "" for one in texts(paragraph)).strip()
            if text.startswith(begin.token) and text.endswith(end.token):
                left[paragraph] = text.removeprefix(begin.token).removesuffix(end.token).strip()
                yield begin, end, paragraph


def _lift(around: Sequence[tuple[Mark, Mark, Element]]) -> None:
    """Take marks out of their lines: they stand before and behind an element. In the order of the document, or they mix."""
    begins = [(begin, element, True) for begin, _, element in around]
    ends = [(end, element, False) for _, end, element in around]
    for mark, element, before in sorted([*begins, *ends], key=lambda one: one[0].number):
        for text in texts(mark.paragraph):
            if mark.token in (text.text or ""):
                kept(text, (text.text or "").replace(mark.token, ""))
        mark.level = element.getparent()
        if before:
            insert_before(element, mark.token)
        else:
            element.tail = (element.tail or "") + mark.token


def _in_place_of_paragraphs(marks: Sequence[Mark]) -> None:
    by_token = {mark.token: mark for mark in marks}
    controls: dict[Element, list[Mark]] = {}
    for mark in marks:
        if mark.level is mark.paragraph and mark.paragraph not in controls:
            inside = _only_control(mark.paragraph, by_token)
            if inside:
                controls[mark.paragraph] = inside
    rows = {row for one in controls if (row := above(one, ROW)) is not None and _all_control(row, controls)}
    for row in sorted(rows, key=lambda one: _first(one, controls)):
        _replace(row, [mark for one in row.iter(PARAGRAPH) for mark in controls.pop(one, ())])
    for paragraph, inside in controls.items():
        _replace(paragraph, inside)


def _only_control(paragraph: Element, by_token: dict[str, Mark]) -> list[Mark]:
    """The marks of a paragraph that has nothing else, and none that puts a text."""
    if holds_more(paragraph):
        return []
    text = "".join(one.text or "" for one in texts(paragraph))
    found = [by_token[one[0]] for one in TOKEN.finditer(text)]
    return found if not TOKEN.sub("", text).strip() and all(mark.sign for mark in found) else []


def _all_control(row: Element, controls: dict[Element, list[Mark]]) -> bool:
    return all(
        one in controls or not "".join(text.text or "" for text in texts(one)).strip() for one in row.iter(PARAGRAPH)
    )


def _first(row: Element, controls: dict[Element, list[Mark]]) -> int:
    return min(mark.number for one in row.iter(PARAGRAPH) for mark in controls.get(one, ()))


def _replace(element: Element, inside: Sequence[Mark]) -> None:
    for mark in inside:
        mark.level = element.getparent()
        insert_before(element, mark.token)
    take_out(element)
