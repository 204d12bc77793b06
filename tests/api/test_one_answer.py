"""One table of questions, asked over the command line, HTTP, the page and an assistant's tools: the same numbers.

Four plans of three districts are loaded, not one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import anyio
import httpx
import pytest
from mcp import Client
from typer.testing import CliRunner

from api.cli.app import app
from api.mcp import server
from graph.store import open_store
from tests.api.server import serving
from tests.queries.plans import drawn_plan

PLANS = [drawn_plan(1), drawn_plan(2), drawn_plan(3, jurisdiction="310114"), drawn_plan(4, jurisdiction="310112")]


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("four") / "plans.kgl")
    with open_store(path, write=True) as store:
        store.replace(PLANS)
    return path


@pytest.fixture(scope="module")
def asked(four: str) -> Iterator[httpx.Client]:
    with serving(four) as (address, _), httpx.Client(base_url=address, timeout=60) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its arguments; the noun of the API that tells the same, and how to read both."""

    query: str
    arguments: dict[str, str]
    noun: str
    told: dict[str, str]  # column of the rows -> member of the noun's entries


ITEM = next(
    node for node, _ in sorted(PLANS[1].nodes("WorkItem"), key=lambda one: (-PLANS[1].nx.in_degree(one[0]), one[0]))
)
OWNER = max((node for node, _ in PLANS[0].nodes("Owner")), key=lambda node: (PLANS[0].nx.out_degree(node), node))
PLAN = PLANS[2].plan_ids()[0]
CASES = [
    Case("workload-by-owner", {"limit": "1000"}, "workload", {"owner_id": "id", "items": "items", "leads": "lead", "share": "fraction"}),
    Case("workload-by-owner", {"plan": PLAN}, f"workload?plan={PLAN}", {"owner_id": "id", "items": "items", "leads": "lead"}),
    Case("workload-by-kind", {}, "workload?by=kind", {"item_kind": "name", "items": "items", "owner_count": "owners"}),
    Case("workload-by-category", {"plan": PLAN}, f"workload?by=category&plan={PLAN}", {"category": "name", "items": "items"}),
    Case("owners-of-item", {"item": ITEM}, f"items/{ITEM}/owners", {"owner_id": "id", "role": "role", "position": "position"}),
    Case("items-of-owner", {"owner": OWNER}, f"items?owner={OWNER}", {"item_id": "id", "ref": "ref", "plan": "plan"}),
    Case("co-owners-of-owner", {"owner": OWNER}, f"owners/{OWNER}/co-owners", {"partner_id": "id", "shared": "shared_total"}),
    Case("items", {"item_kind": "Scene"}, "items?kind=scene", {"item_id": "id", "ref": "ref"}),
    Case("items", {"plan": PLAN, "limit": "1000"}, f"items?plan={PLAN}", {"item_id": "id", "item": "name"}),
    Case("plans", {}, "plans", {"plan": "id", "plan_name": "name", "year": "year"}),
]  # fmt: skip


def rows(found: list[dict[str, Any]], keys: list[str]) -> list[str]:
    """Chosen cells of rows, in no order, fractions to four digits and nothing for what is empty."""

    def cell(value: Any) -> Any:
        return round(value, 4) if isinstance(value, float) else value or ""

    return sorted(json.dumps([cell(row[key]) for key in keys], ensure_ascii=False) for row in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.query} {' '.join(case.arguments)}")
def test_one_question_has_one_answer(four: str, asked: httpx.Client, case: Case) -> None:
    columns = list(case.told)
    given = [f"{key}={value}" for key, value in case.arguments.items()]
    done = CliRunner().invoke(app, ["query", case.query, *given, "--format", "json", "--store", four])
    assert done.exit_code == 0, done.output
    line = rows(json.loads(done.stdout), columns)
    assert line
    parameters = {key: value for key, value in case.arguments.items() if key != "limit"}
    answer = asked.get(f"/api/v1/queries/{case.query}", params={**parameters, "limit": "1000"}).json()
    assert rows(answer["items"], columns) == line
    separator = "&" if "?" in case.noun else "?"
    noun = asked.get(f"/api/v1/{case.noun}{separator}limit=1000").json()
    assert rows(noun["items"], list(case.told.values())) == line
    assert rows(told_by_tool(four, case), columns) == line
    page = asked.get(f"/questions/{case.query}?{urlencode(parameters)}", headers={"accept": "text/html"}).text
    shown = html.unescape(re.sub(r"<[^>]+>", "\n", page))
    numbers = [str(row[column]) for row in answer["items"][:300] for column in columns if isinstance(row[column], int)]
    assert all(number in shown for number in numbers)


def told_by_tool(path: str, case: Case) -> list[dict[str, Any]]:
    """What an assistant is told; numbers go as numbers there."""

    async def ask() -> Any:
        with open_store(path) as store:
            async with Client(server(store)) as client:
                given = {key: int(value) if value.isdigit() else value for key, value in case.arguments.items()}
                return (await client.call_tool(case.query, given)).structured_content

    found: list[dict[str, Any]] = anyio.run(ask)["rows"]
    return found


def test_pages_of_nouns_show_the_numbers_of_the_api(asked: httpx.Client) -> None:
    owner = asked.get(f"/api/v1/owners/{OWNER}").json()
    page = asked.get(f"/owners/{OWNER}", headers={"accept": "text/html"}).text
    tiles = re.findall(r"<li><strong>([^<]+)</strong>", page)
    partners = asked.get(f"/api/v1/owners/{OWNER}/co-owners").json()["total"]
    assert tiles[:4] == [str(owner["items"]), f"{owner['fraction']:.2f}", str(partners), str(owner["rank"])]
    listed = asked.get(f"/api/v1/items?plan={quote(PLAN)}").json()["total"]
    overview = asked.get(f"/?plan={PLAN}", headers={"accept": "text/html"}).text
    assert re.findall(r"<li><strong>([^<]+)</strong>", overview)[0] == str(listed)
    page = asked.get(f"/items/{ITEM}", headers={"accept": "text/html"}).text
    names = [o["name"] for o in asked.get(f"/api/v1/items/{ITEM}/owners").json()["items"]]
    assert [
        one.rpartition("（")[0] for one in re.findall(r'class="big" href="[^"]+">([^<]+)<', page)
    ] == names  # 区科委（松江）


def test_bodies_of_one_name_are_told_apart(asked: httpx.Client) -> None:
    names = [o["name"] for o in asked.get("/api/v1/owners?limit=1000").json()["items"]]
    double = next((name for name in names if names.count(name) > 1), None)
    assert double, "the drawn districts share names of bodies"
    answer = asked.get(f"/api/v1/owners/{double}")
    assert answer.status_code == 409
    told = [(c["name"], c["of"]) for c in answer.json()["candidates"]]
    assert len(set(told)) == len(told) == names.count(double)
