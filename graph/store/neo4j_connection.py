"""The Neo4j driver behind a small face: the only module that imports it.

Everything that the driver raises leaves here as one clear line of ours; everything that it gives leaves as plain
values.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from graph.errors import QueryError, QueryTimeoutError, StoreError
from graph.lean_import import without
from graph.store.port import Rows

# The driver imports these wherever it finds them, 90 MB, for values of theirs that we don't give it.
with without("numpy", "pandas", "pyarrow"):
    import neo4j
    from neo4j import exceptions, graph, spatial, time

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
MINIMUM_VERSION = (5, 23)
WRITE_RETRY_SECONDS = 60.0
_AGENT = re.compile(r"Neo4j/v?(\d+)\.(\d+)")
# What the driver says of a connection that fails, and what helps.
_HINTS = {
    "looks like HTTP": "that port is Browser's (HTTP, 7474); the store is at the Bolt port (7687)",
    "certificate verify failed": "the certificate is not one that this machine trusts: write +ssc for +s if you trust it",
    "encrypted connection": "the server does not speak TLS there: write bolt:// or neo4j://, without +s",
    "DNS resolve": "there is no such name: copy it from the Aura console, or correct it; a deleted instance has none",
}
# The driver logs what it raises; where nobody listens, Python would print that beside our one line.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
T = TypeVar("T")
# Runs a text inside a write transaction: rows as maps, and how many relationships it created.
Run = Callable[[str, Mapping[str, Any]], tuple[list[dict[str, Any]], int]]


class Connection:
    """A pool of connections to one database of a server (or cluster)."""

    def __init__(self, address: str, username: str | None, password: str | None, database: str | None) -> None:
        """Connects and checks; raises StoreError that says what is wrong and what to do."""
        self.address = address
        self._database = database
        self._auth = None if password is None else (username or "neo4j", password)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=self._auth,
                connection_timeout=15,
                connection_acquisition_timeout=30,
                liveness_check_timeout=5,
                max_transaction_retry_time=WRITE_RETRY_SECONDS,
                notifications_min_severity="OFF",
                user_agent="plangraph",
            )
        except (ValueError, exceptions.ConfigurationError) as error:
            raise StoreError(f"{address}: no address of a Neo4j server ({error})") from None
        try:
            self._check()
        except BaseException:
            self._driver.close()
            raise

    def _check(self) -> None:
        try:
            check_version(self.address, self._driver.get_server_info().agent)
            with self._driver.session(database=self._database) as session:
                session.run("RETURN 1").consume()
        except exceptions.ServiceUnavailable as error:
            self.fail(self._nearer(error))
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            self.fail(error)

    def _nearer(self, error: Exception) -> Exception:
        """What the server itself says: of a cluster (neo4j://) the driver says no more than that nobody tells the way."""
        scheme, _, rest = self.address.partition("://")
        try:
            with neo4j.GraphDatabase.driver(
                f"{scheme.replace('neo4j', 'bolt')}://{rest}", auth=self._auth, connection_timeout=15
            ) as driver:
                driver.verify_connectivity()
        except (exceptions.Neo4jError, exceptions.DriverError) as nearer:
            return nearer
        return error

    def read(self, text: str, parameters: Mapping[str, Any], timeout: float, row_limit: int) -> Rows:
        """Runs a text with read access; raises QueryError, QueryTimeoutError or StoreError."""
        try:
            try:
                return self._read(text, parameters, timeout, row_limit)
            except (exceptions.SessionExpired, exceptions.ServiceUnavailable, exceptions.TransientError):
                return self._read(text, parameters, timeout, row_limit)  # a connection that a restart had cut
        except exceptions.Neo4jError as error:
            if _is_timeout(error):
                raise QueryTimeoutError(f"the query ran longer than {timeout:g} s; narrow it or allow more") from None
            if error.code == "Neo.ClientError.Statement.AccessMode":
                raise QueryError("this text writes; only texts that read are run here") from None
            if (error.code or "").startswith("Neo.ClientError.Statement"):
                raise QueryError(_first_line(error.message)) from None
            self.fail(error)
        except exceptions.DriverError as error:
            self.fail(error)
        except (TypeError, ValueError, OverflowError) as error:
            raise QueryError(f"a parameter can't be sent: {error}") from None

    def _read(self, text: str, parameters: Mapping[str, Any], timeout: float, row_limit: int) -> Rows:
        with self._driver.session(
            database=self._database, default_access_mode=neo4j.READ_ACCESS, fetch_size=min(row_limit + 1, 1000)
        ) as session:
            query = neo4j.Query(text, timeout=timeout)
            result = session.run(query, dict(parameters))
            columns = tuple(result.keys())
            records = result.fetch(row_limit + 1)
            rows = tuple(tuple(plain(value) for value in record.values()) for record in records[:row_limit])
            return Rows(columns, rows, truncated=len(records) > row_limit)

    def write(self, work: Callable[[Run], T]) -> T:
        """Runs ``work`` in one write transaction, again from its start after a transient error; raises StoreError.

        ``work`` must be such that doing it twice does no harm: when a connection breaks during the commit, nobody
        knows whether it was done, so it is done again.
        """

        def unit(transaction: neo4j.ManagedTransaction) -> T:
            def run(text: str, parameters: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int]:
                result = transaction.run(text, dict(parameters))
                rows = result.data()
                return rows, result.consume().counters.relationships_created

            return work(run)

        try:
            with self._driver.session(database=self._database) as session:
                try:
                    return session.execute_write(unit)
                except exceptions.IncompleteCommit:
                    return session.execute_write(unit)
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            self.fail(error)
        except (TypeError, ValueError, OverflowError) as error:
            raise StoreError(f"{self.address}: a value can't be stored: {error}; nothing was changed") from None

    def administer(self, text: str) -> None:
        """Runs a text that must stand alone in its transaction, such as the making of an index."""
        try:
            with self._driver.session(database=self._database) as session:
                session.run(text).consume()
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            self.fail(error)

    def close(self) -> None:
        """Closes all connections."""
        self._driver.close()

    def fail(self, error: Exception) -> NoReturn:
        """Raises the StoreError that says what ``error`` means to a person."""
        raise StoreError(f"{self.address}: {self._explain(error)}") from error

    def _explain(self, error: Exception) -> str:
        code = getattr(error, "code", None) or ""
        reason = _first_line(getattr(error, "message", None) or str(error))
        if isinstance(error, exceptions.AuthError):
            return "the server refused user or password; set NEO4J_USERNAME and NEO4J_PASSWORD"
        if code.endswith(("DatabaseNotFound", "DatabaseUnavailable")):
            return f"the server has no database {self._database!r} ({reason}); create it, or set NEO4J_DATABASE"
        if code.endswith("ReadOnlyDatabase") or "read-only" in reason or "Forbidden" in code:
            return f"the database may only be read ({reason}); nothing was changed"
        if "OutOfMemory" in code:
            return f"the plan is too large for the server's memory ({reason}); give it more, or export and import it"
        if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired):
            cause = _cause(error)
            return f"no Neo4j server answers ({cause.partition('. ')[0]}); {hint(self.address, cause)}"
        if isinstance(error, exceptions.DriverError):
            return f"no Neo4j server that can be talked to ({_cause(error)})"
        if "Could not append transaction" in reason:  # its log finds no room; it takes no more until it is started anew
            cause = reason.partition(" {")[0]
            return (
                f"the server can't write ({cause}); nothing was changed; see that its disk has room and start it anew"
            )
        return f"the server could not do it ({reason}); nothing was changed"


def hint(address: str, cause: str) -> str:
    """What to do when no server answers at ``address`` for the reason ``cause``."""
    for mark, advice in _HINTS.items():
        if mark in cause:
            return advice
    if ".databases.neo4j.io" in address and "+s" not in address:
        return "Aura answers encrypted connections alone: write neo4j+s://"
    return "start one (plangraph neo4j start) or correct the address"


def check_address(address: str) -> None:
    """Raises StoreError when ``address`` is none that the driver takes."""
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise StoreError(f"{address}: no address of a Neo4j server; one looks like bolt://127.0.0.1:7687")


def check_version(address: str, agent: str) -> None:
    """Raises StoreError for a server that is too old, or none of Neo4j's, by the name it gives itself."""
    match = _AGENT.match(agent)
    least = ".".join(map(str, MINIMUM_VERSION))
    if match is None:
        raise StoreError(
            f"{address}: {agent or 'the server'} is no Neo4j server; plangraph needs Neo4j {least} or newer"
        )
    if tuple(map(int, match.groups())) < MINIMUM_VERSION:
        raise StoreError(f"{address}: {agent} is too old; plangraph needs Neo4j {least} or newer")


def plain(value: Any) -> Any:
    """A value of the driver's as str, int, float, bool, None, list or dict."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, graph.Node):
        return {"labels": sorted(value.labels), **plain(dict(value))}
    if isinstance(value, graph.Relationship):
        ends = [end and end.get("id") for end in (value.start_node, value.end_node)]
        return {"type": value.type, "from": ends[0], "to": ends[1], **plain(dict(value))}
    if isinstance(value, graph.Path):
        return [plain(part) for pair in zip(value.nodes, [*value.relationships, None], strict=True) for part in pair][
            :-1
        ]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, time.Date | time.Time | time.DateTime | time.Duration):
        return value.iso_format()
    if isinstance(value, spatial.Point):
        return list(value)
    return str(value)


def _is_timeout(error: exceptions.Neo4jError) -> bool:
    return "TransactionTimedOut" in (error.code or "")


def _cause(error: Exception) -> str:
    """Why there is no connection: the driver says it at the end of several lines, wrapped in (reason …)."""
    last = (str(error).splitlines() or [type(error).__name__])[-1]
    _, found, reason = last.partition("(reason ")
    return reason.removesuffix(")") if found else last


def _first_line(text: str | None) -> str:
    return " ".join((text or "it gave no reason").splitlines()[:1])
