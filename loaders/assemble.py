"""From a plan document to a plan graph: every node and edge checked, with evidence where the text says so.

What the text does not say (a policy's own parents, the members of a group) comes from the registries and says so in
its ``basis``.
"""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from graph import ids
from graph.errors import RecordError
from graph.findings import Finding, findings_to_json
from graph.plan_graph import PlanGraph
from graph.records import Edge, Evidence, Node, Value
from loaders.document import EntityMention, Item, OwnerMention, PlanDocument, PolicyMention, Reliance
from loaders.items.context import Refs
from loaders.policies import KnownPolicy, known_policies
from loaders.registry import ResolvedOwner, registry
from loaders.text.lexicon import lexicon
from loaders.text.view import Span, tidy

_COUNTRY = "CN"


class Assembly(NamedTuple):
    """What a document comes to: the graph, and all findings of the document and of assembling it, in text order."""

    graph: PlanGraph
    findings: list[Finding]


def assemble(document: PlanDocument) -> Assembly:
    """The checked plan graph of ``document`` (one Plan, one Source, all that the plan says) and the findings.

    The document stays as it is. Owners that the registry does not know or that a scan printed wrongly are findings,
    and so is what the text states but the schema forbids: no text makes this raise.
    """
    return _Assembler(document).build()


class _Assembler:
    def __init__(self, document: PlanDocument) -> None:
        self.document, self.meta = document, document.meta
        self.text = document.source.text
        self.graph = PlanGraph()
        self.sha256 = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        self.source = ids.source_id(self.sha256)
        self.policies: dict[str, str] = {}
        self.plan = self._policy_id(self.meta.name)
        self.reference = f"{registry().place_tag(self.meta.jurisdiction)}{self.meta.year or self.meta.period or ''}"
        self.findings = list(document.findings)
        self.owners: dict[str, ResolvedOwner] = {}
        self.first: dict[str, Span] = {}
        self.reported: set[str] = set()
        self.owning: set[str] = set()

    def build(self) -> Assembly:
        """Nodes and edges in the order of the text."""
        self._plan()
        sections = self._sections()
        items = [self._item(item, position, sections) for position, item in enumerate(self.document.items, 1)]
        for item, node in zip(self.document.items, items, strict=True):
            self._says(item, node)
        for detail in self.document.details:
            row = self.document.items[detail.row]
            properties: dict[str, Value | None] = {"score": round(detail.score, 3), "basis": detail.basis}
            self._edge("DETAILS", items[detail.row], items[detail.task], row.name_span, properties)
        for reliance in self.document.reliances:
            self._relies(reliance, sections, items)
        self._members()
        self.findings.sort(key=lambda finding: (finding.start, finding.end, finding.code, finding.item or ""))
        self._source()
        return Assembly(self.graph, self.findings)

    def evidence(self, span: Span) -> Evidence:
        """The evidence that ``span`` of the source gives."""
        boxes = self.document.source.boxes
        page = boxes.page_at(span.start) if boxes else None
        return Evidence(self.source, span.start, span.end, self.text[span.start : span.end], page)

    def _edge(
        self, kind: str, source: str, target: str, span: Span | None, properties: dict[str, Value | None] | None = None
    ) -> None:
        evidence = self.evidence(span) if span else None
        try:
            self.graph.add_edge(Edge(kind, source, target, self.plan, properties or {}, evidence))
        except RecordError:
            ends = {"from": self._label(source), "to": self._label(target)}
            self._find("statement-refused", span or Span(0, 0), None, {"type": kind, **ends})

    def _label(self, node: str) -> str:
        held = self.graph.nx.nodes.get(node)
        return str(held["labels"][0]) if held else node

    def _find(self, code: str, span: Span, item: Item | None, words: dict[str, str]) -> None:
        quote = self.text[span.start : span.end]
        self.findings.append(Finding(code, span.start, span.end, quote, item.ref if item else None, words))

    def _policy_id(self, title: str) -> str:
        """Scope is the jurisdiction for a title that names no place of its own."""
        if title not in self.policies:
            named = registry().jurisdiction_of([title])
            self.policies[title] = ids.policy_id(title, self.meta.jurisdiction if named == _COUNTRY else "")
        return self.policies[title]

    def _plan(self) -> None:
        meta = self.meta
        known = known_policies().find(meta.name)
        properties: dict[str, Value | None] = {
            "doc_number": meta.doc_number,
            "issuer": meta.issuer,
            "date": meta.date or (known.date if known else None),
            "kind": known.kind if known else None,
            "level": known.level if known else None,
            "known_by": known.known_by if known else None,
            "reference": self.reference,
            "year": meta.year,
            "period": meta.period,
            "jurisdiction": meta.jurisdiction,
            "basis": [policy.name for policy in self.document.basis],
            "notice": meta.notice,
        }
        evidence = self.evidence(meta.name_span) if meta.name_span else None
        self.graph.add_node(Node(self.plan, "Plan", meta.name, properties, evidence))
        for policy in (*self.document.basis, *self.document.repealed):
            self._policy_edge(self.plan, policy)
        self._goals(self.document, self.plan)
        self._chain(self.plan, meta.name)

    def _policy_edge(self, source: str, mention: PolicyMention) -> None:
        target = self._policy(mention)
        if target == source:
            return
        properties: dict[str, Value | None] = {"cue": mention.cue or None, "as_printed": mention.printed}
        if mention.relation == "IMPLEMENTS":
            properties["basis"] = "text"
        if mention.relation == "DEPENDS_ON":
            properties["cue"] = mention.cue or mention.printed
        self._edge(mention.relation, source, target, mention.span, properties)

    def _policy(self, mention: PolicyMention) -> str:
        known = known_policies().find(mention.name)
        name = known.name if known else mention.name
        node = self._policy_id(name)
        if node != self.plan:
            properties = _known_properties(known) if known else {}
            properties["doc_number"] = properties.get("doc_number") or mention.doc_number
            self.graph.add_node(Node(node, "Policy", name, properties, self.evidence(mention.span)))
            self._chain(node, name)
        return node

    def _chain(self, node: str, name: str) -> None:
        """What a known policy carries out, up to the top, as the registry knows it."""
        at = {name: node}
        for policy, parent in known_policies().ancestors(name):
            lower = at.get(policy.name) or self._policy_id(policy.name)
            upper = self._policy_id(parent.name)
            at[parent.name] = upper
            if upper not in self.graph.nx:
                self.graph.add_node(Node(upper, "Policy", parent.name, _known_properties(parent)))
            if lower in self.graph.nx and lower != upper:
                self._edge("IMPLEMENTS", lower, upper, None, {"basis": policy.known_by})

    def _sections(self) -> list[str]:
        nodes: list[str] = []
        refs = Refs()
        for position, section in enumerate(self.document.sections, 1):
            node = ids.part_id("section", self.plan, refs.free(section.ref))
            properties: dict[str, Value | None] = {
                "number": section.number or None, "position": position, "part": section.part,
                "level": section.level, "plan": self.plan,
            }  # fmt: skip
            self.graph.add_node(Node(node, "Section", section.name, properties, self.evidence(section.span)))
            parent = self.plan if section.parent is None else nodes[section.parent]
            self._edge("PART_OF", node, parent, section.span)
            nodes.append(node)
        return nodes

    def _item(self, item: Item, position: int, sections: list[str]) -> str:
        node = ids.part_id(item.label.lower(), self.plan, item.ref)
        dated = sorted(deadline.iso for deadline in item.deadlines if deadline.iso)
        properties: dict[str, Value | None] = {
            "qualified_name": f"{self.reference}·{item.ref.replace('annex', lexicon().headings.annex_name)} {item.name}",
            "reference": f"{self.reference}:{item.ref}",
            "number": item.number or None,
            "ref": item.ref,
            "position": position,
            "part": item.part,
            "text": self._body_text(item),
            "category": item.category,
            "deadline": dated[-1] if dated else None,
            "deadline_as_printed": "；".join(deadline.printed for deadline in item.deadlines) or None,
            "period": "；".join(period.printed for period in item.periods) or None,
            "open_ended": item.open_ended or None,
            "plan": self.plan,
        }
        if item.label == "Scene":
            properties["version"] = item.version
        self.graph.add_node(Node(node, item.label, item.name, properties, self.evidence(item.span)))
        self._edge("PART_OF", node, self.plan if item.section is None else sections[item.section], item.name_span)
        return node

    def _body_text(self, item: Item) -> str:
        """The text after the title on one line; the title itself where there is nothing else."""
        view = self.document.view_of(item)
        start = view.index(item.name_span.end)
        while start < len(view) and view.text[start] in "。.:;,":
            start += 1
        return tidy(view, start, len(view)) or tidy(view, 0, len(view)) or item.name

    def _says(self, item: Item, node: str) -> None:
        for mention in item.owners:
            self._owns(item, node, mention)
        for policy in item.policies:
            self._policy_edge(node, policy)
        self._goals(item, node)
        for entity in item.entities:
            self._entity(node, entity)

    def _owns(self, item: Item, node: str, mention: OwnerMention) -> None:
        owner = registry().resolve(mention.whole or mention.printed, self.meta.jurisdiction)
        target = self._owner(owner, mention.span)
        self._report(item, owner, mention)
        properties: dict[str, Value | None] = {
            "role": mention.role, "role_basis": mention.role_basis,
            "position": mention.position, "as_printed": mention.printed,
            "scope_start": mention.scope.start if mention.scope else None,
            "scope_end": mention.scope.end if mention.scope else None,
        }  # fmt: skip
        self._edge("OWNS", target, node, mention.span, properties)

    def _owner(self, owner: ResolvedOwner, span: Span) -> str:
        node = ids.owner_id(owner.jurisdiction, owner.name)
        if self.owners.get(node) is owner and self.first[node] <= span:
            return node  # nothing new is said of it
        if node in self.owners and self.owners[node].label != owner.label:
            return node  # 县开发区管委会) with a stray bracket: the body that is there, whatever its end looks like
        properties: dict[str, Value | None] = {
            "qualified_name": registry().qualified_name(owner),
            "short_name": owner.short_name, "jurisdiction": owner.jurisdiction, "level": owner.level,
            "full_name": owner.full_name, "aliases": sorted(owner.aliases), "scan_forms": sorted(owner.scan_forms),
            "known_by": owner.known_by,
        }  # fmt: skip
        if owner.label == "Town":
            properties["code"] = owner.code
        if owner.label == "OwnerGroup":
            properties["open_ended"] = owner.open_ended
        self.graph.add_node(Node(node, owner.label, owner.name, properties, self.evidence(span)))
        self.owners[node] = owner
        self.first[node] = min(span, self.first.get(node, span))
        return node

    def _report(self, item: Item, owner: ResolvedOwner, mention: OwnerMention) -> None:
        if owner.scan_form:
            self._find("owner-scan-form", mention.span, item, {"name": owner.name, "printed": mention.printed})
        elif not owner.known and owner.label != "OwnerGroup" and owner.name not in self.reported:
            self.reported.add(owner.name)
            self._find("owner-unknown", mention.span, item, {"name": owner.name})

    def _goals(self, said: Item | PlanDocument, node: str) -> None:
        for index, target in enumerate(said.targets, 1):
            child = ids.child_id("target", node, index)
            properties: dict[str, Value | None] = {
                "indicator": target.indicator, "value": target.value, "unit": target.unit or None,
                "comparator": target.comparator, "deadline": target.deadline,
                "deadline_as_printed": target.deadline_as_printed, "measure": target.measure,
                "text": target.text, "plan": self.plan,
            }  # fmt: skip
            self.graph.add_node(Node(child, "Target", target.text, properties, self.evidence(target.span)))
            self._edge("HAS_TARGET", node, child, target.span)
        for index, milestone in enumerate(said.milestones, 1):
            child = ids.child_id("milestone", node, index)
            properties = {
                "deadline": milestone.deadline, "deadline_as_printed": milestone.deadline_as_printed,
                "text": milestone.text, "plan": self.plan,
            }  # fmt: skip
            self.graph.add_node(Node(child, "Milestone", milestone.name, properties, self.evidence(milestone.span)))
            self._edge("HAS_MILESTONE", node, child, milestone.span)

    def _entity(self, node: str, mention: EntityMention) -> None:
        target = self._town(mention) if mention.label == "Town" else None
        if target is None:
            label = "Place" if mention.label == "Town" else mention.label
            target = ids.entity_id(self.meta.jurisdiction, label, mention.name)
            properties: dict[str, Value | None] = {"kind": mention.kind, "jurisdiction": self.meta.jurisdiction}
            self.graph.add_node(Node(target, label, mention.name, properties, self.evidence(mention.span)))
        said: dict[str, Value | None] = {"as_printed": mention.printed}
        if mention.relation in ("BUILDS", "DEPENDS_ON"):
            said["cue"] = mention.cue or mention.printed
        self._edge(mention.relation, node, target, mention.span, said)

    def _relies(self, reliance: Reliance, sections: list[str], items: list[str]) -> None:
        mention = reliance.mention
        source = items[reliance.item] if reliance.item is not None else sections[reliance.section or 0]
        if reliance.on is None:
            self._entity(source, mention)
            return
        said: dict[str, Value | None] = {"as_printed": mention.printed, "cue": mention.cue or mention.printed}
        self._edge("DEPENDS_ON", source, items[reliance.on], mention.span, said)

    def _town(self, mention: EntityMention) -> str | None:
        """The owner that a town named as a place is, where it is one already in the graph."""
        owner = registry().resolve(mention.name, self.meta.jurisdiction)
        node = ids.owner_id(owner.jurisdiction, owner.name)
        if owner.label == "Town" and node in self._owning():
            return self._owner(owner, mention.span)
        return None

    def _owning(self) -> set[str]:
        """Ids of all owners that the plan names."""
        if not self.owning:
            printed = {mention.whole or mention.printed for item in self.document.items for mention in item.owners}
            resolved = [registry().resolve(name, self.meta.jurisdiction) for name in printed]
            self.owning = {ids.owner_id(owner.jurisdiction, owner.name) for owner in resolved}
        return self.owning

    def _members(self) -> None:
        """Members of groups by a dated roster, for owners that the graph already holds."""
        for node, owner in list(self.owners.items()):
            roster = registry().roster(owner.name, owner.jurisdiction) if owner.label == "OwnerGroup" else None
            for name in roster.members if roster else ():
                member = ids.owner_id(owner.jurisdiction, name)
                if roster and member in self.owners:
                    self._edge("MEMBER_OF", member, node, None, {"basis": roster.basis, "as_of": roster.as_of})

    def _source(self) -> None:
        source = self.document.source
        places = json.dumps([list(place) for place in source.places], ensure_ascii=False) if source.places else None
        properties: dict[str, Value | None] = {
            "sha256": self.sha256, "length": len(self.text), "path": source.path or None,
            "media_type": source.media_type, "text": self.text,
            "findings": findings_to_json(self.findings), "locations": places,
            "file_sha256": source.file_sha256, "boxes": source.boxes.to_json() if source.boxes else None,
        }  # fmt: skip
        name = source.path.replace("\\", "/").rpartition("/")[2] or self.meta.name
        self.graph.add_node(Node(self.source, "Source", name, {**properties, "path": name}))
        self._edge("FROM_SOURCE", self.plan, self.source, None)


def _known_properties(policy: KnownPolicy) -> dict[str, Value | None]:
    return {
        "doc_number": policy.doc_number, "issuer": policy.issuer, "date": policy.date, "kind": policy.kind,
        "level": policy.level, "aliases": sorted(policy.aliases), "known_by": policy.known_by,
    }  # fmt: skip
