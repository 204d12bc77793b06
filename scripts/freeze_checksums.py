"""Writes the SHA-256 of every jar that we fetch: of what the local server runs, and of what only tests run.

Run it (``make checksums``) after a version was changed, on a machine and a network that you trust, and read the diff:
what is written here is what every later fetch is held to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from jgo.constants import default_jgo_cache

from graph.server.editions import EDITIONS, SHELL
from graph.server.jars import fetch
from tests.jars import CHECKSUMS, PROGRAMS

HOME = Path(__file__).parent.parent


def main() -> None:
    """Fetches all programs and writes both files."""
    product = [SHELL, *(coordinates for edition in EDITIONS.values() for coordinates in edition.coordinates)]
    _write(HOME / "graph" / "server" / "jars.sha256", product)
    _write(CHECKSUMS, PROGRAMS.values())


def _write(target: Path, programs: Iterable[str]) -> None:
    found = {jar.name: jar for program in programs for jar in fetch(program, program, default_jgo_cache(), print, 0)}
    lines = []
    for name, jar in sorted(found.items()):
        with jar.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
