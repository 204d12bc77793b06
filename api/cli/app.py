"""The commands, put together."""

from __future__ import annotations

import typer

from api.cli import (
    ask,
    assistant,
    compare,
    corpus,
    decide,
    export,
    load,
    neo4j,
    owners,
    parse,
    plans,
    rdf,
    score,
    serve,
    store,
)

app = typer.Typer(
    name="plangraph",
    help="把政府工作计划变成可核对原文的知识图谱 · turns government work plans into a graph that can be checked against the page",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    load,
    plans,
    parse,
    owners,
    compare,
    decide,
    score,
    ask,
    export,
    serve,
    assistant,
    store,
    neo4j,
    rdf,
    corpus,
):
    module.register(app)
