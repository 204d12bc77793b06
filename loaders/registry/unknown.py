"""Owners of plan graphs that the registry does not know, as YAML entries to paste into it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.plan_graph import PlanGraph

if TYPE_CHECKING:
    from loaders.registry.registry import Registry

_CANDIDATES = 3
_ALIKE = 0.5


def unknown_entries(graphs: Iterable[PlanGraph], against: Registry | None = None) -> str:
    """One YAML text: for every jurisdiction the unknown owners, each with the known names that it resembles.

    An entry is for an owners-*.yaml file: keep it as an owner of its own, or make it an alias of a candidate.
    Empty when every owner is known.
    """
    if against is None:
        from loaders.registry import registry

        against = registry()
    plans: dict[tuple[str, str, str], set[str]] = {}
    for graph in graphs:
        names = {plan_id: attributes["name"] for plan_id, attributes in graph.nodes("Plan")}
        for start, _, edge in graph.edges("OWNS"):
            owner = graph.nx.nodes[start]
            if not against.resolve(owner["name"], owner["jurisdiction"]).known:
                key = (owner["jurisdiction"], owner["labels"][0], owner["name"])
                plans.setdefault(key, set()).add(names.get(edge["plan"], edge["plan"]))
    blocks = [
        _block(code, {key: value for key, value in plans.items() if key[0] == code}, against)
        for code in sorted({key[0] for key in plans})
    ]
    return "---\n".join(blocks)


def _block(code: str, entries: dict[tuple[str, str, str], set[str]], against: Registry) -> str:
    """The entries of one jurisdiction as a file of owners."""
    titles = sorted({title for found in entries.values() for title in found})
    keys = {title: f"plan-{number}" for number, title in enumerate(titles, 1)}
    known = [(form, owner.name) for owner in against.owners(code) for form in owner.forms()]
    lines = [f"# {against.place_name(code)}", f"jurisdiction: {_quoted(code)}", "sources:"]
    lines += [f"  {key}: {_quoted(title)}" for title, key in keys.items()]
    lines.append("owners:")
    for (_, label, name), found in sorted(entries.items()):
        for alike in _alike(name, known):
            lines.append(f"  # or an alias of {alike}")
        source = keys[min(found)]
        lines.append(f"  - {{name: {_quoted(name)}, label: {label}, known_by: text, source: {source}}}")
    return "\n".join(lines) + "\n"


def _alike(name: str, known: list[tuple[str, str]]) -> list[str]:
    """Canonical names of the known owners one of whose forms resembles ``name``, the most alike first."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(name)
    scores: dict[str, float] = {}
    for form, canonical in known:
        matcher.set_seq1(form)
        if matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE:
            scores[canonical] = max(scores.get(canonical, 0), matcher.ratio())
    return sorted(scores, key=lambda canonical: (-scores[canonical], canonical))[:_CANDIDATES]


def _quoted(text: str) -> str:
    """``text`` as a YAML scalar that no character of a printed name can break: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
