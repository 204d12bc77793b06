"""The grammar of responsibility as patterns, compiled once from responsibility.yaml: markers, clauses, lists of owners."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from graph.numerals import ORDINAL
from loaders.text.lexicon import lexicon
from loaders.text.patterns import Led, alternatives, any_of, begins, chain, kinds

ROLES = ("lead", "responsible", "support")
_NOTE = "(?:\\([^()]{0,30}\\))?"


class BracketClause(NamedTuple):
    """括号内为牵头单位 at view characters ``start`` to ``end``: brackets name bodies of that role."""

    start: int
    end: int
    role: str


@cache
def anchor_pattern() -> Led:
    """Every place where a marker may begin: a bracket, or a label with its colon."""
    labels = {*_label_beginnings(), *kinds(lexicon().responsibility.short_labels)}
    return Led.of(f"[(\\[]|{_labels()}(?:{_NOTE}:)?", {"(", "[", *labels})


@cache
def label_pattern() -> re.Pattern[str]:
    """A label (group ``label``, or ``short``) with its colon, if it has one."""
    return re.compile(f"{_labels()}(?:{_NOTE}:)?")


@cache
def labelled_pattern() -> Led:
    """A long label with its colon, wherever it stands."""
    return Led.of(f"(?:{_long_labels()}):", _label_beginnings())


def _labels() -> str:
    return f"(?:(?P<label>{_long_labels()})|(?P<short>{alternatives(kinds(lexicon().responsibility.short_labels))}))"


@cache
def _long_labels() -> str:
    stems, nouns = alternatives(_stems()), alternatives(lexicon().responsibility.label_nouns)
    return f"(?:{stems})(?:{nouns})|{alternatives(kinds(lexicon().responsibility.labels))}"


def _label_beginnings() -> set[str]:
    return {*_stems(), *kinds(lexicon().responsibility.labels)}


def _stems() -> dict[str, str]:
    return kinds(lexicon().responsibility.label_stems)


@cache
def label_kind(label: str) -> str | None:
    """What a label says of the names after it: a role, ``person`` or ``deadline``; None where it is no label."""
    for table in (kinds(lexicon().responsibility.labels), kinds(lexicon().responsibility.short_labels)):
        if label in table:
            return table[label]
    nouns = (noun for noun in lexicon().responsibility.label_nouns if label.endswith(noun))
    return next((_stems()[stem] for noun in nouns if (stem := label.removesuffix(noun)) in _stems()), None)


@cache
def order_pattern() -> Led:
    """列第一位者为牵头单位 in its wordings; the group ``comma`` where what stands before the first comma leads."""
    words = lexicon().responsibility
    first = "|".join(chain(steps) for steps in words.order_clauses)
    letters = begins(words.comma_clause) + "".join(begins(steps) for steps in words.order_clauses)
    return Led.of(f"(?P<comma>{chain(words.comma_clause)})|{first}", letters)


@cache
def _bracket_clause_pattern() -> Led:
    words = lexicon().responsibility.bracket_clause
    return Led.of(f"{chain(words)}{_labels()}", begins(words))


def bracket_clause(text: str, start: int, end: int) -> BracketClause | None:
    """The first clause in ``start``..``end`` that says what brackets name."""
    if not any(text.find(word, start, end) >= 0 for word in lexicon().responsibility.brackets):
        return None
    for match in _bracket_clause_pattern().finditer(text, start, end):
        role = label_kind(match["label"] or match["short"])
        if role in ROLES:
            return BracketClause(*match.span(), role)
    return None


@cache
def below_pattern() -> Led:
    """A clause that gives owners to all that follows. Its names (``names``, ``few``, ``between``) stand behind the opening
    (以下任务均需 …, 不再列出) or, in the last form, before what matches (… 均为责任单位,以下不再列出)."""
    words = lexicon().responsibility.all_below
    opening, middle, closing = (chain(steps) for steps in (words.opening, words.middle, words.closing))
    strong, weak, after = (alternatives(found) for found in (words.strong, words.weak, words.after_names))
    names = "(?:[^。;:()\\[\\]]|[(\\[][^()\\[\\]]{0,20}[)\\]]){2,120}?"
    return Led.of(
        f"(?:{opening})(?:{strong})(?P<names>{names})(?:{after})?(?:{closing}|(?=[。;)\\]])|\\Z)"
        f"|(?:{opening})(?:{weak})(?P<few>{names})(?:{after})?(?:{closing})"
        f"|(?:{opening})(?P<between>{names}){chain(words.stated)}(?=[。;)\\]]|\\Z)"
        f"|(?P<middle>{middle})(?:{closing})",
        begins(words.opening) + begins(words.middle),
    )


@cache
def below_opening_pattern() -> re.Pattern[str]:
    """以下任务, before the names of a clause."""
    return re.compile(chain(lexicon().responsibility.all_below.opening))


@cache
def same_pattern() -> re.Pattern[str]:
    """下同 and its like."""
    return re.compile(alternatives(lexicon().responsibility.same_below))


@cache
def mark_pattern() -> Led:
    """标*的为牵头单位 in its wordings, with the group ``mark``."""
    marks, said = lexicon().responsibility.lead_marks, lexicon().responsibility.mark_clauses
    return Led.of(
        f"{any_of(said.before)}[\"']?(?P<mark>[{re.escape(marks)}])[\"']?"
        f"{any_of(said.after)}{any_of(said.bodies)}{any_of(said.says)}{any_of(said.leads)}{any_of(said.nouns)}",
        begins([said.before]) + "\"'" + marks,
    )


@cache
def bracket_roles() -> dict[str, str]:
    """Words in a bracket beside a name, and the role that they give it: 区科委(牵头)."""
    found = {word: role for word, role in verbs().items() if role in ROLES}
    for stem, role in _stems().items():
        for noun in lexicon().responsibility.label_nouns:
            found.setdefault(stem + noun, role)
    for word, role in kinds(lexicon().responsibility.short_labels).items():
        found.setdefault(word, role)
    return found


@cache
def verbs() -> dict[str, str]:
    """Verb of responsibility → the role that it gives."""
    return kinds(lexicon().responsibility.verbs)


@cache
def predicates() -> dict[str, str]:
    """Verb that begins a predicate → the role that it gives."""
    return kinds(lexicon().responsibility.predicates)


def verb_at_end(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb of responsibility that ends ``start``..``end`` with what leads in to it, with the group ``verb``."""
    return _verb_pattern().search(text, start, end) if text.endswith(_verb_ends(), start, end) else None


@cache
def _verb_ends() -> tuple[str, ...]:
    return tuple(verb + sign for verb in verbs() for sign in ("", ".", "。"))


@cache
def _verb_pattern() -> re.Pattern[str]:
    before = f"(?:{_prefixes()})?"
    adverbs = f"(?:{alternatives(lexicon().responsibility.verb_adverbs)}){{0,2}}?"
    return re.compile(f"{before}{adverbs}(?P<verb>{alternatives(verbs())})[.。]?\\Z")


@cache
def predicate_pattern() -> re.Pattern[str]:
    """What begins a predicate after names, whatever follows: 按职责完成有关工作, 牵头做好信息发布, 负责本级建设."""
    return re.compile(f"(?P<duty>{_prefixes()})|(?P<verb>{alternatives(predicates())})")


def _prefixes() -> str:
    return chain(lexicon().responsibility.verb_prefixes)


@cache
def joiner_pattern() -> re.Pattern[str]:
    """Words that join two names, and brackets, inside which nothing joins."""
    return re.compile(f"{alternatives(lexicon().responsibility.joiners)}|[()\\[\\]]")


@cache
def calls_in_pattern() -> re.Pattern[str]:
    """会同 and its like: who stands before leads, who stands after helps."""
    return re.compile(alternatives(lexicon().responsibility.calls_in))


@cache
def time_pattern() -> re.Pattern[str]:
    """A time at the start of a piece."""
    words = lexicon().responsibility
    return re.compile(
        f"{any_of(words.times_after)}(?:[0-9]{{1,4}}{any_of(words.time_units)}|{alternatives(words.times)})"
    )


@cache
def before_pattern() -> re.Pattern[str]:
    """Words before a name that are no part of it."""
    return re.compile(alternatives(lexicon().responsibility.before_names))


@cache
def open_pattern() -> re.Pattern[str]:
    """等 with what may follow it where the list is open, at the end of a piece."""
    words = lexicon().responsibility.open_end
    more = "".join(lexicon().targets.more)
    count = f"(?:[0-9{ORDINAL}{more}]{{1,3}}{any_of(words.counts)})?"
    return re.compile(f"{words.sign}{count}{_open_tail()}\\Z")


@cache
def open_tail_pattern() -> re.Pattern[str]:
    """Bodies of no one in particular: 有关部门."""
    return re.compile(_open_tail())


def _open_tail() -> str:
    words = lexicon().responsibility.open_end
    scopes, kind, nouns = (alternatives(found) for found in (words.scopes, words.kinds, words.nouns))
    return f"(?:{scopes})(?:{kind})(?:{nouns})"


@cache
def described_pattern() -> re.Pattern[str]:
    """等 and bodies that are only described, up to the end of a piece: 等负有监管、执法职责的部门."""
    words = lexicon().responsibility.open_end
    nouns = alternatives([noun for noun in words.nouns if noun])
    return re.compile(f"{words.sign}[^,;。:()]{{2,40}}?{lexicon().cues.particle}[^,;。:、]{{0,6}}?(?:{nouns})\\Z")


@cache
def collective_pattern() -> re.Pattern[str]:
    """The name of a group of bodies, by what it holds and how it ends."""
    words = lexicon().responsibility.collectives
    signs, nouns = alternatives(words.signs), alternatives(words.nouns)
    return re.compile(f"(?:{signs})[^,;。:]{{0,16}}?(?:{nouns})\\Z")


@cache
def places_pattern() -> re.Pattern[str]:
    """A group of places whose ending is still to come: 各市、州 of 各市、州、县人民政府."""
    words, place = lexicon().responsibility, f"(?:{_place()})"
    group, joins = any_of(words.group_openings), any_of(words.group_joins)
    return re.compile(f"(?:\\A{any_of(words.group_levels)}{group}?|{joins}{group}){place}(?:(?:、|{joins}){place})*\\Z")


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
