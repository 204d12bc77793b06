"""What is loaded (``plans``), and taking one plan out (``remove``)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.messages import Language, default_language, say
from api.cli.options import DEFAULT_STORE, LangOption, ListFormat, ListOption, StoreOption
from api.cli.output import console, print_json, table
from graph.errors import PlangraphError
from graph.store import open_store
from queries.references import resolve
from queries.run import run_query

_SHOWN = ("reference", "plan_name", "doc_number", "date", "items", "owner_count", "ownerships", "targets")


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``."""
    app.command("plans")(plans)
    app.command("remove")(remove)


def plans(to: ListOption = ListFormat.table, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """列出已载入的计划 · The plans that are loaded, and what each holds."""
    language = lang or default_language()
    with open_store(store) as opened:
        answer = run_query(opened, "plans")
    rows = answer.dicts()
    if to is ListFormat.json:
        print_json(rows)
    elif not rows:
        print(say("no_plans", language), file=sys.stderr)
    else:
        headings = [say(f"plans_{key}", language) for key in _SHOWN]
        console().print(table(headings, [[row[key] for key in _SHOWN] for row in rows]))


def remove(
    plan: Annotated[
        str, typer.Argument(help="计划：标识、名称、文号或“松江2023” · id, name, number, or place and year")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问 · do not ask")] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """移除一个计划 · Takes out what one plan said; what other plans say stays."""
    language = lang or default_language()
    with open_store(store, write=True) as opened:
        plan_id = resolve(opened, "plan", plan)
        (facts,) = (row for row in run_query(opened, "plans").dicts() if row["plan"] == plan_id)
        words = {"name": facts["plan_name"], "items": facts["items"], "store": opened.address}
        if not yes and not _agreed(say("remove_ask", language, **words), language):
            print(say("remove_kept", language), file=sys.stderr)
            raise typer.Exit(1)
        opened.remove(plan_id)
    print(say("removed", language, **words))


def _agreed(question: str, language: Language) -> bool:
    if not sys.stdin.isatty():
        raise PlangraphError(say("remove_unasked", language))
    return typer.confirm(question, err=True)
