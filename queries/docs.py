"""The catalogue's reference page, generated so that it can't drift from the queries: ``python -m queries.docs``."""

from __future__ import annotations

import sys

from queries.catalogue import catalogue, param_lines
from queries.model import Column, Parameter, Query

_HEAD = """\
# The catalogue of queries

Generated from `queries/catalogue/*.cypher` and `queries/analyses.yaml` by `python -m queries.docs`; edit those, not this page.

Run one with `plangraph query NAME key=value …`, over HTTP at `/api/v1/queries/NAME?key=value`, or paste it into Neo4j
Browser: first its `:param` lines (all at once, or with values of your own), then the text. In a pasted text an item is
given by `PLAN:NUMBER` (松江2023:8), its name, qualified name or id; an owner by its name, qualified name (松江区科委),
short name or id; a plan by place and year (松江2023), its name or id, empty for all; other things by name or id.
Elsewhere aliases and parts of names do, too. Analyses are computed with networkx on the graph and have no Cypher text.
"""


def render() -> str:
    """The page, in Markdown: every query with its question in Chinese and English, parameters, columns and text."""
    queries = catalogue()
    lines = [_HEAD]
    group = ""
    for query in queries.values():
        if query.group != group:
            group = query.group
            lines.append(
                f"- **{group}**: {', '.join(f'[{q.name}](#{q.name})' for q in queries.values() if q.group == group)}"
            )
    return "\n".join([*lines, "", *(_section(query) for query in queries.values())])


def _section(query: Query) -> str:
    lines = [f"## {query.name}", "", f"{query.question['zh']}  ", query.question["en"], ""]
    if query.parameters:
        lines += ["| parameter | kind | default | | |", "|---|---|---|---|---|"]
        lines += [f"| `{p.name}` | {p.kind} | {_default(p)} | {p.zh} | {p.en} |" for p in query.parameters]
        lines.append("")
    lines += ["| column | type | | |", "|---|---|---|---|"]
    lines += [f"| `{c.name}` | {_type(c)} | {c.zh} | {c.en} |" for c in query.columns]
    lines.append("")
    if query.text:
        if settings := param_lines(query.parameters):
            lines += ["```", *settings, "```", ""]
        lines += ["```cypher", query.text, "```", ""]
    if query.indexed:
        lines += [
            "On Neo4j its full-text index is asked, for the same rows:",
            "",
            "```cypher",
            query.indexed,
            "```",
            "",
        ]
    return "\n".join(lines)


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "required"
    allowed = f" (one of {', '.join(parameter.values)})" if parameter.values else ""
    return ("empty" if parameter.default == "" else f"{parameter.default}") + allowed


def _type(column: Column) -> str:
    fields = f" of {', '.join(field.name for field in column.fields)}" if column.fields else ""
    return f"{column.type}{fields}{', may be empty' if column.optional else ''}"


if __name__ == "__main__":
    sys.stdout.write(render())
