"""The graph as tables for people: one CSV a label and relationship with a CSVW description, and the same as a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from graph.export.rdf import terms as t
from graph.export.rdf.mapping import FieldMap, RdfMapping
from graph.plan_graph import PlanGraph
from graph.schema import Property

SEPARATOR = "|"
_DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "boolean": "boolean", "date": "string"}
_BATCH = 1000
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key in the graph, titles, schema type, and the term that it states, if one."""

    key: str
    zh: str
    en: str
    type: str
    predicate: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one label or relationship. ``name`` is the file's name without its ending."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]


_ENDS = (
    Column("from", "起点标识", "id of the start", "string"),
    Column("to", "终点标识", "id of the end", "string"),
)
_HEAD = (
    Column("iri", "网址标识", "IRI", "string"),
    Column("id", "标识", "id", "string"),
    Column("name", "名称", "name", "string"),
)


def tables(graph: PlanGraph, mapping: RdfMapping) -> list[Table]:
    """The tables that have rows, labels first, in the order of the schema."""
    labels = {attributes["labels"][0] for _, attributes in graph.nodes()}
    types = {attributes["type"] for _, _, attributes in graph.edges()}
    place = tuple(_column(field) for field in mapping.evidence)
    found = [
        Table(name, n.label.zh, n.label.en, (*_HEAD, *map(_column, n.fields), *(() if n.label.evidence == "none" else place)))
        for name, n in mapping.nodes.items()
        if name in labels
    ]  # fmt: skip
    for name, edge in mapping.edges.items():
        if name in types:
            r = edge.relationship
            columns = (*_ENDS, *map(_column, edge.fields), *(() if r.evidence == "none" else place))
            found.append(Table(name, r.zh, r.en, columns))
    return found


def _column(field: FieldMap) -> Column:
    prop: Property = field.property
    return Column(field.key, prop.zh, prop.en, prop.type, None if field.kind == "iri" else field.predicate)


def rows(graph: PlanGraph, table: Table, mapping: RdfMapping) -> Iterator[list[Value | list[str]]]:
    """The rows of ``table``, sorted by id (by start, end and key for a relationship)."""
    keys = [column.key for column in table.columns]
    nodes, successors = graph.nx.nodes, graph.nx.adj
    for node_id in sorted(graph.nx):
        if table.name in mapping.nodes:
            a = nodes[node_id]
            if a["labels"][0] == table.name:
                yield _row({**a, "iri": mapping.iri(node_id), "id": node_id}, keys)
            continue
        joined = [(end, key, a) for end, keyed in successors[node_id].items() for key, a in keyed.items()]
        for end, _, a in sorted((edge for edge in joined if edge[2]["type"] == table.name), key=itemgetter(0, 1)):
            yield _row({**a, "from": node_id, "to": end}, keys)


def _row(attributes: Mapping[str, Any], keys: Iterable[str]) -> list[Value | list[str]]:
    return [attributes.get(key) for key in keys]


def csv_files(graph: PlanGraph, mapping: RdfMapping) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """(name, content) of the CSV files and of ``csv-metadata.json``, which describes them (CSVW)."""
    found = tables(graph, mapping)
    yield "csv-metadata.json", _metadata(found)
    for table in found:
        yield f"{table.name}.csv", _csv(graph, table, mapping)


def _csv(graph: PlanGraph, table: Table, mapping: RdfMapping) -> Iterator[bytes]:
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    for number, row in enumerate(rows(graph, table, mapping), 1):
        writer.writerow([_cell(value) for value in row])
        if number % _BATCH == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _cell(value: Value | list[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return t.safe(SEPARATOR.join(value) if isinstance(value, list) else str(value))


def _metadata(found: list[Table]) -> bytes:
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [_described(table) for table in found],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _described(table: Table) -> dict[str, Any]:
    node = table.columns[0].key == "iri"
    schema: dict[str, Any] = {"columns": [_described_column(column) for column in table.columns]}
    if node:
        schema |= {"aboutUrl": "{+iri}", "primaryKey": "id"}
    return {
        "url": f"{table.name}.csv",
        "dc:title": _told(table.zh, table.en),
        "tableSchema": schema,
    }


def _told(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _described_column(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.key,
        "titles": column.key,
        "dc:description": _told(column.zh, column.en),
    }
    made["datatype"] = _DATATYPES.get(column.type, "string")
    if column.type == "strings":
        made["separator"] = SEPARATOR
    if column.predicate:
        made["propertyUrl"] = column.predicate
    return made
