"""Asking: the catalogue (``queries``), one of its queries (``query``), and a text of one's own (``cypher``)."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from api.cli.messages import Language, say
from api.cli.options import (
    DEFAULT_STORE,
    LangOption,
    ListFormat,
    ListOption,
    RowsFormat,
    RowsOption,
    StoreOption,
    key_values,
)
from api.cli.output import console, print_json, print_rows, table
from api.cli.people import shown
from graph.store import open_store
from graph.store.apart import run_apart
from graph.store.port import DEFAULT_TIMEOUT
from queries.catalogue import catalogue
from queries.model import Query
from queries.run import run_query

Arguments = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]…", help="参数 · parameters")]


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``."""
    app.command("queries")(list_queries)
    app.command("query")(query)
    app.command("cypher")(cypher)


def _query_names(incomplete: str) -> list[str]:
    return [name for name in catalogue() if name.startswith(incomplete)]


def list_queries(to: ListOption = ListFormat.table, lang: LangOption = None) -> None:
    """列出可问的问题 · The catalogue: name, question, parameters."""
    language = lang or Language.en
    if to is ListFormat.json:
        print_json([_described(query) for query in catalogue().values()])
        return
    rows = [(query.name, query.question[language], "  ".join(_signature(query))) for query in catalogue().values()]
    console().print(table([say(key, language) for key in ("name", "question", "parameters")], rows))


def _signature(query: Query) -> list[str]:
    return [p.name if p.required else f"[{p.name}={'' if p.default is None else p.default}]" for p in query.parameters]


def _described(query: Query) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "kind": p.kind, "required": p.required, "default": p.default}
        | {"description": {"zh": p.zh, "en": p.en}}
        for p in query.parameters
    ]
    columns = [{"name": c.name, "type": c.type, "description": {"zh": c.zh, "en": c.en}} for c in query.columns]
    return {"name": query.name, "question": dict(query.question), "parameters": parameters, "columns": columns}


def query(
    name: Annotated[str, typer.Argument(help="问题的名称 · name of the query", autocompletion=_query_names)],
    arguments: Arguments = None,
    to: RowsOption = RowsFormat.table,
    every: Annotated[bool, typer.Option("--all", help="表格也显示标识列 · ids and places in the table too")] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """问一个问题 · Runs one query of the catalogue."""
    language = lang or Language.en
    given = key_values(arguments or [])
    with open_store(store) as opened:
        answer = run_query(opened, name, given)
    if to is RowsFormat.table and not answer.rows:
        print(say("no_rows", language))
    elif to is RowsFormat.table and not every:
        people = shown(answer, language)
        console().print(table(people.headings, people.rows))
    else:
        headings = [getattr(column, language) for column in answer.query.columns]
        print_rows(answer.columns, headings, answer.rows, to)
    _warn_truncated(answer.truncated, len(answer.rows), language)


def cypher(
    text: Annotated[str, typer.Argument(help="只读的 Cypher 语句 · a read-only Cypher text")],
    arguments: Arguments = None,
    to: RowsOption = RowsFormat.table,
    timeout: Annotated[float, typer.Option(min=0.001, help="最多几秒 · seconds that it may take")] = DEFAULT_TIMEOUT,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """自写的只读查询 · A read-only query of one's own; values as key=value, numbers and JSON as such."""
    parameters = {key: _typed(value) for key, value in key_values(arguments or []).items()}
    rows = run_apart(store, text, parameters, timeout=timeout)
    print_rows(rows.columns, rows.columns, rows.rows, to)
    _warn_truncated(rows.truncated, len(rows.rows), lang or Language.en)


def _typed(value: str) -> Any:
    """A parameter of an own text has no declared type: what reads as JSON is that, all else a string."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _warn_truncated(truncated: bool, count: int, language: Language) -> None:
    if truncated:
        print(say("truncated", language, count=count), file=sys.stderr)
