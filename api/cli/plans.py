"""What is loaded (``plans``), and taking one plan out (``remove``)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.help import help_of
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
    app.command("plans", help=help_of("plans"))(plans)
    app.command("remove", help=help_of("remove"))(remove)


def plans(to: ListOption = ListFormat.table, store: StoreOption = DEFAULT_STORE, lang: LangOption = None) -> None:
    """``plangraph plans``."""
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
    plan: Annotated[str, typer.Argument(help=help_of("remove.plan"))],
    yes: Annotated[bool, typer.Option("--yes", "-y", help=help_of("remove.yes"))] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph remove``."""
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
