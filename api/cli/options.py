"""The options that several commands share, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.help import help_of
from api.cli.messages import Language, default_language

DEFAULT_STORE = "plangraph.kgl"


class RowsFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class ListFormat(StrEnum):
    """How a list of things is printed."""

    table = "table"
    json = "json"


def _language(value: Language | None) -> Language:
    return value or default_language()


StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="PLANGRAPH_STORE",
        metavar="FILE|ADDRESS",
        help=help_of("option.store"),
        show_default=DEFAULT_STORE,
    ),
]
LangOption = Annotated[
    Language | None,
    typer.Option("--lang", envvar="PLANGRAPH_LANG", callback=_language, help=help_of("option.lang")),
]
RowsOption = Annotated[RowsFormat, typer.Option("--format", help=help_of("option.format"))]
ListOption = Annotated[ListFormat, typer.Option("--format", help=help_of("option.format"))]
PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help=help_of("argument.paths"), show_default=False)
]


def key_values(arguments: list[str]) -> dict[str, str]:
    """``key=value`` words as a dictionary; anything else is wrong usage (exit 2)."""
    pairs = {}
    for word in arguments:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise typer.BadParameter(f"{word!r} is not key=value")
        if key in pairs:
            raise typer.BadParameter(f"{key} is given twice")
        pairs[key] = value
    return pairs
