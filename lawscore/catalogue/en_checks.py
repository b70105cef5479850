"""en: to be filled."""

MESSAGES: dict[str, str] = {}
