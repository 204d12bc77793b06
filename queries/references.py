"""From what a person calls a thing (an id, PLAN:NUMBER, a name, an alias, a document number) to its id, by a store.

Every look-up is a question to the store whose words are parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from graph.errors import AmbiguousNameError, UnknownNameError
from graph.schema import schema
from graph.store.port import Store
from queries.naming import check_word, choose, plan_and_ref

# Looking for an id among primary labels is what both engines have an index for.
_ITEMS = "|".join(schema().primary_labels("WorkItem"))
_MOST = 10_000


def resolve(store: Store, kind: str, word: str, plan: str = "") -> str:
    """The id of what ``word`` means as an item, owner, plan, policy, entity, thing or section.

    ``plan`` (an id) narrows items, sections and, among owners of one name, those that the plan speaks of. Raises UnknownNameError when nothing or more than one thing fits.
    """
    return _RESOLVERS[kind](store, check_word(kind, word), plan)


def _ask(store: Store, text: str, **parameters: Any) -> list[dict[str, Any]]:
    return store.run(text, {**parameters, "most": _MOST}, row_limit=_MOST).dicts()


def _item(store: Store, word: str, plan: str) -> str:
    held = _ask(store, f"MATCH (i:{_ITEMS} {{id: $word}}) RETURN i.id AS id", word=word)
    for key in () if held else ("reference", "qualified_name"):
        text = f"MATCH (i:WorkItem) WHERE i.{key} = $word RETURN i.id AS id, i.plan AS plan ORDER BY id LIMIT $most"
        held = held or _ask(store, text, word=word)
    if len(held) > 1 and plan:  # plans of one place and year share a reference
        held = [row for row in held if row["plan"] == plan] or held
    if len(held) == 1:
        return str(held[0]["id"])
    named, word = plan_and_ref(word)
    plan = resolve(store, "plan", named) if named else plan
    rows = _ask(
        store,
        "MATCH (i:WorkItem) WHERE ($plan = '' OR i.plan = $plan) AND (i.ref = $word OR i.number = $word OR i.name = $word) "
        "RETURN i.id AS id, i.name AS name, i.ref AS ref, i.number AS number, i.part AS part, i.plan AS plan, "
        "i.reference AS reference, i.qualified_name AS qualified_name "
        "ORDER BY id LIMIT $most",
        word=word,
        plan=plan,
    )
    return choose("item", word, rows, lambda: _item_names(store, plan))


def _item_names(store: Store, plan: str) -> Iterator[str]:
    text = (
        "MATCH (i:WorkItem) WHERE $plan = '' OR i.plan = $plan "
        "RETURN i.ref AS ref, i.name AS name ORDER BY i.plan, i.position, i.id LIMIT 1000"
    )
    for row in store.run(text, {"plan": plan}).dicts():
        yield from (row["ref"], row["name"])


def _owner(store: Store, word: str, plan: str) -> str:
    text = (
        "MATCH (o:Owner) WHERE {} RETURN o.id AS id, o.name AS name, o.jurisdiction AS jurisdiction, "
        "o.qualified_name AS qualified_name, o.short_name AS short_name, o.full_name AS full_name, "
        "o.aliases AS aliases, o.scan_forms AS scan_forms "
        "ORDER BY id LIMIT $most"
    )
    exact = (
        "o.id = $word OR o.name = $word OR o.qualified_name = $word OR o.short_name = $word OR o.full_name = $word OR $word IN o.aliases "
        "OR $word IN o.scan_forms"
    )
    rows = _ask(store, text.format(exact), word=word) or _ask(store, text.format("true"))
    if plan and len(rows) > 1:  # of several of that name, the one that the plan speaks of
        rows = _in_plan(store, rows, plan) or rows
    return choose("owner", word, rows, lambda: _names(store, "Owner"))


def _in_plan(store: Store, rows: list[dict[str, Any]], plan: str) -> list[dict[str, Any]]:
    text = "MATCH (i:WorkItem {plan: $plan})<-[:OWNS]-(o:Owner) RETURN DISTINCT o.id AS id ORDER BY id LIMIT $most"
    owning = {row["id"] for row in _ask(store, text, plan=plan)}
    return [row for row in rows if row["id"] in owning]


def _names(store: Store, label: str) -> list[str]:
    text = f"MATCH (n:{label}) RETURN DISTINCT n.name AS name ORDER BY name LIMIT $most"
    return [row["name"] for row in _ask(store, text)]


def _document(label: str, kind: str) -> Callable[[Store, str, str], str]:
    def find(store: Store, word: str, plan: str) -> str:
        rows = _ask(
            store,
            f"MATCH (p:{label}) RETURN p.id AS id, p.name AS name, p.doc_number AS doc_number, p.aliases AS aliases, "
            "p.reference AS reference, p.year AS year ORDER BY id LIMIT $most",
        )
        return choose(kind, word, rows, lambda: [row["name"] for row in rows])

    return find


def _entity(store: Store, word: str, plan: str) -> str:
    text = "MATCH (e:Entity) WHERE {} RETURN e.id AS id, e.name AS name, e.kind AS kind ORDER BY id LIMIT $most"
    exact, part = "e.id = $word OR e.name = $word", "toLower(e.name) CONTAINS toLower($word)"
    rows = _ask(store, text.format(exact), word=word) or _ask(store, text.format(part), word=word)
    return choose("entity", word, rows, lambda: _names(store, "Entity"))


def _section(store: Store, word: str, plan: str) -> str:
    text = (
        "MATCH (s:Section) WHERE (s.id = $word OR s.name CONTAINS $word OR s.number = $word) "
        "AND ($plan = '' OR s.plan = $plan) "
        "RETURN s.id AS id, s.name AS name, s.number AS number, s.plan AS plan ORDER BY id LIMIT $most"
    )
    return choose("section", word, _ask(store, text, word=word, plan=plan), lambda: _names(store, "Section"))


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
    raise next((error for error in refusals if isinstance(error, AmbiguousNameError)), refusals[1])


_RESOLVERS: dict[str, Callable[[Store, str, str], str]] = {
    "item": _item,
    "owner": _owner,
    "plan": _document("Plan", "plan"),
    "policy": _document("Policy", "policy"),
    "entity": _entity,
    "thing": _thing,
    "section": _section,
}
