"""Traditional characters and their simplified forms, code point for code point."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import opencc


class _Simplified(dict[int, str]):
    """Code point of a traditional character → its simplified form, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = char if code < 0x3400 or 0xD800 <= code < 0xE000 else _converter("t2s").convert(char)  # no surrogates
        self[code] = found if len(found) == 1 else char
        return self[code]


@cache
def _converter(direction: str) -> opencc.OpenCC:
    import opencc  # only texts in traditional characters need it

    return opencc.OpenCC(direction)


# For ``str.translate``: one code point stays one, so that places in a text stay what they are.
SIMPLIFIED = _Simplified()


def traditional_forms(text: str) -> list[str]:
    """The ways in which the mainland's, Taiwan's and Hong Kong's standards write ``text`` in traditional characters.

    The last two go on from the first, so that its dictionary of phrases (28 MB) is held once.
    """
    written = _converter("s2t").convert(text)
    forms = (written, _converter("t2tw").convert(written), _converter("t2hk").convert(written))
    return [form for form in dict.fromkeys(forms) if form != text]
