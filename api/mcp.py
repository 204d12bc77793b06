"""``plangraph mcp``: the catalogue as tools for assistants (Model Context Protocol), read-only, over either store.

A tool is a query of the catalogue: its parameters are the tool's typed input, its rows the structured answer, with the
evidence that the query gives. Resources are the schema and the loaded plans; prompts stand in ``mcp.yaml``. Only this
module imports the SDK (extra ``mcp``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import anyio
import mcp_types as types
from anyio.to_thread import run_sync
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from graph.errors import PlangraphError, UnknownNameError
from graph.languages import LANGUAGES, beside, in_all_languages
from graph.schema import load_yaml, schema
from graph.store.apart import run_apart
from graph.store.embedded import EmbeddedStore
from graph.store.port import Store
from queries.answers.asked import asked
from queries.answers.view import View
from queries.catalogue import catalogue
from queries.model import Column, Parameter, Query
from queries.references import resolve
from queries.run import run_query

ROWS, SECONDS = 1000, 30.0
EN_FIRST = ("en", "zh")
SCHEMA, PLANS, PLAN = "plangraph://schema", "plangraph://plans", "plangraph://plans/{plan}"
CYPHER, ASK = "cypher", "ask"
_JSON: Mapping[str, Mapping[str, Any]] = {
    "strings": {"type": "array", "items": {"type": "string"}},
    "date": {"type": "string", "description": "ISO date, month or year"},
}
Context = ServerRequestContext[Any]
Page = types.PaginatedRequestParams | None


def server(store: Store) -> Server[Any]:
    """An MCP server that answers from ``store``, which stays open as long as it serves."""
    desk = _Desk(store)
    return Server(
        "plangraph",
        version=version("plangraph"),
        title=beside(words()["title"]),
        instructions=beside(words()["instructions"], " ", EN_FIRST),
        on_list_tools=desk.list_tools,
        on_call_tool=desk.call_tool,
        on_list_resources=desk.list_resources,
        on_list_resource_templates=desk.list_templates,
        on_read_resource=desk.read_resource,
        on_list_prompts=desk.list_prompts,
        on_get_prompt=desk.get_prompt,
    )


def serve_stdio(store: Store) -> None:
    """Serves one assistant over standard input and output until it hangs up."""

    async def serve() -> None:
        serving = server(store)
        async with stdio_server() as (read, write):
            await serving.run(read, write, serving.create_initialization_options())

    anyio.run(serve)


def serve_http(store: Store, host: str, port: int) -> None:
    """Serves assistants over HTTP at ``/mcp`` until interrupted."""
    import uvicorn

    uvicorn.run(server(store).streamable_http_app(host=host), host=host, port=port, log_level="warning")


@cache
def words() -> Mapping[str, Any]:
    """What assistants are told beside the catalogue, in all languages."""
    raw: Mapping[str, Any] = in_all_languages(load_yaml(files("api").joinpath("mcp.yaml").read_text("utf-8")), "mcp")
    return raw


def _prompts() -> dict[str, tuple[str, Mapping[str, Any]]]:
    """By name, which ends in its language: that language, and the prompt in all of them."""
    return {f"{name}-{code}": (code, spec) for name, spec in words()["prompts"].items() for code in LANGUAGES}


class _Desk:
    """Answers each request; what asks the store does so in a thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def list_tools(self, context: Context, page: Page) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[*(tool(query) for query in catalogue().values()), _ask_tool(), _cypher_tool()]
        )

    async def call_tool(self, context: Context, call: types.CallToolRequestParams) -> types.CallToolResult:
        if call.name not in (ASK, CYPHER) and call.name not in catalogue():
            raise MCPError(types.INVALID_PARAMS, f"no tool is called {call.name!r}; list the tools")
        try:
            answer = await run_sync(partial(self._answer, call.name, call.arguments or {}))
        except PlangraphError as error:  # for the assistant to read and to ask better
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        text = json.dumps(answer, ensure_ascii=False)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=answer)

    def _answer(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        store = self._current()
        if name == CYPHER:
            text, parameters = str(arguments.get("text", "")), dict(arguments.get("parameters") or {})
            rows = run_apart(store.address, text, parameters, timeout=SECONDS, row_limit=ROWS)
            return {"columns": list(rows.columns), "rows": rows.dicts(), "truncated": rows.truncated}
        if name == ASK:
            return _asked(store, str(arguments.get("text", "")), [str(plan) for plan in arguments.get("plans") or ()])
        answer = run_query(store, name, arguments, timeout=SECONDS, row_limit=ROWS)
        return {"rows": answer.dicts(), "truncated": answer.truncated, "arguments": dict(answer.arguments)}

    def _current(self) -> Store:
        if isinstance(self._store, EmbeddedStore):
            self._store.refresh()
        return self._store

    async def list_resources(self, context: Context, page: Page) -> types.ListResourcesResult:
        plans = await run_sync(self._plans)
        found = [
            types.Resource(uri=SCHEMA, name="schema", title=_title("schema"), mime_type="application/json"),
            types.Resource(uri=PLANS, name="plans", title=_title("plans"), mime_type="application/json"),
        ]
        for plan in plans:
            uri = PLAN.replace("{plan}", plan["plan"])
            found.append(
                types.Resource(uri=uri, name=plan["plan"], title=plan["plan_name"], mime_type="application/json")
            )
        return types.ListResourcesResult(resources=found)

    async def list_templates(self, context: Context, page: Page) -> types.ListResourceTemplatesResult:
        held = types.ResourceTemplate(
            uri_template=PLAN, name="plan", title=_title("plan"), mime_type="application/json"
        )
        return types.ListResourceTemplatesResult(resource_templates=[held])

    async def read_resource(self, context: Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(asked.uri)
        try:
            content = await run_sync(partial(self._resource, uri))
        except UnknownNameError as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        text = json.dumps(content, ensure_ascii=False)
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, text=text, mime_type="application/json")]
        )

    def _resource(self, uri: str) -> Any:
        if uri == SCHEMA:
            return described_schema()
        if uri == PLANS:
            return self._plans()
        before = PLAN.partition("{")[0]
        if not uri.startswith(before):
            raise UnknownNameError(f"no resource is at {uri}; there are {SCHEMA}, {PLANS} and {PLAN}")
        plan = resolve(self._current(), "plan", uri.removeprefix(before))
        (facts,) = (row for row in self._plans() if row["plan"] == plan)
        items = run_query(self._current(), "items", {"plan": plan, "limit": ROWS + 1}).dicts()
        return {**facts, "items": items[:ROWS], "truncated": len(items) > ROWS}

    def _plans(self) -> list[dict[str, Any]]:
        return run_query(self._current(), "plans").dicts()

    async def list_prompts(self, context: Context, page: Page) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[_prompt(name, *held) for name, held in _prompts().items()])

    async def get_prompt(self, context: Context, asked: types.GetPromptRequestParams) -> types.GetPromptResult:
        code, spec = _prompts().get(asked.name, ("", None))
        if spec is None:
            raise MCPError(types.INVALID_PARAMS, f"no prompt is called {asked.name!r}; list the prompts")
        given = asked.arguments or {}
        if missing := [name for name in spec["arguments"] if not given.get(name)]:
            raise MCPError(
                types.INVALID_PARAMS, f"{asked.name}: {missing[0]} is missing: {spec['arguments'][missing[0]][code]}"
            )
        text = spec["text"][code]
        for name in spec["arguments"]:
            text = text.replace(f"{{{name}}}", given[name])
        message = types.PromptMessage(role="user", content=types.TextContent(text=text))
        return types.GetPromptResult(description=spec["title"][code], messages=[message])


def _title(resource: str) -> str:
    return beside(words()["resources"][resource])


def _prompt(name: str, code: str, spec: Mapping[str, Any]) -> types.Prompt:
    taken = [
        types.PromptArgument(name=key, description=said[code], required=True) for key, said in spec["arguments"].items()
    ]
    return types.Prompt(name=name, title=spec["title"][code], arguments=taken)


def tool(query: Query) -> types.Tool:
    """``query`` as a tool: its question, typed parameters and typed rows."""
    return types.Tool(
        name=query.name,
        title=beside(query.question, given=("zh",)),
        description=beside(query.question, " ", EN_FIRST),
        input_schema={
            "type": "object",
            "properties": {p.name: _input(p) for p in query.parameters},
            "required": [p.name for p in query.parameters if p.required],
            "additionalProperties": False,
        },
        output_schema={
            "type": "object",
            "properties": {
                "rows": {"type": "array", "items": _record(query.columns)},
                "truncated": {"type": "boolean"},
                "arguments": {"type": "object"},
            },
            "required": ["rows", "truncated"],
        },
        annotations=_read_only(),
    )


def _input(parameter: Parameter) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "type": parameter.type if parameter.type in ("integer", "number") else "string",
        "description": beside(parameter.words, given=EN_FIRST),
    }
    if parameter.values:
        spec["enum"] = ["", *parameter.values]
    if parameter.minimum is not None:
        spec["minimum"] = parameter.minimum
    if parameter.default is not None:
        spec["default"] = parameter.default
    if parameter.example:
        spec["examples"] = [parameter.example]
    return spec


def _record(columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: _output(column) for column in columns},
        "required": [column.name for column in columns],
    }


def _output(column: Column) -> dict[str, Any]:
    if column.type == "records":
        spec: dict[str, Any] = {"type": "array", "items": _record(column.fields)}
    else:
        spec = dict(_JSON.get(column.type, {"type": column.type}))
    if column.optional:
        spec["type"] = [spec["type"], "null"]
    return {**spec, "description": beside(column.words, given=EN_FIRST)}


def _asked(store: Store, text: str, plans: Sequence[str]) -> dict[str, Any]:
    """How a question was understood, and its rows when it is one question of the catalogue with all its parameters."""
    view = View(store, timeout=SECONDS)
    read = asked(view, text, [view.find("plan", plan) for plan in plans])
    found: dict[str, Any] = {"read": read.model_dump(), "rows": [], "truncated": False}
    if meaning := read.only:
        answer = run_query(store, meaning.query, meaning.arguments, timeout=SECONDS, row_limit=ROWS)
        found.update(rows=answer.dicts(), truncated=answer.truncated)
    return found


def _ask_tool() -> types.Tool:
    return _own_tool(ASK, {"text": {"type": "string"}, "plans": {"type": "array", "items": {"type": "string"}}})


def _cypher_tool() -> types.Tool:
    return _own_tool(CYPHER, {"text": {"type": "string"}, "parameters": {"type": "object"}})


def _own_tool(name: str, properties: dict[str, Any]) -> types.Tool:
    said = words()[name]
    return types.Tool(
        name=name,
        title=beside(said["title"], given=("zh",)),
        description=beside(said["description"], " ", EN_FIRST),
        input_schema={"type": "object", "properties": properties, "required": ["text"], "additionalProperties": False},
        annotations=_read_only(),
    )


def _read_only() -> types.ToolAnnotations:
    return types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )


def described_schema() -> dict[str, Any]:
    """Labels, relationships and their properties, with what they mean, as plain data."""
    s = schema()

    def properties(held: Mapping[str, Any]) -> dict[str, Any]:
        return {name: {"type": p.type, "zh": p.zh, "en": p.en} for name, p in held.items()}

    labels = {
        name: {"labels": list(label.labels), "zh": label.zh, "en": label.en, "properties": properties(label.properties)}
        for name, label in s.labels.items()
    }
    relationships = {
        name: {"ends": [list(pair) for pair in r.ends], "zh": r.zh, "en": r.en, "properties": properties(r.properties)}
        for name, r in s.relationships.items()
    }
    return {"labels": labels, "relationships": relationships, "evidence": properties(s.evidence)}
