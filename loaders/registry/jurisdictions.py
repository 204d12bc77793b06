"""Whose plan it is: the jurisdiction that titles, issuers and document numbers name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph.ids import name_key
from loaders.registry.places import Places
from loaders.registry.records import COUNTRY, OwnersFile
from loaders.registry.rules import OwnerRules
from loaders.text.dates import LEADING_YEARS
from loaders.text.patterns import alternatives

_NUMBER = re.compile(r"\[?\d{4}\]?\d*号?")
_LONGEST_LEAD = 40
_FEWEST, _SHARE = 2, 0.8
_SHORT_PLACE = 3


def jurisdiction_of(
    texts: Sequence[str], files: Mapping[str, OwnersFile], rules: OwnerRules, places: Places
) -> str | None:
    """The code that ``texts`` (squeezed and folded, the most telling first) name; None where nothing tells."""
    leads = [_without_leads(text, rules) for text in texts]
    named = [codes for codes in (places.chain(lead)[0] for lead in leads) if codes]
    hints = _number_hints(texts, files, rules)
    if named:
        return _deepest(named, hints, places) or _printed(leads, rules)
    if any(_is_country(lead, files, rules) for lead in leads):
        return COUNTRY
    unknown = _printed(leads, rules)
    if unknown:
        return unknown
    elsewhere = [codes for codes in (places.anywhere(text) for text in texts) if codes]
    found = _deepest(elsewhere, hints, places) if elsewhere else None
    return found or (hints[0] if hints else None)


def place_of_title(title: str, rules: OwnerRules) -> str | None:
    """A place of three characters that no list knows, at the beginning of a plan's title: 云岭区三年行动计划."""
    lead = _without_leads(title, rules)[:_SHORT_PLACE]
    ends = lead.endswith(rules.unknown_places) and len(lead) == _SHORT_PLACE
    return lead if ends and not lead.startswith(rules.no_places) else None


def place_inside(text: str, rules: OwnerRules, places: Places) -> str | None:
    """The place that most of the places named inside ``text`` are or lie in, at the level that its bodies' first
    characters show (省科技厅: a province); "CN" where it names no body of that kind; None where neither tells."""
    found_at = (match.start(1) for match in _local_body(rules).finditer(text))
    # 市场监管总局 is no city's.
    firsts = [first for at in found_at if (first := rules.prefix(text[at : at + _LONGEST_LEAD])) in rules.prefixes]
    if not firsts:
        return COUNTRY
    level = rules.prefixes[max(set(firsts), key=lambda first: (firsts.count(first), first))]
    found: list[str] = []
    at = 0
    while at < len(text):
        codes, end = places.chain(text, at, stems=False)
        held = {place for code in codes if (place := places.at(code, level))} if end > at else set()
        found += held if len(held) == 1 else ()
        at = max(end, at + 1)
    best = max(set(found), key=lambda code: (found.count(code), code), default=None)
    return best if best and found.count(best) >= max(_FEWEST, _SHARE * len(found)) else None


def _local_body(rules: OwnerRules) -> re.Pattern[str]:
    """The first letter of a body, at the head of a phrase: 由【省】科技厅."""
    ends = "".join(rules.local_bodies)
    return re.compile(f"(?:^|[^一-龥]|{alternatives(rules.before_local_bodies)})([一-龥])(?=[一-龥]{{1,12}}?[{ends}])")


def _without_leads(text: str, rules: OwnerRules) -> str:
    """``text`` from the place on: 关于印发《2023年上海市… begins with 上海市."""
    while True:
        year = LEADING_YEARS.match(text)
        lead = year.group() if year else next((lead for lead in rules.leads if text.startswith(lead)), "")
        if not lead:
            return text
        text = text[len(lead) :].lstrip('“"《(')


def _deepest(named: Sequence[frozenset[str]], hints: Sequence[str], places: Places) -> str | None:
    """The lowest place that all of ``named`` agree on; the first where they don't; None when it stays open."""
    current = named[0]
    for codes in named[1:]:
        lower = {c for c in codes if c in current or current & set(places.by_code[c].above)}
        same = {c for c in current if set(places.by_code[c].above) & codes}
        current = frozenset(lower or same or current)
    if len(current) > 1:
        current = frozenset(c for c in current if {c, *places.by_code[c].above} & set(hints)) or current
    return next(iter(current)) if len(current) == 1 else None


def _number_hints(texts: Sequence[str], files: Mapping[str, OwnersFile], rules: OwnerRules) -> list[str]:
    """Jurisdictions that document numbers begin with: 沪府办发[2021]29号, 松科委[2023]6号."""
    numbers = [
        text for text in texts if rules.number_sign in text and len(text) < _LONGEST_LEAD and _NUMBER.search(text)
    ]
    words = [(word, listed.jurisdiction) for listed in files.values() for word in listed.number_words]
    found = [code for text in numbers for word, code in words if text.startswith(word)]
    return found + [code for text in numbers for word, code in rules.provinces.items() if text.startswith(word)]


def _is_country(lead: str, files: Mapping[str, OwnersFile], rules: OwnerRules) -> bool:
    if lead.startswith(rules.country_leads):
        return True
    listed = files.get(COUNTRY)
    if listed is None:
        return False
    names = (name_key(lead[:length]) for length in range(3, min(len(lead), 16) + 1))
    return any(name in listed.by_form and rules.is_national(name) for name in names)


def _printed(leads: Sequence[str], rules: OwnerRules) -> str | None:
    """A place or body that no list knows, as the first text that begins with one prints it: 云岭区2024年…."""
    for lead in leads:
        head = lead[:_LONGEST_LEAD]
        for ending in (*rules.unknown_places, *rules.unknown_bodies):
            at = head.find(ending, 2)
            after = head[at + len(ending) :]
            if at > 0 and (not after or after.startswith(rules.after_places) or LEADING_YEARS.match(after)):
                return head[: at + len(ending)]
    return None
