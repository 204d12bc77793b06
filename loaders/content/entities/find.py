"""Named things of a plan's items: platforms, organisations, places, products, events and named projects.

Per item, the candidates of its clauses. Towns that a text names as places are the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph.findings import Finding
from graph.ids import name_key
from loaders.content.entities.candidates import Candidate, Known, clause_candidates, may_name
from loaders.content.entities.heads import end_head, head_ends
from loaders.content.entities.known_names import known_names
from loaders.content.entities.names import is_proper, own_run, word_set
from loaders.content.entities.phrases import phrases
from loaders.content.entities.towns import town_kinds, town_mentions
from loaders.content.entities.words import AFFIX, PROPER, WIDE, Words
from loaders.content.reading import Reading
from loaders.document import EntityMention, Item, PlanDocument
from loaders.registry import registry
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of
from loaders.text.view import fold

_STRENGTH = ("BUILDS", "DEPENDS_ON", "LOCATED_IN", "MENTIONS")
_LONGEST_PLACE = 8


@dataclass(slots=True)
class Scope:
    """What holds for all items of one plan."""

    known: Known
    jurisdiction: str
    towns: dict[str, str] = field(default_factory=dict)
    topic: frozenset[str] = frozenset()
    owners: str = ""


def plan_scope(document: PlanDocument) -> Scope:
    """What the plan's own head and owners say of its names."""
    code = document.meta.jurisdiction
    place = registry().place_name(code)
    titled = _title_place().match(document.meta.name)
    names_of_place = [place if place[-1] in lexicon().entities.place_kinds else "", titled[1] if titled else ""]
    places = tuple(
        dict.fromkeys(form for name in names_of_place if name for form in (name, name[:-1] if len(name) > 2 else name))
    )
    owners = frozenset(owner.printed for item in document.items for owner in item.owners)
    names = {town.name for town in registry().towns(code)} | owners
    towns = {name: name for name in sorted(names) if _town().fullmatch(name)}
    title = fold(document.meta.name)
    topic = frozenset(title[at : at + 2] for at in range(len(title) - 1))
    return Scope(Known(places, tuple(towns), owners), code, towns, topic, "\n".join(owners))


@cache
def _title_place() -> re.Pattern[str]:
    raw = lexicon().entities
    return re.compile(
        f"(?!{alternatives(raw.not_regions)})([一-鿿]{{2,4}}?[{raw.region_kinds}])(?!{alternatives(raw.region_goes_on)})"
    )


@cache
def _town() -> re.Pattern[str]:
    return re.compile(f"[一-鿿]{{2,6}}{any_of(town_kinds())}")


def find_entities(said: Words, scope: Scope) -> list[EntityMention]:
    """The named things of one item, each once, in order of place."""
    reading = said.reading
    found: list[Candidate] = []
    standing, bodies = list(_standing().finditer(said.text)), list(_body().finditer(said.text))
    fixed = [(match, label, kind) for pattern, label, kind in _fixed_names() for match in pattern.finditer(said.text)]
    # What finds names by the words around them: these clauses are read whatever they hold besides.
    spoken = {reading.clause_at(match.start()) for match in (*standing, *bodies, *(match for match, _, _ in fixed))}
    for clause in reading.clauses:
        if may_name(said, clause) or clause in spoken:
            found.extend(clause_candidates(said, list(phrases(said, clause)), scope.known))
    found.extend(_standing_for(said, standing))
    found.extend(_bodies(said, bodies, scope))
    found.extend(_fixed(said, fixed))
    found = [one for one in _outermost(found) if _is_whole(said.text, one) and not _is_in_owner(said.text, one, scope)]
    found.extend(_places_within(said, found, scope))
    mentions = [_mention(reading, candidate, scope) for candidate in found]
    mentions.extend(town_mentions(reading, scope.towns))
    return once(mentions)


def scan_findings(document: PlanDocument, item: Item, reading: Reading) -> Iterator[Finding]:
    """A finding for each form in ``item`` that only a fault of the scan explains."""
    for mention in item.entities:
        known = known_names().find(mention.printed, document.meta.jurisdiction)
        if known and known.scan_form:
            start, end = mention.span.start, mention.span.end
            quote, said = document.source.text[start:end], {"printed": mention.printed, "name": known.name}
            yield Finding("scan-form", start, end, quote, item.ref, said)
    for form, name in known_names().misread.items():
        at = reading.text.find(form)
        if at >= 0:
            span = reading.span(at, at + len(form))
            quote = document.source.text[span.start : span.end]
            yield Finding("scan-form", span.start, span.end, quote, item.ref, {"printed": form, "name": name})


@cache
def _standing() -> re.Pattern[str]:
    around = lexicon().entities.stands_for
    return re.compile(rf'{around.before}([^,。;、:"()]{{3,10}}?){around.after}')


def _standing_for(said: Words, matches: Iterable[re.Match[str]]) -> Iterator[Candidate]:
    """以云胶片为代表: the thing that stands for others is a product, if nothing says otherwise."""
    for match in matches:
        start, end = match.span(1)
        if own_run(said, start, end) >= 2 or is_proper(said, start, end):
            head = end_head(match[1])
            label, kind = (head.label, head.kind) if head else ("Product", "product")
            yield Candidate(start, end, label, kind, "MENTIONS", "")


@cache
def _body() -> re.Pattern[str]:
    raw = lexicon().entities.bodies
    return re.compile(
        rf"{any_of(raw.cues)}(?P<name>{any_of(raw.levels)}(?!{any_of(raw.not_after_level)})"
        rf"[一-鿿]{{2,9}}?{any_of(raw.suffixes)})(?!{any_of(raw.not_after)})"
    )


def _bodies(said: Words, matches: Iterable[re.Match[str]], scope: Scope) -> Iterator[Candidate]:
    """Government bodies at another level that the text speaks of: 按照市数字化办要求."""
    for match in matches:
        start, end = match.span("name")
        whole = said.nature[end - 1] == AFFIX and said.nature[start] in (AFFIX, WIDE)
        if (
            whole
            and not any(word in match["name"] for word in lexicon().entities.bodies.not_within)
            and match["name"] not in scope.known.owners
        ):
            yield Candidate(start, end, "Organisation", "government", "MENTIONS", "")


def _fixed(said: Words, matches: Iterable[tuple[re.Match[str], str, str]]) -> Iterator[Candidate]:
    """Things that are named without more, wherever they stand."""
    rules = lexicon().entities
    for match, label, kind in matches:
        start = match.start()
        while start and said.nature[start - 1] == PROPER:
            start -= 1  # 【某省】国际贸易"单一窗口"
        opening = said.reading.opens.get(start - 1, 0)
        before = next((one for one in rules.fixed_before if said.text.endswith(one, 0, opening)), "")
        if before:
            start = opening - len(before)  # 【中国(某省)】国际贸易"单一窗口"
        yield Candidate(start, match.end(), label, kind, "MENTIONS", "")


@cache
def _fixed_names() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rules = lexicon().entities
    named = tuple((re.compile(any_of(one.words)), one.label, one.kind) for one in rules.fixed)
    return (*named, (re.compile(any_of(rules.regions) + any_of(rules.brand_ends)), "Product", "product"))


def _outermost(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that stand in no other one."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _is_whole(text: str, candidate: Candidate) -> bool:
    """Whether brackets and quotes that open in a name close in it."""
    name = text[candidate.start : candidate.end]
    return name.count("(") == name.count(")") and name.count("《") == name.count("》") and name.count('"') % 2 == 0


def _is_in_owner(text: str, candidate: Candidate, scope: Scope) -> bool:
    """Whether a candidate is a part of the name of an owner that the text speaks of: 【长三角分中心】 of an agency."""
    name = text[candidate.start : candidate.end]
    return name in scope.owners and any(
        len(owner) > len(name) and text.startswith(owner, candidate.start - at)
        for owner in scope.known.owners
        if (at := owner.find(name)) >= 0 and candidate.start >= at
    )


def _places_within(said: Words, found: Sequence[Candidate], scope: Scope) -> Iterator[Candidate]:
    """The place that a name begins with: 【松江新城】5G精品网络."""
    for candidate in found:
        text = said.text[candidate.start : candidate.end]
        for at, head in head_ends(text):
            if at < len(text) and head.word in word_set("prefix_places"):
                before = candidate.start + at - len(head.word)
                if at <= _LONGEST_PLACE and is_proper(said, candidate.start, before):
                    yield Candidate(candidate.start, candidate.start + at, "Place", head.kind, "LOCATED_IN", "")
                break


def _mention(reading: Reading, candidate: Candidate, scope: Scope) -> EntityMention:
    start, end = candidate.start, candidate.end
    if candidate.label == "Organisation" and candidate.kind != "company":
        start = _without_town(reading.text, start, end, scope)
    printed = reading.printed(start, end)
    known = known_names().find(printed, scope.jurisdiction)
    return EntityMention(
        name=known.name if known else printed,
        printed=printed,
        span=reading.span(start, end),
        label=candidate.label,
        relation=candidate.relation,
        cue=candidate.cue,
        kind=candidate.kind,
    )


def _without_town(text: str, start: int, end: int, scope: Scope) -> int:
    """小昆山镇 before 同济大学松江机器人研究中心 says where, and is no part of the name."""
    for town in scope.towns:
        rest = text[start + len(town) : end]
        if text.startswith(town, start) and any(word in rest for word in lexicon().entities.town_before):
            return start + len(town)
    return start


def once(mentions: Iterable[EntityMention]) -> list[EntityMention]:
    """Each thing once: the mention with the strongest relation, the first of equal ones."""
    best: dict[str, EntityMention] = {}
    for mention in mentions:
        key = name_key(mention.name)
        held = best.get(key)
        rank = (_STRENGTH.index(mention.relation), mention.span.start)
        if held is None or rank < (_STRENGTH.index(held.relation), held.span.start):
            best[key] = mention
    return sorted(best.values(), key=lambda mention: (mention.span, mention.name))
