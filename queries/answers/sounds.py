"""How Chinese is said, syllable by syllable and without tones: 重庆 is chong qing, though 重 alone is zhong.

``sounds.csv`` holds what pypinyin knows and a name needs, in a tenth of its memory. A row is a sound and what is said so:
characters, or for a sound of several syllables words; words without a sound are said as their characters are, and tell
where the next word begins.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "sounds.csv"


@dataclass(frozen=True, slots=True)
class _Sounds:
    """Characters in order beside the numbers of their syllables; words, and how long the longest is by first character."""

    syllables: tuple[str, ...]
    characters: str
    numbers: array[int]
    words: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]

    def of(self, character: str) -> str | None:
        """How a character is said by itself; None for one that is not Chinese."""
        place = bisect_left(self.characters, character)
        known = self.characters[place : place + 1] == character
        return self.syllables[self.numbers[place]] if known else None


@cache
def _sounds() -> _Sounds:
    said: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text("utf-8").splitlines()[1:]:
        sound, _, written = line.partition(",")
        if sound and " " not in sound:
            said |= dict.fromkeys(written, sound)
        else:
            words |= dict.fromkeys(written.split(), tuple(map(sys.intern, sound.split())))
    syllables = tuple(sorted(set(said.values())))
    number = {syllable: place for place, syllable in enumerate(syllables)}
    characters = "".join(sorted(said))
    numbers = array("H", (number[said[char]] for char in characters))
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(len(word), longest.get(word[0], 0))
    return _Sounds(tuple(map(sys.intern, syllables)), characters, numbers, words, longest)


def syllables_of(text: str) -> tuple[str, ...]:
    """The syllables of ``text``, each run of Latin letters and digits as one; () for a text without Chinese."""
    return () if text.isascii() else tuple(part for part in _parts(text) if part.isascii() and part.isalnum())


def _parts(text: str) -> Iterator[str]:
    """Syllables, and what stands between Chinese characters."""
    known, place, other = _sounds(), 0, ""
    while place < len(text):
        alone = known.of(text[place])
        word = _word(known, text, place) if alone else None
        if alone and other:
            yield other
            other = ""
        if word:
            yield from known.words[word] or filter(None, map(known.of, word))
        elif alone:
            yield alone
        else:
            other += text[place]
        place += len(word or text[place])
    if other:
        yield other


def _word(known: _Sounds, text: str, place: int) -> str | None:
    """The longest word that begins at ``place``."""
    for end in range(min(place + known.longest.get(text[place], 0), len(text)), place + 1, -1):
        if (word := text[place:end]) in known.words:
            return word
    return None
