"""English: how very many units were scored: by columns, or one by one, and why."""

from typing import Final

MESSAGES: Final = {
    "columns.by_columns": "units scored by columns: {count}, with {evaluations} evaluations",
    "columns.one_by_one": "units scored one by one: {count} ({why})",
    "columns.why.looks_around": "the rubric compares units, or the score of a unit rests on other units",
    "columns.why.beside": "other data files speak of units too",
    "columns.why.form": "the table does not have one row for each unit",
    "columns.why.columns": "names of columns stand twice or are blank",
    "columns.why.cut": "the table could not be read to its end",
    "columns.why.layers_or_years": "the table has several layers or years",
    "columns.why.irregular": "without an id, standing twice, of no known class, or without any data",
}
