"""How an output names a rubric: a draft is marked wherever one is named."""

from __future__ import annotations

from lawscore.catalogue import Language, phrase, say
from lawscore.rubric.bound import Rubric


def marked(rubric: Rubric, language: Language) -> str:
    """`id@version`, and that it is a draft where it is one."""
    return rubric.name + mark_of(rubric, language)


def mark_of(rubric: Rubric, language: Language) -> str:
    """The mark of a draft; nothing for what was published."""
    return say(phrase("mark.draft"), language) if is_draft(rubric) else ""


def is_draft(rubric: Rubric) -> bool:
    """Whether it was not issued yet."""
    return rubric.document.status == "draft"


def rubric_part(rubric: Rubric) -> dict[str, str]:
    """Which rubric made a result, as JSON has it."""
    return {"id": rubric.id, "version": rubric.version, "digest": rubric.digest, "status": rubric.document.status}
