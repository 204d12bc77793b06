"""The Songjiang plan in an embedded store, and a server over it, once for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from graph.plan_graph import PlanGraph
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.server import serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
DATA = Path(__file__).parents[2] / "data" / "songjiang-2023.txt"


@pytest.fixture(scope="session")
def plan() -> PlanGraph:
    """The graph of the sample plan."""
    return load_plan(DATA)[0]


@pytest.fixture(scope="session")
def store(plan: PlanGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store file that holds the sample plan."""
    path = str(tmp_path_factory.mktemp("store") / "plans.kgl")
    with open_store(path, write=True) as opened:
        opened.replace([plan])
    return path


@pytest.fixture(scope="session")
def address(store: str) -> Iterator[str]:
    """Where a server over the store answers."""
    with serving(store) as (found, _):
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    # The server ends what is idle for five seconds: no test may ask on a connection that it is just closing.
    with httpx.Client(base_url=address, timeout=30, limits=httpx.Limits(keepalive_expiry=2)) as opened:
        yield opened


# Four plans of three districts, all with a 区科委: the sample plan, its next year with a few changes, two neighbours.
FOUR = {
    "松江2023": (),
    "松江2024": (("2023 年 重点", "2024 年 重点"), ("2023 年重点", "2024 年重点"), ("新建 350 个", "新建 400 个")),
    "嘉定2024": (("松江", "嘉定"), ("2023", "2024")),
    "黄浦2025": (("松江", "黄浦"), ("2023", "2025")),
}


def plan_text(name: str) -> str:
    """The text of one of FOUR."""
    text = DATA.read_text("utf-8")
    for old, new in FOUR[name]:
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="session")
def four_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store file that holds FOUR."""
    folder = tmp_path_factory.mktemp("four")
    for name in FOUR:
        (folder / f"{name}.txt").write_text(plan_text(name), "utf-8")
    with open_store(str(folder / "plans.kgl"), write=True) as opened:
        opened.replace([load_plan(folder / f"{name}.txt")[0] for name in FOUR])
    return str(folder / "plans.kgl")


@pytest.fixture(scope="session")
def four_address(four_store: str) -> Iterator[str]:
    """Where a server over FOUR answers."""
    with serving(four_store) as (found, _):
        yield found


@pytest.fixture(scope="session")
def four(four_address: str) -> Iterator[httpx.Client]:
    """A client of that server, which asks for pages in Chinese."""
    headers = {"accept": "text/html", "accept-language": "zh"}
    with httpx.Client(base_url=four_address, timeout=30, headers=headers) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "the browser tests need chromium on the PATH"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
