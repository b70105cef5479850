"""Spark looks at which pandas there is whenever Arrow is asked for, and warns of what is not used here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from warnings import catch_warnings, filterwarnings


@contextmanager
def quietly() -> Iterator[None]:
    """Without that warning."""
    with catch_warnings():
        filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        yield
