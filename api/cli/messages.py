"""The command line's words in every language, from ``messages.yaml``."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files

from graph.languages import LANGUAGES, in_all_languages, locale_language
from graph.schema import load_yaml

# The languages that people are spoken to in.
Language = StrEnum("Language", {name: name for name in LANGUAGES})  # type: ignore[misc] # the names are data
ENGLISH = Language("en")


@cache
def _messages() -> dict[str, dict[str, str]]:
    raw = load_yaml(files("api.cli").joinpath("messages.yaml").read_text("utf-8"))
    found: dict[str, dict[str, str]] = in_all_languages(raw, "command-line")
    return found


def say(key: str, language: Language, **words: object) -> str:
    """The message ``key`` in ``language`` with ``words`` put in."""
    return _messages()[key][language].format(**words)


def known_word(code: str, language: Language) -> str | None:
    """A code of the graph (a role, a part) in ``language``, if it is one that people should not have to know."""
    entry = _messages().get(f"word:{code}")
    return entry[language] if entry else None


def default_language() -> Language:
    """The language of the locale where it is one of ours, else English."""
    return Language(locale_language())
