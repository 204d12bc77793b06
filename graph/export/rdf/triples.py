"""A plan graph as N-Triples (or N-Quads) text, one subject after the other, in an order that only content decides.

The text is made straight from the graph: nothing is collected first but the few distinct categories, issuers and
years, so memory does not grow with the graph. Order: things by id; after each thing its evidence, then the statements
of its relationships with theirs; last what the categories, issuers and years mean. No triple comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.bodies import Bodies
from graph.export.rdf.findings import FindingText, held_findings
from graph.export.rdf.mapping import EdgeMap, FieldMap, RdfMapping
from graph.export.rdf.places import jurisdiction_iri, jurisdictions
from graph.export.rdf.schemes import schemes
from graph.export.rdf.views import EvidenceText, graph_lines, in_order, place_lines, view_lines
from graph.ids import digest
from graph.plan_graph import PlanGraph

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Attributes = Mapping[str, Any]


def statement_key(type_: str, source: str, target: str, attributes: Attributes) -> str:
    """The key of a relationship's statement: a hash of its identity (type, from, to, role, plan)."""
    identity = f"{type_}\x1f{source}\x1f{target}\x1f{attributes.get('role', '')}\x1f{attributes['plan']}"
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class TripleText:
    """N-Triples of ``graph`` under ``mapping``; with ``named`` N-Quads with one graph ``{base}/id/graph/…`` a plan."""

    def __init__(self, graph: PlanGraph, mapping: RdfMapping, *, named: bool = False) -> None:
        self.mapping, self.named = mapping, named
        # networkx's views cost more than the lines themselves; these are the dictionaries behind them.
        behind: Any = graph.nx
        self._nodes, self._succ, self._pred = behind._node, behind._succ, behind._pred
        self._viewed: dict[str, set[Any]] = {"category": set(), "agent": set(), "period": set(), "area": set()}
        self._about = [f"<{mapping.term(f'rdf:{name}')}>" for name in ("subject", "predicate", "object")]
        self._inverse = {name for name, edge in mapping.edges.items() if edge.inverse}
        self._evidence = EvidenceText(mapping)
        self._findings = FindingText(mapping, self._evidence)
        self._in_order = mapping.term("pg:inOrder")
        self._bodies: Bodies | None = None

    def chunks(self) -> Iterator[str]:
        """The whole graph, a text of complete lines for each thing."""
        for node_id in sorted(self._nodes):
            yield self.thing(node_id)
        # The scheme of categories says all that a view of one says, and more.
        others = {kind: values for kind, values in self._viewed.items() if kind != "category"}
        yield view_lines(self.mapping, others)
        yield jurisdictions(self.mapping, self._viewed["area"]).text()
        yield schemes(self.mapping, self._viewed["category"]).text()
        yield graph_lines(self.mapping, self._nodes)

    def thing(self, node_id: str) -> str:
        """One node and the relationships that start at it, with the evidence of each."""
        attributes = self._nodes[node_id]
        node = self.mapping.nodes[attributes["labels"][0]]
        end = self._end(self._plan_of(node_id, attributes))
        subject = f"<{self.mapping.iri(node_id)}>"
        own = [f"{subject} {_TYPE} <{type_}>{end}" for type_ in node.types]
        own.append(f"{subject} <{node.name}> {t.zh(attributes['name'])}{end}")
        after: list[str] = []
        findings = held_findings(attributes["findings"]) if "findings" in attributes else None
        if findings is not None:
            after += self._findings.lines(node_id, attributes, findings, end)
            attributes = {key: value for key, value in attributes.items() if key != "findings"}
        own.append(self._properties(subject, node.fields, attributes, end))
        if node.place:
            place = f"<{self.mapping.place_iri(node_id)}>"
            own.append(f"{subject} <{node.place}> {place}{end}")
            after.append(place_lines(self.mapping, place, attributes, end))
        if "source" in attributes:
            own.append(self._evidence.link(subject, node_id, end))
            after.append(self._evidence.lines(node_id, attributes, self._source(attributes), end))
        shortcuts, links, statements = self._relationships(node_id, subject)
        return "".join([*own, *shortcuts, *links, *after, *statements])

    def _relationships(self, node_id: str, subject: str) -> tuple[dict[str, None], list[str], list[str]]:
        """Shortcuts (each once), links to statements, and the statements."""
        shortcuts: dict[str, None] = {}
        links: list[str] = []
        statements: list[str] = []
        for type_, source, target, edge in self._edges(node_id):
            edge_map = self.mapping.edges[type_]
            other = source if edge_map.inverse else target
            place = edge_map.place is not None and edge_map.place in self._nodes[other]["labels"]
            value = f"<{self.mapping.place_iri(other) if place else self.mapping.iri(other)}>"
            shortcut = f"<{edge_map.shortcuts[self._nodes[source]['labels'][0]]}>"
            end = self._end(edge["plan"])
            shortcuts[f"{subject} {shortcut} {value}{end}"] = None
            if beside := edge_map.beside.get(self._nodes[source]["labels"][0]):
                shortcuts[f"{subject} <{beside}> {value}{end}"] = None
            key = statement_key(type_, source, target, edge)
            here = f"<{self.mapping.base}/id/{edge_map.kind}/{key}>"
            if edge_map.link:
                links.append(f"{subject} <{edge_map.link}> {here}{end}")
                ends = f"{here} <{edge_map.object}> {value}{end}"
            else:
                a, b, c = self._about
                ends = f"{here} {a} {subject}{end}{here} {b} {shortcut}{end}{here} {c} {value}{end}"
            statements.append(self._statement(edge_map, here, key, ends, edge, end))
        return shortcuts, links, statements

    def _edges(self, node_id: str) -> list[tuple[str, str, str, Attributes]]:
        """The edges whose RDF subject is ``node_id``: outgoing ones, but incoming ones where the shortcut turns round."""
        found = [
            (a["type"], node_id, other, a)
            for other, keyed in self._succ[node_id].items()
            for a in keyed.values()
            if a["type"] not in self._inverse
        ]
        found += [
            (a["type"], other, node_id, a)
            for other, keyed in self._pred[node_id].items()
            for a in keyed.values()
            if a["type"] in self._inverse
        ]
        found.sort(key=_order)
        return found

    def _statement(self, edge_map: EdgeMap, here: str, key: str, ends: str, edge: Attributes, end: str) -> str:
        types = "".join([f"{here} {_TYPE} <{one}>{end}" for one in edge_map.types])
        lines = f"{types}{ends}{self._properties(here, edge_map.fields, edge, end)}"
        if "source" not in edge:
            return lines
        name = f"{edge_map.kind}-{key}"
        return (
            f"{lines}{self._evidence.link(here, name, end)}{self._evidence.lines(name, edge, self._source(edge), end)}"
        )

    def _source(self, place: Attributes) -> Attributes:
        return self._nodes.get(place["source"]) or {"text": ""}

    def _properties(self, subject: str, fields: tuple[FieldMap, ...], attributes: Attributes, end: str) -> str:
        lines = []
        sided = False
        for field in fields:
            value = attributes.get(field.key)
            if value is None:
                continue
            if field.simple:
                lines.append(f"{subject} <{field.predicate}> {field.encode(value)}{end}")
            else:
                sided = True
                lines += self._many_sided(subject, field, value, attributes, end)
        if not sided:
            return "".join(lines)
        # Two fields may state the same further term (a short name that is an alias too).
        return "".join(dict.fromkeys(lines))

    def _many_sided(self, subject: str, field: FieldMap, value: Any, attributes: Attributes, end: str) -> Iterator[str]:
        """The lines of a list, of a property with further terms, or of one with a view."""
        values = sorted(set(value)) if field.many else [value]
        if field.many and values != value:
            yield f"{subject} <{self._in_order}> {in_order(field.key, value)}{end}"
        for one in values:
            term = field.encode(one)
            yield f"{subject} <{field.predicate}> {term}{end}"
            if one != attributes.get("name"):
                yield from (f"{subject} <{other}> {term}{end}" for other in field.also)
        for view, predicate in field.views.items():
            seen = self._view(view, field, value, attributes)
            if seen:
                yield f"{subject} <{predicate}> {seen}{end}"

    def _view(self, view: str, field: FieldMap, value: Any, attributes: Attributes) -> str | None:
        """The term that a view of a property points to; what an IRI of ours means is written at the end."""
        if view == "day":
            return t.last_day(value)
        if view == "unit":
            unit = t.terms()["units"].get(value)
            return f"<{t.expand(f'unit:{unit}', '')}>" if unit else None
        if view == "period" and not 0 < value < 10_000:
            return None
        if view == "agent" and (body := self._body(value, attributes)):
            return f"<{self.mapping.iri(body)}>"
        kind = field.scheme if view == "concept" else view
        self._viewed[kind].add(value)
        if view == "area":
            return f"<{jurisdiction_iri(self.mapping, value)}>"
        return f"<{self.mapping.base}/id/{kind}/{value if view == 'period' else digest(value)}>"

    def _body(self, issuer: str, attributes: Attributes) -> str | None:
        if self._bodies is None:
            self._bodies = Bodies(self._nodes)
        return self._bodies.named(issuer, attributes.get("jurisdiction"))

    def views(self) -> str:
        """What the categories, issuers and years stand for that ``thing`` has met so far."""
        return view_lines(self.mapping, self._viewed) + jurisdictions(self.mapping, self._viewed["area"]).text()

    def _plan_of(self, node_id: str, attributes: Attributes) -> str | None:
        """The plan whose named graph holds a node; None for what plans share."""
        if not self.named:
            return None
        if attributes["labels"][0] == "Plan":
            return node_id
        if attributes["labels"][0] == "Source":
            return min((a["plan"] for keyed in self._pred[node_id].values() for a in keyed.values()), default=None)
        plan = attributes.get("plan")
        return plan if isinstance(plan, str) else None

    def _end(self, plan: str | None) -> str:
        return f" <{self.mapping.graph_iri(plan)}> .\n" if self.named and plan is not None else " .\n"


def _order(edge: tuple[str, str, str, Attributes]) -> tuple[Any, ...]:
    type_, source, target, attributes = edge
    return type_, attributes.get("position", 0), source, target, attributes.get("role", ""), attributes["plan"]
