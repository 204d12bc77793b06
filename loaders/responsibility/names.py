"""What counts as the name of a body (the registry's known names, and endings of bodies as data), and what is a person
beside one: 区科委(张三), 区科委 张三 13900000000. Persons are no owners."""

from __future__ import annotations

import re
from functools import cache

from loaders.registry import registry
from loaders.responsibility.grammar import collective_pattern
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of
from loaders.text.view import fold

_LONGEST = 40
_LONGEST_NOTE = 60
_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]\Z")
_PARTS = re.compile("[、,;/:]")


@cache
def _endings() -> tuple[str, ...]:
    return lexicon().responsibility.body_endings


@cache
def _not_bodies() -> tuple[str, ...]:
    return lexicon().responsibility.not_bodies


class Names:
    """The names that plans of one jurisdiction use; answers are kept, as lists repeat.

    ``lead_marks`` are the signs beside a name that the plan says mark a lead: 标*的为牵头单位. ``with_persons`` where it
    says that persons stand beside the bodies.
    """

    def __init__(self, jurisdiction: str) -> None:
        self.jurisdiction = jurisdiction
        self.lead_marks = ""
        self.with_persons = False
        self._seen: dict[str, bool] = {}

    def known(self, name: str) -> bool:
        """Whether the registry knows ``name`` (folded, without white space) as a body of this jurisdiction."""
        if not 2 <= len(name) <= _LONGEST:
            return False
        if name not in self._seen:
            found = registry().resolve(name, self.jurisdiction)
            self._seen[name] = found.known and not (found.label == "OwnerGroup" and found.known_by == "pattern")
        return self._seen[name]

    def plain(self, name: str) -> bool:
        """Whether ``name`` is plainly a body: the registry knows it, or it says whose it is (市渔业局)."""
        return self.known(name) or bool(registry().prefix(name) and is_body(name))

    def complete(self, name: str) -> bool:
        """Whether ``name`` looks like the whole name of a body or a group of bodies."""
        return is_body(name) or self.known(name)

    def whole(self, name: str) -> bool:
        """Whether ``name`` is complete and nothing but a name: 各区负责用地保障 begins as a group and is a sentence."""
        words = lexicon().responsibility
        if not self.complete(name):
            return False
        ends = (*words.body_endings, *words.places, ")", "]")
        return not name.startswith(words.group_words) or name.endswith(ends) or is_collective(name) or self.known(name)


def is_body(name: str) -> bool:
    """Whether ``name`` ends as names of bodies do (委, 局, 镇, 集团 …) or is a collective (各街镇)."""
    bare = _NOTE.sub("", name)
    if not 2 <= len(bare) <= _LONGEST or bare.endswith(_not_bodies()):
        return is_collective(name)
    return is_collective(name) or bare.endswith(_endings()) or bare.startswith(lexicon().responsibility.group_words)


def is_collective(name: str) -> bool:
    """Whether ``name`` means several bodies: 市直有关部门(单位), 驻区相关企业, 相关区政府."""
    return len(name) <= _LONGEST and collective_pattern().search(name) is not None


def group_key(printed: str) -> str:
    """What two printings of one group in one item share: 各乡镇 is 乡镇; the name itself for a body."""
    name = fold(printed)
    opening = next((word for word in lexicon().responsibility.group_words if name.startswith(word)), "")
    return name[len(opening) :] or name


def is_person(text: str) -> bool:
    """Whether ``text`` (folded) is a family name and one or two characters, and no word or body that begins so."""
    if not 2 <= len(text) <= 4 or is_body(text) or text[-1] in lexicon().responsibility.person_never_ends:
        return False
    if text.startswith(lexicon().responsibility.not_persons):
        return False
    return bool(_person().fullmatch(text))


def tells_persons(text: str) -> bool:
    """Whether all that ``text`` lists is persons (with titles) and telephones: 张三、李四, 联系人:张三, 局长 张三."""
    parts = [part for part in _PARTS.split(text) if part] if len(text) <= _LONGEST_NOTE else []
    titles = lexicon().responsibility.person_titles
    named = [part for part in parts if part not in titles]
    return bool(named) and all(is_person(_untitled(part)) or _phone().fullmatch(part) for part in named)


def _untitled(part: str) -> str:
    """A name without the title before or after it and the telephone behind it: 王芳局长 is 王芳."""
    return _titles().sub("", part)


@cache
def _titles() -> re.Pattern[str]:
    titles = any_of(lexicon().responsibility.person_titles)
    return re.compile(f"^{titles}|{titles}?[0-9-]{{0,16}}$")


@cache
def _phone() -> re.Pattern[str]:
    return re.compile(f"{any_of(lexicon().responsibility.telephones)}[0-9][0-9-]{{5,15}}")


@cache
def _person() -> re.Pattern[str]:
    single, double = lexicon().responsibility.family_names, lexicon().responsibility.compound_family_names
    return re.compile(f"(?:{alternatives(double)})[一-龥]{{1,2}}|[{single}][一-龥]{{1,2}}")
