"""English: words that stand inside sentences."""

MESSAGES = {
    "word.yes": "yes",
    "word.no": "no",
    "word.day": "1 day",
    "word.days": "{count} days",
    "word.working_day": "1 working day",
    "word.working_days": "{count} working days",
    "word.percent": "{value}%",
    "word.unknown": "unknown",
    "word.not_applicable": "not applicable",
    "word.assessor": "the assessor",
    "word.no_reason": "not stated",
    "word.kind.number": "a number",
    "word.kind.percent": "a percentage",
    "word.kind.date": "a date",
    "word.kind.yesno": "yes or no",
    "word.kind.text": "a text",
    "word.kind.choice": "a choice",
    "word.kind.records": "a list of records",
    "word.kind.numbers": "a list of numbers",
    "word.kind.any": "something of unknown kind",
}
