"""The effect of another rubric as text: how many move, who crosses a grade, how changes are spread; or one unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lawscore.analysis.effect import Effect
from lawscore.catalogue import Language, phrase, say
from lawscore.expressions.values import Unknown
from lawscore.facts.card import Card
from lawscore.reports.effect_tables import crossings_table, indicators_table, spread_table, units_table
from lawscore.reports.effect_unit import unit_table
from lawscore.reports.effect_words import why_text
from lawscore.reports.tables import Format, Table, render_table

#: So many names stand in a line.
_MOST_NAMED: Final = 10
_MARK: Final = {"table": "", "md": "- "}


def effect_text(
    effect: Effect, language: Language, form: Format, unit: str | None = None, *, all_: bool = False
) -> str:
    """Everything for people, or one unit by indicator."""
    writer = _Writer(effect, language, form, all_=all_)
    return "\n".join(writer.everybody() if unit is None else writer.one(unit))


class _Writer:
    """Writes the sections for a terminal or as Markdown."""

    def __init__(self, effect: Effect, language: Language, form: Format, *, all_: bool) -> None:
        self.effect, self.language, self.form, self.all_ = effect, language, form, all_

    def say(self, key: str, **facts: object) -> str:
        return say(phrase(key, **facts), self.language)

    def titled(self, title: str, table: Table, *notes: str) -> str:
        heading = f"{'### ' if self.form == 'md' else ''}{title}"
        below = "".join(f"{note}\n" for note in notes if note)
        return f"{heading}\n\n{render_table(table, self.form)}" + (f"\n{below}" if below else "")

    def everybody(self) -> Iterator[str]:
        """All units: the summary, the grades, the spread, the indicators, each unit that moves."""
        effect, language = self.effect, self.language
        told = [summary(effect, language), *notes(effect, language)]
        yield "".join(f"{_MARK[self.form]}{line}\n" for line in told)
        moved = [one for one in effect if self.all_ or one.is_moved]
        if not moved:
            yield self.say("effect.nobody") + "\n"
            return
        if effect.crossings:
            heading = self.say("effect.crossings", count=str(len(effect.crossings)))
            yield self.titled(heading, crossings_table(effect, language))
        if effect.compared:
            yield from self.spread()
        same = len(effect) - len(moved)
        note = self.say("effect.gone_count", count=str(same)) if same else ""
        yield self.titled(self.say("effect.units"), units_table(effect, language, moved), note)

    def spread(self) -> Iterator[str]:
        """How the changes are spread, and which indicator made them."""
        table = spread_table(self.effect, self.language)
        yield self.titled(self.say("effect.spread"), table, self.say("effect.spread_note"))
        table, more = indicators_table(self.effect, self.language, all_=self.all_)
        if table.rows:
            rest = self.say("effect.and_more_indicators", count=str(more)) if more else ""
            yield self.titled(self.say("effect.indicators"), table, rest, self.say("effect.parts_note"))

    def one(self, unit: str) -> Iterator[str]:
        """One unit by indicator."""
        effect, language = self.effect, self.language
        one = effect[unit]
        yield render_table(units_table(effect, language, [one]), self.form)
        if one.crossing is not None:
            yield why_text(effect, one, language) + "\n"
        title = self.say("effect.unit_heading", id=one.unit.id, name=one.unit.name)
        yield self.titled(title, unit_table(effect, one, language, all_=self.all_), self.say("effect.parts_note"))


def summary(effect: Effect, language: Language) -> str:
    """How many rise, fall and stay, and how many get another rank or grade."""
    if not effect.compared:
        return say(phrase("effect.none_compared"), language)
    spread, crossings = effect.spread, [one.crossing for one in effect.crossings if one.crossing is not None]
    facts = {
        "units": spread.units, "rise": spread.rise, "fall": spread.fall, "stay": spread.stay,
        "ranks": sum(one.before.rank != one.after.rank for one in effect.compared), "grades": len(crossings),
        "up": sum(one.better is True for one in crossings), "down": sum(one.better is False for one in crossings),
    }  # fmt: skip
    return say(phrase("effect.summary", **{key: str(value) for key, value in facts.items()}), language)


def notes(effect: Effect, language: Language) -> list[str]:
    """Who is left out, what one of the rubrics does not know, and dates that are another year's."""
    left = effect.carried.left
    aside = [one.unit.name for one in effect if one.after.state == "not_assessed"]
    named: tuple[tuple[str, Sequence[str]], ...] = (
        ("open_count", [one.unit.name for one in effect.open]),
        ("not_assessed_count", aside),
        ("unknown_fields", _still_unknown(effect)),
        ("left_fields", list(left.fields)),
        ("left_answers", list(left.answers)),
        ("left_adjustments", list(left.adjustments)),
        ("dated", effect.dated),
    )
    return [say(phrase(f"effect.{key}", **_facts(key, names)), language) for key, names in named if names]


def _facts(key: str, names: Sequence[str]) -> dict[str, object]:
    """The first names, and how many there are where that is told."""
    shown: object = tuple(names[:_MOST_NAMED])
    shown = phrase("diff.and_more", names=shown) if len(names) > _MOST_NAMED else shown
    return {"names": shown, **({"count": str(len(names))} if key.endswith("_count") else {})}


def _still_unknown(effect: Effect) -> list[str]:
    """Fields that the old data do not know and that some indicator of some unit waits for.

    A rule stops at the first one that it lacks; the others that it reads are told with it, so that one round is enough.
    """
    new = frozenset(effect.carried.unknown)
    found = {name for unit in effect.open for name in _awaited(effect, unit.after, new)}
    return [name for name in effect.carried.unknown if name in found]


def _awaited(effect: Effect, card: Card, new: frozenset[str]) -> Iterator[str]:
    """The new fields that are unknown of a unit and that something reads which waits for one of them."""
    rubric, values = effect.carried.assessment.rubric, effect.carried.assessment.facts[card.unit.id].values
    vetoes = {veto.spec.id: veto for veto in rubric.vetoes}
    for owed in card.owed:
        if owed.cause.name in new:
            yield owed.cause.name
            programs = (program for name in owed.vetoes for program in (vetoes[name].when, vetoes[name].unless))
            reads = (rubric.nodes[name].reads for name in owed.indicators if name in rubric.nodes)
            read = frozenset[str]().union(*reads, *(program.reads for program in programs if program is not None))
            yield from (name for name in read & new if isinstance(values.get(name), Unknown))
