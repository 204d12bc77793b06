"""Examples from the data themselves: a value for each term of the vocabulary, and things to ask the example questions of."""

from __future__ import annotations

from collections.abc import Mapping

from graph.export.rdf.mapping import rdf_mapping
from queries.answers.view import View

_LONGEST = 60


def term_examples(view: View) -> Mapping[str, str]:
    """A value by the short name of each own term (``pg:ownedBy``) that the store has one of; made once a version."""
    return view.once("term-examples", lambda: dict(_examples(view)))


def _examples(view: View) -> list[tuple[str, str]]:
    mapping = rdf_mapping("urn:x")
    found: dict[str, str] = {}

    def keep(predicate: str, text: str, column: str) -> None:
        name = f"pg:{predicate.removeprefix(mapping.namespace)}"
        if predicate.startswith(mapping.namespace) and name not in found:
            for row in view.read(text):
                value = row[column]
                shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
                found[name] = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"

    # Labels and keys are the schema's own words, not a reader's.
    for name, node in mapping.nodes.items():
        keep(node.types[0], f"MATCH (n:{name}) RETURN n.name AS value ORDER BY n.id LIMIT 1", "value")
        for field in node.fields:
            text = (
                f"MATCH (n:{name}) WHERE n.{field.key} IS NOT NULL RETURN n.{field.key} AS value ORDER BY n.id LIMIT 1"
            )
            keep(field.predicate, text, "value")
    for name, edge in mapping.edges.items():
        text = f"MATCH (a)-[r:{name}]->(b) RETURN a.name + ' → ' + b.name AS value ORDER BY a.id, b.id LIMIT 1"
        for shortcut in sorted(set(edge.shortcuts.values())):
            keep(shortcut, text, "value")
        for field in edge.fields:
            text = f"MATCH ()-[r:{name}]->() WHERE r.{field.key} IS NOT NULL RETURN r.{field.key} AS value LIMIT 1"
            keep(field.predicate, text, "value")
    return list(found.items())


_THINGS = {
    "item": (
        "MATCH (i:WorkItem)-[r:OWNS|HAS_TARGET|DETAILS|IMPLEMENTS|CITES|ISSUES]-(x) "
        "WITH i, CASE WHEN x:Policy THEN 'policy' ELSE type(r) END AS said "
        "RETURN i.id AS id, count(DISTINCT said) AS kinds, count(said) AS n ORDER BY kinds DESC, n DESC, id LIMIT 1"
    ),
    "owner": "MATCH (o:Owner)-[:OWNS]->(i:WorkItem) RETURN o.id AS id, count(i) AS n ORDER BY n DESC, id LIMIT 1",
    "policy": (
        "MATCH (p:Policy)<-[:IMPLEMENTS|CITES|ISSUES|DEPENDS_ON]-(i:WorkItem) "
        "RETURN p.id AS id, count(i) AS n ORDER BY n DESC, id LIMIT 1"
    ),
    "entity": (
        "MATCH (e:Entity)<-[:BUILDS|DEPENDS_ON|MENTIONS]-(i:WorkItem) "
        "RETURN e.id AS id, count(i) AS n ORDER BY n DESC, id LIMIT 1"
    ),
}


def example_things(view: View) -> Mapping[str, str]:
    """The id of the item, owner, policy and entity of which there is most to say; none where the store has none."""
    return view.once("example-things", lambda: {k: row["id"] for k, text in _THINGS.items() for row in view.read(text)})
