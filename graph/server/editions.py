"""Which Neo4j we run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.server.jars import Report, jars

BROWSER_VERSION = "5.24.0"


@dataclass(frozen=True, slots=True)
class Edition:
    """A Neo4j Community release: the name of its home, its version and the class that starts it."""

    name: str
    version: str
    main_class: str
    megabytes: int

    def jars(self, report: Report) -> list[Path]:
        """The jars of the database, its HTTP server and its Browser (``megabytes``, fetched once).

        ``report`` is told what is being fetched; raises StoreError when it can't be.
        """
        version = self.version
        browser = f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}"
        coordinates = f"org.neo4j:neo4j:{version}+org.neo4j.app:neo4j-server:{version}+{browser}"
        return jars(f"Neo4j {version}", coordinates, report, self.megabytes)


CURRENT = Edition("current", "2026.08.1", "org.neo4j.server.Neo4jCommunity", 195)
LTS = Edition("lts", "5.26.30", "org.neo4j.server.CommunityEntryPoint", 160)
EDITIONS = {edition.name: edition for edition in (CURRENT, LTS)}
