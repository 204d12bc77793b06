"""Script that plans hold stays text: on every page in a real browser, in feeds, tables, Neo4j's guide and RDF's pages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import icalendar
import openpyxl
import pytest
from fastapi import FastAPI
from lxml import etree
from playwright.sync_api import Browser

from graph.plan_graph import PlanGraph
from graph.schema import schema
from graph.store import open_store
from loaders.parse import load_plan
from tests.api.browsing import Visit
from tests.api.conftest import plan_text
from tests.api.server import serving

RAN = "window.ran=1"
PAYLOADS = (
    f"<script>{RAN}</script>",
    f'"><img src=x onerror={RAN}>',
    f"javascript:{RAN}//",
    "{{7*7}}",
    f"</title><script>{RAN}</script>",
    f"<svg onload={RAN}><title>",
    f"'-{RAN}-'</script><script>{RAN}//",
    f"]]><b onmouseover={RAN}>--><!--",
)
FORMULA = '=HYPERLINK("http://127.0.0.1:9/","x")'
# In the browser: what ran, what could run, what was evaluated.
LOOK = """() => [
  window.ran,
  [...document.querySelectorAll("script:not([src])")].filter(s => s.type !== "application/ld+json").length,
  [...document.querySelectorAll("*")].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith("on")),
  [...document.querySelectorAll("[href], [src], [action]")]
    .map(e => (e.getAttribute("href") || e.getAttribute("src") || e.getAttribute("action")).trim().toLowerCase())
    .filter(to => to.startsWith("javascript:") || to.startsWith("data:text")),
]"""
FILES = re.compile(r"/api/|/static/|\.\w{2,6}($|\?)|/export")
RDF_PAGES = ("/vocabulary", "/schemes", "/shapes", "/dataset", "/catalog", "/series")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Joins, places and what is no text of a plan: with other values a node would be of nothing.
KEPT = {"plan", "jurisdiction", "period", "boxes", "file_sha256", "sha256", "media_type", "locations", "findings"}
pytestmark = pytest.mark.xdist_group("browser")


def spoilt(graph: PlanGraph) -> PlanGraph:
    """The graph with a payload in every text of every node, those of the registry's names among them."""
    payloads = cycle(PAYLOADS)
    for _, attributes in graph.nx.nodes(data=True):
        label = attributes["labels"][0]
        for key, kind in schema().labels[label].properties.items():
            if key in attributes and not kind.values and key not in KEPT and label != "Source":
                if kind.type == "string":
                    attributes[key] += next(payloads)
                elif kind.type == "strings":
                    attributes[key] = [f"{value}{next(payloads)}" for value in attributes[key]]
        if label == "Task" and attributes["position"] % 2:
            attributes["name"] = FORMULA
        else:
            attributes["name"] += next(payloads)
    return graph


def hostile_plan(folder: Path) -> PlanGraph:
    """The sample plan with payloads in its lines and its file's name, read, and then spoilt throughout."""
    payloads = cycle(PAYLOADS)
    lines = [
        f"{line}{next(payloads)}" if at % 3 == 0 else line for at, line in enumerate(plan_text("松江2023").split("\n"))
    ]
    path = folder / f'计划"><img src=x onerror={RAN}>.txt'
    path.write_text("\n".join(lines), "utf-8")
    graph = load_plan(path)[0]
    assert sum(1 for _ in graph.nodes("WorkItem")) > 30
    return spoilt(graph)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FastAPI]]:
    """A server over the hostile plan and a plain one of the next year."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "plain.txt").write_text(plan_text("松江2024"), "utf-8")
    with open_store(str(folder / "plans.kgl"), write=True) as opened:
        opened.replace([hostile_plan(folder), load_plan(folder / "plain.txt")[0]])
    with serving(str(folder / "plans.kgl"), license="https://example.org/licence", sparql=True) as running:
        yield running


def look(visit: Visit, path: str) -> list[str]:
    """Opens a page, holds it to what may not be there, and gives the pages that it links to."""
    answer = visit.page.goto(path)
    assert answer is not None, path
    assert answer.status < 500, path
    assert visit.page.evaluate(LOOK) == [None, 0, [], []], path
    # The browser notes pages that are not there itself, and asks for an icon of pages that have none.
    visit.complaints = [told for told in visit.complaints if not told.startswith("Failed to load resource")]
    assert visit.complaints == [], path
    found: list[str] = visit.page.locator("a[href]:not([download])").evaluate_all(
        'all => all.map(a => new URL(a.getAttribute("href"), document.baseURI).href)'
    )
    return found


def kind(address: str) -> tuple[str, int]:
    """Pages made by the same code: the first part of the path, and its depth."""
    steps = urlsplit(address).path.split("/")
    return steps[1], min(len(steps), 4)


def busiest(address: str) -> str:
    """The id of an owner that has something to do."""
    owners = httpx.get(f"{address}/api/v1/owners", params={"limit": 100}, timeout=60).json()["items"]
    return str(max(owners, key=lambda owner: owner["items"])["id"])


def test_nothing_runs_on_any_page(browser: Browser, served: tuple[str, FastAPI]) -> None:
    address, _ = served
    visit = Visit(browser, address, width=1400, locale="zh-CN", scripts=True)
    visit.page.on("dialog", lambda dialog: visit.complaints.append(f"dialog: {dialog.message}"))
    asked = [quote(text) for text in PAYLOADS[:5]]
    waiting = ["/", "/desk/print", "/docs", "/browser/guide.html", *RDF_PAGES]
    waiting += [f"/{page}?q={text}" for page in ("search", "items", "owners", "policies") for text in asked[:1]]
    waiting += [f"/questions?ask={text}" for text in asked[:2]] + [f"/items/{text}" for text in asked[:1]]
    owner = busiest(address)
    waiting += [f"/desk?owner={owner}", f"/desk/print?owner={owner}", f"/?plan={asked[0]}&lang={asked[1]}"]
    seen = {kind(path) for path in waiting}
    while waiting:
        for linked in look(visit, waiting.pop(0)):
            if linked.startswith(f"{address}/") and not FILES.search(linked) and kind(linked) not in seen:
                seen.add(kind(linked))
                waiting.append(linked.removeprefix(address))
    visit.close()
    pages = {
        "desk",
        "items",
        "owners",
        "policies",
        "things",
        "sources",
        "cascade",
        "collaboration",
        "compare",
        "quality",
        "questions",
        "search",
    }
    assert pages <= {first.partition("/")[0] for first, _ in seen}


def test_feeds_and_tables_hold_texts_alone(served: tuple[str, FastAPI]) -> None:
    with httpx.Client(base_url=served[0], timeout=60) as client:
        owner = {"owner": busiest(served[0])}
        events = icalendar.Calendar.from_ical(client.get("/api/v1/desk.ics", params=owner).content).walk()
        assert {type(event).__name__ for event in events} <= {"Calendar", "Event", "Timezone", "TimezoneStandard"}
        feed = etree.fromstring(client.get("/api/v1/desk.atom", params=owner).content)
        assert {etree.QName(one).namespace for one in feed.iter("*")} == {"http://www.w3.org/2005/Atom"}
        for path, params in (("desk", owner), ("items", {}), ("owners", {}), ("policies", {}), ("workload", {})):
            text = client.get(f"/api/v1/{path}", params=params, headers={"accept": "text/csv"}).content.decode(
                "utf-8-sig"
            )
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []
            book = client.get(f"/api/v1/{path}", params=params, headers={"accept": XLSX})
            assert book.status_code == 200
            sheets = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
            kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds
            links = {
                cell.hyperlink.target for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.hyperlink
            }
            assert {urlsplit(link).scheme for link in links if link} <= {"http"}
        assert FORMULA in client.get("/api/v1/items?limit=1000").text.replace('\\"', '"')
