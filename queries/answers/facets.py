"""What was found, counted by kind, plan, owner and year, and narrowed by any of them; and what is near where nothing was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.schema import schema
from queries.answers.models import Model, Ref
from queries.answers.names import names, near
from queries.answers.plans import loaded_plans, plans
from queries.answers.search import Found, understood
from queries.answers.view import View

FACETS = ("kind", "plan", "owner", "year")
MOST_VALUES = 30


class Value(Model):
    """A value of a facet, what it is called, and how many things found have it; ``chosen`` when it narrows."""

    value: str
    name: str
    n: int
    chosen: bool


class Facets(Model):
    """Values by facet, the most frequent first (the first MOST_VALUES)."""

    kind: list[Value]
    plan: list[Value]
    owner: list[Value]
    year: list[Value]


class Near(Ref):
    """A thing whose name is near to a word that nothing holds; ``instead`` is the search with that name."""

    instead: str


class Reading(Model):
    """How a search was read: the words looked for, each with how many things hold it, numbers of items, and owners
    whose items were looked through; and names that are near."""

    words: list[Value]
    numbers: list[str]
    owners: list[Ref]
    near: list[Near]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows what was found: any of the values of each facet."""

    kind: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    year: tuple[str, ...] = ()


def narrowed(view: View, found: Sequence[Found], by: Narrowing) -> list[Found]:
    """What was found that has one of the values of every facet that narrows."""
    given = [(facet, set(values)) for facet in FACETS if (values := getattr(by, facet))]
    return [one for one in found if all(values & set(_values(view, one, facet)) for facet, values in given)]


def facets(view: View, found: Sequence[Found], by: Narrowing) -> Facets:
    """The counts; those of a facet are within what the other facets leave."""
    counted = {}
    for facet in FACETS:
        rest = narrowed(view, found, replace(by, **{facet: ()}))
        counts = Counter(value for one in rest for value in _values(view, one, facet))
        counts.update(dict.fromkeys(getattr(by, facet), 0))
        called = _called(view, facet)
        ordered = sorted(counts.items(), key=lambda one: (-one[1], called.get(one[0], one[0]), one[0]))
        counted[facet] = [
            Value(value=value, name=called.get(value, value), n=n, chosen=value in getattr(by, facet))
            for value, n in ordered[:MOST_VALUES]
        ]
    return Facets(**counted)


def _values(view: View, one: Found, facet: str) -> Sequence[str]:
    if facet == "kind":
        return (one.label,)
    if facet == "year":
        return tuple({str(year) for plan in one.plans if (year := loaded_plans(view)[plan].year)})
    return one.plans if facet == "plan" else one.owners


def _called(view: View, facet: str) -> dict[str, str]:
    if facet == "plan":
        return {plan.id: plan.name for plan in plans(view)}
    return {node: thing.name for node, thing in names(view).things.items()} if facet == "owner" else {}


def reading(view: View, text: str) -> Reading:
    """How a search was read, and names that are near the words that nothing holds."""
    asked = understood(view, text)
    counts = {word: len(view.store.search([word])) for word in asked.words}
    close = {thing.id: (word, thing) for word, n in counts.items() if not n for thing in near(view, word)}
    held = names(view).things
    return Reading(
        words=[Value(value=word, name=word, n=n, chosen=False) for word, n in counts.items()],
        numbers=[said for said, _ in asked.numbers],
        owners=[
            Ref(id=owner, label=held[owner].label, name=held[owner].name) for _, ids in asked.owners for owner in ids
        ],
        near=[
            Near(
                id=thing.id,
                label=thing.label,
                name=thing.name,
                instead=" ".join(thing.name if one == word else one for one in asked.words),
            )
            for word, thing in close.values()
            if thing.label in schema().labels and thing.kind != "area"
        ],
    )
