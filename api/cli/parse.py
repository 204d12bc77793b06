"""Reading plans without storing them: ``parse``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli import one_line
from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import PathsArgument
from api.cli.progress import progress_bar
from graph.node_link import json_lines, to_node_link
from graph.plan_graph import PlanGraph
from loaders.folder import load_files, plan_files


class GraphFormat(StrEnum):
    """How a graph is printed."""

    json = "json"
    jsonl = "jsonl"
    graphml = "graphml"


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("parse", help=help_of("parse"))(parse)


def parse(
    paths: PathsArgument,
    to: Annotated[GraphFormat, typer.Option("--format", help=help_of("option.format"))] = GraphFormat.json,
) -> None:
    """``plangraph parse``."""
    graph = PlanGraph()
    failed = False
    for part in read_graphs(paths, ENGLISH):
        if part is None:
            failed = True
        else:
            graph.update(part)
    if failed:
        raise typer.Exit(1)
    _print_graph(graph, to)


def _print_graph(graph: PlanGraph, to: GraphFormat) -> None:
    if to is GraphFormat.graphml:
        from graph.export.graphml import iter_graphml

        for chunk in iter_graphml(graph):
            sys.stdout.buffer.write(chunk)
        return
    if to is GraphFormat.json:
        json.dump(to_node_link(graph), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    for line in json_lines(graph):
        sys.stdout.write(line)


def read_graphs(paths: list[Path], language: Language) -> Iterator[PlanGraph | None]:
    """The graph of each file; None for one that failed, after its line went to standard error."""
    files = plan_files(paths)
    with progress_bar(say("reading", language), len(files)) as advance:
        for outcome in load_files(files, progress=advance):
            if outcome.error is not None:
                print(f"plangraph: {one_line(outcome.error)}", file=sys.stderr)
            yield outcome.graph
