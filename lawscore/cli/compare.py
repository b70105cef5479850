"""`lawscore compare`: two assessments of the same units, the change split into the rubric's and the facts' part."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lawscore.analysis.years import Comparison, UnitChange, compare_years
from lawscore.catalogue import Language
from lawscore.cli.migration import migration_between
from lawscore.cli.session import UNREADABLE, Session
from lawscore.reports.tables import Format, Table, render_table
from lawscore.reports.years import (
    has_changed,
    indicators_table,
    notes,
    rounding_note,
    rules_table,
    subtotals,
    units_table,
)
from lawscore.reports.years_json import comparison_dict
from lawscore.results.naming import marked
from lawscore.rubric.migrating import Side

#: So many names stand in a line below a table.
MOST_NAMED = 12


def compare_command(
    session: Session,
    *,
    before: Sequence[str],
    after: Sequence[str],
    map_: Path | None,
    unit: str | None,
    indicator: str | None,
    layer: str | None,
    form: Format,
) -> int:
    """Compare two assessments, each a rubric and its data; the status is that of the data."""
    if len(before) < 2:
        print(session.say("cli.before_lacks_data"), file=sys.stderr)
        return UNREADABLE
    earlier = session.assessment(before[0], before[1:], about="", layer=layer, again=True)
    later = session.assessment(after[0], after[1:], about="", layer=layer)
    sides = Side.of(earlier.rubric), Side.of(later.rubric)
    migration = migration_between(session, after[0], map_, *sides)
    found = compare_years(earlier.results, later.results, earlier.gathered, migration)
    if found.carried is not None and found.carried.problems:
        print(session.say("cli.carried", rubric=found.after.name), file=sys.stderr)
        session.report(found.carried.problems)
    units = _units(session, found, unit)
    if indicator is not None:
        session.must_know("no_indicator", indicator, [*found.after.nodes, *found.before.nodes])
    if form == "json":
        told = comparison_dict(found, units, session.language)
        session.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        if form == "csv":
            session.tell_draft(found.before, found.after)
        session.write(_shown(session, found, units, indicator, form, by_indicator=unit is not None))
    return session.status((*earlier.problems, *later.problems))


def _units(session: Session, found: Comparison, unit: str | None) -> list[UnitChange]:
    if unit is None:
        return list(found)
    session.must_know("no_unit", unit, [one.unit.id for one in found])
    return [found[unit]]


def _shown(
    session: Session,
    found: Comparison,
    units: Sequence[UnitChange],
    indicator: str | None,
    form: Format,
    *,
    by_indicator: bool,
) -> str:
    """The table that was asked for; for people under its heading, without what did not change, and with the notes."""
    people = form in ("table", "md")
    unchanged = 0
    if not any(one.is_in_both for one in units):
        table = units_table(found, session.language, units)
    elif indicator is not None:
        table = _about(found, units, indicator, session.language)
    elif by_indicator:
        table = indicators_table(found, units, session.language, all_=not people)
        unchanged = sum(not has_changed(one) for unit in units for one in unit.indicators) if people else 0
    else:
        table = units_table(found, session.language)
    beneath = subtotals(found, units, session.language) if people and indicator is None else []
    return _for_people(session, found, table, form, unchanged, beneath) if people else render_table(table, form)


def _about(found: Comparison, units: Sequence[UnitChange], indicator: str, language: Language) -> Table:
    """The rules of an indicator; the indicator itself, where no unit has a score of it in both."""
    table = rules_table(found, units, indicator, language)
    return table if table.rows else indicators_table(found, units, language, only=indicator)


def _for_people(
    session: Session, found: Comparison, table: Table, form: Format, unchanged: int, beneath: Sequence[str]
) -> str:
    names = {"before": marked(found.before, session.language), "after": marked(found.after, session.language)}
    heading = f"{'## ' if form == 'md' else ''}{session.say('years.heading', **names)}"
    told = [session.say("years.unchanged", count=str(unchanged))] if unchanged else []
    told += [*beneath, *rounding_note(table, session.language)]
    told += notes(found, session.language, MOST_NAMED)
    body = render_table(table, form)
    mark = "- " if form == "md" else ""
    return f"{heading}\n\n{body}" + ("\n" + "".join(f"{mark}{one}\n" for one in told) if told else "")
