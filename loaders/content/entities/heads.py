"""Head nouns: the nouns that names end in, and what may follow them within a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from loaders.text.lexicon import lexicon

_BRACKETED = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun with the label and kind of what it names, and what must stand before it (``needs``):

    letters (any two), function (a proper part, or a function in many words), own (a proper part), program (a proper
    part, or many words after a verb of carrying out), quote (a quoted word).
    """

    word: str
    label: str
    kind: str
    needs: str


@cache
def heads() -> Mapping[str, tuple[Head, ...]]:
    """Head nouns by their last character, the longest first."""
    table: dict[str, dict[str, Head]] = {}
    for raw in lexicon().entities.heads:
        for word in raw.words:
            table.setdefault(word[-1], {}).setdefault(word, Head(word, raw.label, raw.kind, raw.needs))
    return {last: tuple(sorted(found.values(), key=lambda h: -len(h.word))) for last, found in table.items()}


def head_words() -> Iterator[str]:
    """All head nouns."""
    return (head.word for found in heads().values() for head in found)


def head_ends(phrase: str, places: Iterable[int] | None = None) -> Iterator[tuple[int, Head]]:
    """The head nouns of ``phrase`` from its end: (where the noun ends, noun). Words that only look like one are passed.
    ``places`` are where one may end, if that is known, the last first."""
    if "(" in phrase:
        phrase = _BRACKETED.sub(lambda m: "\0" * len(m[0]), phrase)
    table, below = heads(), len(phrase)
    for at in range(len(phrase), 1, -1) if places is None else places:
        if at < 2 or at > below:
            continue  # one letter, or within the noun behind it
        for head in table.get(phrase[at - 1], ()):
            if phrase.endswith(head.word, 0, at):
                if not _is_other_word(phrase, at, head):
                    yield at, head
                    below = at - len(head.word)
                break


def end_head(phrase: str) -> Head | None:
    """The head noun that ``phrase`` ends in."""
    if len(phrase) < 2:
        return None
    for head in heads().get(phrase[-1], ()):
        if phrase.endswith(head.word):
            return None if _is_other_word(phrase, len(phrase), head) else head
    return None


def _is_other_word(phrase: str, at: int, head: Head) -> bool:
    """网络安全, 发展, 机场: the letters of a head noun inside another word."""
    endings, beginnings = _other_words(head.word)
    return phrase.endswith(endings, 0, at) or phrase.startswith(beginnings, at - len(head.word))


@cache
def _other_words(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that end, and those that begin, with the letters of ``head`` and mean something else."""
    longer = [word for word in lexicon().entities.not_heads if len(word) > len(head)]
    return tuple(w for w in longer if w.endswith(head)), tuple(w for w in longer if w.startswith(head))


def tail_fits(rest: str) -> bool:
    """Whether what follows a head noun within its phrase is no part of a name (系统【功能】)."""
    tails, long_tails = _tails()
    return not rest or rest.startswith(long_tails) or rest in tails


@cache
def _tails() -> tuple[frozenset[str], tuple[str, ...]]:
    """All tails, and those that a longer phrase may go on after; 上 alone ends a phrase, but begins 网上办事大厅."""
    tails = lexicon().entities.tails
    return frozenset(tails), tuple(tail for tail in tails if len(tail) > 1)
