"""Charts as geometry, marks in a text, and the words of the pages."""

from __future__ import annotations

import networkx as nx
import pytest
from starlette.requests import Request

from api.web.charts.network import draw_network, weighted_graph
from api.web.charts.sankey import draw_sankey
from api.web.charts.timeline import Due, draw_timeline, month_of
from api.web.highlight import Mark, cut
from api.web.language import chosen_language, say, schema_name, texts
from api.web.site import Site
from api.web.views.search import parts
from queries.answers.network import communities


def test_pieces_are_the_text_and_know_what_stands_there() -> None:
    text = "落实满格上海行动计划，新建350个"
    marks = [Mark(2, 10, "policy", "政策", "p"), Mark(2, 6, "entity", "实体", "e"), Mark(11, 17, "target", "目标")]
    pieces = list(cut(text, 0, len(text), marks))
    assert "".join(piece.text for piece in pieces) == text
    assert [(p.text, p.kinds, p.node) for p in pieces] == [
        ("落实", (), ""),
        ("满格上海", ("entity", "policy"), "e"),
        ("行动计划", ("policy",), "p"),
        ("，", (), ""),
        ("新建350个", ("target",), ""),
    ]


def test_marks_that_reach_out_of_the_stretch_are_cut_off() -> None:
    pieces = list(cut("abcdef", 2, 4, [Mark(0, 3, "owner", "x"), Mark(3, 9, "target", "y"), Mark(5, 5, "owner", "z")]))
    assert [(p.text, p.kinds) for p in pieces] == [("c", ("owner",)), ("d", ("target",))]


def test_a_network_stays_in_its_box_and_is_the_same_every_time() -> None:
    names = [f"n{i}" for i in range(30)]
    shared = {(f"n{i}", f"n{i + 1}"): i % 3 + 1 for i in range(20)}
    graph = weighted_graph(names, shared)
    groups = communities(graph)
    assert sorted(n for group in groups for n in group) == sorted(names)
    drawn = [
        draw_network(graph, {n: n for n in names}, dict.fromkeys(names, 1), groups, width=800, height=500) for _ in "ab"
    ]
    assert drawn[0] == drawn[1]
    assert all(0 < dot.x < 800 and 0 < dot.y < 500 for dot in drawn[0].dots)
    assert [line.shared for line in drawn[0].lines] == sorted(shared.values())


def test_a_network_of_one_is_drawn_in_the_middle() -> None:
    graph: nx.Graph[str] = weighted_graph(["a"], {})
    (dot,) = draw_network(graph, {"a": "甲"}, {"a": 3}, [["a"]], focus="a", width=200, height=100).dots
    assert (dot.x, dot.y) == (100, 50)


def test_ribbons_are_as_wide_as_what_flows() -> None:
    drawn = draw_sankey([["p"], ["s", "t"]], {"p": "P", "s": "S", "t": "T"}, {("p", "s"): 3.0, ("p", "t"): 1.0})
    heights = {stop.id: stop.height for stop in drawn.stops}
    assert heights["s"] == pytest.approx(3 * heights["t"], rel=0.01)
    assert heights["p"] == pytest.approx(heights["s"] + heights["t"], rel=0.01)
    assert len(drawn.ribbons) == 2


def test_a_year_alone_is_due_in_december() -> None:
    assert month_of("2023") == (2023, 12)
    assert month_of("2023-06") == month_of("2023-06-30") == (2023, 6)
    drawn = draw_timeline([Due("a", "2023", "年", "Target"), Due("b", "2023-06-30", "半年", "Milestone")])
    assert drawn is not None
    assert [point.due.id for point in sorted(drawn.points, key=lambda p: p.x)] == ["b", "a"]
    assert draw_timeline([]) is None


def test_found_words_are_cut_out_whatever_they_are() -> None:
    assert parts("a.*b A", ["a", ".*"]) == [("a", True), (".*", True), ("b ", False), ("A", True)]


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", ("zh", False)),
        ("", "en-GB,en;q=0.9,zh;q=0.8", ("en", False)),
        ("", "fr,zh;q=0.3,en;q=0.2", ("zh", False)),
        ("", "en;q=x", ("zh", False)),
        ("lang=en", "zh", ("en", True)),
        ("lang=xx", "en", ("en", False)),
    ],
)
def test_the_language_of_a_page(query: str, header: str, language: tuple[str, bool]) -> None:
    headers = [(b"accept-language", header.encode())]
    request = Request({"type": "http", "query_string": query.encode(), "headers": headers})
    assert chosen_language(request) == language


def test_every_text_is_there_in_both_languages() -> None:
    assert all(pair["zh"] and pair["en"] for pair in texts().values())
    assert say("en", "site.total", n=3) == "3 in all"
    assert schema_name("zh", "OWNS") == "负责"


def test_references_of_items_are_told_in_words() -> None:
    site = Site(Request({"type": "http", "query_string": b"", "headers": []}))
    assert site.said("ref", "annex2/5") == "附件2·5"
    assert site.said("before_reference", "松江2022:annex2/5") == "松江2022 附件2·5"
    assert site.said("upper_reference", "南通2025:4") == "南通2025 4"
