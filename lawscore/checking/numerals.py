"""Numbers as a sentence writes them: 0.5, 10,000, 零点五, 两, 二十, 半, 壹仟."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from lawscore.numbers import ZERO, parse_number

#: Capital ones: 壹仟贰佰元. 队伍 and 登陆 are words.
CAPITAL: Final = r"(?<![队入退军登大着水内])[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟零〇万]*|拾(?=[分万佰仟元])"
#: A number as a pattern; `HAN` is one in Chinese characters.
HAN: Final = (
    r"[〇零一二两三四五六七八九十百千万]+(?:点[〇零一二三四五六七八九]+)?|半"
    rf"|(?:{CAPITAL})(?:点[〇零壹贰叁肆伍陆柒捌玖]+)?"
)
NUMBER: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|{HAN}"

_DIGITS: Final[Mapping[str, int]] = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS: Final[Mapping[str, int]] = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE: Final = "万"
HALF: Final = Fraction(1, 2)


def number_of(text: str) -> Fraction:
    """The value of a number that was found by `NUMBER`."""
    if text == "半":
        return HALF
    if text[0].isdigit():
        return parse_number(text.replace(",", ""))
    whole, _, after = text.partition("点")
    digits = "".join(str(_DIGITS[sign]) for sign in after)
    return _whole(whole) + (Fraction(int(digits), 10 ** len(digits)) if digits else ZERO)


def _whole(text: str) -> Fraction:
    """二十五, 一百零三, 二〇一七, 三万."""
    high, large, low = text.rpartition(_LARGE)
    if large:
        return (_whole(high) if high else Fraction(1)) * 10_000 + (_whole(low) if low else ZERO)
    if all(sign in _DIGITS for sign in text):
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in text)))
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return Fraction(total + digit)
