"""Java programs that only tests run: their Maven coordinates, and the checksums that a fetch is held to."""

from __future__ import annotations

from pathlib import Path

from jgo.maven import MavenContext

from graph.server.jars import check, jars, read_checksums

CHECKSUMS = Path(__file__).with_name("jars.sha256")
PROGRAMS = {
    "Apache Jena": "org.apache.jena:jena-cmds:5.5.0+org.slf4j:slf4j-simple:2.0.17",
    "OWL API": "net.sourceforge.owlapi:owlapi-distribution:5.1.20",
    "SLF4J": "org.slf4j:slf4j-simple:2.0.17",
}


def program(name: str) -> list[Path]:
    """The jars of one of the programs, fetched once."""
    return jars(name, PROGRAMS[name], lambda line: None, checksums=checksums())


def checksums() -> dict[str, str]:
    """SHA-256 by name of the jars that tests run."""
    return read_checksums(CHECKSUMS.read_text("utf-8"))


def gephi() -> Path:
    """The jar of Gephi's toolkit, which holds all that it needs; some of what its description names is gone."""
    release = MavenContext(timeout=60).project("org.gephi", "gephi-toolkit").at_version("0.10.1")
    jar = Path(release.artifact(classifier="all").resolve())
    check([jar], checksums())
    return jar
