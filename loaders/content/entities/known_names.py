"""Named things that the registry knows: one name for their printed forms, and forms that only a scan's fault explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.errors import RegistryError
from graph.ids import name_key
from graph.schema import load_yaml


@dataclass(frozen=True, slots=True)
class KnownName:
    """The canonical ``name`` of a printed form; ``scan_form`` where that form is a fault of the scan."""

    name: str
    scan_form: bool


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Printed forms of entities by (jurisdiction, key), and wrongly read words."""

    entities: Mapping[tuple[str, str], KnownName]
    misread: Mapping[str, str]

    def find(self, printed: str, jurisdiction: str) -> KnownName | None:
        """What ``printed`` is a form of in plans of ``jurisdiction``, or None."""
        return self.entities.get((jurisdiction, name_key(printed)))


@cache
def known_names() -> KnownNames:
    """The registry of named things as shipped; raises RegistryError where a form stands for two names."""
    return read_names(files("loaders").joinpath("registry", "entities.yaml").read_text("utf-8"))


def read_names(text: str) -> KnownNames:
    """Known names from YAML text; raises RegistryError where a form stands for two names or a source is missing."""
    raw = load_yaml(text)
    entities: dict[tuple[str, str], KnownName] = {}
    for entry in raw.get("entities", []):
        if not entry.get("source"):
            raise RegistryError(f"entities.yaml: {entry['name']}: source is missing; say how the name is known")
        forms = [(form, False) for form in (entry["name"], *entry.get("aliases", ()))]
        forms += [(form, True) for form in entry.get("scan_forms", ())]
        for form, scan in forms:
            key = (entry["jurisdiction"], name_key(form))
            if key in entities and entities[key].name != entry["name"]:
                raise RegistryError(f"entities.yaml: {form} stands for {entities[key].name} and {entry['name']}")
            entities.setdefault(key, KnownName(entry["name"], scan))
    misread = {form: entry["name"] for entry in raw.get("words", []) for form in entry["scan_forms"]}
    return KnownNames(entities, misread)
