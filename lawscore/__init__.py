"""lawscore: exact, explainable scoring for the annual rule-of-law government assessment (法治政府建设考核).

rubric = lawscore.load_rubric("county-government@2023.1")
assessment = lawscore.assess(rubric, "county.yaml")
print(assessment["tieling"].explain("4.2"))
"""

from typing import TYPE_CHECKING, Any

from lawscore.version import __version__

if TYPE_CHECKING:
    from lawscore.facts.items import Item
    from lawscore.library import Assessment, Scorecard, assess, assess_table, compare, diff, effect, verify, what_if
    from lawscore.loading.rubrics import load_rubric
    from lawscore.loading.submissions import load_submissions
    from lawscore.problems import Problem, ProblemsError, QuestionError, ResultError, RubricError, Where
    from lawscore.rubric.bound import Rubric

__all__ = [
    "Assessment",
    "Item",
    "Problem",
    "ProblemsError",
    "QuestionError",
    "ResultError",
    "Rubric",
    "RubricError",
    "Scorecard",
    "Where",
    "__version__",
    "assess",
    "assess_table",
    "compare",
    "diff",
    "effect",
    "load_rubric",
    "load_submissions",
    "verify",
    "what_if",
]

_HOMES = {
    "Assessment": "lawscore.library",
    "Item": "lawscore.facts.items",
    "Problem": "lawscore.problems",
    "ProblemsError": "lawscore.problems",
    "QuestionError": "lawscore.problems",
    "ResultError": "lawscore.problems",
    "Rubric": "lawscore.rubric.bound",
    "RubricError": "lawscore.problems",
    "Scorecard": "lawscore.library",
    "Where": "lawscore.problems",
    "assess": "lawscore.library",
    "assess_table": "lawscore.library",
    "compare": "lawscore.library",
    "diff": "lawscore.library",
    "effect": "lawscore.library",
    "load_rubric": "lawscore.loading.rubrics",
    "load_submissions": "lawscore.loading.submissions",
    "verify": "lawscore.library",
    "what_if": "lawscore.library",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import lawscore` itself stays quick."""
    if name not in _HOMES:
        msg = f"module 'lawscore' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """What completion shows: the public names."""
    return list(__all__)
