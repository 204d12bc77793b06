"""Stores: the port, the embedded engine (a file) and Neo4j. ``open_store`` picks one by its address."""

from __future__ import annotations

from typing import Any

from graph.errors import StoreError
from graph.store.port import Change, Rows, Store

SERVER_SCHEMES = frozenset({"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"})
DEFAULT_ADDRESS = "plangraph.kgl"

__all__ = ["DEFAULT_ADDRESS", "SERVER_SCHEMES", "Change", "Rows", "Store", "open_store"]


def open_store(address: str = DEFAULT_ADDRESS, *, write: bool = False, **settings: Any) -> Store:
    """The store at ``address``: a file path (embedded), or a bolt:// or neo4j:// address and its kin (a server).

    Without ``write`` the store must exist and can only be read. ``settings`` go to the engine: ``wait`` (seconds that
    an embedded writer waits for another); user, password and database of a server. Raises StoreError.
    """
    scheme, separator, _ = address.partition("://")
    if not separator:
        from graph.store.embedded import EmbeddedStore

        return EmbeddedStore(address, write=write, **settings)
    if scheme.lower() in SERVER_SCHEMES:
        from graph.store.neo4j import open_neo4j

        return open_neo4j(address, write=write, **settings)
    known = ", ".join(f"{name}://" for name in sorted(SERVER_SCHEMES))
    raise StoreError(f"{address}: unknown kind of store; give a file path or one of {known}")
