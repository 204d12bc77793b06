"""Whether a line had to break where it does: what follows did not fit in the room that was left."""

from __future__ import annotations

import re

from loaders.readers.builder import placed

# What no break parts: a sign that opens and what follows it, a word or number of Latin letters, signs that close it, and
# what stands on both sides of a quotation mark.
_OPEN, _WORD, _CLOSE, _QUOTE = (
    "[“‘《（(〔【]{0,4}",
    "(?:[!-~]{1,40}|.)",
    "[》）)〕】，。；、：！？,;:.!?%]{0,4}",
    "[“”‘’]{1,2}",
)
_UNIT = re.compile(f"{_OPEN}{_WORD}{_CLOSE}(?:{_QUOTE}(?:{_WORD}{_CLOSE})?){{0,4}}")
_NARROW = re.compile("[!-~]")
# Rules of setting squeeze a line by so much.
_SQUEEZED = 0.3
# The space that is set before a Latin word or a number.
_BEFORE_LATIN = 0.3


def ems(text: str) -> float:
    """How wide ``text`` is in Chinese characters."""
    return len(text) - len(_NARROW.findall(text)) / 2


def had_to_break(room: float, after: str) -> bool:
    """Whether what ``after`` begins with did not fit in a line with so much ``room``, in Chinese characters."""
    unit = _UNIT.match(placed(after))
    if unit is None:
        return False
    return ems(unit[0]) + (_BEFORE_LATIN if unit[0][0].isascii() else 0.0) > room - _SQUEEZED
