"""What commands and options say of themselves, from ``help.yaml``.

In zh and en side by side, or in another language that PLANGRAPH_LANG, ``--lang`` or the locale asks for.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from graph.languages import Pair, beside, in_all_languages
from graph.schema import load_yaml


@cache
def help_texts() -> dict[str, Pair]:
    """Every text by command (``neo4j.start``) or by its option (``load.force``)."""
    raw = load_yaml(files("api.cli").joinpath("help.yaml").read_text("utf-8"))
    found: dict[str, Pair] = in_all_languages(raw, "help")
    return found


def help_of(key: str) -> str:
    """The help of a command or an option."""
    return beside(help_texts()[key]).replace("） ", "）")  # a full-width bracket has its own space
