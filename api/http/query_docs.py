"""The catalogue in OpenAPI: each question as a path of its own with typed parameters and rows."""

from __future__ import annotations

import copy
from typing import Any

from api.http.routers.common import API, MAX_NAME
from graph.languages import beside
from queries.catalogue import catalogue
from queries.model import Column, Parameter, Query

PATH = f"{API}/queries/{{name}}"
# A year, month or day that there is in every month; the answer to others says what is wrong with them.
DATE = "^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"
MAX_INTEGER = 10**15 - 1
_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "date": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "strings": {"type": "array", "items": {"type": "string"}},
}


def add_questions(document: dict[str, Any]) -> None:
    """Adds a path for every question beside the general one, which shows those that need no parameter."""
    general = document["paths"][PATH]["get"]
    free = [name for name, query in catalogue().items() if not any(p.required for p in query.parameters)]
    next(p for p in general["parameters"] if p["name"] == "name")["schema"]["enum"] = sorted(free)
    for name, query in catalogue().items():
        operation = copy.deepcopy(general)
        operation["operationId"] = f"query_{name.replace('-', '_')}"
        operation["summary"] = beside(query.question, given=("en",))
        operation["description"] = beside(query.question, "\n\n")
        shared = [p for p in general["parameters"] if p["name"] != "name"]
        taken = {p["name"] for p in shared}
        operation["parameters"] = [*(_parameter(p) for p in query.parameters if p.name not in taken), *shared]
        operation["responses"]["200"]["content"]["application/json"]["schema"] = _answer(query)
        document["paths"][f"{API}/queries/{name}"] = {"get": operation}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.type])
    if parameter.type in ("string", "date"):
        schema["maxLength"] = MAX_NAME
    if parameter.type == "date":
        schema["pattern"] = DATE if parameter.required else f"^$|{DATE}"
    elif parameter.type == "string" and parameter.required:
        schema["minLength"] = 1
    if parameter.values:
        schema["enum"] = ["", *parameter.values] if parameter.default == "" else list(parameter.values)
    if parameter.type == "integer":
        schema["maximum"] = MAX_INTEGER
    if parameter.minimum is not None:
        schema["minimum"] = parameter.minimum
    if not parameter.required:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": beside(parameter.words),
        "schema": schema,
    }


def _column(column: Column) -> dict[str, Any]:
    description = beside(column.words)
    if column.type == "records":
        return {"type": "array", "items": _record(column.fields), "description": description}
    schema = copy.deepcopy(_TYPES[column.type])
    if column.optional:
        schema["type"] = [schema["type"], "null"]
    return {**schema, "description": description}


def _record(columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: _column(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _answer(query: Query) -> dict[str, Any]:
    """The general answer with this question's rows."""
    rows = {"type": "object", "properties": {"items": {"type": "array", "items": _record(query.columns)}}}
    return {"allOf": [{"$ref": "#/components/schemas/Rows"}, rows]}
