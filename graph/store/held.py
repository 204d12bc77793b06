"""What is read from one version of a store file. It never changes; what few ask for is worked out when it is asked."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from graph.errors import PlangraphError, StoreError
from graph.store import growing, kgl_file, kglite_engine
from graph.store.content import Content, PlanEntry, version_of
from graph.store.inferred import LinkState
from graph.store.packing import pack, unpack
from graph.store.parts import Attributes, PlanPart
from graph.store.plan_items import PlanItems
from graph.store.port import Progress

DAMAGED = "is damaged ({}); restore a copy or load the plans again"


@checked_dataclass(frozen=True)
class _Told:
    keys: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[Any]] = field(default_factory=dict)
    token: str = ""


@checked_dataclass(frozen=True)
class _Index:
    plans: dict[str, PlanEntry]
    labels: dict[str, list[str]]
    inferred: _Told = field(default_factory=_Told)
    decided: str = ""
    items: list[int] = field(default_factory=list)  # bytes of each plan in the block's section of that name


T = TypeVar("T")
_INDEX = TypeAdapter(_Index)
_STATEMENTS = TypeAdapter(dict[str, dict[str, dict[str, Any]]])
_PARTS = TypeAdapter(list[PlanPart])


@dataclass(frozen=True, slots=True)
class Inferences:
    """What follows between plans, after what followed ``before``, and the token of readers' decisions."""

    now: LinkState
    decided: str
    before: LinkState = LinkState()  # noqa: RUF009 - never changed

    def told(self) -> dict[str, Any]:
        """What is new, as an index tells it."""
        return {"inferred": self.now.since(self.before), "decided": self.decided}


class Held:
    """One version: ``plans`` in the order of loading and the ``version`` token at once; the rest when asked for.

    ``labels`` are the primary labels of shared nodes, ``sizes`` the nodes and relationships of each block, ``inferred``
    what follows between plans, ``items`` what matching reads of each plan (not of files of older formats). Without
    ``grows`` the graph is only asked, which spares a copy of it, and ``items`` stay away. Raises StoreError where the
    file contradicts itself.
    """

    def __init__(
        self, file: kgl_file.StoreFile | None, graph: kglite_engine.Graph | None = None, *, grows: bool = True
    ) -> None:
        self._grows = grows
        self.plans: dict[str, PlanEntry] = {}
        self.labels: dict[str, str] = {}
        self.sizes: list[int] = []
        self.items: dict[str, bytes] = {}
        self.inferred, self._decided = LinkState(), ""
        self._take(file, file.blocks if file else (), graph)

    def grown(self, file: kgl_file.StoreFile) -> Held:
        """The next version: the same file with one block more, of which alone the index is read."""
        after = Held(None, grows=self._grows)
        after.plans, after.labels, after.sizes = self.plans, self.labels, [*self.sizes]
        after.items, after.inferred = self.items, self.inferred
        after._take(file, file.blocks[-1:], None)
        return after

    def _take(
        self, file: kgl_file.StoreFile | None, blocks: Iterable[kgl_file.Block], graph: kglite_engine.Graph | None
    ) -> None:
        for block in blocks:
            index = _read(_INDEX, block.index)
            self.sizes.append(sum(entry.nodes + entry.edges for entry in index.plans.values()))
            self.plans = {**self.plans, **index.plans}
            if self._grows:
                self.items = {**self.items, **_cut(block.items, index)}
            self.labels = united_labels(self.labels, index.labels)
            told = LinkState(index.inferred.keys, index.inferred.links, index.inferred.token)
            self.inferred, self._decided = self.inferred.then(told), index.decided
        self.version = version_of(self.plans, self._decided)
        if file is not None and file.version != self.version:
            raise StoreError(DAMAGED.format("its plans are not those of its version"))
        self.file = file and replace(file, blocks=tuple(replace(block, items=b"") for block in file.blocks))
        self._graph, self._building = graph, threading.Lock()

    @property
    def graph(self) -> kglite_engine.Graph:
        """The engine's graph; only a copy of it may be changed."""
        with self._building:
            if self._graph is None:
                self._graph = self._read_graph()
                if self.file is not None:  # its bytes are the graph now
                    blocks = (replace(block, engine=b"") for block in self.file.blocks)
                    self.file = replace(self.file, blocks=tuple(blocks))
            return self._graph

    def graph_with(self, parts: Collection[PlanPart], progress: Progress | None = None) -> kglite_engine.Graph:
        """A graph of its own with plans that can be added; raises StoreError for values that the engine can't hold.

        Where nobody asked for the graph yet, the plans of all blocks and these are added at once: that costs little
        more than those of one.
        """
        if self._graph is None:
            return self._read_graph(parts, progress)
        graph = self._graph.copy()
        growing.extend(graph, parts, progress)
        return graph

    @cached_property
    def snapshot(self) -> kglite_engine.Snapshot:
        """The engine's graph as queries see it, with what is inferred between plans."""
        graph = self.graph.copy() if self._grows else self.graph
        with consistent():
            return growing.joined_with(graph, self.inferred.columns())

    def _read_graph(self, more: Collection[PlanPart] = (), progress: Progress | None = None) -> kglite_engine.Graph:
        if self.file is None:
            return kglite_engine.empty()
        with consistent():
            graph = kglite_engine.load(self.file.blocks[0].engine)
            if parts := [*self._parts(), *more]:
                growing.extend(graph, parts, progress)
        return graph

    def _parts(self) -> list[PlanPart]:
        """The plans that were added since the file was made."""
        blocks = self.file.blocks[1:] if self.file else ()
        return [part for block in blocks for part in _read(_PARTS, block.details)]

    def statements(self) -> dict[str, dict[str, Attributes]]:
        """What each plan states of shared nodes."""
        if self.file is None:
            return {}
        stated = _read(_STATEMENTS, self.file.blocks[0].details)
        stated |= {part.plan: dict(part.shared) for part in self._parts()}
        if stated.keys() != self.plans.keys():
            raise StoreError(DAMAGED.format("what plans state is not of its plans"))
        return {plan: stated[plan] for plan in self.plans}

    def content(self) -> Content:
        """All that the file holds, as columns."""
        statements = self.statements()
        with consistent():
            nodes, edges = kglite_engine.tables(self.snapshot)
        return Content(self.plans, statements, nodes, edges)


def _cut(section: bytes, index: _Index) -> dict[str, bytes]:
    """The items of each plan of a block; of an older format none."""
    if not index.items:
        return {}
    if len(index.items) != len(index.plans) or min(index.items) < 1 or sum(index.items) != len(section):
        raise StoreError(DAMAGED.format("its items are not those of its plans"))
    cuts = accumulate(index.items, initial=0)
    return {plan: section[start:end] for plan, (start, end) in zip(index.plans, pairwise(cuts), strict=True)}


def united_labels(held: Mapping[str, str], stated: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Labels of shared nodes when plans that come later state ``stated`` (ids by label): a Plan stays a Plan."""
    united = dict(held)
    for label, ids in stated.items():
        for node_id in ids:
            if not (label == "Policy" and united.get(node_id) == "Plan"):
                united[node_id] = label
    return united


def stated_labels(statements: Iterable[Mapping[str, Attributes]]) -> dict[str, list[str]]:
    """Ids of shared nodes by the primary label that plans state."""
    labels: dict[str, list[str]] = {}
    for statement in statements:
        for node_id, attributes in statement.items():
            labels.setdefault(attributes["labels"][0], []).append(node_id)
    return labels


def base_block(
    plans: Mapping[str, PlanEntry],
    statements: Mapping[str, Mapping[str, Attributes]],
    labels: Mapping[str, str],
    inferred: Inferences,
    items: PlanItems,
    engine: bytes,
) -> kgl_file.Block:
    """The first block of a file: its plans, what each states of shared nodes, the labels of those, their items, the
    engine's file."""
    by_label: dict[str, list[str]] = {}
    for node_id, label in labels.items():
        by_label.setdefault(label, []).append(node_id)
    return _block(plans, by_label, inferred, items, dict(statements), engine)


def added_block(parts: Mapping[str, PlanPart], inferred: Inferences, items: PlanItems) -> kgl_file.Block:
    """A block that adds plans to those that a file holds."""
    plans = {plan: PlanEntry.of(part) for plan, part in parts.items()}
    labels = stated_labels(part.shared for part in parts.values())
    return _block(plans, labels, inferred, items, _PARTS.dump_python([*parts.values()]))


def _block(
    plans: Mapping[str, PlanEntry],
    labels: Mapping[str, list[str]],
    inferred: Inferences,
    items: PlanItems,
    details: Any,
    engine: bytes = b"",
) -> kgl_file.Block:
    pieces = items.packed_for(plans)
    index = {"plans": _entries(plans), "labels": labels, "items": [*map(len, pieces)], **inferred.told()}
    return kgl_file.Block(pack(index), pack(details), engine, b"".join(pieces))


def _entries(plans: Mapping[str, PlanEntry]) -> dict[str, Any]:
    return {plan: {key.name: getattr(entry, key.name) for key in fields(PlanEntry)} for plan, entry in plans.items()}


def _read(kind: TypeAdapter[T], section: bytes) -> T:
    try:
        return kind.validate_json(unpack(section))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise StoreError(DAMAGED.format(f"{'.'.join(map(str, first['loc']))}: {first['msg']}")) from None


@contextmanager
def consistent() -> Iterator[None]:
    """Around reading what a file holds: a fault that only wrong content makes is told as a damaged store."""
    try:
        yield
    except StoreError:
        raise
    except (PlangraphError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(DAMAGED.format(_kind(error))) from None


def _kind(error: Exception) -> str:
    return f"{type(error).__name__} {str(error)[:80]}".strip().replace("\n", " ")
