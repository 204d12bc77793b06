"""From what a person calls a thing (an id, PLAN:NUMBER, a name, an alias, a document number) to its id.

Every look-up is a question to the store whose words are parameters. Ways of naming are tried from the most to the
least exact; the first that fits one thing wins, and where it fits several the candidates are named.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.errors import UnknownNameError
from graph.ids import name_key
from graph.schema import schema
from graph.store.port import Store

# Looking for an id among primary labels is what both engines have an index for.
_ITEMS = "|".join(schema().primary_labels("WorkItem"))
_MOST = 10_000
_SHOWN = 5
_BRACKETS = str.maketrans("〔〕﹝﹞", "[][]")
_WORDS = {
    "item": "work item",
    "owner": "owner",
    "plan": "plan",
    "policy": "policy",
    "entity": "named thing",
    "thing": "work item, named thing or policy",
    "section": "section",
}


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a word may mean; ``hint`` tells it from others of its name."""

    id: str
    name: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.id} ({self.name}{', ' + self.hint if self.hint else ''})"


Tiers = Iterable[list[Named]]


def resolve(store: Store, kind: str, word: str, plan: str = "") -> str:
    """The id of what ``word`` means as an item, owner, plan, policy, entity, thing or section.

    ``plan`` (an id) narrows items and sections. Raises UnknownNameError when nothing or more than one thing fits.
    """
    word = word.strip()
    if not word or "\x00" in word or any("\ud800" <= c <= "\udfff" for c in word):
        raise UnknownNameError(f"no {_WORDS[kind]} is called {word!a}")
    return _RESOLVERS[kind](store, word, plan)


def _pick(kind: str, word: str, tiers: Tiers, names: Callable[[], Iterable[str]]) -> str:
    several: list[Named] = []
    for tier in tiers:
        found = {named.id: named for named in tier}
        if len(found) == 1:
            return next(iter(found))
        several = several or list(found.values())
    if several:
        shown = "; ".join(str(named) for named in sorted(several, key=lambda n: n.id)[:_SHOWN])
        more = f"; and {len(several) - _SHOWN} more" if len(several) > _SHOWN else ""
        raise UnknownNameError(f"{word!r} can be more than one {_WORDS[kind]}: {shown}{more}; give the id")
    near = difflib.get_close_matches(word, list(dict.fromkeys(names())), n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UnknownNameError(f"no {_WORDS[kind]} is called {word!r}{hint}")


def _ask(store: Store, text: str, **parameters: Any) -> list[dict[str, Any]]:
    return store.run(text, {**parameters, "most": _MOST}, row_limit=_MOST).dicts()


def _named(rows: Iterable[dict[str, Any]]) -> list[Named]:
    return [Named(row["id"], row["name"], row.get("hint") or "") for row in rows]


def _key(text: str | None) -> str:
    return name_key((text or "").translate(_BRACKETS))


def _item(store: Store, word: str, plan: str) -> str:
    held = _ask(store, f"MATCH (i:{_ITEMS} {{id: $word}}) RETURN i.id AS id", word=word)
    if held:
        return str(held[0]["id"])
    before, separator, ref = word.replace("：", ":").rpartition(":")
    if separator and before.strip() and ref.strip():
        plan, word = resolve(store, "plan", before), ref.strip()
    rows = _ask(
        store,
        "MATCH (i:WorkItem) WHERE ($plan = '' OR i.plan = $plan) AND (i.ref = $word OR i.number = $word OR i.name = $word) "
        "RETURN i.id AS id, i.name AS name, i.ref AS ref, i.part AS part, i.plan AS hint ORDER BY id LIMIT $most",
        word=word,
        plan=plan,
    )
    tiers = (
        _named(r for r in rows if r["ref"] == word and r["part"] == "body"),
        _named(r for r in rows if r["ref"] == word),
        _named(r for r in rows if r["part"] == "body"),
        _named(rows),
    )
    return _pick("item", word, tiers, lambda: _item_names(store, plan))


def _item_names(store: Store, plan: str) -> Iterator[str]:
    text = (
        "MATCH (i:WorkItem) WHERE $plan = '' OR i.plan = $plan "
        "RETURN i.ref AS ref, i.name AS name ORDER BY i.plan, i.position, i.id LIMIT 1000"
    )
    for row in store.run(text, {"plan": plan}).dicts():
        yield from (row["ref"], row["name"])


_OWNERS = {
    "id": "o.id = $word",
    "name": "o.name = $word",
    "short or full name": "o.short_name = $word OR o.full_name = $word",
    "alias": "$word IN o.aliases",
    "scan form": "$word IN o.scan_forms",
}


def _owner(store: Store, word: str, plan: str) -> str:
    text = "MATCH (o:Owner) WHERE {} RETURN o.id AS id, o.name AS name, o.jurisdiction AS hint ORDER BY id LIMIT $most"
    tiers = (_named(_ask(store, text.format(condition), word=word)) for condition in _OWNERS.values())
    return _pick("owner", word, tiers, lambda: _names(store, "Owner"))


def _names(store: Store, label: str) -> list[str]:
    text = f"MATCH (n:{label}) RETURN DISTINCT n.name AS name ORDER BY name LIMIT $most"
    return [row["name"] for row in _ask(store, text)]


def _document(label: str, kind: str) -> Callable[[Store, str, str], str]:
    def find(store: Store, word: str, plan: str) -> str:
        rows = _ask(
            store,
            f"MATCH (p:{label}) RETURN p.id AS id, p.name AS name, p.doc_number AS hint, p.aliases AS aliases, "
            "p.year AS year ORDER BY id LIMIT $most",
        )
        key = _key(word)
        tiers = (
            _named(r for r in rows if r["id"] == word),
            _named(r for r in rows if key and _key(r["name"]) == key),
            _named(r for r in rows if key and _key(r["hint"]) == key),
            _named(r for r in rows if key in {_key(alias) for alias in r["aliases"] or ()}),
            _named(r for r in rows if key and key in _key(r["name"])),
            _named(r for r in rows if str(r["year"]) == word),
        )
        return _pick(kind, word, tiers, lambda: [row["name"] for row in rows])

    return find


def _entity(store: Store, word: str, plan: str) -> str:
    text = "MATCH (e:Entity) WHERE {} RETURN e.id AS id, e.name AS name, e.kind AS hint ORDER BY id LIMIT $most"
    conditions = ("e.id = $word", "e.name = $word", "toLower(e.name) CONTAINS toLower($word)")
    tiers = (_named(_ask(store, text.format(condition), word=word)) for condition in conditions)
    return _pick("entity", word, tiers, lambda: _names(store, "Entity"))


def _section(store: Store, word: str, plan: str) -> str:
    text = (
        "MATCH (s:Section) WHERE ({}) AND ($plan = '' OR s.plan = $plan) "
        "RETURN s.id AS id, s.name AS name, s.plan AS hint ORDER BY id LIMIT $most"
    )
    conditions = ("s.id = $word", "s.name = $word", "s.number = $word", "s.name CONTAINS $word")
    tiers = (_named(_ask(store, text.format(condition), word=word, plan=plan)) for condition in conditions)
    return _pick("section", word, tiers, lambda: _names(store, "Section"))


def _thing(store: Store, word: str, plan: str) -> str:
    held = _ask(store, f"MATCH (x:{_ITEMS}|Entity|Policy {{id: $word}}) RETURN x.id AS id", word=word)
    if held:
        return str(held[0]["id"])
    refusals = []
    for kind in ("item", "entity", "policy"):
        try:
            return _RESOLVERS[kind](store, word, plan)
        except UnknownNameError as error:
            refusals.append(error)
    raise next((error for error in refusals if "more than one" in str(error)), refusals[1])


_RESOLVERS: dict[str, Callable[[Store, str, str], str]] = {
    "item": _item,
    "owner": _owner,
    "plan": _document("Plan", "plan"),
    "policy": _document("Policy", "policy"),
    "entity": _entity,
    "thing": _thing,
    "section": _section,
}
