"""The OpenAPI document: valid, true to the catalogue, with examples that are what the server answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from api.http.openapi import examples
from queries.catalogue import catalogue
from scripts import api_examples

FIXED = [
    "/plans", "/plans/{id}", "/items", "/items/{id}", "/items/{id}/owners", "/items/{id}/co-owners", "/owners",
    "/owners/{id}", "/owners/{id}/items", "/owners/{id}/co-owners", "/workload", "/policies", "/policies/{id}/items",
    "/queries", "/queries/{name}", "/export/{format}", "/co-owners",
]  # fmt: skip


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_it_names_every_path_of_the_outer_contract(document: dict[str, Any]) -> None:
    assert {f"/api/v1{path}" for path in FIXED} <= set(document["paths"])
    assert {"/id/{key}", "/healthz", "/readyz", "/metrics"} <= set(document["paths"])
    assert all(set(operations) == {"get"} for operations in document["paths"].values())


def test_every_question_has_a_path_of_its_own(document: dict[str, Any]) -> None:
    for name, query in catalogue().items():
        parameters = {p["name"] for p in document["paths"][f"/api/v1/queries/{name}"]["get"]["parameters"]}
        assert parameters == {p.name for p in query.parameters} | {"limit", "cursor"}


def test_every_error_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for status, answer in operations["get"]["responses"].items():
            if status >= "400":
                assert set(answer["content"]) == {"application/problem+json"}, (path, status)


def test_examples_are_what_the_server_answers(document: dict[str, Any]) -> None:
    assert api_examples.TARGET.read_text("utf-8") == api_examples.text(), "run: make docs"
    for path, example in examples().items():
        operation = document["paths"][path]["get"]
        shown = operation["responses"]["200"]["content"]["application/json"]["example"]
        assert shown == example["answer"]
        given = {p["name"]: p["example"] for p in operation["parameters"] if "example" in p}
        assert given == example["parameters"]


def test_ids_of_operations_are_short_and_each_once(document: dict[str, Any]) -> None:
    ids = [operations["get"]["operationId"] for operations in document["paths"].values()]
    assert len(set(ids)) == len(ids)
    assert {"list_items", "get_item", "list_item_co_owners", "list_co_owners", "get_workload"} <= set(ids)
    assert max(map(len, ids)) <= 40


def test_docs_work_offline(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "/api/v1/items/{id}/co-owners" in page.text
    assert "http://" not in page.text.replace("http://127.0.0.1", "")
    assert "https://" not in page.text.replace("https://example.org", "").replace("https://creativecommons.org", "")
