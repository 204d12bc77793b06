"""Search over everything that has a name: what holds all words, names before texts, with the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from graph.schema import schema
from graph.store.port import Hit
from graph.store.text_index import fold, folded_pieces, searched_keys
from queries.answers.models import Ref
from queries.answers.plans import plan_key
from queries.answers.records import Record, records
from queries.answers.things import folder_of
from queries.answers.view import View

AROUND, MOST_HITS = 36, 10_000
# Kinds in the order in which they are shown; what is not named here comes last.
_ORDER = ("WorkItem", "Owner", "Policy", "Section")


class SearchHit(Ref):
    """A thing that holds the words, with the text around them."""

    snippet: str
    href: str = Field(description="path of the thing under /api/v1")


def folded_words(text: str) -> list[str]:
    """The words of a search as they are looked for."""
    return [word for word in (fold(part) for part in text.split()) if word]


def find(view: View, text: str) -> list[str]:
    """Ids of what holds every word of ``text`` (the first MOST_HITS): names first, then texts, kind by kind."""
    words = folded_words(text)
    if not words:
        return []

    def make() -> list[str]:
        found = view.store.search(words, MOST_HITS)
        return [hit.id for hit in sorted(found, key=lambda hit: _place(view, hit, words))]

    return view.once(f"search {' '.join(words)}", make)


def _place(view: View, hit: Hit, words: Sequence[str]) -> tuple[Any, ...]:
    name = fold(hit.name)
    family = schema().labels[hit.label].labels[-1]
    kind = _ORDER.index(family) if family in _ORDER else len(_ORDER)
    if family in ("WorkItem", "Section") and hit.plan is not None:
        within: tuple[Any, ...] = (plan_key(view, hit.plan), hit.position or 0, "", hit.id)
    else:
        within = ((0, "", ""), 0, hit.name, hit.id)
    return not all(word in name for word in words), kind, *within


def hits(view: View, ids: Sequence[str], text: str) -> list[SearchHit]:
    """Things found, each with the text around the words."""
    words = folded_words(text)
    return [
        SearchHit(
            id=node, label=stated["label"], name=stated["name"], snippet=snippet(stated, words),
            href=f"/api/v1/{folder_of(node)}/{node}",
        )
        for node, stated in records(view, ids).items()
    ]  # fmt: skip


def snippet(stated: Record, words: Sequence[str]) -> str:
    """The stretch of a thing's texts around the first word found; its name when the words stand there."""
    values = [stated[key] for key in searched_keys(stated["label"]) if stated.get(key)]
    for text in (v for value in values for v in (value if isinstance(value, list) else [value])):
        places = [place for word in words if (place := place_of(text, word)) is not None]
        if places:
            first = min(start for start, _ in places)
            start, end = max(0, first - AROUND), first + 2 * AROUND
            return str(("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else ""))
    return str(stated["name"])


def place_of(text: str, word: str) -> tuple[int, int] | None:
    """Where a folded word stands in ``text``: first character and the one after the last; None where it does not."""
    return next(iter(places_of(text, [word])), None)


def places_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Every place of folded words in ``text``, in order, none overlapping."""
    pieces = list(folded_pieces(text))
    folded, origin = "".join(p for p, _ in pieces), [place for piece, place in pieces for _ in piece]
    found = []
    for word in words:
        begin = folded.find(word)
        while begin >= 0:
            found.append((origin[begin], origin[begin + len(word) - 1] + 1))
            begin = folded.find(word, begin + len(word))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
