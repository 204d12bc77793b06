"""A plan graph as N-Triples (or N-Quads) text, one subject after the other, in an order that only content decides.

The text is made straight from the graph: nothing is collected first but the few distinct categories, issuers and
years, so memory does not grow with the graph. Order: things by id; after each thing its evidence, then the statements
of its relationships with theirs; last what the categories, issuers and years mean. No triple comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import EdgeMap, FieldMap, RdfMapping
from graph.export.rdf.views import evidence_shape, in_order, view_lines
from graph.ids import digest
from graph.plan_graph import PlanGraph

CONTEXT = 16  # code points of prefix and suffix around a quote
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Attributes = Mapping[str, Any]


def statement_key(type_: str, source: str, target: str, attributes: Attributes) -> str:
    """The key of a relationship's statement: a hash of its identity (type, from, to, role, plan)."""
    return digest(type_, source, target, str(attributes.get("role", "")), attributes["plan"], size=16)


class TripleText:
    """N-Triples of ``graph`` under ``mapping``; with ``named`` N-Quads with one graph ``{base}/id/graph/…`` a plan."""

    def __init__(self, graph: PlanGraph, mapping: RdfMapping, *, named: bool = False) -> None:
        self.graph, self.mapping, self.named = graph, mapping, named
        self._nx = graph.nx
        self._viewed: dict[str, set[Any]] = {"category": set(), "agent": set(), "period": set()}
        term = mapping.term
        self._about = {name: f"<{term(f'rdf:{name}')}>" for name in ("subject", "predicate", "object")}
        self._shape = evidence_shape(mapping)
        self._inverse = {name for name, edge in mapping.edges.items() if edge.inverse}

    def chunks(self) -> Iterator[str]:
        """The whole graph, a text of complete lines for each thing."""
        for node_id in sorted(self._nx):
            yield self.thing(node_id)
        yield self.views()

    def thing(self, node_id: str) -> str:
        """One node with its evidence, and the relationships that start at it, with theirs."""
        attributes = self._nx.nodes[node_id]
        end = self._end(self._plan_of(node_id, attributes))
        lines = [self._node(node_id, attributes, end)]
        shortcuts: dict[str, None] = {}
        statements = []
        for type_, source, target, edge in self._edges(node_id):
            edge_map = self.mapping.edges[type_]
            subject, other = (target, source) if edge_map.inverse else (source, target)
            place = edge_map.place is not None and edge_map.place in self._nx.nodes[other]["labels"]
            object_iri = self.mapping.place_iri(other) if place else self.mapping.iri(other)
            label = self._nx.nodes[source]["labels"][0]
            triple = f"<{self.mapping.iri(subject)}> <{edge_map.shortcuts[label]}> <{object_iri}>"
            edge_end = self._end(edge["plan"])
            shortcuts[triple + edge_end] = None
            key = statement_key(type_, source, target, edge)
            statements.append(self._statement(edge_map, key, triple, object_iri, edge, edge_end))
        return "".join([*lines, *shortcuts, *statements])

    def _edges(self, node_id: str) -> list[tuple[str, str, str, Attributes]]:
        """The edges whose RDF subject is ``node_id``: outgoing ones, but incoming ones where the shortcut turns round."""
        found = [
            (a["type"], node_id, other, a)
            for other, keyed in self._nx.succ[node_id].items()
            for a in keyed.values()
            if a["type"] not in self._inverse
        ]
        found += [
            (a["type"], other, node_id, a)
            for other, keyed in self._nx.pred[node_id].items()
            for a in keyed.values()
            if a["type"] in self._inverse
        ]
        found.sort(key=lambda e: (e[0], e[3].get("position", 0), e[1], e[2], e[3].get("role", ""), e[3]["plan"]))
        return found

    def _node(self, node_id: str, attributes: Attributes, end: str) -> str:
        node = self.mapping.nodes[attributes["labels"][0]]
        subject = f"<{self.mapping.iri(node_id)}>"
        lines = [f"{subject} {_TYPE} <{type_}>{end}" for type_ in node.types]
        lines.append(f"{subject} <{node.name}> {t.zh(attributes['name'])}{end}")
        lines.append(self._properties(subject, node.fields, attributes, end))
        if node.place:
            place = f"<{self.mapping.place_iri(node_id)}>"
            lines.append(f"{subject} <{node.place}> {place}{end}{self._place(place, attributes, end)}")
        if "source" in attributes:
            lines.append(self._evidence(subject, node_id, attributes, end))
        return "".join(lines)

    def _place(self, place: str, attributes: Attributes, end: str) -> str:
        term = self.mapping.term
        lines = f"{place} {_TYPE} <{term('dct:Location')}>{end}"
        lines += f"{place} <{term('skos:prefLabel')}> {t.zh(attributes['name'])}{end}"
        if "code" in attributes:
            lines += f"{place} <{term('skos:notation')}> {t.quoted(attributes['code'])}{end}"
        return lines

    def _statement(
        self, edge_map: EdgeMap, key: str, triple: str, object_iri: str, edge: Attributes, end: str
    ) -> str:  # fmt: skip
        subject = f"<{self.mapping.base}/id/{edge_map.kind}/{key}>"
        lines = [f"{subject} {_TYPE} <{type_}>{end}" for type_ in edge_map.types]
        stated, predicate, _ = triple.split(" ")
        if edge_map.link:
            lines.insert(0, f"{stated} <{edge_map.link}> {subject}{end}")
            lines.append(f"{subject} <{edge_map.object}> <{object_iri}>{end}")
        else:
            about = self._about
            lines.append(
                f"{subject} {about['subject']} {stated}{end}{subject} {about['predicate']} {predicate}{end}"
                f"{subject} {about['object']} <{object_iri}>{end}"
            )
        lines.append(self._properties(subject, edge_map.fields, edge, end))
        if "source" in edge:
            lines.append(self._evidence(subject, f"{edge_map.kind}-{key}", edge, end))
        return "".join(lines)

    def _properties(self, subject: str, fields: tuple[FieldMap, ...], attributes: Attributes, end: str) -> str:
        lines: dict[str, None] = {}
        for field in fields:
            if field.key not in attributes:
                continue
            value = attributes[field.key]
            if field.many:
                values = sorted(set(value))
                if values != value:
                    lines[f"{subject} <{self.mapping.term('pg:inOrder')}> {in_order(field.key, value)}{end}"] = None
            else:
                values = [value]
            for one in values:
                term = field.encode(one)
                lines[f"{subject} <{field.predicate}> {term}{end}"] = None
                for other in field.also:
                    if one != attributes["name"]:
                        lines[f"{subject} <{other}> {term}{end}"] = None
            for view, predicate in field.views.items():
                seen = self._view(view, field, value)
                if seen:
                    lines[f"{subject} <{predicate}> <{seen}>{end}"] = None
        return "".join(lines)

    def _evidence(self, subject: str, key: str, place: Attributes, end: str) -> str:
        """The place in the source as a Web Annotation resource with two selectors; each has an IRI of its own."""
        text = self._nx.nodes[place["source"]]["text"] if place["source"] in self._nx else ""
        start, stop = place["start"], place["end"]
        base = f"{self.mapping.base}/id"
        return self._shape.format(
            end=end, subject=subject, here=f"<{base}/evidence/{key}>", position=f"<{base}/position/{key}>",
            quote=f"<{base}/quote/{key}>", source=self.mapping.evidence[0].encode(place["source"]), start=start, stop=stop,
            exact=t.zh(place["quote"]), prefix=t.zh(text[max(0, start - CONTEXT) : start]),
            suffix=t.zh(text[stop : stop + CONTEXT]),
        )  # fmt: skip

    def _view(self, view: str, field: FieldMap, value: Any) -> str | None:
        """The IRI that a view of a property points to; what it means is written at the end."""
        base = self.mapping.base
        if view == "unit":
            unit = t.terms()["units"].get(value)
            return t.expand(f"unit:{unit}", "") if unit else None
        if view == "period" and not 0 < value < 10_000:
            return None
        kind = field.scheme if view == "concept" else view
        self._viewed[kind].add(value)
        return f"{base}/id/{kind}/{value if view == 'period' else digest(value)}"

    def views(self) -> str:
        """What the categories, issuers and years stand for that ``thing`` has met so far."""
        return view_lines(self.mapping, self._viewed, self._end(None))

    def _plan_of(self, node_id: str, attributes: Attributes) -> str | None:
        """The plan whose named graph holds a node; None for what plans share."""
        if not self.named:
            return None
        if attributes["labels"][0] == "Plan":
            return node_id
        if attributes["labels"][0] == "Source":
            return min((a["plan"] for _, _, a in self._nx.in_edges(node_id, data=True)), default=None)
        plan = attributes.get("plan")
        return plan if isinstance(plan, str) else None

    def _end(self, plan: str | None) -> str:
        if not self.named or plan is None:
            return " .\n"
        return f" <{self.mapping.base}/id/graph/{plan.partition('-')[2] or digest(plan)}> .\n"
