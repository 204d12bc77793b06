"""Persons beside the bodies of a list: 区科委(张三), 区科委 张三 13900000000. They are no owners."""

from __future__ import annotations

import re
from functools import cache

from loaders.responsibility.names import is_body
from loaders.text.lexicon import alternatives, lexicon, words

_LONGEST_NOTE = 60
_PARTS = re.compile("[、,;/:]")
_PHONE = re.compile(r"(?:电话|手机|联系电话)?[0-9][0-9-]{5,15}")


def is_person(text: str) -> bool:
    """Whether ``text`` (folded) is a family name and one or two characters, and no word or body that begins so."""
    if not 2 <= len(text) <= 4 or is_body(text) or text[-1] in lexicon("responsibility")["person_never_ends"]:
        return False
    if text.startswith(words("responsibility", "not_persons")):
        return False
    return bool(_person().fullmatch(text))


def tells_persons(text: str) -> bool:
    """Whether all that ``text`` lists is persons (with titles) and telephones: 张三、李四, 联系人:张三, 局长 张三."""
    parts = [part for part in _PARTS.split(text) if part] if len(text) <= _LONGEST_NOTE else []
    titles = words("responsibility", "person_titles")
    named = [part for part in parts if part not in titles]
    return bool(named) and all(is_person(_untitled(part)) or _PHONE.fullmatch(part) for part in named)


def _untitled(part: str) -> str:
    """A name without the title before or after it and the telephone behind it: 王芳局长 is 王芳."""
    titles = alternatives(words("responsibility", "person_titles"))
    return re.sub(f"^(?:{titles})|(?:{titles})?[0-9-]{{0,16}}$", "", part)


@cache
def _person() -> re.Pattern[str]:
    single, double = lexicon("responsibility")["family_names"], words("responsibility", "compound_family_names")
    return re.compile(f"(?:{alternatives(double)})[一-龥]{{1,2}}|[{single}][一-龥]{{1,2}}")
