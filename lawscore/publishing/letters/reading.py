"""A part of a letterhead read: its marks paired, every place known, or all that is wrong with it at its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass
from lawscore.problems import Problem, Where
from lawscore.publishing.letters.levels import pairs_of, settle
from lawscore.publishing.letters.marks import TOKEN, Mark, find_marks
from lawscore.publishing.letters.places import Place, Shape, meant, places_of
from lawscore.publishing.letters.program import Part, Piece, Put, Section
from lawscore.publishing.letters.word import parsed, serialised


def part_of(content: bytes, shape: Shape, part: str, name: str) -> Part:
    """Read a part: `part` is `body`, `header`, `footer` or `notes`, `name` the file. Raises ValueError where it is no XML."""
    root = parsed(content)
    marks, halves = find_marks(root, part)
    where = Where(file=name)
    problems = [_problem("letterhead_half_mark", where, half.place, "hint.letterhead_mark") for half in halves]
    pairs, stray = pairs_of(marks)
    problems += [_stray(mark, where) for mark in stray]
    settle(marks, pairs)
    problems += [_crossed(begin, end, where) for begin, end in pairs if begin.level is not end.level]
    reader = _Reader(marks, where)
    pieces = () if problems else reader.read(serialised(root), shape)
    if problems:
        reader.names(shape)
    return Part(pieces, (*problems, *reader.problems))


def _problem(code: str, where: Where, place: Phrase, hint: str, **facts: object) -> Problem:
    return Problem(code=code, where=where, facts={"place": place, **facts}, hint=phrase(hint, **facts))


def _stray(mark: Mark, where: Where) -> Problem:
    code = "letterhead_not_begun" if mark.sign == "/" else "letterhead_not_ended"
    return _problem(code, where, mark.place, "hint.letterhead_pair", mark=str(mark), name=mark.name)


def _crossed(begin: Mark, end: Mark, where: Where) -> Problem:
    facts = {"begin": str(begin), "end": str(end), "other": end.place}
    return _problem("letterhead_crossed", where, begin.place, "hint.letterhead_crossed", **facts)


#: No letter needs more marks inside one another.
DEEPEST: Final = 20


class _TooDeep(Exception):
    """Marks inside marks beyond all sense."""


@dataclass(slots=True)
class _Reader:
    """Builds the pieces, and knows in which lists it stands."""

    marks: Sequence[Mark]
    where: Where
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0

    def read(self, xml: str, shape: Shape) -> tuple[Piece, ...]:
        """The pieces of the whole; its marks are paired."""
        parts = TOKEN.split(xml)
        try:
            return tuple(self.pieces(iter(zip(parts[::2], [*parts[1::2], ""], strict=True)), (shape,)))
        except _TooDeep:
            return ()

    def pieces(self, rest: Iterator[tuple[str, str]], stack: tuple[Shape, ...]) -> Iterator[Piece]:
        """The pieces up to the mark that ends this section."""
        for text, number in rest:
            yield text
            if not number:
                return
            mark = self.marks[int(number)]
            if mark.sign == "/":
                return
            yield from self.piece(mark, rest, stack)

    def piece(self, mark: Mark, rest: Iterator[tuple[str, str]], stack: tuple[Shape, ...]) -> Iterator[Piece]:
        """What one mark means."""
        depth, place = self.found(mark, stack)
        if not mark.sign:
            if place is not None and place.rows is not None:
                self.tell("letterhead_list_put", mark, "hint.letterhead_list")
            if place is not None:
                yield Put(place.name, depth)
            return
        repeats = mark.sign == "#" and place is not None and place.rows is not None
        if self.depth >= DEEPEST:
            self.tell("letterhead_too_deep", mark, "hint.letterhead_pair")
            raise _TooDeep
        self.depth += 1
        within = (*stack, place.rows) if repeats and place is not None and place.rows is not None else stack
        inside = tuple(self.pieces(rest, within))
        self.depth -= 1
        if place is not None:
            yield Section(place.name, depth, mark.sign, inside)

    def names(self, shape: Shape) -> None:
        """Only look for places that there are nowhere: where the marks do not pair, nothing says in which list they stand."""
        everywhere = set(_names(shape))
        for mark in self.marks:
            if meant().get(mark.name) not in everywhere:
                self.unknown(mark, (shape,))

    def found(self, mark: Mark, stack: tuple[Shape, ...]) -> tuple[int, Place | None]:
        """The place of a mark: that of the innermost list that has one of this name."""
        name = meant().get(mark.name, "")
        for depth in reversed(range(len(stack))):
            place = places_of(stack[depth]).get(name)
            if place is not None:
                return depth, place
        self.unknown(mark, stack)
        return 0, None

    def unknown(self, mark: Mark, stack: tuple[Shape, ...]) -> None:
        """Say that there is no such place; where it is one of a list, say of which."""
        if not mark.name:
            self.tell("letterhead_half_mark", mark, "hint.letterhead_mark")
            return
        home = _home(meant().get(mark.name, ""), stack[0])
        if home is not None:
            hint = phrase("hint.letterhead_home", home=home, mark=str(mark))
        else:
            hint = _like(mark.name, stack)
        facts = {"place": mark.place, "name": mark.name}
        self.problems.append(Problem(code="letterhead_unknown_place", where=self.where, facts=facts, hint=hint))

    def tell(self, code: str, mark: Mark, hint: str) -> None:
        """Keep a problem of a mark."""
        self.problems.append(_problem(code, self.where, mark.place, hint, mark=str(mark), name=mark.name))


def _names(shape: Shape) -> Iterator[str]:
    for place in places_of(shape).values():
        yield place.name
        if place.rows is not None:
            yield from _names(place.rows)


def _home(name: str, shape: Shape) -> Phrase | None:
    """The list in whose rows there is a place of this name."""
    for place in places_of(shape).values():
        if place.rows is not None:
            if name in places_of(place.rows):
                return phrase(f"letters.name.{place.name}")
            inner = _home(name, place.rows)
            if inner is not None:
                return inner
    return None


def _like(name: str, stack: Sequence[Shape]) -> Phrase:
    """The names that look like what was written, else where they all stand."""
    from difflib import get_close_matches

    here = {one for shape in stack for one in places_of(shape)}
    said: Mapping[str, str] = {text: one for text, one in meant().items() if one in here}
    near = get_close_matches(name, said, n=3, cutoff=0.5)
    return phrase("hint.letterhead_near", names=tuple(near)) if near else phrase("hint.letterhead_places")
