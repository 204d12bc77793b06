"""Plans: what is loaded, its chapters, what it rests on, and what was found when it was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Literal

from graph.findings import findings_from_json
from graph.languages import LANGUAGES
from queries.answers.models import Evidence, Model, Ref, Words, evidence, ref, refs
from queries.answers.records import Record, links, record, records
from queries.answers.view import View

_DEPTH = 8
PlanKey = tuple[int, str, str]


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


class LoadedPlan(Ref):
    """A loaded plan as it is chosen and called: ``reference`` is its place and year (松江2023)."""

    reference: str | None
    year: int | None
    jurisdiction: str | None

    @property
    def key(self) -> PlanKey:
        """What it and its items are ordered by: the latest year first, then by name."""
        return -(self.year or 0), self.name, self.id


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


def loaded_plans(view: View) -> Mapping[str, LoadedPlan]:
    """The loaded plans by id, the latest year first, then by name."""

    def make() -> dict[str, LoadedPlan]:
        rows = view.read(
            "MATCH (p:Plan) RETURN p.id AS id, 'Plan' AS label, p.name AS name, p.reference AS reference, "
            "p.year AS year, p.jurisdiction AS jurisdiction ORDER BY id"
        )
        return {plan.id: plan for plan in sorted((LoadedPlan(**row) for row in rows), key=lambda plan: plan.key)}

    return view.once("plans", make)


def plan_key(view: View, plan: str) -> PlanKey:
    """What a plan and its items are ordered by; one that is only cited stands first."""
    found = loaded_plans(view).get(plan)
    return found.key if found else (-9999, "", plan)


def plans(view: View) -> list[Ref]:
    """The loaded plans, the latest year first, then by name."""
    return [Ref(id=plan.id, label="Plan", name=plan.name) for plan in loaded_plans(view).values()]


def plan_summaries(view: View) -> list[PlanSummary]:
    """The loaded plans with their counts, in the order of ``plans``."""

    def make() -> list[PlanSummary]:
        counts = {row["plan"]: row for row in view.ask("plans")}
        goals = Counter[str]()
        for row in view.read(
            "MATCH (m:Milestone) RETURN m.plan AS plan, 'milestones' AS what, count(m) AS n "
            "UNION ALL MATCH (i:WorkItem)-[r:DETAILS]->(t:WorkItem) RETURN r.plan AS plan, 'details' AS what, count(r) AS n"
        ):
            goals[f"{row['what']} {row['plan']}"] += row["n"]
        held = records(view, counts)
        return [_summary(view, held[plan], counts[plan], goals) for plan in loaded_plans(view)]

    return view.once("plan summaries", make)


def _summary(view: View, stated: Record, counted: Mapping[str, Any], goals: Counter[str]) -> PlanSummary:
    plan = stated["id"]
    keys = ("doc_number", "issuer", "date", "year", "period", "jurisdiction", "notice")
    return PlanSummary(
        **ref(stated).model_dump(),
        **{key: stated[key] for key in keys},
        counts=Counts(
            **{key: counted[key] for key in ("items", "tasks", "scenes", "projects", "ownerships", "targets")},
            owners=counted["owner_count"],
            milestones=goals[f"milestones {plan}"],
            details=goals[f"details {plan}"],
            findings=len(findings(view, plan)),
        ),
    )


def plan_summary(view: View, plan: str) -> PlanSummary:
    """One loaded plan with its counts."""
    return next(summary for summary in plan_summaries(view) if summary.id == plan)


def plan_detail(view: View, plan: str) -> Plan:
    """A loaded plan with sections, basis, source and findings."""
    stated = record(view, plan)
    assert stated is not None
    text = source_of(view, plan)
    return Plan(
        **plan_summary(view, plan).model_dump(),
        kind=stated["kind"],
        aliases=stated["aliases"] or [],
        basis=basis(view, plan),
        sections=sections(view, plan),
        source=source(text) if text else None,
        findings=findings(view, plan),
        evidence=evidence(stated),
    )


def basis(view: View, plan: str) -> list[Ref]:
    """The documents that a plan rests on, each once, in the order of its preface."""
    return refs(links(view, [plan], ["IMPLEMENTS"])[plan])


def sections(view: View, plan: str) -> list[Section]:
    """The chapters of a plan as printed."""

    def make() -> list[Section]:
        rows = view.read(
            "MATCH (s:Section) WHERE s.plan = $plan OPTIONAL MATCH (s)-[:PART_OF]->(above:Section) "
            "RETURN s.id AS id, 'Section' AS label, s.name AS name, s.number AS number, s.position AS position, "
            "s.part AS part, s.level AS level, min(above.id) AS parent ORDER BY position, id",
            plan=plan,
        )
        return [Section(**row) for row in rows]

    return view.once(f"sections {plan}", make)


def chapters(view: View) -> Mapping[str, Ref]:
    """By id of every section that stands in another: the outermost one that holds it."""

    def make() -> dict[str, Ref]:
        rows = view.read(
            "MATCH (s:Section)-[:PART_OF]->(t:Section) RETURN s.id AS id, t.id AS above, t.name AS name ORDER BY id, above"
        )
        above = {row["id"]: Ref(id=row["above"], label="Section", name=row["name"]) for row in rows}
        found = {}
        for node, parent in above.items():
            for _ in range(_DEPTH):
                if parent.id not in above:
                    break
                parent = above[parent.id]
            found[node] = parent
        return found

    return view.once("chapters", make)


def source_of(view: View, plan: str) -> Record | None:
    """The source text of a loaded plan, without the text."""
    held = links(view, [plan], ["FROM_SOURCE"])[plan]
    return record(view, held[0]["id"]) if held else None


def source(stated: Record) -> Source:
    """A record of a Source as answered."""
    return Source(**{key: stated[key] for key in ("id", "sha256", "length", "path", "media_type")})


def findings(view: View, plan: str) -> list[Finding]:
    """What the loader found in a plan, in the order of the text."""
    return [finding for _, found in findings_by_source(view).get(plan, ()) for finding in found]


def findings_by_source(view: View) -> Mapping[str, list[tuple[str, list[Finding]]]]:
    """By plan: (id of the source, what the loader found in it)."""

    def make() -> dict[str, list[tuple[str, list[Finding]]]]:
        rows = view.read(
            "MATCH (p:Plan)-[:FROM_SOURCE]->(s:Source) WHERE s.findings IS NOT NULL "
            "RETURN p.id AS plan, s.id AS source, s.findings AS findings ORDER BY plan, source"
        )
        found: dict[str, list[tuple[str, list[Finding]]]] = defaultdict(list)
        for row in rows:
            told = sorted(findings_from_json(row["findings"]), key=lambda f: (f.start, f.end, f.code))
            found[row["plan"]].append((row["source"], [_finding(f) for f in told]))
        return dict(found)

    return view.once("findings", make)


def _finding(found: Any) -> Finding:
    return Finding(
        code=found.code, severity=found.severity, item=found.item,
        message=Words.model_validate({code: found.message(code) for code in LANGUAGES}),
        advice=Words.model_validate({code: found.advice(code) for code in LANGUAGES}),
        start=found.start, end=found.end, quote=found.quote,
    )  # fmt: skip
