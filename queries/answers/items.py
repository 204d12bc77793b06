"""Work items: lists narrowed by any filter, and one item with everything that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from graph.schema import schema
from queries.answers.models import Evidence, ItemRef, Model, Part, Ref, Role, evidence, item_ref, ref
from queries.answers.plans import plan_key
from queries.answers.records import Record, links, near_item, record, records
from queries.answers.view import View

MENTIONED = ("IMPLEMENTS", "CITES", "ISSUES", "BUILDS", "DEPENDS_ON", "MENTIONS", "LOCATED_IN")
Basis = Literal["stated", "order-clause", "clause"]
Key = tuple[int, str, str, int, str]


class OwnerRole(Ref):
    """An owner of an item with its role."""

    role: Role


class ItemOwner(OwnerRole):
    """An owner of an item with all that the text says of it."""

    role_basis: Basis
    position: int
    as_printed: str
    evidence: Evidence | None


class ItemSummary(ItemRef):
    """A work item as lists show it."""

    part: Part
    position: int
    section: Ref | None
    category: str | None
    deadline: str | None
    deadline_as_printed: str | None
    owners: list[OwnerRole]


class Goal(Model):
    """A dated goal."""

    id: str
    name: str
    deadline: str | None
    deadline_as_printed: str | None
    text: str
    evidence: Evidence | None


class Milestone(Goal):
    """A dated goal without a number."""


class Target(Goal):
    """A quantified goal."""

    indicator: str
    comparator: str
    value: float
    unit: str | None
    measure: str


class Mention(Ref):
    """A policy or named thing that an item speaks of, how, and where."""

    relation: str
    cue: str | None
    as_printed: str | None
    evidence: Evidence | None


class Detail(ItemRef):
    """An item at the other end of a DETAILS relationship."""

    score: float
    basis: str


class Item(ItemSummary):
    """A work item with everything that is known of it."""

    text: str
    version: str | None
    period: str | None
    open_ended: bool
    evidence: Evidence | None
    in_plan: Ref | None
    owners: list[ItemOwner]  # type: ignore[assignment] # more is told of each owner here
    targets: list[Target]
    milestones: list[Milestone]
    policies: list[Mention]
    entities: list[Mention]
    details: list[Detail]
    detailed_by: list[Detail]
    depends_on_items: list[ItemRef]
    needed_by_items: list[ItemRef]


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list of items: ids and values, any of each; what is empty does not narrow.

    ``words`` must all stand in name or text; ``due_before`` and ``due_after`` are whole dates, both inclusive. An empty
    word among ``sections`` means the items of none.
    """

    ids: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    due_before: str = ""
    due_after: str = ""


_ITEMS = "|".join(schema().primary_labels("WorkItem"))
_OWNERS = "|".join(schema().primary_labels("Owner"))
# A month or a year is due on its last day.
_DUE = (
    "CASE size(i.deadline) WHEN 4 THEN i.deadline + '-12-31' WHEN 7 THEN i.deadline + CASE "
    "WHEN substring(i.deadline, 5, 2) IN ['04', '06', '09', '11'] THEN '-30' "
    "WHEN substring(i.deadline, 5, 2) <> '02' THEN '-31' "
    "WHEN toInteger(substring(i.deadline, 0, 4)) % 4 = 0 THEN '-29' ELSE '-28' END ELSE i.deadline END"
)
_CONDITIONS = {
    "ids": "i.id IN $ids",
    "plans": "i.plan IN $plans",
    "kinds": "any(label IN labels(i) WHERE label IN $kinds)",
    "categories": "i.category IN $categories",
    "numbers": "(i.number IN $numbers OR i.ref IN $numbers)",
    "sections": (
        "(EXISTS { (i)-[:PART_OF*1..4]->(s:Section) WHERE s.id IN $sections } "
        "OR ('' IN $sections AND NOT EXISTS { (i)-[:PART_OF]->(:Section) }))"
    ),
    "words": "all(word IN $words WHERE toLower(i.name) CONTAINS word OR toLower(i.text) CONTAINS word)",
    "due_before": f"i.deadline IS NOT NULL AND {_DUE} <= $due_before",
    "due_after": f"i.deadline IS NOT NULL AND {_DUE} >= $due_after",
}
_SORTS = {
    "deadline": f"CASE WHEN i.deadline IS NULL THEN 1 ELSE 0 END, {_DUE}, i.plan, i.position, i.id",
    "-deadline": f"CASE WHEN i.deadline IS NULL THEN 1 ELSE 0 END, {_DUE} DESC, i.plan, i.position, i.id",
    "name": "i.name, i.plan, i.position, i.id",
}
SORTS = ("plan", *_SORTS)


def _given(wanted: Filter) -> dict[str, Any]:
    found = {f.name: getattr(wanted, f.name) for f in fields(wanted) if getattr(wanted, f.name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _match(given: dict[str, Any], *more: str) -> str:
    """The text up to the items that are meant; from the end of fewest: ids, then owners, then all."""
    conditions = [_CONDITIONS[name] for name in given if name in _CONDITIONS] + list(more)
    start = f"MATCH (i:{_ITEMS})" if "ids" in given else "MATCH (i:WorkItem)"
    if "owners" in given:
        role = " WHERE r.role IN $roles" if "roles" in given else ""
        owner = f"UNWIND $owners AS owner MATCH (o:{_OWNERS} {{id: owner}}) WITH DISTINCT o"
        start = f"{owner} MATCH (o)-[r:OWNS]->(i:WorkItem){role} WITH DISTINCT i"
    elif "roles" in given:
        conditions.append("EXISTS { (i)<-[r:OWNS]-(:Owner) WHERE r.role IN $roles }")
    return start + (f" WHERE {' AND '.join(conditions)}" if conditions else "")


def item_counts(view: View, wanted: Filter) -> dict[str, int]:
    """How many items a filter lets through, by plan."""

    def make() -> dict[str, int]:
        given = _given(wanted)
        text = f"{_match(given)} RETURN i.plan AS plan, count(i) AS n ORDER BY plan"
        return {row["plan"]: row["n"] for row in view.read(text, **given)}

    return view.once(f"counts {wanted}", make)


def item_page(view: View, wanted: Filter, after: Key | None, limit: int) -> list[Key]:
    """The keys of the next ``limit`` items behind ``after``; a key ends with the item's id."""
    given = _given(wanted)
    text = (
        f"{_match(given, 'i.plan = $one', '(i.position > $position OR (i.position = $position AND i.id > $id))')} "
        "RETURN i.id AS id, i.position AS position ORDER BY position, id LIMIT $limit"
    )

    def ask(plan: str, behind: tuple[Any, ...] | None, most: int) -> list[tuple[Any, ...]]:
        position, last = behind or (-1, "")
        rows = view.read(text, **given, one=plan, position=position, id=last, limit=most)
        return [(row["position"], row["id"]) for row in rows]

    return [(*key[:3], key[3], key[4]) for key in walk(view, item_counts(view, wanted), after, limit, ask)]


def walk(
    view: View,
    plans: Iterable[str],
    after: tuple[Any, ...] | None,
    limit: int,
    ask: Callable[[str, tuple[Any, ...] | None, int], list[tuple[Any, ...]]],
) -> list[tuple[Any, ...]]:
    """The next ``limit`` keys behind ``after`` of a list that goes plan by plan, the latest first.

    A key is the plan's key followed by what ``ask(plan, behind, most)`` gives: the keys within a plan, in order.
    """
    found: list[tuple[Any, ...]] = []
    for key in sorted(plan_key(view, plan) for plan in plans):
        if after is not None and key < after[:3]:
            continue
        behind = after[3:] if after is not None and key == after[:3] else None
        found += [(*key, *inner) for inner in ask(key[2], behind, limit - len(found))]
        if len(found) >= limit:
            break
    return found


def sorted_items(view: View, wanted: Filter, sort: str, skip: int, limit: int) -> list[str]:
    """Ids of items in another order than the plans': by "deadline", "-deadline" (undated last) or "name"."""
    given = _given(wanted)
    text = f"{_match(given)} RETURN i.id AS id ORDER BY {_SORTS[sort]} SKIP $skip LIMIT $limit"
    return [row["id"] for row in view.read(text, **given, skip=skip, limit=limit)]


def summaries(view: View, ids: Sequence[str]) -> list[ItemSummary]:
    """Items as lists show them, in the order of ``ids``; unknown ids are left out."""
    return [ItemSummary(**_summary(stated, near)) for stated, near in _with_links(view, ids)]


def _with_links(view: View, ids: Sequence[str]) -> Iterator[tuple[Record, tuple[list[Record], Record | None]]]:
    stated = records(view, ids)
    held = links(view, list(stated), ["OWNS"], incoming=True, most=200_000)
    above = links(view, list(stated), ["PART_OF"])
    for item, one in stated.items():
        section = next((link for link in above[item] if link["label"] == "Section"), None)
        yield one, (sorted(held[item], key=printed_order), section)


def printed_order(link: Record) -> tuple[int, str, str]:
    """What the owners of an item are ordered by."""
    return link["position"], link["id"], link["role"]


_SUMMARY = ("part", "position", "category", "deadline", "deadline_as_printed")


def _summary(stated: Record, near: tuple[list[Record], Record | None]) -> dict[str, Any]:
    held, section = near
    return {
        **item_ref(stated).model_dump(),
        **{key: stated[key] for key in _SUMMARY},
        "section": ref(section) if section else None,
        "owners": [OwnerRole(**ref(link).model_dump(), role=link["role"]) for link in held],
    }


def owner_of_item(link: Record) -> ItemOwner:
    """An OWNS link as the owner that it tells of."""
    told = {key: link[key] for key in ("role", "role_basis", "position", "as_printed")}
    return ItemOwner(**ref(link).model_dump(), **told, evidence=evidence(link))


def item_owners(view: View, item: str) -> list[ItemOwner]:
    """The owners of an item in the order printed."""
    held = links(view, [item], ["OWNS"], incoming=True)[item]
    return [owner_of_item(link) for link in sorted(held, key=printed_order)]


def item_refs(view: View, ids: Iterable[str]) -> dict[str, ItemRef]:
    """Items as references, by id."""
    return {item: item_ref(stated) for item, stated in records(view, ids).items()}


def item_detail(view: View, item: str) -> Item:
    """A work item with everything that is known of it, each with its evidence."""
    ((stated, near),) = _with_links(view, [item])
    out = links(view, [item], [*MENTIONED, "DETAILS", "HAS_TARGET", "HAS_MILESTONE"])[item]
    goals = records(view, [link["id"] for link in out if link["type"] in ("HAS_TARGET", "HAS_MILESTONE")])
    mentioned = [link for link in out if link["type"] in MENTIONED]
    detailed_by = links(view, [item], ["DETAILS"], incoming=True)[item]
    plan = record(view, stated["plan"])
    return Item(
        **{**_summary(stated, near), "owners": [owner_of_item(link) for link in near[0]]},
        **{key: stated[key] for key in ("text", "period")},
        version=stated.get("version"),
        open_ended=bool(stated["open_ended"]),
        evidence=evidence(stated),
        in_plan=ref(plan) if plan else None,
        targets=[target(goals[link["id"]]) for link in out if link["type"] == "HAS_TARGET"],
        milestones=[milestone(goals[link["id"]]) for link in out if link["type"] == "HAS_MILESTONE"],
        policies=[mention(link) for link in mentioned if "Policy" in link["labels"]],
        entities=[mention(link) for link in mentioned if not {"Policy", "WorkItem"} & set(link["labels"])],
        details=[_detail(link) for link in out if link["type"] == "DETAILS"],
        detailed_by=[_detail(link) for link in detailed_by],
        depends_on_items=depends_on(view, item),
        needed_by_items=needed_by(view, item),
    )


def target(stated: Record) -> Target:
    """A quantified goal."""
    keys = (
        "id",
        "name",
        "indicator",
        "comparator",
        "value",
        "unit",
        "measure",
        "deadline",
        "deadline_as_printed",
        "text",
    )
    return Target(**{key: stated[key] for key in keys}, evidence=evidence(stated))


def milestone(stated: Record) -> Milestone:
    """A dated goal."""
    keys = ("id", "name", "deadline", "deadline_as_printed", "text")
    return Milestone(**{key: stated[key] for key in keys}, evidence=evidence(stated))


def mention(link: Record) -> Mention:
    """A policy or named thing that an item speaks of, how, and where."""
    told: dict[str, Any] = {key: link.get(key) for key in ("cue", "as_printed")}
    return Mention(**ref(link).model_dump(), relation=link["type"], **told, evidence=evidence(link))


def _detail(link: Record) -> Detail:
    return Detail(**item_ref(near_item(link)).model_dump(), score=link["score"], basis=link["basis"])


def depends_on(view: View, item: str) -> list[ItemRef]:
    """Items that ``item`` depends on: stated, or because they build a thing that it depends on."""
    return in_order(view, {row["on_item_id"] for row in view.ask("dependencies-of-item", item=item)} - {None, item})


def needed_by(view: View, item: str) -> list[ItemRef]:
    """Items that depend on ``item``: stated, or because they depend on a thing that it builds.

    The catalogue's question goes four steps, which takes seconds where very many depend on one thing.
    """
    rows = view.read(
        f"MATCH (x:{'|'.join(schema().primary_labels('WorkItem'))} {{id: $item}}) "
        "MATCH (x)-[:BUILDS*0..1]->(t)<-[:DEPENDS_ON]-(i:WorkItem) RETURN DISTINCT i.id AS id ORDER BY id",
        item=item,
    )
    return in_order(view, {row["id"] for row in rows} - {item})


def in_order(view: View, ids: Iterable[str]) -> list[ItemRef]:
    """Items as references, by plan and as printed."""
    stated = records(view, ids).values()
    ordered = sorted(stated, key=lambda one: (plan_key(view, one["plan"]), one["position"], one["id"]))
    return [item_ref(one) for one in ordered]


def neighbours(view: View, item: str) -> tuple[ItemRef | None, ItemRef | None]:
    """The items printed before and after an item in its plan."""
    stated = record(view, item)
    assert stated is not None
    found = []
    for sign, order in (("<", "DESC"), (">", "")):
        rows = view.read(
            f"MATCH (i:WorkItem) WHERE i.plan = $plan AND (i.position {sign} $position OR (i.position = $position "
            f"AND i.id {sign} $id)) RETURN i.id AS id ORDER BY i.position {order}, i.id {order} LIMIT 1",
            plan=stated["plan"], position=stated["position"], id=item,
        )  # fmt: skip
        found.append(next(iter(in_order(view, [row["id"] for row in rows])), None))
    return found[0], found[1]
