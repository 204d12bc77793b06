"""Candidates for named things in the phrases of one clause: by head noun, in lists, after 依托, in quotes.

Context decides with the name: a list before 等…企业 holds companies though none ends in a head noun; what is counted
or described (一批, 高效的) is a kind and needs a proper name to be taken for one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from loaders.content.entities.heads import Head, end_head, head_ends, tail_fits
from loaders.content.entities.lists import (
    LONGEST_PHRASE,
    OF_KINDS,
    ListClass,
    class_of,
    class_words,
    following,
    list_class,
)
from loaders.content.entities.names import (
    Context,
    has_level,
    is_name,
    is_name_like,
    is_proper,
    own_run,
    word_set,
)
from loaders.content.entities.phrases import Phrase
from loaders.content.entities.quoted import quoted_names
from loaders.content.entities.words import PROPER, WIDE, Mark, Words
from loaders.content.reading import Clause
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of

# No list of names is longer; an endless text must not cost more than its length.
_LONGEST_LIST = 200
_SHORT = 8
# So many letters behind a verb are a name of its own: 应用【工程建设项目审批管理平台】, but 应用支撑平台.
_LONG = 8
# A name that only its company in a list makes a place is no shorter.
_SHORTEST_PLACE = 3


class Candidate(NamedTuple):
    """A named thing at view characters ``start``..``end``; ``cut``: it is the head of a longer phrase."""

    start: int
    end: int
    label: str
    kind: str | None
    relation: str
    cue: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the plan itself makes known: its own places (松江区, 松江), its towns and the names of its owners."""

    places: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    owners: frozenset[str] = frozenset()

    @property
    def proper(self) -> tuple[str, ...]:
        """Names of places that make a longer name proper."""
        return self.places + self.towns


def may_name(said: Words, clause: Clause) -> bool:
    """Whether anything in a clause can make a name of its words: a head noun, a quote, what a list holds, or 依托."""
    start, end = clause.start, clause.end
    return said.may_name(start, end) or _telling().search(said.text, start, end) is not None


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(any_of((lexicon().cues.relied_on.word, *class_words())))


def clause_candidates(said: Words, found: Sequence[Phrase], known: Known) -> Iterator[Candidate]:
    """The candidates of the phrases of one clause, in no fixed order."""
    run: list[Phrase] = []
    for phrase in _merge_joined(said, found):
        if run and (phrase.before.sort not in ("list", "join") or len(run) >= _LONGEST_LIST):
            yield from _in_run(said, run, phrase, known)
            run = []
        run.append(phrase)
    if run:
        yield from _in_run(said, run, None, known)


def _merge_joined(said: Words, found: Sequence[Phrase]) -> list[Phrase]:
    """Phrases with 脑科学与类脑研究中心 put together again: the first half has no head noun of its own."""
    text = said.text
    merged: list[Phrase] = []
    for phrase in found:
        last = merged[-1] if merged and phrase.before.sort in ("join", "list") else None
        if last and last.after is phrase.before and phrase.start - last.start < LONGEST_PHRASE // 2:
            left, right = text[last.start : last.end], text[phrase.start : phrase.end]
            begins = last.before.sort in ("hard", "soft", "join", "edge", "list") and _opens(said, last, phrase.before)
            ends = next(iter(head_ends(right)), None)
            ended = end_head(left)
            open_left = (ended is None or ended.needs == "quote") and '"' not in left
            fits = ends is not None and (tail_fits(right[ends[0] :]) or right.startswith("(", ends[0]))
            own = phrase.before.sort == "list" and (
                phrase.after.sort != "join" or own_run(said, phrase.start, phrase.end) >= 2
            )
            whole = is_proper(said, phrase.start, phrase.end) or said.nature[phrase.start] == WIDE
            fits = fits and (is_proper(said, last.start, last.end) or not whole)
            fits = fits or (phrase.before.sort == "list" and ends is None)
            if begins and open_left and fits and not own and not right.startswith('"'):
                merged[-1] = replace(last, end=phrase.end, after=phrase.after)
                continue
        merged.append(phrase)
    return merged


def _opens(said: Words, phrase: Phrase, joint: Mark) -> bool:
    """Whether ``phrase`` can be the first half of a name with 和 in it."""
    start = phrase.start + _strip(said, phrase.start, phrase.end)
    if joint.sort == "list":
        named = any(is_proper(said, start, start + at) for at, _ in head_ends(said.text[start : phrase.end]))
        return is_proper(said, start, phrase.end) and phrase.end - start > _SHORT and not named
    own = own_run(said, start, min(start + 3, phrase.end)) >= 2
    least = 3 if joint.word in lexicon().entities.inner_joins else 4
    return (is_proper(said, start, phrase.end) or own) and phrase.end - start > least - own


def _in_run(said: Words, run: list[Phrase], next_phrase: Phrase | None, known: Known) -> Iterator[Candidate]:
    """The candidates of phrases joined by 、 and 和: each by itself, then what the company they keep says."""
    class_phrase = following(run, next_phrase)
    gathered = class_of(said, class_phrase) if class_phrase else None
    if gathered is None and not _may_hold(said, run):
        return
    rest = run
    if said.text.find('"', run[0].start, run[-1].end) >= 0:
        quoted = list(quoted_names(said, run, class_phrase, gathered == OF_KINDS))
        for name in quoted:
            relation, cue = _relation(run[0], name.label)
            yield Candidate(name.start, name.end, name.label, name.kind, relation, cue)
        rest = [_before_quote(said, p) if any(p.start <= n.start < p.end for n in quoted) else p for p in run]
        rest = [phrase for phrase in rest if phrase.end > phrase.start]
    plain, named = list[Phrase](), list[Candidate]()
    for phrase in rest:
        candidate = _by_head(said, phrase, known, gathered)
        if candidate is None:
            plain.append(phrase)
        else:
            named.append(candidate)
    yield from named
    if plain and named:
        alike = list(_alike(said, plain, named))
        yield from alike
        plain = [phrase for phrase in plain if not any(phrase.start <= one.start < phrase.end for one in alike)]
    found = [ListClass(one.label, one.kind or "") for one in named]
    said_of_list = list_class(said, run, plain, gathered, found)
    if said_of_list is None:
        return
    told = any(is_proper(said, p.start, p.end) for p in run)
    for phrase in plain:
        bare = _plain(said, phrase, said_of_list, known, told)
        if bare:
            yield bare


def _may_hold(said: Words, run: Sequence[Phrase]) -> bool:
    """Whether a name can stand in ``run`` at all: few of them hold a head noun or a quote, or are relied on."""
    cue = run[0].cue
    relied_on = cue is not None and cue.word == lexicon().cues.relied_on.word
    return relied_on or said.may_name(run[0].start, run[-1].end)


def _alike(said: Words, plain: Sequence[Phrase], named: Sequence[Candidate]) -> Iterator[Candidate]:
    """The phrases of a list that end in the head noun of one that is plainly a name: 文明街街区 beside 某某街街区."""
    heads = {_head_word(said, one.start, one.end): one for one in named if is_proper(said, one.start, one.end)}
    if not heads:
        return
    for phrase in plain:
        start = phrase.start + _strip(said, phrase.start, phrase.end)
        word = _head_word(said, start, phrase.end)
        text = said.text[start : phrase.end]
        known = heads.get(word) if word and not (phrase.counted or phrase.described) else None
        if known and phrase.end - start >= len(word) + 2 and text not in word_set("kinds") and '"' not in text:
            yield known._replace(start=start, end=phrase.end)


def _head_word(said: Words, start: int, end: int) -> str:
    """The head noun that the letters at ``start``..``end`` end in, of two letters or more, else an empty string."""
    head = end_head(said.text[start:end])
    return head.word if head is not None and len(head.word) > 1 else ""


def _before_quote(said: Words, phrase: Phrase) -> Phrase:
    """What stands in ``phrase`` before its quote, which names a thing by itself: 【松江新城】"数智G60"品牌."""
    opening = said.text.find('"', phrase.start, phrase.end)
    return replace(phrase, end=max(opening, phrase.start), after=Mark(opening, opening, "quote"))


def _relation(phrase: Phrase, label: str, cut: bool = False) -> tuple[str, str]:
    """How the work item stands to what ``phrase`` names, and the word that says so."""
    cue, after = phrase.cue, phrase.after
    if cue and cue.relation == "DEPENDS_ON":
        return "DEPENDS_ON", cue.word
    about = cue is None or cue.relation == "ABOUT"
    built = (
        after.sort in ("hard", "soft")
        and after.relation == "BUILDS"
        and (after.word == lexicon().cues.building or about)
    )
    if label == "Place" and (cut or not (built or (cue and cue.relation == "BUILDS"))):
        return "LOCATED_IN", ""
    if cue and cue.relation == "BUILDS" and not cut:
        return "BUILDS", cue.word
    if built and not cut:
        return "BUILDS", after.word
    if cue and cue.relation == "BUILDS":
        return "BUILDS", cue.word
    return "MENTIONS", ""


def _is_ruled(phrase: Phrase) -> bool:
    """Whether a verb of building or relying rules ``phrase``, or a date says when it is due."""
    if phrase.cue is not None or (phrase.after.sort == "hard" and phrase.after.relation == "BUILDS"):
        return True
    return phrase.before.sort == "edge" and phrase.after.sort == "date"


def _strip(said: Words, start: int, end: int, after_list: bool = False) -> int:
    """How many characters at the head of a phrase are no part of a name (全区, 新一代).

    ``after_list``: the phrase follows 等, so that a kind of place at its head belongs to the list (等【镇】粮食生产…).
    """
    at = start
    if after_list:
        at += next((len(kind) for kind in lexicon().entities.town_kinds if said.text.startswith(kind, at)), 0)
    strip, leading = _heads_of_phrases()
    while (word := strip.match(said.text, at)) and word.end() < end:
        at = word.end()
    led = leading.match(said.text, at)
    if led and led.end() < end and _begins_name(said, led, end):
        at = led.end()
        while (word := strip.match(said.text, at)) and word.end() < end:
            at = word.end()
    return at - start


def _begins_name(said: Words, led: re.Match[str], end: int) -> bool:
    """Whether a name begins behind a verb at the head of a phrase: 使用【某市】平台, 应用【全市统一执法系统】."""
    at = led.end()
    if said.nature[at] in (PROPER, WIDE) or has_level(said, at):
        return True
    whole = led[0] in word_set("leading_long")
    return whole and (end - at >= _LONG or _heads_of_phrases()[0].match(said.text, at, end) is not None)


@cache
def _heads_of_phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = lexicon().entities
    return re.compile(any_of(raw.strip)), re.compile(any_of(raw.leading))


def _by_head(said: Words, phrase: Phrase, known: Known, gathered: ListClass | None) -> Candidate | None:
    """The name in ``phrase`` that ends in a head noun."""
    phrase_end = min(phrase.end, phrase.start + LONGEST_PHRASE)
    if not said.may_name(phrase.start, phrase_end):
        return None
    start = phrase.start + _strip(said, phrase.start, phrase_end, phrase.before.sort == "etc")
    if '"' in said.text[start:phrase_end]:
        start += next((len(p) for p in known.places if said.text.startswith(p + '"', start)), 0)
    text = _to_acronym(said.text[start:phrase_end])
    ends = list(head_ends(text, said.head_places(start, start + len(text))))
    if not ends:
        return None
    field = _field(said, start, text)
    if field:
        start, text = start + field, text[field:]
        ends = [(at - field, head) for at, head in ends if at > field]
    context = Context(
        ruled=_is_ruled(phrase) or (gathered is not None and gathered != OF_KINDS),
        counted=phrase.counted,
        described=phrase.described,
        of_kinds=phrase.cue is not None and phrase.cue.word in word_set("of_kinds"),
        listed=gathered is not None and gathered != OF_KINDS and not gathered.vague and phrase.cue is not None,
        carried=phrase.cue is not None and phrase.cue.word in word_set("carries_out"),
        definite=said.text.endswith(lexicon().entities.whole_places, phrase.start, start),
    )
    route = gathered is not None and gathered.kind == "road"
    for at, head in ends:
        if route and text.startswith(lexicon().entities.route, at):
            continue  # 甲机场至乙等高速公路
        name, rest = text[:at], text[at:]
        if head.word in word_set("weak_programs") and any(other.label != head.label for _, other in ends):
            continue  # 甲数据中心试点示范: the centre is named, its trial is not
        says_class = phrase.before.sort == "etc" and (
            phrase.after.word != lexicon().cues.building or name.startswith(lexicon().entities.levels)
        )
        if says_class and not is_proper(said, start, start + at):
            continue  # 甲廊道、乙廊道等【市级生态廊道】: what the list holds
        if not _rest_fits(said, start, start + at, head, rest, context) or name in known.owners or name in known.proper:
            continue
        listed = (
            context.listed
            and gathered is not None
            and gathered.label == head.label
            and len(name) > len(head.word) + 1
            and not name.endswith(lexicon().entities.always_kinds, 0, len(name) - len(head.word))
        )
        if (listed and not name.startswith(lexicon().entities.levels)) or is_name(
            said, start, start + at, head, context
        ):
            end = start + at + (_bracket(said, start + at, phrase_end) or _branch_site(said, start + at, phrase_end))
            cut = not tail_fits(text[end - start :]) or phrase.after.sort == "quote"
            relation, cue = ("LOCATED_IN", "") if head.kind == "town" else _relation(phrase, head.label, cut)
            return Candidate(start, end, head.label, head.kind, relation, cue, cut)
    return None


def _field(said: Words, start: int, text: str) -> int:
    """The length of the field at the head of ``text`` behind which the name begins: 【建设领域】全国某平台."""
    for word in lexicon().entities.fields:
        if word not in text:
            continue
        end = text.rfind(word) + len(word)
        if len(word) <= end < len(text) and said.nature[start + end] in (PROPER, WIDE):
            return end
    return 0


def _to_acronym(text: str) -> str:
    """``text`` up to a head noun with its Latin name in brackets, where a name is complete: 出行服务系统(MaaS)."""
    opening = text.find("(")
    close = text.find(")", opening)
    if opening < 3 or close < 0 or not text[opening + 1 : close].isascii():
        return text
    return text[: close + 1] if end_head(text[:opening]) else text


def _rest_fits(said: Words, start: int, end: int, head: Head, rest: str, context: Context) -> bool:
    """Whether a name can end where ``rest`` begins."""
    if tail_fits(rest) or rest.startswith(("(", '"')) or _branch_site(said, end, end + len(rest)):
        return True
    if head.needs in ("program", "quote") or len(head.word) == 1:
        return False
    before_end = end - len(head.word)
    proper = is_proper(said, start, before_end) or own_run(said, start, before_end) >= 2
    if head.label == "Place":
        return proper and head.kind in ("park", "area") and len(head.word) > 1
    return proper or has_level(said, start) or (context.ruled and head.label == "Platform")


def _branch_site(said: Words, at: int, end: int) -> int:
    """The length of a place and 站 after a name: 某平台【某市站】."""
    site = at
    while site < end and said.nature[site] == PROPER:
        site += 1
    noun = next((word for word in lexicon().entities.branch_ends if said.text.startswith(word, site)), "")
    return site - at + len(noun) if site > at and noun and site + len(noun) <= end else 0


def _bracket(said: Words, at: int, end: int) -> int:
    """The length of a place, a stage or a Latin name in brackets at ``at``: 卓越创新中心【(松江)】, 某工程【(二期)】."""
    close = said.reading.mates.get(at, end)
    if close >= end or said.text[at] != "(":
        return 0
    inner, natures = said.text[at + 1 : close], said.nature[at + 1 : close]
    told = PROPER in natures or inner.isascii() or inner.endswith(lexicon().entities.stages)
    called = inner.isdigit() or inner.startswith(lexicon().policies.called)
    return close + 1 - at if told and len(inner) <= _SHORT and not called else 0


def _plain(said: Words, phrase: Phrase, list_class: ListClass, known: Known, told: bool) -> Candidate | None:
    """A name in a list (or after 依托) that ends in no head noun; ``told``: a plainly proper name stands in the list."""
    start = phrase.start + _strip(said, phrase.start, min(phrase.end, phrase.start + LONGEST_PHRASE))
    text = said.text[start : phrase.end]
    if '"' in text or not is_name_like(said, start, phrase.end) or text in known.owners or text in known.proper:
        return None
    relies, proper = phrase.cue is not None and phrase.cue.relation == "DEPENDS_ON", is_proper(said, start, phrase.end)
    if list_class.vague and phrase.end - start < _SHORTEST_PLACE and not proper:
        return None
    if list_class.vague and lexicon().entities.route in text:
        return None  # 某班列至欧洲等地区
    if list_class.label == "NamedProject" and not (told and not text.endswith(lexicon().entities.own_ends)):
        return None
    if text.endswith(lexicon().cues.builds.soft):
        return None
    sure = relies or (list_class.label == "Event" and text.endswith(lexicon().entities.event_ends))
    if list_class.label in ("Event", "Platform") and not sure and not proper:
        return None
    relation, cue = _relation(phrase, list_class.label)
    return Candidate(start, phrase.end, list_class.label, list_class.kind or None, relation, cue)
