"""Writes a language's file: what it says already, and as a comment in English what it does not say yet.

``python -m scripts.words fr`` makes or renews ``graph/languages/fr.yaml``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from api.cli.help import help_texts
from api.cli.messages import ENGLISH
from api.cli.messages import say as say_in_terminal
from api.http.openapi import texts as openapi_texts
from api.mcp import words as assistants_words
from api.web.language import texts as page_texts
from graph.diff_render import diff_columns
from graph.findings import finding_kinds
from graph.languages import TEXTS, Pair, schema_texts
from graph.schema import load_yaml
from queries.browser import browser_texts
from queries.catalogue import catalogue
from queries.drawings import drawings
from queries.grammar import grammar

FOLDER = Path(__file__).parents[1] / "graph" / "languages"


def all_texts() -> Mapping[str, Pair]:
    """Every text by key; each of these reads its own."""
    page_texts()
    say_in_terminal("new", ENGLISH)
    diff_columns("en")
    for read in (
        help_texts,
        openapi_texts,
        assistants_words,
        browser_texts,
        finding_kinds,
        schema_texts,
        catalogue,
        drawings,
        grammar,
    ):
        read()
    return TEXTS


def language_file(said: Mapping[str, str], texts: Mapping[str, Pair]) -> str:
    """The file of a language that says so much."""
    lines = []
    for key, words in texts.items():
        mark = "" if key in said else "# "
        lines.append(f"{mark}{json.dumps(key)}: {json.dumps(said.get(key, words['en']), ensure_ascii=False)}\n")
    return "".join(lines)


def main() -> None:
    """Writes the file of the language that is asked for, and prints how much it says."""
    path = FOLDER / f"{sys.argv[1]}.yaml"
    said = (load_yaml(path.read_text("utf-8")) or {}) if path.exists() else {}
    texts = all_texts()
    path.write_text(language_file(said, texts), "utf-8")
    print(f"{path.name}: {len(said)} of {len(texts)} texts")


if __name__ == "__main__":
    main()
