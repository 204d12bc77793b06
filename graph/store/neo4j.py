"""The Neo4j store: the same port as the embedded one, on a server of any kind.

Only what our plans state is ever written or removed: nodes with our ids, relationships with our plans. What other
people keep in the same database stays as it is, under the same labels too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from graph.characters import traditional_forms
from graph.errors import QueryError, RecordError, SchemaError, StoreError
from graph.matching.decisions import decisions_for
from graph.node_link import edge_record, node_record
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import load_texts, neo4j_write
from graph.store.content import version_of
from graph.store.neo4j_connection import Connection, check_address
from graph.store.parts import PlanPart, merge_shared, split
from graph.store.port import DEFAULT_ROW_LIMIT, DEFAULT_TIMEOUT, Change, Hit, Progress, Rows
from graph.store.read_only import check_no_file_access
from graph.store.text_index import fold

_READ_SECONDS = 600.0
_NO_LIMIT = 2**31
# So often a picture that contradicts itself is taken again, over 5 seconds in all: a large commit takes no longer.
_TORN = 10


def open_neo4j(
    address: str, *, write: bool = False, username: str | None = None, password: str | None = None,
    database: str | None = None,
) -> Neo4jStore:  # fmt: skip
    """The store on the server at ``address`` (bolt, neo4j, and with TLS bolt+s, bolt+ssc, neo4j+s, neo4j+ssc).

    User, password and database default to NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; a server that
    ``plangraph neo4j start`` started here needs none. Raises StoreError when it can't be opened.
    """
    check_address(address)
    username = username or os.environ.get("NEO4J_USERNAME")
    password = password or os.environ.get("NEO4J_PASSWORD")
    database = database or os.environ.get("NEO4J_DATABASE")
    if password is None and (known := _local_credentials(address)):
        username, password = known
    return Neo4jStore(Connection(address, username, password, database or None), write=write)


def _local_credentials(address: str) -> tuple[str, str] | None:
    try:
        from graph.server import credentials_of
    except ImportError:  # without the extra `server` there is no local server either
        return None
    return credentials_of(address)


def _cause(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _phrase(word: str) -> str:
    """A folded word as Lucene is asked for it: as it stands or in traditional characters; of a Latin word any part.

    The analyzer makes every Chinese character a word of its own and passes over punctuation, so a phrase is found
    across quotes, brackets and line ends, as ``fold`` has it.
    """
    if word.isascii() and word.isalnum():
        return f"*{word}*"
    forms = (form.replace("\\", "\\\\").replace('"', '\\"') for form in (word, *traditional_forms(word)))
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"


class Neo4jStore:
    """A database of a Neo4j server. See the port for what each method does."""

    def __init__(self, connection: Connection, *, write: bool = False) -> None:
        self.address = connection.address
        self._connection = connection
        self._write = write
        self._prepared = False
        self._full_text = False

    def prepare(self) -> None:
        """Makes the constraints and indexes that are not there yet."""
        there = {row["name"] for row in self._all("SHOW INDEXES YIELD name")}
        for name, text in load_texts.schema_texts(schema()).items():
            if name not in there:
                self._connection.administer(text)
        self._prepared = True

    def replace(self, graphs: Iterable[PlanGraph], progress: Progress | None = None) -> list[Change]:
        """See the port. Actions are "new", "replaced" and "unchanged"."""
        return self.replace_parts([part for graph in graphs for part in split(graph)], {}, progress)

    def replace_parts(
        self, parts: Sequence[PlanPart], places: Mapping[str, int], progress: Progress | None = None
    ) -> list[Change]:
        """``replace`` for what is cut apart already; a plan that ``places`` names stands there in the order of loading,
        whoever writes first, and any other behind all."""
        self._check_writable()
        decisions = decisions_for(self.address)
        return self._connection.write(lambda run: neo4j_write.replace(run, parts, decisions, places, progress))

    def remove(self, plan_id: str) -> bool:
        """See the port."""
        self._check_writable()
        decisions = decisions_for(self.address)
        return self._connection.write(lambda run: neo4j_write.remove(run, plan_id, decisions))

    def _check_writable(self) -> None:
        if not self._write:
            raise StoreError(f"{self.address}: was opened for reading only")
        if not self._prepared:
            self.prepare()

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        row_limit: int = DEFAULT_ROW_LIMIT,
    ) -> Rows:
        """See the port."""
        check_no_file_access(text)
        return self._connection.read(text, parameters or {}, timeout, row_limit)

    def sources(self) -> frozenset[str]:
        """See the port."""
        return frozenset(row["id"] for row in self._all("MATCH (:Plan)-[:FROM_SOURCE]->(s:Source) RETURN s.id AS id"))

    def search(self, words: Sequence[str], most: int = 10_000) -> list[Hit]:
        """See the port. The index is the server's own; it is filled in the background of a load."""
        self._connection.read(load_texts.AWAIT_INDEX, {}, DEFAULT_TIMEOUT, 1)
        query = " AND ".join(map(_phrase, words))
        rows = self._connection.read(load_texts.SEARCH, {"text": query, "limit": most}, DEFAULT_TIMEOUT, most)
        found = []
        for row in rows.dicts():
            label = next((name for name in schema().labels if name in row["labels"]), None)
            if row["id"] and label:
                found.append(Hit(row["id"], label, row["name"], row["plan"], row["position"]))
        return self._holding(found, [word for word in words if not word.isalnum()])

    def _holding(self, found: list[Hit], words: Sequence[str]) -> list[Hit]:
        """Those of ``found`` that hold ``words`` as they stand: the index passes over the brackets in them."""
        if not words:
            return found
        folded: dict[str, str] = {}
        for label in {hit.label for hit in found}:
            ids = [hit.id for hit in found if hit.label == label]
            for row in self._all(load_texts.searched_text(label), ids=ids):
                texts = (one for value in row["texts"] for one in (value if isinstance(value, list) else [value]))
                folded[row["id"]] = "\x1f".join(fold(str(text)) for text in texts if text is not None)
        return [hit for hit in found if all(word in folded.get(hit.id, "") for word in words)]

    @property
    def rewrites(self) -> bool:
        """See the port."""
        return False

    @property
    def full_text(self) -> bool:
        """See the port. The first load makes the index, and nothing takes it away."""
        self._full_text = self._full_text or bool(self._all(load_texts.FULL_TEXT))
        return self._full_text

    def graph(self, plans: Iterable[str] | None = None) -> PlanGraph:
        """See the port. Raises StoreError for a plan that the store does not hold."""
        torn = 0
        while True:  # several reads are one picture only if nothing changed in between
            held = neo4j_write.held_plans(self._all(load_texts.DIGESTS))
            wanted = list(held) if plans is None else list(dict.fromkeys(plans))
            plans = None if plans is None else wanted
            for plan in wanted:
                if plan not in held:
                    raise StoreError(f"the store holds no plan {plan}")
            sources = {source for plan in wanted for source in held[plan].sources}
            try:
                graph = self._read(wanted, sorted(sources))
            except (LookupError, StopIteration, RecordError, SchemaError, QueryError) as error:
                # The server shows a commit piece by piece: a node may be there without what it holds.
                if (torn := torn + 1) > _TORN:
                    message = f"{self.address}: what it holds of the plans contradicts itself ({_cause(error)})"
                    raise StoreError(f"{message}; load them again with --force") from error
                time.sleep(0.1 * torn)
                continue
            if held == neo4j_write.held_plans(self._all(load_texts.DIGESTS)):
                return graph

    def _read(self, plans: list[str], sources: list[str]) -> PlanGraph:
        s = schema()
        said = neo4j_write.statements(self._all(load_texts.STATEMENTS))
        graph = merge_shared(statement for plan, statement in said.items() if plan in plans)
        nodes = self._all(load_texts.sources_text(), ids=sources)
        for label in load_texts.plan_roots(s):
            nodes += self._all(load_texts.plan_nodes_text(label), plans=plans)
        for row in nodes:
            primary = next(name for name in row["labels"] if name in s.labels)
            graph.add_node(node_record(row["properties"]["id"], {**row["properties"], "labels": [primary]}))
        for name in s.relationships:
            for row in self._all(load_texts.relationships_text(name), plans=plans):
                if name not in s.derived() or row["end"] in graph.nx:  # what is inferred leads to other plans' items
                    graph.add_edge(edge_record(row["start"], row["end"], {**row["properties"], "type": name}))
        return graph

    def _all(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        return self._connection.read(text, parameters, _READ_SECONDS, _NO_LIMIT).dicts()

    def version(self) -> str:
        """See the port. The same token as the embedded store gives for the same plans."""
        held = neo4j_write.held_plans(self._all(load_texts.DIGESTS))
        decided = max((entry.decided for entry in held.values()), default="")
        return version_of(held, decided)

    def close(self) -> None:
        """See the port."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
