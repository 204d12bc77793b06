"""One version of a store as answers see it: the catalogue's questions, names, and a bounded memory of what was asked."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from graph.errors import QueryError
from graph.store.port import DEFAULT_TIMEOUT, Store
from queries.answers.weight import weight
from queries.references import resolve
from queries.run import run_query

T = TypeVar("T")
# Ids of the plans that an answer is about; empty for all that are loaded.
Plans = tuple[str, ...]
# Rows that one answer may take from the store; whoever needs more is told so.
MOST = 200_000
# About the bytes that a version's memory holds before the least used is forgotten, and those of a view apart.
KEPT, KEPT_APART = 24 << 20, 2 << 20


class View:
    """A store that does not change while it is looked at, with what was computed from it.

    ``timeout`` is for one text; ``kept`` bounds the memory.
    """

    def __init__(self, store: Store, *, timeout: float = DEFAULT_TIMEOUT, kept: int = KEPT) -> None:
        self.store = store
        self._timeout, self._limit, self._held = timeout, kept, 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Future[Any]] = OrderedDict()
        self._weights: dict[str, int] = {}

    def apart(self) -> View:
        """The same version with a small memory of its own, for work of whose parts nobody will ask again."""
        return View(self.store, timeout=self._timeout, kept=KEPT_APART)

    def ask(self, name: str, **arguments: Any) -> list[dict[str, Any]]:
        """The checked rows of a question of the catalogue; raises QueryError for more than MOST of them."""
        query_limit = {"limit": MOST} if "limit" not in arguments and _has_limit(name) else {}
        answer = run_query(
            self.store, name, {**query_limit, **arguments}, timeout=self._timeout, row_limit=MOST, resolved=True
        )
        if answer.truncated or (query_limit and len(answer.rows) == MOST):
            raise QueryError(f"{name}: more than {MOST:,} rows; narrow it to a plan")
        return answer.dicts()

    def ask_each(self, name: str, plans: Sequence[str], **arguments: Any) -> Iterator[dict[str, Any]]:
        """The rows of a question asked of each of ``plans``, of all at once when there are none."""
        for plan in plans or ("",):
            yield from self.ask(name, plan=plan, **arguments)

    def read(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a text of ours; raises QueryError for more than MOST of them."""
        rows = self.store.run(text, parameters, timeout=self._timeout, row_limit=MOST)
        if rows.truncated:
            raise QueryError(f"more than {MOST:,} rows; narrow it to a plan")
        return rows.dicts()

    def find(self, kind: str, word: str, plan: str = "") -> str:
        """The id of what ``word`` means as an item, owner, plan, policy, entity or section; see ``resolve``."""
        return resolve(self.store, kind, word, plan)

    def once(self, key: str, make: Callable[[], T], *, lasting: bool = False) -> T:
        """``make()``, computed once while the version lasts and the memory has room; who asks meanwhile waits for it.

        What is ``lasting`` is bounded by who makes it, needed by most questions, and never forgotten.
        """
        with self._lock:
            future = self._kept.get(key)
            mine = future is None
            if future is None:
                future = self._kept[key] = Future()
            self._kept.move_to_end(key)
        if mine:
            self._fill(key, future, make, lasting)
        return cast(T, future.result())

    def _fill(self, key: str, future: Future[Any], make: Callable[[], Any], lasting: bool) -> None:
        try:
            value = make()
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            future.set_exception(error)
            return
        future.set_result(value)
        if lasting:
            return
        taken = weight(value)
        with self._lock:
            self._weights[key] = taken
            self._held += taken
            while self._held > self._limit and len(self._weights) > 1:
                oldest = next(k for k in self._kept if k in self._weights)
                del self._kept[oldest]
                self._held -= self._weights.pop(oldest)

    @property
    def held(self) -> int:
        """About the bytes held now."""
        return self._held


def _has_limit(name: str) -> bool:
    from queries.catalogue import catalogue

    return catalogue()[name].parameter("limit") is not None
