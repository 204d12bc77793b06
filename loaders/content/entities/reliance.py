"""What chapters and items rely on: the things that a chapter names before its first item, and the items of the plan
that are named by a thing that another one, or a chapter, relies on."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence, Set
from functools import cache

from graph.ids import name_key
from loaders.content.entities.find import Scope, find_entities
from loaders.content.entities.words import Words
from loaders.content.reading import Reading
from loaders.document import EntityMention, PlanDocument, Reliance
from loaders.text.lexicon import lexicon
from loaders.text.patterns import any_of
from loaders.text.view import Span

# The words of a chapter before its first item are no longer, and names that are shorter than this name no item.
_LONGEST_LEAD, _SHORTEST_NAME = 600, 3


def find_reliances(document: PlanDocument, scope: Scope) -> list[Reliance]:
    """What the chapters of ``document`` rely on, and the items that chapters and items rely on by name, in order.

    Needs the entities and details of the items. A row and the task that it details do not rely on each other.
    """
    pairs = {(d.row, d.task) for d in document.details} | {(d.task, d.row) for d in document.details}
    names = _Names([name_key(item.name) for item in document.items])
    relying = {
        (n, name_key(m.name)) for n, i in enumerate(document.items) for m in i.entities if m.relation == "DEPENDS_ON"
    }
    found: list[Reliance] = []
    for number, lead in _leads(document):
        reading = Reading.of(document.source.text, [lead])
        if not _relies().search(reading.text):
            continue
        words = Words(reading, scope.known.proper, scope.topic)
        for mention in find_entities(words, scope):
            if mention.relation == "DEPENDS_ON":
                found.append(Reliance(mention, section=number))
                found.extend(Reliance(mention, section=number, on=on) for on in _named_by(mention, names, relying))
    for number, item in enumerate(document.items):
        for mention in item.entities:
            if mention.relation == "DEPENDS_ON" and mention.label != "Place":
                others = (on for on in _named_by(mention, names, relying) if on != number and (number, on) not in pairs)
                found.extend(Reliance(mention, item=number, on=on) for on in others)
    return list({(one.section, one.item, one.on, one.mention.name): one for one in found}.values())


@cache
def _relies() -> re.Pattern[str]:
    cues = lexicon().cues
    return re.compile(any_of((*cues.depends_on.hard, *cues.depends_on.soft, cues.relied_on.after)))


def _named_by(mention: EntityMention, names: _Names, relying: Set[tuple[int, str]]) -> Iterator[int]:
    """The items whose names hold the name of ``mention``, and that do not rely on it themselves."""
    name = name_key(mention.name)
    yield from (n for n in names.holding(name) if (n, name) not in relying)


class _Names:
    """The names of items by the runs of letters in them, so that no name is looked for in all of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._by_run: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            for run in dict.fromkeys(_runs(name)):
                self._by_run.setdefault(run, []).append(number)
        self._found: dict[str, list[int]] = {}

    def holding(self, name: str) -> list[int]:
        """The numbers of the names that hold ``name``, which has at least as many letters as a run."""
        if name not in self._found:
            rarest = min((self._by_run.get(run, []) for run in _runs(name)), key=len, default=[])
            self._found[name] = [number for number in rarest if name in self._names[number]]
        return self._found[name]


def _runs(name: str) -> list[str]:
    return [name[at : at + _SHORTEST_NAME] for at in range(len(name) - _SHORTEST_NAME + 1)]


def _leads(document: PlanDocument) -> Iterator[tuple[int, Span]]:
    """The sections of the body with the text between their heading and what comes next."""
    starts = sorted({s.span.start for s in document.sections} | {i.span.start for i in document.items})
    after = dict(itertools.pairwise(starts))
    for number, section in enumerate(document.sections):
        start = section.span.end
        end = min(after.get(section.span.start, start), start + _LONGEST_LEAD)
        if section.part == "body" and document.source.text[start:end].strip():
            yield number, Span(start, end)
