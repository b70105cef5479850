"""`lawscore conformance`: the cases of the kit, run by this engine."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
from lawscore.conformance.kit import load_kit
from lawscore.conformance.report import as_json, render, run_kit
from lawscore.problems import errors
from lawscore.reports.tables import Format


def conformance_command(
    session: Session, paths: Sequence[Path], form: Format, *, number: int | None, list_only: bool
) -> int:
    """Run the kit; the status is 0 where all cases pass, 1 where one fails or none ran, 2 where a file is unreadable."""
    kit = load_kit(paths)
    session.report(kit.problems)
    if errors(kit.problems):
        return UNREADABLE
    if number is not None:
        kit = kit.about(number)
    if list_only:
        session.write("".join(f"{case.id}\n" for _, case in kit.cases()))
        return HELD
    verdicts = run_kit(kit)
    if not verdicts:
        print(session.say("cli.no_cases"), file=sys.stderr)
        return DID_NOT_HOLD
    if form == "json":
        session.write(json.dumps(as_json(verdicts), ensure_ascii=False, indent=2) + "\n")
    else:
        session.write(render(verdicts, form, session.language))
    return HELD if all(verdict.passed for verdict in verdicts) else DID_NOT_HOLD
