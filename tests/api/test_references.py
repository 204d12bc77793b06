"""What the API finds by any name: the same thing as the command line does, without asking the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.http.problems import describe
from api.http.read_model import ReadModel
from api.http.references import References
from graph.errors import AmbiguousNameError, UnknownNameError
from graph.plan_graph import PlanGraph
from graph.store import Store, open_store
from queries.references import resolve


@pytest.fixture(scope="module")
def find(plan: PlanGraph) -> References:
    return References(ReadModel(plan, "v1"))


@pytest.fixture(scope="module")
def store(plan: PlanGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("references") / "plans.kgl"
    with open_store(str(path), write=True) as opened:
        opened.replace([plan])
        yield opened


@pytest.mark.parametrize(
    "name",
    [
        "8", "松科委[2023]6号:8", "松江区城市数字化转型2023年重点工作安排：8", "2023:8", "前瞻布局数字经济新赛道发展",
    ],
)  # fmt: skip
def test_an_item_by_any_name(find: References, plan: PlanGraph, name: str) -> None:
    assert plan.nx.nodes[find.item(name)]["name"] == "前瞻布局数字经济新赛道发展"


@pytest.mark.parametrize("name", ["区科委", "上海市松江区科学技术委员会", "区科技委"])
def test_an_owner_by_any_name(find: References, plan: PlanGraph, name: str) -> None:
    assert plan.nx.nodes[find.owner(name)]["name"] == "区科委"


def words(plan: PlanGraph, label: str, *keys: str) -> set[str]:
    """All that things of a label are called, and some words that none is."""
    found = {"区科委会", "十四五", "99", "annex1/99", "规划", "甲:乙"}
    for node, stated in plan.nodes(label):
        values = [node, *(stated.get(key) for key in ("name", *keys))]
        found |= {word for v in values if v is not None for word in (v if isinstance(v, list) else [str(v)])}
    return found


@pytest.mark.parametrize(
    ("kind", "label", "keys"),
    [
        ("plan", "Plan", ("doc_number", "year")),
        ("policy", "Policy", ("doc_number", "aliases", "year")),
        ("owner", "Owner", ("short_name", "full_name", "aliases", "scan_forms")),
        ("item", "WorkItem", ("ref", "number")),
        ("section", "Section", ("number",)),
    ],
)
def test_every_name_means_the_same_here_as_on_the_command_line(
    find: References, store: Store, plan: PlanGraph, kind: str, label: str, keys: tuple[str, ...]
) -> None:
    def found(look: object, *given: object) -> str:
        try:
            return str(look(*given))  # type: ignore[operator]
        except UnknownNameError as error:
            return type(error).__name__

    asked = sorted(words(plan, label, *keys))
    here = [found(getattr(find, kind), word) for word in asked]
    assert here == [found(resolve, store, kind, word) for word in asked]
    assert len(set(here)) > 1


def test_unknown_and_ambiguous_names_are_told_apart(find: References) -> None:
    with pytest.raises(UnknownNameError, match="no work item is called 'x'") as unknown:
        find.item("x")
    assert describe(unknown.value).kind == "unknown-name"
    with pytest.raises(AmbiguousNameError, match="more than one policy") as ambiguous:
        find.policy("规划")
    problem = describe(ambiguous.value)
    assert (problem.status, problem.kind) == (404, "ambiguous-name")
    assert len(problem.extra["candidates"]) > 1
