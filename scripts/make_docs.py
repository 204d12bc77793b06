"""Writes all that is generated: pages under docs/, JSON Schema of gold files, examples of the API, READMEs' output."""

from __future__ import annotations

import json
from pathlib import Path

from graph import schema_docs
from loaders.score import gold_schema
from queries import docs as query_docs
from scripts import api_examples, labels, readme

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
GOLD_SCHEMA = ROOT / "loaders" / "score" / "gold.schema.json"
PAGES = {"schema.md": schema_docs.render, "queries.md": query_docs.render}


def main() -> None:
    labels.main()  # first: the rest reads the texts
    for name, render in PAGES.items():
        (DOCS / name).write_text(render(), "utf-8")
        print(f"docs/{name}")
    GOLD_SCHEMA.write_text(json.dumps(gold_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(GOLD_SCHEMA.relative_to(ROOT))
    api_examples.main()
    readme.main()


if __name__ == "__main__":
    main()
