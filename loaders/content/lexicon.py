"""Lexicons: the words that content analysis goes by, as data.

A new wording is a line in ``loaders/lexicon/*.yaml`` and a test, never a branch in the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import RegistryError
from graph.schema import load_yaml


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The lexicon ``name`` (targets, policies, cues, entities) as plain data; words are in folded (half-width) form."""
    raw = load_yaml(files("loaders").joinpath("lexicon", f"{name}.yaml").read_text("utf-8"))
    if not isinstance(raw, dict):
        raise RegistryError(f"loaders/lexicon/{name}.yaml: expected a mapping at the top")
    return raw


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of a lexicon entry written as one string with blanks or line breaks between them."""
    return tuple(text.split())


def any_of(choices: Iterable[str]) -> str:
    """A pattern source that matches any of ``choices``, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(choices, key=lambda w: (-len(w), w))) + ")"
