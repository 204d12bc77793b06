"""The owners that plans name, as the registry knows them; and those that it lacks, as entries to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer

from api.cli.help import help_of
from api.cli.messages import ENGLISH, say
from api.cli.options import LangOption, PathsArgument, RowsFormat, RowsOption
from api.cli.output import print_rows
from api.cli.parse import read_graphs
from api.cli.people import word
from graph.plan_graph import PlanGraph
from loaders.registry import registry, unknown_entries

Row = tuple[str, str, str, list[str], str, int]
COLUMNS = ("owner", "owner_kind", "jurisdiction", "as_printed", "known_by", "items")


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("owners", help=help_of("owners"))(owners)


def owners(
    paths: PathsArgument,
    unknown: Annotated[bool, typer.Option("--unknown", help=help_of("owners.unknown"))] = False,
    to: RowsOption = RowsFormat.table,
    lang: LangOption = None,
) -> None:
    """``plangraph owners``."""
    language = lang or ENGLISH
    graphs = [graph for graph in read_graphs(paths, language) if graph is not None]
    if not graphs:
        raise typer.Exit(1)
    if unknown:
        entries = unknown_entries(graphs)
        print(entries if entries.strip() else say("all_known", language))
        return
    rows: list[Sequence[Any]] = list(owner_rows(graphs))
    if to is RowsFormat.table:
        rows = [
            [name, word(label, language), place, printed, say(f"known_by:{known}", language), items]
            for name, label, place, printed, known, items in rows
        ]
    print_rows(COLUMNS, [say(f"column:{name}", language) for name in COLUMNS], rows, to)


def owner_rows(graphs: Iterable[PlanGraph]) -> list[Row]:
    """A row for each owner, those with most items first; values as in ``COLUMNS``."""
    stated: dict[str, Mapping[str, Any]] = {}
    printed: dict[str, set[str]] = defaultdict(set)
    items: dict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for owner, item, edge in graph.edges("OWNS"):
            stated[owner] = graph.nx.nodes[owner]
            printed[owner].add(edge["as_printed"])
            items[owner].add(item)
    order = sorted(stated, key=lambda owner: (-len(items[owner]), stated[owner]["name"], owner))
    return [
        (known["name"], known["labels"][0], registry().place_name(known["jurisdiction"]), sorted(printed[owner]),
         known.get("known_by") or "text", len(items[owner]))
        for owner, known in ((owner, stated[owner]) for owner in order)
    ]  # fmt: skip
