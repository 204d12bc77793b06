"""What Neo4j Browser is given: the texts, and all of it in a real Browser in headless Chromium."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from graph.schema import schema
from graph.server import CURRENT
from loaders.parse import load_plan
from queries.browser import assets, entries, examples, filled, guide, saved_queries, style, write_assets
from queries.catalogue import catalogue
from tests.neo4j_servers import OPTIONS, Server, running

pytestmark = pytest.mark.xdist_group("neo4j-own")
ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "neo4j"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
PATIENCE = 120_000  # milliseconds; a busy machine takes its time


def test_parameters_are_filled_where_they_are_parameters_only() -> None:
    text = "MATCH (n {id: $id}) WHERE n.name <> '$id' AND n.`$id` > $idle // $id\nRETURN $id AS id, $n"
    assert filled(text, {"id": '任务"8"', "n": 5}) == (
        'MATCH (n {id: "任务\\"8\\""}) WHERE n.name <> \'$id\' AND n.`$id` > $idle // $id\nRETURN "任务\\"8\\"" AS id, 5'
    )


def test_every_query_is_in_guide_and_saved_queries_once() -> None:
    given = {
        "item": "task-1",
        "owner": "org-1",
        "plan": "policy-1",
        "policy": "policy-2",
        "entity": "e-1",
        "thing": "e-1",
    }
    texts = {name: text for _, name, _, text in entries(given)}
    assert {query.name for query in catalogue().values() if query.kind == "cypher"} <= set(texts)
    assert not [name for name, text in texts.items() if re.search(r"\$[a-z]", text)]
    with zipfile.ZipFile(io.BytesIO(saved_queries(given))) as archive:
        names = archive.namelist()
        assert {Path(name).stem for name in names} == set(texts)
        assert all(name.count("/") == 1 for name in names)
        first = archive.read("plangraph 责任 responsibility/owners-of-item.cypher").decode()
    question = catalogue()["owners-of-item"].question
    assert first.startswith(f"// {question['zh']} · {question['en']}\nMATCH")
    assert guide(given).count('<pre class="code runnable">') == len(texts) + 1


def test_without_examples_the_texts_keep_their_parameters_and_say_how_to_set_them() -> None:
    texts = {name: text for _, name, _, text in entries({})}
    assert texts["owners-of-item"].startswith('// :params {item: ""}\nMATCH')
    assert assets() == assets()


def test_the_style_names_every_label_and_lets_a_plan_look_like_a_plan() -> None:
    lines = style().splitlines()
    named = [line.split()[0].removeprefix("node.") for line in lines if line.startswith("node.")]
    assert sorted(named) == sorted(schema().labels)
    assert named.index("Policy") < named.index("Plan")
    assert all(line.count("{") - line.count("}") == 0 for line in lines)


@pytest.fixture(scope="module")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without password that holds the Songjiang plan, and our assets."""
    folder = tmp_path_factory.mktemp("browsed")
    (folder / "assets").mkdir()
    write_assets(folder / "assets")
    with running(CURRENT, folder, replace(OPTIONS, auth=False)) as server:
        with server.store(write=True) as store:
            store.replace([load_plan(ROOT / "data" / "songjiang-2023.txt")[0]])
            write_assets(server.home.assets, examples(store), server.state.assets_address)
        yield server


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    assert CHROMIUM.exists(), (
        "headless Chromium is needed; install it (Debian: apt-get install chromium fonts-noto-cjk)"
    )
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, headless=True, args=ARGUMENTS.split(),
            viewport={"width": 1400, "height": 1000},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        context.close()


def test_browser_is_connected_and_shows_guide_style_and_the_graph_of_task_8(browsed: Server, page: Page) -> None:
    with browsed.store() as store:
        ((item,),) = store.run("MATCH (i:Task {number: '8', part: 'body'}) RETURN i.id AS id").rows
        owners = {row[0] for row in store.run("MATCH (o)-[:OWNS]->({id: $i}) RETURN o.name AS n", {"i": item}).rows}
    text = next(text for _, name, _, text in entries({"item": item}) if name == "owners-of-item-graph")
    page.goto(f"{browsed.state.browser}&cmd=edit&arg={quote(text)}")
    page.get_by_text("政府工作计划知识图谱").wait_for()
    page.get_by_text(":style http").wait_for()
    page.get_by_test_id("editor-Run").click()
    drawn = page.locator("svg g.node")
    page.get_by_text(f"Displaying {len(owners) + 1} nodes, {len(owners)} relationships.").wait_for()
    expect(drawn).to_have_count(len(owners) + 1)
    captions = [text.strip().removesuffix("…") for text in page.locator("svg text.caption").all_text_contents()]
    assert {owner for owner in owners if any(owner.startswith(caption) for caption in captions)} == owners
    fills = {circle.get_attribute("fill") for circle in page.locator("svg g.node circle.b-outline").all()}
    assert fills == {"#B3541E", "#1D6F5C"}
    page.screenshot(path=SHOTS / "task-8.png")


def test_a_query_of_the_guide_runs(browsed: Server, page: Page) -> None:
    page.goto(browsed.state.browser)
    page.get_by_text("政府工作计划知识图谱").wait_for()
    page.locator("pre.runnable i").first.click()  # the arrow
    page.get_by_test_id("frameCommand").filter(has_text="MATCH (n) UNWIND").wait_for()
    page.get_by_text("WorkItem").first.wait_for()
    page.get_by_test_id("guideNextSlide").click()
    page.get_by_text("画出一项工作和它的责任主体").wait_for()
    page.screenshot(path=SHOTS / "guide.png")


def test_saved_queries_are_dropped_on_the_window_and_run(browsed: Server, page: Page) -> None:
    page.goto(browsed.state.browser)
    page.get_by_text("政府工作计划知识图谱").wait_for()
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
    question = catalogue()["plans"].question["zh"]
    page.get_by_text(question).first.click()
    page.get_by_test_id("editor-Run").click()
    page.get_by_test_id("frame").filter(has_text="松江区城市数字化转型2023年重点工作安排").first.wait_for()
    page.screenshot(path=SHOTS / "saved.png")
