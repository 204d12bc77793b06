"""The rules for owners that no entry names (owner-rules.yaml): label, first characters, national marks, leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import RegistryError
from graph.schema import load_yaml
from loaders.registry.records import OWNER_LABELS, strings

_FILE = "owner-rules.yaml"


@dataclass(frozen=True, slots=True)
class LabelRule:
    """A name has ``label`` when it begins, ends, contains or is one of these words."""

    label: str
    prefixes: tuple[str, ...]
    contains: tuple[str, ...]
    suffixes: tuple[str, ...]
    names: frozenset[str]

    def fits(self, name: str) -> bool:
        """Whether the rule holds for ``name``."""
        return (
            name in self.names
            or name.startswith(self.prefixes)
            or name.endswith(self.suffixes)
            or any(word in name for word in self.contains)
        )


@dataclass(frozen=True, slots=True)
class OwnerRules:
    """See owner-rules.yaml, which explains each field."""

    labels: tuple[LabelRule, ...]
    default_label: str
    with_place: tuple[str, ...]
    town_offices: tuple[str, ...]
    prefixes: Mapping[str, str]
    not_prefixed: tuple[str, ...]
    national_prefixes: tuple[str, ...]
    national_suffixes: tuple[str, ...]
    country_leads: tuple[str, ...]
    leads: tuple[str, ...]
    unknown_places: tuple[str, ...]
    no_places: tuple[str, ...]
    unknown_bodies: tuple[str, ...]
    after_places: tuple[str, ...]
    number_sign: str
    provinces: Mapping[str, str]
    country_name: str
    town_endings: tuple[str, ...]
    local_bodies: tuple[str, ...]
    before_local_bodies: tuple[str, ...]

    def label(self, name: str) -> str:
        """The label that the words of ``name`` suggest."""
        return next((rule.label for rule in self.labels if rule.fits(name)), self.default_label)

    def prefix(self, name: str) -> str:
        """What stands before the words of ``name`` if it says whose body it is (区, 自治区), else an empty string."""
        if not name.startswith(tuple(self.prefixes)) or name.startswith(self.not_prefixed):
            return ""
        found = (prefix for prefix in self.prefixes if name.startswith(prefix) and len(name) >= len(prefix) + 2)
        return max(found, key=len, default="")

    def is_national(self, name: str) -> bool:
        """Whether ``name`` has a mark that only names of national bodies have."""
        return name.startswith(self.national_prefixes) or name.endswith(self.national_suffixes)


@cache
def owner_rules() -> OwnerRules:
    """The rules of this package, read once; raises RegistryError for a contradiction."""
    raw = load_yaml(files("loaders.registry").joinpath(_FILE).read_text("utf-8"))
    rules = []
    for label, spec in raw["labels"].items():
        if label not in OWNER_LABELS:
            raise RegistryError(f"{_FILE}: labels: unknown label {label!r}")
        rules.append(_rule(label, spec))
    return OwnerRules(
        labels=tuple(rules[:-1]),
        default_label=rules[-1].label,
        with_place=strings(raw, "with_place", _FILE),
        town_offices=strings(raw, "town_offices", _FILE),
        prefixes=raw["prefixes"],
        not_prefixed=strings(raw, "not_prefixed", _FILE),
        national_prefixes=strings(raw["national"], "prefixes", _FILE),
        national_suffixes=strings(raw["national"], "suffixes", _FILE),
        country_leads=strings(raw, "country_leads", _FILE),
        leads=strings(raw, "leads", _FILE),
        unknown_places=strings(raw, "unknown_places", _FILE),
        no_places=strings(raw, "no_places", _FILE),
        unknown_bodies=strings(raw, "unknown_bodies", _FILE),
        after_places=strings(raw, "after_places", _FILE),
        number_sign=raw["number_sign"],
        provinces=raw["provinces"],
        country_name=raw["country_name"],
        town_endings=strings(raw, "town_endings", _FILE),
        local_bodies=strings(raw, "local_bodies", _FILE),
        before_local_bodies=strings(raw, "before_local_bodies", _FILE),
    )


def _rule(label: str, spec: Mapping[str, Any]) -> LabelRule:
    where = f"{_FILE}: labels.{label}"
    prefixes, contains, suffixes, names = (
        strings(spec, key, where) for key in ("prefixes", "contains", "suffixes", "names")
    )
    return LabelRule(label, prefixes, contains, suffixes, frozenset(names))
