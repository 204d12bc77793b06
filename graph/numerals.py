"""Numerals, read and written: Arabic, Chinese (二十三, 两千五百万) and years digit by digit (二〇二三)."""

from __future__ import annotations

from graph.ids import numeral

# The signs that Chinese ordinals are written with.
ORDINAL = "一二三四五六七八九十百〇零"
_DIGITS = "零一二三四五六七八九"
_UNITS = (("亿", 100_000_000), ("万", 10_000), ("千", 1_000))
# Other signs that stand for these: a zero as scans and keyboards give it, and two of something.
_SAME = str.maketrans({"○": "〇", "O": "〇", "o": "〇", "0": "〇", "两": "二"})


def value(text: str) -> int:
    """The number that a numeral stands for: 12, 二十三, 两千五百万, 二〇二三; a bare unit (百) is one of it.

    Raises KeyError or ValueError for what is no numeral.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    rest, total = text.translate(_SAME), 0
    for unit, size in _UNITS:
        head, sign, after = rest.rpartition(unit)
        if sign:
            total += (value(head) if head else 1) * size
            rest = after
    return total + numeral(rest) if rest else total


def written(number: int) -> str:
    """``number`` as a Chinese ordinal (二十三), in digits where it is not of 1 to 999."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
