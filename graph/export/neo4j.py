"""Files for ``neo4j-admin database import``: by far the fastest way to fill a new Neo4j database.

What an import of them gives equals what the Neo4j store writes in transactions, what it keeps of each plan included.
Constraints and indexes come from ``schema.cypher`` afterwards, since an import into Community makes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
_DELIMITERS = "\x1f\x1e\x1d\x1c\x0f\x0e\x08\x07\ue000\ue001\uf8ff"
# What the store keeps of a plan, in the order of ``load_texts.plan_record``, and what it inferred its links from.
_STORED: Mapping[str, str] = {
    load_texts.DIGEST: "string", load_texts.ORDER: "integer", load_texts.SHARED: "string",
    load_texts.INFERRED: "string", load_texts.DECIDED: "string",
}  # fmt: skip
CHUNK = 10_000


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
            writer.relationships(name, columns)
        writer.finish()
    return [folder / name for name in sorted(writer.files)]


@dataclass
class _Writer:
    folder: Path
    stack: ExitStack
    delimiter: str = _DELIMITERS[0]
    files: dict[str, IO[bytes]] = field(default_factory=dict)
    arguments: list[str] = field(default_factory=list)
    longest: int = 0

    def write(self, parts: list[PlanPart], keys: Mapping[str, str]) -> None:
        shared = merge_shared(part.shared for part in parts)
        self.delimiter = _free_delimiter(parts, shared)
        for label, columns in shared_columns(shared).items():
            self.nodes(label, columns)
        written: set[str] = set()
        for position, part in enumerate(parts, 1):
            for label, columns in part.nodes.items():
                self.nodes(label, _without(columns, written) if label == "Source" else columns)
            written.update(part.sources)
            for name, columns in part.edges.items():
                self.relationships(name, columns, (*load_texts.plan_record(part, position), keys[part.plan], ""))

    def nodes(self, label: str, columns: Columns) -> None:
        known = schema().labels[label]
        types = {"id": "string", "name": "string", **_property_types(known)}
        headers = [f"id:ID({ID_SPACE})", *_headers(types)[1:]]
        self._table(f"{label}.csv", f"--nodes={':'.join(known.labels)}", headers, types, columns)

    def relationships(self, name: str, columns: Columns, record: tuple[Any, ...] = ()) -> None:
        known = schema().relationships[name]
        types = {"source_id": "string", "target_id": "string", **_property_types(known)}
        if name == "FROM_SOURCE":
            count = len(columns["source_id"])
            columns = columns | {key: [value] * count for key, value in zip(_STORED, record, strict=True)}
            types |= _STORED
        headers = [f":START_ID({ID_SPACE})", f":END_ID({ID_SPACE})", *_headers(types)[2:]]
        self._table(f"{name}.csv", f"--relationships={name}", headers, types, columns)

    def _table(
        self, name: str, option: str, headers: list[str], types: Mapping[str, str], columns: Columns
    ) -> None:  # fmt: skip
        file = self.files.get(name)
        if file is None:
            file = self._open(name)
            self.arguments.append(f"{option}=./{name}")
            file.write((",".join(headers) + "\n").encode())
        for first in range(0, len(columns[next(iter(types))]), CHUNK):
            cells = [self._cells(kind, columns[key][first : first + CHUNK]) for key, kind in types.items()]
            file.write("".join([",".join(row) + "\n" for row in zip(*cells, strict=True)]).encode())

    def _open(self, name: str) -> IO[bytes]:
        self.files[name] = self.stack.enter_context(atomic(self.folder / name))
        return self.files[name]

    def _cells(self, kind: str, values: list[Any]) -> list[str]:
        """A column as CSV cells: nothing for None, a string always in quotes, so that an empty one stays one."""
        if kind in ("integer", "number"):
            return ["" if value is None else repr(value) for value in values]
        if kind == "boolean":
            return ["" if value is None else "true" if value else "false" for value in values]
        if kind == "strings":
            values = [None if value is None else self.delimiter.join(value) for value in values]
        self.longest = max(self.longest, max((len(value) for value in values if value is not None), default=0))
        return ["" if value is None else '"' + value.replace('"', '""') + '"' for value in values]

    def finish(self) -> None:
        """Writes the arguments, which depend on what was written, and the schema."""
        options = [
            "--id-type=string", "--multiline-fields=true", f"--array-delimiter=U+{ord(self.delimiter):04X}",
            f"--read-buffer-size={4 + self.longest * 8 // 2**20}m", *self.arguments,
        ]  # fmt: skip
        texts = load_texts.schema_texts(schema()).values()
        self._open(ARGUMENTS).write(("\n".join(sorted(options)) + "\n").encode())
        self._open(SCHEMA_FILE).write("".join(f"{text};\n" for text in texts).encode())


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
    free = [char for char in _DELIMITERS if char not in used]
    if not free:
        raise ExportError("lists hold every character that could part their values; load by transactions instead")
    return free[0]
