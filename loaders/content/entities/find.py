"""Named things of a plan's items: platforms, organisations, places, products, events and named projects.

Per item, the candidates of its clauses; over the whole plan, short names of companies that one place makes known
(航天宏图长三角总部) and another only uses. Towns that a text names as places are the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from graph.findings import Finding
from graph.ids import name_key
from loaders.content.entities.candidates import Candidate, Known, clause_candidates
from loaders.content.entities.heads import head_ends, is_name_like, is_proper, own_letters
from loaders.content.entities.known_names import known_names
from loaders.content.entities.phrases import find_phrases
from loaders.content.entities.towns import town_mentions
from loaders.content.reading import Reading
from loaders.document import EntityMention, Item, PlanDocument
from loaders.registry import registry
from loaders.text.lexicon import any_of, lexicon

_STRENGTH = ("BUILDS", "DEPENDS_ON", "LOCATED_IN", "MENTIONS")
_STANDING_FOR = re.compile(r'以([^,。;、:"()]{3,10}?)为代表')
_TITLE_PLACE = re.compile(r"(?!全|本|各|我)([一-鿿]{2,4}?[省市区县])(?!场|域|民|政|委)")
_TOWN = re.compile(r"[一-鿿]{2,6}(?:镇|街道|乡)")
_START = 3
_BRANCH = re.compile(
    r"(?P<name>[一-鿿A-Za-z0-9]{3,8}?)(?:长三角|华东|中国|全国|全球|区域|亚太|上海|国际|第二|南方|北方)?总部"
)


@dataclass(slots=True)
class Scope:
    """What holds for all items of one plan."""

    known: Known
    jurisdiction: str
    towns: dict[str, str] = field(default_factory=dict)


def plan_scope(document: PlanDocument) -> Scope:
    """What the plan's own head and owners say of its names."""
    code = document.meta.jurisdiction
    place = registry().place_name(code)
    titled = _TITLE_PLACE.match(document.meta.name)
    names_of_place = [place if place[-1] in "省市区县旗州" else "", titled[1] if titled else ""]
    places = tuple(
        dict.fromkeys(form for name in names_of_place if name for form in (name, name[:-1] if len(name) > 2 else name))
    )
    owners = frozenset(owner.printed for item in document.items for owner in item.owners)
    names = {town.name for town in registry().towns(code)} | owners
    towns = {name: name for name in sorted(names) if _TOWN.fullmatch(name)}
    return Scope(Known(places, tuple(towns), owners), code, towns)


def find_entities(reading: Reading, cited: Sequence[tuple[int, int]], scope: Scope) -> list[EntityMention]:
    """The named things of one item, each once, in order of place."""
    found: list[Candidate] = []
    for phrases in find_phrases(reading, cited).values():
        found.extend(clause_candidates(reading, phrases, scope.known))
    found.extend(_standing_for(reading))
    found.extend(_bodies(reading, scope))
    found = _outermost(found)
    found.extend(_places_within(reading, found, scope))
    mentions = [_mention(reading, candidate, scope) for candidate in found]
    mentions.extend(town_mentions(reading, scope.towns))
    return _once(mentions)


def spread_names(document: PlanDocument, readings: Sequence[Reading]) -> None:
    """Adds to each item the companies that other items make known by name and it only speaks of."""
    names = {
        m.name for item in document.items for m in item.entities if m.label == "Organisation" and _is_short(m.name)
    }
    names |= {name for item in document.items for name in _branches(item)}
    by_start: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_start.setdefault(name[:_START], []).append(name)
    for item, reading in zip(document.items, readings, strict=True):
        covered, new = _covered(reading, item), []
        for at in range(len(reading.text)):
            name = next(
                (n for n in by_start.get(reading.text[at : at + _START], ()) if reading.text.startswith(n, at)), ""
            )
            if name and not covered[at] and not reading.inside(at, "《"):
                span, printed = reading.span(at, at + len(name)), reading.printed(at, at + len(name))
                new.append(EntityMention(printed, printed, span, "Organisation", "MENTIONS", "", "company"))
        if new:
            item.entities = _once([*item.entities, *new])


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


def _is_short(name: str) -> bool:
    return 3 <= len(name) <= 6 and is_name_like(name) and not any(at == len(name) for at, _ in head_ends(name))


def _branches(item: Item) -> Iterator[str]:
    """The companies that the names of their branches make known: 航天宏图 of 航天宏图长三角总部."""
    for mention in item.entities:
        match = _BRANCH.fullmatch(mention.name)
        if match and is_name_like(match["name"]):
            yield match["name"]


def _covered(reading: Reading, item: Item) -> bytearray:
    covered = bytearray(len(reading.text) + 1)
    for mention in item.entities:
        start, end = reading.view.index(mention.span.start), reading.view.index(mention.span.end - 1) + 1
        covered[start:end] = b"\1" * (end - start)
    return covered


def _standing_for(reading: Reading) -> Iterator[Candidate]:
    """以云胶片为代表: the thing that stands for others is a product, if nothing says otherwise."""
    for match in _STANDING_FOR.finditer(reading.text):
        if own_letters(match[1]) >= 2 or is_proper(match[1]):
            head = next((h for at, h in head_ends(match[1]) if at == len(match[1])), None)
            label = head.label if head else "Product"
            yield Candidate(match.start(1), match.end(1), label, head.kind if head else "product", "MENTIONS", "")


@cache
def _body() -> re.Pattern[str]:
    raw = lexicon().entities.bodies
    return re.compile(
        rf"{any_of(raw.cues)}(?P<name>{any_of(raw.levels)}(?!{any_of(raw.not_after_level)})"
        rf"[一-鿿]{{2,9}}?{any_of(raw.suffixes)})(?!门|署|分|事)"
    )


def _bodies(reading: Reading, scope: Scope) -> Iterator[Candidate]:
    """Government bodies at another level that the text speaks of: 按照市数字化办要求."""
    for match in _body().finditer(reading.text):
        if not re.search("相关|有关|各|等", match["name"]) and match["name"] not in scope.known.owners:
            yield Candidate(match.start("name"), match.end("name"), "Organisation", "government", "MENTIONS", "")


def _outermost(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that stand in no other one."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _places_within(reading: Reading, found: Sequence[Candidate], scope: Scope) -> Iterator[Candidate]:
    """The place that a name begins with: 【松江新城】5G精品网络."""
    for candidate in found:
        text = reading.text[candidate.start : candidate.end]
        for at, head in head_ends(text):
            inner = text[:at]
            if at < len(text) and head.label == "Place" and head.word in lexicon().entities.prefix_places:
                if len(inner) <= 8 and is_proper(inner.removesuffix(head.word), scope.known.proper):
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
        if text.startswith(town, start) and ("大学" in rest or "学院" in rest or "公司" in rest):
            return start + len(town)
    return start


def _once(mentions: Iterable[EntityMention]) -> list[EntityMention]:
    """Each thing once: the mention with the strongest relation, the first of equal ones."""
    best: dict[str, EntityMention] = {}
    for mention in mentions:
        key = name_key(mention.name)
        held = best.get(key)
        rank = (_STRENGTH.index(mention.relation), mention.span.start)
        if held is None or rank < (_STRENGTH.index(held.relation), held.span.start):
            best[key] = mention
    return sorted(best.values(), key=lambda mention: (mention.span, mention.name))
