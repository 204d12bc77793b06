"""``plangraph mcp``: the catalogue as tools for assistants, over standard input and output or over HTTP."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import default_language, say
from api.cli.options import DEFAULT_STORE, LangOption, StoreOption
from graph.errors import PlangraphError
from graph.store import open_store


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("mcp", help=help_of("mcp"))(mcp)


def mcp(
    store: StoreOption = DEFAULT_STORE,
    http: Annotated[
        int | None,
        typer.Option("--http", metavar="PORT", min=1, max=65535, help=help_of("mcp.http")),
    ] = None,
    host: Annotated[str, typer.Option("--host", help=help_of("mcp.host"))] = "127.0.0.1",
    lang: LangOption = None,
) -> None:
    """``plangraph mcp``."""
    try:
        from api.mcp import serve_http, serve_stdio
    except ImportError as error:
        raise PlangraphError(
            f"assistants need the extra `mcp` ({error.name} is missing); install it with: pip install 'plangraph[mcp]'"
        ) from None
    with open_store(store) as opened:
        if http is None:
            serve_stdio(opened)
        else:
            print(say("mcp_serving", lang or default_language(), address=f"http://{host}:{http}/mcp"), file=sys.stderr)
            serve_http(opened, host, http)
