"""/docs: the API for people, made from the OpenAPI document itself; nothing is fetched from elsewhere."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from api.web.site import Site

router = APIRouter()
SHOWN = 1_500


@router.get("/docs")
def show_docs(request: Request) -> Response:
    """Every path with its parameters, answers and an example that can be opened."""
    site = Site(request, request.scope.get("plangraph.snapshot"))
    document = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, operations in document["paths"].items():
        operation = operations["get"]
        groups[operation.get("tags", ["server"])[0]].append(_operation(path, operation))
    tags = [(tag["name"], tag["description"], groups[tag["name"]]) for tag in document["tags"] if groups[tag["name"]]]
    return site.render(
        "docs.html", tags=tags, about=document["info"]["description"], release=document["info"]["version"]
    )


def _operation(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = operation.get("parameters", [])
    answer = operation["responses"].get("200", {}).get("content", {})
    example = answer.get("application/json", {}).get("example")
    text = json.dumps(example, ensure_ascii=False, indent=2) if example is not None else ""
    return {
        "path": path,
        "summary": operation.get("description") or operation.get("summary", ""),
        "parameters": [_parameter(p) for p in parameters],
        "media": list(answer),
        "statuses": [(code, found.get("description", "")) for code, found in operation["responses"].items()],
        "example": text if len(text) <= SHOWN else text[:SHOWN] + "\n…",
        "try": _address(path, parameters),
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    kinds = [schema, *schema.get("anyOf", [])]
    values: list[Any] = next((kind["enum"] for kind in kinds if "enum" in kind), [])
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter.get("required", False),
        "description": parameter.get("description") or schema.get("description", ""),
        "values": [value for value in values if value != ""],
        "default": schema.get("default"),
    }


def _address(path: str, parameters: list[dict[str, Any]]) -> str:
    """The address of the example; empty when a parameter that it needs has no example."""
    query = {}
    for parameter in parameters:
        value = parameter.get("example")
        if value is None and parameter.get("required"):
            return ""
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(str(value), safe=""))
        elif value is not None:
            query[parameter["name"]] = value
    return path + (f"?{urlencode(query)}" if query else "")
