"""`lawscore lock`: the meaning of a published version is recorded beside it, and may not change from there on."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from lawscore.cli.options import LangOption, Rubric, RubricsOption

CheckOption = Annotated[bool, typer.Option("--check", help="cli.lock_check")]


def lock(rubric: Rubric, *, check: CheckOption = False, lang: LangOption = None, rubrics: RubricsOption = None) -> None:
    from lawscore.checking import rubric_errors
    from lawscore.cli.session import DID_NOT_HOLD, HELD, UNREADABLE, Session
    from lawscore.loading.locks import against_lock, lock_beside, lock_of
    from lawscore.loading.references import Library, meant
    from lawscore.loading.rubrics import load_unlocked

    session = Session.of(lang, rubrics, None)
    library = Library.of(session.rubrics)
    named = meant(rubric, library)
    if named.path is None:
        session.report(named.problems)
        session.leave(UNREADABLE)
    loaded = load_unlocked(named.path, library)
    session.report(loaded.problems)
    if loaded.rubric is None:
        session.leave(UNREADABLE)
    found, beside = loaded.rubric, lock_beside(named.path)
    broken = against_lock(loaded, named.path)
    session.report(broken)
    already = beside.is_file()
    if broken or (check and not already):
        if not already:
            print(session.say("lock.none", name=found.name, path=str(beside)), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    wrong = [] if already else rubric_errors(found)
    session.report(loaded.place(problem) for problem in wrong)
    if wrong or (found.document.status != "published" and not already):
        print(session.say("lock.unsound" if wrong else "lock.draft", name=found.name), file=sys.stderr)
        session.leave(DID_NOT_HOLD)
    if not already:
        session.write_beside(beside, str(lock_of(found, loaded.base_digests)))
    print(session.say("lock.already" if already else "lock.done", name=found.name, path=str(beside)))
    session.leave(HELD)
