"""The lexicons of the structure parser, read once from ``loaders/lexicon`` and turned into what scanners use.

Words are folded as the View folds texts, so that a lexicon may print either width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.errors import RegistryError, SchemaError
from graph.schema import load_yaml
from loaders.text.view import fold


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The lexicon file ``name`` with every word folded; raises RegistryError where it is no mapping."""
    where = f"loaders/lexicon/{name}.yaml"
    try:
        raw = load_yaml(files("loaders").joinpath("lexicon", f"{name}.yaml").read_text("utf-8"))
    except (OSError, SchemaError) as error:
        raise RegistryError(f"{where}: {error}") from None
    if not isinstance(raw, dict):
        raise RegistryError(f"{where}: must be a mapping")
    folded: Mapping[str, Any] = _folded(raw)
    return folded


def _folded(value: Any) -> Any:
    if isinstance(value, dict):
        return {_folded(k): _folded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_folded(v) for v in value]
    return fold(value) if isinstance(value, str) else value


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The word list ``key`` of a lexicon, longest first, so that the longest wording wins."""
    return by_length(lexicon(name)[key])


def by_length(found: Iterable[str]) -> tuple[str, ...]:
    """Words, longest first."""
    return tuple(sorted({str(word) for word in found}, key=lambda word: (-len(word), word)))


def alternatives(found: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in by_length(found))


@cache
def kinds(name: str, key: str) -> dict[str, str]:
    """word → kind, of a mapping kind → words."""
    return {word: kind for kind, listed in lexicon(name)[key].items() for word in listed}
