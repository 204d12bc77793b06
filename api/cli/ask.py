"""Asking: the catalogue (``queries``), one of its queries (``query``), a question as people put it (``ask``), and a text
of one's own (``cypher``)."""

from __future__ import annotations

import json
import re
import shlex
import sys
from typing import Annotated, Any

import typer

from api.cli.help import help_of
from api.cli.messages import ENGLISH, Language, say
from api.cli.options import (
    DEFAULT_STORE,
    LangOption,
    ListFormat,
    ListOption,
    RowsFormat,
    RowsOption,
    StoreOption,
    key_values,
)
from api.cli.output import console, print_json, print_rows, table
from api.cli.people import shown
from graph.errors import QueryError
from graph.store import open_store
from graph.store.apart import run_apart
from graph.store.port import DEFAULT_TIMEOUT
from queries.answers.asked import Asked, Meaning, asked
from queries.answers.tokens import UNKNOWN
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.model import Answer, Query
from queries.run import run_query

Arguments = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]…", help=help_of("argument.arguments"))]


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``."""
    app.command("queries", help=help_of("queries"))(list_queries)
    app.command("query", help=help_of("query"))(query)
    app.command("ask", help=help_of("ask"))(ask)
    app.command("cypher", help=help_of("cypher"))(cypher)


def _query_names(incomplete: str) -> list[str]:
    return [name for name in catalogue() if name.startswith(incomplete)]


def list_queries(to: ListOption = ListFormat.table, lang: LangOption = None) -> None:
    """``plangraph queries``."""
    language = lang or ENGLISH
    if to is ListFormat.json:
        print_json([_described(query) for query in catalogue().values()])
        return
    rows = [(query.name, query.question[language], "  ".join(_signature(query))) for query in catalogue().values()]
    console().print(table([say(key, language) for key in ("name", "question", "parameters")], rows))


def _signature(query: Query) -> list[str]:
    return [p.name if p.required else f"[{p.name}={'' if p.default is None else p.default}]" for p in query.parameters]


def _described(query: Query) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "kind": p.kind, "required": p.required, "default": p.default}
        | {"description": {"zh": p.zh, "en": p.en}}
        for p in query.parameters
    ]
    columns = [{"name": c.name, "type": c.type, "description": {"zh": c.zh, "en": c.en}} for c in query.columns]
    return {"name": query.name, "question": dict(query.question), "parameters": parameters, "columns": columns}


def query(
    name: Annotated[str, typer.Argument(help=help_of("query.name"), autocompletion=_query_names)],
    arguments: Arguments = None,
    to: RowsOption = RowsFormat.table,
    every: Annotated[bool, typer.Option("--all", help=help_of("query.all"))] = False,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph query``."""
    language = lang or ENGLISH
    given = key_values(arguments or [])
    with open_store(store) as opened:
        answer = run_query(opened, name, given)
    _print(answer, to, every, language)


def _print(answer: Answer, to: RowsFormat, every: bool, language: Language) -> None:
    if to is RowsFormat.table and not answer.rows:
        print(say("no_rows", language))
    elif to is RowsFormat.table and not every:
        people = shown(answer, language)
        console().print(table(people.headings, people.rows))
    else:
        headings = [getattr(column, language) for column in answer.query.columns]
        print_rows(answer.columns, headings, answer.rows, to)
    _warn_truncated(answer.truncated, len(answer.rows), language)


def ask(
    text: Annotated[list[str], typer.Argument(metavar="QUESTION", help=help_of("ask.text"))],
    plan: Annotated[
        list[str] | None,
        typer.Option("--plan", help=help_of("ask.plan")),
    ] = None,
    to: RowsOption = RowsFormat.table,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph ask``."""
    language = lang or ENGLISH
    with open_store(store) as opened:
        view = View(opened)
        read = asked(view, " ".join(text), [view.find("plan", word) for word in plan or ()])
        meaning = understood(read)
        print(say("understood", language, query=told(meaning)), file=sys.stderr)
        answer = run_query(opened, meaning.query, meaning.arguments)
    _print(answer, to, False, language)


def understood(read: Asked) -> Meaning:
    """The one thing that a question asks; raises QueryError that says what was not understood, or what it may mean."""
    if read.only:
        return read.only
    if read.readings:
        choices = "; ".join(f"plangraph query {told(meaning)}" for meaning in read.readings)
        raise QueryError(f"{read.text!r} may mean several things, or names what is not there; say which: {choices}")
    known = " ".join(piece.words for piece in read.pieces if piece.kind != UNKNOWN)
    lost = f"nothing is known of {', '.join(map(repr, read.unknown))}" if read.unknown else "no question is put so"
    found = f"; understood: {known}" if known else ""
    raise QueryError(f"{read.text!r} is not understood: {lost}{found}; see: plangraph queries")


def told(meaning: Meaning) -> str:
    """A reading as the command that asks it; a|b where a name may mean either, ? where nothing is called so."""
    values = {
        one.name: "|".join(_short(c) for c in [one.shown, *(c.name for c in one.candidates)] if c) or "?"
        for one in meaning.parameters
    }
    return " ".join([meaning.query, *(f"{name}={_quoted(value)}" for name, value in values.items())])


def _quoted(value: str) -> str:
    """``value`` as a shell takes it: in quotes only where it needs any, which Chinese does not."""
    return value if re.fullmatch(r"[\w.:/-]+", value) else shlex.quote(value)


def _short(name: str) -> str:
    """An item by its reference alone (松江2023:8 前瞻布局…), which names it; others whole."""
    first = name.partition(" ")[0]
    return first if ":" in first else name


def cypher(
    text: Annotated[str, typer.Argument(help=help_of("cypher.text"))],
    arguments: Arguments = None,
    to: RowsOption = RowsFormat.table,
    timeout: Annotated[float, typer.Option(min=0.001, help=help_of("cypher.timeout"))] = DEFAULT_TIMEOUT,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = None,
) -> None:
    """``plangraph cypher``."""
    parameters = {key: _typed(value) for key, value in key_values(arguments or []).items()}
    rows = run_apart(store, text, parameters, timeout=timeout)
    print_rows(rows.columns, rows.columns, rows.rows, to)
    _warn_truncated(rows.truncated, len(rows.rows), lang or ENGLISH)


def _typed(value: str) -> Any:
    """A parameter of an own text has no declared type: what reads as JSON is that, all else a string."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _warn_truncated(truncated: bool, count: int, language: Language) -> None:
    if truncated:
        print(say("truncated", language, count=count), file=sys.stderr)
