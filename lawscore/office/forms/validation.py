"""What a cell takes: lists to choose from, whole numbers, percentages, dates, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from lawscore.classes import dataclass
from lawscore.loading.xlsx_cells import letters
from lawscore.numbers import written
from lawscore.office.forms.guidance import short_help
from lawscore.office.forms.plan import Plan
from lawscore.rubric.fields import Column

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: A list may stand in a rule itself if it is so short, and has none of the signs that part it.
_LONGEST_LIST: Final = 240
_LONGEST_PROMPT: Final = 250
_FIRST_DAY: Final = "2"
_WHOLE: Final = frozenset({"count"})
_NUMBERS: Final = frozenset({"number", "amount", "percent"})
_LEAST: Final = "-1000000000000000"
_MOST: Final = "1000000000000000"


@dataclass
class Choices:
    """Lists that are too long for a rule: they stand on the hidden sheet, one below the other."""

    sheet: Worksheet
    column: int
    _next: int = 1
    _known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def formula(self, options: Sequence[str]) -> str:
        """What a rule says of its list."""
        joined = ",".join(options)
        plain = not any(sign in option for option in options for sign in ',"') and all(o == o.strip() for o in options)
        if plain and len(joined) <= _LONGEST_LIST:
            return f'"{joined}"'
        return self._known.setdefault(tuple(options), self._put(options))

    def _put(self, options: Sequence[str]) -> str:
        if tuple(options) in self._known:
            return self._known[tuple(options)]
        first = self._next
        for option in options:
            cell = self.sheet.cell(self._next, self.column)
            cell.value, cell.data_type = option, "s"
            self._next += 1
        letter = letters(self.column)
        return f"'{self.sheet.title}'!${letter}${first}:${letter}${self._next - 1}"


def validate(
    sheet: Worksheet, where: str, plan: Plan, choices: Choices, name: str, spec: Column, words: Sequence[str] = ()
) -> None:
    """Give cells the rule of a field or column; texts and lists of numbers have none. `words` may stand there instead."""
    rule = _rule(plan, choices, spec, words)
    if rule is None:
        return
    if words and rule.type != "list":
        rule.errorStyle = "warning"  # a rule of numbers cannot name the words that it lets pass
    told = short_help(plan, name, spec)
    rule.error, rule.errorTitle = plan.say("form.refused", help=told)[:_LONGEST_PROMPT], plan.say("form.refused_title")
    rule.prompt, rule.promptTitle = told[:_LONGEST_PROMPT], (spec.label or name)[:30]
    rule.showInputMessage = spec.help is not None
    if spec.help:
        rule.prompt = spec.help[:_LONGEST_PROMPT]
    _add(sheet, where, rule)


def choose(sheet: Worksheet, where: str, formula: str) -> None:
    """Give cells a list to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    _add(sheet, where, DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True))


def _add(sheet: Worksheet, where: str, rule: Any) -> None:
    rule.add(where)
    sheet.add_data_validation(rule)


def _rule(plan: Plan, choices: Choices, spec: Column, words: Sequence[str]) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    kinds: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True}
    options = (plan.say("form.word.yes"), plan.say("form.word.no")) if spec.type == "yesno" else spec.choice
    if options is not None or spec.type == "records":
        every = [*(options or ()), *(word for word in words if word not in (options or ()))]
        return DataValidation(type="list", formula1=choices.formula(every), **kinds)
    if spec.type == "date":
        return DataValidation(type="date", operator="greaterThanOrEqual", formula1=_FIRST_DAY, **kinds)
    if spec.type in _WHOLE | _NUMBERS:
        low = max(spec.min, Fraction(0)) if spec.type in _WHOLE and spec.min is not None else spec.min
        least = "0" if low is None and spec.type in _WHOLE else _LEAST if low is None else written(low)
        most = _MOST if spec.max is None else written(spec.max)
        kind = "whole" if spec.type in _WHOLE else "decimal"
        return DataValidation(type=kind, operator="between", formula1=least, formula2=most, **kinds)
    return None
