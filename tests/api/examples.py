"""Writes ``api/http/examples.json`` anew from the sample plan: ``python -m tests.api.examples``."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from graph.store import open_store
from loaders.parse import load_plan
from queries.catalogue import catalogue
from tests.api.server import serving

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "api" / "http" / "examples.json"
ITEM, OWNER, PLAN, POLICY = "松科委[2023]6号:8", "区科委", "松科委[2023]6号", "松江区城市数字化转型“十四五”规划"
# What each kind of parameter is called in an example; answers are cut to what shows their shape.
WORDS = {
    "item": ITEM, "owner": OWNER, "plan": PLAN, "policy": POLICY, "entity": "数据中台", "thing": ITEM,
    "section": "", "text": "数据", "date": "2023-12",
}  # fmt: skip
PARAMETERS: dict[str, dict[str, Any]] = {
    "/api/v1/plans": {},
    "/api/v1/plans/{id}": {"id": PLAN},
    "/api/v1/items": {"q": "元宇宙", "limit": 1},
    "/api/v1/items/{id}": {"id": ITEM},
    "/api/v1/items/{id}/owners": {"id": ITEM, "limit": 2},
    "/api/v1/items/{id}/co-owners": {"id": ITEM, "limit": 2},
    "/api/v1/owners": {"limit": 2},
    "/api/v1/owners/{id}": {"id": OWNER},
    "/api/v1/owners/{id}/items": {"id": OWNER, "limit": 1},
    "/api/v1/owners/{id}/co-owners": {"id": OWNER, "limit": 1},
    "/api/v1/workload": {"by": "owner", "limit": 3},
    "/api/v1/search": {"q": "元宇宙", "limit": 2},
    "/api/v1/policies": {"limit": 2},
    "/api/v1/policies/{id}": {"id": POLICY},
    "/api/v1/policies/{id}/items": {"id": POLICY, "limit": 1},
    "/api/v1/things/{id}": {"id": "policy-6f87f3e90c20"},
    "/id/{key}": {"key": "policy-6f87f3e90c20"},
    "/api/v1/queries": {"limit": 1},
    "/api/v1/queries/{name}": {"name": "workload-by-owner", "limit": 2},
}


def example_parameters() -> dict[str, dict[str, Any]]:
    """Parameters of the example of every path that has one."""
    questions = {
        f"/api/v1/queries/{name}": {
            **{p.name: _word(p.name, p.kind) for p in query.parameters if p.required},
            "limit": 2,
        }
        for name, query in catalogue().items()
    }
    return {**PARAMETERS, **questions}


def _word(name: str, kind: str) -> str:
    return "区经委" if name == "other" else WORDS[kind]


def address_of(path: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """(path, query) of an example."""
    query = dict(parameters)
    for name in [name for name in parameters if "{" + name + "}" in path]:
        path = path.replace("{" + name + "}", quote(str(query.pop(name)), safe=""))
    return path, query


def make_examples(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """Every example with the server's answer."""
    found = {}
    for path, parameters in example_parameters().items():
        address, query = address_of(path, parameters)
        answer = client.get(address, params=query, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.text)
        found[path] = {"parameters": parameters, "answer": answer.json()}
    return found


def main() -> None:
    """Writes the file."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"{folder}/plans.kgl"
        with open_store(store, write=True) as opened:
            opened.replace([load_plan(ROOT / "data" / "songjiang-2023.txt")[0]])
        with serving(store) as (base, _), httpx.Client(base_url=base) as client:
            text = json.dumps(make_examples(client), ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
