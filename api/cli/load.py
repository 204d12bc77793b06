"""``plangraph load``: reads plans, writes them to the store, and says what was loaded and what was noticed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from api.cli import one_line
from api.cli.findings import findings_table
from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import DEFAULT_STORE, LangOption, PathsArgument, StoreOption
from api.cli.output import console, table
from api.cli.progress import Step, progress_bars
from graph.errors import PlangraphError, SourceError
from graph.export.rdf import is_rdf, read_rdf
from graph.plan_graph import PlanGraph
from graph.store import open_store
from graph.store.port import Change, Store
from loaders.check import Checked, FindingRow, check_rows
from loaders.folder import Outcome, load_files, plan_files
from loaders.readers import MEDIA_TYPES

# Files read before they are written together: one write of the store for many plans, bounded in memory. Where a large
# write makes the store anew, each takes half as many as are stored by then, so that all writes take a few times the last.
_BATCH, _LARGEST_BATCH = 200, 2000
# Findings shown after a load, notes left out; `plangraph check` shows all.
_SHOWN = 40


@dataclass(slots=True)
class Loaded:
    """What a load did: a row for each plan, the findings to show and how many there are, why files failed, how many were
    unchanged."""

    plans: list[list[object]] = field(default_factory=list)
    shown: list[FindingRow] = field(default_factory=list)
    findings: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""
    app.command("load", help=help_of("load"))(load)


def load(
    paths: PathsArgument,
    store: StoreOption = DEFAULT_STORE,
    force: Annotated[bool, typer.Option("--force", help=help_of("load.force"))] = False,
    lang: LangOption = None,
) -> None:
    """``plangraph load``."""
    language = lang or ENGLISH
    files = plan_files(paths)
    if not files:
        raise SourceError(f"{paths[0]}: no plan in this folder; give {', '.join(MEDIA_TYPES)}")
    done = Loaded()
    with open_store(store, write=True) as opened:
        known = frozenset[str]() if force else opened.sources()
        with progress_bars() as bar:
            read, pages = bar(say("reading", language)), bar(say("reading_pages", language))
            for batch in _batches(_outcomes(files, known, read, pages), done, grow=opened.rewrites):
                _store(opened, batch, done, language, bar(say("writing", language)))
    _report(done, language)


def _outcomes(files: list[Path], known: frozenset[str], read: Step, pages: Step) -> Iterator[Outcome]:
    exports = [path for path in files if is_rdf(path)]
    plans = [path for path in files if path not in exports]
    yield from load_files(
        plans,
        known=known,
        progress=lambda _, done, total: read(done, total),
        pages=lambda _, done, total: pages(done, total),
    )
    for path in exports:
        yield _read_export(path)


def _read_export(path: Path) -> Outcome:
    try:
        return Outcome(path, read_rdf(path))
    except PlangraphError as error:
        return Outcome(path, error=str(error))


def _batches(outcomes: Iterator[Outcome], done: Loaded, grow: bool) -> Iterator[list[Outcome]]:
    """Outcomes that hold a graph, in batches that may grow; the others are counted in ``done``."""
    batch, size = [], _BATCH
    for outcome in outcomes:
        if outcome.graph is not None:
            batch.append(outcome)
        elif outcome.error is not None:
            done.failed.append(outcome.error)
        else:
            done.skipped += 1
        if len(batch) == size:
            yield batch
            batch, size = [], max(size, min(_LARGEST_BATCH, len(done.plans) // 2)) if grow else size
    if batch:
        yield batch


def _store(store: Store, batch: list[Outcome], done: Loaded, language: Language, written: Step) -> None:
    graphs = [outcome.graph for outcome in batch if outcome.graph is not None]
    changes = {change.plan: change for change in store.replace(graphs, written)}
    for outcome, graph in zip(batch, graphs, strict=True):
        done.plans += [_summary(outcome, graph, changes[plan], language) for plan in graph.plan_ids()]
    found = check_rows((Checked(outcome.path, outcome.source, outcome.findings) for outcome in batch), language)
    done.findings += len(found)
    told = (row for row in found if row.severity != "note")
    done.shown += islice(told, _SHOWN - len(done.shown))


def _report(done: Loaded, language: Language) -> None:
    if done.plans:
        keys = ("plan", "action", "items", "owners", "ownerships", "targets", "policies", "entities", "findings")
        console().print(table([say(key, language) for key in keys], done.plans))
    if done.shown:
        console().print(findings_table(done.shown, language))
    if done.findings > len(done.shown):
        print(say("more_findings", language, count=done.findings - len(done.shown)))
    if done.skipped:
        print(say("skipped", language, count=done.skipped))
    if done.failed:
        for error in done.failed:
            print(f"plangraph: {one_line(error)}", file=sys.stderr)
        raise typer.Exit(1)


def _summary(outcome: Outcome, graph: PlanGraph, change: Change, language: Language) -> list[object]:
    mine = {end for _, end, edge in graph.edges("OWNS") if edge["plan"] == change.plan}
    counted = Counter(label for _, node in graph.nodes() for label in node["labels"])
    items = len(mine) if len(graph.plan_ids()) > 1 else counted["WorkItem"]
    return [
        graph.nx.nodes[change.plan]["name"],
        say(change.action, language),
        items,
        counted["Owner"],
        sum(edge["plan"] == change.plan for *_, edge in graph.edges("OWNS")),
        counted["Target"],
        counted["Policy"] - counted["Plan"],
        counted["Entity"],
        len(outcome.findings),
    ]
