"""What may be meant while one types: numbers of items, names by beginning, part or sound, items, and questions to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from pydantic import Field

from graph.languages import LANGUAGES
from graph.store.text_index import fold
from queries.answers.models import Model, Words
from queries.answers.names import Named, names, sounding
from queries.answers.numbered import reference_in
from queries.answers.records import Record, item_words, records
from queries.answers.things import folder_of
from queries.answers.view import View
from queries.grammar import grammar

MOST, MOST_NUMBERED, MOST_NAMED, MOST_TEXTS, LONGEST = 10, 3, 5, 50, 60
_NAMED = ("owner", "plan", "policy", "entity")


class Suggestion(Model):
    """A thing that may be meant (``id`` and ``label`` say which), or, without an id, a question to ask."""

    id: str
    label: str
    href: str = Field(description="path of the thing under /api/v1, empty for a question")
    text: Words


def suggestions(view: View, typed: str, plans: Sequence[str] = ()) -> list[Suggestion]:
    """The first MOST things that ``typed`` may go on to mean, and questions about the first of them."""
    folded = fold(typed)[:LONGEST]
    if not folded:
        return offered(view, "nothing", "")
    items = _numbered(view, typed, plans)
    found = [*items, *islice(_things(view, folded, plans), MOST_NAMED)]
    kinds = names(view).things
    about = next((one for one in found if one.id), None)
    if about is None:
        found += _items(view, folded, plans)
    elif about in items:
        found += offered(view, "item", about.text.zh.partition(" ")[0])
    elif kinds[about.id].kind in grammar().offers:
        found += offered(view, kinds[about.id].kind, about.text.zh)
    return found[:MOST]


def offered(view: View, kind: str, name: str) -> list[Suggestion]:
    """The questions to offer about a thing of a kind that is called ``name``."""
    offers = grammar().offers.get(kind, ())
    texts = [Words.model_validate({code: text.replace("{name}", name) for code, text in one.items()}) for one in offers]
    return [Suggestion(id="", label="", href="", text=text) for text in texts]


def _numbered(view: View, typed: str, plans: Sequence[str]) -> list[Suggestion]:
    read = reference_in(view, typed, plans)
    return [_item(one) for one in _told(view, read[1][:MOST_NUMBERED])] if read else []


def _items(view: View, folded: str, plans: Sequence[str]) -> list[Suggestion]:
    """Items whose name holds what was typed."""
    hits = [hit for hit in view.store.search([folded], MOST_TEXTS) if folded in fold(hit.name) and hit.position]
    told = _told(view, [hit.id for hit in hits if not plans or hit.plan in plans])
    return [_item(one) for one in told if "WorkItem" in one["labels"]][:MOST_NAMED]


def _told(view: View, ids: Sequence[str]) -> list[Record]:
    return list(records(view, ids).values())


def _item(told: Record) -> Suggestion:
    return _thing(told["id"], told["label"], item_words(told))


def _thing(node: str, label: str, name: str) -> Suggestion:
    return Suggestion(
        id=node,
        label=label,
        href=f"/api/v1/{folder_of(node)}/{node}",
        text=Words.model_validate(dict.fromkeys(LANGUAGES, name)),
    )


def _things(view: View, folded: str, plans: Sequence[str]) -> Iterator[Suggestion]:
    """Things called so: names that begin so first, then that hold it, then by sound; those of the plans' places first."""
    held = [one for one in names(view).things.values() if one.kind in _NAMED]
    places = {one.place for one in held if one.id in plans}
    close: list[tuple[bool, int, int, str, Named]] = []
    for one in held:
        if forms := [form for form in one.forms if folded in form]:
            begins = any(form.startswith(folded) for form in forms)
            close.append((bool(places) and one.place not in places, not begins, min(map(len, forms)), one.id, one))
    seen = [one for *_, one in sorted(close, key=lambda entry: entry[:4])]
    seen += [one for one in sounding(view, [folded]) if one.kind in _NAMED]
    for one in {one.id: one for one in seen}.values():
        yield _thing(one.id, one.label, one.name)
