"""The store port: the little that a store must do. Two engines stand behind it (embedded.py, neo4j.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from graph.plan_graph import PlanGraph

DEFAULT_TIMEOUT = 30.0
DEFAULT_ROW_LIMIT = 100_000
# Told how many nodes and relationships are written by now, and about how many there are to write.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: column names in order, and rows as tuples of str, int, float, bool, None, list or dict.

    ``truncated`` is true when the row limit cut the answer.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did, by plan id: whether the plan's content is new, replaced or unchanged, and the counts now."""

    plan: str
    action: str
    nodes: int
    edges: int


class Hit(NamedTuple):
    """A node that a search found: id, primary label, name, and its plan and place there, where it has one."""

    id: str
    label: str
    name: str
    plan: str | None
    position: int | None


class Store(Protocol):
    """A place that holds plan graphs and answers Cypher. Use it as a context manager."""

    address: str

    def replace(self, graphs: Iterable[PlanGraph], progress: Progress | None = None) -> list[Change]:
        """Makes each graph's plan what the store holds of that plan, all in one transaction; nothing else changes.

        A plan whose content is already there is left as it is ("unchanged"). Raises StoreError (StoreBusyError when
        another writer holds the store) and then holds what it held before.
        """
        ...

    def remove(self, plan_id: str) -> bool:
        """Removes what one plan said; False when the store does not hold it."""
        ...

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        row_limit: int = DEFAULT_ROW_LIMIT,
    ) -> Rows:
        """Runs a read-only Cypher text. Raises QueryError for a text that writes or is wrong, QueryTimeoutError."""
        ...

    def sources(self) -> frozenset[str]:
        """Ids of the Sources of the plans that it holds (``ids.source_id``)."""
        ...

    def search(self, words: Sequence[str], most: int = 10_000) -> list[Hit]:
        """Nodes whose name or texts hold every one of ``words`` (folded, see ``text_index.fold``), ``most`` of them.

        Both stores find them however they are printed: in traditional characters, in full width, across quotes, brackets
        and white space. The embedded store finds any characters in a row; a server takes words of letters and
        punctuation as one word each, so 2022号 finds 2022〕号 there too.
        """
        ...

    @property
    def full_text(self) -> bool:
        """Whether Cypher can ask a full-text index here (db.index.fulltext)."""
        ...

    @property
    def rewrites(self) -> bool:
        """Whether a large write makes the whole store anew, so that few such writes take less than many."""
        ...

    def graph(self, plans: Iterable[str] | None = None) -> PlanGraph:
        """The plan graph that the store holds, or the part that the given plans state."""
        ...

    def version(self) -> str:
        """An opaque token that changes when, and only when, the content changes."""
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
