"""The catalogue: one ``.cypher`` file a query, read once and checked loudly.

A file can be pasted into Neo4j Browser as it stands: its header is a comment (YAML behind ``//``) and ends with the
``:param`` lines to set its parameters with. A contradiction between header and text is a defect of ours and stops
everything at first use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from graph.errors import QueryError, SchemaError
from graph.languages import LANGUAGES, in_all_languages
from graph.schema import load_yaml
from queries import checks, header
from queries.model import Parameter, Query

GROUPS = ("plans", "responsibility", "workload", "dependence", "policies", "cascade", "goals", "places", "structure", "things",
          "search", "quality", "network")  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_FIELDS = {"question", "group", "parameters", "columns", "chart", "rows"}


@cache
def catalogue() -> Mapping[str, Query]:
    """All named queries by name, Cypher texts and analyses alike; raises QueryError where a file contradicts itself."""
    from queries.analytics import analyses

    folder = files("queries").joinpath("catalogue")
    texts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".cypher")}
    indexed = files("queries").joinpath("fulltext")
    found = [parse_query(name, texts[name]) for name in sorted(texts)]
    for place, query in enumerate(found):
        if (file := indexed.joinpath(f"{query.name}.cypher")).is_file():
            found[place] = with_index(query, file.read_text("utf-8"))
    return collected([*found, *analyses()])


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
    head, text = split_file(content)
    raw, settings = read_header(head, file_name)
    question = question_of(raw, file_name)
    if raw.get("group") not in GROUPS:
        raise QueryError(f"{file_name}: group {raw.get('group')!r} is none of {', '.join(GROUPS)}")
    query = Query(
        name, raw["group"], question, header.parameters(raw.get("parameters") or {}, file_name),
        header.columns(raw.get("columns") or "", file_name), text, chart=raw.get("chart") or {},
        one_row=raw.get("rows") == "one",
    )  # fmt: skip
    check_settings(query, settings, file_name)
    checks.check_text(query, file_name)
    return query


def with_index(query: Query, content: str) -> Query:
    """``query`` with the text of a file in ``fulltext/``; raises QueryError where that is another question."""
    where = f"fulltext/{query.name}.cypher"
    head, text = split_file(content)
    check_settings(query, [line.strip() for line in head], where)
    checks.check_indexed(replace(query, text=text), where)
    return replace(query, indexed=text)


def check_settings(query: Query, settings: list[str], where: str) -> None:
    """Raises QueryError, which names ``where``, when the lines to set parameters with are not those of ``query``."""
    if settings != (expected := param_lines(query.parameters)):
        wanted = " // ".join(expected) or "(no such line)"
        raise QueryError(f"{where}: the lines to set parameters with must read: // {wanted}")


def question_of(raw: Mapping[str, Any], where: str, area: str = "questions") -> dict[str, str]:
    """The question that a header asks, by language, one of ``area``; raises QueryError that names ``where``."""
    question = in_all_languages(raw.get("question") or {}, f"{area}.{where.removesuffix('.cypher')}")
    if not isinstance(question, dict) or set(question) != set(LANGUAGES):
        raise QueryError(f"{where}: the question must be given in zh and en")
    return question


def param_lines(parameters: Iterable[Parameter], given: Mapping[str, str] | None = None) -> list[str]:
    """What to run in Neo4j Browser before a text, all at once or line by line: each parameter's ``given`` value, else
    its default or example.

    The form with => keeps whole numbers whole, which ``:params {…}`` does not.
    """
    values = {p.name: (given or {}).get(p.name, p.example if p.default is None else p.default) for p in parameters}
    return [f":param {name} => {literal(value)};" for name, value in values.items()]


def literal(value: str | int | float) -> str:
    """``value`` as Cypher prints it."""
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return json.dumps(value)


def split_file(content: str) -> tuple[list[str], str]:
    """The header's lines without their ``//``, and the text below."""
    lines = content.splitlines()
    count = next((index for index, line in enumerate(lines) if not line.startswith("//")), len(lines))
    return [line[2:].removeprefix(" ") for line in lines[:count]], "\n".join(lines[count:]).strip()


def read_header(lines: list[str], file_name: str) -> tuple[dict[str, Any], list[str]]:
    settings = [line.strip() for line in lines if line.startswith(":param")]
    try:
        raw = load_yaml("\n".join(line for line in lines if not line.startswith(":param")))
    except (yaml.YAMLError, SchemaError) as error:
        raise QueryError(f"{file_name}: the header is no YAML: {' '.join(str(error).split())}") from None
    if not isinstance(raw, dict):
        raise QueryError(f"{file_name}: the header of // lines is missing")
    if unknown := sorted(set(raw) - _FIELDS):
        raise QueryError(
            f"{file_name}: unknown field {unknown[0]!r} in the header; known: {', '.join(sorted(_FIELDS))}"
        )
    return raw, settings
