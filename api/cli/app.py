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
from api.cli.help import help_of

app = typer.Typer(
    name="plangraph",
    help=help_of("plangraph"),
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
