"""A question as people type it, understood: which questions of the catalogue it may be, with their parameters filled.

Nothing is guessed: a question is understood only when everything in it was, and where a name may mean several things
they are all offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import Field

from graph.errors import AmbiguousNameError, UnknownNameError
from queries.answers.models import Model, Words
from queries.answers.names import Named, names
from queries.answers.numbered import items_numbered, items_referred
from queries.answers.plans import loaded_plans
from queries.answers.records import item_words, records
from queries.answers.tokens import UNKNOWN, Token, tokens
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.grammar import FILLER, Way, grammar
from queries.model import Parameter, Query

MOST_CANDIDATES, MOST_READINGS = 12, 4
_SCOPES = frozenset({"plan", "area", "year"})
_NO_YEAR = 2000


class Candidate(Model):
    """A thing that a name may mean."""

    id: str
    name: str


class Filled(Model):
    """A parameter as it was understood: the words that say it, its value, what that is called; several candidates
    where the words may mean any of them, and then no value."""

    name: str
    words: str
    value: str
    shown: str
    candidates: list[Candidate]


class Meaning(Model):
    """A question of the catalogue that was meant; ``complete`` when every parameter that it needs has one value."""

    query: str
    question: Words
    parameters: list[Filled]
    complete: bool
    href: str = Field(description="path of the answer under /api/v1")

    @property
    def arguments(self) -> dict[str, str]:
        """The values of a complete reading, as the catalogue is asked with them."""
        return {one.name: one.value for one in self.parameters}


class Piece(Model):
    """Some words of a question and what they were taken for: a class of words, a kind of thing, or unknown."""

    words: str
    kind: str


class Asked(Model):
    """What was understood of a question: the readings that fit best, every piece, and the words that nothing knows."""

    text: str
    readings: list[Meaning]
    pieces: list[Piece]
    unknown: list[str]

    @property
    def only(self) -> Meaning | None:
        """The one complete reading; None where there are several, or something is open."""
        return self.readings[0] if len(self.readings) == 1 and self.readings[0].complete else None


@dataclass(slots=True)
class _Scope:
    """The plans that a question is about: those chosen before, narrowed by the plans, places and years it names."""

    plans: tuple[str, ...]
    chosen: bool
    words: list[str] = field(default_factory=list)
    said: bool = False


def asked(view: View, text: str, plans: Sequence[str] = ()) -> Asked:
    """What ``text`` asks; ``plans`` are those chosen, empty for all."""
    held = names(view)
    found = tokens(held, text, _year(view, plans, ()))
    if any(token.kind == "date" for token in found):  # 年底 is of the year of the plans that the question is about
        found = tokens(held, text, _year(view, plans, found))
    said = [token for token in found if token.kind != FILLER]
    pieces = [Piece(words=token.words, kind=token.kind) for token in said]
    unknown = [token.words for token in said if token.kind == UNKNOWN]
    meanings = list(_meanings(view, said, plans))[:MOST_READINGS] if len(unknown) < 2 else []
    return Asked(text=text, readings=meanings, pieces=pieces, unknown=unknown)


def _year(view: View, plans: Sequence[str], said: Sequence[Token]) -> int:
    """The latest year of the plans that a question is about: those chosen or named, of the places of what it names."""
    loaded = loaded_plans(view)
    scope = _scope(view, said, plans)
    about = scope.plans if scope else tuple(loaded)
    places = {one.place for token in said if token.kind == "owner" for one in token.named}
    near = [plan for plan in about if loaded[plan].jurisdiction in places] or about
    return max((loaded[plan].year or 0 for plan in near), default=0) or _NO_YEAR


def _meanings(view: View, said: Sequence[Token], plans: Sequence[str]) -> Iterator[Meaning]:
    """The readings that account for most of what was said, each question once."""
    scope = _scope(view, said, plans)
    if scope is None:
        return
    fitting = [(len(used), way) for way in grammar().ways if (used := _used(way, said)) is not None]
    best = max((n for n, _ in fitting), default=0)
    seen: set[str] = set()
    for n, way in fitting:
        if n == best and way.query not in seen and (meaning := _filled(view, way, said, scope)):
            seen.add(way.query)
            yield meaning


def _used(way: Way, said: Sequence[Token]) -> set[int] | None:
    """The places in ``said`` that a way needs; None when it does not fit."""
    kinds = [_kinds(token, said) for token in said]
    used: set[int] = set()
    for need in way.needs:
        place = next((at for at, kind in enumerate(kinds) if at not in used and kind & need), None)
        if place is None:
            return None
        used.add(place)
    for at, token in enumerate(said):
        free = bool(way.free) and token.kind in (UNKNOWN, "text")
        if not (kinds[at] & way.takes or free or _narrows(way, token)):
            return None
    if way.free and sum(token.kind in (UNKNOWN, "text", "policy", "entity") for token in said) != 1:
        return None
    return used if _ordered(way, kinds) else None


def _kinds(token: Token, said: Sequence[Token]) -> frozenset[str]:
    """What a token may be taken for: of two owners each is one of ``owners``, and none alone is meant."""
    if token.kind == "owner" and sum(one.kind == "owner" for one in said) == 2:
        return token.kinds - {"owner"} | {"owners"}
    return token.kinds


def _narrows(way: Way, token: Token) -> bool:
    """Whether a token names the plans that a question is about, and the question can be narrowed to them."""
    narrows = any(p.kind in ("plan", "owner", "item") for p in catalogue()[way.query].parameters)
    return token.kind in _SCOPES and narrows


def _ordered(way: Way, kinds: Sequence[frozenset[str]]) -> bool:
    places = [next((at for at, kind in enumerate(kinds) if kind & one), -1) for one in way.order]
    return places == sorted(places) and -1 not in places


def _filled(view: View, way: Way, said: Sequence[Token], scope: _Scope) -> Meaning | None:
    """The question of a way with its parameters; None when something said has no place in it."""
    query = catalogue()[way.query]
    filled: dict[str, Filled] = {}
    for token in said:
        if token.kind in _SCOPES:
            continue
        given = _given(view, way, query, token, scope, filled)
        if given is None:
            return None
        for one in given:
            filled[one.name] = one
    if (scope.said or (scope.chosen and len(scope.plans) == 1)) and (parameter := query.parameter("plan")):
        filled["plan"] = _choice(parameter, " ".join(scope.words), _plans_named(view, scope.plans))
    return _meaning(query, _agreeing(view, filled))


def _scope(view: View, said: Sequence[Token], plans: Sequence[str]) -> _Scope | None:
    """The plans that a question is about; None when no plan is all that it names."""
    loaded = loaded_plans(view)
    scope = _Scope(tuple(plan for plan in loaded if not plans or plan in plans), chosen=bool(plans))
    for token in said:
        if token.kind == "plan":
            meant = {one.id for one in token.named}
        elif token.kind == "area":
            places = {one.id for one in token.named}
            meant = {plan.id for plan in loaded.values() if plan.jurisdiction in places}
        elif token.kind == "year":
            meant = {plan.id for plan in loaded.values() if str(plan.year) == token.value}
        else:
            continue
        scope.words.append(token.words)
        scope.said = True
        scope.plans = tuple(plan for plan in scope.plans if plan in meant)
        if not scope.plans:
            return None
    return scope


def _plans_named(view: View, plans: Sequence[str]) -> list[Candidate]:
    return [Candidate(id=plan, name=loaded_plans(view)[plan].name) for plan in plans]


def _given(
    view: View, way: Way, query: Query, token: Token, scope: _Scope, filled: dict[str, Filled]
) -> list[Filled] | None:
    """The parameters that a token fills: none for a word that only asks; None when what it names has no place."""
    if token.kind in grammar().kinds:
        values = [(query.parameter(name), by[token.kind]) for name, by in way.sets.items() if token.kind in by]
        return [_choice(p, token.words, [Candidate(id=value, name=value)]) for p, value in values if p]
    kinds = (token.kind, "thing") if token.kind in ("policy", "entity", "item") else (token.kind,)
    free = way.free if token.kind in (UNKNOWN, "text") else ""
    text = "q" if "text" in token.kinds else ""
    wanted = (p for p in query.parameters if p.name not in filled)
    parameter = next((p for p in wanted if p.name == free or p.kind in kinds or p.name == text), None)
    if parameter is None:
        return None
    return [_choice(parameter, token.words, _candidates(view, parameter, token, scope))]


def _candidates(view: View, parameter: Parameter, token: Token, scope: _Scope) -> list[Candidate]:
    word = token.value or token.words
    if token.kind == "item" and token.number:
        return _items(view, items_numbered(view, token.number, scope.plans))
    if token.kind == "item":
        return _items(view, items_referred(view, word, scope.plans))
    if parameter.kind in ("text", "date"):
        return [Candidate(id=word, name=word)]
    if token.named:
        places = {names(view).things[plan].place for plan in scope.plans}
        near = [one for one in token.named if one.place in places]
        return [Candidate(id=one.id, name=_told_apart(view, one, near or token.named)) for one in (near or token.named)]
    try:
        return _called(view, [view.find(parameter.kind, word)])
    except AmbiguousNameError as error:
        return [Candidate(id=node, name=f"{name}（{of}）" if of else name) for node, name, of in error.candidates]
    except UnknownNameError:
        return []


def _told_apart(view: View, one: Named, among: Sequence[Named]) -> str:
    """The name of a candidate, with its place where another is called the same."""
    area = names(view).things.get(one.place)
    same = sum(other.name == one.name for other in among) > 1
    return f"{one.name}（{area.name}）" if same and area else one.name


def _items(view: View, ids: Sequence[str]) -> list[Candidate]:
    told = records(view, ids[:MOST_CANDIDATES]).values()
    return [Candidate(id=one["id"], name=item_words(one)) for one in told]


def _called(view: View, ids: Sequence[str]) -> list[Candidate]:
    return [Candidate(id=node, name=one["name"]) for node, one in records(view, ids).items()]


def _choice(parameter: Parameter, words: str, candidates: Sequence[Candidate]) -> Filled:
    one = candidates[0] if len(candidates) == 1 else None
    return Filled(
        name=parameter.name,
        words=words,
        value=one.id if one else "",
        shown=one.name if one else "",
        candidates=[] if one else list(candidates[:MOST_CANDIDATES]),
    )


def _agreeing(view: View, filled: dict[str, Filled]) -> list[Filled]:
    """What names left open, narrowed to the place of what they settled: the 8 of which 区经委 can be an owner."""
    places = {place for one in filled.values() if one.value and (place := _place(view, one.value))}
    agreed = []
    for one in filled.values():
        near = [candidate for candidate in one.candidates if _place(view, candidate.id) in places]
        if len(near) == 1:
            agreed.append(one.model_copy(update={"value": near[0].id, "shown": near[0].name, "candidates": []}))
        else:
            agreed.append(one.model_copy(update={"candidates": near or one.candidates}))
    return agreed


def _place(view: View, node: str) -> str:
    """The code of the place of an owner, plan or item; empty for other things."""
    held = names(view).things
    if node in held:
        return held[node].place
    plan = next((str(one.get("plan")) for one in records(view, [node]).values()), "")
    return held[plan].place if plan in held else ""


def _meaning(query: Query, parameters: list[Filled]) -> Meaning:
    given = {one.name: one.value for one in parameters if one.value}
    needed = {p.name for p in query.parameters if p.required}
    return Meaning(
        query=query.name,
        question=Words.model_validate(query.question),
        parameters=parameters,
        complete=needed <= set(given) and len(given) == len(parameters),
        href=f"/api/v1/queries/{query.name}" + (f"?{urlencode(given, errors='replace')}" if given else ""),
    )
