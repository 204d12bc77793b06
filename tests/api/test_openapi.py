"""The OpenAPI document: valid, true to the catalogue, with examples that are what the server answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from api.http.openapi import examples
from queries.catalogue import catalogue
from tests.api.examples import example_parameters, make_examples

FIXED = [
    "/plans", "/plans/{id}", "/items", "/items/{id}", "/items/{id}/owners", "/items/{id}/co-owners", "/owners",
    "/owners/{id}", "/owners/{id}/items", "/owners/{id}/co-owners", "/workload", "/policies", "/policies/{id}/items",
    "/queries", "/queries/{name}", "/export/{format}",
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


def test_examples_look_like_what_the_server_answers(client: httpx.Client) -> None:
    held, made = examples(), make_examples(client)
    assert set(held) == set(example_parameters())
    for path, example in made.items():
        assert held[path]["parameters"] == example["parameters"]
        assert shape(held[path]["answer"]) == shape(example["answer"]), f"{path}: run python -m tests.api.examples"


def shape(value: Any) -> Any:
    """What an answer looks like, without its values: a list is as its first entry, null as anything."""
    if isinstance(value, dict):
        return {key: shape(held) for key, held in value.items() if held not in (None, [], {})}
    return [shape(value[0])] if isinstance(value, list) else type(value).__name__


def test_docs_work_offline(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "/api/v1/items/{id}/co-owners" in page.text
    assert "http://" not in page.text.replace("http://127.0.0.1", "")
    assert "https://" not in page.text.replace("https://example.org", "").replace("https://creativecommons.org", "")
