"""``plangraph store``: whether a store is whole, and a copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import default_language, say
from api.cli.options import DEFAULT_STORE, LangOption, ListFormat, ListOption, StoreOption
from api.cli.output import console, print_json, table
from graph.errors import StoreError
from graph.store import open_store
from graph.store.health import Health, back_up, check_file
from queries.run import run_query

store_app = typer.Typer(name="store", no_args_is_help=True, help=help_of("store"))


def register(app: typer.Typer) -> None:
    """Adds the command group to ``app``."""
    app.add_typer(store_app)


@store_app.command(help=help_of("store.check"))
def check(to: ListOption = ListFormat.table, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """``plangraph store check``."""
    language = lang or default_language()
    faults: tuple[str, ...] = ()
    if "://" in store:
        told = _server(store)
    else:
        health = check_file(Path(store))
        told, faults = _told(health), health.faults
        if health.outdated:
            typer.echo(say("store_outdated", language), err=True)
    if to is ListFormat.json:
        print_json({**told, "faults": list(faults)})
    else:
        rows = [[say(f"store_{key}", language), value] for key, value in told.items()]
        console().print(table([say("store_what", language), say("store_found", language)], rows))
    if faults:
        raise StoreError(f"{store}: {faults[0]}" + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""))


@store_app.command(help=help_of("store.backup"))
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help=help_of("store.backup.target"))],
    force: Annotated[bool, typer.Option("--force", help=help_of("store.backup.force"))] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph store backup``."""
    language = lang or default_language()
    if "://" in store:
        raise StoreError(f"{store}: a server has its own backup (neo4j-admin database dump); or plangraph export rdf")
    health = back_up(Path(store), target, force=force)
    print(say("store_copied", language, target=target, plans=health.plans, version=health.version[:12]))
    if health.faults:
        raise StoreError(f"{target}: {health.faults[0]}")


def _told(health: Health) -> dict[str, object]:
    keys = ("format", "schema", "version", "plans", "nodes", "edges", "size", "added", "index")
    return {key: getattr(health, key) for key in keys}


def _server(address: str) -> dict[str, object]:
    with open_store(address) as opened:
        nodes, edges = (opened.run(text).rows[0][0] for text in _COUNTS)
        opened.search(["plangraph"], 1)  # raises a StoreError where the full-text index is not there
        plans = len(run_query(opened, "plans").rows)
        return {"version": opened.version(), "plans": plans, "nodes": nodes, "edges": edges}


_COUNTS = ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
