"""Two statements about one node, cited documents that become plans, and the digest of a graph."""

import itertools

import pytest

from graph import Evidence, Node, PlanGraph
from graph.errors import RecordError
from tests.graph.test_records import OWNER, OWNS, TASK, graph_of

CITED = Node("policy-9", "Policy", "“十四五”规划", {"kind": "five-year-plan"})
LOADED = Node("policy-9", "Plan", "“十四五”规划", {"year": 2021})


@pytest.mark.parametrize("order", list(itertools.permutations([CITED, LOADED])))
def test_a_cited_document_becomes_a_plan_when_it_is_loaded(order: tuple[Node, ...]) -> None:
    graph = graph_of(*order)
    assert graph.nx.nodes["policy-9"] == {"labels": ["Plan", "Policy"], "name": "“十四五”规划", "year": 2021}


def test_statements_about_a_shared_node_unite_in_any_order() -> None:
    later = OWNER._replace(
        properties={"jurisdiction": "310117", "aliases": ["科委"]},
        evidence=Evidence("source-1", 90, 93, "区科委"),
    )
    digests = {graph_of(*order).digest() for order in itertools.permutations([OWNER, later])}
    assert len(digests) == 1
    node = graph_of(later, OWNER).nx.nodes[OWNER.id]
    assert (node["start"], node["aliases"]) == (3, ["科委"])


def test_a_work_item_stated_twice_differently_is_refused() -> None:
    with pytest.raises(RecordError, match="Task task-1-8: stated twice with different content"):
        graph_of(TASK, TASK._replace(name="另一项"))


def test_one_id_is_one_label() -> None:
    with pytest.raises(RecordError, match="already there as Department"):
        graph_of(OWNER, OWNER._replace(label="Town"))


def test_the_digest_ignores_the_order_of_insertion_and_sees_every_property() -> None:
    assert graph_of(OWNER, TASK, OWNS) == graph_of(TASK, OWNER, OWNS)
    assert graph_of(OWNER, TASK, OWNS) != graph_of(OWNER, TASK)
    changed = OWNS._replace(properties={**OWNS.properties, "position": 2})
    assert graph_of(OWNER, TASK, OWNS) != graph_of(OWNER, TASK, changed)


def test_in_order_is_the_same_graph_in_one_order() -> None:
    second = TASK._replace(id="task-1-10", properties={**TASK.properties, "ref": "10", "position": 10})
    for records in itertools.permutations([OWNER, second, TASK]):
        ordered = graph_of(*records, OWNS).in_order()
        assert list(ordered.nx) == [OWNER.id, TASK.id, second.id]
        assert ordered == graph_of(OWNER, TASK, second, OWNS)


def test_plans_and_labels_are_found() -> None:
    graph = graph_of(OWNER, TASK, LOADED)
    assert graph.plan_ids() == ["policy-9"]
    assert [node_id for node_id, _ in graph.nodes("WorkItem", "Owner")] == [OWNER.id, TASK.id]
    assert PlanGraph().digest() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
