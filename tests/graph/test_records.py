"""A record that breaks the schema can't enter a plan graph, and the message says what is wrong where."""

import pytest

from graph import Edge, Evidence, Node, PlanGraph
from graph.errors import RecordError

EVIDENCE = Evidence("source-1", 3, 6, "区科委")
OWNER = Node("org-310117-a", "Department", "区科委", {"jurisdiction": "310117"}, EVIDENCE)
TASK = Node(
    "task-1-8",
    "Task",
    "前瞻布局",
    {"ref": "8", "position": 8, "part": "body", "text": "前瞻布局。", "plan": "policy-1"},
    Evidence("source-1", 10, 14, "前瞻布局"),
)
OWNS = Edge(
    "OWNS",
    OWNER.id,
    TASK.id,
    "policy-1",
    {"role": "responsible", "role_basis": "stated", "position": 1, "as_printed": "区科委"},
    EVIDENCE,
)


def graph_of(*records: Node | Edge) -> PlanGraph:
    graph = PlanGraph()
    graph.add(records)
    return graph


def test_a_checked_graph_holds_labels_name_properties_and_evidence() -> None:
    graph = graph_of(OWNER, TASK, OWNS)
    assert graph.nx.nodes[OWNER.id] == {
        "labels": ["Department", "Owner"],
        "name": "区科委",
        "jurisdiction": "310117",
        "source": "source-1",
        "start": 3,
        "end": 6,
        "quote": "区科委",
    }
    ((start, end, edge),) = graph.edges("OWNS")
    assert (start, end, edge["role"], edge["plan"]) == (OWNER.id, TASK.id, "responsible", "policy-1")


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (TASK._replace(label="Chore"), "unknown label 'Chore'"),
        (TASK._replace(id="org-1"), "an id is task- and lower-case ASCII words"),
        (TASK._replace(id="task-任务"), "an id is task-"),
        (TASK._replace(name=""), "a name is missing"),
        (TASK._replace(evidence=None), "evidence is missing"),
        (TASK._replace(evidence=Evidence("source-1", 10, 12, "前瞻布局")), "evidence 10..12 does not fit its quote"),
        (TASK._replace(properties={**TASK.properties, "colour": "red"}), "unknown property 'colour'"),
        (TASK._replace(properties={**TASK.properties, "ref": None}), "property 'ref' is missing"),
        (TASK._replace(properties={**TASK.properties, "position": "8"}), "position must be integer, not str"),
        (TASK._replace(properties={**TASK.properties, "position": True}), "position must be integer, not bool"),
        (TASK._replace(properties={**TASK.properties, "part": "tail"}), "part must be one of body, annex"),
        (TASK._replace(properties={**TASK.properties, "deadline": "年底"}), "deadline must be an ISO date"),
    ],
)
def test_a_node_that_breaks_the_schema_is_refused(node: Node, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        graph_of(node)


@pytest.mark.parametrize(
    ("edge", "message"),
    [
        (OWNS._replace(type="LIKES"), "unknown relationship type"),
        (OWNS._replace(source=TASK.id, target=OWNER.id), "can't join Task to Department"),
        (OWNS._replace(target="task-1-9"), "node task-1-9 is not there"),
        (OWNS._replace(properties={**OWNS.properties, "role": "boss"}), "role must be one of lead, responsible"),
        (OWNS._replace(evidence=None), "evidence is missing"),
    ],
)
def test_an_edge_that_breaks_the_schema_is_refused(edge: Edge, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        graph_of(OWNER, TASK, edge)


def test_edges_differ_by_role_and_by_plan() -> None:
    lead = OWNS._replace(properties={**OWNS.properties, "role": "lead"})
    graph = graph_of(OWNER, TASK, OWNS, OWNS, lead, OWNS._replace(plan="policy-2"))
    assert sorted(key for *_, key in graph.nx.edges(keys=True)) == [
        "OWNS:lead:policy-1",
        "OWNS:responsible:policy-1",
        "OWNS:responsible:policy-2",
    ]
