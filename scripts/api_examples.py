"""Writes ``api/http/examples.json``: the few examples that the API's documents show, asked of the sample plan.

They are made with the documents (``make docs``); a test holds them to what the server answers.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI

from api.http.app import create_app
from api.http.settings import Settings
from graph.store import open_store
from loaders.parse import load_plan

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "api" / "http" / "examples.json"
ITEM, OWNER, POLICY = "松科委[2023]6号:8", "区科委", "松江区城市数字化转型“十四五”规划"
ASKED: dict[str, dict[str, Any]] = {
    "/api/v1/plans": {},
    "/api/v1/items": {"q": "元宇宙", "limit": 1},
    "/api/v1/items/{id}/owners": {"id": ITEM, "limit": 2},
    "/api/v1/items/{id}/co-owners": {"id": ITEM, "limit": 2},
    "/api/v1/owners": {"limit": 2},
    "/api/v1/owners/{id}/items": {"id": OWNER, "limit": 1},
    "/api/v1/desk": {"owner": OWNER, "limit": 1},
    "/api/v1/workload": {"by": "owner", "limit": 3},
    "/api/v1/search": {"q": "元宇宙", "limit": 2},
    "/api/v1/policies/{id}/items": {"id": POLICY, "limit": 1},
    "/api/v1/queries/co-owners-of-item": {"item": ITEM, "limit": 2},
}
# Lists inside an example are cut to so many entries.
_SHOWN = 2
_CURSOR = re.compile(r"(?<=[?&])cursor=[\w%-]+")


def address_of(path: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """(path, query) of an example."""
    query = dict(parameters)
    for name in [name for name in parameters if "{" + name + "}" in path]:
        path = path.replace("{" + name + "}", quote(str(query.pop(name)), safe=""))
    return path, query


def cut(value: Any) -> Any:
    """An answer with every list and cursor cut to what shows its shape."""
    if isinstance(value, dict):
        return {key: cut(held) for key, held in value.items()}
    if isinstance(value, list):
        return [cut(one) for one in value[:_SHOWN]]
    # A cursor holds the version of the store, which any change of the loader changes.
    return _CURSOR.sub("cursor=…", value) if isinstance(value, str) else value


def make() -> dict[str, dict[str, Any]]:
    """Every example by path: its parameters and the answer, from a store of the sample plan."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/plans.kgl"
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(ROOT / "data" / "songjiang-2023.txt")[0]])
        return asyncio.run(_asked(create_app(Settings(store=store))))


async def _asked(app: FastAPI) -> dict[str, dict[str, Any]]:
    found = {}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
    ):
        for path, parameters in ASKED.items():
            address, query = address_of(path, parameters)
            answer = await client.get(address, params=query)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.text}")
            found[path] = {"parameters": parameters, "answer": cut(answer.json())}
    return found


def text() -> str:
    """The file's content."""
    return json.dumps(make(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    TARGET.write_text(text(), "utf-8")
    print(TARGET.relative_to(ROOT))


if __name__ == "__main__":
    main()
