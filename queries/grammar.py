"""How people ask, as data: ``questions.yaml`` read once and checked loudly against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from graph.errors import SchemaError
from graph.languages import in_all_languages
from graph.schema import load_yaml
from queries.catalogue import catalogue

FILLER = "filler"
# What a question may name besides words; town_owner is an owner that is a town, owners are two of them.
THINGS = frozenset({"owner", "owners", "town_owner", "item", "plan", "date", "policy", "thing", "text"})


def _said(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


Said = Annotated[tuple[str, ...], BeforeValidator(_said)]


class _Way(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    needs: Said
    may: Said = ()
    order: Said = ()
    free: str = ""
    sets: dict[str, dict[str, str]] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[str, list[str]]
    questions: dict[str, list[_Way]]
    offers: dict[Literal["owner", "item", "plan", "nothing"], list[dict[str, str]]] = {}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask the question ``query``; see the head of ``questions.yaml``. ``needs`` and ``order`` are sets of
    which one each must be there; ``takes`` is all that may be said."""

    query: str
    needs: tuple[frozenset[str], ...]
    order: tuple[frozenset[str], ...]
    free: str
    sets: Mapping[str, Mapping[str, str]]
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words by what they mean (``classes``: each word's class; ``kinds``: all classes), the longest word's length,
    the ways to ask, and the questions to offer by kind of thing."""

    classes: Mapping[str, str]
    kinds: frozenset[str]
    longest: int
    ways: tuple[Way, ...]
    offers: Mapping[str, Sequence[Mapping[str, str]]]


@cache
def grammar() -> Grammar:
    """The grammar; raises SchemaError for a word of two classes and for what the catalogue does not know."""
    raw = load_yaml(files("queries").joinpath("questions.yaml").read_text("utf-8"))
    raw["offers"] = in_all_languages(raw["offers"], "offers")
    return parse_grammar(raw)


def parse_grammar(raw: Any) -> Grammar:
    """A grammar from what its file holds; raises SchemaError that says what is wrong with it."""
    try:
        held = _File.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise SchemaError(f"questions.yaml: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    classes: dict[str, str] = {}
    for name, words in held.words.items():
        for word in words:
            if classes.setdefault(word.casefold(), name) != name:
                raise SchemaError(f"questions.yaml: {word!r} is both {classes[word.casefold()]} and {name}")
    known = THINGS | set(held.words)
    ways = tuple(_way(query, way, known) for query, ways in held.questions.items() for way in ways)
    return Grammar(
        classes,
        frozenset(held.words),
        max(map(len, classes), default=0),
        ways,
        {str(kind): offers for kind, offers in held.offers.items()},
    )


def _way(query: str, raw: _Way, known: frozenset[str] | set[str]) -> Way:
    needs, order = (tuple(frozenset(one.split("|")) for one in said) for said in (raw.needs, raw.order))
    said = frozenset().union(*needs, *order, raw.may)
    if unknown := sorted(said - known):
        raise SchemaError(f"questions.yaml: {query}: {unknown[0]!r} is no class of words and no thing")
    if query not in catalogue():
        raise SchemaError(f"questions.yaml: the catalogue has no question {query!r}")
    for name in [*raw.sets, *([raw.free] if raw.free else [])]:
        if catalogue()[query].parameter(name) is None:
            raise SchemaError(f"questions.yaml: {query} has no parameter {name!r}")
    return Way(query, needs, order, raw.free, raw.sets, said)
