"""Who stands where, as tables: one for each group, and one of the units without a rank."""

from __future__ import annotations

from lawscore.analysis.standings import Standings
from lawscore.catalogue import Language, Phrase, chain, phrase, say
from lawscore.facts.card import Card
from lawscore.ranking.ranges import Range
from lawscore.reports.standings import bounds_text, in_class, notes_of, shown, tied_text
from lawscore.reports.tables import Format, Table, headers, render_table

_RANKED = ("rank", "rank_range", "unit", "name", "score", "bounds", "grade", "overall", "overall_range", "note")
_UNRANKED = ("unit", "name", "class", "score", "grade", "overall", "why")
_ALL = ("group", *_RANKED)
_RIGHT = frozenset({"rank", "rank_range", "score", "bounds", "overall", "overall_range"})
#: Columns that are called otherwise where ranges stand beside them: ranks are among the settled, ranges among all.
_AMONG_SETTLED = {"rank": "column.rank_settled", "overall": "column.overall_settled"}
_OPTIONAL = frozenset({"rank_range", "bounds", "grade", "overall", "overall_range", "note", "class", "score"})


def ranks_text(standings: Standings, language: Language, form: Format) -> str:
    """The standings in a format: for people group by group, as CSV in one table."""
    if form not in ("table", "md"):
        return render_table(ranks_table(standings, language), form)
    parts = [_titled(title, table, language, form) for title, table in _tables(standings, language)]
    return "\n".join(parts)


def ranks_table(standings: Standings, language: Language) -> Table:
    """All units in one table, those without a rank last, with the reason as their note."""
    rows = [[_said(group.title, language), *_ranked(card, language)] for group in standings for card in group.cards]
    for card, why in standings.unplaced:
        cells = dict(zip(_RANKED, _ranked(card, language), strict=True))
        rows.append(["", *{**cells, "note": say(why, language)}.values()])
    return Table(_ALL, _headers(_ALL, standings, language), rows, _RIGHT)


def _tables(standings: Standings, language: Language) -> list[tuple[Phrase | str, Table]]:
    found = [
        (group.title, _table(_RANKED, [_ranked(card, language) for card in group.cards], standings, language))
        for group in standings
    ]
    if standings.unplaced:
        rows = [
            [
                card.unit.id,
                card.unit.name,
                in_class(card, standings.assessment),
                shown(card.score, card.shown),
                card.grade or "",
                tied_text(card.standing.overall, language, tied=card.standing.overall_tied),
                say(why, language),
            ]
            for card, why in standings.unplaced
        ]
        found.append((phrase("rank.none"), _table(_UNRANKED, rows, standings, language)))
    return found


def _table(keys: tuple[str, ...], rows: list[list[str]], standings: Standings, language: Language) -> Table:
    return Table(keys, _headers(keys, standings, language), rows, _RIGHT, _OPTIONAL)


def _headers(keys: tuple[str, ...], standings: Standings, language: Language) -> list[str]:
    titles = dict(zip(keys, headers(keys, language), strict=True))
    if any(card.standing.range is not None for card in standings.assessment):
        titles |= {key: say(phrase(title), language) for key, title in _AMONG_SETTLED.items() if key in titles}
    return list(titles.values())


def _titled(title: Phrase | str, table: Table, language: Language, form: Format) -> str:
    mark = "### " if form == "md" else ""
    return f"{mark}{_said(title, language)}\n\n{render_table(table, form)}"


def _said(title: Phrase | str, language: Language) -> str:
    return title if isinstance(title, str) else say(title, language)


def _ranked(card: Card, language: Language) -> list[str]:
    standing = card.standing
    notes = notes_of(card)
    return [
        tied_text(standing.rank, language, tied=standing.tied),
        _range(standing.range, language),
        card.unit.id,
        card.unit.name,
        shown(card.score, card.shown),
        bounds_text(card) if card.state == "provisional" else "",
        card.grade or "",
        tied_text(standing.overall, language, tied=standing.overall_tied),
        _range(standing.overall_range, language),
        say(chain(notes), language) if notes else "",
    ]


def _range(found: Range | None, language: Language) -> str:
    """The best and the worst rank; one, where they are the same."""
    if found is None:
        return ""
    best, worst = found
    return str(best) if best == worst else say(phrase("rank.range", best=str(best), worst=str(worst)), language)
