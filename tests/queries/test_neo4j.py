"""The catalogue on real Neo4j servers of both versions: plans without warnings, and rows as the embedded engine's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import generated_graph
from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import Store, open_store
from loaders.parse import load_plan
from queries.answers import co_owners, items, network, owners, plans, policies, things
from queries.answers.around import around
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.drawings import drawings
from queries.model import Parameter, Query
from queries.run import run_query
from tests.neo4j_servers import Server
from tests.queries.plans import drawn_plan

pytestmark = pytest.mark.xdist_group("neo4j")
SONGJIANG = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"
CASCADE = Path(__file__).parents[1] / "gold" / "cascade"
TEXTS = [query for query in catalogue().values() if query.kind == "cypher"]
# Kinds of parameters for which a text must look one node up by its id.
LOOKED_UP = {"item", "owner", "policy", "entity"}
UNWELCOME = {"PERFORMANCE", "DEPRECATION"}


@cache
def songjiang() -> PlanGraph:
    return load_plan(SONGJIANG)[0]


def next_year(folder: Path) -> PlanGraph:
    """The plan as it might be written a year later: the same owners, another plan."""
    text = SONGJIANG.read_text("utf-8")
    for year in (2024, 2023):  # the later first, or all would become 2025
        text = re.sub(rf"{year}(?=\s*年|\])", str(year + 1), text)
    path = folder / "songjiang-2024.txt"
    path.write_text(text.replace("区科委", "区经委", 3), "utf-8")
    return load_plan(path)[0]


def graphs(kind: str, folder: Path) -> list[PlanGraph]:
    if kind == "two plans":
        return [songjiang(), next_year(folder)]
    if kind == "above and before":
        names = ("jiangsu-2021", "nantong-2025", "haimen-2024", "haimen-2025")
        return [*(load_plan(CASCADE / f"{name}.txt")[0] for name in names), drawn_plan(1)]
    return [generated_graph(300, 25, 700, plans=2)]


def arguments(query: Query, graph: PlanGraph) -> Iterator[dict[str, Any]]:
    """Some arguments for ``query``: what is required alone, for several things; with a plan and an owner too; with a
    value for every parameter; its second page of three rows."""
    things = {kind: several(graph, label) for kind, label in LABELS.items()}
    things["section"] = [s for s in things["section"] if graph.nx.nodes[s]["plan"] == things["plan"][0]]
    things["policy"] = [p for p in things["policy"] if p not in things["plan"]]
    things["item"] = by_turns(things["item"], lambda item: graph.nx.nodes[item]["plan"])
    required = [p for p in query.parameters if p.required]
    for index in range(5 if required else 1):
        yield {p.name: value(p, things, index) for p in required}
    narrowed = [p for p in query.parameters if p.required or p.kind in {"plan", "owner", "item"}]
    yield {p.name: value(p, things, 0) for p in narrowed}
    yield {p.name: chosen(p, things) for p in query.parameters}
    yield {p.name: PAGE.get(p.name, value(p, things, 0)) for p in query.parameters if p.required or p.name in PAGE}


LABELS: Mapping[str, str] = {
    "item": "WorkItem", "owner": "Owner", "plan": "Plan", "policy": "Policy", "entity": "Entity", "thing": "Entity",
    "section": "Section",
}  # fmt: skip


def several(graph: PlanGraph, label: str) -> list[str]:
    """Ids of that label, those with most relationships first."""
    found = sorted(graph.nodes(label), key=lambda node: (-graph.nx.degree(node[0]), node[0]))
    return [node_id for node_id, _ in found]


def by_turns(found: Sequence[str], group: Callable[[str], str]) -> list[str]:
    """``found`` with the first of each group in front, then the second of each."""
    groups: dict[str, list[str]] = {}
    for one in found:
        groups.setdefault(group(one), []).append(one)
    return [one for row in zip_longest(*groups.values()) for one in row if one is not None]


def value(parameter: Parameter, things: Mapping[str, list[str]], index: int) -> str:
    """The index-th thing of the kind asked for, words for a text, a date for a date."""
    if parameter.kind in things:
        return things[parameter.kind][index % len(things[parameter.kind])]
    return "2023-12-31" if parameter.kind == "date" else ["数字", "工作", "平台", "建设", "区"][index]


PAGE = {"limit": 3, "skip": 3}


def chosen(parameter: Parameter, things: Mapping[str, list[str]]) -> Any:
    """A value that is not the parameter's default."""
    if parameter.values:
        return parameter.values[-1]
    if isinstance(parameter.default, int | float):
        return parameter.default + 1
    return value(parameter, things, 0)


def near(cell: Any) -> Any:
    """A cell in which the last digits of a sum do not count."""
    if isinstance(cell, float):
        return round(cell, 9)
    if isinstance(cell, list):
        return [near(part) for part in cell]
    if isinstance(cell, dict):
        return {key: near(part) for key, part in cell.items()}
    return cell


@pytest.mark.parametrize("kind", ["two plans", "generated", "above and before"])
def test_rows_equal_the_embedded_engines(server: Server, kind: str, tmp_path: Path) -> None:
    loaded = graphs(kind, tmp_path)
    with server.store(write=True) as neo4j, open_store(str(tmp_path / "same.kgl"), write=True) as embedded:
        neo4j.replace(loaded)
        embedded.replace(loaded)
        whole = embedded.graph()
        assert neo4j.graph() == whole
        different, silent = [], {query.name for query in TEXTS}
        for query in TEXTS:
            for given in arguments(query, whole):
                rows = answered(embedded, query, given)
                silent -= {query.name} if rows else set()
                if answered(neo4j, query, given) != rows:
                    different.append(f"{query.name} {given}")
    assert different == []
    assert not silent or kind != "above and before"


def answered(store: Store, query: Query, given: Mapping[str, Any]) -> list[Any]:
    return [near(list(row)) for row in run_query(store, query.name, given).rows]


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def test_every_text_is_planned_without_a_warning_and_finds_by_index(server: Server) -> None:
    with server.store(write=True) as store:
        store.replace([generated_graph(1500, 150, 3500)])  # so many that looking through all of them would cost
    faults = []
    with server.session() as session:
        session.run("CALL db.prepareForReplanning()").consume()  # else the plans depend on what was counted by now
        for query in TEXTS:
            given = {p.name: "x" if p.default is None else p.default for p in query.parameters}
            summary = session.run(f"EXPLAIN {query.indexed or query.text}", given).consume()
            notes = [n for n in summary.gql_status_objects if n.is_notification]
            faults += [f"{query.name}: {n.status_description}" for n in notes if n.raw_classification in UNWELCOME]
            names = set(operators(summary.plan or {}))
            if "AllNodesScan" in names or "VarLengthExpand(Pruning,All)" in names:
                faults.append(f"{query.name}: {sorted(names)}")
            looks_up = any(p.required and p.kind in LOOKED_UP for p in query.parameters)
            if looks_up and not any("IndexSeek" in name for name in names):
                faults.append(f"{query.name}: no index is used: {sorted(names)}")
    assert not faults, "\n".join(faults)


class Recorder:
    """A store that remembers the texts that are run through it."""

    def __init__(self, store: Store) -> None:
        self.texts: dict[str, Mapping[str, Any]] = {}
        self._store, self.search, self.version = store, store.search, store.version

    def run(self, text: str, parameters: Mapping[str, Any] | None = None, **given: Any) -> Any:
        self.texts[text] = dict(parameters or {})
        return self._store.run(text, parameters, **given)


def answered_by_all(store: Any, graph: PlanGraph) -> None:
    """Asks for everything that answers can tell of some things."""
    view = View(store)
    item, owner, policy = (several(graph, label)[0] for label in ("WorkItem", "Owner", "Policy"))
    plan = graph.plan_ids()[0]
    everything = items.Filter(
        (item,),
        (plan,),
        ("Task",),
        (owner,),
        ("lead",),
        ("平台类",),
        ("8",),
        ("section-x",),
        ("数",),
        "2023-12-31",
        "2023-01-01",
    )
    for wanted in (items.Filter(), everything, items.Filter(roles=("lead",))):
        items.item_page(view, wanted, None, 5)
        for sort in ("deadline", "-deadline", "name"):
            items.sorted_items(view, wanted, sort, 0, 5)
    items.item_detail(view, item)
    items.neighbours(view, item)
    co_owners.item_pairs(view, item)
    co_owners.shared_counts(view, several(graph, "Owner")[:5])
    owners.owner_detail(view, owner)
    owners.owned_page(view, owner, (), None, 5)
    plans.plan_detail(view, plan)
    policies.above(view, policy)
    policies.policy_items(view, policy, None, 5)
    network.shared_items(view, owner, several(graph, "Owner")[1], "", 5)
    for label in schema().labels:
        for node in several(graph, label)[:1]:
            things.thing(view, node)
            around(view, node)


def test_what_answers_ask_is_planned_without_a_warning_too(server: Server, tmp_path: Path) -> None:
    graph = generated_graph(1500, 150, 3500)
    with open_store(str(tmp_path / "plans.kgl"), write=True) as embedded:
        embedded.replace([graph])
        recorder = Recorder(embedded)
        answered_by_all(recorder, graph)
    with server.store(write=True) as store:
        store.replace([graph])
    faults = []
    with server.session() as session:
        session.run("CALL db.prepareForReplanning()").consume()
        for text, given in recorder.texts.items():
            summary = session.run(f"EXPLAIN {text}", dict(given)).consume()
            notes = [n for n in summary.gql_status_objects if n.is_notification]
            faults += [f"{text}: {n.status_description}" for n in notes if n.raw_classification in UNWELCOME]
            if "AllNodesScan" in set(operators(summary.plan or {})):
                faults.append(f"{text}: looks through all nodes")
    assert len(recorder.texts) > 40
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["search", "find"])
def test_a_search_asks_the_full_text_index_and_gives_the_rows_of_the_plain_text(
    server: Server, tmp_path: Path, name: str
) -> None:
    with server.store(write=True) as store:
        store.replace([songjiang(), next_year(tmp_path)])
        query = catalogue()[name]
        given = {p.name: p.default for p in query.parameters}
        for q in ("数据", "数", "区科委", "5G", "G60", "一网通办”", "云 网", "平台", "没有这样的话", "a", '数据"*'):
            indexed, plain = (store.run(text, {**given, "q": q}).rows for text in (query.indexed, query.text))
            assert indexed == plain, q
        assert len(store.run(query.indexed, {**given, "q": "数据"}).rows) > 10
    with server.session() as session:
        profile = session.run(f"PROFILE {query.indexed}", {**given, "q": "数据"}).consume().profile
    called = [
        o["args"].get("Details", "") for o in walk(profile or {}) if o["operatorType"].startswith("ProcedureCall")
    ]
    assert any("queryNodes" in details for details in called)
    scans = [o for o in walk(profile or {}) if "LabelScan" in o["operatorType"] and o.get("dbHits", 0) > FEW]
    assert scans == []


def test_no_label_is_scanned_when_a_plan_is_given(server: Server) -> None:
    """PROFILE tells what was read by the catalogue and for the drawings: things asked for by name, and all that belongs
    to a plan, come from an index."""
    with server.store(write=True) as store:
        store.replace([generated_graph(1500, 150, 3500, plans=3)])
        plan = "生成2020"
        given: dict[str, Any] = {"plan": plan, "q": "项", "other": "x"}
        for kind, pattern in NAMED.items():
            text = f"MATCH (p:Plan {{reference: $plan}}) MATCH {pattern} RETURN name ORDER BY name LIMIT 1"
            given[kind] = store.run(text, {"plan": plan}).rows[0][0]
    faults = []
    with server.session() as session:
        session.run("CALL db.prepareForReplanning()").consume()
        for query in (*TEXTS, *(drawing for drawing in drawings().values() if drawing.parameters)):
            values = {p.name: given.get(p.kind, given.get(p.name)) for p in query.parameters if asked_for(p)}
            values |= {p.name: p.default for p in query.parameters if p.name not in values}
            profile = session.run(f"PROFILE {query.indexed or query.text}", values).consume().profile
            scans = [o for o in walk(profile or {}) if "LabelScan" in o["operatorType"] and o.get("dbHits", 0) > FEW]
            read = {f"{o['operatorType']} {o['args'].get('Details')} {o['dbHits']}" for o in scans}
            faults += [f"{query.name}: {sorted(read)}"] if read else []
    assert faults == []


# The planner would rather read a label of a few nodes (plans, policies) than seek in it.
FEW = 50
NAMED = {
    "item": "(i:WorkItem {plan: p.id}) WITH i.reference AS name",
    "owner": "(o:Owner)-[:OWNS]->(:WorkItem {plan: p.id}) WITH o.qualified_name AS name",
    "policy": "(d:Policy)<-[:CITES]-(:WorkItem {plan: p.id}) WITH d.name AS name",
    "entity": "(e:Entity)<-[:BUILDS]-(:WorkItem {plan: p.id}) WITH e.name AS name",
    "section": "(s:Section {plan: p.id}) WITH s.name AS name",
    "thing": "(e:Entity)<-[:DEPENDS_ON]-(:WorkItem {plan: p.id}) WITH e.name AS name",
}


def asked_for(parameter: Parameter) -> bool:
    return parameter.required or parameter.name == "plan"


def walk(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from walk(child)
