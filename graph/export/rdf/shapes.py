"""The SHACL shapes, from ``shapes.ttl``, for one base address."""

from __future__ import annotations

import re
from importlib.resources import files

from graph.export.rdf.mapping import RdfMapping


def shapes(mapping: RdfMapping) -> bytes:
    """``shapes.ttl`` as it stands beside the data."""
    text = files("graph.export.rdf").joinpath("shapes.ttl").read_text("utf-8")
    comparator = next(f for f in mapping.nodes["Target"].fields if f.key == "comparator")
    pattern = re.escape(mapping.base).replace("\\", "\\\\")
    inferred = [f"pg:{name.rpartition('#')[2]}" for name in sorted(mapping.inferred())]
    filled = {
        "{base}": mapping.base,
        "{pattern}": pattern,
        "{inferred}": " ".join(inferred),
        "{inferred, or}": ", ".join(inferred),
        "{comparators}": " ".join(comparator.encode(value) for value in comparator.names),
    }
    for place, value in filled.items():
        text = text.replace(place, value)
    return text.encode()
