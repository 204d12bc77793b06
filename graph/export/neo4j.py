"""Files for ``neo4j-admin database import``: by far the fastest way to fill a new Neo4j database.

What an import of them gives equals what the Neo4j store writes in transactions, what it keeps of each plan included.
Constraints and indexes come from ``schema.cypher`` afterwards, since an import into Community makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, compress
from pathlib import Path
from typing import IO, Any

from graph.errors import ExportError
from graph.export.files import atomic, make_folder
from graph.matching.decisions import Decisions
from graph.matching.links import Inferred, infer_graph
from graph.plan_graph import PlanGraph
from graph.schema import Label, Relationship, schema
from graph.store import load_texts
from graph.store.content import shared_columns
from graph.store.inferred import link_columns
from graph.store.parts import Columns, PlanPart, edge_keys, merge_shared, split

ARGUMENTS, SCHEMA_FILE = "import.args", "schema.cypher"
ID_SPACE = "plangraph"
_TYPES = {"integer": "long", "number": "double", "boolean": "boolean", "strings": "string[]"}
# Characters that may part the values of a list; one that stands in no value is taken.
DELIMITERS = "\x1f\x1e\x1d\x1c\x0f\x0e\x08\x07\ue000\ue001\uf8ff"
# What the store keeps of a plan, in the order of ``load_texts.plan_record``, and what it inferred its links from.
STORED: Mapping[str, str] = {
    load_texts.DIGEST: "string", load_texts.ORDER: "integer", load_texts.SHARED: "string",
    load_texts.INFERRED: "string", load_texts.DECIDED: "string",
}  # fmt: skip
CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class ImportTable:
    """How the nodes of a label or the relationships of a type stand in CSV files: the option of the import that takes
    them, the cells of the header, and the columns with their types."""

    name: str
    option: str
    headers: tuple[str, ...]
    types: Mapping[str, str]

    @classmethod
    def of_label(cls, name: str) -> ImportTable:
        """The table of a label."""
        known = schema().labels[name]
        types = {"id": "string", "name": "string", **_property_types(known)}
        headers = (f"id:ID({ID_SPACE})", *_headers(types)[1:])
        return cls(name, f"--nodes={':'.join(known.labels)}", headers, types)

    @classmethod
    def of_type(cls, name: str) -> ImportTable:
        """The table of a relationship type; FROM_SOURCE also has what the store keeps of a plan."""
        types = {"source_id": "string", "target_id": "string", **_property_types(schema().relationships[name])}
        types |= STORED if name == "FROM_SOURCE" else {}
        headers = (f":START_ID({ID_SPACE})", f":END_ID({ID_SPACE})", *_headers(types)[2:])
        return cls(name, f"--relationships={name}", headers, types)

    def rows(self, columns: Columns, delimiter: str) -> tuple[str, int]:
        """The rows of ``columns`` as CSV, and the length of the longest cell; ``delimiter`` parts the values of lists."""
        cells = [_cells(kind, columns[key], delimiter) for key, kind in self.types.items()]
        longest = max((len(cell) for column in cells for cell in column), default=0)
        return "".join([",".join(row) + "\n" for row in zip(*cells, strict=True)]), longest


def _cells(kind: str, values: list[Any], delimiter: str) -> list[str]:
    """A column as CSV cells: nothing for None, a string always in quotes, so that an empty one stays one."""
    if kind in ("integer", "number"):
        return ["" if value is None else repr(value) for value in values]
    if kind == "boolean":
        return ["" if value is None else "true" if value else "false" for value in values]
    if kind == "strings":
        values = [None if value is None else delimiter.join(value) for value in values]
    return ["" if value is None else '"' + value.replace('"', '""') + '"' for value in values]


def import_arguments(tables: Iterable[tuple[ImportTable, Sequence[str]]], delimiter: str, longest: int) -> str:
    """What neo4j-admin is told: each table with its files, the one with the header first, the delimiter of lists, and a
    buffer for the longest cell (characters)."""
    options = [f"{table.option}={','.join(f'./{name}' for name in names)}" for table, names in tables]
    options += [
        "--id-type=string", "--multiline-fields=true", f"--array-delimiter=U+{ord(delimiter):04X}",
        f"--read-buffer-size={4 + longest * 8 // 2**20}m",
    ]  # fmt: skip
    return "\n".join(sorted(options)) + "\n"


def schema_statements() -> str:
    """The constraints and indexes, to run after the import."""
    return "".join(f"{text};\n" for text in load_texts.schema_texts(schema()).values())


def write_neo4j(graph: PlanGraph, folder: Path) -> list[Path]:
    """Writes one CSV file a label and relationship type, the arguments of the import, and the schema; gives their paths.

    Run in ``folder``: ``neo4j-admin database import full neo4j @import.args``. Raises ExportError.
    """
    make_folder(folder)
    with ExitStack() as stack:
        writer = _Writer(folder, stack)
        parts = split(graph)
        inferred = infer_graph(graph, Decisions(), {part.plan: part.digest for part in parts})
        writer.write(parts, inferred.keys)
        for name, columns in _inferred_columns(graph, inferred).items():
            writer.table(ImportTable.of_type(name), columns)
        writer.finish()
    return [folder / name for name in sorted(writer.files)]


@dataclass
class _Writer:
    folder: Path
    stack: ExitStack
    delimiter: str = DELIMITERS[0]
    files: dict[str, IO[bytes]] = field(default_factory=dict)
    tables: list[ImportTable] = field(default_factory=list)
    longest: int = 0

    def write(self, parts: list[PlanPart], keys: Mapping[str, str]) -> None:
        shared = merge_shared(part.shared for part in parts)
        self.delimiter = _free_delimiter(parts, shared)
        for label, columns in shared_columns(shared).items():
            self.table(ImportTable.of_label(label), columns)
        written: set[str] = set()
        for position, part in enumerate(parts, 1):
            for label, columns in part.nodes.items():
                own = _without(columns, written) if label == "Source" else columns
                self.table(ImportTable.of_label(label), own)
            written.update(part.sources)
            for name, columns in part.edges.items():
                if name == "FROM_SOURCE":
                    columns = with_record(columns, (*load_texts.plan_record(part, position), keys[part.plan], ""))
                self.table(ImportTable.of_type(name), columns)

    def table(self, table: ImportTable, columns: Columns) -> None:
        name = f"{table.name}.csv"
        if name not in self.files:
            self._open(name).write((",".join(table.headers) + "\n").encode())
            self.tables.append(table)
        for first in range(0, len(columns[next(iter(table.types))]), CHUNK):
            chunk = {key: columns[key][first : first + CHUNK] for key in table.types}
            rows, longest = table.rows(chunk, self.delimiter)
            self.files[name].write(rows.encode())
            self.longest = max(self.longest, longest)

    def _open(self, name: str) -> IO[bytes]:
        self.files[name] = self.stack.enter_context(atomic(self.folder / name))
        return self.files[name]

    def finish(self) -> None:
        """Writes the arguments, which depend on what was written, and the schema."""
        files = [(table, [f"{table.name}.csv"]) for table in self.tables]
        self._open(ARGUMENTS).write(import_arguments(files, self.delimiter, self.longest).encode())
        self._open(SCHEMA_FILE).write(schema_statements().encode())


def with_record(columns: Columns, record: tuple[Any, ...]) -> Columns:
    """FROM_SOURCE's columns with what the store keeps of a plan, in the order of ``STORED``."""
    count = len(columns["source_id"])
    return columns | {key: [value] * count for key, value in zip(STORED, record, strict=True)}


def _inferred_columns(graph: PlanGraph, inferred: Inferred) -> dict[str, Columns]:
    """The links that the graph holds, or, of a graph that no store has linked, those that follow for it."""
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for start, end, edge in graph.edges(*schema().derived()):
        held[edge["type"]].append({**edge, "source_id": start, "target_id": end})
    if not held:
        return link_columns(link for links in inferred.links.values() for link in links)
    return {
        name: {key: [row.get(key) for row in rows] for key in edge_keys(schema().relationship(name))}
        for name, rows in held.items()
    }


def _without(columns: Columns, written: set[str]) -> Columns:
    keep = [node_id not in written for node_id in columns["id"]]
    return {key: list(compress(values, keep)) for key, values in columns.items()}


def _property_types(kind: Label | Relationship) -> dict[str, str]:
    evidence = {} if kind.evidence == "none" else schema().evidence
    return {key: prop.type for key, prop in {**kind.properties, **evidence}.items()}


def _headers(types: Mapping[str, str]) -> list[str]:
    return [f"{key}:{_TYPES.get(kind, 'string')}" for key, kind in types.items()]


def _free_delimiter(parts: Iterable[PlanPart], shared: PlanGraph) -> str:
    """A character that stands in no value of any list."""
    tables = chain.from_iterable((*part.nodes.values(), *part.edges.values()) for part in parts)
    columns = chain.from_iterable(table.values() for table in tables)
    values = chain(chain.from_iterable(columns), chain.from_iterable(a.values() for _, a in shared.nodes()))
    used = {char for value in values if isinstance(value, list) for text in value for char in text}
    free = [char for char in DELIMITERS if char not in used]
    if not free:
        raise ExportError("lists hold every character that could part their values; load by transactions instead")
    return free[0]
