"""The grammar of responsibility as patterns, compiled once from responsibility.yaml: markers, clauses, lists of owners."""

from __future__ import annotations

import re
from functools import cache

from loaders.text.lexicon import alternatives, any_of, kinds, lexicon


@cache
def anchor_pattern() -> re.Pattern[str]:
    """Every place where a marker may begin: a bracket, or a label with its colon."""
    return re.compile(f"[(\\[]|{_labels()}(?:(?:\\([^()]{{0,30}}\\))?:)?")


@cache
def label_pattern() -> re.Pattern[str]:
    """A label (group ``label``, or ``short``) with its colon, if it has one."""
    return re.compile(f"{_labels()}(?:(?:\\([^()]{{0,30}}\\))?:)?")


@cache
def labelled_pattern() -> re.Pattern[str]:
    """A long label with its colon, wherever it stands."""
    return re.compile(f"(?:{alternatives(kinds(lexicon().responsibility.labels))}):")


@cache
def _labels() -> str:
    long = alternatives(kinds(lexicon().responsibility.labels))
    short = alternatives(kinds(lexicon().responsibility.short_labels))
    return f"(?:(?P<label>{long})|(?P<short>{short}))"


@cache
def order_pattern() -> re.Pattern[str]:
    """列第一位者为牵头单位 in its wordings."""
    chains = lexicon().responsibility.order_clauses
    return re.compile("|".join("".join(f"(?:{alternatives(step)})" for step in chain) for chain in chains))


@cache
def below_pattern() -> re.Pattern[str]:
    """以下任务均需各区落实,不再一一列出 in its wordings, with the group ``names``."""
    raw = lexicon().responsibility
    openings, verbs = any_of(raw.all_below_openings), any_of(raw.all_below_verbs)
    return re.compile(f"{openings}(?P<names>[^。;:]{{2,120}}?){verbs}[,。;]?{any_of(raw.all_below_closings)}")


@cache
def same_pattern() -> re.Pattern[str]:
    """下同 and its like."""
    return re.compile(alternatives(lexicon().responsibility.same_below))


@cache
def mark_pattern() -> re.Pattern[str]:
    """标*的为牵头单位 in its wordings, with the group ``mark``."""
    marks, said = lexicon().responsibility.lead_marks, lexicon().responsibility.mark_clauses
    return re.compile(
        f"{any_of(said.before)}[\"']?(?P<mark>[{re.escape(marks)}])[\"']?"
        f"{any_of(said.after)}{any_of(said.bodies)}{any_of(said.says)}{any_of(said.leads)}(?:责任)?(?:单位|部门)?"
    )


@cache
def bracket_roles() -> dict[str, str]:
    """Words in a bracket beside a name, and the role that they give it: 区科委(牵头)."""
    found: dict[str, str] = {}
    raw = lexicon().responsibility
    for listed in (raw.verbs, raw.labels, raw.short_labels):
        for word, role in kinds(listed).items():
            if role in ("lead", "responsible", "support"):
                found.setdefault(word, role)
    return found


@cache
def verb_pattern() -> re.Pattern[str]:
    """A verb of responsibility at the end of a piece with what leads in to it, with the group ``verb``."""
    before = f"(?:{alternatives(lexicon().responsibility.verb_prefixes)})?"
    adverbs = f"(?:{alternatives(lexicon().responsibility.verb_adverbs)}){{0,2}}?"
    verbs = alternatives(kinds(lexicon().responsibility.verbs))
    return re.compile(f"{before}{adverbs}(?P<verb>{verbs})[.。]?\\Z")


@cache
def joiner_pattern() -> re.Pattern[str]:
    """Words that join two names, and brackets, inside which nothing joins."""
    return re.compile(f"{alternatives(lexicon().responsibility.joiners)}|[()\\[\\]]")


@cache
def before_pattern() -> re.Pattern[str]:
    """Words before a name that are no part of it."""
    return re.compile(alternatives(lexicon().responsibility.before_names))


@cache
def open_pattern() -> re.Pattern[str]:
    """等 with what may follow it, at the end of a piece."""
    raw = lexicon().responsibility.open_end
    scopes, kind, nouns = any_of(raw.scopes), any_of(raw.kinds), any_of(raw.nouns)
    return re.compile(f"等(?:[0-9]{{1,3}}个|[一二三四五六七八九十]{{1,3}}个|多个)?{scopes}{kind}{nouns}\\Z")


@cache
def places_pattern() -> re.Pattern[str]:
    """A group of places whose ending is still to come: 各市、州 of 各市、州、县人民政府."""
    place = f"(?:{_place()})"
    group = "各相关|各有关|各|相关|有关"
    return re.compile(f"(?:\\A[省市区县州]?(?:{group})?|[及和与](?:{group})){place}(?:[、及和]{place})*\\Z")


@cache
def last_place_pattern() -> re.Pattern[str]:
    """What carries such a group on: a kind of place, with the ending that they share or without."""
    return re.compile(f"(?:{_place()})(?:{alternatives(lexicon().responsibility.place_endings)})?")


def _place() -> str:
    return f"(?:{alternatives(lexicon().responsibility.places)})(?:[(\\[][^()\\[\\]]{{1,12}}[)\\]])?"


@cache
def group_heads() -> frozenset[str]:
    """Collectives that a bare word may carry on: 各街镇."""
    return frozenset(lexicon().responsibility.group_heads)


@cache
def group_tails() -> frozenset[str]:
    """Bare words that carry on a collective: 经开区."""
    return frozenset(lexicon().responsibility.group_tails)


@cache
def never_split() -> tuple[str, ...]:
    """Beginnings of names that hold a joiner by chance: 和平区."""
    return lexicon().responsibility.never_split_before
