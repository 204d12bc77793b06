"""What one item of a plan makes known by a proper name, in the other items that only speak of it.

A name is known once it is its own wherever it stands, by the branch of a company (航天宏图长三角总部), or by a short name
that the plan gives it in brackets; one name has one label in a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from graph.ids import name_key
from loaders.content.entities.find import once
from loaders.content.entities.names import own_run
from loaders.content.entities.words import PROPER, Words
from loaders.content.reading import Reading
from loaders.document import EntityMention, Item, PlanDocument
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of

# Known names are found by so many first letters, and none is shorter.
_START = 3


class _Thing(NamedTuple):
    """What a known name stands for; ``full``: its full name, empty where it is the name itself."""

    label: str
    kind: str | None
    full: str = ""


def spread_names(document: PlanDocument, readings: Sequence[Words]) -> None:
    """Adds to each item what other items make known by a proper name and it only speaks of; one name has one label."""
    known: dict[str, _Thing] = {}
    labels: dict[str, tuple[str, str | None]] = {}
    for item, said in zip(document.items, readings, strict=True):
        for mention in item.entities:
            if mention.label != "Town":
                labels.setdefault(name_key(mention.name), (mention.label, mention.kind))
                for name, thing in _made_known(said, mention):
                    known.setdefault(name, thing)
    by_start: dict[str, list[str]] = {}
    for name in sorted(known, key=len, reverse=True):
        by_start.setdefault(name[:_START], []).append(name)
    firsts = re.compile(f"[{re.escape(''.join(sorted({start[0] for start in by_start})))}]") if by_start else None
    for item, said in zip(document.items, readings, strict=True):
        spoken = _spoken_of(said, item, by_start, known, firsts) if firsts else ()
        item.entities = [_labelled(mention, labels) for mention in once([*item.entities, *spoken])]


def _made_known(said: Words, mention: EntityMention) -> Iterator[tuple[str, _Thing]]:
    """The names that ``mention`` makes known for other items."""
    view = said.reading.view
    start, end = view.index(mention.span.start), view.index(mention.span.end - 1) + 1
    thing = _Thing(mention.label, mention.kind)
    if _is_telling(said, start, end):
        yield said.text[start:end], thing
    short = _short_name(said, end)
    if short:
        yield short, thing._replace(full=mention.name)
    branch = _branch().fullmatch(mention.name)
    if branch:
        yield branch["name"], _Thing("Organisation", "company")


def _is_telling(said: Words, start: int, end: int) -> bool:
    """Whether a name is its own wherever it stands: letters that are no word, Latin letters, a place and more."""
    if end - start < _START or said.text[start] == '"':
        return False
    return own_run(said, start, end) >= 3 or (PROPER in said.nature[start:end] and end - start > 4)


def _short_name(said: Words, end: int) -> str:
    """The short name that a bracket at ``end`` gives to what stands before it: 某某期货交易所(以下简称【某期所】)."""
    close = said.reading.mates.get(end, 0)
    called = _called().fullmatch(said.text, end + 1, close) if said.text[end : end + 1] == "(" and close else None
    return called[1] if called else ""


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf'{any_of(lexicon().policies.called)}:?"?([一-鿿A-Za-z0-9]{{{_START},12}})"?')


@cache
def _branch() -> re.Pattern[str]:
    raw = lexicon().entities.branches
    return re.compile(rf"(?P<name>[一-鿿A-Za-z0-9]{{3,8}}?){any_of(raw.regions)}?{raw.noun}")


def _labelled(mention: EntityMention, labels: Mapping[str, tuple[str, str | None]]) -> EntityMention:
    """``mention`` with the label that the plan's first mention of its name has."""
    label, kind = labels.get(name_key(mention.name), (mention.label, mention.kind))
    return mention if mention.label == "Town" or label == mention.label else mention._replace(label=label, kind=kind)


def _spoken_of(
    said: Words,
    item: Item,
    by_start: Mapping[str, Sequence[str]],
    known: Mapping[str, _Thing],
    firsts: re.Pattern[str],
) -> Iterator[EntityMention]:
    """The known names in ``item`` where nothing is found yet; ``firsts`` finds the letters that they begin with."""
    reading, text, covered = said.reading, said.text, bytearray()
    for match in firsts.finditer(text):
        at = match.start()
        for name in by_start.get(text[at : at + _START], ()):
            if not text.startswith(name, at):
                continue
            covered, end = covered or _covered(reading, item), at + len(name)
            if not covered[at] and not reading.inside(at, "《"):
                thing, printed = known[name], reading.printed(at, end)
                relation = "LOCATED_IN" if thing.label == "Place" else "MENTIONS"
                full, span = thing.full or printed, reading.span(at, end)
                yield EntityMention(full, printed, span, thing.label, relation, "", thing.kind)
                covered[at:end] = b"\1" * len(name)
                break


def _covered(reading: Reading, item: Item) -> bytearray:
    """For each character of ``reading`` whether a name of ``item`` stands there."""
    covered = bytearray(len(reading.text) + 1)
    for mention in item.entities:
        start, end = reading.view.index(mention.span.start), reading.view.index(mention.span.end - 1) + 1
        covered[start:end] = b"\1" * (end - start)
    return covered
