"""The registry of owners: which body a printed name means, so that plans of different years share their owners.

Names, aliases, scan forms, rosters and rules are data beside this module (owners-*.yaml, owner-rules.yaml). What the
data does not know comes back as printed, with a label guessed by its words, and ``known`` false: never an error.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from graph.errors import RegistryError
from loaders.registry.places import Places, all_places
from loaders.registry.records import COMMON, COUNTRY, KnownOwner, OwnersFile, Roster, read_common, read_owners
from loaders.registry.registry import Registry, ResolvedOwner
from loaders.registry.rules import owner_rules
from loaders.registry.unknown import unknown_entries

__all__ = [
    "COUNTRY", "KnownOwner", "Registry", "ResolvedOwner", "Roster", "load_registry", "registry", "unknown_entries",
]  # fmt: skip

EXTRA = "PLANGRAPH_REGISTRY"


@cache
def registry() -> Registry:
    """The registry of this package and of the folder that PLANGRAPH_REGISTRY names, read once."""
    extra = os.environ.get(EXTRA)
    return load_registry(Path(extra) if extra else None)


def load_registry(extra: Path | None = None) -> Registry:
    """A registry from the packaged files and the owners-*.yaml of ``extra``; raises RegistryError."""
    common: tuple[tuple[str, ...], ...] = ()
    listed: dict[str, OwnersFile] = {}
    for where, text in _texts(extra):
        if where.endswith(f"owners-{COMMON}.yaml"):
            common += read_common(text, where)
            continue
        owners = read_owners(text, where)
        held = listed.setdefault(owners.jurisdiction, owners)
        if held is not owners:
            held.extend(owners, where)
    return Registry(listed, common, owner_rules(), Places(all_places()))


def _texts(extra: Path | None) -> Iterator[tuple[str, str]]:
    """(name, text) of every file of owners, in a fixed order."""
    for item in sorted(files("loaders.registry").iterdir(), key=lambda entry: entry.name):
        if item.name.startswith("owners-") and item.name.endswith(".yaml"):
            yield item.name, item.read_text("utf-8")
    if extra is None:
        return
    try:
        for path in sorted(extra.glob("owners-*.yaml")):
            yield str(path), path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise RegistryError(f"{extra}: can't read the registry folder: {error}") from None
    if not extra.is_dir():
        raise RegistryError(f"{extra}: no such folder; {EXTRA} must name a folder of owners-*.yaml files")
