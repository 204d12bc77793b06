"""Documents that a text cites, and how it stands to them.

How the text stands to a document (carries it out, writes it, builds on it, only names it) follows from the word
next to it; the lexicon lists these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from graph.ids import name_key
from loaders.content.citations.titles import NUMBER, Title, bracketed
from loaders.content.reading import Reading
from loaders.document import PolicyMention
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of

# How far back from a title its cue may stand: a subject and an adverb fit in, another thought does not.
_REACH = 24
_LONGEST_LINK = 70
_LONGEST_NUMBER = 30
_LONGEST_LIST = 50
_REPEALED_REACH = 6


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of citations, compiled."""

    relation_of: dict[str, str]
    cue: re.Pattern[str]
    issued_after: re.Pattern[str]
    issued_goes_on: tuple[str, ...]
    implemented_after: re.Pattern[str]
    not_cues_before: tuple[str, ...]
    link: re.Pattern[str]
    joiner: re.Pattern[str]
    number: re.Pattern[str]
    and_others: re.Pattern[str]
    repealed_after: re.Pattern[str]
    repealed_before: re.Pattern[str]
    joiners: tuple[str, ...]
    strength: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = lexicon().policies
    relation_of = {cue: relation for relation, cues in raw.relations.items() for cue in cues}
    return _Words(
        relation_of=relation_of,
        cue=re.compile(any_of(relation_of)),
        issued_after=re.compile(any_of(raw.issued_after)),
        issued_goes_on=raw.issued_goes_on,
        implemented_after=re.compile(any_of(raw.implemented_after)),
        not_cues_before=raw.not_cues_before,
        # 《甲》(文号)和【市商务局等部门印发的】《乙》: the issuer that may stand between two titles of one list.
        link=re.compile(
            rf"(?:\([^()]{{1,40}}\))?{any_of(raw.title_joiners)}(?P<by>[一-鿿、]{{2,20}}?)"
            rf"(?:(?:{raw.joint})?{any_of(raw.issuer_verbs)}{lexicon().cues.particle}?)?"
        ),
        joiner=re.compile(any_of((",", *raw.title_joiners))),
        number=re.compile(
            rf"\(({NUMBER}|[一-鿿]{{2,10}}{raw.order}第?\d{{1,4}}号)(?:[,;:、]{any_of(raw.called)}[^()]{{1,40}})?\)"
        ),
        and_others=re.compile(f"{lexicon().responsibility.open_end.sign}(?:[一-鿿]{{0,6}}?{any_of(raw.and_others)})?"),
        repealed_after=re.compile(rf",?{any_of(raw.repealed_adverbs)}?{any_of(raw.repealed_after)}"),
        repealed_before=re.compile(any_of(raw.repealed_before)),
        joiners=raw.joiners,
        strength=raw.strength,
    )


def find_policies(reading: Reading, own: Iterable[str] = (), fixed_cue: str | None = None) -> list[PolicyMention]:
    """The documents that ``reading`` cites, each once, with its strongest relation.

    ``own`` are titles and numbers of the plan itself, which it does not cite. With ``fixed_cue`` only titles in 《》
    are read, as plain citations with that cue: so a column of references is read.
    """
    titles = reading.titles if fixed_cue is None else list(bracketed(reading))
    if not titles:
        return []
    own_keys = {name_key(title) for title in own if title}
    mentions = []
    taken = bytearray(len(reading.text))
    lists: dict[int, int] = {}
    for title in titles:
        if any(taken[title.start : title.end]):
            continue
        taken[title.start : title.end] = b"\1" * (title.end - title.start)
        if name_key(reading.printed(title.name_start, title.name_end)) not in own_keys:
            mentions.append(_mention(reading, title, fixed_cue, lists))
    return _once(mentions)


def _mention(reading: Reading, title: Title, fixed_cue: str | None, lists: dict[int, int]) -> PolicyMention:
    number = _words().number.match(reading.text, title.end)
    after = number.end() if number else title.end
    relation, cue = ("CITES", fixed_cue) if fixed_cue is not None else _relation(reading, title, after, lists)
    return PolicyMention(
        name=reading.printed(title.name_start, title.name_end),
        printed=reading.printed(title.start, title.end),
        span=reading.span(title.start, title.end),
        relation=relation,
        cue=cue,
        doc_number=reading.printed(number.start(1), number.end(1)) if number else None,
    )


def _relation(reading: Reading, title: Title, after: int, lists: dict[int, int]) -> tuple[str, str]:
    """How the text stands to ``title``, and the word that says so."""
    rules, text = _words(), reading.text
    ended = after in reading.breaks
    last = _list_end(reading, after)
    issued = rules.issued_after.match(text, last)
    if issued and not ended and _ends_phrase(reading, issued.end()):
        return "ISSUES", issued[0]
    start = lists[title.start] = _list_start(reading, title.start, lists)
    clause = reading.clause_at(max(start - 1, 0))
    low = max(clause.start, start - _REACH)
    best = ""
    for match in rules.cue.finditer(text, low, start):
        ended_by_other = rules.relation_of[match[0]] == "ISSUES" and text.startswith(
            lexicon().cues.particle, match.end()
        )
        names = reading.inside(match.start(), "《")
        if text.startswith(rules.not_cues_before, match.end()):
            continue
        if not (ended_by_other or names) and (len(match[0]) > 1 or match.end() == start):
            best = match[0]
    if best:
        return rules.relation_of[best], best
    done = rules.implemented_after.match(text, after)
    return ("IMPLEMENTS", done[0]) if done and not ended else ("CITES", "")


def _list_end(reading: Reading, after: int) -> int:
    """Where the list of titles ends that goes on at ``after``: 《甲》、《乙》等标准 share the word that follows."""
    for _ in range(_LONGEST_LIST):
        link = _words().joiner.match(reading.text, after)
        start = link.end() if link else after
        close = reading.mates.get(start) if reading.text.startswith("《", start) else None
        if close is None:
            break
        number = _words().number.match(reading.text, close + 1)
        after = number.end() if number else close + 1
    rest = _words().and_others.match(reading.text, after)
    return rest.end() if rest else after


def find_repealed(reading: Reading, own: Iterable[str] = ()) -> list[PolicyMention]:
    """The documents that ``reading`` says are ended: 《甲》(文号)同时废止."""
    rules, text = _words(), reading.text
    own_keys = {name_key(title) for title in own if title}
    found = []
    for title in bracketed(reading):
        number = _words().number.match(text, title.end)
        after = rules.repealed_after.match(text, _list_end(reading, number.end() if number else title.end))
        before = rules.repealed_before.search(text, max(0, title.start - _REPEALED_REACH), title.start)
        cue = after[0] if after else before[0] if before and before.end() == title.start else ""
        if cue and name_key(reading.printed(title.name_start, title.name_end)) not in own_keys:
            found.append(replace(_mention(reading, title, cue, {}), relation="REPEALS"))
    return _once(found)


def _ends_phrase(reading: Reading, at: int) -> bool:
    """Whether the verb that ends at ``at`` has no object after it: 完成《甲》编制, but 根据《甲》编制项目库."""
    following = reading.text[at : at + 1]
    return at in reading.breaks or not "一" <= following <= "鿿" or reading.text.startswith(_words().issued_goes_on, at)


def _list_start(reading: Reading, start: int, lists: dict[int, int]) -> int:
    """Where the list of titles begins that the title at ``start`` stands in: 《A》(文号)《B》和《C》 share one cue.

    ``lists`` holds the answers for titles before it, so that a long list is walked once.
    """
    text, joiners = reading.text, _words().joiners
    while True:
        at = start
        close = text.rfind("》", max(0, start - _LONGEST_LINK), start)
        link = _words().link.fullmatch(text, close + 1, start) if close in reading.opens else None
        if link and not _words().cue.search(link["by"]):
            at = close + 1
        for joiner in joiners:
            if text.endswith(joiner, 0, at):
                at -= len(joiner)
                break
        files = lexicon().policies.files
        at -= len(files) if text.endswith(files, 0, at) else 0
        before = next(reversed(lists), at)
        if text[at - 1 : at] == "号" and before < at <= before + _LONGEST_NUMBER:
            return lists[before]
        if text[at - 1 : at] == ")":
            at = reading.opens.get(at - 1, at)
        if text[at - 1 : at] != "》" or at - 1 not in reading.opens:
            return start
        start = reading.opens[at - 1]
        if start in lists:
            return lists[start]


def _once(mentions: Iterable[PolicyMention]) -> list[PolicyMention]:
    """Each document once, in order of place: the mention with the strongest relation, with a number if one is known."""
    strength = _words().strength
    best: dict[str, PolicyMention] = {}
    for mention in mentions:
        key = name_key(mention.name)
        held = best.get(key)
        if held is None:
            best[key] = mention
            continue
        first = min(held, mention, key=lambda m: (strength.index(m.relation), m.span.start))
        best[key] = replace(first, doc_number=held.doc_number or mention.doc_number)
    return sorted(best.values(), key=lambda mention: mention.span)
