"""Words as patterns: any of many words, and patterns that are looked for only where one of their first letters stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass


def by_length(found: Iterable[str]) -> tuple[str, ...]:
    """Words, longest first."""
    return tuple(sorted({str(word) for word in found}, key=lambda word: (-len(word), word)))


def alternatives(found: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first; words of one first letter are one branch."""
    branches: dict[str, list[str]] = {}
    for word in by_length(found):
        branches.setdefault(word[:1], []).append(re.escape(word[1:]))
    return "|".join(
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in branches.items()
    )


def any_of(found: Iterable[str]) -> str:
    """``alternatives`` as a group."""
    return f"(?:{alternatives(found)})"


def kinds(listed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """word → kind, of a mapping kind → words."""
    return {word: kind for kind, found in listed.items() for word in found}


def chain(steps: Iterable[Iterable[str]]) -> str:
    """A pattern that matches one word of each step, one right after the other; an empty word makes a step optional."""
    return "".join(any_of(step) for step in steps)


def begins(steps: Iterable[Iterable[str]]) -> str:
    """The letters that a ``chain`` may begin with."""
    letters: set[str] = set()
    for step in steps:
        letters.update(word[:1] for word in step)
        if "" not in letters:
            break
        letters.discard("")
    return "".join(sorted(letters))


@dataclass(frozen=True, slots=True)
class Led:
    """A pattern of many words whose matches all begin with one of some letters or pairs of them, and hold at least one.

    Python tries such a pattern at every character; this goes from one of the beginnings to the next.
    """

    pattern: re.Pattern[str]
    firsts: re.Pattern[str]

    @classmethod
    def of(cls, pattern: str, beginnings: Iterable[str]) -> Led:
        """``beginnings`` are all that a match may begin with: letters, or words of which the first two count."""
        return cls(re.compile(pattern), re.compile(_any_beginning(set(beginnings))))

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The matches in ``start``..``end``, as those of a pattern."""
        match = self.pattern.match
        for first in self.firsts.finditer(text, start, end):
            at = first.start()
            if at >= start and (found := match(text, at, end)) and found.end() > at:
                yield found
                start = found.end()

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in ``start``..``end``."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, at: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at ``at``."""
        return self.pattern.match(text, at, end)


def _any_beginning(beginnings: Set[str]) -> str:
    """A pattern of one letter: one of those, or the first of a pair that its second follows."""
    letters = {word for word in beginnings if len(word) == 1}
    pairs: dict[str, set[str]] = {}
    for word in beginnings:
        if word[0] not in letters:
            pairs.setdefault(word[0], set()).add(word[1])
    parts = [_class(letters)] if letters else []
    return "|".join([*parts, *(f"{re.escape(first)}(?={_class(pairs[first])})" for first in sorted(pairs))])


def _class(letters: Iterable[str]) -> str:
    return f"[{''.join(re.escape(one) for one in sorted(letters))}]"
