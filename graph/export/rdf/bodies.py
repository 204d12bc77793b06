"""Which owner the issuer of a document is: a body has one IRI, whether it issues a plan or carries its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES = ("full_name", "qualified_name", "name")


class Bodies:
    """The owners of a graph by the names that an issuer may be printed with."""

    def __init__(self, nodes: Mapping[str, Mapping[str, Any]]) -> None:
        """``nodes``: attributes by node id."""
        self._known: dict[str, dict[str, str]] = {}
        for node_id, attributes in nodes.items():
            if "Owner" in attributes["labels"] and "OwnerGroup" not in attributes["labels"]:
                for key in _NAMES:
                    if name := attributes.get(key):
                        self._known.setdefault(name, {})[node_id] = attributes["jurisdiction"]

    def named(self, issuer: str, jurisdiction: str | None) -> str | None:
        """The id of the one owner called ``issuer``, of ``jurisdiction`` if that is known; None where none or several are."""
        held = self._known.get(issuer, {})
        fitting = [node_id for node_id, of in held.items() if jurisdiction is None or of == jurisdiction]
        return fitting[0] if len(fitting) == 1 else None
