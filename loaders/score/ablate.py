"""What each word and rule of the lexicon is worth: the annotated plans read again without it, and what that changes.

A word that stands in none of the texts is not tried: no figure can depend on it. Only the texts that a word stands in
are read again, in worker processes that keep the texts in memory; a rule (an entry with parts of its own, such as a
style of headings) is tried on all of them. Words of one list are tried together first: a text that reads the same
without all of them is taken to read the same without each, and the words are parted until each stands alone.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from graph.errors import PlangraphError
from graph.plan_graph import PlanGraph
from loaders.document import SourceText
from loaders.folder import available_cores
from loaders.parse import read_plan
from loaders.readers import read_source
from loaders.score.gold import Gold, GoldFile, read_gold
from loaders.score.measure import measure
from loaders.text.lexicon import Lexicon, shipped_lexicon, use_lexicon
from loaders.text.view import View

# Not words, but the order of the kinds of citation.
_ORDER = ("policies", "strength")
# So many words of a list are first tried together.
_GROUP = 32
Step = str | int
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word, or a rule with words of its own, of the lexicon: where it stands, and what it says."""

    path: Steps
    text: str
    words: tuple[str, ...]
    rule: bool = False

    @property
    def where(self) -> str:
        """The list that it stands in: responsibility.labels.lead."""
        return ".".join(str(step) for step in self.path[:-1])


@dataclass(frozen=True, slots=True)
class Worth:
    """What was lost or won without an entry. ``texts`` is in how many it stands, ``changed`` whose graphs differ."""

    entry: Entry
    texts: int
    changed: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def earned(self) -> int:
        """What it earns: how many more are right with it than without, less how many more are extra."""
        without = (count * {"right": -1, "extra": 1}.get(part, 0) for (_, part), count in self.counts.items())
        return sum(without)


def entries(lexicon: Lexicon | None = None, part: str = "") -> list[Entry]:
    """All words and rules of the lexicon, or those at or under ``part`` (responsibility.labels)."""
    raw = (lexicon or shipped_lexicon()).model_dump(mode="json", by_alias=True)
    found = [entry for name, value in raw.items() for entry in _entries(value, (name,))]
    return [entry for entry in found if not part or f"{entry.where}.".startswith(f"{part}.")]


def _entries(value: Any, path: Steps) -> Iterator[Entry]:
    if path == _ORDER:
        return
    if isinstance(value, dict):
        for key, below in value.items():
            if isinstance(below, int) or (isinstance(below, list) and any(isinstance(part, int) for part in below)):
                yield Entry((*path, key), str(key), (str(key),))  # 两: 2
            else:
                yield from _entries(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            if isinstance(below, str):
                yield Entry((*path, index), below, (below,))
                continue
            name = next((below[key] for key in ("name", "kind") if isinstance(below, dict) and key in below), "")
            yield Entry((*path, index), f"{index + 1} {name}".strip(), (), rule=True)
            yield from _entries(below, (*path, index))


def without(gone: Sequence[Entry], lexicon: Lexicon | None = None) -> Lexicon:
    """The lexicon less these entries, given in its order."""
    raw = (lexicon or shipped_lexicon()).model_dump(mode="json", by_alias=True)
    for entry in reversed(gone):  # later ones first, so that the places of the others hold
        holder: Any = raw
        for step in entry.path[:-1]:
            holder = holder[step]
        del holder[entry.path[-1]]
    return Lexicon.model_validate(raw)


def ablate(
    files: Sequence[GoldFile],
    part: str = "",
    workers: int | None = None,
    progress: Callable[[object, int, int], None] = lambda entry, done, total: None,
) -> Iterator[Worth]:
    """The worth of every entry at or under ``part``, in the order of the lexicon.

    ``progress`` is called with each, how many are done and how many there are. Raises SourceError for a file that
    can't be read; a text that only an ablated lexicon can't read counts as nothing found.
    """
    groups = list(_grouped(entries(part=part)))
    total, done = sum(map(len, groups)), 0
    context = multiprocessing.get_context("spawn")
    count = min(workers or available_cores(), max(1, len(groups)))
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(list(files),)) as pool:
        for worths in pool.map(_try, groups):
            done += len(worths)
            progress(worths, done, total)
            yield from worths


def _grouped(asked: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Words of one list together, up to ``_GROUP`` of them; a rule by itself."""
    for _, same in itertools.groupby(asked, key=lambda entry: (entry.path[:-1], entry.path if entry.rule else ())):
        listed = list(same)
        yield from (listed[at : at + _GROUP] for at in range(0, len(listed), _GROUP))


@dataclass(frozen=True, slots=True)
class _Text:
    """An annotated text as a worker holds it, with what the whole lexicon makes of it."""

    gold: Gold
    source: SourceText
    folded: str
    digest: str
    counts: Mapping[tuple[str, str], int]


_texts: list[_Text] = []


def _begin(files: list[GoldFile]) -> None:
    """Reads the texts and what the whole lexicon makes of them, once in each worker."""
    for file in files:
        gold, source = read_gold(file.gold), read_source(file.text)
        graph = _graph(source)
        folded = View(source.text).text
        _texts.append(_Text(gold, source, folded, graph.digest(), measure(gold, graph).counts))


def _graph(source: SourceText) -> PlanGraph:
    try:
        return read_plan(source).graph
    except PlangraphError:
        return PlanGraph()


def _try(group: list[Entry]) -> list[Worth]:
    """The worth of each entry of a group, in order."""
    standing = {
        entry: [at for at, text in enumerate(_texts) if entry.rule or any(word in text.folded for word in entry.words)]
        for entry in group
    }
    tried = {worth.entry: worth for worth in _split([e for e in group if standing[e]], standing, range(len(_texts)))}
    return [tried.get(entry) or Worth(entry, 0) for entry in group]


def _split(group: list[Entry], standing: Mapping[Entry, list[int]], among: Iterable[int]) -> Iterator[Worth]:
    """The worth of each entry, tried on those texts ``among`` which change when all the group is gone."""
    if not group:
        return
    changes = _changes(group, sorted({at for entry in group for at in standing[entry]} & set(among)))
    if len(group) == 1:
        (entry,) = group
        yield Worth(entry, len(standing[entry]), len(changes), _together(changes.values()))
    elif not changes:
        yield from (Worth(entry, len(standing[entry])) for entry in group)
    else:
        middle = len(group) // 2
        yield from _split(group[:middle], standing, changes)
        yield from _split(group[middle:], standing, changes)


def _together(changes: Iterable[Mapping[tuple[str, str], int]]) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for found in changes:
        total.update(found)
    return Counter({key: count for key, count in total.items() if count})


def _changes(gone: Sequence[Entry], among: Iterable[int]) -> dict[int, Counter[tuple[str, str]]]:
    """By text whose graph is another without these entries: how its counts differ."""
    changes: dict[int, Counter[tuple[str, str]]] = {}
    use_lexicon(without(gone))
    try:
        for at in among:
            text = _texts[at]
            graph = _graph(text.source)
            if graph.digest() != text.digest:
                counts = Counter(measure(text.gold, graph).counts)
                counts.subtract(text.counts)
                changes[at] = counts
    finally:
        use_lexicon(None)
    return changes
