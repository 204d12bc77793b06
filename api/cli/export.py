"""``plangraph export``: what the store holds, as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

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

OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹 · folder to write to")]

FileOption = Annotated[
    Path, typer.Option("--out", metavar="DIR|FILE.graphml", help="写入的文件夹或文件 · folder or file to write to")
]


def register(app: typer.Typer) -> None:
    """Adds the command group to ``app``."""
    group = typer.Typer(no_args_is_help=True, help="导出图谱 · Writes the graph as files")
    for command in (graphml, csv, neo4j, rdf):
        group.command(command.__name__)(command)
    app.add_typer(group, name="export")


def graphml(out: FileOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """GraphML，供 Gephi、yEd、networkx · for Gephi, yEd, networkx."""
    from graph.export.graphml import write_graphml

    with _stored(store) as graph:
        _told(write_graphml(graph, out), lang)


def csv(out: OutOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """CSV 表 · tables, one a label and one a relationship type."""
    from graph.export.csv import write_csv

    with _stored(store) as graph:
        _told(write_csv(graph, out), lang)


def neo4j(out: OutOption, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """供 neo4j-admin import 的文件 · files for neo4j-admin import."""
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
    """RDF 与数据集目录记录 · RDF in five formats, vocabulary, shapes, dataset record."""
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
