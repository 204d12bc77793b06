"""The reference page of the schema, as Markdown, generated so that it can't drift from the schema itself."""

from __future__ import annotations

from collections.abc import Iterable

from graph.schema import Property, Schema, schema

_HEAD = """# Schema reference · 图谱参考

Generated from `graph/schema.yaml` by `make docs`; a test checks that this page is what the schema says.

Every node has `id` and `name`. A node has one primary label and at most one super-label. What was read from a text
carries its evidence: {evidence}. Every relationship carries `plan`; its identity is
(type, from, to, role, plan).

每个节点都有 `id` 和 `name`；凡从文本读出的节点和关系都带出处，`quote` 与原文第 `start` 至 `end` 个码点逐字相同。
"""


def render(of: Schema | None = None) -> str:
    """The page as one Markdown text, labels and relationships in the order of the schema file."""
    s = of or schema()
    evidence = ", ".join(f"`{p.name}` ({p.en})" for p in s.evidence.values())
    parts = [_HEAD.format(evidence=evidence), "## Labels · 节点\n"]
    for label in s.labels.values():
        above = f" : {label.super}" if label.super else ""
        scope = "belongs to one plan" if label.scope == "plan" else "shared by plans"
        parts.append(f"### {label.name}{above}\n\n{label.zh} — {label.en}. Ids `{label.prefix}-…`; {scope}.\n")
        parts.append(_table(label.properties.values()))
    parts.append("## Relationships · 关系\n")
    for relationship in s.relationships.values():
        ends = ", ".join(f"{a} → {b}" for a, b in relationship.ends)
        parts.append(f"### {relationship.name}\n\n{relationship.zh} — {relationship.en}. {ends}.\n")
        parts.append(_table(relationship.properties.values()))
    return "\n".join(part for part in parts if part)


def _table(properties: Iterable[Property]) -> str:
    rows = [f"| `{p.name}` | {_kind(p)} | {'yes' if p.required else ''} | {p.zh} | {p.en} |" for p in properties]
    if not rows:
        return ""
    return "\n".join(["| property | type | required | 说明 | what |", "|---|---|---|---|---|", *rows, ""])


def _kind(prop: Property) -> str:
    return f"{prop.type}: {', '.join(f'`{v}`' for v in prop.values)}" if prop.values else prop.type
