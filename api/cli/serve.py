"""``plangraph serve``: the HTTP API and the explorer over one store."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.help import help_of
from api.cli.options import StoreOption


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("serve", help=help_of("serve"))(serve)


def serve(
    store: StoreOption = "plangraph.kgl",
    host: Annotated[str | None, typer.Option("--host", help=help_of("serve.host"))] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help=help_of("serve.port"))] = None,
    root_path: Annotated[str | None, typer.Option("--root-path", help=help_of("serve.root-path"))] = None,
    sources: Annotated[
        Path | None,
        typer.Option("--sources", help=help_of("serve.sources")),
    ] = None,
) -> None:
    """``plangraph serve``."""
    import uvicorn
    from pydantic import ValidationError

    from api.http.app import create_app
    from api.http.connections import bounded_protocol
    from api.http.logs import configure_logs
    from api.http.settings import Settings

    given: dict[str, Any] = {"store": store, "host": host, "port": port, "root_path": root_path, "sources": sources}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        raise typer.BadParameter(f"PLANGRAPH_{str(first['loc'][0]).upper()}: {first['msg']}") from None
    configure_logs(settings.log_level)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"http://{shown}:{settings.port}{settings.root_path}/  (API: /docs, Ctrl+C ends)", file=sys.stderr)
    # uvicorn shuts down in order and then raises the signal again, whose default would skip what is cleaned up at exit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        create_app(settings),
        http=bounded_protocol(settings.max_connections, settings.head_seconds),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
