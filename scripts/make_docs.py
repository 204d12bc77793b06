"""Writes the pages under docs/ that are generated from data: the schema and the catalogue of queries."""

from __future__ import annotations

from pathlib import Path

from graph import schema_docs
from queries import docs as query_docs
from scripts import readme

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"schema.md": schema_docs.render, "queries.md": query_docs.render}


def main() -> None:
    for name, render in PAGES.items():
        (DOCS / name).write_text(render(), "utf-8")
        print(f"docs/{name}")
    readme.main()


if __name__ == "__main__":
    main()
