"""Brings the labels of the schema into the catalogue's texts, which must run in Neo4j Browser as they stand.

A text looks a thing up by its id under all labels of its kind (``(i:Task|Scene|Project {id: $item})``), since both
engines have an index for each label. A label that is new in the schema belongs there too; ``make docs`` writes it.
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.schema import schema

CATALOGUE = Path(__file__).parent.parent / "queries" / "catalogue"
_LOOK_UP = re.compile(r"(?<=:)([A-Z]\w*(?:\|[A-Z]\w*)+)(?= \{id:)")


def brought(text: str) -> str:
    """``text`` with all labels of a kind wherever it looks a thing up under at least two of them."""
    return _LOOK_UP.sub(lambda match: "|".join(_completed(match.group().split("|"))), text)


def _completed(names: list[str]) -> list[str]:
    for family in schema().super_labels:
        kin = [label for label in schema().primary_labels(family) if schema().labels[label].super == family]
        if len(set(names) & set(kin)) > 1:
            names = [*kin, *(name for name in names if name not in kin)]
    return names


def main() -> None:
    for path in sorted(CATALOGUE.glob("*.cypher")):
        text = path.read_text("utf-8")
        if (new := brought(text)) != text:
            path.write_text(new, "utf-8")
            print(path.relative_to(CATALOGUE.parent.parent))


if __name__ == "__main__":
    main()
