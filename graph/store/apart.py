"""A text that somebody wrote, asked of a store in a way that surely ends.

The embedded engine looks at its clock between rows, and a search for paths may be one row for ever: such a text runs in
a process of its own, which is ended when its time is over. A server ends queries by itself.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from graph.errors import PlangraphError, QueryError, QueryTimeoutError, StoreError
from graph.memory import bound_memory
from graph.store import SERVER_SCHEMES, open_store
from graph.store.port import DEFAULT_ROW_LIMIT, DEFAULT_TIMEOUT, Rows
from graph.store.read_only import check_read_only

# Seconds that the engine has to end a query by itself before its process is ended.
_GRACE = 1.0
# Bytes that a query may take besides what the opened store takes.
MAX_MEMORY = 4 << 30
_OPENING = 600.0


def run_apart(
    address: str,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    row_limit: int = DEFAULT_ROW_LIMIT,
) -> Rows:
    """The rows of a read-only ``text`` on the store at ``address``, as ``Store.run`` gives them.

    Raises QueryError, QueryTimeoutError after ``timeout`` seconds whatever the text asks for, StoreError.
    """
    check_read_only(text)
    if address.partition("://")[0].lower() in SERVER_SCHEMES:
        with open_store(address) as store:
            return store.run(text, parameters, timeout=timeout, row_limit=row_limit)
    question = (text, dict(parameters or {}), timeout, row_limit)
    # A fork costs nothing, but is safe only while there is no other thread whose locks it could inherit.
    alone = hasattr(os, "fork") and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if alone else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, address, question), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(_OPENING):
            raise StoreError(f"{address}: can't be opened within {_OPENING:g} s")
        found = ours.recv()
        if found is None:  # opened
            if not ours.poll(timeout + _GRACE):
                raise QueryTimeoutError(f"the query took longer than {timeout:g} s; narrow it or allow more time")
            found = ours.recv()
    except EOFError:
        raise QueryError("the query took too much memory; ask for less, or add LIMIT") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(found, Rows):
        return found
    raise found


def _answer(pipe: Connection, address: str, question: tuple[str, dict[str, Any], float, int]) -> None:
    """The process: opens the store, says so by None, and sends rows or an error."""
    text, parameters, timeout, row_limit = question
    try:
        with open_store(address) as store:
            bound_memory(MAX_MEMORY, beside_held=True)
            pipe.send(None)
            pipe.send(store.run(text, parameters, timeout=timeout, row_limit=row_limit))
    except PlangraphError as error:
        pipe.send(error)
    except MemoryError:
        return  # the closed pipe says it
