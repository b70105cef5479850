"""English: what is wrong with a single value."""

MESSAGES = {
    "problem.not_a_number": "expected a number, got '{given}'",
    "problem.number_too_long": "the number '{given}' is too long to be a figure",
    "problem.percent_not_expected": "expected a plain number; '{given}' has a percent sign",
    "problem.percent_sign_missing": "expected a percentage such as 92.02%; '{given}' has no percent sign",
    "problem.not_a_percent": "expected a percentage such as 92.02%, got '{given}'",
    "problem.thousands_separator": "the number '{given}' must not have thousands separators; take the commas out",
    "problem.not_finite": "'{given}' is not a finite number",
    "problem.not_whole": "expected a whole number, got '{given}'",
    "problem.not_yes_or_no": "expected yes or no, got '{given}'",
    "problem.not_a_date": "'{given}' is not a date of the calendar; write dates as 2023-12-31",
    "problem.date_unreadable": "'{given}' cannot be read as a date",
    "hint.date_form": "write dates as 2023-12-31",
    "hint.date_either": "write {one} or {other}, whichever is meant",
    "problem.not_a_text": "expected a text, got {given}",
    "problem.name_is_keyword": "'{name}' is a reserved word of expressions and cannot be a name",
    "problem.not_a_name": "'{name}' cannot be a name: use letters, digits and underscores, not starting with a digit",
    "word.mapping": "a mapping",
    "word.list": "a list",
    "word.text": "a text",
}
