"""The languages that people are spoken to in, and their words.

What is said in zh and en stands beside what it names: in ``schema.yaml``, the vocabulary, the heads of queries, the words
of pages and of the command line. Each other language is one file in this folder, ``fr.yaml``, with a line a text:
``pages.site.name: …``. English stands in for what it leaves out, and a key that nothing asks for stops everything.
``python -m scripts.words fr`` writes such a file, in which what is not translated yet is a comment.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import SchemaError
from graph.schema import load_yaml, schema

# What every text is given in, the one that is first spoken first.
GIVEN = ("zh", "en")
_OTHERS = {
    file.name.removesuffix(".yaml"): load_yaml(file.read_text("utf-8")) or {}
    for file in sorted(files("graph.languages").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".yaml")
}
LANGUAGES = (*GIVEN, *_OTHERS)
Pair = Mapping[str, str]
# The texts that were read so far, by key.
TEXTS: dict[str, Pair] = {}


def in_all_languages(raw: Any, area: str) -> Any:
    """``raw``, plain data as read from a file, in which each mapping of zh and en also has every other language.

    ``area`` is what the keys of its texts begin with; raises SchemaError for a key of a language's file in this area
    that is none of them.
    """

    def added(part: Any, key: str) -> Any:
        if isinstance(part, list):
            return [added(one, f"{key}.{index}") for index, one in enumerate(part)]
        if not isinstance(part, Mapping):
            return part
        found = {name: added(one, f"{key}.{name}") for name, one in part.items()}
        if is_pair(part):
            TEXTS[key] = found
            found.update({code: words.get(key, part["en"]) for code, words in _OTHERS.items()})
        return found

    whole = added(raw, area)
    for code, words in _OTHERS.items():
        for key in words:
            if key.startswith(f"{area}.") and key not in TEXTS:
                raise SchemaError(f"{code}.yaml: {key}: nothing is called so; leave the line out")
    return whole


def is_pair(part: Mapping[str, Any]) -> bool:
    """Whether these are the words of one text."""
    return all(isinstance(part.get(code), str) for code in GIVEN)


def locale_language() -> str:
    """The language of the locale where it is one of ours, else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    code = (named or "").lower().replace("chinese", "zh").partition("_")[0].partition(".")[0]
    return code if code in LANGUAGES else "en"


def beside(words: Pair, between: str = " · ", given: Sequence[str] = GIVEN) -> str:
    """A text for those whose language is not told: in those ``given`` side by side, or alone in one beside zh and en
    that PLANGRAPH_LANG, else the locale, asks for."""
    asked = os.environ.get("PLANGRAPH_LANG", "").lower() or locale_language()
    if asked in _OTHERS:
        return words[asked]
    return between.join(words[code] for code in given)


@cache
def schema_texts() -> Mapping[str, Any]:
    """``schema.yaml`` in all languages."""
    raw: Mapping[str, Any] = in_all_languages(
        load_yaml(files("graph").joinpath("schema.yaml").read_text("utf-8")), "schema"
    )
    return raw


def label_words(name: str) -> Pair | None:
    """What a label, super-label or relationship type is called, by language."""
    texts = schema_texts()
    return next(
        (texts[part][name] for part in ("labels", "super_labels", "relationships") if name in texts[part]), None
    )


def property_words(label: str, key: str) -> Pair | None:
    """What a property of a label or relationship type is called, by language."""
    texts, s = schema_texts(), schema()
    told = texts["labels"].get(label) or texts["relationships"].get(label)
    if told is None or key not in (s.labels.get(label) or s.relationships[label]).properties:
        return None
    groups = [texts["property_groups"][group] for group in told.get("groups", ())]
    held = (told.get("properties", {}), *groups, texts["relationship_common"], texts["evidence"])
    return next((group[key] for group in held if key in group), None)
