"""The ways in which an expression can be evaluated. Each is switched on where rules bind their expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from lawscore.expressions.binding import Program
from lawscore.expressions.reference import evaluate
from lawscore.rules import binder


@contextmanager
def compiled() -> Iterator[None]:
    """Programs compiled from the checked tree, as they come."""
    yield


@contextmanager
def by_reference() -> Iterator[None]:
    """The same programs, each walked by simpleeval: what is bound inside scores by the reference evaluator."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("bind", "bind_condition"):
            patch.setattr(binder, name, _walked(getattr(binder, name)))
        yield


def _walked(bind: Callable[..., Program]) -> Callable[..., Program]:
    def bound(*arguments: Any) -> Program:
        program = bind(*arguments)
        return replace(program, run=lambda scope: evaluate(program, scope))

    return bound


PATHS = {"compiled": compiled, "reference": by_reference}
