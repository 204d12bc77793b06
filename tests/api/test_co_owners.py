"""Which departments co-own task X: by id, by PLAN:REF and on the page, as networkx counts it on the plan graph."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph.plan_graph import PlanGraph

NUMBER = "松科委[2023]6号"


def owners_by_item(plan: PlanGraph) -> dict[str, list[str]]:
    """Names of each item's owners in the order printed."""
    found: dict[str, list[tuple[int, str]]] = {item: [] for item, _ in plan.nodes("WorkItem")}
    for owner, item, edge in plan.edges("OWNS"):
        found[item].append((edge["position"], owner))
    return {item: [owner for _, owner in sorted(held)] for item, held in found.items()}


def expected(plan: PlanGraph) -> dict[str, tuple[list[str], dict[frozenset[str], set[str]]]]:
    """By item: its owners, and for each pair of them the other items that both own."""
    owners = owners_by_item(plan)
    held: dict[str, set[str]] = {}
    for item, names in owners.items():
        for name in names:
            held.setdefault(name, set()).add(item)
    return {
        item: (names, {frozenset(p): (held[p[0]] & held[p[1]]) - {item} for p in combinations(names, 2)})
        for item, names in owners.items()
    }


def found_in(answer: dict[str, Any]) -> tuple[list[str], dict[frozenset[str], set[str]]]:
    """The same from an answer of the API."""
    pairs = {frozenset((p["a"]["id"], p["b"]["id"])): {i["id"] for i in p["shared"]} for p in answer["pairs"]}
    assert all(p["shared_total"] == len(p["shared"]) for p in answer["pairs"])
    return [owner["id"] for owner in answer["items"]], pairs


def test_there_are_54_items(plan: PlanGraph) -> None:
    assert len(expected(plan)) == 54


def test_by_id_and_by_reference(client: httpx.Client, plan: PlanGraph) -> None:
    for item, wanted in expected(plan).items():
        ref = plan.nx.nodes[item]["ref"]
        for name in (item, f"{NUMBER}:{ref}", ref):
            answer = client.get(f"/api/v1/items/{quote(name, safe='')}/co-owners").json()
            assert answer["item"]["id"] == item
            assert found_in(answer) == wanted, name


def test_on_the_page(client: httpx.Client, plan: PlanGraph) -> None:
    for item, (owners, pairs) in expected(plan).items():
        page = client.get(f"/items/{item}", headers={"accept": "text/html"}).text
        listed = page[page.index('aria-labelledby="h-owners"') : page.index('id="co-owners"')]
        assert re.findall(r'class="big" href="/owners/([^"]+)"', listed) == owners
        table = page[page.index('id="co-owners"') : page.index("</section>", page.index('id="co-owners"'))]
        rows = re.findall(r"<tr><td.*?</tr>", table)
        found = {
            frozenset(re.findall(r'href="/owners/([^"]+)"', row)): set(re.findall(r'href="/items/([^"]+)"', row))
            for row in rows
        }
        assert found == pairs, item


def test_task_8_by_number(client: httpx.Client) -> None:
    answer = client.get(f"/api/v1/items/{NUMBER}:8/co-owners").json()
    names = [owner["name"] for owner in answer["items"]]
    assert names == ["区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心"]
    assert answer["total"] == 6
    assert answer["next"] is None
    assert {owner["role"] for owner in answer["items"]} == {"responsible"}


def test_what_an_owner_shares_with_another(client: httpx.Client, plan: PlanGraph) -> None:
    owners = owners_by_item(plan)
    answer = client.get("/api/v1/owners/区科委/co-owners", params={"limit": 1000}).json()
    me = answer["owner"]["id"]
    for other in answer["items"]:
        both = {item for item, held in owners.items() if me in held and other["id"] in held}
        assert {item["id"] for item in other["shared"]} == both
        assert other["shared_total"] == len(both)
    together = {owner for held in owners.values() if me in held for owner in held} - {me}
    assert {other["id"] for other in answer["items"]} == together


@pytest.mark.parametrize(
    "path", ["items/8/owners", "items/annex2%2F5/owners", "items/松江区城市数字化转型2023年重点工作安排:21/owners"]
)
def test_owners_carry_the_words_that_name_them(client: httpx.Client, plan: PlanGraph, path: str) -> None:
    (text,) = [attributes["text"] for _, attributes in plan.nodes("Source")]
    answer = client.get(f"/api/v1/{path}").json()
    assert answer["items"]
    for owner in answer["items"]:
        evidence = owner["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert "".join(evidence["quote"].split()) == owner["as_printed"]
