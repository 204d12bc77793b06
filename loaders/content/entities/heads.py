"""Which noun phrases are names: the head noun a name ends in, and whether the words before it make it one thing.

A plan speaks of kinds of things on every line (应用场景, 公共服务平台). A name has a proper part (a place, a quoted
word, letters) or words of its own that the vocabulary of plans does not hold, before a head noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from loaders.text.lexicon import any_of, lexicon

_LATIN = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_BRACKETED = re.compile(r"\([^()]*\)")
_LEVELS = frozenset(("区", "市", "县", "省", "镇", "市级", "区级", "县级", "省级", "国家"))
_QUOTED = re.compile(r'"[^"]{2,}[^"型式性化]"')
_SIGNS = re.compile(r"[\d\s\"'()+\-·、,.]")
# Words before a head noun from which a phrase that a verb rules counts as a name though all of them are common.
MANY = 6
_LONGEST_STREET = 4


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun with the label and kind of what it names, and how much it needs before it."""

    word: str
    label: str
    kind: str
    strength: str


@cache
def heads() -> Mapping[str, tuple[Head, ...]]:
    """Head nouns by their last character, the longest first."""
    table: dict[str, dict[str, Head]] = {}
    for raw in lexicon().entities.heads:
        for word in raw.words:
            table.setdefault(word[-1], {}).setdefault(word, Head(word, raw.label, raw.kind, raw.strength))
    return {last: tuple(sorted(found.values(), key=lambda h: -len(h.word))) for last, found in table.items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = lexicon().entities
    return {
        "generic": re.compile(any_of(raw.generic)),
        "proper": re.compile(any_of(raw.proper)),
        "strip": re.compile(any_of(raw.strip)),
    }


@cache
def _tuple(key: str) -> tuple[str, ...]:
    return tuple(getattr(lexicon().entities, key))


@cache
def _set(key: str) -> frozenset[str]:
    return frozenset(getattr(lexicon().entities, key))


def head_ends(phrase: str) -> Iterator[tuple[int, Head]]:
    """The head nouns of ``phrase`` from its end: (where the noun ends, noun). Words that only look like one are passed."""
    if "(" in phrase:
        phrase = _BRACKETED.sub(lambda m: "\0" * len(m[0]), phrase)
    at = len(phrase)
    while at > 1:
        head = next((h for h in heads().get(phrase[at - 1], ()) if phrase.endswith(h.word, 0, at)), None)
        if head is None or _is_other_word(phrase, at, head):
            at -= 1
            continue
        yield at, head
        at -= len(head.word)


def _is_other_word(phrase: str, at: int, head: Head) -> bool:
    """网络安全, 发展, 松江: the letters of a head noun inside another word."""
    if len(head.word) == 1 and phrase.endswith(_tuple("proper"), 0, at):
        return True
    endings, beginnings = _other_words(head.word)
    return phrase.endswith(endings, 0, at) or phrase.startswith(beginnings, at - len(head.word))


@cache
def _other_words(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that end, and those that begin, with the letters of ``head`` and mean something else."""
    longer = [word for word in _tuple("not_heads") if len(word) > len(head)]
    return tuple(w for w in longer if w.endswith(head)), tuple(w for w in longer if w.startswith(head))


def stripped(phrase: str, own: tuple[str, ...] = (), *, after_list: bool = False) -> int:
    """How many characters at the head of ``phrase`` are no part of a name (全区, 新一代, own territory before a quote).

    ``after_list``: the phrase follows 等, so that a kind of place at its head belongs to the list (等【镇】粮食生产…).
    """
    at = 0
    if after_list:
        at = next((len(kind) for kind in ("街镇", "街道", "镇", "乡") if phrase.startswith(kind)), 0)
    while match := _patterns()["strip"].match(phrase, at):
        if match.end() == len(phrase):
            break
        at = match.end()
    for place in own:
        if phrase.startswith(place + '"', at):
            at += len(place)
    return at


def own_letters(text: str) -> int:
    """How many characters of ``text`` belong to no word of the common vocabulary."""
    return len(_SIGNS.sub("", _patterns()["generic"].sub("", text)))


def is_proper(text: str, own: tuple[str, ...] = ()) -> bool:
    """Whether ``text`` holds a quoted word, a place or letters that are not just a technique."""
    if _QUOTED.search(text) or _patterns()["proper"].search(text) or any(place in text for place in own):
        return True
    return any(match[0] not in _set("latin_kinds") for match in _LATIN.finditer(text))


def is_name_like(text: str, shortest: int = 3) -> bool:
    """Whether ``text``, which ends in no head noun, can be the name of a company, place or event in a list of them."""
    bare = text.strip('"')
    if len(bare) > 14 or len(bare) < shortest or bare in _set("kinds"):
        return False
    if any(match[0] not in _set("latin_kinds") for match in _LATIN.finditer(bare)):
        return True
    own = own_letters(bare)
    return own >= 2 and own * 2 >= len(bare)


def is_company_like(text: str) -> bool:
    """Whether ``text`` ends as names of companies do, with words of its own before that end."""
    ending = next((w for w in _tuple("company_endings") if text.endswith(w)), None)
    return ending is not None and own_letters(text.removesuffix(ending)) >= 2


def tail_fits(rest: str) -> bool:
    """Whether what follows a head noun within its phrase is no part of a name (系统【功能】)."""
    return not rest or rest.startswith(_long_tails()) or rest in _set("tails")


@cache
def _long_tails() -> tuple[str, ...]:
    """Tails that a longer phrase may go on after; 上 alone ends a phrase, but begins another word in 网上办事大厅."""
    return tuple(tail for tail in _tuple("tails") if len(tail) > 1)


def is_name(name: str, head: Head, *, ruled: bool, only_proper: bool, own: tuple[str, ...]) -> bool:
    """Whether ``name``, ending in ``head``, names one thing.

    ``ruled``: a verb of building or depending rules it; ``only_proper``: the context counts or describes kinds.
    """
    before = name.removesuffix(head.word)
    if name in _set("kinds") or name.endswith(_tuple("document_ends")) or ("+" in name and '"' not in name):
        return False
    if not before:
        return name in _set("alone") and (ruled or not only_proper)
    proper = is_proper(before, own)
    if before in _LEVELS:
        return len(head.word) >= 3 and head.strength != "weak" and not only_proper
    if before.endswith(_tuple("kinds_before_head")) and not (proper and len(before) > 4):
        return False
    if head.strength == "quoted":
        return False
    if head.strength == "named":
        return proper
    if head.kind == "road" and len(head.word) == 1 and not only_proper:
        return proper or (ruled and 2 <= len(before) <= _LONGEST_STREET and own_letters(before) == len(before))
    if head.kind == "town":
        return 2 <= len(before) <= _LONGEST_STREET and own_letters(before) >= 1 and not only_proper
    if only_proper or head.strength == "weak":
        may_be_common = head.strength == "weak" and not only_proper and ruled and len(head.word) > 1
        return proper or (may_be_common and _many_own(before))
    if proper:
        return True
    if head.strength == "sure":
        return len(before) >= 2
    own_count = own_letters(before)
    if head.strength == "medium":
        all_own = own_count == len(before) and (ruled or head.label == "Organisation")
        return (own_count >= 2 and (len(before) >= 4 or all_own)) or (ruled and len(before) >= MANY)
    return own_count >= 2 or (ruled and len(before) >= MANY)


def _many_own(before: str) -> bool:
    return own_letters(before) >= 4
