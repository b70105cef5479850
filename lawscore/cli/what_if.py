"""`lawscore what-if`: set points, prices, thresholds or a unit's values, and see whom it moves; nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from lawscore.cli.diff import AllOption
from lawscore.cli.options import (
    Data,
    EncodingOption,
    Format,
    FormatOption,
    LangOption,
    LayerOption,
    OutputOption,
    Rubric,
    RubricsOption,
)

if TYPE_CHECKING:
    from lawscore.cli.session import Session
    from lawscore.loading.what_if import Changes
    from lawscore.problems import Where
    from lawscore.rubric.bound import Rubric as BoundRubric

SetOption = Annotated[list[str] | None, typer.Option("--set", metavar="ADDRESS=VALUE", help="cli.set")]
ValueOption = Annotated[list[str] | None, typer.Option("--value", metavar="FIELD=VALUE", help="cli.value")]
AnswerOption = Annotated[list[str] | None, typer.Option("--answer", metavar="RULE=ANSWER", help="cli.answer")]
ChangesOption = Annotated[Path | None, typer.Option("--changes", metavar="FILE", help="cli.changes")]
UnitOption = Annotated[str | None, typer.Option("--unit", metavar="ID", help="cli.what_if_unit")]


def what_if(
    rubric: Rubric,
    data: Data,
    *,
    set_: SetOption = None,
    unit: UnitOption = None,
    value: ValueOption = None,
    answer: AnswerOption = None,
    changes: ChangesOption = None,
    every: AllOption = False,
    layer: LayerOption = None,
    form: FormatOption = Format.table,
    encoding: EncodingOption = None,
    lang: LangOption = None,
    output: OutputOption = None,
    rubrics: RubricsOption = None,
) -> None:
    from lawscore.analysis.effect.trying import try_changes
    from lawscore.cli.effects import places, report_data, tell
    from lawscore.cli.session import UNREADABLE, Session

    session = Session.of(lang, rubrics, output, encoding)
    options = _Options(session, unit, value or [], answer or [], set_ or [])
    loaded = session.find(rubric)
    session.report(loaded.problems)
    if loaded.rubric is None:
        session.leave(UNREADABLE)
    wanted = options.changes(loaded.rubric, changes)
    gathered = session.gathered(loaded.rubric, data, session.layer(layer))
    trial = try_changes(loaded.rubric, gathered, wanted, places(loaded))
    session.report(trial.problems)
    if trial.effect is None:
        session.leave(UNREADABLE)
    report_data(session, trial.effect)
    if trial.effect.unsound:
        print(session.say("cli.unsound_after"), file=sys.stderr)
        session.report(trial.effect.unsound)
    tell(session, trial.effect, form, unit, every=every, title="effect.what_if_heading")
    session.leave(session.status(trial.effect.problems))


class _Options:
    """What the command line sets, beside a file of changes."""

    def __init__(
        self, session: Session, unit: str | None, values: list[str], answers: list[str], settings: list[str]
    ) -> None:
        self.session, self.unit = session, unit
        self.written = {"--set": settings, "--value": values, "--answer": answers}

    def changes(self, rubric: BoundRubric, file: Path | None) -> Changes:
        """All changes; what cannot be read, or nothing at all, ends the run."""
        from lawscore.loading.what_if import load_changes

        own, texts = self._document(rubric)
        mine, problems = load_changes(own)
        theirs, more = load_changes(file) if file is not None else (None, [])
        self.session.report((*problems, *more))
        if mine is None or more:
            self._end()
        mine = replace(mine, locate=partial(_written, texts))
        whole = mine if theirs is None else theirs.plus(mine)
        if whole.is_empty:
            self._end("cli.nothing_set")
        return whole

    def _document(self, rubric: BoundRubric) -> tuple[dict[str, Any], dict[tuple[str | int, ...], Any]]:
        """The options as a document, and what was written for each of its parts."""
        from lawscore.models import shorten
        from lawscore.problems import Where
        from lawscore.submission.words import fold

        document: dict[str, Any] = {"set": {}, "units": {}, "answers": {}, "givens": {}}
        texts: dict[tuple[str | int, ...], Any] = {}
        for option, name, value, text in self._pairs():
            path = self._path(option, name, rubric)
            here = document
            for step in path[:-1]:
                here = here.setdefault(step, {})
            if fold(name) in map(fold, here):
                self._end("problem.setting_doubled", given=shorten(name))
            here[name] = value
            texts[path] = Where(file=f"{option} {shorten(name)}={shorten(text)}")
        return document, texts

    def _path(self, option: str, name: str, rubric: BoundRubric) -> tuple[str, ...]:
        if option == "--set":
            return ("set", name)
        if option == "--value" and self.unit is None and name in rubric.document.givens:
            return ("givens", name)
        if self.unit is None:
            self._end("cli.value_without_unit")
        return ("units" if option == "--value" else "answers", self.unit, name)

    def _pairs(self) -> Iterator[tuple[str, str, Any, str]]:
        """What is set to what, by which option, and the value as it was typed."""
        for option, texts in self.written.items():
            for text in texts:
                name, sign, value = text.partition("=")
                if not sign or not name.strip():
                    form = self.session.say(f"cli.{_FORMS[option]}_form")
                    self._end("cli.not_a_setting", given=f"{option} {text}", form=form)
                typed = value.strip()
                yield option, name.strip(), self._value(f"{option} {text}", typed), typed

    def _value(self, written: str, text: str) -> Any:
        """A text; what is in braces or brackets is read as YAML."""
        if text[:1] not in ("{", "["):
            return text
        from lawscore.loading.yaml_reader import read_yaml

        source, problems = read_yaml(f"value: {text}", written)
        self.session.report(problems)
        if source is None or problems or not isinstance(source.data, dict):
            self._end()
        return source.data["value"]

    def _end(self, key: str = "", **facts: object) -> NoReturn:
        from lawscore.cli.session import UNREADABLE

        if key:
            print(self.session.say(key, **facts), file=sys.stderr)
        self.session.leave(UNREADABLE)


_FORMS = {"--set": "setting", "--value": "value", "--answer": "answer"}


def _written(texts: Mapping[tuple[str | int, ...], Where], path: tuple[str | int, ...]) -> Where:
    """What was written on the command line for a part of the changes; for a whole unit, its first option."""
    return next(where for known, where in texts.items() if known[: len(path)] == path)
