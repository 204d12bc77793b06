"""The language of a page: Chinese first, English by ``?lang=en`` or Accept-Language; its words from ``text.yaml``."""

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
from graph.findings import LANGUAGES
from graph.schema import load_yaml, schema

# What the part of a reference begins with that is of an annex.
ANNEX = "annex"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text of the pages by key and language; raises SchemaError for a text that lacks a language."""
    raw = load_yaml(files("api.web").joinpath("text.yaml").read_text("utf-8"))
    found: dict[str, Mapping[str, str]] = {}
    for group, entries in raw.items():
        for key, pair in entries.items():
            if not isinstance(pair, list) or len(pair) != len(LANGUAGES):
                raise SchemaError(f"text.yaml: {group}.{key}: give [zh, en]")
            found[f"{group}.{key}"] = dict(zip(LANGUAGES, pair, strict=True))
    return found


def say(language: str, key: str, **words: Any) -> str:
    """The text ``key`` in ``language`` with ``{word}`` places filled."""
    text = texts()[key][language]
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    s = schema()
    parts: list[tuple[str, Any]] = [*s.labels.items(), *s.relationships.items()]
    named = {name: {"zh": part.zh, "en": part.en} for name, part in parts}
    return {**named, **{name: {"zh": raw["zh"], "en": raw["en"]} for name, raw in s.super_labels.items()}}


def schema_name(language: str, name: str) -> str:
    """What a label or relationship type is called; its own name when the schema does not know it."""
    found = texts().get(f"label.{name}") or _names().get(name)
    return found[language] if found else name


def ref_name(language: str, ref: str) -> str:
    """An item's reference for people: annex2/5 is 附件2·5."""
    part, slash, number = ref.partition("/")
    if not slash or not part.startswith(ANNEX):
        return ref
    return say(language, "items.annex", part=part.removeprefix(ANNEX), number=number)


def property_name(language: str, label: str, key: str) -> str:
    """What a property of a label or relationship type is called."""
    s = schema()
    part = s.labels.get(label) or s.relationships.get(label)
    prop = part.properties.get(key) if part else None
    if prop is None:
        return key
    return prop.zh if language == "zh" else prop.en


def chosen_language(request: Request) -> tuple[str, bool]:
    """(language, whether the address itself names it)."""
    wanted = request.query_params.get("lang", "")
    if wanted in LANGUAGES:
        return wanted, True
    accepted = parse_accept_header(request.headers.get("accept-language", "")[:MAX_HEADER], LanguageAccept)
    return str(accepted.best_match(LANGUAGES) or LANGUAGES[0]), False
