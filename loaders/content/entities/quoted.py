"""Names in quotes: "松慧作业"平台, "松江南站智慧枢纽""上海科技影都"和"G60科创之眼"三大超级场景.

A quoted word is a name where a head noun follows that says what it is, or where it ends in one itself. One quoted
word keeps the head noun in its name; in a list of them each is a name by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.content.entities.heads import Head, head_ends
from loaders.content.entities.phrases import Phrase
from loaders.content.reading import Reading
from loaders.text.lexicon import lexicon

_HAN = re.compile(r"[一-鿿]")
# A head noun stands at most so many characters after the quote: "天地一体"【基础】网络.
_NEAR = 6


@dataclass(frozen=True, slots=True)
class QuotedName:
    """A quoted name at view characters ``start``..``end`` with its label."""

    start: int
    end: int
    label: str
    kind: str | None


@cache
def _extra_heads() -> tuple[Head, ...]:
    """Head nouns after quotes, the longest first; what is no head noun elsewhere goes by the one that it ends in."""
    raw = lexicon().entities
    listed = sorted(set(raw.quoted_heads) - set(raw.quoted_not), key=lambda w: (-len(w), w))
    found = []
    for word in listed:
        inner = next((head for at, head in head_ends(word) if at == len(word)), None)
        label, kind = (inner.label, inner.kind) if inner else ("NamedProject", "project")
        strength = inner.strength if inner and inner.word == word else "weak"
        found.append(Head(word, label, kind, strength))
    return tuple(found)


def quoted_names(reading: Reading, run: Sequence[Phrase], following: Phrase | None) -> Iterator[QuotedName]:
    """The quoted names of a list of phrases; ``following`` is the phrase that may say what they are."""
    pieces = [(phrase, list(_quotes(reading, phrase))) for phrase in run]
    total = sum(len(quotes) for _, quotes in pieces)
    shared = _class_head(reading, following)
    for phrase, quotes in reversed(pieces):
        if not quotes:
            continue
        last = quotes[-1]
        head = _head_after(reading.text[last[1] + 1 : min(phrase.end, last[1] + 40)])
        if last[1] + 1 < phrase.end:
            shared = head
        for quote in quotes:
            name = _named(reading, quote, head if quote is last else None, shared, total)
            if name:
                yield name


def _quotes(reading: Reading, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """(opening, closing) of the quotes that ``phrase`` begins with, after at most a place name."""
    text, at = reading.text, reading.text.find('"', phrase.start, phrase.end)
    while 0 <= at < phrase.end and text[at] == '"' and at in reading.mates and reading.mates[at] < phrase.end:
        yield at, reading.mates[at]
        at = reading.mates[at] + 1


def _head_after(rest: str) -> tuple[int, Head] | None:
    """(where it ends, head noun): the first one near the head of ``rest``; 服务 only where no other follows it."""
    found: dict[int, tuple[int, Head]] = {}
    for head in _extra_heads():
        at = rest.find(head.word, 0, _NEAR + len(head.word))
        if at >= 0 and at not in found:
            found[at] = (at + len(head.word), head)
    for at, head in head_ends(rest[: _NEAR + 4]):
        start = at - len(head.word)
        inner = len(head.word) == 1 and at < len(rest)
        if start <= _NEAR and not inner and (start not in found or found[start][0] < at):
            found[start] = (at, head)
    ordered = [one for _, one in sorted(found.items()) if not _is_kind_of_service(rest, one)]
    return next((one for one in ordered if one[1].strength != "quoted"), ordered[0] if ordered else None)


def _is_kind_of_service(rest: str, found: tuple[int, Head]) -> bool:
    """“免申即享”政策服务【事项】: what is said of a service in general."""
    at, head = found
    return head.word == "服务" and rest.startswith(lexicon().entities.service_kinds, at)


def _class_head(reading: Reading, following: Phrase | None) -> tuple[int, Head] | None:
    """The head noun after a list that says what all of it is: "甲""乙"和"丙"三大超级【场景】."""
    if following is None:
        return None
    return next(head_ends(reading.text[following.start : min(following.end, following.start + 40)]), None)


def _named(
    reading: Reading, quote: tuple[int, int], head: tuple[int, Head] | None, shared: tuple[int, Head] | None, total: int
) -> QuotedName | None:
    start, close = quote
    content = reading.text[start + 1 : close]
    han = len(_HAN.findall(content))
    raw = lexicon().entities
    if han < 2 or len(content) > 24 or content in raw.quoted_kinds:
        return None
    if "、" in content or content.endswith(raw.quoted_adjectives):
        return None
    own = next(
        ((at, h) for at, h in head_ends(content) if at == len(content) and h.strength not in ("weak", "quoted")), None
    )
    if own is None and content.endswith(("行动", "工程", "计划")) and len(content) >= 4:
        own = (len(content), Head("行动", "NamedProject", "project", "weak"))
    if content in raw.kinds:
        own = None  # “智慧公园”管理系统: the quote names a kind, the whole names the thing
    whole = head is not None and head[1].word in raw.quoted_whole
    if own and not whole:
        return QuotedName(start + 1, close, own[1].label, own[1].kind)
    if head and total == 1:
        if head[1].word == "服务":
            return QuotedName(start + 1, close, "Product", "product")
        if len(content) < 3:
            return None
        return QuotedName(start, close + 1 + head[0], head[1].label, head[1].kind)
    if shared and len(content) >= 3:
        return QuotedName(start + 1, close, shared[1].label, shared[1].kind)
    return None
