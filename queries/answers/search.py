"""Search over everything that has a name: numbers of items, names, sounds of names, and texts, with the text around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from graph.schema import schema
from graph.store.port import Hit
from graph.store.text_index import fold, folded_pieces, searched_keys
from queries.answers.models import Ref
from queries.answers.names import called, sounding
from queries.answers.numbered import reference_in
from queries.answers.plans import plan_key, plans
from queries.answers.records import Record, batches, labels_of_prefix, records
from queries.answers.things import folder_of
from queries.answers.view import View

AROUND, MOST_HITS = 36, 10_000
# A search is looked at word by word: so many of them at most, and so many that may together be one number.
MOST_WORDS, LONGEST_NUMBER = 20, 4
SHOWN_PLANS = 5
# Kinds in the order in which they are shown; what is not named here comes last.
_ORDER = ("WorkItem", "Owner", "Policy", "Section")
_OWNED = (
    "UNWIND $ids AS id MATCH (i:{} {{id: id}})<-[:OWNS]-(o:Owner) RETURN DISTINCT id, o.id AS other ORDER BY id, other"
)
# Plans that speak of a thing: what is inferred between two items is stated by neither plan.
_STATED = (
    "UNWIND $ids AS id MATCH (n:{} {{id: id}})-[r]-() WHERE NOT type(r) IN $inferred "
    "RETURN DISTINCT id, r.plan AS other ORDER BY id, other"
)


class SearchHit(Ref):
    """A thing that holds the words, with the text around them and the plans that speak of it (the first SHOWN_PLANS)."""

    snippet: str
    plans: list[Ref]
    href: str = Field(description="path of the thing under /api/v1")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood: words as they are looked for, numbers with the items that have them, and the owners
    that a word among others may name, by that word."""

    words: tuple[str, ...] = ()
    numbers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    owners: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found, with what facets tell of it."""

    id: str
    label: str
    plans: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def folded_words(text: str) -> list[str]:
    """The words of a search as they are looked for."""
    return [word for word in (fold(part) for part in text.split()) if word][:MOST_WORDS]


def understood(view: View, text: str) -> Query:
    """``text`` as a search reads it."""
    return view.once(f"understood {text}", lambda: _understood(view, text))


def _understood(view: View, text: str) -> Query:
    parts, words, numbers, owners = text.split()[:MOST_WORDS], list[str](), [], []
    while parts:
        for length in range(min(LONGEST_NUMBER, len(parts)), 0, -1):
            if read := reference_in(view, "".join(parts[:length]), ()):
                numbers.append((read[0], tuple(read[1])))
                del parts[:length]
                break
        else:
            if word := fold(parts.pop(0)):
                words.append(word)
                if named := called(view, word):
                    owners.append((word, tuple(owner.id for owner in named)))
    meant = owners if len(words) + len(numbers) > 1 else []
    return Query(tuple(words), tuple(numbers), tuple(meant))


def find(view: View, text: str) -> list[Found]:
    """What a search finds (the first MOST_HITS): items of the numbers given, names, items of an owner that hold the
    other words, names of that sound, then texts."""
    asked = understood(view, text)
    if not asked.words and not asked.numbers:
        return []
    return view.once(f"search {asked}", lambda: _told(view, _found(view, asked)))


def _found(view: View, asked: Query) -> dict[str, str]:
    """Label by id, in the order shown."""
    numbered = [item for _, items in asked.numbers for item in items]
    if asked.numbers and not asked.words:
        return _labels(view, numbered)
    hits = view.store.search(asked.words, MOST_HITS)
    found = {hit.id: (_place(view, hit, asked.words), hit.label) for hit in hits}
    for hit in _of_owners(view, asked, numbered):
        found.setdefault(hit.id, ((1, *_place(view, hit, ())[1:]), hit.label))
    if asked.numbers:
        found = {node: told for node, told in found.items() if node in set(numbered)}
    else:
        for index, thing in enumerate(sounding(view, asked.words)):
            found.setdefault(thing.id, ((2, index, thing.id), thing.label))
    ordered = sorted(found.items(), key=lambda one: one[1][0])
    return {node: label for node, (_, label) in ordered[:MOST_HITS]}


def _labels(view: View, ids: Sequence[str]) -> dict[str, str]:
    return {node: stated["label"] for node, stated in records(view, ids[:MOST_HITS]).items()}


def _of_owners(view: View, asked: Query, numbered: Sequence[str]) -> list[Hit]:
    """Items of the owners named that hold the other words."""
    if not asked.owners:
        return []
    named = dict(asked.owners)
    held = set(numbered) if asked.numbers else None
    if rest := [word for word in asked.words if word not in named]:
        hits = {hit.id for hit in view.store.search(rest, MOST_HITS)}
        held = hits if held is None else held & hits
    for owners in named.values():
        text = "MATCH (o:Owner)-[:OWNS]->(i:WorkItem) WHERE o.id IN $ids RETURN DISTINCT i.id AS id ORDER BY id"
        items = {row["id"] for row in view.read(text, ids=list(owners))}
        held = items if held is None else held & items
    told = records(view, sorted(held or ())).values()
    return [Hit(one["id"], one["label"], one["name"], one["plan"], one["position"]) for one in told]


def _place(view: View, hit: Hit, words: Sequence[str]) -> tuple[Any, ...]:
    name = fold(hit.name)
    family = schema().labels[hit.label].labels[-1]
    kind = _ORDER.index(family) if family in _ORDER else len(_ORDER)
    if family in ("WorkItem", "Section") and hit.plan is not None:
        within: tuple[Any, ...] = (plan_key(view, hit.plan), hit.position or 0, "", hit.id)
    else:
        within = ((0, "", ""), 0, hit.name, hit.id)
    return 0 if all(word in name for word in words) else 3, kind, *within


def _told(view: View, found: dict[str, str]) -> list[Found]:
    """What was found with its plans and owners."""
    stated, owned = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for prefix, ids in batches(found):
        labels = labels_of_prefix()[prefix]
        for text, kept in ((_STATED, stated), (_OWNED, owned)):
            if text is _STATED or schema().labels[labels[0]].labels[-1] == "WorkItem":
                given = {"inferred": list(schema().derived())} if text is _STATED else {}
                for row in view.read(text.format("|".join(labels)), ids=ids, **given):
                    kept[row["id"]].append(row["other"])
    place = {plan.id: at for at, plan in enumerate(plans(view))}
    told = []
    for node, label in found.items():
        of = [node] if label == "Plan" else sorted(place.keys() & stated[node], key=place.__getitem__)
        owners = [node] if schema().labels[label].labels[-1] == "Owner" else owned[node]
        told.append(Found(node, label, tuple(of), tuple(owners)))
    return told


def hits(view: View, found: Sequence[Found], text: str) -> list[SearchHit]:
    """Things found, each with the text around the words and its plans."""
    words = folded_words(text)
    named = {plan.id: plan for plan in plans(view)}
    told = records(view, [one.id for one in found])
    return [
        SearchHit(
            id=one.id, label=one.label, name=told[one.id]["name"], snippet=snippet(told[one.id], words),
            plans=[named[plan] for plan in one.plans[:SHOWN_PLANS]], href=f"/api/v1/{folder_of(one.id)}/{one.id}",
        )
        for one in found
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
