"""Candidates for named things in the phrases of one clause: by head noun, in lists, after 依托, in quotes.

Context decides with the name: a list before 等…企业 holds companies though none ends in a head noun; what is counted
or described (一批, 高效的) is a kind and needs a proper name to be taken for one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.content.entities.heads import (
    Head,
    head_ends,
    is_name,
    is_name_like,
    is_proper,
    own_letters,
    stripped,
    tail_fits,
)
from loaders.content.entities.lists import LONGEST_PHRASE, LONGEST_PLAIN, OF_KINDS, ListClass, class_of, list_label
from loaders.content.entities.phrases import Mark, Phrase
from loaders.content.entities.quoted import quoted_names
from loaders.content.reading import Reading
from loaders.text.lexicon import lexicon

# No list of names is longer, and no name with the words around it; an endless text must not cost more than its length.
_LONGEST_LIST = 200
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Candidate:
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


def clause_candidates(reading: Reading, phrases: Sequence[Phrase], known: Known) -> Iterator[Candidate]:
    """The candidates of one clause, in no fixed order."""
    merged = _merge_joined(reading, phrases, known)
    run: list[Phrase] = []
    for phrase in merged:
        if run and (phrase.before.sort not in ("list", "join") or len(run) >= _LONGEST_LIST):
            yield from _in_run(reading, run, phrase, known)
            run = []
        run.append(phrase)
    if run:
        yield from _in_run(reading, run, None, known)


def _merge_joined(reading: Reading, phrases: Sequence[Phrase], known: Known) -> list[Phrase]:
    """Phrases with 脑科学与类脑研究中心 put together again: the first half has no head noun of its own."""
    text = reading.text
    merged: list[Phrase] = []
    for phrase in phrases:
        last = merged[-1] if merged else None
        near = last is not None and phrase.start - last.start < LONGEST_PHRASE // 2
        if last and near and last.after is phrase.before and phrase.before.sort == "join":
            left, right = text[last.start : last.end], text[phrase.start : phrase.end]
            begins = last.before.sort in ("hard", "soft", "join") and is_proper(left, known.proper)
            ends = next(iter(head_ends(right)), None)
            open_left = not any(at == len(left) for at, _ in head_ends(left)) and not left.endswith('"')
            fits = ends is not None and (tail_fits(right[ends[0] :]) or right.startswith("(", ends[0]))
            if begins and open_left and fits and not right.startswith('"'):
                merged[-1] = replace(last, end=phrase.end, after=phrase.after)
                continue
        merged.append(phrase)
    return merged


def _in_run(reading: Reading, run: list[Phrase], next_phrase: Phrase | None, known: Known) -> Iterator[Candidate]:
    """The candidates of phrases joined by 、 and 和: each by itself, then what the company they keep says."""
    after = run[-1].after
    following = _following(after, next_phrase)
    gathers = after.sort == "etc" or (after.sort == "count" and after.word.endswith("大"))
    gathered = class_of(reading, following) if gathers else None
    quoted = list(quoted_names(reading, run, following if gathers and gathered != OF_KINDS else None))
    for name in quoted:
        relation, cue = _relation(run[0], name.label)
        yield Candidate(name.start, name.end, name.label, name.kind, relation, cue)
    taken = {(name.start, name.end) for name in quoted}
    rest = [_before_quote(reading, p) if any(p.start <= start < p.end for start, _ in taken) else p for p in run]
    rest = [phrase for phrase in rest if phrase.end > phrase.start]
    found: list[tuple[Phrase, Candidate]] = []
    for phrase in rest:
        candidate = _by_head(reading, phrase, known, in_list=len(run) > 1 and gathered != OF_KINDS, gathered=gathered)
        if candidate:
            found.append((phrase, candidate))
            yield candidate
    with_head = {id(phrase) for phrase, _ in found}
    plain = [phrase for phrase in rest if id(phrase) not in with_head]
    label, kind = list_label(reading, run, plain, gathered, [candidate.label for _, candidate in found])
    for phrase in plain:
        candidate = _plain(reading, phrase, label, kind, known)
        if candidate:
            yield candidate


def _before_quote(reading: Reading, phrase: Phrase) -> Phrase:
    """What stands in ``phrase`` before its quote, which names a thing by itself: 【松江新城】"数智G60"品牌."""
    opening = reading.text.find('"', phrase.start, phrase.end)
    return replace(phrase, end=max(opening, phrase.start), after=Mark(opening, opening, "quote"))


def _following(mark: Mark, phrase: Phrase | None) -> Phrase | None:
    """``phrase`` if it stands right after ``mark``, or after the number that follows it (等2家【数字化景区创建】)."""
    if phrase is None or phrase.start - mark.end > 6:
        return None
    return phrase if phrase.before.sort in ("etc", "count", "list", "join", "of") else None


def _relation(phrase: Phrase, label: str, cut: bool = False) -> tuple[str, str]:
    """How the work item stands to what ``phrase`` names, and the word that says so."""
    cue, after = phrase.cue, phrase.after
    if cue and cue.relation == "DEPENDS_ON":
        return "DEPENDS_ON", cue.word
    built = after.sort in ("hard", "soft") and after.relation == "BUILDS" and (after.word == "建设" or cue is None)
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
    """Whether a verb of building or depending rules ``phrase``, or a date says when it is due."""
    if phrase.cue is not None or (phrase.after.sort == "hard" and phrase.after.relation == "BUILDS"):
        return True
    return phrase.before.sort == "edge" and phrase.after.sort == "date"


def _by_head(
    reading: Reading, phrase: Phrase, known: Known, in_list: bool, gathered: ListClass | None
) -> Candidate | None:
    """The name in ``phrase`` that ends in a head noun, or None; ``gathered``: what its list is said to hold."""
    phrase_end = min(phrase.end, phrase.start + LONGEST_PHRASE)
    whole = reading.text[phrase.start : phrase_end]
    start = phrase.start + stripped(whole, known.places, after_list=phrase.before.sort == "etc")
    text = _to_acronym(reading.text[start:phrase_end])
    of_kinds = phrase.cue is not None and phrase.cue.word in lexicon().cues.of_kinds
    ends = list(head_ends(text))
    for at, head in ends:
        name, rest = text[:at], text[at:]
        if head.strength == "named" and any(other.label != head.label and len(other.word) > 1 for _, other in ends):
            continue  # 甲数据中心改造: the centre is named, its conversion is not
        proper = is_proper(name.removesuffix(head.word), known.proper)
        only_proper = phrase.counted or ((phrase.described or of_kinds) and head.strength != "sure")
        if phrase.before.sort == "etc" and name.startswith(lexicon().entities.levels):
            continue  # 甲廊道、乙廊道等【市级生态廊道】: what the list holds
        if not _rest_fits(head, rest, proper, _is_ruled(phrase)) or name in known.owners or name in known.proper:
            continue
        listed = gathered is not None and gathered.label == head.label and not gathered.vague
        listed = listed and len(name) > len(head.word) + 1 and own_letters(name[: -len(head.word)]) > 0
        if listed or is_name(name, head, ruled=_is_ruled(phrase) or in_list, only_proper=only_proper, own=known.proper):
            end = start + at + _bracket(rest)
            cut = not tail_fits(text[end - start :]) or phrase.after.sort == "quote"
            relation, cue = ("LOCATED_IN", "") if head.kind == "town" else _relation(phrase, head.label, cut)
            return Candidate(start, end, head.label, head.kind, relation, cue, cut)
    return None


def _to_acronym(text: str) -> str:
    """``text`` up to a head noun with its Latin name in brackets, where a name is complete: 出行服务系统(MaaS)."""
    opening = text.find("(")
    close = text.find(")", opening)
    if opening < 3 or close < 0 or not text[opening + 1 : close].isascii():
        return text
    return text[: close + 1] if any(at == opening for at, _ in head_ends(text[:opening])) else text


def _rest_fits(head: Head, rest: str, proper: bool, ruled: bool) -> bool:
    """Whether a name can end where ``rest`` begins."""
    if tail_fits(rest) or rest.startswith("("):
        return True
    if head.strength == "weak" or len(head.word) == 1:
        return False
    if head.kind in ("hospital", "school"):
        return proper
    if head.label == "Place":
        return proper and head.word in lexicon().entities.prefix_places
    return (proper or ruled) and head.strength in ("sure", "strong")


def _bracket(rest: str) -> int:
    """The length of a place or Latin name in brackets at the head of ``rest``: 卓越创新中心【(松江)】."""
    if not rest.startswith("("):
        return 0
    close = rest.find(")")
    inner = rest[1:close]
    return close + 1 if 0 < len(inner) <= _SHORT and not inner.isdigit() else 0


def _plain(reading: Reading, phrase: Phrase, label: str | None, kind: str | None, known: Known) -> Candidate | None:
    """A name in a list (or after 依托) that ends in no head noun."""
    if label is None:
        return None
    start = phrase.start + stripped(reading.text[phrase.start : phrase.start + LONGEST_PHRASE], known.places)
    text = reading.text[start : phrase.end]
    if (
        len(text) > LONGEST_PLAIN
        or '"' in text
        or not is_name_like(text)
        or text.endswith(lexicon().entities.not_place_ends)
        or text in known.owners
        or text in known.places
    ):
        return None
    relation, cue = _relation(phrase, label)
    return Candidate(start, phrase.end, label, kind, relation, cue)
