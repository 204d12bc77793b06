"""Whether a number is a goal: by the words that set it as one, and by those that make it a description.

Not every number is a goal. A verb may set it (新建, 达到), a word may tie it to an indicator, or a goal before it in
its sentence may go on to it. Sizes of what is counted, parts of a document and rules are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from loaders.content.goals.quantities import Quantity
from loaders.content.reading import Clause, Reading
from loaders.text.dates import Times
from loaders.text.lexicon import lexicon
from loaders.text.patterns import alternatives, any_of

# How far from a number the words may stand that make it a goal.
REACH = 120
_NEAR = 20
# 3个工作日【完成首次登记】 says what is done; 3个工作日【内办结】 alone does not.
_SHORT = 5
_ORDINAL = re.compile(r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[).、])?")
_NOUN = re.compile("[一-鿿]{2}")


@cache
def _from() -> re.Pattern[str]:
    """从80%提高到95%: the first number is where things stand."""
    raw = lexicon().targets
    times = f"(?:{alternatives(raw.from_times)}|(?:19|20)\\d\\d年)?{any_of(raw.from_ends)}?"
    return re.compile(f"{any_of(raw.from_words)}{times}{lexicon().cues.particle}?{raw.roughly}?$")


@cache
def _list_of() -> re.Pattern[str]:
    """突破1亿元【、5亿元、10亿元的】企业: what a list of sizes is said of."""
    joiners, particle = "".join(lexicon().targets.joiners), lexicon().cues.particle
    return re.compile(rf"(?:[{joiners}]\d[\d.]{{0,10}}[^\d{joiners}{particle},。;]{{1,4}}){{0,6}}{particle}")


@cache
def _circle() -> re.Pattern[str]:
    """15分钟生活圈."""
    raw = lexicon().targets.circle
    return re.compile(rf"(?:、[^,。;、]{{0,10}}?\d{{1,3}}{any_of(raw.units)})?[^,。;、]{{0,12}}{raw.sign}")


class Piece(NamedTuple):
    """The part of a clause that one quantity speaks for: view characters ``start``..``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A reading with its times (those in titles, and years that others are measured by, left out), the plan's ``year``,
    the ``stops`` after which a new list of goals begins, and the grants of its sentences, each found once."""

    reading: Reading
    times: Times
    year: int | None
    stops: list[int]
    grants: dict[int, tuple[int, int] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What else its clause says of a quantity: the one ``before`` and ``after`` it, whether the one before is a goal,
    and whether a goal before it in the sentence goes on to it."""

    before: Quantity | None = None
    after: Quantity | None = None
    before_is_goal: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of goals, compiled."""

    verb: re.Pattern[str]
    own_verb: re.Pattern[str]
    verbs: tuple[str, ...]
    numeral_verb: re.Pattern[str]
    reaches: tuple[str, ...]
    lead_ins: tuple[str, ...]
    not_goal: re.Pattern[str]
    not_goal_but: re.Pattern[str]
    ends: tuple[str, ...]
    grant: re.Pattern[str]
    conditions: tuple[str, ...]
    not_counted: tuple[str, ...]
    share_after: tuple[str, ...]
    aim: re.Pattern[str]
    listed: re.Pattern[str]
    state: re.Pattern[str]
    power: re.Pattern[str]
    done_for: re.Pattern[str]
    circle: re.Pattern[str]
    scopes: re.Pattern[str]
    qualifiers: tuple[str, ...]
    described: tuple[str, ...]
    wanted: tuple[str, ...]
    documents: tuple[str, ...]
    provisions: tuple[str, ...]
    carried_out: re.Pattern[str]
    duration_cue: re.Pattern[str]
    durations_after: tuple[str, ...]
    comparatives: tuple[str, ...]


@cache
def _words() -> _Words:
    raw = lexicon().targets
    verbs, tied = raw.goal_verbs, raw.tied_verbs
    start = rf"(?<![{raw.negations}])(?!{any_of(raw.not_verbs)})"
    return _Words(
        verb=re.compile(start + any_of(verbs)),
        own_verb=re.compile(start + any_of(verb for verb in verbs if verb not in tied)),
        verbs=verbs,
        numeral_verb=re.compile(any_of(raw.numeral_verbs)),
        reaches=raw.reaches,
        lead_ins=raw.lead_ins,
        not_goal=re.compile(any_of(raw.not_goals)),
        not_goal_but=re.compile(any_of(raw.not_goals_but)),
        ends=raw.background_ends,
        grant=re.compile(any_of(raw.grants)),
        conditions=raw.conditions,
        not_counted=raw.not_counted,
        share_after=raw.share_after,
        aim=re.compile(any_of(raw.aims)),
        listed=re.compile(any_of(raw.listed)),
        state=re.compile(rf"[^,。;、]{{0,14}}{any_of(raw.states)}"),
        power=re.compile(rf"[^,。;、]{{0,12}}{any_of(raw.powered)}"),
        done_for=re.compile(any_of(raw.done_for)),
        circle=re.compile(rf"{any_of(raw.circle_verbs)}[^,。;]{{0,24}}\Z"),
        scopes=re.compile(rf"(?:{any_of(raw.lead_words)}|[,、])*\Z"),
        qualifiers=raw.qualifiers,
        described=tied + raw.described,
        wanted=raw.wanted,
        documents=raw.documents,
        provisions=raw.provisions,
        carried_out=re.compile(rf"{any_of(raw.carried_out)}[^,。;:]*$"),
        duration_cue=re.compile(any_of(raw.duration_cues)),
        durations_after=raw.durations_after,
        comparatives=tuple(word for listed in raw.comparators_after.values() for word in listed),
    )


def is_background(whole: Text, clause: Clause) -> bool:
    """Whether a clause sets no goals: it states a rule, a price, a fact, the condition of a grant, or describes what
    follows it."""
    rules, said = _words(), whole.reading.text[clause.start : clause.end]
    if said.endswith(rules.ends) or rules.not_goal.search(rules.not_goal_but.sub("", said)):
        return True
    if clause.sentence not in whole.grants:
        whole.grants[clause.sentence] = _grant(whole.reading, clause.sentence)
    grant = whole.grants[clause.sentence]
    return grant is not None and grant[0] <= clause.start <= grant[1]


def _grant(reading: Reading, sentence: int) -> tuple[int, int] | None:
    """对年产值达到2000万元以上,且税收超过100万元的企业,给予…: where the first and last clauses of a grant begin."""
    rules, text, last = _words(), reading.text, -1
    opened: int | None = None
    for clause in reading.sentences[sentence]:
        begin = clause.start + len(_ORDINAL.match(text[clause.start : clause.end])[0])  # type: ignore[index]
        if opened is None and text.startswith(rules.conditions, begin):
            opened = clause.start
        if rules.grant.search(text, clause.start, clause.end):
            last = clause.start
    return None if opened is None else (opened, last)


def compared(text: str, quantity: Quantity) -> int:
    """Where ``quantity`` ends with its comparator (5户【以上】)."""
    word = next((w for w in _words().comparatives if text.startswith(w, quantity.end)), "")
    return quantity.end + len(word)


def is_goal(whole: Text, clause: Clause, quantity: Quantity, piece: Piece, context: Context) -> bool:
    """Whether the words around ``quantity`` set it as a goal."""
    rules, reading, text = _words(), whole.reading, whole.reading.text
    before = text[max(clause.start, quantity.start - REACH) : quantity.start]
    own = text[piece.start : quantity.start]
    if is_circle(text, quantity):
        return True
    done_in = quantity.sort == "duration" and text.startswith(rules.durations_after, quantity.end)
    straight = own.rstrip('"').endswith(lexicon().targets.straight_to)
    if quantity.sort == "duration" and not (done_in or straight or rules.duration_cue.search(before)):
        return False
    if _is_share(text, clause, quantity):
        return True
    if _describes(text, quantity, piece, context, before) or _is_part_of_document(text, quantity):
        return False
    has_verb = bool(rules.verb.search(before)) or (done_in and (bool(own) or piece.end - quantity.end > _SHORT))
    if quantity.sort == "size":
        return has_verb and not any(word in before for word in lexicon().targets.several)
    if quantity.unit.endswith(lexicon().targets.return_period) or has_verb or own.endswith(rules.reaches):
        return True
    if context.goes_on and (quantity.start == piece.start or own):
        return True
    begin = max(reading.sentences[clause.sentence][0].start, quantity.start - REACH)
    dated = whole.times.within(begin, quantity.start)
    heading = text[max(0, begin - REACH // 2) : clause.start]
    aimed = bool(dated) or bool(rules.aim.search(text, begin, quantity.start))
    if aimed and not own:
        return bool(rules.verb.search(text, quantity.end, piece.end))
    if own in rules.conditions:
        return bool(rules.done_for.search(text, quantity.end, piece.end)) and not _has_comparator(text, quantity)
    return bool(own) and (aimed or any(lead in heading for lead in rules.lead_ins))


def _has_comparator(text: str, quantity: Quantity) -> bool:
    return compared(text, quantity) > quantity.end


def may_be_quoted(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is a goal though it stands in quotes: a size, a circle, what is reached (实现“3分钟填报”)."""
    before = text[max(0, quantity.start - _NEAR) : quantity.start]
    reached = before.endswith('"') and before[:-1].endswith(lexicon().targets.straight_to)
    return quantity.sort == "size" or is_circle(text, quantity) or (quantity.sort == "duration" and reached)


def is_circle(text: str, quantity: Quantity) -> bool:
    """打造15分钟便民服务圈: how far a circle reaches that is set up."""
    if quantity.sort != "duration" or not _circle().match(text, quantity.end):
        return False
    return bool(_words().circle.search(text[max(0, quantity.start - _NEAR) : quantity.start]))


def _is_share(text: str, clause: Clause, quantity: Quantity) -> bool:
    """全县80%以上的卫生院达到一级: a share that begins its clause, of things that come to something."""
    rules = _words()
    if quantity.unit == "%" and text.startswith(rules.share_after, compared(text, quantity)):
        return True
    if quantity.unit != "%" or not rules.scopes.match(text[max(clause.start, quantity.start - _NEAR) : quantity.start]):
        return False
    return bool(rules.verb.search(text, quantity.end, clause.end))


def is_big_goal(reading: Reading, clause: Clause, quantity: Quantity) -> bool:
    """8大功能平台, 三大超级场景: a goal where the things counted are built and named before the count."""
    before = reading.text[max(clause.start, quantity.start - REACH) : quantity.start]
    named = any(sign in before for sign in lexicon().targets.named_by)
    return bool(_words().numeral_verb.search(before)) and named and not _is_part_of_document(reading.text, quantity)


def _describes(text: str, quantity: Quantity, piece: Piece, context: Context, before: str) -> bool:
    """Whether ``quantity`` says which or how large, not how many: 产值超过200亿元的企业, 5000万元以上项目12个."""
    rules = _words()
    straight = before.endswith(rules.verbs) and not before.endswith(rules.described)
    if _from().search(before) or (text.startswith(rules.qualifiers, quantity.end) and not straight):
        return True
    if (
        quantity.unit == "%"
        and before.endswith(lexicon().cues.particle)
        and _NOUN.match(text, compared(text, quantity))
    ):
        return True  # 达到总额的25%认定材料
    if rules.listed.search(text, piece.start, quantity.start) or rules.state.match(text, quantity.end):
        return True
    if quantity.unit.endswith(lexicon().targets.power_units) and rules.power.match(text, quantity.end) and not straight:
        return True
    following = context.after if context.after and context.after.start < piece.end else None
    if following and (text.startswith(lexicon().targets.size_ends, quantity.end) or quantity.sort == "size"):
        return True
    if context.before and context.before_is_goal and _is_within(text, context.before, quantity):
        return True
    said_of = _list_of().match(text, compared(text, quantity))
    if not said_of or straight or text.startswith(rules.wanted, said_of.end()):
        return False
    alone = following is None or following.end < said_of.end()
    return not alone or before.endswith(rules.described) or not rules.own_verb.search(before)


def _is_within(text: str, goal: Quantity, quantity: Quantity) -> bool:
    """Whether ``quantity`` stands inside the noun that ``goal`` counts: 25个产值超过200亿元的企业."""
    between = text[goal.end : quantity.start]
    following = text[compared(text, quantity) :][:1]
    goes_on = "一" <= following <= "鿿" or following == '"'
    return (
        goes_on
        and not set(between).intersection(lexicon().targets.separators)
        and not _words().own_verb.search(between)
    )


def _is_part_of_document(text: str, quantity: Quantity) -> bool:
    """102项 in “十四五”规划102项重大工程, 33条 in 落实稳经济33条措施: numbers that belong to what a document lists; and
    what is counted in passing (在23个领域)."""
    rules = _words()
    if text.startswith(rules.not_counted, quantity.end):
        return True
    if (
        quantity.unit not in lexicon().targets.document_units
        or not "一" <= text[quantity.end : quantity.end + 1] <= "鿿"
    ):
        return False
    carried_out = rules.carried_out.search(text, max(0, quantity.start - _NEAR), quantity.start)
    return text.endswith(rules.documents, 0, quantity.start) or (
        carried_out is not None and text.startswith(rules.provisions, quantity.end)
    )
