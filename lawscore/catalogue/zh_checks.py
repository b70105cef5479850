"""zh: to be filled."""

MESSAGES: dict[str, str] = {}
