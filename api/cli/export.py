"""``plangraph export``: what the store holds, as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import DEFAULT_STORE, LangOption, StoreOption
from api.cli.rdf import (
    BaseOption,
    ContactOption,
    IssuedOption,
    LicenseOption,
    PortalOption,
    PublisherOption,
    TitleOption,
    export_rdf,
    rdf_settings,
)
from graph.errors import ExportError
from graph.plan_graph import PlanGraph
from graph.store import open_store

OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help=help_of("option.out"))]

FileOption = Annotated[Path, typer.Option("--out", metavar="DIR|FILE.graphml", help=help_of("option.out-file"))]


def register(app: typer.Typer) -> None:
    """Adds the command group to ``app``."""
    group = typer.Typer(no_args_is_help=True, help=help_of("export"))
    for command in (graphml, csv, neo4j, rdf):
        group.command(command.__name__, help=help_of(f"export.{command.__name__}"))(command)
    app.add_typer(group, name="export")


def graphml(out: FileOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """``plangraph export graphml``."""
    from graph.export.graphml import write_graphml

    with _stored(store) as graph:
        _told(write_graphml(graph, out), lang)


def csv(out: OutOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """``plangraph export csv``."""
    from graph.export.csv import write_csv

    with _stored(store) as graph:
        _told(write_csv(graph, out), lang)


def neo4j(out: OutOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """``plangraph export neo4j``."""
    from graph.export.neo4j import write_neo4j

    with _stored(store) as graph:
        _told(write_neo4j(graph, out), lang)


def rdf(
    out: OutOption,
    license: LicenseOption = None,
    base: BaseOption = None,
    publisher: PublisherOption = None,
    name: TitleOption = None,
    contact: ContactOption = None,
    issued: IssuedOption = None,
    portal: PortalOption = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph export rdf``."""
    settings = rdf_settings(
        license=license, base=base, publisher=publisher, title=name, contact=contact, issued=issued, portal=portal
    )
    settings.required_license()
    with _stored(store) as graph:
        _told(export_rdf(graph, out, settings), lang)


@contextmanager
def _stored(address: str) -> Iterator[PlanGraph]:
    with open_store(address) as store:
        graph = store.graph().in_order()
    if not graph.plan_ids():
        raise ExportError(f"{address}: holds no plan; load one first: plangraph load FILE")
    yield graph


def _told(written: list[Path], lang: Language | None) -> None:
    for path in written:
        print(say("written", lang or ENGLISH, path=path))
