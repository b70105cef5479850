"""Which way units are scored: one by one, or by columns where the data are one table of very many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lawscore.catalogue import Phrase, phrase
from lawscore.classes import dataclass

if TYPE_CHECKING:
    from lawscore import assessing
    from lawscore.cli.session import Session
    from lawscore.columns.files import Found
    from lawscore.columns.results import ColumnAssessment
    from lawscore.library import Assessment
    from lawscore.rubric.bound import Rubric

#: Below so many units, columns are not chosen by themselves: to import what they need takes longer than they save.
FEW: Final = 3000
#: Fewer bytes hold no such table, of any kind.
_SMALL: Final = 16 * 1024
_TABLES: Final = (".parquet", ".arrow", ".feather", ".csv")
_NEEDS: Final = ("numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The table that is scored by columns; or why units are scored one by one."""

    table: Found | None
    why: str = ""


def choose(session: Session, rubric: Rubric, data: Sequence[str], engine: str, layer: str | None) -> Chosen:
    """Whether columns are used: where they are asked for and can be, and by themselves for a table that is large."""
    lacking = any(find_spec(module) is None for module in _NEEDS)
    if engine == "columns" and lacking:
        session.refuse("cli.columns_extra")
    if engine == "rows":
        return Chosen(None, "asked")
    if layer is not None:
        return Chosen(None, "layer")
    if engine == "auto" and (lacking or not _may_be_large(data)):
        return Chosen(None, "small")
    from lawscore.columns.files import find_units

    found = find_units(rubric, data, session.encoding)
    if found.source is None:
        return Chosen(None, found.why)
    if engine == "auto" and found.units < FEW:
        return Chosen(None, "small")
    return Chosen(found)


def _may_be_large(data: Sequence[str]) -> bool:
    """Whether there is a file, or are files in a folder, that may have very many units; nothing is read."""
    from lawscore.loading.folders import spread

    paths = [Path(one) for one in spread(data, _TABLES) if isinstance(one, str | Path)]
    tables = [path for path in paths if path.suffix.casefold() in _TABLES and path.is_file()]
    return sum(path.stat().st_size for path in tables) >= _SMALL


def assessed(
    session: Session, reference: str, data: Sequence[str], engine: str, *, layer: str | None, is_json: bool
) -> tuple[Assessment, tuple[Phrase, ...]]:
    """The assessment of data files, and how the units were scored; problems are shown."""
    session.layer(layer)
    rubric = session.rubric(reference)
    if is_json and engine == "auto":  # the facts of each unit are part of it: they are gathered one by one anyway
        return _by_rows(session, rubric, data, layer, "json")
    chosen = choose(session, rubric, data, engine, layer)
    if chosen.table is None or chosen.table.source is None:
        return _by_rows(session, rubric, data, layer, chosen.why)
    from lawscore.columns.assess import assess_table
    from lawscore.library import Assessment

    found = assess_table(rubric, chosen.table.source, beside=chosen.table.beside)
    if not len(found):  # nothing can be scored: the ordinary reader says why
        return _by_rows(session, rubric, data, layer, "form")
    results = found.whole or _results(session, found, data, is_json=is_json)
    session.report(results.problems)
    return Assessment(results), found.stats.told()


def _by_rows(
    session: Session, rubric: Rubric, data: Sequence[str], layer: str | None, why: str
) -> tuple[Assessment, tuple[Phrase, ...]]:
    from lawscore.library import assess

    gathered = session.gathered(rubric, data, session.layer(layer))
    found = assess(rubric, replace(gathered, origin=None))
    session.report(found.problems)
    return found, (phrase("columns.one_by_one", count=str(len(found)), why=phrase(f"columns.why.{why}")),)


def _results(session: Session, found: ColumnAssessment, data: Sequence[str], *, is_json: bool) -> assessing.Assessment:
    """The cards of columns as an assessment; with the facts of each unit where the result JSON tells them."""
    from lawscore.assessing import Assessment
    from lawscore.facts.unit import Scope
    from lawscore.scoring.card import Scorer

    plain = Assessment(found.rubric, tuple(found), found.problems)
    if not is_json:
        return plain
    gathered, scorer = session.gathered(found.rubric, data), Scorer(found.rubric)
    scopes = {
        facts.unit.id: Scope(facts, gathered.givens, calendar=gathered.calendar, scorer=scorer)
        for facts in gathered.units
    }
    return replace(plain, scopes=scopes, givens=gathered.givens, calendar=gathered.calendar)
