"""Plans, policies, any thing, search, and the part of the graph around a thing, against the graph itself."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.findings import findings_from_json
from graph.store.text_index import fold
from queries.answers import plans, policies, search, things
from queries.answers.around import around
from queries.answers.names import sounding
from queries.answers.records import labels_of_prefix, records
from queries.answers.view import View
from tests.queries.conftest import World


def test_plans_are_told_with_their_counts(any_world: World) -> None:
    view, graph = View(any_world.store), any_world.graph
    told = plans.plan_summaries(view)
    assert [(-(p.year or 0), p.name, p.id) for p in told] == sorted(
        (-a.get("year", 0), a["name"], node) for node, a in graph.nodes("Plan")
    )
    for plan in told:
        kinds = Counter(a["labels"][0] for _, a in graph.nodes("WorkItem") if a["plan"] == plan.id)
        edges = Counter(a["type"] for *_, a in graph.edges() if a["plan"] == plan.id)
        counts = plan.counts
        assert (counts.tasks, counts.scenes, counts.projects) == (kinds["Task"], kinds["Scene"], kinds["Project"])
        assert counts.ownerships == edges["OWNS"]
        assert (counts.targets, counts.details) == (edges["HAS_TARGET"], edges["DETAILS"])
        sources = [t for _, t, a in graph.nx.out_edges(plan.id, data=True) if a["type"] == "FROM_SOURCE"]
        raw = [f for s in sources for f in findings_from_json(graph.nx.nodes[s].get("findings", "[]"))]
        assert counts.findings == len(raw) == len(plans.findings(view, plan.id))
        detail = plans.plan_detail(view, plan.id)
        assert {s.id for s in detail.sections} == {s for s, a in graph.nodes("Section") if a["plan"] == plan.id}
        assert [b.id for b in detail.basis] == [b.id for b in plans.basis(view, plan.id)]
        assert detail.source is None or detail.source.id in sources


def test_policies_are_told_with_who_refers_to_them(any_world: World) -> None:
    view, graph = View(any_world.store), any_world.graph
    names = policies.policy_names(view)
    assert names == sorted((a["name"], node) for node, a in graph.nodes("Policy"))
    for policy in policies.policy_summaries(view, [node for _, node in names]):
        near = [(s, a) for s, _, a in graph.nx.in_edges(policy.id, data=True) if a["type"] in policies.REFERRING]
        referring = {s for s, _ in near if "WorkItem" in graph.nx.nodes[s]["labels"]}
        assert policy.items == len(referring)
        assert {p.id for p in policy.plans} == {s for s, _ in near} - referring
        listed = policies.policy_items(view, policy.id, None, 1000)
        assert {item.id for _, item in listed} == referring
        if len(listed) > 2:
            assert policies.policy_items(view, policy.id, listed[0][0], 1) == listed[1:2]


def test_any_thing_is_told_with_all_that_is_joined_to_it(any_world: World) -> None:
    view, graph = View(any_world.store), any_world.graph.nx
    for node in sorted(graph)[:: len(graph) // 60 + 1]:
        found, stated = things.thing(view, node), graph.nodes[node]
        assert found.labels == stated["labels"]
        for key, value in found.properties.items():
            assert stated[key] == value, (node, key)
        assert found.edges == graph.degree(node)
        for edges, end, told in ((graph.out_edges, 1, found.outgoing), (graph.in_edges, 0, found.incoming)):
            expected = Counter((edge[end], edge[2]["type"]) for edge in edges(node, data=True))
            if sum(expected.values()) <= things.SHOWN:
                assert Counter((edge.id, edge.relation) for edge in told) == expected
            else:
                assert len(told) == things.SHOWN


def test_the_part_around_a_thing_is_the_graph_s(any_world: World) -> None:
    view, graph = View(any_world.store), any_world.graph.nx
    for node in sorted(graph)[:: len(graph) // 25 + 1]:
        part = around(view, node).nx
        near = {*graph.successors(node), *graph.predecessors(node), node}
        assert near <= set(part)
        assert part.degree(node) == graph.degree(node)
        for other in part:
            assert part.nodes[other] == graph.nodes[other]


def test_an_id_of_no_kind_is_no_thing(any_world: World) -> None:
    assert records(View(any_world.store), ["nothing", "task-none", "x-y", "'"]) == {}
    assert {"task", "org", "policy", "source"} <= set(labels_of_prefix())


@pytest.mark.parametrize("text", ["数据", "平台", "区", "数字 平台", "AI", "没有这样的字", "  "])
def test_search_finds_what_holds_all_words_names_first(any_world: World, text: str) -> None:
    view, graph = View(any_world.store), any_world.graph
    words = [fold(word) for word in text.split()]
    hits = search.find(view, text)
    found = [hit.id for hit in hits]

    def told(node: str) -> str:
        stated = graph.nx.nodes[node]
        values = [stated["name"], *(stated.get(key) for key in search.searched_keys(stated["labels"][0]))]
        flat = [v for value in values if value for v in (value if isinstance(value, list) else [value])]
        return "\n".join(fold(v) for v in flat)

    expected = {n for n, a in graph.nodes() if "Source" not in a["labels"] and all(w in told(n) for w in words)}
    by_sound = {thing.id for thing in sounding(view, words)}
    assert set(found) - by_sound == (expected if words else set()) - by_sound
    assert by_sound <= set(found)
    named = [all(w in fold(graph.nx.nodes[n]["name"]) for w in words) for n in found if n not in by_sound]
    assert named == sorted(named, reverse=True)
    for hit in search.hits(view, hits[:20], text):
        assert hit.id in by_sound or any(w in fold(hit.snippet) for w in words)


def test_places_of_words_are_where_they_stand() -> None:
    text = "依托“一网 通办”〔2022〕1号，ＡＢＣ"
    assert [text[s:e] for s, e in search.places_of(text, search.folded_words("一网通办 [2022] abc"))] == [
        "一网 通办", "〔2022〕", "ＡＢＣ",
    ]  # fmt: skip
