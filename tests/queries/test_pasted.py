"""A real Neo4j Browser on servers of both versions: every text that we give is pasted as it stands and answers what
the driver says. The drawn answers lie in build/neo4j afterwards, for people to look at."""

from __future__ import annotations

import base64
import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from graph.server import EDITIONS
from loaders.parse import load_plan
from queries.browser import GUIDE, SAVED, entries, examples, settings, write_assets
from queries.catalogue import catalogue, param_lines
from queries.drawings import drawings
from tests.neo4j_browser import Browser, as_shown, bare, browsing
from tests.neo4j_servers import OPTIONS, Server, running
from tests.queries.plans import drawn_plan
from tests.queries.test_neo4j import next_year

pytestmark = pytest.mark.xdist_group("neo4j-own")
ROOT = Path(__file__).parents[2]
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
    assert captions[captions.index("8") + 1].startswith("前瞻布局")
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


# What the plans of these servers have none of; nor have they plans above or before them (the group cascade).
UNANSWERED = {"milestones", "targets-without-unit", "items-without-owner", "policies-of-item"}


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
            if not rows.rows and name not in UNANSWERED and FILES[name].group != "cascade":
                faults.append(f"{name}: no rows with the values printed")
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
    faults = []
    with browsed.store() as store, browsed.session() as session:
        given = examples(store) | {"q": "数据"}
        browser.set(settings(given))
        for group, name, _, text in entries():
            if group != "graphs":
                continue
            shown = browser.paste(text)
            used = {key: value for key, value in given.items() if f"${key}" in text}
            graph = session.run(text, used).graph()
            browser.page.wait_for_timeout(400)  # let the picture settle
            if browsed.state.version == EDITIONS["current"].version:
                browser.page.screenshot(path=SHOTS / f"{name}.png")
            between = drawings()[name].text.count("CARRIES_OUT") + drawings()[name].text.count("CONTINUES")
            if between and not graph.nodes:
                continue  # there are no plans above or before
            if not 2 <= len(graph.nodes) <= 100 or not graph.relationships:
                faults.append(f"{name}: {len(graph.nodes)} nodes, {len(graph.relationships)} relationships")
            if f"Displaying {len(graph.nodes)} nodes" not in shown["said"]:
                faults.append(f"{name}: {shown['said'][-300:]}")
    assert len(drawings()) == 21
    assert faults == []


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
