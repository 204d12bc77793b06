"""Documents that a text cites: in 《》, as a quoted name with the word for its kind, or by place and kind.

How the text stands to a document (carries it out, writes it, builds on it, only names it) follows from the word
next to it; the lexicon lists these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from graph.ids import name_key
from loaders.content.lexicon import any_of, lexicon, words
from loaders.content.reading import Reading
from loaders.document import PolicyMention

_NUMBER = r"[一-鿿]{2,16}\[(?:19|20)\d\d\]第?\d{1,5}号"
# A number that stands for its document begins with the code of a body, which is short.
_LONGEST_CODE = 8
_NUMBER_IN_BRACKETS = re.compile(rf"\(({_NUMBER})\)")
_BARE_NUMBER = re.compile(_NUMBER)
_YEARS_IN_BRACKETS = re.compile(
    r"\((?:(?:19|20)\d\d(?:年?(?:-|—|~|至)(?:(?:19|20)\d\d)?年?)?|试行|暂行|修订)[^()]{0,8}\)"
)
# How far back from a title its cue may stand: a subject and an adverb fit in, another thought does not.
_REACH = 24


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of citations, compiled."""

    relation_of: dict[str, str]
    cue: re.Pattern[str]
    issued_after: re.Pattern[str]
    implemented_after: re.Pattern[str]
    joiners: tuple[str, ...]
    quoted: re.Pattern[str]
    plain: re.Pattern[str]
    period: re.Pattern[str]
    plain_not: tuple[str, ...]
    periods: tuple[str, ...]
    not_suffixes: tuple[str, ...]
    not_after: tuple[str, ...]
    strength: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = lexicon("policies")
    relation_of = {cue: relation for relation, cues in raw["relations"].items() for cue in words(cues)}
    plain = (
        rf"(?:{any_of(words(raw['plain_cues']))})(?P<name>(?:{any_of(words(raw['plain_beginnings']))}|[一-鿿]{{2,5}}?[省市区县])"
        rf"[^,。;:、\"()《》]{{3,36}}?{any_of(words(raw['plain_suffixes']))})(?![一-鿿]{{0,2}}(?:实施|编制|制定))"
    )
    period = (
        rf"(?:{any_of((*words(raw['plain_cues']), *words(raw['period_joiners'])))})"
        rf"(?P<name>(?![全本我各该])[一-鿿]{{2,5}}[省市区县]\"十[一二三四五六]五\"[一-鿿]{{0,24}}?规划(?:纲要)?)"
    )
    return _Words(
        relation_of=relation_of,
        cue=re.compile(any_of(relation_of)),
        issued_after=re.compile(any_of(words(raw["issued_after"]))),
        implemented_after=re.compile(any_of(words(raw["implemented_after"]))),
        joiners=tuple(words(raw["joiners"])),
        quoted=re.compile(rf"([^,。;:、\"()《》]{{0,8}}?){any_of(words(raw['quoted_suffixes']))}"),
        plain=re.compile(plain),
        period=re.compile(period),
        plain_not=tuple(words(raw["plain_not"])),
        periods=tuple(words(raw["period_names"])),
        not_suffixes=tuple(words(raw["not_policy_suffixes"])),
        not_after=tuple(words(raw["not_policy_after"])),
        strength=tuple(raw["strength"]),
    )


@dataclass(frozen=True, slots=True)
class _Title:
    """A title at view characters ``start``..``end`` (its signs included), named ``name_start``..``name_end``."""

    start: int
    end: int
    name_start: int
    name_end: int


def find_policies(reading: Reading, own: Iterable[str] = (), fixed_cue: str | None = None) -> list[PolicyMention]:
    """The documents that ``reading`` cites, each once, with its strongest relation.

    ``own`` are titles and numbers of the plan itself, which it does not cite. With ``fixed_cue`` only titles in 《》
    are read, as plain citations with that cue: so a column of references is read.
    """
    own_keys = {name_key(title) for title in own if title}
    mentions = []
    titles = list(_bracketed(reading))
    if fixed_cue is None:
        titles += [*_quoted(reading), *_plain(reading), *_numbers(reading)]
    taken = bytearray(len(reading.text))
    lists: dict[int, int] = {}
    for title in titles:
        if any(taken[title.start : title.end]):
            continue
        taken[title.start : title.end] = b"\1" * (title.end - title.start)
        if name_key(reading.printed(title.name_start, title.name_end)) not in own_keys:
            mentions.append(_mention(reading, title, fixed_cue, lists))
    return _once(mentions)


def citation_spans(reading: Reading) -> list[tuple[int, int]]:
    """View ranges of all titles in ``reading``: what stands there is a document, not a thing or a target."""
    return [(t.start, t.end) for t in (*_bracketed(reading), *_quoted(reading), *_plain(reading))]


def _bracketed(reading: Reading) -> Iterator[_Title]:
    """Titles in 《》, the outermost of nested ones."""
    text, rules, passed = reading.text, _words(), 0
    for start in sorted(at for at in reading.mates if text[at] == "《"):
        end = reading.mates[start] + 1
        if start < passed or end - start < 4:
            continue
        passed = end
        name = text[start + 1 : end - 1]
        if name.endswith(rules.not_suffixes) or text.startswith(rules.not_after, end):
            continue
        yield _Title(start, end, start + 1, end - 1)


def _quoted(reading: Reading) -> Iterator[_Title]:
    """`"满格上海"行动计划`: a quoted name and the word for a kind of document, with years in brackets if printed."""
    text, rules = reading.text, _words()
    for start in sorted(at for at in reading.mates if text[at] == '"'):
        close = reading.mates[start]
        match = rules.quoted.match(text, close + 1)
        name = text[start + 1 : close]
        if not match or name.startswith(rules.periods) or len(name) > 20 or reading.inside(start, "《"):
            continue
        if rules.cue.search(match[1]) or any(word in match[1] for word in rules.plain_not):
            continue
        end = _with_years(text, match.end())
        yield _Title(start, end, start, end)


def _plain(reading: Reading) -> Iterator[_Title]:
    """`落实上海市城市更新行动方案`: after a cue, a name from a place to the word for a kind of document."""
    text, rules = reading.text, _words()
    for match in (*rules.plain.finditer(text), *rules.period.finditer(text)):
        name = match["name"]
        if len(name) < 9 or any(word in name for word in rules.plain_not) or reading.inside(match.start(), "《"):
            continue
        end = _with_years(text, match.end())
        yield _Title(match.start("name"), end, match.start("name"), end)


def _numbers(reading: Reading) -> Iterator[_Title]:
    """Documents cited by their number alone, right after a cue: 按照国发〔2018〕42号文件."""
    text = reading.text
    for match in _BARE_NUMBER.finditer(text):
        start = match.start()
        for cue in _words().cue.finditer(text, start, match.end()):
            start = cue.end()
        follows_cue = start > match.start() or bool(_words().cue.search(text[max(0, start - 2) : start]))
        if follows_cue and 2 <= text.index("[", start) - start <= _LONGEST_CODE:
            yield _Title(start, match.end(), start, match.end())


def _with_years(text: str, end: int) -> int:
    years = _YEARS_IN_BRACKETS.match(text, end)
    return years.end() if years else end


def _mention(reading: Reading, title: _Title, fixed_cue: str | None, lists: dict[int, int]) -> PolicyMention:
    number = _NUMBER_IN_BRACKETS.match(reading.text, title.end)
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


def _relation(reading: Reading, title: _Title, after: int, lists: dict[int, int]) -> tuple[str, str]:
    """How the text stands to ``title``, and the word that says so."""
    rules, text = _words(), reading.text
    ended = after in reading.breaks
    issued = rules.issued_after.match(text, after)
    if issued and not ended:
        return "ISSUES", issued[0]
    start = lists[title.start] = _list_start(reading, title.start, lists)
    clause = reading.clause_at(max(start - 1, 0))
    low = max(clause.start, start - _REACH)
    best = ""
    for match in rules.cue.finditer(text, low, start):
        ended_by_other = rules.relation_of[match[0]] == "ISSUES" and text.startswith("的", match.end())
        if not ended_by_other and (len(match[0]) > 1 or match.end() == start):
            best = match[0]
    if best:
        return rules.relation_of[best], best
    done = rules.implemented_after.match(text, after)
    return ("IMPLEMENTS", done[0]) if done and not ended else ("CITES", "")


def _list_start(reading: Reading, start: int, lists: dict[int, int]) -> int:
    """Where the list of titles begins that the title at ``start`` stands in: 《A》(文号)《B》和《C》 share one cue.

    ``lists`` holds the answers for titles before it, so that a long list is walked once.
    """
    text, joiners = reading.text, _words().joiners
    while True:
        at = start
        for joiner in joiners:
            if text.endswith(joiner, 0, at):
                at -= len(joiner)
                break
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
