"""Scalars of a result when it is read back: digits stay texts, and are digits; whole numbers and yes or no are typed."""

from __future__ import annotations

import re
from math import gcd
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from lawscore.catalogue import phrase
from lawscore.models import refuse, shorten, to_whole, to_yesno

#: No number of a result has more digits (the calculation refuses them before).
_DECIMAL: Final = re.compile(r"-?[0-9]{1,2000}(\.[0-9]{1,2000})?")
_EXACT: Final = re.compile(r"0|-?[1-9][0-9]{0,2000}(/[1-9][0-9]{0,2000})?")


def to_shown(value: object) -> object:
    """A decimal as it is shown: `87.50`; anything that is no text is left to the model."""
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise refuse("result_not_shown", given=shorten(value))
    return value


def to_exact(value: object) -> object:
    """An exact value: an integer or `n/d`."""
    if isinstance(value, str) and not _is_exact(value):
        raise refuse("result_not_exact", hint=phrase("hint.result_exact"), given=shorten(value))
    return value


def _is_exact(text: str) -> bool:
    if _EXACT.fullmatch(text) is None:
        return False
    over, _, under = text.partition("/")
    return not under or (under != "1" and gcd(int(over), int(under)) == 1)


def to_amount(value: object) -> object:
    """An exact value that is written with its decimals where they end, else as `n/d`."""
    return value if isinstance(value, str) and _is_exact(value) else to_shown(value)


Shown: TypeAlias = Annotated[str, BeforeValidator(to_shown)]
Exact: TypeAlias = Annotated[str, BeforeValidator(to_exact)]
Amount: TypeAlias = Annotated[str, BeforeValidator(to_amount)]
Whole: TypeAlias = Annotated[int, BeforeValidator(to_whole), WithJsonSchema({"type": "integer"})]
YesNo: TypeAlias = Annotated[bool, BeforeValidator(to_yesno), WithJsonSchema({"type": "boolean"})]
