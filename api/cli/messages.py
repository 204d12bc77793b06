"""The command line's words in Chinese and English, from ``messages.yaml``."""

from __future__ import annotations

import locale
import os
from enum import StrEnum
from functools import cache
from importlib.resources import files

from graph.schema import load_yaml


class Language(StrEnum):
    """The languages that people are spoken to in."""

    zh = "zh"
    en = "en"


@cache
def _messages() -> dict[str, dict[str, str]]:
    raw: dict[str, dict[str, str]] = load_yaml(files("api.cli").joinpath("messages.yaml").read_text("utf-8"))
    return raw


def say(key: str, language: Language, **words: object) -> str:
    """The message ``key`` in ``language`` with ``words`` put in."""
    return _messages()[key][language].format(**words)


def known_word(code: str, language: Language) -> str | None:
    """A code of the graph (a role, a part) in ``language``, if it is one that people should not have to know."""
    entry = _messages().get(f"word:{code}")
    return entry[language] if entry else None


def default_language() -> Language:
    """Chinese in a Chinese locale, else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    return Language.zh if (named or "").lower().startswith(("zh", "chinese")) else Language.en
