"""What the record and the page say of the data: counts, plans, years; all read from the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import ExportError
from graph.export.rdf.bodies import Bodies
from graph.export.rdf.mapping import RdfMapping
from graph.export.rdf.settings import RdfSettings
from graph.ids import digest
from graph.plan_graph import PlanGraph


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts by primary label and relationship type, and the plans' names, years, jurisdictions and issuers, sorted;
    ``issuers`` are names with the id of the owner that each is, if one."""

    labels: Mapping[str, int]
    relationships: Mapping[str, int]
    plans: tuple[str, ...]
    years: tuple[int, ...]
    jurisdictions: tuple[str, ...]
    issuers: Mapping[str, str | None]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How many triples the data hold, and the SHA-256 of their N-Triples."""

    triples: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of an export: name, media type, what it is (zh, en), size in bytes, SHA-256 in hexadecimal."""

    name: str
    media_type: str
    zh: str
    en: str
    size: int
    sha256: str


def facts(graph: PlanGraph) -> Facts:
    """The facts of ``graph``."""
    plans = [attributes for _, attributes in graph.nodes("Plan") if attributes["labels"][0] == "Plan"]
    issuers = {(plan["issuer"], plan.get("jurisdiction")) for plan in plans if "issuer" in plan}
    bodies = Bodies(dict(graph.nodes("Owner")))
    return Facts(
        dict(sorted(Counter(attributes["labels"][0] for _, attributes in graph.nodes()).items())),
        dict(sorted(Counter(attributes["type"] for _, _, attributes in graph.edges()).items())),
        tuple(sorted(plan["name"] for plan in plans)),
        tuple(sorted({plan["year"] for plan in plans if "year" in plan})),
        tuple(sorted({plan["jurisdiction"] for plan in plans if "jurisdiction" in plan})),
        {name: bodies.named(name, of) for name, of in sorted(issuers)},
        tuple(sorted({a["category"] for _, a in graph.nodes("WorkItem") if "category" in a})),
    )


def title(of: Facts, settings: RdfSettings) -> dict[str, str]:
    """Title of the data set in zh and en: as set, or from the plans."""
    one = len(of.plans) == 1
    return {
        "zh": settings.title_zh or (f"{of.plans[0]}（知识图谱）" if one else f"政府工作计划知识图谱（{len(of.plans)} 份）"),
        "en": settings.title_en or (f"Knowledge graph of {of.plans[0]}" if one else f"{len(of.plans)} work plans as a graph"),
    }  # fmt: skip


def description(of: Facts) -> dict[str, str]:
    """What the data set holds, in zh and en."""
    items = sum(of.labels.get(name, 0) for name in ("Task", "Scene", "Project"))
    owns = of.relationships.get("OWNS", 0)
    owners = sum(of.labels.get(name, 0) for name in ("Department", "Town", "Enterprise", "OwnerGroup"))
    return {
        "zh": f"{len(of.plans)} 份工作计划中的 {items} 个工作事项、{owners} 个责任主体和 {owns} 条分工，以及量化目标、"
        "所依据的政策和所涉平台、机构、地点；每条关系都注明原文出处（起止码点与原文）。",
        "en": f"{items} work items, {owners} owners and {owns} assignments from {len(of.plans)} work plan(s), with targets, "
        "the policies they carry out, and the platforms, bodies and places they name; every relationship "
        "points to its place in the source (code points and exact quote).",
    }


def publisher(of: Facts, settings: RdfSettings) -> str:
    """Name of the publisher: as set, or the issuer of the plans; raises ExportError where they have none or several."""
    if settings.publisher is None and len(of.issuers) != 1:
        held = f"{len(of.issuers)} issuers" if of.issuers else "no issuer that is known"
        raise ExportError(
            f"no publisher is set, and the plans have {held}: give --publisher NAME or set PLANGRAPH_PUBLISHER"
        )
    return settings.publisher or next(iter(of.issuers))


def publisher_iri(of: Facts, settings: RdfSettings, mapping: RdfMapping) -> str:
    """IRI of the publisher: as set, the body that it is in the data, or one made of its name."""
    if settings.publisher_iri:
        return settings.publisher_iri
    name = publisher(of, settings)
    body = of.issuers.get(name)
    return mapping.iri(body) if body else f"{mapping.base}/id/agent/{digest(name)}"


def version(written: Written, settings: RdfSettings) -> str:
    """Version of the data set: as set, or a digest of its triples."""
    return settings.version or written.sha256[:12]
