"""The rectification list as a table: each line with its points, its reason and the departments that answer for it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lawscore.analysis.mending import Mended
from lawscore.analysis.rectification import Departments, Owing, Rectification, ToMend
from lawscore.catalogue import Language, Phrase, chain, phrase, say
from lawscore.numbers import ZERO, Rounding
from lawscore.reports.owed import cause_text
from lawscore.reports.tables import Table, headers, render_beneath
from lawscore.reports.wrapping import wrapped
from lawscore.rubric.bound import Rubric

_HEAD = ("unit", "name", "indicator", "title", "rule")
_TAIL = ("reason", "records", "lead", "support", "basis")
_OPTIONAL = frozenset({"rule", "records", "lead", "support", "basis", "note"})
#: What stands beneath a row in a terminal: the cells of each group on one line, as long as there is room.
_BENEATH = (("note",), ("reason",), ("records",), ("lead", "support"))
#: So many reasons and records stand in a cell of a table that must be narrow; elsewhere all do.
_MOST_TOLD = 3


def rectification_table(found: Rectification, language: Language, *, narrow: bool = False) -> Table:
    """One row for each line and each value owed, unit by unit; where it must be `narrow`, only what fits."""
    middle = ("kind", "lost") if not found.since else ("lost_before", "lost_now", "mended", "note")
    keys = (*_HEAD, *middle, *_TAIL)
    most = _MOST_TOLD if narrow else None
    rows: dict[str, list[list[str]]] = {unit.id: [] for unit in found.units}
    for line in found.lines:
        rows[line.unit.id].append(_line(line, found.rubric, language, most))
    for one in found.owing:
        rows[one.unit.id].append(_owing(one, found, language, most))
    cells = [row for of_unit in rows.values() for row in of_unit]
    if narrow:
        keys, cells = keys[:-1], [row[:-1] for row in cells]
    return Table(keys, headers(keys, language), cells, frozenset({"lost", "lost_before", "lost_now"}), _OPTIONAL)


def rectification_text(found: Rectification, language: Language, width: int) -> str:
    """The list for a terminal of so many columns: beneath each row its long texts with their headings."""
    table = rectification_table(found, language, narrow=True)
    headings = dict(zip(table.keys, table.headers, strict=True))
    beneath = {key for group in _BENEATH for key in group}
    kept = [place for place, key in enumerate(table.keys) if key not in beneath]
    keys, titles, *rows = ([row[place] for place in kept] for row in (table.keys, table.headers, *table.rows))
    texts: list[list[str]] = []
    for row in table.rows:
        cells = dict(zip(table.keys, row, strict=True))
        texts.append([line for group in _BENEATH for line in _lines(group, cells, headings, language, width)])
    return render_beneath(Table(keys, titles, rows, table.right, table.optional), texts)


def _lines(
    group: tuple[str, ...], cells: dict[str, str], headings: dict[str, str], language: Language, width: int
) -> list[str]:
    there = [key for key in group if cells.get(key)]
    told = (say(phrase("rectify.cell", heading=headings[key], text=cells[key]), language) for key in there)
    return wrapped("  ".join(told), width, " " * 4, " " * 6)


def summary(found: Rectification, language: Language) -> str:
    """How many lines there are, of how many units, and their points; or how many are in each state."""
    units = len({line.unit.id for line in found.lines} | {one.unit.id for one in found.owing})
    counts = found.counts()
    if not found.since:
        facts = {
            "count": str(len(found.lines)),
            "units": str(units),
            "points": found.rubric.root.shown.text(found.lost),
        }
        return say(phrase("rectify.summary", **facts, owed=str(len(found.owing))), language)
    told = tuple(
        say(phrase("rectify.count", state=phrase(f"rectify.{state}"), count=str(count)), language)
        for state, count in counts.items()
    )
    return say(phrase("rectify.since", rubric=found.since, counts=told), language)


def _line(line: ToMend, rubric: Rubric, language: Language, most: int | None) -> list[str]:
    loss = line.loss
    shown = _shown(rubric, loss.indicator)
    about = say(phrase("kind.veto"), language) if loss.kind == "veto" else loss.indicator
    kind = say(phrase(f"rectify.kind.{loss.kind}"), language)
    middle = [kind, shown.text(loss.points)] if line.mended is None else _mended(line.mended, shown, language)
    return [
        line.unit.id,
        line.unit.name,
        about,
        loss.title,
        loss.rule or "",
        *middle,
        _reason(line, language, most),
        _few(loss.records, language, most),
        *_departments(line.departments, language),
        _few(loss.basis, language, most),
    ]


def _mended(mended: Mended, shown: Rounding, language: Language) -> list[str]:
    notes: list[Phrase] = []
    if mended.became:
        notes.append(phrase("rectify.became", ids=mended.became))
    if mended.why:
        notes.append(phrase(f"rectify.why.{mended.why}"))
    notes += _by_what(mended)
    return [
        _points(mended.before, shown),
        _points(mended.now, shown),
        say(phrase(f"rectify.{mended.state}"), language),
        say(chain(notes), language) if notes else "",
    ]


def _by_what(mended: Mended) -> Iterator[Phrase]:
    """What was compared, where it is not the points that stand beside it."""
    by = mended.measured
    if by is None or _compare(by.before, by.now) == _compare(mended.before or ZERO, mended.now or ZERO):
        return
    facts = {"before": by.before, "now": by.now}
    if by.by == "share":
        facts = {key: Rounding(4).apply(value) * 100 for key, value in facts.items()}
    yield phrase(f"rectify.by.{by.by}", **facts)


def _compare(before: Fraction, now: Fraction) -> int:
    return (now > before) - (now < before)


def _points(value: Fraction | None, shown: Rounding) -> str:
    return "" if value is None else shown.text(value)


def _reason(line: ToMend, language: Language, most: int | None) -> str:
    """Why points were taken: this year's reasons where there are any, else last year's, which are marked as such."""
    now = line.mended.losses if line.mended is not None else ()
    reasons = tuple(dict.fromkeys(say(one, language) for loss in (now or (line.loss,)) for one in loss.reasons))
    told = say(chain(phrase("word.as_is", value=one) for one in reasons[:most]), language) if reasons else ""
    is_old = bool(told) and line.mended is not None and not now
    return (say(phrase("rectify.before", reason=told), language) if is_old else told) + _more(reasons, most)


def _few(parts: tuple[str, ...], language: Language, most: int | None) -> str:
    return say(phrase("word.as_is", value=parts[:most]), language) + _more(parts, most)


def _more(parts: tuple[str, ...], most: int | None) -> str:
    return "…" if most is not None and len(parts) > most else ""


def _departments(departments: Departments, language: Language) -> list[str]:
    return [departments.lead, say(phrase("word.as_is", value=departments.support), language)]


def _owing(one: Owing, found: Rectification, language: Language, most: int | None) -> list[str]:
    """A value that is owed, or was in last year's list: nothing is lost by it."""
    about = (*one.owed.indicators, *(say(phrase("owed.veto", id=veto), language) for veto in one.owed.vetoes))
    nodes = found.rubric.nodes
    titles = tuple(
        nodes[indicator].title for indicator in one.owed.indicators if indicator in nodes and one.why != "gone"
    )
    state = say(phrase(f"rectify.{one.state}"), language)
    why = say(phrase(f"rectify.why.{one.why}"), language) if one.why else ""
    middle = [state, ""] if not found.since else ["", "", state, why]
    return [
        one.unit.id,
        one.unit.name,
        _few(about, language, most),
        _few(titles, language, most),
        "",
        *middle,
        cause_text(found.rubric, one.owed.cause, language),
        one.owed.cause.record,
        *_departments(one.departments, language),
        "",
    ]


def _shown(rubric: Rubric, indicator: str) -> Rounding:
    node = rubric.nodes.get(indicator)
    return rubric.root.shown if node is None else node.shown
