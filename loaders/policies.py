"""The registry of known policies: number, date, issuer and parents of documents that plans cite.

A plan says that it carries out a district's plan; that this plan in turn carries out a municipal one is known from
elsewhere. Such knowledge is data with its source, in ``loaders/registry/policies.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import RegistryError
from graph.ids import name_key
from graph.schema import load_yaml
from loaders.text.lexicon import lexicon

FIELDS = frozenset({"name", "aliases", "doc_number", "date", "issuer", "level", "kind", "parents", "known_by"})


@dataclass(frozen=True, slots=True)
class KnownPolicy:
    """A policy that the registry knows. ``parents`` are names of known policies that it carries out."""

    name: str
    kind: str
    known_by: str
    aliases: tuple[str, ...] = ()
    doc_number: str | None = None
    date: str | None = None
    issuer: str | None = None
    level: str | None = None
    parents: tuple[str, ...] = ()


class PolicyRegistry:
    """Known policies by name. Names are compared as identity sees them: width, quotes and white space do not count."""

    def __init__(self, policies: Mapping[str, KnownPolicy]) -> None:
        self.policies = policies
        self._by_key = {name_key(n): policy for policy in policies.values() for n in (policy.name, *policy.aliases)}

    def find(self, name: str) -> KnownPolicy | None:
        """The policy that goes by ``name`` (its name or an alias), or None."""
        return self._by_key.get(name_key(name))

    def parents(self, name: str) -> tuple[KnownPolicy, ...]:
        """The policies that ``name`` carries out, as far as they are known."""
        policy = self.find(name)
        return tuple(self.policies[parent] for parent in policy.parents) if policy else ()

    def ancestors(self, name: str) -> tuple[tuple[KnownPolicy, KnownPolicy], ...]:
        """All (policy, parent) pairs on the way up from ``name``, each once, nearest first."""
        pairs: dict[tuple[str, str], tuple[KnownPolicy, KnownPolicy]] = {}
        first = self.find(name)
        queue = [first] if first else []
        for policy in queue:
            for parent in self.parents(policy.name):
                if (policy.name, parent.name) not in pairs:
                    pairs[policy.name, parent.name] = (policy, parent)
                    queue.append(parent)
        return tuple(pairs.values())


@cache
def known_policies() -> PolicyRegistry:
    """The registry as shipped; raises RegistryError where the data file contradicts itself."""
    return read_policies(files("loaders").joinpath("registry", "policies.yaml").read_text("utf-8"))


def read_policies(text: str) -> PolicyRegistry:
    """A registry from YAML text; raises RegistryError on an unknown field, a name used twice or a dangling parent."""
    policies: dict[str, KnownPolicy] = {}
    seen: set[str] = set()
    for raw in load_yaml(text).get("policies", []):
        policy = _policy(raw)
        for name in (policy.name, *policy.aliases):
            if name_key(name) in seen:
                raise RegistryError(f"policies.yaml: {name} stands there twice; leave one entry")
            seen.add(name_key(name))
        policies[policy.name] = policy
    for policy in policies.values():
        for parent in policy.parents:
            if parent not in policies:
                raise RegistryError(
                    f"policies.yaml: {policy.name}: parent {parent} has no entry; add one or correct it"
                )
    return PolicyRegistry(policies)


def _policy(raw: Mapping[str, Any]) -> KnownPolicy:
    extra = set(raw) - FIELDS
    if extra or not raw.get("name") or not raw.get("known_by"):
        wrong = f"unknown field {sorted(extra)[0]}" if extra else "name and known_by are required"
        raise RegistryError(f"policies.yaml: {raw.get('name', '(no name)')}: {wrong}")
    lists = {key: tuple(raw.get(key, ())) for key in ("aliases", "parents")}
    plain = {key: value for key, value in raw.items() if key not in lists}
    return KnownPolicy(**{**plain, **lists, "kind": raw.get("kind") or policy_kind(raw["name"])})


def policy_kind(name: str) -> str:
    """The kind of document that a title says it is (five-year-plan, action-plan, opinion …; other where it says none)."""
    rules = lexicon().policies
    title = name.strip()
    while title.endswith((")", "）")):
        cut = max(title.rfind("("), title.rfind("（"))
        if cut <= 0:
            break
        title = title[:cut].strip()
    for rule in rules.kinds:
        if title.endswith(rule.suffixes) and (not rule.contains or any(word in title for word in rule.contains)):
            return rule.kind
    return rules.default_kind
