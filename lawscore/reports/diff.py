"""The differences of two rubrics as tables and as JSON: what can move a digit first, the wording after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from lawscore.analysis.diff import RubricChange, RubricDiff
from lawscore.catalogue import Language, Phrase, phrase, say
from lawscore.problems import Where
from lawscore.reports.diff_sentences import change_text
from lawscore.reports.diff_words import key_word, part_text
from lawscore.reports.tables import Format, Table, headers, render_table
from lawscore.rubric.bound import Rubric
from lawscore.rubric.document import Period

_FOR_PEOPLE: Final = ("diff_part", "diff_rule", "diff_change", "diff_line_before", "diff_line_after")
_RIGHT: Final = frozenset(_FOR_PEOPLE[-2:])
_WHOLE: Final = (
    "diff_moves", "diff_address", "diff_part", "diff_rule", "diff_what", "diff_change", "diff_before", "diff_after",
    "diff_where_before", "diff_where_after",
)  # fmt: skip
#: More new or lost fields than this stand in one line, of which so many are named.
_MOST_FIELDS: Final = 6
_MOST_NAMED: Final = 8
_FOLDED: Final = ("fields", "measures", "checks", "givens")
#: Long enough for any value.
_NO_CUT: Final = 100_000


def changes_table(
    changes: Iterable[RubricChange], language: Language, *, all_: bool = False, files: tuple[str, str] = ("", "")
) -> Table:
    """The changes for people: one row each, a part named once; many new or lost fields in one row unless `all_`.

    Lines are of the two `files`; others are told with theirs, which one of the two extends.
    """
    rows: list[list[str]] = []
    above, there = "", tuple(changes)
    for part, rule, told, before, after in _rows(there, language, files, all_=all_):
        rows.append(["" if part == above else part, rule, told, before, after])
        above = part
    return Table(_FOR_PEOPLE, headers(_FOR_PEOPLE, language), rows, _RIGHT, frozenset({"diff_rule", *_RIGHT}))


def _rows(
    changes: Sequence[RubricChange], language: Language, files: tuple[str, str], *, all_: bool
) -> Iterator[tuple[str, str, str, str, str]]:
    for (section, what), group in groupby(changes, _folding):
        there = list(group)
        if section and len(there) > _MOST_FIELDS and not all_:
            told = _many(there, what, language)
            yield say(phrase(f"diff.all_{section}"), language), "", told, "", ""
        else:
            for one in there:
                yield (
                    part_text(one.part, language), one.part.rule, change_text(one, language),
                    _line(one.where_before, files[0]), _line(one.where_after, files[1]),
                )  # fmt: skip


def _folding(change: RubricChange) -> tuple[str, str]:
    """Changes that may stand in one row with those beside them."""
    whole = change.section in _FOLDED and not change.part.steps and change.what in ("added", "removed")
    return (change.section, change.what) if whole else ("", "")


def _many(changes: Sequence[RubricChange], what: str, language: Language) -> str:
    names: Phrase | tuple[str, ...] = tuple(one.part.title or one.part.name for one in changes[:_MOST_NAMED])
    if len(changes) > _MOST_NAMED:
        names = phrase("diff.and_more", names=names)
    return say(phrase(f"diff.many_fields_{what}", count=str(len(changes)), names=names), language)


def _line(where: Where, file: str) -> str:
    """The line of a place; with its file, where that is another one, which the rubric extends."""
    if where.line is None:
        return ""
    return str(where.line) if where.file == file else f"{where.file}:{where.line}"


def whole_table(diff: RubricDiff, language: Language) -> Table:
    """Every change with everything, for programs."""
    rows = [
        [
            say(phrase("diff.yes" if one.moves_digits else "diff.no"), language),
            one.address,
            part_text(one.part, language),
            one.part.rule,
            say(phrase(f"diff.what.{one.what}"), language),
            change_text(one, language, _NO_CUT),
            _written(one.before),
            _written(one.after),
            str(one.where_before) if one.path_before is not None else "",
            str(one.where_after) if one.path_after is not None else "",
        ]
        for one in diff
    ]
    return Table(_WHOLE, headers(_WHOLE, language), rows)


def _written(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    from json import dumps

    return dumps(value, ensure_ascii=False)


def folded_wording(diff: RubricDiff, language: Language) -> str:
    """How many changes move no digit, by what they are of."""
    counted = Counter(str(say(phrase("word.as_is", value=_wording_kind(one)), language)) for one in diff.wording)
    kinds = tuple(phrase("diff.kind_count", word=word, count=str(count)) for word, count in counted.most_common())
    return say(phrase("diff.wording_folded", count=str(len(diff.wording)), kinds=kinds), language)


def _wording_kind(change: RubricChange) -> Phrase | str:
    if change.what == "order":
        return phrase("diff.what.order")
    if change.section == "checks":
        return key_word("checks")
    steps = [step for step in change.part.steps if isinstance(step, str)]
    return key_word(steps[0] if change.part.name and steps else change.section)


def diff_dict(diff: RubricDiff, language: Language) -> dict[str, Any]:
    """Every change for programs; values are texts, lists and mappings as the format has them."""
    return {
        "before": _version(diff.before),
        "after": _version(diff.after),
        "digits": len(diff.digits),
        "changes": [change_dict(one, language) for one in diff],
    }


def _version(rubric: Rubric) -> dict[str, str]:
    return {"rubric": rubric.name, "digest": rubric.digest, "status": rubric.document.status}


def change_dict(change: RubricChange, language: Language) -> dict[str, Any]:
    """One change."""
    return {
        "section": change.section,
        "name": change.part.name,
        "indicator": change.indicator,
        "rule": change.rule,
        "what": change.what,
        "key": change.key,
        "address": change.address,
        "before": change.before,
        "after": change.after,
        "moves_digits": change.moves_digits,
        "with_period": change.with_period,
        "where_before": _where(change.where_before, present=change.path_before is not None),
        "where_after": _where(change.where_after, present=change.path_after is not None),
        "sentence": change_text(change, language, _NO_CUT),
    }


def _where(where: Where, *, present: bool) -> str | None:
    return (str(where) or None) if present else None


def diff_text(diff: RubricDiff, language: Language, form: Format, *, all_: bool = False) -> str:
    """Everything for people: what can move a digit, then the wording; unless `all_`, the wording and the dates folded."""
    if not diff.changes:
        return say(phrase("diff.same"), language) + "\n"
    shown = [one for one in diff.digits if all_ or not one.with_period]
    told = [_titled("diff.digits", shown, diff.files, language, form, all_=all_)] if shown else []
    if len(shown) < len(diff.digits):
        told.append(folded_dates(diff, language) + "\n")
    if not diff.digits:
        told.append(say(phrase("diff.same_digits"), language) + "\n")
    if diff.wording and all_:
        told.append(_titled("diff.wording", diff.wording, diff.files, language, form, all_=True))
    elif diff.wording:
        told.append(folded_wording(diff, language) + "\n")
    return "\n".join(told)


def _titled(
    key: str, changes: Sequence[RubricChange], files: tuple[str, str], language: Language, form: Format, *, all_: bool
) -> str:
    mark = "### " if form == "md" else ""
    title = say(phrase(key, count=str(len(changes))), language)
    return f"{mark}{title}\n\n{render_table(changes_table(changes, language, all_=all_, files=files), form)}"


def folded_dates(diff: RubricDiff, language: Language) -> str:
    """The period before and after, and where dates moved on with it."""
    moved = [one for one in diff.digits if one.with_period and one.section != "period"]
    periods = [phrase("diff.period", start=one.from_, end=one.to) for one in _periods(diff)]
    told = phrase("diff.period_moved", before=periods[0], after=periods[1])
    if not moved:
        return say(told, language)
    names = tuple(dict.fromkeys(part_text(one.part, language) for one in moved))
    return say(phrase("diff.dates_moved", period=told, count=str(len(moved)), names=names), language)


def _periods(diff: RubricDiff) -> tuple[Period, Period]:
    return diff.before.document.period, diff.after.document.period
