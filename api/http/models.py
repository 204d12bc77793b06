"""The answers as types: what OpenAPI documents and the tests hold every answer to."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = str


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="URN that names the kind of error")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path that was asked for")


class Evidence(_Model):
    """Where the text says so: `quote` is the source's code points `start` to `end` (exclusive)."""

    source: str
    start: int
    end: int
    quote: str


class Ref(_Model):
    """Any thing, by id, primary label and name."""

    id: str
    label: Label
    name: str


class ItemRef(Ref):
    """A work item with its number and plan."""

    number: str | None
    ref: str
    plan: str


class OwnerRole(Ref):
    """An owner of an item with its role."""

    role: Literal["lead", "responsible", "support"]


class ItemOwner(OwnerRole):
    """An owner of an item with all that the text says of it."""

    role_basis: Literal["stated", "order-clause", "clause"]
    position: int
    as_printed: str
    evidence: Evidence | None


class ItemSummary(ItemRef):
    """A work item as lists show it."""

    part: Literal["body", "annex"]
    position: int
    section: Ref | None
    category: str | None
    deadline: str | None
    deadline_as_printed: str | None
    owners: list[OwnerRole]


class OwnedItem(ItemSummary):
    """A work item of an owner, with the role that the owner has in it."""

    role: Literal["lead", "responsible", "support"]
    as_printed: str
    evidence: Evidence | None


class Target(_Model):
    """A quantified goal."""

    id: str
    name: str
    indicator: str
    comparator: str
    value: float
    unit: str | None
    measure: str
    deadline: str | None
    deadline_as_printed: str | None
    text: str
    evidence: Evidence | None


class Milestone(_Model):
    """A dated goal without a number."""

    id: str
    name: str
    deadline: str | None
    deadline_as_printed: str | None
    text: str
    evidence: Evidence | None


class Mention(Ref):
    """A policy or named thing that an item speaks of, how, and where."""

    relation: str
    cue: str | None
    as_printed: str | None
    evidence: Evidence | None


class Detail(ItemRef):
    """An item at the other end of a DETAILS relationship."""

    score: float
    basis: str


class Item(ItemRef):
    """A work item with everything that is known of it."""

    part: Literal["body", "annex"]
    position: int
    section: Ref | None
    category: str | None
    deadline: str | None
    deadline_as_printed: str | None
    text: str
    version: str | None
    period: str | None
    open_ended: bool
    evidence: Evidence | None
    in_plan: Ref | None
    owners: list[ItemOwner]
    targets: list[Target]
    milestones: list[Milestone]
    policies: list[Mention]
    entities: list[Mention]
    details: list[Detail]
    detailed_by: list[Detail]
    depends_on_items: list[ItemRef]
    needed_by_items: list[ItemRef]


class Pair(_Model):
    """Two owners of an item and the other items that they share (the first 20)."""

    a: Ref
    b: Ref
    shared_total: int
    shared: list[ItemRef]


class CoOwner(Ref):
    """An owner that shares items (the first 20 are given)."""

    shared_total: int
    shared: list[ItemRef]


class OwnerSummary(Ref):
    """An owner with its load."""

    short_name: str | None
    full_name: str | None
    jurisdiction: str | None
    level: str | None
    items: int
    lead: int
    fraction: float = Field(description="items, each split evenly among its owners")
    rank: int = Field(description="rank by number of items; equal numbers share a rank")


class CountedRef(Ref):
    """A thing with a number of items."""

    items: int


class Roles(_Model):
    """Number of items by role."""

    lead: int
    responsible: int
    support: int


class Owner(OwnerSummary):
    """An owner with names, load by role, section and plan, and groups."""

    aliases: list[str]
    scan_forms: list[str]
    known_by: str | None
    code: str | None
    roles: Roles
    sections: list[CountedRef]
    plans: list[CountedRef]
    member_of: list[Ref]
    members: list[Ref]
    evidence: Evidence | None


class Counts(_Model):
    """How much a plan holds."""

    items: int
    tasks: int
    scenes: int
    projects: int
    owners: int
    ownerships: int
    targets: int
    milestones: int
    details: int
    findings: int


class PlanSummary(Ref):
    """A loaded plan with its counts."""

    doc_number: str | None
    issuer: str | None
    date: str | None
    year: int | None
    period: str | None
    jurisdiction: str | None
    notice: str | None
    counts: Counts


class Section(Ref):
    """A chapter; `parent` is the id of the section above it."""

    number: str | None
    position: int
    part: str
    level: int
    parent: str | None


class Source(_Model):
    """A source text (without the text)."""

    id: str
    sha256: str
    length: int
    path: str | None
    media_type: str | None


class Words(_Model):
    """A sentence in both languages."""

    zh: str
    en: str


class Finding(_Model):
    """What the loader saw that a person should know; `item` is the reference of the item that it stands in."""

    code: str
    severity: Literal["error", "warning", "note"]
    item: str | None
    message: Words
    advice: Words
    start: int
    end: int
    quote: str


class Plan(PlanSummary):
    """A loaded plan with sections, basis, source and findings."""

    kind: str | None
    aliases: list[str]
    basis: list[Ref]
    sections: list[Section]
    source: Source | None
    findings: list[Finding]
    evidence: Evidence | None


class PolicySummary(Ref):
    """A policy with the number of items that refer to it and the plans that carry it out."""

    doc_number: str | None
    issuer: str | None
    date: str | None
    kind: str | None
    level: str | None
    items: int
    plans: list[Ref]


class PolicyItem(ItemSummary):
    """A work item that refers to a policy, how, and where."""

    relation: str
    cue: str | None
    as_printed: str | None
    evidence: Evidence | None


class Edge(Ref):
    """A relationship of a thing with the thing at its other end."""

    relation: str
    properties: dict[str, Any]
    evidence: Evidence | None


class Thing(Ref):
    """Any node with its properties and relationships (at most 200 each way; `edges` counts all)."""

    labels: list[str]
    properties: dict[str, Any]
    evidence: Evidence | None
    outgoing: list[Edge]
    incoming: list[Edge]
    edges: int


class WorkloadRow(_Model):
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


class Concentration(_Model):
    """How unevenly the load is spread."""

    hhi: float = Field(description="Herfindahl–Hirschman index of the shares, 0 to 1")
    top: dict[str, float] = Field(description="share of the 1, 3, 5 and 10 largest")


class Parameter(_Model):
    """A parameter of a question; `kind` says what its word is resolved to."""

    name: str
    kind: str
    type: str
    required: bool
    default: str | int | float | None
    values: list[str]
    zh: str
    en: str


class Column(_Model):
    """A column of a question's rows; `fields` are those of each record in a cell of type records."""

    name: str
    type: str
    kind: str
    optional: bool
    fields: list[Column]
    zh: str
    en: str


class CatalogueQuery(_Model):
    """A question of the catalogue; `text` is its Cypher, empty for an analysis of the whole graph."""

    name: str
    group: str
    kind: Literal["cypher", "analysis"]
    question: Words
    parameters: list[Parameter]
    columns: list[Column]
    text: str


class Export(_Model):
    """A format that everything can be downloaded in."""

    format: str
    media_type: str
    zh: str
    en: str
    href: str


class _List(_Model):
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


class Health(_Model):
    """State of the server."""

    status: Literal["ok"]


class Ready(Health):
    """The store answers; `version` is the version of its content."""

    version: str
    plans: int
