"""Files for ``neo4j-admin database import``: by far the fastest way to fill a new Neo4j database.

What an import of them gives equals what the Neo4j store writes in transactions, what it keeps of each plan included.
Constraints and indexes come from ``schema.cypher`` afterwards, since an import into Community makes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any

from graph.errors import ExportError
from graph.export.files import atomic, make_folder
from graph.plan_graph import PlanGraph
from graph.schema import Property, schema
from graph.store import load_texts
from graph.store.parts import PlanPart, merge_shared, split

ARGUMENTS, SCHEMA_FILE = "import.args", "schema.cypher"
ID_SPACE = "plangraph"
_TYPES = {"integer": "long", "number": "double", "boolean": "boolean", "strings": "string[]"}
# Characters that may part the values of a list; one that stands in no value is taken.
_DELIMITERS = "\x1f\x1e\x1d\x1c\x0f\x0e\x08\x07\ue000\ue001\uf8ff"
_STORED: Mapping[str, str] = {load_texts.DIGEST: "string", load_texts.ORDER: "long", load_texts.SHARED: "string"}


def write_neo4j(graph: PlanGraph, folder: Path) -> list[Path]:
    """Writes one CSV file a label and relationship type, the arguments of the import, and the schema; gives their paths.

    Run in ``folder``: ``neo4j-admin database import full neo4j @import.args``. Raises ExportError.
    """
    make_folder(folder)
    with ExitStack() as stack:
        writer = _Writer(folder, stack)
        writer.write(split(graph))
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

    def write(self, parts: list[PlanPart]) -> None:
        shared = merge_shared(part.shared for part in parts)
        self.delimiter = _free_delimiter(parts, shared)
        for node_id, attributes in shared.nodes():
            self.node(attributes["labels"][0], {"id": node_id, **attributes})
        written: set[str] = set()
        for position, part in enumerate(parts, 1):
            for label, columns in part.nodes.items():
                for row in _rows(columns):
                    if label != "Source" or row["id"] not in written:
                        self.node(label, row)
            written.update(part.sources)
            for name, columns in part.edges.items():
                extra = load_texts.plan_record(part, position) if name == "FROM_SOURCE" else {}
                for row in _rows(columns):
                    self.relationship(name, {**row, **extra})

    def node(self, label: str, row: Mapping[str, Any]) -> None:
        known = schema().labels[label]
        fixed = {"id": f"id:ID({ID_SPACE})", "name": "name:string"}
        columns = {**fixed, **_headers({**known.properties, **_evidence(known.evidence)})}
        self._line(f"{label}.csv", f"--nodes={':'.join(known.labels)}", columns, row)

    def relationship(self, name: str, row: Mapping[str, Any]) -> None:
        known = schema().relationships[name]
        fixed = {"source_id": f":START_ID({ID_SPACE})", "target_id": f":END_ID({ID_SPACE})"}
        stored = {key: f"{key}:{kind}" for key, kind in _STORED.items() if key in row}
        columns = {**fixed, **_headers({**known.properties, **_evidence(known.evidence)}), **stored}
        self._line(f"{name}.csv", f"--relationships={name}", columns, row)

    def _line(self, name: str, option: str, columns: Mapping[str, str], row: Mapping[str, Any]) -> None:
        file = self.files.get(name)
        if file is None:
            file = self._open(name)
            self.arguments.append(f"{option}=./{name}")
            file.write((",".join(columns.values()) + "\n").encode())
        file.write((",".join([self._cell(row.get(key)) for key in columns]) + "\n").encode())

    def _open(self, name: str) -> IO[bytes]:
        self.files[name] = self.stack.enter_context(atomic(self.folder / name))
        return self.files[name]

    def _cell(self, value: Any) -> str:
        """A value as a CSV cell: nothing for None, a string always in quotes, so that an empty one stays one."""
        if isinstance(value, str):
            self.longest = max(self.longest, len(value))
            return '"' + value.replace('"', '""') + '"'
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list | tuple):
            return self._cell(self.delimiter.join(value))
        return repr(value)

    def finish(self) -> None:
        """Writes the arguments, which depend on what was written, and the schema."""
        options = [
            "--id-type=string", "--multiline-fields=true", f"--array-delimiter=U+{ord(self.delimiter):04X}",
            f"--read-buffer-size={4 + self.longest * 8 // 2**20}m", *self.arguments,
        ]  # fmt: skip
        texts = load_texts.schema_texts(schema()).values()
        self._open(ARGUMENTS).write(("\n".join(sorted(options)) + "\n").encode())
        self._open(SCHEMA_FILE).write("".join(f"{text};\n" for text in texts).encode())


def _rows(columns: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _evidence(rule: str) -> Mapping[str, Property]:
    return {} if rule == "none" else schema().evidence


def _headers(properties: Mapping[str, Property]) -> dict[str, str]:
    return {key: f"{key}:{_TYPES.get(prop.type, 'string')}" for key, prop in properties.items()}


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
