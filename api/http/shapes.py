"""What each thing looks like in an answer: plain dictionaries made from the read model. ``models`` describes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.http.read_model import Attributes, Link, Ownership, ReadModel
from graph.schema import schema

Shape = dict[str, Any]
EVIDENCE = ("source", "start", "end", "quote")
MENTIONED = ("IMPLEMENTS", "CITES", "ISSUES", "BUILDS", "DEPENDS_ON", "MENTIONS", "LOCATED_IN")


def evidence(attributes: Attributes) -> Shape | None:
    """Where the text says so, or None."""
    return {key: attributes[key] for key in EVIDENCE} if "quote" in attributes else None


def ref(model: ReadModel, node: str) -> Shape:
    """Any node as id, label and name."""
    return {"id": node, "label": model.label(node), "name": model.name(node)}


def item_ref(model: ReadModel, item: str) -> Shape:
    """A work item as id, label, name, number, ref and plan."""
    attributes = model.nodes[item]
    return {
        **ref(model, item),
        "number": attributes.get("number"),
        "ref": attributes["ref"],
        "plan": attributes["plan"],
    }


def item_summary(model: ReadModel, item: str) -> Shape:
    """A work item as lists show it."""
    attributes = model.nodes[item]
    section = model.section_of.get(item)
    return {
        **item_ref(model, item),
        "part": attributes["part"],
        "position": attributes["position"],
        "section": ref(model, section) if section else None,
        "category": attributes.get("category"),
        "deadline": attributes.get("deadline"),
        "deadline_as_printed": attributes.get("deadline_as_printed"),
        "owners": [owner_role(model, o) for o in model.owners_of.get(item, ())],
    }


def owner_role(model: ReadModel, ownership: Ownership) -> Shape:
    """An owner of an item as id, label, name and role."""
    return {**ref(model, ownership.owner), "role": ownership.role}


def ownership(model: ReadModel, held: Ownership) -> Shape:
    """An owner of an item with all that the edge says."""
    edge = held.edge
    return {
        **owner_role(model, held),
        "role_basis": edge["role_basis"],
        "position": edge["position"],
        "as_printed": edge["as_printed"],
        "evidence": evidence(edge),
    }


def item_detail(model: ReadModel, item: str) -> Shape:
    """A work item with everything that is known of it, each with its evidence."""
    attributes = model.nodes[item]
    details = model.outgoing(item, "DETAILS")
    detailed_by = model.incoming(item, "DETAILS")
    plan = attributes["plan"]
    return {
        **item_summary(model, item),
        "text": attributes["text"],
        "version": attributes.get("version"),
        "period": attributes.get("period"),
        "open_ended": bool(attributes.get("open_ended", False)),
        "evidence": evidence(attributes),
        "in_plan": ref(model, plan) if plan in model.nodes else None,
        "owners": [ownership(model, o) for o in model.owners_of.get(item, ())],
        "targets": [target(model, link.other) for link in model.outgoing(item, "HAS_TARGET")],
        "milestones": [milestone(model, link.other) for link in model.outgoing(item, "HAS_MILESTONE")],
        "policies": [mention(model, link) for link in policy_links(model, item)],
        "entities": [mention(model, link) for link in entity_links(model, item)],
        "details": [detail(model, link) for link in details],
        "detailed_by": [detail(model, link) for link in detailed_by],
        "depends_on_items": [item_ref(model, i) for i in depends_on(model, item)],
        "needed_by_items": [item_ref(model, i) for i in needed_by(model, item)],
    }


def policy_links(model: ReadModel, item: str) -> list[Link]:
    """Edges of an item to policies."""
    return [link for link in model.outgoing(item, *MENTIONED) if "Policy" in model.nodes[link.other]["labels"]]


def entity_links(model: ReadModel, item: str) -> list[Link]:
    """Edges of an item to named things and places."""
    return [
        link
        for link in model.outgoing(item, *MENTIONED)
        if not {"Policy", "WorkItem"} & set(model.nodes[link.other]["labels"])
    ]


def mention(model: ReadModel, link: Link) -> Shape:
    """A policy or named thing that an item speaks of, how, and where."""
    return {
        **ref(model, link.other),
        "relation": link.edge["type"],
        "cue": link.edge.get("cue"),
        "as_printed": link.edge.get("as_printed"),
        "evidence": evidence(link.edge),
    }


def detail(model: ReadModel, link: Link) -> Shape:
    """An item at the other end of DETAILS with the score of the match."""
    return {**item_ref(model, link.other), "score": link.edge["score"], "basis": link.edge["basis"]}


def depends_on(model: ReadModel, item: str) -> list[str]:
    """Items that ``item`` depends on: stated, or because they build a thing that it depends on."""
    found = set()
    for link in model.outgoing(item, "DEPENDS_ON"):
        if "WorkItem" in model.nodes[link.other]["labels"]:
            found.add(link.other)
        found.update(builder.other for builder in model.incoming(link.other, "BUILDS"))
    return _ordered(model, found - {item})


def needed_by(model: ReadModel, item: str) -> list[str]:
    """Items that depend on ``item``: stated, or because they depend on a thing that it builds."""
    found = {link.other for link in model.incoming(item, "DEPENDS_ON")}
    for link in model.outgoing(item, "BUILDS"):
        found.update(user.other for user in model.incoming(link.other, "DEPENDS_ON"))
    return _ordered(model, found - {item})


def _ordered(model: ReadModel, items: Iterable[str]) -> list[str]:
    return sorted((i for i in items if i in model.item_index), key=model.item_index.__getitem__)


def target(model: ReadModel, node: str) -> Shape:
    """A quantified goal."""
    a = model.nodes[node]
    keys = ("indicator", "comparator", "value", "unit", "measure", "deadline", "deadline_as_printed", "text")
    return {"id": node, "name": a["name"], **{key: a.get(key) for key in keys}, "evidence": evidence(a)}


def milestone(model: ReadModel, node: str) -> Shape:
    """A dated goal."""
    a = model.nodes[node]
    keys = ("deadline", "deadline_as_printed", "text")
    return {"id": node, "name": a["name"], **{key: a.get(key) for key in keys}, "evidence": evidence(a)}


def owner_summary(model: ReadModel, owner: str) -> Shape:
    """An owner as lists show it."""
    a, load = model.nodes[owner], model.load(owner)
    return {
        **ref(model, owner),
        "short_name": a.get("short_name"),
        "full_name": a.get("full_name"),
        "jurisdiction": a.get("jurisdiction"),
        "level": a.get("level"),
        "items": load.items,
        "lead": load.lead,
        "fraction": load.fraction,
        "rank": model.rank_of[owner],
    }


def owner_detail(model: ReadModel, owner: str) -> Shape:
    """An owner with names, load by role, section and plan, and groups."""
    a, load = model.nodes[owner], model.load(owner)
    plans = list(dict.fromkeys(o.edge["plan"] for o in model.items_of.get(owner, ())))
    sections: dict[str, int] = {}
    for item in dict.fromkeys(o.item for o in model.items_of.get(owner, ())):
        section = model.chapter_of(item)
        if section:
            sections[section] = sections.get(section, 0) + 1
    return {
        **owner_summary(model, owner),
        "aliases": list(a.get("aliases", ())),
        "scan_forms": list(a.get("scan_forms", ())),
        "known_by": a.get("known_by"),
        "code": a.get("code"),
        "roles": {"lead": load.lead, "responsible": load.responsible, "support": load.support},
        "sections": [{**ref(model, section), "items": count} for section, count in sections.items()],
        "plans": [
            {**ref(model, plan), "items": model.load_in(owner, plan).items} for plan in plans if plan in model.nodes
        ],
        "member_of": [ref(model, link.other) for link in model.outgoing(owner, "MEMBER_OF")],
        "members": [ref(model, link.other) for link in model.incoming(owner, "MEMBER_OF")],
        "evidence": evidence(a),
    }


def plan_summary(model: ReadModel, plan: str) -> Shape:
    """A loaded plan with its counts."""
    a = model.nodes[plan]
    keys = ("doc_number", "issuer", "date", "year", "period", "jurisdiction", "notice")
    return {**ref(model, plan), **{key: a.get(key) for key in keys}, "counts": plan_counts(model, plan)}


def plan_counts(model: ReadModel, plan: str) -> dict[str, int]:
    """How much one plan holds."""
    items = [i for i in model.items if model.nodes[i]["plan"] == plan]
    labels = [model.label(i) for i in items]
    edges = {
        kind: model.edge_counts.get((plan, kind), 0) for kind in ("OWNS", "HAS_TARGET", "HAS_MILESTONE", "DETAILS")
    }
    return {
        "items": len(items),
        "tasks": labels.count("Task"),
        "scenes": labels.count("Scene"),
        "projects": labels.count("Project"),
        "owners": len({o.owner for i in items for o in model.owners_of.get(i, ())}),
        "ownerships": edges["OWNS"],
        "targets": edges["HAS_TARGET"],
        "milestones": edges["HAS_MILESTONE"],
        "details": edges["DETAILS"],
        "findings": len(model.findings.get(plan, ())),
    }


def plan_detail(model: ReadModel, plan: str) -> Shape:
    """A loaded plan with sections, basis, source and findings."""
    source = model.source_of(plan)
    a = model.nodes[plan]
    return {
        **plan_summary(model, plan),
        "kind": a.get("kind"),
        "aliases": list(a.get("aliases", ())),
        "basis": [ref(model, policy) for policy in basis(model, plan)],
        "sections": [section(model, s) for s in model.sections if model.nodes[s]["plan"] == plan],
        "source": source_shape(model, source) if source else None,
        "findings": [finding(f) for f in model.findings.get(plan, ())],
        "evidence": evidence(a),
    }


def basis(model: ReadModel, plan: str) -> list[str]:
    """The documents that a plan rests on, each once, in the order of its preface."""
    return list(dict.fromkeys(link.other for link in model.outgoing(plan, "IMPLEMENTS")))


def section(model: ReadModel, node: str) -> Shape:
    """A chapter with its place in the plan."""
    a = model.nodes[node]
    keys = ("number", "position", "part", "level")
    return {**ref(model, node), **{k: a.get(k) for k in keys}, "parent": model.section_of.get(node)}


def source_shape(model: ReadModel, node: str) -> Shape:
    """A source text without the text."""
    a = model.nodes[node]
    return {"id": node, **{key: a.get(key) for key in ("sha256", "length", "path", "media_type")}}


def finding(found: Any) -> Shape:
    """A finding in both languages."""
    return {
        "code": found.code,
        "severity": found.severity,
        "item": found.item,
        "message": {"zh": found.message("zh"), "en": found.message("en")},
        "advice": {"zh": found.advice("zh"), "en": found.advice("en")},
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
    }


def policy_summary(model: ReadModel, policy: str) -> Shape:
    """A policy with how many items and plans refer to it."""
    a = model.nodes[policy]
    incoming = model.incoming(policy, "IMPLEMENTS", "CITES", "ISSUES", "DEPENDS_ON", "REPEALS")
    keys = ("doc_number", "issuer", "date", "kind", "level")
    return {
        **ref(model, policy),
        **{key: a.get(key) for key in keys},
        "items": len({link.other for link in incoming if link.other in model.item_index}),
        "plans": [
            ref(model, p)
            for p in dict.fromkeys(link.other for link in incoming)
            if "Policy" in model.nodes[p]["labels"]
        ],
    }


def thing(model: ReadModel, node: str, limit: int = 200) -> Shape:
    """Any node with its properties and at most ``limit`` edges each way."""
    a = model.nodes[node]
    label = schema().label(model.label(node))
    hidden = {"text", "findings", "locations"} if label.name == "Source" else set()
    outgoing, incoming = model.outgoing(node), model.incoming(node)
    return {
        **ref(model, node),
        "labels": list(a["labels"]),
        "properties": {key: a[key] for key in label.properties if key in a and key not in hidden},
        "evidence": evidence(a),
        "outgoing": [edge_shape(model, link) for link in outgoing[:limit]],
        "incoming": [edge_shape(model, link) for link in incoming[:limit]],
        "edges": len(outgoing) + len(incoming),
    }


def edge_shape(model: ReadModel, link: Link) -> Shape:
    """An edge with the node at its other end."""
    own = {k: v for k, v in link.edge.items() if k not in ("type", *EVIDENCE)}
    return {"relation": link.edge["type"], **ref(model, link.other), "properties": own, "evidence": evidence(link.edge)}
