"""The catalogue as tools for assistants, asked with the SDK's own client: in process, as a subprocess, over HTTP."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from api.mcp import ASK, CYPHER, server, tool
from graph.store import Store, open_store
from loaders.parse import load_plan
from queries.catalogue import catalogue
from queries.run import run_query
from tests.neo4j_servers import Server

ROOT = Path(__file__).parents[2]
SONGJIANG = ROOT / "data" / "songjiang-2023.txt"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("mcp") / "store.kgl")
    with open_store(path, write=True) as store:
        store.replace([load_plan(SONGJIANG)[0]])
    return path


@pytest.fixture(scope="module")
def opened(path: str) -> Iterator[Store]:
    with open_store(path) as store:
        yield store


def talk(target: Any, conversation: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a conversation with the server comes to."""

    async def run() -> Any:
        async with Client(target) as client:
            return await conversation(client)

    return anyio.run(run)


async def everything(client: Client) -> dict[str, Any]:
    """Some of each kind of request."""
    tools = (await client.list_tools()).tools
    owners = await client.call_tool("owners-of-item", {"item": "松江2023:8"})
    plans = await client.read_resource("plangraph://plans")
    prompts = (await client.list_prompts()).prompts
    return {
        "tools": [held.name for held in tools],
        "owners": owners.structured_content,
        "plans": json.loads(plans.contents[0].text),  # type: ignore[union-attr]
        "prompts": [held.name for held in prompts],
    }


def check(answer: dict[str, Any], store: Store) -> None:
    assert answer["tools"] == [*catalogue(), ASK, CYPHER]
    assert answer["owners"]["rows"] == run_query(store, "owners-of-item", {"item": "松江2023:8"}).dicts()
    assert [row["owner"] for row in answer["owners"]["rows"]] == [
        "区数字化办", "区经委", "区科委", "区文旅局", "区政务服务办", "区大数据中心",
    ]  # fmt: skip
    assert all(row["quote"] for row in answer["owners"]["rows"])
    assert [row["reference"] for row in answer["plans"]] == ["松江2023"]
    assert answer["prompts"] == ["brief-item-zh", "brief-item-en", "review-workload-zh", "review-workload-en"]


def test_tools_resources_and_prompts_in_process(opened: Store) -> None:
    check(talk(server(opened), everything), opened)


def over_standard_input_and_output(address: str, store: Store, **environment: str) -> None:
    """Checks a server that the client starts for itself, as assistants do."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "api.cli", "mcp", "--store", address], cwd=str(ROOT),
        env={**os.environ, **environment},
    )  # fmt: skip
    check(talk(command, everything), store)


def wait_for_port(port: int) -> None:
    """Until somebody listens at the port of this machine."""
    end = time.monotonic() + 120
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < end, "nobody listens"
        time.sleep(0.1)


def over_http(address: str, store: Store, **environment: str) -> None:
    """Checks a server that runs by itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.api.mcp_http", address],
        cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            found = process.stdout.readline().strip()
            assert re.match(r"http://127\.0\.0\.1:\d+/mcp\Z", found)
            wait_for_port(urlsplit(found).port or 0)
            check(talk(found, everything), store)
        finally:
            process.terminate()


def test_as_a_subprocess_over_standard_input_and_output(path: str, opened: Store) -> None:
    over_standard_input_and_output(path, opened)


def test_over_http(path: str, opened: Store) -> None:
    over_http(path, opened)


@pytest.mark.xdist_group("neo4j")
def test_over_neo4j(server_of_session: Server) -> None:
    server_of_session.clear()
    address, secret = server_of_session.state.bolt, {"NEO4J_PASSWORD": server_of_session.password or ""}
    with server_of_session.store(write=True) as store:
        store.replace([load_plan(SONGJIANG)[0]])
        check(talk(server(store), everything), store)
        over_standard_input_and_output(address, store, **secret)
        over_http(address, store, **secret)


def test_every_tool_has_typed_parameters_and_rows() -> None:
    held = tool(catalogue()["items-of-owner"])
    properties = held.input_schema["properties"]
    assert held.input_schema["required"] == ["owner"]
    assert properties["limit"] == {
        "type": "integer", "description": "rows at most · 最多返回行数", "minimum": 1, "default": 100,
    }  # fmt: skip
    assert properties["role"]["enum"] == ["", "lead", "responsible", "support"]
    assert properties["owner"]["examples"] == ["松江区科委"]
    assert held.output_schema is not None
    record = held.output_schema["properties"]["rows"]["items"]
    assert record["properties"]["deadline"]["type"] == ["string", "null"]
    assert all(tool(query).annotations.read_only_hint for query in catalogue().values())  # type: ignore[union-attr]


def test_a_question_as_people_put_it_is_answered_when_it_is_one_question(opened: Store) -> None:
    async def ask(client: Client) -> list[Any]:
        texts = ("谁和区经委一起做第8项？", "区科委的预算是多少")
        return [(await client.call_tool(ASK, {"text": text})).structured_content for text in texts]

    answered, not_understood = talk(server(opened), ask)
    assert [reading["query"] for reading in answered["read"]["readings"]] == ["co-owners-of-item"]
    assert len(answered["rows"]) == 5
    assert (not_understood["read"]["readings"], not_understood["read"]["unknown"], not_understood["rows"]) == (
        [],
        ["预算"],
        [],
    )


def test_every_question_without_required_parameters_is_answered(opened: Store) -> None:
    names = [q.name for q in catalogue().values() if not any(p.required for p in q.parameters)]

    async def ask(client: Client) -> list[str]:
        await client.list_tools()  # the client then holds every answer to its output schema
        return [name for name in names if (await client.call_tool(name, {"limit": 3} if takes(name) else {})).is_error]

    def takes(name: str) -> bool:
        return any(p.name == "limit" for p in catalogue()[name].parameters)

    assert talk(server(opened), ask) == []


WRONG = {
    "a name that nothing goes by": ("owners-of-item", {"item": "松江2023:99"}, "no work item is called"),
    "no whole number": ("items", {"limit": "many"}, "limit must be a whole number"),
    "a parameter missing": ("owners-of-item", {}, "item is missing"),
    "a text that writes": (CYPHER, {"text": "MATCH (n) SET n.x = 1 RETURN n"}, "SET is refused"),
    "a text that reads files": (
        CYPHER,
        {"text": "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r"},
        "LOAD CSV is refused",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_to_the_assistant(opened: Store, case: str) -> None:
    name, arguments, message = WRONG[case]
    answer = talk(server(opened), lambda client: client.call_tool(name, arguments))
    assert answer.is_error
    assert message in answer.content[0].text


def test_resources_of_schema_and_plan_and_a_prompt(opened: Store) -> None:
    async def read(client: Client) -> tuple[Any, Any, Any]:
        held = (await client.list_resources()).resources
        schema = await client.read_resource("plangraph://schema")
        plan = await client.read_resource(str(held[-1].uri))
        prompt = await client.get_prompt("brief-item-zh", {"item": "松江2023:8"})
        return json.loads(schema.contents[0].text), json.loads(plan.contents[0].text), prompt.messages[0].content.text  # type: ignore[union-attr]

    schema, plan, prompt = talk(server(opened), read)
    assert schema["relationships"]["OWNS"]["ends"] == [["Owner", "WorkItem"]]
    assert (plan["reference"], len(plan["items"]), plan["truncated"]) == ("松江2023", 54, False)
    assert "“松江2023:8”" in prompt


def test_an_unknown_tool_prompt_or_resource_is_refused(opened: Store) -> None:
    async def ask(client: Client) -> None:
        for asked in (
            client.call_tool("drop-all", {}), client.get_prompt("nothing", {}), client.get_prompt("brief-item-zh", {}),
            client.read_resource("plangraph://nothing"),
        ):  # fmt: skip
            with pytest.raises(MCPError):
                await asked

    talk(server(opened), ask)


def test_a_plan_of_more_items_than_are_told_says_so(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.mcp.ROWS", 50)

    async def read(client: Client) -> Any:
        return json.loads((await client.read_resource("plangraph://plans/松江2023")).contents[0].text)  # type: ignore[union-attr]

    plan = talk(server(opened), read)
    assert (len(plan["items"]), plan["truncated"]) == (50, True)
