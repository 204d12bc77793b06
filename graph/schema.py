"""The graph schema as typed objects, read once from ``schema.yaml`` and checked loudly.

The schema is data so that checks, constraints, load texts, CSV headers, RDF terms and the reference page can all
be derived from one place. A contradiction in the file is a defect of ours and stops everything at import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.errors import SchemaError

try:  # libyaml reads four times as fast; a build of PyYAML may lack it
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "date": (str,),
    "strings": (list, tuple),
}
EVIDENCE = ("required", "optional", "none")
SCOPES = ("plan", "shared")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its key, value type, whether it must be there, the values allowed, and what it means."""

    name: str
    type: str
    zh: str
    en: str
    required: bool = False
    values: tuple[str, ...] = ()
    rdf: Mapping[str, Any] = field(default_factory=dict)
    free: bool = field(init=False)  # any string will do

    def __post_init__(self) -> None:
        object.__setattr__(self, "free", self.type == "string" and not self.values)


@dataclass(frozen=True, slots=True)
class Label:
    """A primary label with its super-label, id prefix, scope (plan or shared) and properties."""

    name: str
    super: str | None
    prefix: str
    scope: str
    evidence: str
    zh: str
    en: str
    properties: Mapping[str, Property]
    rdf: Mapping[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels of such a node, the primary one first."""
        return (self.name,) if self.super is None else (self.name, self.super)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship type, the (from, to) label pairs it may join (super-labels allowed) and its properties.

    ``derived``: inferred by the store from what plans state, and stated by none of them.
    """

    name: str
    ends: tuple[tuple[str, str], ...]
    evidence: str
    zh: str
    en: str
    properties: Mapping[str, Property]
    rdf: Mapping[str, Any] = field(default_factory=dict)
    derived: bool = False
    pairs: frozenset[tuple[str, str]] = frozenset()  # the ends as primary labels


@dataclass(frozen=True, slots=True)
class Schema:
    """Labels, super-labels and relationships, each by name, in the order of the file.

    ``reads``: versions of the schema whose stores are read as they are.
    """

    version: int
    reads: frozenset[int]
    reserved: frozenset[str]
    evidence: Mapping[str, Property]
    super_labels: Mapping[str, Mapping[str, Any]]
    labels: Mapping[str, Label]
    relationships: Mapping[str, Relationship]
    lookups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def label(self, name: str) -> Label:
        """The primary label ``name``; raises SchemaError for an unknown one."""
        try:
            return self.labels[name]
        except KeyError:
            raise SchemaError(f"schema: unknown label {name!r}; known: {', '.join(self.labels)}") from None

    def relationship(self, name: str) -> Relationship:
        """The relationship type ``name``; raises SchemaError for an unknown one."""
        try:
            return self.relationships[name]
        except KeyError:
            known = ", ".join(self.relationships)
            raise SchemaError(f"schema: unknown relationship {name!r}; known: {known}") from None

    def derived(self) -> tuple[str, ...]:
        """The relationship types that stores infer."""
        return tuple(name for name, relationship in self.relationships.items() if relationship.derived)

    def primary_labels(self, name: str) -> tuple[str, ...]:
        """The primary labels that ``name`` (primary or super) stands for."""
        return tuple(label.name for label in self.labels.values() if name in label.labels)


def _properties(raw: Mapping[str, Any], reserved: frozenset[str], where: str) -> dict[str, Property]:
    found = {}
    for name, spec in raw.items():
        if not _NAME.match(name):
            raise SchemaError(f"schema: {where}.{name}: a key is ASCII letters, digits and _")
        if name in reserved:
            raise SchemaError(f"schema: {where}.{name}: reserved by the embedded engine; choose another key")
        unknown = set(spec) - {"type", "required", "values", "zh", "en", "rdf"}
        if unknown:
            raise SchemaError(f"schema: {where}.{name}: unknown field {sorted(unknown)[0]!r}")
        if spec.get("type") not in TYPES:
            raise SchemaError(f"schema: {where}.{name}: type {spec.get('type')!r} is none of {', '.join(TYPES)}")
        if not spec.get("zh") or not spec.get("en"):
            raise SchemaError(f"schema: {where}.{name}: a description in zh and en is missing")
        values = tuple(spec.get("values", ()))
        found[name] = Property(
            name, spec["type"], spec["zh"], spec["en"], spec.get("required", False), values, spec.get("rdf", {})
        )
    return found


def _merged(parts: list[Mapping[str, Property]], where: str) -> dict[str, Property]:
    merged: dict[str, Property] = {}
    for part in parts:
        for name, prop in part.items():
            if name in merged:
                raise SchemaError(f"schema: {where}.{name}: stated twice")
            merged[name] = prop
    return merged


def _label(name: str, spec: Mapping[str, Any], raw: Mapping[str, Any], reserved: frozenset[str]) -> Label:
    where = f"labels.{name}"
    super_label = spec.get("super")
    if super_label is not None and super_label not in raw["super_labels"]:
        raise SchemaError(f"schema: {where}: unknown super-label {super_label!r}")
    if spec.get("scope") not in SCOPES:
        raise SchemaError(f"schema: {where}: scope must be one of {', '.join(SCOPES)}")
    if spec.get("evidence") not in EVIDENCE:
        raise SchemaError(f"schema: {where}: evidence must be one of {', '.join(EVIDENCE)}")
    groups = []
    for group in spec.get("groups", []):
        if group not in raw["property_groups"]:
            raise SchemaError(f"schema: {where}: unknown property group {group!r}")
        groups.append(_properties(raw["property_groups"][group], reserved, f"property_groups.{group}"))
    own = _properties(spec.get("properties", {}), reserved, where)
    return Label(
        name, super_label, spec["prefix"], spec["scope"], spec["evidence"], spec["zh"], spec["en"],
        _merged([*groups, own], where), spec.get("rdf", {}),
    )  # fmt: skip


def _relationship(
    name: str, spec: Mapping[str, Any], labels: Mapping[str, Label], common: Mapping[str, Property],
    reserved: frozenset[str],
) -> Relationship:  # fmt: skip
    where = f"relationships.{name}"
    known = {n for label in labels.values() for n in label.labels}
    for pair in spec["ends"]:
        for end in pair:
            if end not in known:
                raise SchemaError(f"schema: {where}: unknown label {end!r} at an end")
    if spec.get("evidence") not in EVIDENCE:
        raise SchemaError(f"schema: {where}: evidence must be one of {', '.join(EVIDENCE)}")
    own = _properties(spec.get("properties", {}), reserved, where)
    primary = {n: [label.name for label in labels.values() if n in label.labels] for n in known}
    pairs = frozenset((one, other) for a, b in spec["ends"] for one in primary[a] for other in primary[b])
    return Relationship(
        name, tuple((a, b) for a, b in spec["ends"]), spec["evidence"], spec["zh"], spec["en"],
        _merged([common, own], where), spec.get("rdf", {}), spec.get("derived", False), pairs,
    )  # fmt: skip


class _UniqueKeys(_SafeLoader):
    """A YAML loader that refuses a key printed twice, which PyYAML would silently let win."""


def _unique_mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise SchemaError(f"{key_node.start_mark.name}: line {line}: {key!r} stands twice; keep one")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def load_yaml(text: str) -> Any:
    """YAML as plain data; a duplicate key raises SchemaError with its line."""
    return yaml.load(text, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader


def parse_schema(text: str) -> Schema:
    """A Schema from YAML text; raises SchemaError that names the place of the first contradiction."""
    raw = load_yaml(text)
    reserved = frozenset(raw["reserved"])
    evidence = _properties(raw["evidence"], reserved, "evidence")
    labels = {name: _label(name, spec, raw, reserved) for name, spec in raw["labels"].items()}
    supers = {label.super for label in labels.values()}
    for name in raw["super_labels"]:
        if name not in supers:
            raise SchemaError(f"schema: super_labels.{name}: no label uses it")
    common = _properties(raw["relationship_common"], reserved, "relationship_common")
    relationships = {
        name: _relationship(name, spec, labels, common, reserved) for name, spec in raw["relationships"].items()
    }
    lookups = {name: tuple(keys) for name, keys in raw.get("lookups", {}).items()}
    _check_lookups(lookups, labels)
    reads = frozenset({raw["version"], *raw.get("reads", ())})
    return Schema(raw["version"], reads, reserved, evidence, raw["super_labels"], labels, relationships, lookups)


def _check_lookups(lookups: Mapping[str, tuple[str, ...]], labels: Mapping[str, Label]) -> None:
    for name, keys in lookups.items():
        known = {key for label in labels.values() if name in label.labels for key in ("name", *label.properties)}
        if unknown := [key for key in keys if key not in known]:
            raise SchemaError(f"schema: lookups.{name}: no such label, or it has no property {unknown[0]!r}")


@cache
def schema() -> Schema:
    """The schema of this package, read once."""
    return parse_schema(files("graph").joinpath("schema.yaml").read_text("utf-8"))
