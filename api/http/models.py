"""Things as types: what OpenAPI documents and the tests hold every answer to. Lists of them: ``list_models``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Label = str


class Model(BaseModel):
    """A type that names all its members."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="URN that names the kind of error")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path that was asked for")


class Evidence(Model):
    """Where the text says so: `quote` is the source's code points `start` to `end` (exclusive)."""

    source: str
    start: int
    end: int
    quote: str


class Ref(Model):
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


class Target(Model):
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


class Milestone(Model):
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


class Pair(Model):
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


class Roles(Model):
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


class Counts(Model):
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


class Source(Model):
    """A source text (without the text)."""

    id: str
    sha256: str
    length: int
    path: str | None
    media_type: str | None


class Words(Model):
    """A sentence in both languages."""

    zh: str
    en: str


class Finding(Model):
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
