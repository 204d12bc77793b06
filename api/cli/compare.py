"""``plangraph check`` and ``plangraph diff``: what a plan's text leaves open, and what one plan changes against another."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.findings import on_page
from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import DEFAULT_STORE, LangOption, PathsArgument, StoreOption
from api.cli.output import console, print_json, table
from api.cli.progress import progress_bar
from graph.diff import diff_plans
from graph.diff_render import diff_columns, diff_data, diff_markdown, diff_rows, diff_summary
from graph.errors import PlanError, SourceError
from graph.plan_graph import PlanGraph
from graph.store import Store, open_store
from loaders.check import Checked, check_data, check_rows, has_error
from loaders.folder import load_files, plan_files
from loaders.sarif import sarif
from queries.references import resolve


class CheckFormat(StrEnum):
    """How findings are printed."""

    table = "table"
    json = "json"
    sarif = "sarif"


class DiffFormat(StrEnum):
    """How a difference is printed."""

    table = "table"
    json = "json"
    markdown = "markdown"


PlanArgument = Annotated[
    str,
    typer.Argument(metavar="PLAN", help=help_of("argument.plan"), show_default=False),
]


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``."""
    app.command("check", help=help_of("check"))(check)
    app.command("diff", help=help_of("diff"))(diff)


def check(
    paths: PathsArgument,
    to: Annotated[CheckFormat, typer.Option("--format", help=help_of("option.format"))] = CheckFormat.table,
    lang: LangOption = None,
) -> None:
    """``plangraph check``."""
    language = lang or ENGLISH
    files = plan_files(paths)
    with progress_bar(say("reading", language), len(files)) as advance:
        checked = [Checked(o.path, o.source, o.findings, o.error) for o in load_files(files, progress=advance)]
    if to is CheckFormat.json:
        print_json(check_data(check_rows(checked, language)))
    elif to is CheckFormat.sarif:
        print_json(sarif(checked, language))
    else:
        _print_findings(checked, language)
    if has_error(check_rows(checked, language)):
        raise typer.Exit(1)


def _print_findings(checked: list[Checked], language: Language) -> None:
    keys = ("place", "severity", "finding", "quote", "advice")
    rows = [
        (
            f"{row.file}:{row.line}:{row.column}{on_page(row.place, language)}",
            say(row.severity, language),
            row.message,
            _short(row.quote),
            row.advice,
        )
        for row in check_rows(checked, language)
    ]
    if rows:
        console().print(table([say(key, language) for key in keys], rows))
    else:
        print(say("no_findings", language))


def _short(quote: str, most: int = 24) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def diff(
    old: PlanArgument,
    new: PlanArgument,
    to: Annotated[DiffFormat, typer.Option("--format", help=help_of("option.format"))] = DiffFormat.table,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph diff``."""
    language = lang or ENGLISH
    with ExitStack() as stack:
        opened: list[Store] = []

        def stored() -> Store:
            if not opened:
                opened.append(stack.enter_context(open_store(store)))
            return opened[0]

        (old_graph, old_plan), (new_graph, new_plan) = (
            _plan_of_file(Path(word)) if Path(word).is_file() else _plan_of_store(stored(), word) for word in (old, new)
        )
    found = diff_plans(old_graph, new_graph, old_plan, new_plan)
    if to is DiffFormat.json:
        print_json(diff_data(found))
    elif to is DiffFormat.markdown:
        print(diff_markdown(found, language), end="")
    else:
        for line in diff_summary(found, language):
            print(line)
        rows = diff_rows(found, language)
        if rows:
            console().print(table(diff_columns(language), rows))


def _plan_of_file(path: Path) -> tuple[PlanGraph, str]:
    (outcome,) = load_files([path])
    if outcome.graph is None:
        raise SourceError(str(outcome.error))
    return outcome.graph, outcome.graph.plan_ids()[0]


def _plan_of_store(store: Store, word: str) -> tuple[PlanGraph, str]:
    plan = resolve(store, "plan", word)
    if not plan:
        raise PlanError("a plan is missing: give a file, or a plan of the store by id, name or number")
    return store.graph([plan]), plan
