"""What counts as the name of a body: the registry's known names, and endings of bodies as data."""

from __future__ import annotations

from functools import cache

from loaders.registry import registry
from loaders.text.lexicon import words

_LONGEST = 40


@cache
def _endings() -> tuple[str, ...]:
    return words("responsibility", "body_endings")


@cache
def _not_bodies() -> tuple[str, ...]:
    return words("responsibility", "not_bodies")


class Names:
    """The names that plans of one jurisdiction use; answers are kept, as lists repeat.

    ``lead_marks`` are the signs beside a name that the plan says mark a lead: 标*的为牵头单位.
    """

    def __init__(self, jurisdiction: str) -> None:
        self.jurisdiction = jurisdiction
        self.lead_marks = ""
        self._seen: dict[str, bool] = {}

    def known(self, name: str) -> bool:
        """Whether the registry knows ``name`` (folded, without white space) as a body of this jurisdiction."""
        if not 2 <= len(name) <= _LONGEST:
            return False
        if name not in self._seen:
            found = registry().resolve(name, self.jurisdiction)
            self._seen[name] = found.known and not (found.label == "OwnerGroup" and found.known_by == "pattern")
        return self._seen[name]

    def complete(self, name: str) -> bool:
        """Whether ``name`` looks like the whole name of a body or a group of bodies."""
        return is_body(name) or self.known(name)


def is_body(name: str) -> bool:
    """Whether ``name`` ends as names of bodies do (委, 局, 镇, 集团 …) or is a collective (各街镇)."""
    bare = name[: name.rfind("(")] if name.endswith(")") and "(" in name else name
    if not 2 <= len(bare) <= _LONGEST or bare.endswith(_not_bodies()):
        return False
    return bare.endswith(_endings()) or bare.startswith(words("responsibility", "group_words"))
