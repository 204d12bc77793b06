"""The language of a page: Chinese first, others by ``?lang=en`` or Accept-Language; its words from ``text.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from api.http.negotiation import MAX_HEADER
from graph.errors import SchemaError
from graph.languages import GIVEN, LANGUAGES, in_all_languages, label_words, property_words
from graph.schema import load_yaml

# What the part of a reference begins with that is of an annex.
ANNEX = "annex"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text of the pages by key and language; raises SchemaError for a text that lacks a language."""
    raw = load_yaml(files("api.web").joinpath("text.yaml").read_text("utf-8"))
    given: dict[str, dict[str, Mapping[str, str]]] = {}
    for group, entries in raw.items():
        for key, pair in entries.items():
            if not isinstance(pair, list) or len(pair) != len(GIVEN):
                raise SchemaError(f"text.yaml: {group}.{key}: give [zh, en]")
            given.setdefault(group, {})[key] = dict(zip(GIVEN, pair, strict=True))
    found = in_all_languages(given, "pages")
    return {f"{group}.{key}": words for group, entries in found.items() for key, words in entries.items()}


def say(language: str, key: str, **words: Any) -> str:
    """The text ``key`` in ``language`` with ``{word}`` places filled."""
    text = texts()[key][language]
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def schema_name(language: str, name: str) -> str:
    """What a label or relationship type is called; its own name when the schema does not know it."""
    found = texts().get(f"label.{name}") or label_words(name)
    return found[language] if found else name


def ref_name(language: str, ref: str) -> str:
    """An item's reference for people: annex2/5 is 附件2·5."""
    part, slash, number = ref.partition("/")
    if not slash or not part.startswith(ANNEX):
        return ref
    return say(language, "items.annex", part=part.removeprefix(ANNEX), number=number)


def property_name(language: str, label: str, key: str) -> str:
    """What a property of a label or relationship type is called."""
    found = property_words(label, key)
    return found[language] if found else key


def chosen_language(request: Request) -> tuple[str, bool]:
    """(language, whether the address itself names it)."""
    wanted = request.query_params.get("lang", "")
    if wanted in LANGUAGES:
        return wanted, True
    accepted = parse_accept_header(request.headers.get("accept-language", "")[:MAX_HEADER], LanguageAccept)
    return str(accepted.best_match(LANGUAGES) or LANGUAGES[0]), False
