"""Node-link data is what networkx writes, and the same graph comes back from it."""

import json

import networkx as nx
import pytest

from graph.errors import RecordError
from graph.node_link import from_node_link, to_node_link
from tests.graph.test_records import OWNER, OWNS, TASK, graph_of


def test_networkx_reads_it_and_the_edge_keeps_the_source_of_its_evidence() -> None:
    data = json.loads(json.dumps(to_node_link(graph_of(OWNER, TASK, OWNS))))
    assert nx.node_link_graph(data, edges="edges").number_of_edges() == 1
    (edge,) = data["edges"]
    assert (edge["source"], edge["target"], edge["type"]) == (OWNER.id, TASK.id, "OWNS")
    assert (edge["evidence_source"], edge["start"], edge["end"], edge["quote"]) == ("source-1", 3, 6, "区科委")


def test_the_same_graph_comes_back() -> None:
    graph = graph_of(OWNER, TASK, OWNS)
    assert from_node_link(json.loads(json.dumps(to_node_link(graph)))) == graph


def test_data_of_another_kind_is_refused() -> None:
    with pytest.raises(RecordError, match=r"node-link data: .*nodes.* is missing"):
        from_node_link({"vertices": []})
