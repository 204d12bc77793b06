"""Lists as types, and what only lists hold: rows of workloads, questions, hits, formats; the server's state."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.http.models import (
    CoOwner,
    ItemOwner,
    ItemRef,
    ItemSummary,
    Model,
    OwnedItem,
    OwnerSummary,
    Pair,
    PlanSummary,
    PolicyItem,
    PolicySummary,
    Ref,
    Words,
)


class WorkloadRow(Model):
    """The load of one owner, section, category or kind."""

    id: str | None
    name: str
    items: int
    lead: int
    responsible: int
    support: int
    owners: int
    fraction: float = Field(description="items, each split evenly among its owners (among what they are counted by)")
    share: float = Field(description="part of all ownerships (by owner) or of all items")


class Concentration(Model):
    """How unevenly the load is spread."""

    hhi: float = Field(description="Herfindahl–Hirschman index of the shares, 0 to 1")
    top: dict[str, float] = Field(description="share of the 1, 3, 5 and 10 largest")


class Parameter(Model):
    """A parameter of a question; `kind` says what its word is resolved to."""

    name: str
    kind: str
    type: str
    required: bool
    default: str | int | float | None
    values: list[str]
    zh: str
    en: str


class Column(Model):
    """A column of a question's rows; `fields` are those of each record in a cell of type records."""

    name: str
    type: str
    kind: str
    optional: bool
    fields: list[Column]
    zh: str
    en: str


class CatalogueQuery(Model):
    """A question of the catalogue; `text` is its Cypher, empty for an analysis of the whole graph."""

    name: str
    group: str
    kind: Literal["cypher", "analysis"]
    question: Words
    parameters: list[Parameter]
    columns: list[Column]
    text: str


class Export(Model):
    """A format that everything can be downloaded in."""

    format: str
    media_type: str
    zh: str
    en: str
    href: str


class _List(Model):
    next: str | None = Field(description="path of the next page, or null")
    total: int = Field(description="entries of the whole list")


class Plans(_List):
    """Loaded plans."""

    items: list[PlanSummary]


class Items(_List):
    """Work items."""

    items: list[ItemSummary]


class ItemOwners(_List):
    """Owners of an item in the order printed."""

    items: list[ItemOwner]


class ItemCoOwners(_List):
    """Owners of an item, and what else each pair of them shares."""

    item: ItemRef
    items: list[ItemOwner]
    pairs: list[Pair]


class Owners(_List):
    """Owners, those with most items first."""

    items: list[OwnerSummary]


class OwnedItems(_List):
    """Items of an owner."""

    items: list[OwnedItem]


class CoOwners(_List):
    """Owners that share items with an owner, those with most first."""

    owner: Ref
    items: list[CoOwner]


class Workload(_List):
    """Load by owner, section, category or kind, the largest first, and how concentrated it is."""

    by: Literal["owner", "section", "category", "kind"]
    plan: Ref | None
    concentration: Concentration
    items: list[WorkloadRow]


class Policies(_List):
    """Policies by name."""

    items: list[PolicySummary]


class PolicyItems(_List):
    """Items that refer to a policy."""

    policy: Ref
    items: list[PolicyItem]


class Catalogue(_List):
    """The catalogue of questions."""

    items: list[CatalogueQuery]


class Answer(_List):
    """Rows of a catalogue query; `truncated` when the row limit cut them."""

    query: str
    columns: list[Column]
    truncated: bool
    items: list[dict[str, Any]]


class SearchHit(Ref):
    """A thing that holds the words, with the text around them."""

    snippet: str
    href: str = Field(description="path of the thing under /api/v1")


class SearchHits(_List):
    """What was found."""

    items: list[SearchHit]


class Exports(_List):
    """Formats of /export."""

    items: list[Export]


class Health(Model):
    """State of the server."""

    status: Literal["ok"]


class Ready(Health):
    """The store answers; `version` is the version of its content."""

    version: str
    plans: int
