"""The graph as tables: one CSV a label and relationship with a CSVW description, and the same as a workbook.

A converter that follows the description gets the links, too: beside each id stands the address of the thing (``…_iri``),
each relationship has its property in a column, and every end is a key of ``nodes.csv``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from graph.export.cells import cell
from graph.export.rdf import terms as t
from graph.export.rdf.mapping import EdgeMap, FieldMap, RdfMapping
from graph.export.rdf.places import jurisdiction_iri
from graph.export.rdf.triples import statement_key
from graph.plan_graph import PlanGraph

SEPARATOR = "|"
NODES = "nodes"
_DATATYPES = {
    "string": "string", "integer": "integer", "number": "decimal", "boolean": "boolean", "date": "string", "day": "date",
    # As strings: some converters take addresses apart before they put them into another.
    "iri": "string",
}  # fmt: skip
_DATE_TYPES = {10: "date", 7: "gYearMonth", 4: "gYear"}
_BATCH = 1000
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key, what it says in zh and en, type, the term that it states, and how its value follows from others."""

    key: str
    zh: str
    en: str
    type: str
    predicate: str | None = None
    derived: Callable[[Mapping[str, Any]], Value] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one label or relationship. ``name`` is the file's name without its ending."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


_ENDS = (
    Column("iri", "陈述网址", "address of the statement", "iri"),
    Column("from", "起点标识", "id of the start", "string"),
    Column("to", "终点标识", "id of the end", "string"),
    Column("from_iri", "起点网址", "address of the start", "iri"),
    Column("to_iri", "终点网址", "address of the end", "iri"),
    Column("predicate", "关系网址", "address of the relationship", "iri"),
)
_HEAD = (
    Column("iri", "网址", "address", "iri"),
    Column("id", "标识", "id", "string"),
    Column("name", "名称", "name", "string"),
)
_ALL = Table(NODES, "全部节点", "all things", (*_HEAD[:2], Column("label", "类别", "label", "string"), _HEAD[2]))


def tables(graph: PlanGraph, mapping: RdfMapping) -> list[Table]:
    """The tables that have rows, labels first, in the order of the schema."""
    labels = {attributes["labels"][0] for _, attributes in graph.nodes()}
    types = {attributes["type"] for _, _, attributes in graph.edges()}
    place = tuple(column for field in mapping.evidence for column in _columns(field, mapping))
    found = []
    for name, node in mapping.nodes.items():
        if name in labels:
            own = tuple(column for field in node.fields for column in _columns(field, mapping))
            head = (*_HEAD[:2], Column("name", "名称", "name", "string", node.name))
            columns = (*head, *own, *(() if node.label.evidence == "none" else place))
            found.append(Table(name, node.label.zh, node.label.en, columns))
    for name, edge in mapping.edges.items():
        if name in types:
            r = edge.relationship
            own = tuple(column for field in edge.fields for column in _columns(field, mapping))
            found.append(Table(name, r.zh, r.en, (*_ENDS, *own, *(() if r.evidence == "none" else place))))
    return found


def _columns(field: FieldMap, mapping: RdfMapping) -> Iterator[Column]:
    """The column of a property; the address that its value stands for and the day that it means as further ones."""
    prop, key = field.property, field.key
    yield Column(key, prop.zh, prop.en, prop.type, None if field.kind == "iri" else field.predicate)
    if field.kind == "iri":
        yield Column(
            f"{key}_iri", f"{prop.zh}（网址）", f"{prop.en} (address)", "iri", field.predicate, _address(field)
        )
    if area := field.views.get("area"):
        yield Column(f"{key}_iri", f"{prop.zh}（网址）", f"{prop.en} (address)", "iri", area, _area(key, mapping))
    if day := field.views.get("day"):
        yield Column(f"{key}_day", f"{prop.zh}（末日）", f"{prop.en} (last day)", "day", day, _last_day(key))


def _address(field: FieldMap) -> Callable[[Mapping[str, Any]], Value]:
    def address(attributes: Mapping[str, Any]) -> Value:
        term = field.encode(attributes[field.key]) if attributes.get(field.key) is not None else ""
        return term[1:-1] if term.startswith("<") else None

    return address


def _area(key: str, mapping: RdfMapping) -> Callable[[Mapping[str, Any]], Value]:
    return lambda attributes: jurisdiction_iri(mapping, attributes[key]) if attributes.get(key) else None


def _last_day(key: str) -> Callable[[Mapping[str, Any]], Value]:
    def day(attributes: Mapping[str, Any]) -> Value:
        term = t.last_day(attributes[key]) if attributes.get(key) else None
        return term[1:11] if term else None

    return day


def rows(graph: PlanGraph, table: Table, mapping: RdfMapping) -> Iterator[list[Value | list[str]]]:
    """The rows of ``table``, sorted by id (by start, end and key for a relationship)."""
    behind: Any = graph.nx
    nodes, successors = behind._node, behind._succ
    edge = mapping.edges.get(table.name)
    for node_id in sorted(nodes):
        attributes = nodes[node_id]
        if edge is None:
            if table.name in (NODES, attributes["labels"][0]):
                label = attributes["labels"][0]
                yield _row({**attributes, "iri": mapping.iri(node_id), "id": node_id, "label": label}, table.columns)
            continue
        joined = [(end, key, a) for end, keyed in successors[node_id].items() for key, a in keyed.items()]
        for end, _, a in sorted((one for one in joined if one[2]["type"] == table.name), key=itemgetter(0, 1)):
            key = statement_key(table.name, node_id, end, a)
            here = {"iri": f"{mapping.base}/id/{edge.kind}/{key}", **_ends(edge, mapping, node_id, end, nodes)}
            yield _row({**a, **here}, table.columns)


def _ends(edge: EdgeMap, mapping: RdfMapping, start: str, end: str, nodes: Mapping[str, Any]) -> dict[str, str]:
    place = edge.place is not None and edge.place in nodes[end]["labels"]
    return {
        "from": start,
        "to": end,
        "from_iri": mapping.iri(start),
        "to_iri": mapping.place_iri(end) if place else mapping.iri(end),
        "predicate": edge.shortcuts[nodes[start]["labels"][0]],
    }


def _row(attributes: Mapping[str, Any], columns: Iterable[Column]) -> list[Value | list[str]]:
    return [column.derived(attributes) if column.derived else attributes.get(column.key) for column in columns]


def csv_files(graph: PlanGraph, mapping: RdfMapping) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """(name, content) of the CSV files and of ``csv-metadata.json``, which describes them (CSVW)."""
    found = [_ALL, *tables(graph, mapping)]
    yield "csv-metadata.json", _metadata(graph, found, mapping)
    for table in found:
        yield f"{table.name}.csv", _csv(graph, table, mapping)


def _csv(graph: PlanGraph, table: Table, mapping: RdfMapping) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    for number, row in enumerate(rows(graph, table, mapping), 1):
        writer.writerow([cell(_safe(value), SEPARATOR) for value in row])
        if number % _BATCH == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _safe(value: Value | list[str]) -> Value | list[str]:
    """A value of which no character is lost in other formats."""
    if isinstance(value, list):
        return [t.safe(text) for text in value]
    return t.safe(value) if isinstance(value, str) else value


def _metadata(graph: PlanGraph, found: list[Table], mapping: RdfMapping) -> bytes:
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_described(table, _dates(graph, table, mapping), mapping) for table in found],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _dates(graph: PlanGraph, table: Table, mapping: RdfMapping) -> dict[str, str]:
    """The datatype of each column of dates whose values are all days, all months or all years."""
    lengths: dict[str, set[int]] = {column.key: set() for column in table.columns if column.type == "date"}
    if lengths:
        places = [(i, lengths[column.key]) for i, column in enumerate(table.columns) if column.key in lengths]
        for row in rows(graph, table, mapping):
            for i, seen in places:
                if isinstance(value := row[i], str):
                    seen.add(len(value) if t.last_day(value) else 0)
    return {key: _DATE_TYPES[seen.pop()] for key, seen in lengths.items() if len(seen) == 1 and 0 not in seen}


def _described(table: Table, dates: Mapping[str, str], mapping: RdfMapping) -> dict[str, Any]:
    edge = mapping.edges.get(table.name)
    columns = [_described_column(column, dates) for column in table.columns]
    schema: dict[str, Any] = {"columns": columns, "aboutUrl": "{+iri}"}
    if edge is None:
        schema["primaryKey"] = "id"
        type_ = {"name": "type", "virtual": True, "propertyUrl": "rdf:type"}
        columns += (
            [{**type_, "valueUrl": class_} for class_ in mapping.nodes[table.name].types[:1]]
            if table is not _ALL
            else []
        )
    else:
        first, second = ("to", "from") if edge.inverse else ("from", "to")
        link = {"name": "link", "virtual": True, "aboutUrl": f"{{+{first}_iri}}", "propertyUrl": "{+predicate}"}
        columns.append({**link, "valueUrl": f"{{+{second}_iri}}"})
        schema["foreignKeys"] = [_foreign(end, NODES) for end in ("from", "to")]
    if table is not _ALL:
        kind = edge.relationship if edge else mapping.nodes[table.name].label
        plan = [_foreign("plan", NODES)] if "plan" in kind.properties and kind.properties["plan"].required else []
        source = [_foreign("source", NODES)] if kind.evidence == "required" else []
        schema["foreignKeys"] = [*schema.get("foreignKeys", ()), *plan, *source]
    return {"url": f"{table.name}.csv", "dc:title": _told(table.zh, table.en), "tableSchema": schema}


def _foreign(key: str, table: str) -> dict[str, Any]:
    return {"columnReference": key, "reference": {"resource": f"{table}.csv", "columnReference": "id"}}


def _told(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _described_column(column: Column, dates: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.key,
        "titles": {"en": column.key, "zh": column.zh},
        "dc:description": _told(column.zh, column.en),
        "datatype": dates.get(column.key) or _DATATYPES.get(column.type, "string"),
    }
    if column.type == "strings":
        made["separator"] = SEPARATOR
    if column.predicate:
        made["propertyUrl"] = column.predicate
        if column.type == "iri":
            made["valueUrl"] = f"{{+{column.key}}}"
    else:
        made["suppressOutput"] = True
    return made
