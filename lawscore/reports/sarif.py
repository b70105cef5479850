"""Problems as SARIF 2.1.0, the form in which editors and code hosts take what a checker found (OASIS, 2023)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from lawscore.catalogue import LANGUAGE_TAGS, Language, Phrase, messages, phrase, say
from lawscore.checking import CHECKS, CheckRule
from lawscore.classes import dataclass
from lawscore.editing.fixing import Mend
from lawscore.editing.site import Sheet
from lawscore.loading.source import Tree
from lawscore.problems import Problem
from lawscore.version import __version__

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ENDINGS: Final[Mapping[Language, str]] = {"zh": ".zh-CN.md", "en": ".md"}
#: By which an entry of a list is known, whatever its place.
_IDS: Final = ("id", "indicator", "grade", "name", "document")


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, the document in which it stands, and its mend where it has one that holds."""

    problem: Problem
    data: Tree = None
    sheet: Sheet | None = None
    mend: Mend | None = None


def sarif(findings: Sequence[Finding], language: Language) -> dict[str, Any]:
    """The log of one run."""
    rules = list(_rules(findings, language))
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "lawscore", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": {**driver, "language": LANGUAGE_TAGS[language]}},
        "language": LANGUAGE_TAGS[language],
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": list(_results(findings, index, language)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(findings: Iterable[Finding], language: Language) -> Iterator[dict[str, Any]]:
    """Every check, and every other code that was found."""
    for check in CHECKS:
        yield _check_rule(check, language)
    checks = {check.code for check in CHECKS}
    for code in dict.fromkeys(finding.problem.code for finding in findings):
        if code not in checks:
            yield _rule(code, "error", None, f"docs/problems.md#{code}", language)


def _check_rule(check: CheckRule, language: Language) -> dict[str, Any]:
    return _rule(check.id, check.severity, check.title, f"docs/checks/{check.id}{_ENDINGS[language]}", language)


#: A number and its noun in a sentence of the catalogue: `{count:unit/units}`.
_NOUN: Final = re.compile(r"\{(\w+):[^/}]*/([^}]*)\}")


def _rule(name: str, level: str, title: Phrase | None, page: str, language: Language) -> dict[str, Any]:
    sentence = messages(language).get(f"problem.{name.replace('-', '_')}", name)
    full = _NOUN.sub(r"{\1} \2", sentence)
    told = say(title, language) if title is not None else full
    link = say(phrase("sarif.page", page=page), language)
    return {
        "id": name,
        "shortDescription": {"text": told},
        "fullDescription": {"text": full},
        # The standard takes only absolute addresses as `helpUri`; the page comes with the package, so its path is told.
        "help": {"text": link, "markdown": f"[{page}]({page})"},
        "defaultConfiguration": {"level": level},
    }


def _results(findings: Sequence[Finding], index: Mapping[str, int], language: Language) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        problem = finding.problem
        name = _rule_name(problem.code)
        print_ = _fingerprint(finding)
        seen[print_] += 1
        hint = problem.hint_text(language)
        result: dict[str, Any] = {
            "ruleId": name,
            "ruleIndex": index[name],
            "level": problem.severity,
            "message": {
                "text": f"{problem.message(language)}{_BETWEEN[language]}{hint}" if hint else problem.message(language)
            },
            "locations": [{"physicalLocation": _location(problem)}],
            "partialFingerprints": {"lawscore/v1": f"{print_}:{seen[print_]}"},
        }
        if finding.mend is not None and finding.sheet is not None:
            result["fixes"] = [_fix(problem, finding.mend, finding.sheet, language)]
        yield result


_BETWEEN: Final[Mapping[Language, str]] = {"zh": "；", "en": "; "}


def _rule_name(code: str) -> str:
    return next((check.id for check in CHECKS if check.code == code), code)


def _location(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri_of(problem.where.file)}}
    if problem.where.line is not None:
        place["region"] = {"startLine": problem.where.line, "startColumn": problem.where.column or 1}
    return place


def uri_of(file: str) -> str:
    """The address of a file: relative where the path is, as a `file:` address where it is not."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(PurePath(file).as_posix())


def _fix(problem: Problem, mend: Mend, sheet: Sheet, language: Language) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(sheet, splice.start, splice.end), "insertedContent": {"text": splice.text}}
        for splice in mend.splices
    ]
    change = {"artifactLocation": {"uri": uri_of(problem.where.file)}, "replacements": replacements}
    text = problem.hint_text(language) or problem.message(language)
    return {"description": {"text": text}, "artifactChanges": [change]}


def _region(sheet: Sheet, start: int, end: int) -> dict[str, int]:
    (first, column), (last, stop) = sheet.place(start), sheet.place(end)
    return {"startLine": first, "startColumn": column, "endLine": last, "endColumn": stop}


def _fingerprint(finding: Finding) -> str:
    """What a problem says and of which part, without lines: the same after lines were put in above it."""
    problem = finding.problem
    line = "" if problem.where.path else (problem.where.source or "").strip()
    said = (PurePath(problem.where.file).as_posix(), problem.code, *_steps(finding), line, str(sorted(_plain(problem))))
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:32]


def _plain(problem: Problem) -> Iterator[tuple[str, str]]:
    return ((key, str(value)) for key, value in problem.facts.items() if key != "line")


def _steps(finding: Finding) -> Iterator[str]:
    """The path of a problem, with the id of an entry in the place of its number."""
    data: Any = finding.data
    for step in finding.problem.where.path:
        inside = isinstance(data, dict) or (isinstance(data, list) and isinstance(step, int) and step < len(data))
        data = (data.get(step) if isinstance(data, dict) else data[step]) if inside else None
        known = next((data[key] for key in _IDS if isinstance(data, dict) and isinstance(data.get(key), str)), None)
        yield str(known if isinstance(step, int) and known is not None else step)
