"""The plan document: what a parser found, as plain data with places in the source, before it becomes a graph.

Structure (sections, items, owners, deadlines) is filled in by ``loaders.parse``; what the items say (targets,
policies, entities, dependencies) by ``loaders.content``; ``loaders.assemble`` makes the plan graph of both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from graph.findings import Finding
from graph.page_boxes import PageBoxes
from loaders.text.view import Span, View


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where a reader is not sure what the page says (OCR); ``code`` is that of the finding."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as stored. ``places`` names pages, paragraphs or cells as (start, end, name), where the file has them;
    ``doubts`` are what its reader is not sure of, ``others`` (offset, characters) what else a doubtful character may be;
    ``boxes`` where its characters stand on the pages of the file, whose digest is ``file_sha256``."""

    text: str
    path: str = ""
    media_type: str = "text/plain"
    places: tuple[tuple[int, int, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    others: tuple[tuple[int, str], ...] = ()
    boxes: PageBoxes | None = None
    file_sha256: str | None = None


@dataclass(slots=True)
class PlanMeta:
    """What the head and the end of the document say of it. Spans are where each value stands."""

    name: str
    name_span: Span | None = None
    notice: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    date: str | None = None
    year: int | None = None
    period: str | None = None
    jurisdiction: str = "CN"


@dataclass(slots=True)
class SectionPart:
    """A chapter of the body or a band of an annex. ``parent`` is the index of the section above it, or None."""

    ref: str
    number: str
    name: str
    span: Span
    part: str
    level: int
    parent: int | None = None


class OwnerMention(NamedTuple):
    """An owner as printed in a responsibility marker or cell (white space left out), with role and basis.

    ``whole`` is the name with what a list prints once for several (省科技厅、财政厅: 省财政厅), or with a character put right
    that OCR misread, else empty; ``scope`` the words of the item that the marker rules, where it has several markers.
    """

    printed: str
    span: Span
    role: str
    role_basis: str
    position: int
    whole: str = ""
    scope: Span | None = None


@dataclass(frozen=True, slots=True)
class DeadlineMention:
    """A time limit as printed, and as an ISO date or month where it is one (持续推进 is none)."""

    printed: str
    iso: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """A cited document. ``relation`` is IMPLEMENTS, CITES, ISSUES, DEPENDS_ON or REPEALS; ``cue`` the word that
    shows it."""

    name: str
    printed: str
    span: Span
    relation: str
    cue: str = ""
    doc_number: str | None = None


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A quantified goal; see the properties of Target in the schema."""

    indicator: str
    value: float
    unit: str
    comparator: str
    measure: str
    text: str
    span: Span
    deadline: str | None = None
    deadline_as_printed: str | None = None


@dataclass(frozen=True, slots=True)
class MilestoneMention:
    """A dated goal without a number."""

    name: str
    text: str
    span: Span
    deadline: str
    deadline_as_printed: str


class EntityMention(NamedTuple):
    """A named thing: ``label`` is its primary label (a Town is an owner that is a place here), ``relation`` one of
    BUILDS, DEPENDS_ON, MENTIONS, LOCATED_IN."""

    name: str
    printed: str
    span: Span
    label: str
    relation: str
    cue: str = ""
    kind: str | None = None


@dataclass(slots=True)
class Item:
    """A work item. ``spans`` are the pieces of the source that hold its title and text, in order, markers left out."""

    ref: str
    number: str
    label: str
    part: str
    name: str
    name_span: Span
    span: Span
    spans: tuple[Span, ...]
    section: int | None = None
    category: str | None = None
    category_span: Span | None = None
    version: str | None = None
    open_ended: bool = False
    owners: list[OwnerMention] = field(default_factory=list)
    deadlines: list[DeadlineMention] = field(default_factory=list)
    periods: list[DeadlineMention] = field(default_factory=list)
    policies: list[PolicyMention] = field(default_factory=list)
    targets: list[TargetMention] = field(default_factory=list)
    milestones: list[MilestoneMention] = field(default_factory=list)
    entities: list[EntityMention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Detail:
    """An annex row (index into items) that details a body task (index into items)."""

    row: int
    task: int
    score: float
    basis: str


@dataclass(frozen=True, slots=True)
class Reliance:
    """A chapter (index into sections) or an item (index into items) relies on the thing of ``mention``, or on the item
    ``on`` (an index) that is named by it."""

    mention: EntityMention
    section: int | None = None
    item: int | None = None
    on: int | None = None


@dataclass(slots=True)
class PlanDocument:
    """A parsed plan: its source, metadata, sections, items, basis and repealed policies, goals of the whole plan, details
    and findings."""

    source: SourceText
    meta: PlanMeta
    sections: list[SectionPart] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    basis: list[PolicyMention] = field(default_factory=list)
    repealed: list[PolicyMention] = field(default_factory=list)
    targets: list[TargetMention] = field(default_factory=list)
    milestones: list[MilestoneMention] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    reliances: list[Reliance] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _views: dict[tuple[Span, ...], View] = field(default_factory=dict, repr=False, compare=False)

    def view_of(self, item: Item) -> View:
        """The view of the words of ``item``, made once: faults, grammars and assembly all read it."""
        held = self._views.get(item.spans)
        if held is None:
            held = self._views[item.spans] = View(self.source.text, item.spans)
        return held
