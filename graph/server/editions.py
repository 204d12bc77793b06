"""Which Neo4j we run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.server.jars import jars
from graph.server.locks import Report

BROWSER_VERSION = "5.24.0"
# The last one that Maven Central has. What is let through of it (``apoc.meta.*``) works on servers of both versions.
APOC = "5.26.19"


@dataclass(frozen=True, slots=True)
class Edition:
    """A Neo4j Community release: the name of its home, its version and the class that starts it.

    ``latin1`` says that its neo4j.conf is read as Latin-1.
    """

    name: str
    version: str
    main_class: str
    megabytes: int
    latin1: bool = False

    @property
    def coordinates(self) -> tuple[str, str]:
        """Maven's coordinates of the server and of its plugins."""
        browser = f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}"
        server = f"org.neo4j:neo4j:{self.version}+org.neo4j.app:neo4j-server:{self.version}+{browser}"
        apoc = "+".join(f"org.neo4j.procedure:{name}:{APOC}" for name in ("apoc-core", "apoc-common"))
        return server, apoc

    def jars(self, report: Report) -> list[Path]:
        """The jars of the database, its HTTP server and its Browser (``megabytes``, fetched once).

        ``report`` is told what is being fetched; raises StoreError when it can't be.
        """
        return jars(f"Neo4j {self.version}", self.coordinates[0], report, self.megabytes)

    def plugins(self, report: Report) -> list[Path]:
        """The jars that go into the server's folder of plugins: APOC Core with what it pulls."""
        return jars(f"APOC {APOC}", self.coordinates[1], report, 5)


CURRENT = Edition("current", "2026.08.1", "org.neo4j.server.Neo4jCommunity", 195)
LTS = Edition("lts", "5.26.30", "org.neo4j.server.CommunityEntryPoint", 160, latin1=True)
EDITIONS = {edition.name: edition for edition in (CURRENT, LTS)}
SHELL = f"org.neo4j:cypher-shell:{LTS.version}"


def shell_jars(report: Report) -> list[Path]:
    """The jars of cypher-shell, which speaks to servers of either version; raises StoreError as ``Edition.jars``."""
    return jars("cypher-shell", SHELL, report, 40)
