"""What a list of items can be asked: repeated filters, many ids at once, dates, orders; forms of a list; candidates."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any

import httpx
import openpyxl
import pytest
from typer.testing import CliRunner

from api.cli.app import app
from graph.plan_graph import PlanGraph

NUMBER = "松科委[2023]6号"


def listed(client: httpx.Client, *filters: tuple[str, str]) -> list[dict[str, Any]]:
    """All items that some filters let through."""
    answer = client.get("/api/v1/items", params=[*filters, ("limit", "1000")])
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["total"] == len(body["items"])
    found: list[dict[str, Any]] = body["items"]
    return found


def owners(item: dict[str, Any]) -> set[str]:
    return {owner["name"] for owner in item["owners"]}


def test_a_repeated_filter_means_any_of_its_values(client: httpx.Client) -> None:
    whole = listed(client)
    both = listed(client, ("owner", "区科委"), ("owner", "区经委"))
    assert both == [item for item in whole if owners(item) & {"区科委", "区经委"}]
    assert len(both) > len(listed(client, ("owner", "区科委")))
    kinds = listed(client, ("kind", "scene"), ("kind", "project"))
    assert [item["label"] for item in kinds].count("Scene") == 15
    assert len(kinds) == 21
    assert len(listed(client, ("number", "8"), ("number", "annex2/5"))) == 4  # three rows print an 8
    mixed = listed(client, ("owner", "区科委"), ("owner", "区经委"), ("kind", "scene"))
    assert mixed == [item for item in both if item["label"] == "Scene"]
    assert listed(client, ("role", "lead")) == []
    assert len(listed(client, ("role", "responsible"), ("role", ""))) == 54


def test_many_items_at_once(client: httpx.Client) -> None:
    ids = [item["id"] for item in listed(client)][3:9]
    assert [item["id"] for item in listed(client, *(("ids", one) for one in ids))] == ids
    assert [item["id"] for item in listed(client, ("ids", ",".join(ids)))] == ids
    assert [item["ref"] for item in listed(client, ("ids", f"{NUMBER}:8,{NUMBER}:annex2/5"))] == ["8", "annex2/5"]
    answer = client.get("/api/v1/co-owners", params={"ids": f"{NUMBER}:8,{NUMBER}:2"}).json()
    assert [one["item"]["ref"] for one in answer["items"]] == ["8", "2"]
    for one in answer["items"]:
        single = client.get(f"/api/v1/items/{one['item']['id']}/co-owners").json()
        assert (one["owners"], one["pairs"]) == (single["items"], single["pairs"])
    many = ",".join(item["id"] for item in listed(client))  # longer than any one name
    assert (
        len(listed(client, ("ids", many)))
        == client.get("/api/v1/co-owners", params={"ids": many}).json()["total"]
        == 54
    )
    assert client.get("/api/v1/co-owners").status_code == 422
    assert client.get("/api/v1/co-owners?ids=没有").status_code == 404


def test_dates_and_orders(client: httpx.Client) -> None:
    whole = listed(client)
    dated = [item for item in whole if item["deadline"]]
    assert dated
    assert listed(client, ("due_before", "2099")) == dated
    assert listed(client, ("due_after", "2099")) == []
    early = listed(client, ("due_before", "2023"))
    late = listed(client, ("due_after", "2024-01"))
    assert sorted(i["id"] for i in early + late) == sorted(i["id"] for i in dated)
    by_deadline = listed(client, ("sort", "deadline"))
    assert [i["deadline"] for i in by_deadline[: len(dated)]] == sorted(i["deadline"] for i in dated)
    assert all(i["deadline"] is None for i in by_deadline[len(dated) :])
    assert [i["name"] for i in listed(client, ("sort", "name"))] == sorted(i["name"] for i in whole)
    page = client.get("/api/v1/items?sort=name&limit=10").json()
    following = client.get(page["next"]).json()
    assert [i["name"] for i in page["items"] + following["items"]] == sorted(i["name"] for i in whole)[:20]


@pytest.mark.parametrize(
    "path",
    ["items?onwer=区科委", "items/8?x=1", "owners?kind=x", "workload?sort=items", "plans?q=x", "queries/plans?plan=x"],
)
def test_a_parameter_that_a_path_does_not_know_is_refused(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 422
    assert "no such parameter" in answer.json()["detail"]


def test_candidates_of_an_ambiguous_name_are_told_apart(client: httpx.Client, plan: PlanGraph) -> None:
    body = client.get("/api/v1/policies/规划").json()
    assert (body["status"], body["type"]) == (409, "urn:plangraph:problem:ambiguous-name")
    assert len(body["candidates"]) > 1
    assert len({(c["name"], c["of"]) for c in body["candidates"]}) == len(body["candidates"])
    for candidate in body["candidates"]:
        stated = plan.nx.nodes[candidate["id"]]
        assert (candidate["name"], candidate["of"]) == (stated["name"], stated.get("doc_number", ""))


def test_columns_of_a_table_are_those_of_the_model(client: httpx.Client) -> None:
    def header(path: str) -> str:
        return client.get(f"/api/v1/{path}").text.splitlines()[0]

    expected = (
        "id,label,name,number,ref,plan,part,position,section.id,section.label,section.name,category,deadline,"
        "deadline_as_printed,owners"
    )
    assert header("items.csv") == header("items.csv?q=没有这样的文字") == header("items.csv?kind=project") == expected
    assert header("workload.csv") == "id,name,items,lead,owners,fraction,share"


def test_records_without_a_name_are_told_whole_in_a_cell(client: httpx.Client, store: str) -> None:
    query = "co-owners-of-item"
    rows = list(csv.reader(io.StringIO(client.get(f"/api/v1/queries/{query}.csv?item=8").text)))
    done = CliRunner().invoke(app, ["query", query, "item=8", "--format", "csv", "--store", store])
    assert rows == list(csv.reader(io.StringIO(done.stdout)))
    (row,) = csv.DictReader(io.StringIO(client.get("/api/v1/co-owners.csv?ids=8").text))
    assert row["owners"].split("；") == [o["name"] for o in client.get("/api/v1/items/8/owners").json()["items"]]
    assert json.loads(row["pairs"]) == client.get("/api/v1/items/8/co-owners").json()["pairs"]


def test_a_list_as_a_workbook_holds_what_the_csv_holds(client: httpx.Client) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/api/v1/items.csv?limit=1000").text)))
    answer = client.get("/api/v1/items.xlsx?limit=1000")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    found = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert found == [[cell.lstrip("'") if cell.startswith("'") else cell for cell in row] for row in rows]


def test_answers_are_compressed_for_those_who_ask(client: httpx.Client) -> None:
    plain = client.get("/api/v1/items", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", "/api/v1/items", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3
