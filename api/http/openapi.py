"""The OpenAPI document: what FastAPI derives, with one schema for problems and examples from the real plan."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.http.problems import Problem
from api.http.query_docs import add_questions
from graph.languages import beside, in_all_languages
from graph.schema import load_yaml

DESCRIPTION = """\
Which departments co-own task X, where does the work lie, which policies does a plan carry out: typed answers from a
graph in which every relationship points at the words of the plan that state it. Read-only.

Where a work item is asked for, its id or `PLAN:NUMBER` does; where an owner, its id, canonical name or any alias.
Lists are `{"items", "next", "total"}`; a path that ends in `.csv`, `.json`, `.ttl` or `.jsonld` asks for that form,
as an Accept header does. Errors are problem details (RFC 9457). Every answer carries an ETag that a load alone changes.
"""


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By path: example parameters and the example answer, taken from the plan in ``data/``."""
    text = files("api.http").joinpath("examples.json").read_text("utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


@cache
def texts() -> dict[str, Any]:
    """What groups of paths are for, in all languages."""
    raw = load_yaml(files("api.http").joinpath("openapi.yaml").read_text("utf-8"))
    found: dict[str, Any] = in_all_languages(raw, "openapi")
    return found


def tags() -> list[dict[str, Any]]:
    """The groups of paths, in the order in which they are shown."""
    return [{"name": name, "description": beside(words)} for name, words in texts()["tags"].items()]


def install_openapi(app: FastAPI) -> None:
    """Makes ``app.openapi()`` give our document, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # the documented way


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=app.openapi_tags,
    )
    if app.state.settings.root_path:
        document["servers"] = [{"url": app.state.settings.root_path}]
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    if app.state.settings.token is not None:
        document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    add_questions(document)
    for path, operations in document["paths"].items():
        _add_examples(operations["get"], examples().get(path, {}))
    return document


def _add_examples(operation: dict[str, Any], example: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    if "answer" in example and "200" in operation["responses"]:
        operation["responses"]["200"]["content"]["application/json"]["example"] = example["answer"]
