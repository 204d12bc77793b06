"""The Neo4j store on real servers of both versions: what it writes, replaces, removes and gives back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generate import generated_graph
from graph.ids import owner_id
from graph.node_link import edge_record, node_record
from graph.plan_graph import PlanGraph
from graph.records import Edge, Node
from graph.store import open_store
from graph.store.neo4j import Neo4jStore
from graph.store.port import Change
from graph.store.text_index import fold
from tests.graph.store.plans import OWNERS, PRINTED, TITLES, TYPED, linked, plan_id, small_plan
from tests.neo4j_servers import Server

pytestmark = pytest.mark.xdist_group("neo4j")
EVERYTHING = (
    "MATCH (n) WITH elementId(n) AS id, labels(n) AS labels, properties(n) AS p RETURN id, labels, p "
    "UNION ALL MATCH (a)-[r]->(b) "
    "RETURN elementId(r) AS id, [elementId(a), type(r), elementId(b)] AS labels, properties(r) AS p"
)


def union(*graphs: PlanGraph) -> PlanGraph:
    """One plan graph of several."""
    whole = PlanGraph()
    for graph in graphs:
        whole.add(node_record(node_id, attributes) for node_id, attributes in graph.nodes())
        whole.add(edge_record(start, end, attributes) for start, end, attributes in graph.edges())
    return whole


def test_a_plan_comes_back_as_it_was_loaded(store: Neo4jStore) -> None:
    plan = small_plan(items=4, cites=TITLES[1:], entities=("城市大脑",), aliases=["科委", "科学技术委员会"])
    counts = plan.nx.number_of_nodes(), plan.nx.number_of_edges()
    assert store.replace([plan]) == [Change(plan_id(TITLES[0]), "new", *counts)]
    assert store.graph() == plan
    assert store.graph([plan_id(TITLES[0])]) == plan


def test_large_plans_come_back_and_go(store: Neo4jStore) -> None:
    both = generated_graph(400, 30, 900, plans=2)
    first, second = both.plan_ids()
    told: list[tuple[int, int]] = []
    changes = store.replace([both], lambda done, total: told.append((done, total)))
    assert [change.action for change in changes] == ["new", "new"]
    total = sum(change.nodes + change.edges for change in changes)
    shared_by_both = sum(change.nodes for change in changes) - both.nx.number_of_nodes()
    assert told == sorted(told)
    assert len(set(told)) > 10
    assert told[-1] == (total - shared_by_both, total)
    assert store.graph() == linked(both)
    assert store.remove(first)
    assert store.graph().plan_ids() == [second]
    assert store.remove(second)
    assert not store.remove(second)
    assert store.run("MATCH (n) RETURN count(n) AS left").rows == ((0,),)


def test_an_unchanged_plan_is_not_written_again(store: Neo4jStore, server: Server) -> None:
    plan = small_plan(items=3)
    store.replace([plan])
    before = store.version()
    with server.session() as session:
        held = sorted(map(str, session.run(EVERYTHING).data()))
        assert [change.action for change in store.replace([plan])] == ["unchanged"]
        assert sorted(map(str, session.run(EVERYTHING).data())) == held
    assert store.version() == before


def test_every_step_leaves_what_the_embedded_store_holds(store: Neo4jStore, tmp_path: Path) -> None:
    first = small_plan(TITLES[0], 3, OWNERS[:2], cites=(TITLES[1],), aliases=["科委"], entities=("城市大脑",))
    second = small_plan(TITLES[1], 2, OWNERS[1:], cites=(TITLES[0],), aliases=["经委"], place=1)
    corrected = small_plan(TITLES[0], 2, OWNERS[:1], text="提升平台")
    plan_ids = [plan_id(title) for title in TITLES]
    with open_store(str(tmp_path / "same.kgl"), write=True) as embedded:
        for graphs in ([first], [second], [corrected], [first, second], [small_plan(TITLES[2], 0)]):
            assert store.replace(graphs) == embedded.replace(graphs)
            assert store.graph() == embedded.graph()
            assert store.version() == embedded.version()
        for plan in (plan_ids[1], plan_ids[0]):
            assert store.remove(plan) == embedded.remove(plan)
            assert store.graph() == embedded.graph()
            assert store.version() == embedded.version()


def test_a_cited_plan_that_is_removed_becomes_a_policy_again(store: Neo4jStore) -> None:
    cited = plan_id(TITLES[1])
    store.replace([small_plan(TITLES[0], cites=(TITLES[1],)), small_plan(TITLES[1])])
    text = "MATCH (n:Policy {id: $id}) RETURN n:Plan AS plan, n.year AS year, n.kind AS kind"
    assert store.run(text, {"id": cited}).rows == ((True, 2023, None),)
    store.remove(cited)
    assert store.run(text, {"id": cited}).rows == ((False, None, "municipal-plan"),)


def test_an_owner_of_which_the_registry_learnt_better_changes_its_label(store: Neo4jStore) -> None:
    plan = small_plan(owners=OWNERS[:1])
    store.replace([plan])
    owner = owner_id("310117", OWNERS[0])
    changed = PlanGraph()
    for node_id, attributes in plan.nodes():
        labels = ["Town", "Owner"] if node_id == owner else attributes["labels"]
        changed.nx.add_node(node_id, **{**attributes, "labels": labels})
    changed.nx.add_edges_from(plan.nx.edges(keys=True, data=True))
    store.replace([changed])
    assert store.graph() == changed
    assert store.run("MATCH (n:Department) RETURN count(n) AS left").rows == ((0,),)


def test_what_other_people_keep_in_the_database_stays_as_it_was(store: Neo4jStore, server: Server) -> None:
    store.prepare()
    with server.session() as session:
        session.run(
            "UNWIND range(1, 50) AS i CREATE (t:Task:WorkItem {id: 'theirs-' + i, name: 'x', plan: 'theirs'}) "
            "CREATE (d:Department:Owner {name: 'a' + i})-[:OWNS {plan: 'theirs'}]->(t) "
            "CREATE (:Plan:Policy {name: 'p'})-[:FROM_SOURCE]->(:Source {name: 's'}) "
            "CREATE (t)-[:PART_OF]->(:Section {position: i}) CREATE (:Person {name: 'n' + i})-[:LIKES]->(t)"
        ).consume()
        theirs = sorted(map(str, session.run(EVERYTHING).data()))
        first, second = small_plan(TITLES[0], 3), small_plan(TITLES[1], 2, OWNERS[1:])
        store.replace([first, second])
        store.replace([small_plan(TITLES[0], 1)])
        assert store.graph() == union(small_plan(TITLES[0], 1), second)
        held = sorted(map(str, session.run(EVERYTHING).data()))
        assert set(theirs) <= set(held)
        for title in TITLES[:2]:
            store.remove(plan_id(title))
        assert sorted(map(str, session.run(EVERYTHING).data())) == theirs


def test_a_note_that_someone_tied_to_a_task_survives_a_reload(store: Neo4jStore, server: Server) -> None:
    store.replace([small_plan(items=2)])
    with server.session() as session:
        session.run("MATCH (t:WorkItem {ref: '1'}) CREATE (:Note {text: 'mine'})-[:ABOUT]->(t)").consume()
    store.replace([small_plan(items=3, text="另写")])
    rows = store.run("MATCH (:Note)-[:ABOUT]->(t:WorkItem) RETURN t.ref AS ref, t.text AS text").rows
    assert rows == (("1", "另写"),)
    assert store.graph() == small_plan(items=3, text="另写")


def test_full_text_search_finds_chinese_words_in_names_and_texts(store: Neo4jStore) -> None:
    store.replace([small_plan(text="推进卫星互联网产业发展")])
    assert sorted(hit.name for hit in store.search(["卫星"])) == ["任务1", "任务2"]
    assert {hit.plan for hit in store.search(["互联网产业"])} == {plan_id(TITLES[0])}
    assert [hit.name for hit in store.search(["甲区"])] == [TITLES[0]]
    assert store.search(["卫星", "没有"]) == []
    assert store.search(['"\\) OR *:*']) == []


def test_words_are_found_however_they_are_printed(store: Neo4jStore) -> None:
    store.replace([small_plan(text=PRINTED)])
    found = {typed: sorted(hit.name for hit in store.search([fold(typed)])) for typed in TYPED}
    assert {tuple(names) for names in found.values()} == {("任务1", "任务2")}, found


def test_a_thousand_hostile_names_are_stored_as_printed(store: Neo4jStore, server: Server) -> None:
    pieces = ["'", '"', "`", "\\", "'}) DETACH DELETE n //", "$rows", "\x00", "\x1f", "\u2028", "\r\n", "{{}}", "𠮷"]
    plan = small_plan(TITLES[0], 1)
    task, attributes = next(plan.nodes("WorkItem"))
    evidence = node_record(task, attributes).evidence
    for index in range(1000):
        name = f"{pieces[index % len(pieces)]}{index}`) MATCH (n) DETACH DELETE n{pieces[index % 7]}"
        owner = owner_id("310117", f"owner {index}")
        plan.add_node(Node(owner, "Department", name, {"jurisdiction": "310117", "aliases": [name, name + "'"]}))
        stated = {"role": "support", "role_basis": "stated", "position": index + 1, "as_printed": name}
        plan.add_edge(Edge("OWNS", owner, task, plan_id(TITLES[0]), stated, evidence))
    store.replace([plan])
    assert store.graph() == plan
    assert store.run("MATCH (n:Department) RETURN count(n) AS all").rows == ((1002,),)
    store.remove(plan_id(TITLES[0]))
    assert store.run("MATCH (n) RETURN count(n) AS left").rows == ((0,),)
