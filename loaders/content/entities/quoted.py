"""Names in quotes: "松慧作业"平台, "松江南站智慧枢纽""上海科技影都"和"G60科创之眼"三大超级场景, "某某贷".

A quoted word is a name where a head noun follows that says what it is, where it ends in one itself, or where it is made
as names of products are. One quoted word keeps the head noun in its name; in a list of them each is a name by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.content.entities.heads import Head, end_head, head_ends
from loaders.content.entities.names import any_word, is_proper, own_run, word_set
from loaders.content.entities.phrases import Phrase
from loaders.content.entities.words import AFFIX, COMMON, OWN, PROPER, Words
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives

_HAN = re.compile(r"[一-鿿]")
_ENDS = re.compile(r"[一-鿿]{2,12}(?=[,。;:、(]|$)")
# A head noun stands at most so many characters after the quote: "天地一体"【基础】网络.
_NEAR = 10
_LONGEST, _LONGEST_PRODUCT, _REACH = 24, 6, 40
# From so many letters a quoted programme is one that has been given a name: “某某进校园工程”.
_TITLED = 7


@cache
def _gap() -> re.Pattern[str]:
    """What may stand between a quote and a noun that says what it is: "便捷就医少等待"【3.0】场景."""
    return re.compile(f"(?:[0-9.]{{1,4}}|{alternatives(lexicon().entities.quoted_gap)})?")


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
    found = []
    for word in sorted(lexicon().entities.quoted_heads, key=lambda w: (-len(w), w)):
        inner = end_head(word)
        label, kind = (inner.label, inner.kind) if inner else ("NamedProject", "project")
        found.append(Head(word, label, kind, inner.needs if inner and inner.word == word else "quote"))
    return tuple(found)


def quoted_names(
    said: Words, run: Sequence[Phrase], following: Phrase | None, of_kinds: bool = False
) -> Iterator[QuotedName]:
    """The quoted names of a list of phrases; ``following`` is the phrase that may say what they are (``of_kinds``: it
    says that they are kinds of things)."""
    pieces = [(phrase, list(_quotes(said, phrase))) for phrase in run]
    total = sum(len(quotes) for _, quotes in pieces)
    cue = run[0].cue
    first = cue is not None and run[0].before.end == cue.end
    used = first and cue is not None and cue.word in lexicon().cues.uses
    shown = first and cue is not None and cue.word in lexicon().cues.shows and not _are_ways(said, run, following)
    shared = None if of_kinds else _class_head(said, following)
    for phrase, quotes in reversed(pieces):
        if not quotes:
            continue
        last = quotes[-1]
        head = _head_after(said.text[last[1] + 1 : min(phrase.end, last[1] + _REACH)])
        if head is None or head[1].needs == "quote":
            head = _activity(said, last[1] + 1) or head
        if last[1] + 1 < phrase.end:
            shared = head
        for quote in quotes:
            name = _named(
                said, quote, head if quote is last else None, shared, total, used and last[1] + 1 == phrase.end, shown
            )
            if name:
                yield name


def _quotes(said: Words, phrase: Phrase) -> Iterator[tuple[int, int]]:
    """(opening, closing) of the quotes of ``phrase``, one right after the other."""
    mates, at = said.reading.mates, said.text.find('"', phrase.start, phrase.end)
    while 0 <= at < phrase.end and said.text[at] == '"' and at in mates and mates[at] < phrase.end:
        yield at, mates[at]
        at = mates[at] + 1


def _head_after(rest: str) -> tuple[int, Head] | None:
    """(where it ends, head noun): the first one near the head of ``rest``; one that needs a quote stands right after it."""
    if not rest:
        return None
    found: dict[int, tuple[int, Head]] = {}
    gap = len(match[0]) if (match := _gap().match(rest)) else 0
    for head in _extra_heads():
        far = _NEAR if head.word in word_set("quoted_far") else gap
        at = rest.find(head.word, 0 if far > gap else gap, far + len(head.word))
        if at >= 0 and not rest.startswith(lexicon().entities.service_kinds, at + len(head.word)):
            found.setdefault(at, (at + len(head.word), head))
    for at, head in head_ends(rest[: _NEAR + 4]):
        start = at - len(head.word)
        inner = len(head.word) == 1 and at < len(rest)
        near = start <= gap if head.needs in ("quote", "program") else start <= _NEAR
        if near and not inner and (start not in found or found[start][0] < at):
            found[start] = (at, head)
    ordered = [one for _, one in sorted(found.items())]
    return next((one for one in ordered if one[1].needs != "quote"), ordered[0] if ordered else None)


def _are_ways(said: Words, run: Sequence[Phrase], following: Phrase | None) -> bool:
    """Whether what stands after the quotes of a list says that they are ways of doing things: “甲”“乙”等【模式】."""
    last = following or run[-1]
    return said.text[last.start : last.end].endswith(lexicon().entities.service_kinds)


def _activity(said: Words, at: int) -> tuple[int, Head] | None:
    """The noun of activities that ends the words after a quote, a verb among them: “某味道”餐饮推广【活动】."""
    rest = _ENDS.match(said.text, at)
    words = rest[0] if rest else ""
    head = next((one for one in _extra_heads() if one.word in word_set("activities")), None)
    told = (
        head is not None and words.endswith(head.word) and not words.startswith(lexicon().responsibility.open_end.sign)
    )
    return (len(words), head) if head and told else None


def _class_head(said: Words, following: Phrase | None) -> tuple[int, Head] | None:
    """The head noun after a list that says what all of it is: "甲""乙"和"丙"三大超级【场景】."""
    if following is None:
        return None
    return next(head_ends(said.text[following.start : min(following.end, following.start + _REACH)]), None)


def _named(
    said: Words,
    quote: tuple[int, int],
    head: tuple[int, Head] | None,
    shared: tuple[int, Head] | None,
    total: int,
    used: bool,
    shown: bool,
) -> QuotedName | None:
    start, close = quote
    content = said.text[start + 1 : close]
    if len(_HAN.findall(content)) < 2 or len(content) > _LONGEST or content in word_set("quoted_kinds"):
        return None
    if content in lexicon().deadlines.plan_periods:
        return None
    if (
        ("-" in content and not end_head(content))
        or any(sign in content for sign in "、—")
        or content.endswith(lexicon().entities.quoted_adjectives)
    ):
        return None
    says_how = any_word("slogan_letters").search(content) is not None
    slogan = says_how or (content[0] in word_set("slogan_starts") and said.nature[start + 1] != PROPER)
    own = _own_head(said, start + 1, close, head, slogan)
    if own:
        return QuotedName(start + 1, close, own.label, own.kind)
    product = not says_how and _is_product(said, start + 1, close)
    if product and (head is None or head[1].needs == "quote"):
        return QuotedName(start + 1, close, "Product", "product")
    if head and head[1].needs == "quote" and content[0] in word_set("negations"):
        return None
    if head and total == 1:
        if "+" in content and head[1].needs == "quote":
            return None
        if head[1].word in lexicon().entities.services:
            return QuotedName(start + 1, close, "Product", "product") if end_head(content) else None
        told = len(content) >= 3 or (own_run(said, start + 1, close) >= 2 and head[1].needs != "quote")
        return QuotedName(start, close + 1 + head[0], head[1].label, head[1].kind) if told else None
    if shared and (shared[1].needs != "quote" or shared[1].word in word_set("quoted_far")) and len(content) >= 3:
        return QuotedName(start + 1, close, shared[1].label, shared[1].kind)
    if product or (shown and not slogan and own_run(said, start + 1, close) >= 2):
        return QuotedName(start + 1, close, "Product", "product")
    if used and not says_how:
        return QuotedName(start + 1, close, "Platform", "platform")
    return None


def _own_head(said: Words, start: int, close: int, head: tuple[int, Head] | None, slogan: bool) -> Head | None:
    """The head noun inside a quote that makes it a name by itself, whatever stands after it (``head``)."""
    content, proper = said.text[start:close], is_proper(said, start, close)
    if content in word_set("kinds") or "+" in content:
        return None  # “智慧公园”管理系统: the quote names a kind, the whole names the thing
    own = end_head(content)
    if own is None or own.needs == "quote" or own.word == content or (len(own.word) == 1 and (head or not proper)):
        return None
    whole = head is not None and head[1].word in word_set("quoted_whole")
    if whole or (own.label != "Event" and slogan):
        return None
    program = own.needs == "program" and len(content) < _TITLED and not proper
    return None if program and not own_run(said, start, close) else own


def _is_product(said: Words, start: int, end: int) -> bool:
    """“某科贷”, “渝某码”: a kind of loan, or a short word that begins with a region's letter."""
    begins = said.text[start] in word_set("slogan_starts") and said.nature[start] != PROPER
    if end - start > _LONGEST_PRODUCT or begins:
        return False
    if said.text.endswith(lexicon().entities.loans, start, end):
        return True
    ending = next((word for word in lexicon().entities.product_ends if said.text.endswith(word, start, end)), "")
    letters = said.nature[start : end - len(ending)]
    own = COMMON not in letters or PROPER in letters or own_run(said, start, end - len(ending)) >= 2
    if ending and len(letters) >= 2 and own:
        return True
    return said.text[start] in word_set("regions") and said.nature[start] in (OWN, AFFIX)
