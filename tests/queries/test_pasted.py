"""A real Neo4j Browser on servers of both versions: every text that we give is pasted as it stands and answers what
the driver says. The drawn answers lie in build/neo4j afterwards, for people to look at."""

from __future__ import annotations

import base64
import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from neo4j.graph import Graph, Node

from graph.server import EDITIONS
from loaders.parse import load_plan
from queries.browser import GUIDE, SAVED, entries, examples, pasted, settings, write_assets
from queries.catalogue import catalogue, param_lines
from queries.drawings import drawings
from tests.neo4j_browser import Browser, as_shown, bare, browsing
from tests.neo4j_servers import OPTIONS, Server, running
from tests.queries.plans import drawn_plan
from tests.queries.test_neo4j import next_year

pytestmark = pytest.mark.xdist_group("neo4j-own")
ROOT = Path(__file__).parents[2]
CASCADE = ROOT / "tests" / "gold" / "cascade"
SHOTS = ROOT / "build" / "neo4j"
FILES = {query.name: query for query in catalogue().values() if query.text}


@pytest.fixture(scope="module", params=sorted(EDITIONS))
def browsed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without password that holds four plans of three districts, and our assets."""
    folder = tmp_path_factory.mktemp("browsed")
    (folder / "assets").mkdir()
    write_assets(folder / "assets")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with running(EDITIONS[request.param], folder, replace(OPTIONS, auth=False)) as server:
        with server.store(write=True) as store:
            songjiang = [load_plan(ROOT / "data" / "songjiang-2023.txt")[0], next_year(folder)]
            store.replace([*songjiang, drawn_plan(1, jurisdiction="310118"), drawn_plan(2, jurisdiction="310114")])
            write_assets(server.home.assets, examples(store), server.state.assets_address)
        yield server


@pytest.fixture(scope="module")
def browser(browsed: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One session for all: the first screen is looked at first."""
    with browsing(browsed, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def test_the_first_screen_draws_a_plan_and_says_one_sentence(browsed: Server, browser: Browser) -> None:
    page = browser.page
    page.get_by_text("Displaying 28 nodes").wait_for()
    page.get_by_text("政府工作计划知识图谱").wait_for()
    frames = page.get_by_test_id("frame").all_inner_texts()
    assert len(frames) == 1
    assert "双击任务看谁负责 · Double-click a task for its owners" in frames[0]
    captions = [text.strip() for text in page.locator("svg g.node text").all_text_contents()]
    assert captions[captions.index("松江2023·8") + 1].startswith("前瞻布局")
    fills = {circle.get_attribute("fill") for circle in page.locator("svg g.node circle.b-outline").all()}
    assert fills == {"#0B3C5D", "#7D8491", "#B3541E"}  # plan, sections, tasks; no label above them in front
    page.screenshot(path=SHOTS / f"first-screen-{browsed.state.version}.png")


def test_the_guide_sets_the_parameters_and_draws(browser: Browser) -> None:
    page = browser.page
    page.locator("pre.runnable i").first.click()  # the arrow of the parameters
    page.locator('[data-testid="frame"] li[title="Status: success"]').nth(len(settings({})) - 1).wait_for()
    page.locator("pre.runnable i").nth(1).click()
    page.get_by_test_id("frameCommand").filter(has_text="pl.reference = $plan").wait_for()
    page.get_by_test_id("navigationGuides").click()
    browser.paste(":config maxFrames: 1")


# Texts of the catalogue that have no answer without plans above those of these servers.
ABOVE = {"chain-of-item", "items-not-taken-up", "items-taken-up", "items-without-upper"}
# Drawings that are empty for the plan that parameters are set to, with plans above it or before it they are drawn, too.
DRAWN_APART = {"cascade", "owners-changed"}
CHAIN = {("海门2025", "南通2025"), ("南通2025", "江苏")}


@pytest.mark.parametrize("half", [0, 1])
def test_every_file_of_the_catalogue_runs_as_printed(browsed: Server, browser: Browser, half: int) -> None:
    texts = files("queries")
    faults = []
    with browsed.store() as store:
        for name in sorted(FILES)[half::2]:
            parameters = FILES[name].parameters
            if parameters:
                browser.set(param_lines(parameters))
            folder = "fulltext" if FILES[name].indexed else "catalogue"
            shown = browser.paste(texts.joinpath(folder, f"{name}.cypher").read_text("utf-8"))
            given = {p.name: p.example if p.default is None else p.default for p in parameters}
            rows = store.run(FILES[name].text, given)
            faults += difference(name, shown, rows.columns, rows.rows)
            if bool(rows.rows) == (name in ABOVE):
                faults.append(f"{name}: {len(rows.rows)} rows with the values printed")
    assert faults == []


def difference(
    name: str, shown: dict[str, Any], columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]
) -> list[str]:
    """What Browser shows otherwise than the driver gave."""
    if not rows:
        return [] if "no records" in shown["said"] else [f"{name}: {shown['said'][:300]}"]
    if tuple(shown["columns"]) != columns:
        return [f"{name}: {shown['columns']} {shown['said'][:300]}"]
    told = [[bare(cell) for cell in row] for row in shown["rows"]]
    wanted = [[as_shown(cell) for cell in row] for row in rows]
    wrong = next((pair for pair in zip(told, wanted, strict=False) if pair[0] != pair[1]), None)
    if wrong or len(told) != len(wanted):
        return [f"{name}: {len(told)} rows, {len(wanted)} wanted; {wrong}"]
    return []


@pytest.mark.parametrize("half", [0, 1])
def test_every_saved_query_runs_as_it_stands(browsed: Server, browser: Browser, half: int) -> None:
    faults = []
    with browsed.store() as store, zipfile.ZipFile(browsed.home.assets / SAVED) as saved:
        values = examples(store) | {"q": "数据"}
        browser.set(settings(values))
        kept = {Path(path).stem: saved.read(path).decode() for path in saved.namelist()}
        for group, name, _, text in list(entries())[half::2]:
            if group == "graphs":
                continue
            rows = store.run(text, {key: value for key, value in values.items() if f"${key}" in text})
            faults += difference(name, browser.paste(kept[name]), rows.columns, rows.rows)
    assert faults == []


def test_the_steps_of_the_guide_are_the_saved_queries(browsed: Server) -> None:
    """So that each of them has been pasted above, or is drawn below."""
    blocks = re.findall(
        r'<pre class="code runnable">(.*?)</pre>', (browsed.home.assets / GUIDE).read_text("utf-8"), re.DOTALL
    )
    with zipfile.ZipFile(browsed.home.assets / SAVED) as saved:
        kept = [saved.read(path).decode().partition("\n")[2].rstrip("\n") for path in saved.namelist()]
    assert len(blocks) > 60
    assert {html.unescape(block) for block in blocks} == set(kept)


def test_every_drawing_is_drawn(browsed: Server, browser: Browser) -> None:
    with browsed.store() as store:
        given = examples(store) | {"q": "数据"}
    faults = []
    browser.set(settings(given))
    for name in drawings():
        graph, said = drawn(browsed, browser, name, given)
        if name in DRAWN_APART:
            assert (len(graph.nodes), "no records" in said) == (0, True)
        elif not 2 <= len(graph.nodes) <= 100 or not graph.relationships:
            faults.append(f"{name}: {len(graph.nodes)} nodes, {len(graph.relationships)} relationships")
        elif f"Displaying {len(graph.nodes)} nodes" not in said:
            faults.append(f"{name}: {said[-300:]}")
    assert len(drawings()) == 21
    assert faults == []


def drawn(browsed: Server, browser: Browser, name: str, given: Mapping[str, str], shot: str = "") -> tuple[Graph, str]:
    """The graph that a drawing returns to the driver, and what Browser says after drawing it, which is kept as a picture."""
    text = pasted(drawings()[name])
    said = browser.paste(text)["said"]
    browser.page.wait_for_timeout(400)  # let the picture settle
    if browsed.state.version == EDITIONS["current"].version:
        browser.page.screenshot(path=SHOTS / f"{shot or name}.png")
    with browsed.session() as session:
        return session.run(text, {key: value for key, value in given.items() if f"${key}" in text}).graph(), said


def test_plans_above_and_before_are_drawn(browsed: Server, browser: Browser) -> None:
    plans = [load_plan(CASCADE / f"{name}.txt")[0] for name in ("jiangsu-2021", "nantong-2025", "haimen-2025")]
    with browsed.store(write=True) as store:
        before = store.graph()
        check_inferred(browsed, browser, {"plan": "松江2024"}, {"owners-changed": {("松江2024", "松江2023")}})
        store.replace(plans)
        try:
            above = {"cascade": {("南通2025", "江苏")}, "chain-of-item": CHAIN}
            check_inferred(browsed, browser, {"plan": "南通2025", "item": "南通2025:8"}, above)
        finally:
            for plan in plans:
                store.remove(plan.plan_ids()[0])
        assert store.graph() == before


def check_inferred(
    browsed: Server, browser: Browser, given: Mapping[str, str], wanted: Mapping[str, set[tuple[str, str]]]
) -> None:
    """That each drawing is drawn with relationships from items of one plan to items of the other."""
    browser.set(settings(given))
    for name, between in wanted.items():
        graph, said = drawn(browsed, browser, name, given, f"{name}-of-{given['plan']}")
        pairs = [edge.nodes for edge in graph.relationships if edge.type in {"CARRIES_OUT", "CONTINUES"}]
        assert {(plan_of(item), plan_of(other)) for item, other in pairs} == between
        assert f"Displaying {len(graph.nodes)} nodes" in said


def plan_of(item: Node | None) -> str:
    return "" if item is None else str(item["reference"].partition(":")[0])


def test_districts_never_merge_and_an_owner_of_a_name_is_that_of_the_plan(browsed: Server) -> None:
    with browsed.store() as store:
        text = "MATCH (o:Owner)-[:OWNS]->(i) WHERE o.name = '区科委' RETURN o.qualified_name AS owner, count(*) AS n ORDER BY n"
        assert {row[0] for row in store.run(text).rows} == {"外区区科委", "邻区区科委", "松江区科委"}
        carried = FILES["items-of-owner"].text
        given = {"owner": "区科委", "plan": "松江2023", "role": "", "limit": 100, "skip": 0}
        assert {row[-1].partition(":")[0] for row in store.run(carried, given).rows} == {"松江2023"}


def test_saved_queries_are_dropped_on_the_window_and_run(browsed: Server, browser: Browser) -> None:
    page = browser.page
    page.get_by_test_id("navigationFavorites").click()
    content = base64.b64encode((browsed.home.assets / "plangraph-queries.zip").read_bytes()).decode()
    dropped = page.evaluate_handle(
        """data => {
          const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], 'plangraph-queries.zip', {type: 'application/zip'}));
          return transfer;
        }""",
        content,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event('[data-testid="main"]', event, {"dataTransfer": dropped})
    page.get_by_text("plangraph 计划 plans").click()
    page.get_by_text(catalogue()["plans"].question["zh"]).first.click()
    page.get_by_test_id("editor-Run").click()
    page.get_by_test_id("frame").filter(has_text="松江区城市数字化转型2023年重点工作安排").first.wait_for()
