"""The catalogue: one ``.cypher`` file a query, read once and checked loudly.

A file can be pasted into Neo4j Browser as it stands: its header is a comment (YAML behind ``//``) and ends with the
``:params`` line to set its parameters with. A contradiction between header and text is a defect of ours and stops
everything at first use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.errors import QueryError, SchemaError
from graph.schema import load_yaml
from queries import checks, header
from queries.model import Parameter, Query

GROUPS = ("plans", "responsibility", "workload", "dependence", "policies", "goals", "places", "structure", "things",
          "search", "quality", "network")  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_FIELDS = {"question", "group", "parameters", "columns", "chart", "rows"}


@cache
def catalogue() -> Mapping[str, Query]:
    """All named queries by name, Cypher texts and analyses alike; raises QueryError where a file contradicts itself."""
    from queries.analytics import analyses

    folder = files("queries").joinpath("catalogue")
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".cypher")}
    return collected([*(parse_query(name, texts[name]) for name in sorted(texts)), *analyses()])


def collected(queries: Iterable[Query]) -> dict[str, Query]:
    """Queries by name, in the order of groups; raises QueryError for two of one name, question or text."""
    found: dict[str, Query] = {}
    seen: dict[str, str] = {}
    for query in sorted(queries, key=lambda query: (GROUPS.index(query.group), query.kind != "cypher", query.name)):
        for mark in (query.name, query.question["zh"], query.question["en"], " ".join(query.text.split())):
            if mark and mark in seen:
                raise QueryError(f"{query.name}: the same name, question or text as {seen[mark]}; keep one")
            seen[mark] = query.name
        found[query.name] = query
    return found


def parse_query(file_name: str, content: str) -> Query:
    """The query in a file's content; raises QueryError that names the file and what is wrong with it."""
    name = file_name.removesuffix(".cypher")
    if not _NAME.match(name):
        raise QueryError(f"{file_name}: a query is named in lower-case words joined by -")
    head, text = _split(content)
    raw, settings = _header(head, file_name)
    question = raw.get("question") or {}
    if not isinstance(question, dict) or set(question) != {"zh", "en"}:
        raise QueryError(f"{file_name}: the question must be given in zh and en")
    if raw.get("group") not in GROUPS:
        raise QueryError(f"{file_name}: group {raw.get('group')!r} is none of {', '.join(GROUPS)}")
    query = Query(
        name, raw["group"], question, header.parameters(raw.get("parameters") or {}, file_name),
        header.columns(raw.get("columns") or "", file_name), text, chart=raw.get("chart") or {},
        one_row=raw.get("rows") == "one",
    )  # fmt: skip
    if settings != (expected := params_line(query.parameters)):
        raise QueryError(f"{file_name}: the line to set parameters with must read: // {expected or '(no such line)'}")
    checks.check_text(query, file_name)
    return query


def params_line(parameters: Iterable[Parameter]) -> str:
    """What to run in Neo4j Browser before the text: a ``:params`` command with the defaults; "" without parameters."""
    values = {p.name: "" if p.default is None else p.default for p in parameters}
    inner = ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return f":params {{{inner}}}" if inner else ""


def _split(content: str) -> tuple[list[str], str]:
    """The header's lines without their ``//``, and the text below."""
    lines = content.splitlines()
    count = next((index for index, line in enumerate(lines) if not line.startswith("//")), len(lines))
    return [line[2:].removeprefix(" ") for line in lines[:count]], "\n".join(lines[count:]).strip()


def _header(lines: list[str], file_name: str) -> tuple[dict[str, Any], str]:
    settings = next((line.strip() for line in lines if line.startswith(":params")), "")
    try:
        raw = load_yaml("\n".join(line for line in lines if not line.startswith(":params")))
    except (yaml.YAMLError, SchemaError) as error:
        raise QueryError(f"{file_name}: the header is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(raw, dict):
        raise QueryError(f"{file_name}: the header of // lines is missing")
    if unknown := sorted(set(raw) - _FIELDS):
        raise QueryError(
            f"{file_name}: unknown field {unknown[0]!r} in the header; known: {', '.join(sorted(_FIELDS))}"
        )
    return raw, settings
