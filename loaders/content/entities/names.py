"""Which noun phrases are names: whether the words before a head noun make it one thing.

A plan speaks of kinds of things on every line (应用场景, 公共服务平台). A name has a proper part: a place, a quoted word,
letters, or characters that are no word of the language; or a level of government or a long function makes it one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from loaders.content.entities.heads import Head
from loaders.content.entities.words import AFFIX, COMMON, OWN, PROPER, WIDE, Words
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of

# From so many letters a function that a verb of building rules is taken for one thing's name.
MANY = 6
_LONGEST_STREET = 4
_LONGEST_FUNCTION = 16
# A head noun so long says by itself what it is for: 区【互联网医院】.
_WHOLE = 5
# So many letters tell the function of a thing that is the one of its kind: 全市【民营企业】数据库.
_DEFINITE = 4
_BARE_LONGEST = 14
# So many letters at most stand between a quote and the head noun that says what it names.
_NEAR, _VERY_NEAR = 8, 4


class Context(NamedTuple):
    """What the clause says of a phrase: a verb of building or relying rules it, a number or 一批 counts it, 的 describes
    it, its verb takes kinds (培育, 支持), it stands in a list of names, it is the one thing of its
    kind in a whole place (全市…平台); its verb carries out what it rules (开展)."""

    ruled: bool = False
    counted: bool = False
    described: bool = False
    of_kinds: bool = False
    listed: bool = False
    carried: bool = False
    definite: bool = False

    @property
    def kinds(self) -> bool:
        """Whether the clause speaks of kinds of things."""
        return self.counted or self.described or self.of_kinds


@cache
def word_set(key: str) -> frozenset[str]:
    """The words of a list of the lexicon of entities."""
    return frozenset(getattr(lexicon().entities, key))


@cache
def any_word(key: str) -> re.Pattern[str]:
    """Any word of a list of the lexicon of entities."""
    return re.compile(any_of(getattr(lexicon().entities, key)))


@cache
def _quoted() -> re.Pattern[str]:
    """A quoted word that says no kind: neither “公园型” nor a list."""
    kinds = "".join(lexicon().entities.quoted_adjectives)
    return re.compile(f'"[^"+、—-]{{2,}}[^"{kinds}+、—-]"')


def own_run(said: Words, start: int, end: int) -> int:
    """The length of the longest run of letters that belong to no word, one of them not just an affix."""
    natures = said.nature[start:end]
    if OWN not in natures:
        return 0
    best = length = own = 0
    for nature in natures:
        if nature in (OWN, AFFIX):
            length += 1
            own += nature == OWN
            if own and length > best:
                best = length
        else:
            length = own = 0
    return best


def is_proper(said: Words, start: int, end: int) -> bool:
    """Whether a place, Latin letters or a quoted word stand at ``start``..``end``."""
    return PROPER in said.nature[start:end] or _quoted().search(said.text, start, end) is not None


def has_level(said: Words, start: int) -> bool:
    """Whether a level of government begins the phrase: 省综合平台, 国家创新中心 (省级 says a kind)."""
    nature, text = said.nature[start], said.text
    if nature == WIDE:
        return True
    return (
        nature == AFFIX
        and text[start] in word_set("levels_short")
        and said.nature[start + 1 : start + 2] != bytes([AFFIX])
    )


def is_name(said: Words, start: int, end: int, head: Head, context: Context) -> bool:
    """Whether ``start``..``end``, ending in ``head``, names one thing."""
    name, before_end = said.text[start:end], end - len(head.word)
    length = before_end - start
    if (
        name in word_set("kinds")
        or name.endswith(lexicon().entities.document_ends)
        or "+" in name
        or name.startswith(lexicon().entities.pointers)
        or name.count('"') not in (0, 2)
    ):
        return False
    if len(head.word) == 1 and (said.nature[before_end] == COMMON or set(said.nature[start:end]) == {PROPER}):
        return False  # 乡村, 香港: the letter is a part of another word
    if any_word("regions_of_kinds").search(name):
        return False
    if length == 0:
        return name in word_set("alone") and (context.ruled or not context.counted)
    quoted = _quoted().search(said.text, start, before_end)
    if quoted and quoted[0].strip('"') in lexicon().deadlines.plan_periods:
        return False
    if quoted or head.needs == "quote" or '"' in name:
        near = quoted is not None and before_end - quoted.end() <= (_NEAR if head.label == "Platform" else _VERY_NEAR)
        kind_of_place = head.kind in word_set("not_of_quotes")
        return near and head.needs not in ("quote", "program") and not kind_of_place
    natures = said.nature[start:before_end]
    proper = PROPER in natures
    raw = lexicon().entities
    if not proper and any_word("kinds_within").search(name):
        return False
    common = not proper and WIDE not in natures
    if name.endswith(raw.always_kinds, 0, length) or (common and name.endswith(raw.often_kinds, 0, length)):
        return False
    if common and length < MANY and name.endswith(raw.kinds_before_head, 0, length):
        return False
    if name.startswith(lexicon().entities.levels):
        sure = head.kind == "platform" or (head.kind == "park" and context.ruled)
        return sure and not context.kinds and length >= MANY
    if head.kind == "park" and set(natures) == {PROPER}:
        return not name.endswith(raw.own_ends, 0, length)  # 某市园区: no park has that name
    if proper or (head.word in word_set("numbered") and name[length - 1].isdigit()):
        return head.needs != "program" or context.ruled or not context.kinds
    if own_run(said, start, before_end) >= 2 and _own_name(said, start, head, context, length):
        return True
    if head.needs == "own":
        return _is_landmark(said, start, before_end) and not context.kinds
    return _is_function(said, start, head, context, length)


def _is_function(said: Words, start: int, head: Head, context: Context, length: int) -> bool:
    """Whether common words alone make a name of ``head``: a level of government, or a long function that is ruled."""
    if head.needs == "letters" and length >= 2 and not context.counted and (context.ruled or head.label == "Platform"):
        return True
    if context.counted or context.described:
        return False
    if context.definite and head.needs == "function" and length >= _DEFINITE:
        return True
    if has_level(said, start):
        one_of_kind = head.kind == "base" or (said.nature[start] == WIDE and head.label == "Organisation")
        sure = context.ruled or not one_of_kind
        least = 1 if head.kind == "hospital" or head.label == "Place" or len(head.word) >= _WHOLE else 3
        return sure and head.needs in ("letters", "function", "level") and length >= least
    if head.needs == "program" and head.word not in word_set("programs_by_function"):
        return False
    if head.word in lexicon().entities.systems and MANY < length <= _LONGEST_FUNCTION:
        return not context.of_kinds
    of_kinds = context.of_kinds and head.label != "Event" and not (context.carried and head.needs == "program")
    return head.needs in ("function", "program") and context.ruled and not of_kinds and _is_long(head, length)


def _is_long(head: Head, length: int) -> bool:
    """Whether a function is told in many words, those of a long head noun among them."""
    return length >= MANY or (length >= _DEFINITE and length + len(head.word) > MANY + 2)


def _is_landmark(said: Words, start: int, end: int) -> bool:
    """Whether two letters of the land make a name: 西山, 东湖."""
    letters = said.text[start:end]
    return len(letters) == 2 and set(said.nature[start:end]) == {AFFIX} and set(letters) <= word_set("land")


def _own_name(said: Words, start: int, head: Head, context: Context, length: int) -> bool:
    """Whether letters of its own make a name of ``head``: a street's are few, a project's stand first."""
    if context.counted or (context.described and head.needs != "letters"):
        return False
    if len(head.word) == 1:
        return length <= _LONGEST_STREET
    return head.needs != "program" or (context.ruled and length > 2 and own_run(said, start, start + 3) >= 2)


def is_name_like(said: Words, start: int, end: int) -> bool:
    """Whether ``start``..``end``, which ends in no head noun, can be a name in a list of them."""
    bare = said.text[start:end].strip('"')
    if (
        not 2 <= len(bare) <= _BARE_LONGEST
        or bare in word_set("kinds")
        or bare.endswith(lexicon().entities.not_place_ends)
    ):
        return False
    if end - start == 2 and _is_landmark(said, start, end):
        return True
    natures = said.nature[start:end]
    proper, common = natures.count(PROPER), natures.count(COMMON) + natures.count(WIDE)
    begins = PROPER in natures[:2] or own_run(said, start, min(start + 3, end)) >= 2
    return begins and proper < len(bare) and common * 2 <= len(bare)
