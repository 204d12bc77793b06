"""``plangraph neo4j``: a local Neo4j with its Browser, started, found, filled and stopped."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import Language, default_language, say
from api.cli.options import LangOption
from api.cli.output import console
from graph.errors import StoreError

if TYPE_CHECKING:
    from graph.server import Home, Options, State

neo4j_app = typer.Typer(
    name="neo4j",
    no_args_is_help=True,
    help=help_of("neo4j"),
)
LtsOption = Annotated[bool, typer.Option("--lts", help=help_of("option.lts"))]
NoAuthOption = Annotated[bool, typer.Option("--no-auth", help=help_of("option.no-auth"))]
HeapOption = Annotated[str | None, typer.Option("--memory", metavar="2g", help=help_of("option.memory"))]
REPORT_EVERY = 5.0


def register(app: typer.Typer) -> None:
    """Adds the command group to ``app``."""
    app.add_typer(neo4j_app)


@neo4j_app.command(help=help_of("neo4j.start"))
def start(
    lts: LtsOption = False,
    no_auth: NoAuthOption = False,
    listen: Annotated[
        str, typer.Option("--listen", metavar="ADDRESS", help=help_of("neo4j.start.listen"))
    ] = "127.0.0.1",
    bolt_port: Annotated[int, typer.Option("--bolt-port", min=0, max=65535)] = 7687,
    http_port: Annotated[int, typer.Option("--http-port", min=0, max=65535)] = 7474,
    memory: HeapOption = None,
    lang: LangOption = None,
) -> None:
    """``plangraph neo4j start``."""
    language = lang or default_language()
    if address := os.environ.get("NEO4J_URI"):
        print(say("neo4j_own", language, address=address))
        return
    server = _server()
    options = server.Options(listen, bolt_port, http_port, not no_auth, memory)
    _print_state(_started(_home(lts), options), _home(lts), language)


@neo4j_app.command(help=help_of("neo4j.stop"))
def stop(lts: LtsOption = False, lang: LangOption = None) -> None:
    """``plangraph neo4j stop``."""
    home = _home(lts)
    key = "neo4j_stopped" if _server().stop(home) else "neo4j_not_running"
    print(say(key, lang or default_language(), version=home.edition.version), file=sys.stderr)


@neo4j_app.command(help=help_of("neo4j.status"))
def status(lang: LangOption = None) -> None:
    """``plangraph neo4j status``."""
    language, server = lang or default_language(), _server()
    for edition in server.EDITIONS.values():
        home = server.Home.of(edition)
        state = server.status(home)
        if state is None:
            print(say("neo4j_not_running", language, version=edition.version))
        else:
            _print_state(state, home, language)


@neo4j_app.command("open", help=help_of("neo4j.open"))
def open_browser(
    lts: LtsOption = False,
    no_auth: NoAuthOption = False,
    show: Annotated[bool, typer.Option("--print", help=help_of("neo4j.open.print"))] = False,
    lang: LangOption = None,
) -> None:
    """``plangraph neo4j open``."""
    language = lang or default_language()
    home = _home(lts)
    state = _started(home, _server().Options(auth=not no_auth))
    if state.auth:
        print(say("neo4j_type_password", language, password=home.password()), file=sys.stderr)
    print(state.browser)
    if not show:
        webbrowser.open(state.browser)


@neo4j_app.command("import", help=help_of("neo4j.import"))
def import_files(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=help_of("neo4j.import.folder"))],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=help_of("neo4j.import.overwrite"))] = False,
    lts: LtsOption = False,
    memory: HeapOption = None,
    lang: LangOption = None,
) -> None:
    """``plangraph neo4j import``."""
    server = _server()
    from graph.server.bulk import import_export

    home = _home(lts)
    _prepare_assets(home, None)
    with _reporting() as report:
        state = import_export(home, folder, server.Options(heap=memory), report, overwrite=overwrite)
    _prepare_assets(home, state)
    print(say("neo4j_imported", lang or default_language()), file=sys.stderr)
    _print_state(state, home, lang or default_language())


@neo4j_app.command(context_settings={"ignore_unknown_options": True}, help=help_of("neo4j.shell"))
def shell(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARGUMENTS]", help=help_of("neo4j.shell.arguments")),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="BOLT", help=help_of("neo4j.shell.store")),
    ] = None,
) -> None:
    """``plangraph neo4j shell``."""
    server = _server()
    from graph.server.shell import run_shell

    address = store or os.environ.get("NEO4J_URI") or _running()
    known = None if os.environ.get("NEO4J_PASSWORD") else server.credentials_of(address)
    with _reporting() as report:
        server.shell_jars(report)
    raise typer.Exit(run_shell(address, known, arguments or [], print))


def _running() -> str:
    """The address of the local server that runs."""
    server = _server()
    states = (server.status(server.Home.of(edition)) for edition in server.EDITIONS.values())
    state: State | None = next((state for state in states if state is not None), None)
    if state is None:
        raise StoreError("no local server runs; start one (plangraph neo4j start), or name one with --store")
    return state.bolt


def _server() -> ModuleType:
    """The package graph.server, which only the extra `server` makes importable."""
    try:
        import graph.server
    except ImportError as error:
        raise StoreError(
            f"the local server needs the extra `server` ({error.name} is missing); "
            "install it with: pip install 'plangraph[server]'"
        ) from None
    return graph.server


def _home(lts: bool) -> Home:
    server = _server()
    home: Home = server.Home.of(server.LTS if lts else server.CURRENT)
    return home


def _started(home: Home, options: Options) -> State:
    """The server, running, with guide, style and saved queries for what it holds."""
    _prepare_assets(home, None)
    with _reporting() as report:
        state: State = _server().start(home, options, report)
    _prepare_assets(home, state)
    return state


def _prepare_assets(home: Home, state: State | None) -> None:
    """Writes what Browser fetches; with examples from the database once it runs."""
    from graph.store.neo4j import open_neo4j
    from queries.browser import examples, write_assets

    home.make()
    if state is None:
        if not any(home.assets.iterdir()):
            write_assets(home.assets)
        return
    with open_neo4j(state.bolt, username="neo4j", password=home.password(), database="neo4j") as store:
        write_assets(home.assets, examples(store), state.assets_address)


def _print_state(state: State, home: Home, language: Language) -> None:
    print(say("neo4j_running", language, version=state.version))
    print(say("neo4j_browser", language, address=state.browser))
    print(say("neo4j_store", language, address=state.bolt))
    if state.auth:
        print(say("neo4j_password", language, path=home.password_file))
    else:
        print(say("neo4j_no_password", language))
    print(say("neo4j_saved", language, address=f"{state.assets_address}/plangraph-queries.zip"))


@contextmanager
def _reporting() -> Iterator[Callable[[str], None]]:
    """Shows what happens: in one changing line on a terminal, else as lines, with few of them about fetching."""
    if sys.stderr.isatty():
        with console(stderr=True).status("") as shown:
            yield shown.update
        return
    last = 0.0

    def line(text: str) -> None:
        nonlocal last
        if not text.startswith("fetching") or time.monotonic() - last > REPORT_EVERY:
            last = time.monotonic()
            print(text, file=sys.stderr)

    yield line
