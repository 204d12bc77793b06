"""The Cypher that writes plan graphs into Neo4j, built from the schema: schema in, text out, nothing run here.

Names of labels, types and keys come from the schema alone; every value travels as a parameter. What belongs to one
plan is found by its property ``plan``. What several plans share is written as all of them together state it; each
plan's own statement stands on its FROM_SOURCE relationship, beside its digest, so that it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from graph.schema import Label, Schema
from graph.store.parts import PlanPart, edge_keys, node_keys
from graph.store.text_index import SEARCHED, UNSEARCHED, searched_keys

FULLTEXT_INDEX = "plangraph_words"
LOCK_LABEL = "PlangraphLock"
# What the store keeps on a plan's FROM_SOURCE beside the schema's properties.
DIGEST, ORDER, SHARED = "content_digest", "load_order", "shared_statements"
# … and of what it inferred for a plan: from what, and by which decisions of readers.
INFERRED, DECIDED = "inferred_key", "decisions_token"

# One writer at a time: the unique key is locked from here to the end of the transaction, which leaves no node behind.
LOCK = f"MERGE (lock:{LOCK_LABEL} {{id: 'write'}})"
UNLOCK = f"MATCH (lock:{LOCK_LABEL} {{id: 'write'}}) DELETE lock"

_HELD = f"MATCH (p:Plan)-[r:FROM_SOURCE]->(s:Source) WHERE r.plan = p.id AND r.{DIGEST} IS NOT NULL "
DIGESTS = (
    f"{_HELD}RETURN p.id AS plan, r.{DIGEST} AS digest, r.{ORDER} AS position, s.id AS source, r.{DECIDED} AS decided "
    "ORDER BY position"
)
INFERRED_KEYS = (
    f"{_HELD}RETURN DISTINCT p.id AS plan, r.{DIGEST} AS digest, r.{INFERRED} AS key, r.{DECIDED} AS decided"
)
KEEP_KEYS = (
    f"UNWIND $rows AS row MATCH (p:Plan {{id: row.plan}})-[r:FROM_SOURCE]->(:Source) WHERE r.plan = p.id "
    f"SET r.{INFERRED} = row.key, r.{DECIDED} = row.decided"
)
STATEMENTS = f"{_HELD}RETURN p.id AS plan, r.{SHARED} AS shared ORDER BY r.{ORDER}"

FULL_TEXT = f"SHOW INDEXES YIELD name, state WHERE name = '{FULLTEXT_INDEX}' AND state = 'ONLINE'"
AWAIT_INDEX = "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()"
SEARCH = (
    f"CALL db.index.fulltext.queryNodes('{FULLTEXT_INDEX}', $text, {{limit: $limit}}) YIELD node, score "
    "RETURN node.id AS id, labels(node) AS labels, node.name AS name, node.plan AS plan, node.position AS position"
)


def plan_record(part: PlanPart, position: int) -> tuple[str, int, str]:
    """What the store keeps of a plan on its FROM_SOURCE: digest, order of loading, statements of shared nodes (JSON)."""
    said = json.dumps(dict(part.shared), ensure_ascii=False, sort_keys=True)
    return part.digest, position, said


def held_by_plan(label: Label) -> bool:
    """Whether such nodes carry the plan that they belong to."""
    return label.scope == "plan" and "plan" in label.properties


def merge_label(label: Label, schema: Schema) -> str:
    """The label whose unique id a node is merged on: a Plan takes the place of the Policy of its id."""
    return label.super if label.super in schema.labels else label.name  # type: ignore[return-value]


def plan_roots(schema: Schema) -> tuple[str, ...]:
    """The labels under which all nodes that belong to one plan are found."""
    return tuple(dict.fromkeys(label.super or label.name for label in schema.labels.values() if held_by_plan(label)))


def loose_types(schema: Schema) -> tuple[str, ...]:
    """Relationship types that may join two nodes of which neither carries its plan."""
    loose = {name for label in schema.labels.values() if not held_by_plan(label) for name in label.labels}
    return tuple(
        relationship.name
        for relationship in schema.relationships.values()
        if any(a in loose and b in loose for a, b in relationship.ends)
    )


def schema_texts(schema: Schema) -> dict[str, str]:
    """The texts that make constraints and indexes, by name: a unique id for each primary label and for the writers'
    lock; look-ups by id, plan and what people call things by; a plan's own relationships; full-text search."""
    texts = {}
    for label in (*schema.labels, LOCK_LABEL):
        name = f"plangraph_{label.lower()}_id"
        texts[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label, key in _indexed(schema):
        name = f"plangraph_{label.lower()}_{key}"
        texts[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    for relationship in loose_types(schema):
        name = f"plangraph_{relationship.lower()}_plan"
        texts[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{relationship}]-() ON (r.plan)"
    searched = "|".join(name for name in schema.labels if name not in UNSEARCHED)
    keys = ", ".join(f"n.{key}" for key in ("name", *SEARCHED))
    texts[FULLTEXT_INDEX] = (
        f"CREATE FULLTEXT INDEX {FULLTEXT_INDEX} IF NOT EXISTS FOR (n:{searched}) ON EACH [{keys}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding', `fulltext.eventually_consistent`: true}}"
    )
    return texts


def searched_text(label: str) -> str:
    """Reads what full-text search looks into of the nodes ``$ids`` of ``label``."""
    keys = ", ".join(f"n.{key}" for key in ("name", *searched_keys(label)))
    return f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id AS id, [{keys}] AS texts"


def _indexed(schema: Schema) -> Iterator[tuple[str, str]]:
    for label in schema.super_labels:
        if label not in schema.labels:
            yield label, "id"
    for label, keys in schema.lookups.items():
        for key in keys:
            yield label, key
    for label in plan_roots(schema):
        yield label, "plan"


def node_text(label: Label, schema: Schema) -> str:
    """Writes ``$rows`` (lists of values in the order of ``node_keys``, null where absent) as nodes of ``label``, which
    become exactly the row."""
    merged = merge_label(label, schema)
    others = "".join(f":{name}" for name in label.labels if name != merged)
    also = f"SET n{others} " if others else ""
    return f"UNWIND $rows AS row MERGE (n:{merged} {{id: row[0]}}) {also}SET n = {_map(node_keys(label))}"


def relabel_text(label: Label, schema: Schema) -> str | None:
    """Takes other primary labels off the shared nodes ``$ids`` that are to be ``label``; None where there are none."""
    if label.scope != "shared":
        return None
    group = label.super or label.name
    others = [name for name in schema.primary_labels(group) if name not in label.labels]
    if not others:
        return None
    had, removed = " OR ".join(f"n:{name}" for name in others), "".join(f":{name}" for name in others)
    kept = f" SET n:{label.name}" if label.super else ""
    return f"UNWIND $ids AS id MATCH (n:{group} {{id: id}}) WHERE {had} REMOVE n{removed}{kept}"


def relationship_text(name: str, start: Label, end: Label, schema: Schema) -> str:
    """Creates ``$rows`` (lists of values in the order of ``edge_keys``, null where absent) between nodes that are
    there; one row, one relationship. What the store keeps of a plan stands behind the keys of FROM_SOURCE."""
    keys = edge_keys(schema.relationship(name))
    extra = (DIGEST, ORDER, SHARED) if name == "FROM_SOURCE" else ()
    properties = _map((*keys, *extra), first=2)
    return (
        f"UNWIND $rows AS row MATCH (a:{merge_label(start, schema)} {{id: row[0]}}) "
        f"MATCH (b:{merge_label(end, schema)} {{id: row[1]}}) CREATE (a)-[:{name} {properties}]->(b)"
    )


def unlink_inferred_text(schema: Schema) -> str:
    """Removes what was inferred for the items of ``$plans``."""
    types = "|".join(schema.derived())
    return f"UNWIND $plans AS plan MATCH (:WorkItem {{plan: plan}})-[r:{types}]->() WHERE r.plan = plan DELETE r"


def inferred_text(name: str, schema: Schema) -> str:
    """Creates ``$rows`` (as ``relationship_text``) between work items that are there."""
    properties = _map(edge_keys(schema.relationship(name)), first=2)
    return (
        "UNWIND $rows AS row MATCH (a:WorkItem {id: row[0]}) MATCH (b:WorkItem {id: row[1]}) "
        f"CREATE (a)-[:{name} {properties}]->(b)"
    )


def _map(keys: Sequence[str], first: int = 0) -> str:
    """A map of the values of a row, from the ``first`` one; keys sent with every row would be most of what is sent."""
    return "{" + ", ".join(f"{key}: row[{i}]" for i, key in enumerate(keys) if i >= first) + "}"


def unlink_texts(schema: Schema) -> Iterator[str]:
    """All together remove the relationships that ``$plan`` states."""
    for label in plan_roots(schema):
        yield f"MATCH (n:{label} {{plan: $plan}})-[r]-() WHERE r.plan = $plan DELETE r"
    for name in loose_types(schema):
        yield f"MATCH ()-[r:{name}]->() WHERE r.plan = $plan DELETE r"


def drop_texts(schema: Schema) -> Iterator[str]:
    """All together drop the nodes of ``$plan``, save those of ``$kept`` ids to which others have tied something."""
    for label in plan_roots(schema):
        yield f"MATCH (n:{label} {{plan: $plan}}) WHERE NOT EXISTS {{ (n)--() }} OR NOT n.id IN $kept DETACH DELETE n"


def orphan_text(label: str) -> str:
    """Drops those of ``$ids`` to which nothing is tied any more."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT EXISTS {{ (n)--() }} DELETE n"


def plan_nodes_text(label: str) -> str:
    """All nodes of ``$plans`` under one of ``plan_roots``."""
    return f"MATCH (n:{label}) WHERE n.plan IN $plans RETURN labels(n) AS labels, properties(n) AS properties"


def sources_text() -> str:
    """The Source nodes ``$ids``."""
    return "UNWIND $ids AS id MATCH (n:Source {id: id}) RETURN labels(n) AS labels, properties(n) AS properties"


def relationships_text(name: str) -> str:
    """All relationships of a type that ``$plans`` state."""
    return f"MATCH (a)-[r:{name}]->(b) WHERE r.plan IN $plans RETURN a.id AS start, b.id AS end, properties(r) AS properties"
