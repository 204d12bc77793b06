"""Owners: departments, towns, companies and groups, what each carries and how it ranks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from graph.schema import schema
from queries.answers.items import ItemSummary, summaries, walk
from queries.answers.models import CountedRef, CountedSection, Evidence, Model, Ref, Role, evidence, ref, refs
from queries.answers.plans import chapters, plan_key
from queries.answers.records import links, record, records
from queries.answers.view import Plans, View

_HELD = f"MATCH (o:{'|'.join(schema().primary_labels('Owner'))} {{id: $owner}}) MATCH (o)-[r:OWNS]->(i:WorkItem)"


class OwnerSummary(Ref):
    """An owner with its load."""

    short_name: str | None
    full_name: str | None
    jurisdiction: str | None
    level: str | None
    items: int
    lead: int
    fraction: float = Field(description="items, each split evenly among its owners")
    rank: int = Field(description="rank by number of items; equal numbers share a rank")


class Roles(Model):
    """Number of items by role."""

    lead: int
    responsible: int
    support: int


class Owner(OwnerSummary):
    """An owner with names, load by role, section and plan, and groups."""

    aliases: list[str]
    scan_forms: list[str]
    known_by: str | None
    code: str | None
    roles: Roles
    sections: list[CountedSection]
    plans: list[CountedRef]
    member_of: list[Ref]
    members: list[Ref]
    evidence: Evidence | None


class OwnedItem(ItemSummary):
    """A work item of an owner, with the role that the owner has in it."""

    role: Role
    as_printed: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class _Loads:
    """(items, leads, fraction, rank) and names by owner, and the owners in order."""

    order: tuple[str, ...]
    loads: Mapping[str, tuple[int, int, float, int]]
    names: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.order)


def _loads(view: View, plans: Plans = ()) -> _Loads:
    """The loads of all owners over all plans, or of those that ``plans`` name, those with most items first, then by name."""

    def make() -> _Loads:
        text = (
            "MATCH (o:Owner) RETURN o.id AS id, o.name AS name, o.short_name AS short_name, o.full_name AS full_name, "
            "o.aliases AS aliases ORDER BY id"
        )
        carried: dict[str, tuple[int, int, float]] = defaultdict(lambda: (0, 0, 0.0))
        for row in view.ask_each("workload-by-owner", plans):
            n, leads, share = carried[row["owner_id"]]
            carried[row["owner_id"]] = n + row["items"], leads + row["leads"], share + row["share"]
        rows = {row["id"]: row for row in view.read(text) if not plans or row["id"] in carried}
        items = {owner: carried[owner][0] for owner in rows}
        order = sorted(rows, key=lambda owner: (-items[owner], rows[owner]["name"], owner))
        first: dict[int, int] = {}
        for place, owner in enumerate(order, 1):
            first.setdefault(items[owner], place)
        loads = {
            owner: (items[owner], carried[owner][1], round(carried[owner][2], 6), first[items[owner]])
            for owner in order
        }
        names = {
            owner: tuple(n for n in (row["name"], row["short_name"], row["full_name"], *(row["aliases"] or ())) if n)
            for owner, row in rows.items()
        }
        return _Loads(tuple(order), loads, names)

    return view.once(f"loads {plans}", make)


def owner_ids(view: View, words: Sequence[str] = (), plans: Plans = ()) -> list[str]:
    """Ids of the owners of which a name or alias holds every word, those with most items first, then by name.

    With ``plans`` only those that have items there, and items are counted there.
    """
    held = _loads(view, plans)
    if not words:
        return list(held.order)
    folded = [word.casefold() for word in words]
    return [o for o in held.order if all(word in "\n".join(held.names[o]).casefold() for word in folded)]


def owner_key(view: View, owner: str, plans: Plans = ()) -> tuple[int, str, str]:
    """What owners are ordered by."""
    held = _loads(view, plans)
    return -held.loads[owner][0], held.names[owner][0], owner


def owner_names(view: View, owners: Sequence[str]) -> dict[str, str]:
    """Names of owners by id."""
    held = _loads(view)
    return {owner: held.names[owner][0] for owner in owners}


def owner_summaries(view: View, owners: Sequence[str], plans: Plans = ()) -> list[OwnerSummary]:
    """Owners as lists show them, in the order of ``owners``; load and rank are within ``plans``, or all."""
    held, stated = _loads(view, plans), records(view, owners)
    found = []
    for owner, told in stated.items():
        items, lead, fraction, rank = held.loads.get(owner, (0, 0, 0.0, len(held) + 1))
        keys = ("short_name", "full_name", "jurisdiction", "level")
        found.append(
            OwnerSummary(
                **ref(told).model_dump(), **{key: told[key] for key in keys},
                items=items, lead=lead, fraction=fraction, rank=rank,
            )
        )  # fmt: skip
    return found


def owner_detail(view: View, owner: str, within: Plans = ()) -> Owner:
    """An owner with names, load by role, section and plan, and groups; the load is that of the plans ``within``."""
    told = record(view, owner)
    assert told is not None
    inside = f"{_HELD} WHERE size($within) = 0 OR i.plan IN $within"
    by_role = view.read(
        f"{inside} RETURN r.role AS role, count(DISTINCT i.id) AS n ORDER BY role", owner=owner, within=list(within)
    )
    by_place = view.read(
        f"{inside} WITH DISTINCT i OPTIONAL MATCH (i)-[:PART_OF]->(s:Section) "
        "WITH i.plan AS plan, s, count(DISTINCT i.id) AS n "
        "RETURN plan, s.id AS section, s.name AS name, s.position AS position, n ORDER BY plan, position, section",
        owner=owner,
        within=list(within),
    )
    plans, sections = Counter[str](), Counter[tuple[Ref, str]]()
    for row in by_place:
        plans[row["plan"]] += row["n"]
        if row["section"]:
            direct = Ref(id=row["section"], label="Section", name=row["name"])
            sections[chapters(view).get(row["section"], direct), row["plan"]] += row["n"]
    loaded = records(view, sorted(plans, key=lambda plan: plan_key(view, plan)))
    roles = {row["role"]: row["n"] for row in by_role}
    return Owner(
        **owner_summaries(view, [owner], within)[0].model_dump(),
        aliases=told["aliases"] or [],
        scan_forms=told["scan_forms"] or [],
        known_by=told["known_by"],
        code=told.get("code"),
        roles=Roles(**{role: roles.get(role, 0) for role in Roles.model_fields}),
        sections=[CountedSection(**of.model_dump(), plan=plan, items=n) for (of, plan), n in sections.items()],
        plans=[CountedRef(**ref(plan).model_dump(), items=plans[node]) for node, plan in loaded.items()],
        member_of=refs(links(view, [owner], ["MEMBER_OF"])[owner]),
        members=refs(links(view, [owner], ["MEMBER_OF"], incoming=True)[owner]),
        evidence=evidence(told),
    )


def owned_counts(view: View, owner: str) -> Mapping[str, int]:
    """How many ownerships an owner has by plan: one for each item and role."""
    text = f"{_HELD} RETURN r.plan AS plan, count(r) AS n ORDER BY plan"
    return view.once(f"owned {owner}", lambda: {row["plan"]: row["n"] for row in view.read(text, owner=owner)})


def owned_page(
    view: View, owner: str, plans: Plans, after: tuple[Any, ...] | None, limit: int
) -> list[tuple[tuple[Any, ...], OwnedItem]]:
    """(key, item) of the next items of an owner in ``plans`` (all when empty) behind ``after``, with its role in each."""
    text = (
        f"{_HELD} WHERE r.plan = $plan AND (i.position > $n OR (i.position = $n AND (i.id > $i OR "
        "(i.id = $i AND r.role > $r)))) "
        "RETURN i.id AS id, i.position AS position, r.role AS role, r.as_printed AS as_printed, "
        "r.source AS source, r.start AS start, r.`end` AS `end`, r.quote AS quote "
        "ORDER BY position, id, role LIMIT $limit"
    )
    rows: dict[tuple[str, str], dict[str, Any]] = {}

    def ask(one: str, behind: tuple[Any, ...] | None, most: int) -> list[tuple[Any, ...]]:
        n, i, r = behind or (-1, "", "")
        found = view.read(text, owner=owner, plan=one, n=n, i=i, r=r, limit=most)
        rows.update({(row["id"], row["role"]): row for row in found})
        return [(row["position"], row["id"], row["role"]) for row in found]

    keys = walk(view, plans or owned_counts(view, owner), after, limit, ask)
    told = {one.id: one.model_dump() for one in summaries(view, [key[4] for key in keys])}
    return [(key, _owned(told[key[4]], rows[key[4], key[5]])) for key in keys]


def _owned(summary: Mapping[str, Any], row: Mapping[str, Any]) -> OwnedItem:
    return OwnedItem(**summary, role=row["role"], as_printed=row["as_printed"], evidence=evidence(row))
